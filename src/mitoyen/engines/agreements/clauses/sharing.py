"""Sharing costs: the key by which members pay for what they pool.

Law: CGCT D. 5211-16 (unit running cost × units used), L. 5221-1 (entente).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.division import split
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, quotient, total
from mitoyen.engines.agreements.scalars import (
    Count,
    DriverName,
    FactName,
    Flag,
    Part,
    PartyId,
    Rounding,
    Share,
    Words,
)
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Pool(Part):
    """The costs that are shared, net of the pool's own receipts."""

    costs: FactName
    minus: FactName | tuple[FactName, ...] = ()

    @property
    def receipts(self) -> tuple[FactName, ...]:
        """The facts that are taken off."""
        return (self.minus,) if isinstance(self.minus, str) else self.minus


class Component(Part):
    """A part of the pool and the driver that it is shared by: a fact by member, an attribute, or ``equal``."""

    weight: Share
    by: DriverName
    if_all_zero: DriverName | None = None


class UnitCost(Part):
    """The unit cost that is told to the members."""

    per: FactName
    decimals: Count = 4


class Statement(Part):
    """What is told to the members, and when (CGCT D. 5211-16)."""

    unit_cost: UnitCost | None = None
    told_before: Literal["budget"] | Words | None = None
    first_year_within_months: Count | None = None
    yearly: Flag = False


class CostShareKey(Clause):
    """The members pay the cost of what they pool, in proportion to one or several drivers."""

    kind: Literal["cost_share_key"]
    stage: ClassVar[Stage] = Stage.SHARING
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. D. 5211-16",
            Sentence(
                "Le remboursement est le coût unitaire de fonctionnement multiplié par les unités utilisées ; le coût "
                "unitaire est porté à la connaissance des membres avant la date de vote du budget.",
                "Reimbursement is the unit running cost times the units used; the unit cost is told to members "
                "before the date of the budget vote.",
            ),
        ),
        Law(
            "CGCT, art. L. 5221-1", Sentence("Entente entre communes.", "Agreement between communes."), confirmed=False
        ),
    )
    example: ClassVar[str] = """
- id: repartition
  kind: cost_share_key
  payers: [ardent, brevon]
  payee: ccvm
  pool: {costs: couts, minus: recettes_tiers}
  key: [{weight: "0.30", by: population}, {weight: "0.70", by: heures, if_all_zero: equal}]
"""

    payers: tuple[PartyId, ...] = Field(min_length=1)
    payee: PartyId
    pool: Pool
    key: tuple[Component, ...] = Field(min_length=1)
    statement: Statement | None = None
    round: LineRules | None = None

    def pairs(self) -> Pairs:
        """Each member and the one who is reimbursed."""
        return tuple((payer, self.payee) for payer in self.payers)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``pool × Σ weight × driver / Σ driver``, by largest remainder; ties in the order of ``payers``."""
        self._weigh()
        pool = self._pool(now)
        shares, said = self._shares(now)
        if self.statement and self.statement.unit_cost:
            self._tell_unit_cost(now, pool, self.statement.unit_cost)
        common = now.steps
        parts = split(pool, shares)
        for rank, (payer, part) in enumerate(zip(self.payers, parts, strict=True)):
            now.steps = list(common)
            self._tell_part(now, pool, part, rank, said)
            yield now.flow(
                payer,
                self.payee,
                part,
                "share",
                fr="{part:EUR}, part de " + now.name(payer) + " dans un coût net de {pool:EUR}",
                en="{part:EUR}, share of " + now.name(payer) + " in a net cost of {pool:EUR}",
                part=part,
                pool=pool,
            )
        now.steps = []

    def _weigh(self) -> None:
        """Refuse to share anything by weights that do not make one: guardrail EXP-04 says it before signature."""
        weights = total(component.weight for component in self.key)
        if weights != ONE:
            raise InvalidError(
                Sentence(
                    f"Les poids de la clé « {self.id} » font {weights.text()} au lieu de 1 : corrigez-les.",
                    f"The weights of key '{self.id}' sum to {weights.text()} instead of 1: correct them.",
                ),
                where=f"clauses.{self.id}.key",
            )

    def _pool(self, now: Moment) -> Exact:
        costs = now.breakdown(self.pool.costs)
        gross = total(costs.values())
        names = {f"c{rank}": cost for rank, cost in enumerate(costs.values())}
        formula = " + ".join(f"{{{name}:2}}" for name in names) or "0"
        now.step(gross, formula, fr="Coûts mis en commun", en="Pooled costs", unit="EUR", rounding=None, **names)
        net = gross
        for receipt in self.pool.receipts:
            before, less = net, now.fact(receipt)
            net = net - less
            fr, en = "Coût net des recettes", "Cost net of receipts"
            now.step(net, "{before:2} - {less:2}", fr=fr, en=en, unit="EUR", before=before, less=less)
        return net

    def _shares(self, now: Moment) -> tuple[list[Exact], list[tuple[Exact, list[Exact], Exact]]]:
        """The weight of each payer over a common divisor, and what it is made of for the trace.

        ``Σ_k w_k·x_ik / X_k`` is multiplied by the product of all ``X_k``: the proportions are the same
        and nothing is divided, hence nothing rounded.
        """
        parts: list[tuple[Exact, list[Exact], Exact]] = []
        for component in self.key:
            drivers = self._drivers(now, component)
            parts.append((component.weight, drivers, total(drivers)))
        shares = []
        for rank in range(len(self.payers)):
            share = ZERO
            for k, (weight, drivers, _) in enumerate(parts):
                term = weight * drivers[rank]
                for other, (_, _, everything) in enumerate(parts):
                    term = term * everything if other != k else term
                share = share + term
            shares.append(share)
        return shares, parts

    def _drivers(self, now: Moment, component: Component) -> list[Exact]:
        drivers = [now.driver(component.by, payer) for payer in self.payers]
        if component.if_all_zero is None:
            return drivers
        nothing = total(drivers) <= ZERO
        instead = [now.driver(component.if_all_zero, payer) for payer in self.payers]
        return [choose(nothing, other, driver) for other, driver in zip(instead, drivers, strict=True)]

    def _tell_unit_cost(self, now: Moment, pool: Exact, unit_cost: UnitCost) -> None:
        units = total(now.driver(unit_cost.per, payer) for payer in self.payers)
        if not now.scene.tracing or units == ZERO:
            return
        rounding = Rounding(decimals=unit_cost.decimals)
        told = quotient(pool, units, unit_cost.decimals)
        per = now.unit(unit_cost.per)
        now.step(
            told,
            "{pool:2} / {units}",
            fr=f"Coût unitaire par {per}",
            en=f"Unit cost per {per}",
            unit="EUR",
            rounding=rounding,
            pool=pool,
            units=units,
        )

    def _tell_part(
        self, now: Moment, pool: Exact, part: Exact, rank: int, said: list[tuple[Exact, list[Exact], Exact]]
    ) -> None:
        """Two printed steps: the exact share rounded down, then the cent of the largest remainder if it falls here."""
        if not now.scene.tracing:
            return
        share, numbers, terms = ZERO, {"pool": pool}, []
        for k, (weight, drivers, sum_of_drivers) in enumerate(said):
            share = share + weight * drivers[rank] / sum_of_drivers
            numbers |= {f"w{k}": weight, f"x{k}": drivers[rank], f"t{k}": sum_of_drivers}
            terms.append(f"{{x{k}}} / {{t{k}}}" if weight == ONE else f"{{w{k}}} * {{x{k}}} / {{t{k}}}")
        low = (pool * share).rounded(2, "down")
        formula = f"{{pool:2}} * {terms[0]}" if len(terms) == 1 else f"{{pool:2}} * ({' + '.join(terms)})"
        down = Rounding(decimals=2, mode="down")
        now.step(low, formula, fr="Part au prorata", en="Share in proportion", unit="EUR", rounding=down, **numbers)
        if part != low:
            fr, en = "Centime du plus fort reste", "Cent of the largest remainder"
            now.step(part, "{low:2} + {cent:2}", fr=fr, en=en, unit="EUR", low=low, cent=part - low)

    def sentence(self, say: Wording) -> str:
        """Who pays what, by which key."""
        who, payee = say.parties_named(self.payers), say.party(self.payee)
        costs = say.measure(self.pool.costs)
        less = say.several(say.measure(name) for name in self.pool.receipts)
        if say.language == "fr":
            net = f", après déduction de {less}," if less else ""
            key = say.several(f"{say.percent(c.weight)} selon {_driver_said(c.by, say)}" for c in self.key)
            end = self._statement_said(say)
            return f"{who} remboursent à {payee} le coût {costs}{net} réparti ainsi{say.colon}{key}.{end}"
        net = f", less {less}," if less else ""
        key = say.several(f"{say.percent(c.weight)} by {_driver_said(c.by, say)}" for c in self.key)
        return f"{who} reimburse {payee} for the cost {costs}{net} shared as follows: {key}.{self._statement_said(say)}"

    def _statement_said(self, say: Wording) -> str:
        if not self.statement or not self.statement.told_before:
            return ""
        if say.language == "fr":
            return " Le coût unitaire leur est communiqué avant le vote de leur budget."
        return " The unit cost is told to them before they vote their budget."


def _driver_said(name: str, say: Wording) -> str:
    fixed = {"equal": ("parts égales", "equal shares"), "population": ("la population", "population")}
    if name in fixed:
        return fixed[name][say.language == "en"]
    return say.measure(name)


CLAUSES = (CostShareKey,)
