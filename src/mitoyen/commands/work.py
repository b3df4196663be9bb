"""``mitoyen work``: do what is due and send the mail that waits, once or every so many seconds.

Any number of these may run, on any number of machines: each piece of work is claimed by one.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Annotated

import typer

Every = Annotated[int | None, typer.Option(min=1, help="Seconds between two passes; without it, a single pass.")]


def work(every: Every = None) -> None:
    """Do what is due and send the mail that waits."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitoyen.project.settings")
    import django

    django.setup()
    from mitoyen.plumbing.due import registry

    registry.discover()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    went_well = _pass(says_all=every is None)
    while every is not None and not stopped.wait(every):
        _pass(says_all=False)
    sys.exit(0 if went_well or every is not None else 1)


def _pass(*, says_all: bool) -> bool:
    """Make one pass; a database that does not answer is told, and tried again at the next one."""
    from django.db import Error

    from mitoyen.kernel import clock
    from mitoyen.plumbing.passes import forget_connection, make_pass

    try:
        report = make_pass(clock.now())
    except Error as error:
        said = " ".join(str(error).split())
        typer.echo(f"La base ne répond pas, rien n'a été fait. / The database does not answer: {said}", err=True)
        return False
    finally:
        forget_connection()
    if says_all or report.failed or report.unsent:
        typer.echo(str(report))
    return True
