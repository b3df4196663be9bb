"""What was invested, and what of it is not amortised yet on a day: the base of what an end costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import model_validator

from mitoyen.engines.agreements.exact import ZERO, Exact, positive
from mitoyen.engines.agreements.scalars import Count, Day, Money, NotAcceptedError, Part, Text
from mitoyen.kernel.dates import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mitoyen.engines.agreements.moment import Moment


class Asset(Part):
    """Something that was invested, and the straight line on which it is amortised."""

    label: Text
    cost: Money
    in_service: Day
    months: Count

    @model_validator(mode="after")
    def _lasts(self) -> Asset:
        if not self.months:
            raise NotAcceptedError(
                "Un bien s'amortit sur au moins un mois (months).", "An asset is amortised over at least one month."
            )
        return self

    def months_left(self, day: date) -> int:
        """Whole months that remain on ``day``; a month that has begun is amortised."""
        passed = (day.year - self.in_service.year) * 12 + day.month - self.in_service.month
        passed += add_months(self.in_service, passed) < day
        return min(self.months, max(0, self.months - passed))


def unamortised(now: Moment, assets: Iterable[Asset], book_value: str | None) -> Exact:
    """``Σ cost × months left / months`` at the end of the period, and the audited value of other assets."""
    day, value = now.period.end, ZERO
    for asset in assets:
        left, months, before = Exact(asset.months_left(day)), Exact(asset.months), value
        fr, en = f"Valeur non amortie, avec : {asset.label.fr}", f"Unamortised, with: {asset.label.said_in('en')}"
        value = now.money(
            before + asset.cost * left / months, "{before:2} + {cost:2} * {left} / {months}", fr=fr, en=en,
            before=before, cost=asset.cost, left=left, months=months,
        )  # fmt: skip
    if book_value:
        before, others = value, positive(now.fact(book_value))
        fr, en = "Avec la valeur comptable des autres biens", "With the book value of other assets"
        value = now.money(before + others, "{before:2} + {others:2}", fr=fr, en=en, before=before, others=others)
    return value
