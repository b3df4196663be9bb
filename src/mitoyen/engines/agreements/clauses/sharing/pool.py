"""What is put in common, and who belongs to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import model_validator

from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.scalars import Day, FactName, NotAcceptedError, Part, PartyId, Share, Slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.kernel.dates import Period


class Pool(Part):
    """The costs that are shared, net of the pool's own receipts, and the debt that was taken together."""

    costs: FactName
    eligible: tuple[Slug, ...] = ()
    """The costs that count, by their key; all of them unless named. Others are told, and nobody pays them here."""
    minus: FactName | tuple[FactName, ...] = ()
    debt: FactName | None = None
    """What falls due in the period of the debt that was taken together; members who left go on paying their share."""

    @property
    def receipts(self) -> tuple[FactName, ...]:
        """The facts that are taken off."""
        return (self.minus,) if isinstance(self.minus, str) else self.minus

    def net(self, now: Moment) -> Exact:
        """The costs that count, less the receipts: each to the cent, as only cents can be shared."""
        costs = {
            key: cost.rounded(2)
            for key, cost in now.breakdown(self.costs).items()
            if not self.eligible or set(key) & set(self.eligible)
        }
        gross = total(costs.values())
        names = {f"c{rank}": cost for rank, cost in enumerate(costs.values())}
        formula = " + ".join(f"{{{name}:2}}" for name in names) or "0"
        now.step(gross, formula, fr="Coûts mis en commun", en="Pooled costs", unit="EUR", rounding=None, **names)
        net = gross
        for receipt in self.receipts:
            before, less = net, now.fact(receipt).rounded(2)
            net = net - less
            fr, en = "Coût net des recettes", "Cost net of receipts"
            now.step(net, "{before:2} - {less:2}", fr=fr, en=en, unit="EUR", before=before, less=less)
        return net

    def with_debt(self, now: Moment, net: Exact, debt: Exact, kept: Sequence[Exact]) -> Exact:
        """What the members share: the costs, and the debt that those who left do not pay."""
        names = {f"k{rank}": part for rank, part in enumerate(kept)}
        formula = " - ".join(["{net:2} + {debt:2}", *(f"{{{name}:2}}" for name in names)])
        fr, en = (
            "Avec la dette commune, sans la part de ceux qui sont partis",
            "With the common debt, less what leavers keep",
        )
        return now.step(
            net + debt - total(kept), formula, fr=fr, en=en, unit="EUR", rounding=None, net=net, debt=debt, **names
        )


class Membership(Part):
    """From which day, and until which, a member belongs to the pool."""

    party: PartyId
    joins: Day | None = None
    leaves: Day | None = None
    """Its last day."""
    debt_share: Share | None = None
    """The share of the common debt that it keeps paying after its last day, until that debt is repaid."""

    @model_validator(mode="after")
    def _keeps_what_it_leaves(self) -> Membership:
        if self.debt_share is not None and self.leaves is None:
            raise NotAcceptedError(
                f"« {self.party} » garde une part de dette (debt_share) après son départ : dites quand (leaves).",
                f"'{self.party}' keeps a share of debt (debt_share) after it leaves: say when (leaves).",
            )
        return self

    def kept(self, now: Moment, debt: Exact) -> Exact:
        """Its share of the debt for the days after it left: ``debt × share × days / days of the period``."""
        share, gone, days = self.debt_share or ZERO, Exact(self.days_gone(now.period)), Exact(now.period.days)
        fr, en = "Part gardée de la dette commune", "Share of the common debt that is kept"
        return now.money(debt * share * gone / days, "{debt:2} * {share} * {gone} / {days}", fr=fr, en=en, debt=debt,
                         share=share, gone=gone, days=days)  # fmt: skip

    def days_gone(self, period: Period) -> int:
        """How many days of ``period`` come after it left."""
        if self.leaves is None:
            return 0
        return max((period.end - max(self.leaves + timedelta(days=1), period.start)).days, 0)

    def days(self, period: Period) -> int:
        """How many days of ``period`` it belongs; the entry day counts, the last day too."""
        first = max(self.joins or period.start, period.start)
        end = min(self.leaves + timedelta(days=1) if self.leaves else period.end, period.end)
        return max((end - first).days, 0)
