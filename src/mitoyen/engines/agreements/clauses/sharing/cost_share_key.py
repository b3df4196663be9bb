"""The key by which members pay for what they pool.

Law: CGCT D. 5211-16 (unit running cost × units used), L. 5221-1 (entente).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.clauses.sharing.key import DOWN, Component, driver_said, share_said, tell_cent
from mitoyen.engines.agreements.clauses.sharing.pool import Membership, Pool
from mitoyen.engines.agreements.clauses.sharing.statement import Statement, UnitCost
from mitoyen.engines.agreements.division import Held, split, split_within
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, quotient, total
from mitoyen.engines.agreements.scalars import (
    NotAcceptedError,
    PartyId,
    Rounding,
    Share,
)
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


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
            kinds=("pool",),
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
    memberships: tuple[Membership, ...] = ()
    """Members who come or go inside a period: what is not measured (population, equal shares) counts by their days."""
    min_share: Share | None = None
    """Nobody pays less than this share of the pool: the others pay so much less."""
    max_share: Share | None = None
    """Nobody pays more than this share of the pool: the others pay so much more."""
    round: LineRules | None = None

    @model_validator(mode="after")
    def _bounds_leave_room(self) -> CostShareKey:
        low, high, members = self.min_share or ZERO, ONE if self.max_share is None else self.max_share, len(self.payers)
        if low * members > ONE or high * members < ONE or low > high:
            raise NotAcceptedError(
                f"Avec {members} membres, des parts entre {low.text()} et {high.text()} ne peuvent pas faire 1 : "
                "abaissez min_share ou relevez max_share.",
                f"With {members} members, shares between {low.text()} and {high.text()} cannot sum to 1: "
                "lower min_share or raise max_share.",
            )
        return self

    def pairs(self) -> Pairs:
        """Each member and the one who is reimbursed."""
        return tuple((payer, self.payee) for payer in self.payers)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``pool × Σ weight × driver / Σ driver``, between the bounds, by largest remainder in the order of ``payers``.

        The bounds are rounded to the cent outwards, so that they can always be kept.
        """
        self._weigh()
        pool = self._pool(now)
        shares, said = self._shares(now)
        if self.statement and self.statement.unit_cost:
            self._tell_unit_cost(now, pool, self.statement.unit_cost)
        low = (pool * self.min_share).rounded(2, "down") if self.min_share is not None else None
        high = (pool * self.max_share).rounded(2, "up") if self.max_share is not None else None
        bounded = low is not None or high is not None
        held = split_within(pool, shares, low, high) if bounded else None
        parts = held.parts if held else split(pool, shares)
        common = now.steps
        for rank, (payer, part) in enumerate(zip(self.payers, parts, strict=True)):
            now.steps = list(common)
            if held is not None and now.scene.tracing and True in held.where:
                self._tell_bounded(now, pool, rank, held, said)
            else:
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
        costs = {
            key: cost
            for key, cost in now.breakdown(self.pool.costs).items()
            if not self.pool.eligible or set(key) & set(self.pool.eligible)
        }
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
        drivers = [self._driver(now, component.by, payer) for payer in self.payers]
        if component.if_all_zero is None:
            return drivers
        nothing = total(drivers) <= ZERO
        instead = [self._driver(now, component.if_all_zero, payer) for payer in self.payers]
        return [choose(nothing, other, driver) for other, driver in zip(instead, drivers, strict=True)]

    def _driver(self, now: Moment, name: str, payer: str) -> Exact:
        """A driver of a member; one that nobody measures counts for the days of its membership, if any is said."""
        driver = now.driver(name, payer)
        if name in now.scene.facts or not self.memberships:
            return driver
        held = next((one for one in self.memberships if one.party == payer), None)
        return driver * (now.period.days if held is None else held.days(now.period))

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
        share, formula, numbers = share_said(rank, said)
        numbers["pool"] = pool
        low = (pool * share).rounded(2, "down")
        now.step(
            low, f"{{pool:2}} * {formula}", fr="Part au prorata", en="Share in proportion", unit="EUR", rounding=DOWN,
            **numbers,
        )  # fmt: skip
        tell_cent(now, low, part)

    def _tell_bounded(
        self, now: Moment, pool: Exact, rank: int, held: Held, said: list[tuple[Exact, list[Exact], Exact]]
    ) -> None:
        """Whoever is held pays the bound; the others share what is left, in proportion among themselves."""
        part = held.parts[rank]
        if held.where[rank] is True:
            at_least = self.min_share is not None and part == (pool * self.min_share).rounded(2, "down")
            bound = (self.min_share if at_least else self.max_share) or ZERO
            fr, en = ("Part minimale", "Smallest share") if at_least else ("Part maximale", "Largest share")
            how = DOWN if at_least else Rounding(decimals=2, mode="up")
            now.step(part, "{pool:2} * {bound}", fr=fr, en=en, unit="EUR", rounding=how, pool=pool, bound=bound)
            return
        fixed = [amount for where, amount in zip(held.where, held.amounts, strict=True) if where is True]
        names = {f"f{k}": amount for k, amount in enumerate(fixed)}
        rest = pool - total(fixed)
        fr, en = "Reste à partager entre les autres", "Left to share among the others"
        formula = " - ".join(["{pool:2}", *(f"{{{name}:2}}" for name in names)])
        now.step(rest, formula, fr=fr, en=en, unit="EUR", rounding=None, pool=pool, **names)
        free = [other for other, where in enumerate(held.where) if where is not True]
        told = {other: share_said(other, said, f"m{other}") for other in free}
        others = total(share for share, _, _ in told.values())
        numbers = {name: number for _, _, used in told.values() for name, number in used.items()}
        numbers |= {"rest": rest, "free": Exact(len(free))}
        low = (rest * told[rank][0] / others if others != ZERO else rest / len(free)).rounded(2, "down")
        together = " + ".join(formula for _, formula, _ in told.values())
        written = f"{{rest:2}} * {told[rank][1]} / ({together})" if others != ZERO else "{rest:2} / {free}"
        fr, en = "Part au prorata de ce reste", "Share in proportion of what is left"
        now.step(low, written, fr=fr, en=en, unit="EUR", rounding=DOWN, **numbers)
        tell_cent(now, low, part)

    def sentence(self, say: Wording) -> str:
        """Who pays what, by which key."""
        who, payee = say.parties_named(self.payers), say.party(self.payee)
        costs = say.measure(self.pool.costs)
        less = say.several(say.measure(name) for name in self.pool.receipts)
        if say.language == "fr":
            net = f", après déduction de {less}," if less else ""
            key = say.several(f"{say.percent(c.weight)} selon {driver_said(c.by, say)}" for c in self.key)
            end = self._bounds_said(say) + self._statement_said(say)
            return f"{who} remboursent à {payee} les coûts ({costs}){net} répartis ainsi{say.colon}{key}.{end}"
        net = f", less {less}," if less else ""
        key = say.several(f"{say.percent(c.weight)} by {driver_said(c.by, say)}" for c in self.key)
        end = self._bounds_said(say) + self._statement_said(say)
        return f"{who} reimburse {payee} for the costs ({costs}){net} shared as follows: {key}.{end}"

    def _bounds_said(self, say: Wording) -> str:
        french = say.language == "fr"
        said = []
        if self.min_share is not None:
            said.append(f"{'moins de' if french else 'less than'} {say.percent(self.min_share)}")
        if self.max_share is not None:
            said.append(f"{'plus de' if french else 'more than'} {say.percent(self.max_share)}")
        if not said:
            return ""
        joined = " ni " if french else " or "
        return f" Aucun ne paie {joined.join(said)}." if french else f" None pays {joined.join(said)}."

    def _statement_said(self, say: Wording) -> str:
        if not self.statement or not self.statement.told_before:
            return ""
        if say.language == "fr":
            return " Le coût unitaire leur est communiqué avant le vote de leur budget."
        return " The unit cost is told to them before they vote their budget."
