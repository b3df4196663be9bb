"""Family OUT, data that only its holder can read or use (``OUT-03``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.exit import DataAccess
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import formats
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "OUT-03",
    "error",
    title=("Données tenues dans un format fermé", "Data held in a closed format"),
    why=(
        "Qui ne peut pas relire ses données ne peut pas changer de partenaire.",
        "Whoever cannot read their data again cannot change partner.",
    ),
    mend=(
        "Demandez un format ouvert (CSV, JSON, GeoJSON, Parquet), pendant et à la fin (returned_at_end: open_format).",
        "Ask for an open format (CSV, JSON, GeoJSON, Parquet), during and at the end (returned_at_end: open_format).",
    ),
    grounds=(
        Ground("CCP, art. L. 3131-2 (données en standard ouvert)", "CCP, art. L. 3131-2 (data in an open standard)",
               confirmed=False),
    ),
)  # fmt: skip
def locked_in_data(agreement: Agreement) -> Found:
    """What is given, and what is returned at the end, can be read without the program of whoever holds it.

    And used: a licence that reserves every right holds the data as well as a format does.
    """
    for path, data in clauses_of(agreement, DataAccess):
        for rank, one in enumerate(data.datasets):
            if not formats.is_open(one.format):
                yield Seen((*path, "datasets", rank, "format"), _closed(one.what.fr, one.format))
            if one.licence is not None and formats.is_reserved(one.licence):
                yield Seen(
                    (*path, "datasets", rank, "licence"),
                    Sentence(
                        f"« {one.what.fr} » est donné sous « {one.licence} » : celui qui tient les données en reste "
                        "maître. Demandez une licence ouverte (etalab-2.0, ODbL).",
                        f"'{one.what.fr}' is given under '{one.licence}': whoever holds the data stays its master. Ask "
                        "for an open licence (etalab-2.0, ODbL).",
                    ),
                )
        if data.returned_at_end is not None and formats.keeps_data(data.returned_at_end):
            yield Seen(
                (*path, "returned_at_end"),
                Sentence(
                    f"À la fin, « {data.id} » rend les données ainsi : « {data.returned_at_end} ». Personne d'autre ne "
                    "pourra les relire : demandez un format ouvert (open_format).",
                    f"At the end '{data.id}' returns the data thus: '{data.returned_at_end}'. Nobody else will be able "
                    "to read them: ask for an open format (open_format).",
                ),
            )


def _closed(what: str, written: str) -> Sentence:
    return Sentence(
        f"« {what} » est donné en « {written} », un format fermé ou que l'on ne connaît pas : demandez CSV, JSON, "
        "GeoJSON ou un autre format ouvert, par son nom.",
        f"'{what}' is given in '{written}', a closed or unknown format: ask for CSV, JSON, GeoJSON or another open "
        "format, by its name.",
    )
