"""Django, started for one command; a refusal becomes a sentence in two languages and an exit status."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from mitoyen.access.actors import Actor
from mitoyen.kernel.errors import MitoyenError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whoever holds the command line of the machine manages the instance.
OPERATOR = Actor(name="ligne de commande", runs_instance=True)
SHOWN_AT_MOST = 20


@contextmanager
def started() -> Iterator[Console]:
    """Start Django and its database, give a console, and say what was refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitoyen.project.settings")
    console = Console(soft_wrap=True)
    from django.conf import settings

    try:
        if settings.EMBEDDED:
            settings.CLUSTER.ensure_running()
        import django

        django.setup()
        yield console
    except MitoyenError as error:
        console.print(f"[red]{error.sentence.fr}[/red]\n{error.sentence.en}")
        for fault in getattr(error, "faults", ())[:SHOWN_AT_MOST]:
            console.print(f"  {fault.where.fr} : {fault.sentence.fr}")
        sys.exit(2)
