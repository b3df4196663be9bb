"""``mitoyen``: one command, whose parts are loaded when they are called.

To attach a part, add a line to :data:`PARTS`: its name, where it is (``module:attribute``), and its
sentence of help. The attribute is a ``typer.Typer`` (a group) or a function (one command). Nothing of
a part is imported before it is called: engine commands start without Django.
"""

from __future__ import annotations

import atexit
import gc
import os
from importlib import import_module
from typing import ClassVar, TypeAlias

# Looking for plug-ins of pydantic reads the metadata of every installed package: a third of our start-up.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
# Our arrays are long and thin: threads of linear algebra would cost their start and gain nothing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

BEFORE_A_SWEEP = 400_000
"""How many new objects Python lets pass before it looks for dead ones. Imports make many that all stay, and by default
it would go through them after every 700: a fifth of the time of a short command, which ends before it has made this
many."""

PARTS: dict[str, tuple[str, str]] = {
    "agreement": ("mitoyen.commands.agreement:app", "Contrôler, expliquer, liquider et recalculer un accord."),
    "loan": ("mitoyen.commands.loan:loan", "Échéancier d'un prêt écrit selon le standard public ACTUS."),
    "shares": ("mitoyen.commands.shares:shares", "Qui paie quoi, et quels groupes gagneraient à partir."),
    "study": ("mitoyen.commands.study:study", "Étudier si des membres ont intérêt à mutualiser des machines."),
    "run": ("mitoyen.commands.instance:run", "Servir le site sur cette machine."),
    "demo": ("mitoyen.commands.instance:demo", "Servir le site avec le territoire inventé."),
    "work": ("mitoyen.commands.work:work", "Faire ce qui est dû et envoyer le courrier en attente."),
    "territory": ("mitoyen.commands.territory:app", "Importer communes, intercommunalités et zones."),
    "people": ("mitoyen.commands.people:app", "Inviter la première personne qui gérera le site."),
    "backup": ("mitoyen.commands.instance_data:backup", "Sauvegarder toute l'instance dans un fichier."),
    "restore": ("mitoyen.commands.instance_data:restore", "Remettre une instance sauvegardée, ici ou ailleurs."),
    "upgrade": ("mitoyen.commands.instance_data:upgrade", "Mettre à jour la base, et PostgreSQL s'il le faut."),
}


Resolved: TypeAlias = tuple[str | None, TyperCommand | TyperGroup | None, list[str]]


class Parts(TyperGroup):
    """A group that knows the names of its parts, and imports one when it is called."""

    parts: ClassVar[dict[str, tuple[str, str]]] = PARTS

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # typer keeps its own Context
        """The names, without importing anything."""
        del ctx
        return list(self.parts)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | None:  # type: ignore[override]
        """What the list of parts shows of one, its name and its sentence: nothing is imported for that."""
        del ctx
        return TyperCommand(cmd_name, help=self.parts[cmd_name][1]) if cmd_name in self.parts else None

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Resolved:  # type: ignore[override]
        """The part that is called, imported now, and what is left for it to read."""
        name, shown, left = super().resolve_command(ctx, args)
        return name, self._imported(name) if name and shown else None, left

    def _imported(self, name: str) -> TyperCommand | TyperGroup:
        where, says = self.parts[name]
        module, _, attribute = where.partition(":")
        part = getattr(import_module(module), attribute)
        if not isinstance(part, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command(name, help=says)(part)
            part = alone
        command = get_command(part)
        command.name, command.short_help = name, says
        return command  # type: ignore[return-value]  # a group or a command, as typer made it


app = typer.Typer(cls=Parts, add_completion=False, no_args_is_help=True)


@app.callback()
def _mitoyen() -> None:
    """Mettre en commun, contracter, rendre compte."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(BEFORE_A_SWEEP)
    # At its end Python looks for dead objects twice more, among all that it is about to drop anyway.
    atexit.register(gc.freeze)
    app(prog_name="mitoyen")


if __name__ == "__main__":
    main()
