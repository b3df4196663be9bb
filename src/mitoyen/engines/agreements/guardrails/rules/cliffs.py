"""Family SOC, cliffs: one more euro of income must not cost a tenth of the yearly bill."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import SocialTariff
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.notation import percent, quantity
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

REFERENCE_VOLUME = Exact(120)
"""Cubic metres in a year: the household that the published price of water is worked out for."""
STEEPEST = Exact(1, 10)
"""One more euro of income raises the yearly bill by no more than this."""


@rule(
    "SOC-06",
    "warning",
    title=("Effet de seuil", "Threshold effect"),
    why=(
        "Un euro de quotient familial en plus ne doit pas coûter un dixième de la facture.",
        "One more euro of family quotient must not cost a tenth of the bill.",
    ),
    mend=(
        "Multipliez les paliers, ou rapprochez leurs prix, pour que chaque saut reste sous 10 %.",
        "Add steps, or bring their prices closer, so that each jump stays below 10%.",
    ),
    grounds=(
        Ground(
            "Strasbourg, accueil du mercredi en demi-journée : de 410 à 411 de quotient, +35 %",
            "Strasbourg, half-day child care: from a quotient of 410 to 411, +35%",
        ),
    ),
)
def threshold_effect(agreement: Agreement) -> Found:
    """Across each step of income, the yearly bill rises by at most a tenth."""
    for path, tariff in clauses_of(agreement, SocialTariff):
        for here, income, before, after in _jumps(tariff):
            if after - before > before * STEEPEST:
                rise = percent((after - before) / before, "fr") if before > ZERO else "de rien à quelque chose"
                grows = percent((after - before) / before, "en") if before > ZERO else "from nothing to something"
                yield Seen(
                    (*path, *here),
                    Sentence(
                        f"Tarif « {tariff.id} » : au quotient {income.text()}, un euro de plus fait passer la facture "
                        f"de {quantity(before, 'EUR', 'fr')} à {quantity(after, 'EUR', 'fr')} ({rise}). Ajoutez des "
                        "paliers.",
                        f"Tariff '{tariff.id}': at a quotient of {income.text()}, one more euro takes the bill from "
                        f"{quantity(before, 'EUR', 'en')} to {quantity(after, 'EUR', 'en')} ({grows}). Add steps.",
                    ),
                )


def _jumps(tariff: SocialTariff) -> Iterator[tuple[Path, Exact, Exact, Exact]]:
    """Each threshold of income: where, its value, the bill below and the bill above."""
    for rank, (low, high) in enumerate(pairwise(tariff.by_income)):
        yield ("by_income", rank + 1), high.qf_from, low.price, high.price
    house = tariff.household
    if house and house.qf_up_to is not None:
        yield ("household",), house.qf_up_to, bill(tariff, helped=True), bill(tariff, helped=False)


def bill(tariff: SocialTariff, volume: Exact = REFERENCE_VOLUME, *, helped: bool) -> Exact:
    """The yearly bill of one household at a volume, at the ordinary or at the social price."""
    owed, start = ZERO, ZERO
    for rank, block in enumerate(tariff.blocks, start=1):
        end = volume if block.to is None or volume < block.to else Exact(block.to)
        price = block.price
        if helped and tariff.household and rank == tariff.household.block:
            price = tariff.household.price
        if end > start:
            owed, start = owed + (end - start) * price, end
    return owed.rounded(2)
