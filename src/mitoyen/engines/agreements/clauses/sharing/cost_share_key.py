"""The key by which members pay for what they pool.

Law: CGCT D. 5211-16 (unit running cost × units used), L. 5221-1 (entente).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.clauses.sharing.key import Component, driver_said, is_full, proportions
from mitoyen.engines.agreements.clauses.sharing.pool import Membership, Pool
from mitoyen.engines.agreements.clauses.sharing.statement import Statement
from mitoyen.engines.agreements.clauses.sharing.telling import Bounded, Divided, tell_bounded, tell_part
from mitoyen.engines.agreements.division import Held, split, split_within
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, total
from mitoyen.engines.agreements.scalars import NotAcceptedError, PartyId, Share
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from mitoyen.engines.agreements.clauses.sharing.key import Weighed
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


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
        pool = self.pool.net(now)
        if self.pool.debt:
            debt = total(now.breakdown(self.pool.debt).values()).rounded(2)
            pool = yield from self._with_debt(now, pool, debt)
        drivers = [component.drivers_of(now, self.payers, self._days(now.period)) for component in self.key]
        said = self._weighed([one.each for one in drivers])
        late = {str(component.by) for component, one in zip(self.key, drivers, strict=True) if one.is_stale}
        if self.statement and (told := self.statement.unit_cost) and str(told.per) not in late:
            told.tell(now, pool, self.payers)
        divided = self._divided(pool, said, now.period)
        common = now.steps
        for rank, (payer, part) in enumerate(zip(self.payers, divided.parts, strict=True)):
            now.steps = list(common)
            self._tell(now, pool, rank, divided, said)
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
        if any(one.is_stale for one in drivers):
            yield Remember(f"{now.period.label} {POOL}", pool)
            for payer, part in zip(self.payers, divided.parts, strict=True):
                yield Remember(f"{now.period.label} {payer}", part)
        yield from self._put_right(now)
        now.steps = []

    def _days(self, period: Period) -> list[int] | None:
        """How many days of a period each payer belongs, or 1 and 0 when all come and go outside it; else nothing."""
        if not self.memberships:
            return None
        known = {one.party: one for one in self.memberships}
        days = [known[payer].days(period) if payer in known else period.days for payer in self.payers]
        return [held // period.days for held in days] if set(days) <= {0, period.days} else days

    def _weighed(self, drivers: Sequence[list[Exact]]) -> list[Weighed]:
        return [(one.weight, each, total(each)) for one, each in zip(self.key, drivers, strict=True)]

    def _divided(self, pool: Exact, said: Sequence[Weighed], period: Period) -> Divided:
        """What each pays; the bounds are for those who belong to the pool in the period."""
        shares = proportions(said)
        if self.min_share is None and self.max_share is None:
            return Divided(split(pool, shares))
        low = (pool * self.min_share).rounded(2, "down") if self.min_share is not None else None
        high = (pool * self.max_share).rounded(2, "up") if self.max_share is not None else None
        days = self._days(period) or [period.days] * len(self.payers)
        here = [rank for rank, held in enumerate(days) if held]
        if self.max_share is not None and self.max_share * len(here) < ONE:
            raise _too_few(self, len(here))
        some = split_within(pool, [shares[rank] for rank in here], low, high)
        held = Held([False] * len(days), [ZERO] * len(days), [ZERO] * len(days))
        for place, rank in enumerate(here):
            held.where[rank], held.amounts[rank], held.parts[rank] = (
                some.where[place], some.amounts[place], some.parts[place],
            )  # fmt: skip
        return Divided(held.parts, held, days)

    def _with_debt(self, now: Moment, net: Exact, debt: Exact) -> Generator[Effect, None, Exact]:
        """Those who left pay what they keep of the debt; the members share the rest with the costs."""
        common, now.steps = now.steps, []
        kept: list[Exact] = []
        for member in self.memberships:
            if member.debt_share is None or not member.days_gone(now.period):
                continue
            kept.append(member.kept(now, debt))
            yield now.flow(
                member.party, self.payee, kept[-1], "share",
                fr="{part:EUR}, part gardée d'une dette commune de {debt:EUR}",
                en="{part:EUR}, share kept of a common debt of {debt:EUR}", part=kept[-1], debt=debt,
            )  # fmt: skip
        now.steps = common
        return self.pool.with_debt(now, net, debt, kept)

    def _put_right(self, now: Moment) -> Iterator[Effect]:
        """Periods that were shared on earlier figures, once their own are published: the differences."""
        known = now.scene.opening.memory.get(self.id, {})
        for period, readings in now.scene.observed.before:
            label = period.label
            waits = f"{label} {POOL}" in known
            is_known = all(is_full(readings.get(one.by, {}), self.payers) for one in self.key if one.last_published)
            if not waits or not is_known:
                continue
            pool, days = known[f"{label} {POOL}"], self._days(period)
            said = self._weighed([one.then(now, self.payers, days, readings) for one in self.key])
            divided = self._divided(pool, said, period)
            yield Remember(f"{label} {POOL}", None)
            for rank, (payer, part) in enumerate(zip(self.payers, divided.parts, strict=True)):
                before = known.get(f"{label} {payer}", ZERO)
                now.steps = []
                fr, en = f"Coût net de {label}", f"Net cost of {label}"
                now.step(pool, "{pool:2}", fr=fr, en=en, unit="EUR", pool=pool)
                self._tell(now, pool, rank, divided, said)
                fr, en = "Moins ce qui fut demandé", "Less what was asked"
                owed = now.step(part - before, "{part:2} - {before:2}", fr=fr, en=en, unit="EUR", part=part,
                                before=before)  # fmt: skip
                yield Remember(f"{label} {payer}", None)
                yield now.flow(
                    payer, self.payee, owed, "share", two_sided=True,
                    fr=f"Régularisation de {label} : part de {{part:EUR}} au lieu de {{before:EUR}}",
                    en=f"{label} put right: a share of {{part:EUR}} instead of {{before:EUR}}", part=part,
                    before=before,
                )  # fmt: skip

    def _tell(self, now: Moment, pool: Exact, rank: int, divided: Divided, said: Sequence[Weighed]) -> None:
        if not now.scene.tracing:
            return
        held = divided.held
        if held is not None and True in held.where:
            tell_bounded(now, pool, rank, Bounded(held, self.min_share, self.max_share, divided.days), said)
        else:
            tell_part(now, pool, divided.parts[rank], rank, said)

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

    def sentence(self, say: Wording) -> str:
        """Who pays what, by which key."""
        who, payee = say.parties_named(self.payers), say.party(self.payee)
        costs = say.several(self._cost_said(name, say) for name in (self.pool.costs, self.pool.debt) if name)
        less = say.several(say.measure(name) for name in self.pool.receipts)
        if say.language == "fr":
            net = f", après déduction de {less}," if less else ""
            key = self._key_said(say)
            end = self._bounds_said(say) + self._statement_said(say) + self._late_said(say) + self._debt_said(say)
            return f"{who} remboursent à {payee} les coûts ({costs}){net} répartis {key}.{end}"
        net = f", less {less}," if less else ""
        key = self._key_said(say)
        end = self._bounds_said(say) + self._statement_said(say) + self._late_said(say) + self._debt_said(say)
        return f"{who} reimburse {payee} for the costs ({costs}){net} shared {key}.{end}"

    def _cost_said(self, name: str, say: Wording) -> str:
        """The costs, and those of them that count when not all do."""
        if name != self.pool.costs or not self.pool.eligible:
            return say.measure(name)
        return f"{say.measure(name)}{say.colon}{say.plainly(self.pool.eligible)}"

    def _key_said(self, say: Wording) -> str:
        """``selon les heures``, or the share of each component."""
        french = say.language == "fr"
        each = [(say.percent(one.weight), self._by_said(one.by, say)) for one in self.key]
        if len(each) == 1:
            return each[0][1]
        told = say.several(f"{share} {by}" for share, by in each)
        return f"ainsi{say.colon}{told}" if french else f"as follows: {told}"

    @staticmethod
    def _by_said(name: str, say: Wording) -> str:
        if say.language == "fr":
            return "à parts égales" if name == "equal" else f"selon {driver_said(name, say)}"
        return "in equal shares" if name == "equal" else f"by {driver_said(name, say)}"

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

    def _late_said(self, say: Wording) -> str:
        late = say.several(driver_said(one.by, say) for one in self.key if one.last_published)
        if not late:
            return ""
        if say.language == "fr":
            return (
                f" Tant que {late} n'est pas publié, les derniers chiffres servent, et l'écart est régularisé ensuite."
            )
        return f" While {late} is not published, the last figures serve, and the difference is put right afterwards."

    def _debt_said(self, say: Wording) -> str:
        said = ""
        for one in self.memberships:
            if one.debt_share is not None:
                who, share = say.party(one.party), say.percent(one.debt_share)
                said += (
                    f" {who} garde après son départ {share} de la dette commune."
                    if say.language == "fr"
                    else f" After it leaves, {who} keeps {share} of the common debt."
                )
        return said

    def _statement_said(self, say: Wording) -> str:
        if not self.statement or not self.statement.told_before:
            return ""
        if say.language == "fr":
            return " Le coût unitaire leur est communiqué avant le vote de leur budget."
        return " The unit cost is told to them before they vote their budget."


POOL = "*"
"""Where the cost that waits for its key is remembered, beside what each member was asked."""


def _too_few(key: CostShareKey, members: int) -> InvalidError:
    most = (key.max_share or ONE).text()
    return InvalidError(
        Sentence(
            f"« {key.id} » : {members} membres restent, et aucun ne peut payer plus de {most} : relevez max_share.",
            f"'{key.id}': {members} members are left, and none may pay more than {most}: raise max_share.",
        ),
        where=f"clauses.{key.id}.max_share",
    )
