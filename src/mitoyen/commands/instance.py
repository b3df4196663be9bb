"""``mitoyen run`` and ``mitoyen demo``: start an instance on this machine."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console

from mitoyen.commands.one_site import only_site_of, write_address
from mitoyen.commands.ports import free_port
from mitoyen.commands.serving import Site
from mitoyen.commands.stopping import StoppedError, told_to_stop
from mitoyen.kernel.errors import MitoyenError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Port = Annotated[
    int | None,
    typer.Option(envvar="MITOYEN_PORT", min=1, max=65535, help="The port; by default the first free from 8000."),
]


def run(port: Port = None, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Serve the site on this machine: database, web server, task worker and ticker."""
    _serve(port, host, workers, demonstration=False)


def demo(port: Port = None, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Load the invented territory when the site is empty, print its accounts, and serve it."""
    _serve(port, host, workers, demonstration=True)


def _serve(port: int | None, host: str, workers: int, *, demonstration: bool) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mitoyen.project.settings"
    console = Console(soft_wrap=True)
    try:
        with told_to_stop(), _site_to_be() as held:
            _run(Site(free_port(port, host), host, workers), held, console, demonstration=demonstration)
    except MitoyenError as error:
        console.print(f"[red]{error.sentence.fr}[/red]\n{error.sentence.en}")
        sys.exit(2)
    except StoppedError:
        sys.exit(0)
    sys.exit(1)


def _site_to_be() -> AbstractContextManager[TextIO | None]:
    """The data folder held for this site, when its database is ours: the second site would stop that of the first."""
    from django.conf import settings

    return only_site_of(settings.CLUSTER.home) if settings.EMBEDDED else nullcontext()


def _run(site: Site, held: TextIO | None, console: Console, *, demonstration: bool) -> None:
    """Run the site until one of its processes dies, or until somebody stops it; nothing is left behind."""
    address = f"http://localhost:{site.port}/"
    if held:
        write_address(held, address)
    try:
        accounts = _prepare(console, demonstration=demonstration)
        site.start(_name())
        console.print(f"\nMitoyen : [bold]{address}[/bold]")
        for account in accounts:
            console.print(f"  {account}")
        console.print("Ctrl+C arrête tout. / Ctrl+C stops everything.")
        site.wait()
    finally:
        site.stop()
        _stop_database()


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


def _name() -> str:
    """A name that the site answers to: the first that it was given, without the signs that stand for many."""
    from django.conf import settings

    return next(iter(settings.ALLOWED_HOSTS), "").strip(".*") or "localhost"


def _stop_database() -> None:
    from django.conf import settings

    if settings.EMBEDDED:
        settings.CLUSTER.stop()
