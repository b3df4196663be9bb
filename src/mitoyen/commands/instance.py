"""``mitoyen run`` and ``mitoyen demo``: start an instance on this machine."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.console import Console

from mitoyen.commands.serving import Site, free_port
from mitoyen.kernel.errors import MitoyenError

Port = Annotated[int | None, typer.Option(envvar="MITOYEN_PORT", help="The port; by default the first free from 8000.")]


def run(port: Port = None, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Serve the site on this machine: database, web server, task worker and ticker."""
    _serve(port, host, workers, demonstration=False)


def demo(port: Port = None, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Load the invented territory when the site is empty, print its accounts, and serve it."""
    _serve(port, host, workers, demonstration=True)


def _serve(port: int | None, host: str, workers: int, *, demonstration: bool) -> None:
    console = Console(stderr=False)
    site: Site | None = None
    try:
        site = Site(free_port(port), host, workers)
        os.environ["DJANGO_SETTINGS_MODULE"] = "mitoyen.project.settings"
        accounts = _prepare(console, demonstration=demonstration)
        site.start()
        console.print(f"\nMitoyen : [bold]http://localhost:{site.port}/[/bold]")
        for account in accounts:
            console.print(f"  {account}", soft_wrap=True)
        console.print("Ctrl+C arrête tout. / Ctrl+C stops everything.")
        status = site.wait()
    except MitoyenError as error:
        console.print(f"[red]{error.sentence.fr}[/red]\n{error.sentence.en}")
        status = 2
    except KeyboardInterrupt:
        status = 0
    finally:
        if site:
            site.stop()
        _stop_database()
    sys.exit(status)


def _prepare(console: Console, *, demonstration: bool) -> list[str]:
    """Bring the database and the static files up to date; the demonstration's accounts, to print."""
    from django.conf import settings

    if settings.EMBEDDED:
        settings.CLUSTER.ensure_running()
    import django

    django.setup()
    from django.core.management import call_command

    with console.status("Base de données…"):
        call_command("migrate", verbosity=0, interactive=False)
    with console.status("Feuilles de style et images…"):
        call_command("collectstatic", verbosity=0, interactive=False)
    if not demonstration:
        return []
    from mitoyen import demonstration as invented

    with console.status("Territoire de démonstration…"):
        return [str(account) for account in invented.load_when_empty()]


def _stop_database() -> None:
    from django.conf import settings

    if settings.EMBEDDED:
        settings.CLUSTER.stop()
