"""``mitoyen people``: let somebody in, when nobody is in yet."""

from __future__ import annotations

from typing import Annotated

import typer

from mitoyen.commands.started import OPERATOR, started

app = typer.Typer(name="people", help="Comptes et mandats. / Accounts and mandates.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Comptes et mandats."""


@app.command("invite-manager")
def invite_manager(
    email: Annotated[str, typer.Argument(help="Son adresse. / Her address.")],
    origin: Annotated[
        str, typer.Option(help="L'adresse publique du site, si MITOYEN_ORIGIN ne la dit pas.", show_default=False)
    ] = "",
) -> None:
    """Inviter quelqu'un à gérer ce site : la lettre part, et son lien est écrit ici."""
    with started() as console:
        from django.conf import settings
        from django.urls import reverse

        from mitoyen.kernel import clock
        from mitoyen.people import actions

        site = (origin or settings.ORIGIN or "http://localhost:8000").rstrip("/")
        written: list[str] = []

        def address_of(key: str) -> str:
            written.append(site + reverse("people:accept", args=[key]))
            return written[-1]

        row = actions.invite_manager(OPERATOR, email, now=clock.now(), address_of=address_of)
        console.print(f"Invitation écrite à {row.email}. Le lien sert une fois, pendant quatorze jours :")
        console.print(written[-1])
