"""Cash waterfalls: what money is used for first, second, last, and what keeps the last ones waiting.

Cash available for debt service is compared with the debt service of the period (DSCR); a locked use waits, and what is
left stays with the holder for the next period. Law: none of its own; the order binds by contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.books import RESERVE
from mitoyen.engines.agreements.clauses.base import Clause, Law, LineRules, Pairs, Stage
from mitoyen.engines.agreements.effects import Flag as Told
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least, positive, quotient, total
from mitoyen.engines.agreements.scalars import (
    CENT,
    ClauseId,
    Flag,
    MeasureName,
    Money,
    NotAcceptedError,
    Part,
    PartyId,
    Quantity,
    Rounding,
    Share,
    Text,
)
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mitoyen.engines.agreements.books import Line
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

RATIO = Rounding(decimals=4)
OUTSIDE_CASH = frozenset({"reserve", "tax", "in_kind"})


class Lock(Part):
    """What must hold for a use to be paid: a cover of the debt service, a balance in a reserve."""

    dscr: Quantity | None = None
    """Cash of the period over debt service of the period, at least."""
    reserve: ClauseId | None = None
    at_least: Money | None = None
    """The balance that this reserve must have reached."""

    @model_validator(mode="after")
    def _says_something(self) -> Lock:
        if (self.reserve is None) != (self.at_least is None) or (self.dscr is None and self.reserve is None):
            raise NotAcceptedError(
                "Un verrou dit un ratio (dscr), ou une réserve et son solde (reserve et at_least), ou les deux.",
                "A lock says a ratio (dscr), or a reserve and its balance (reserve and at_least), or both.",
            )
        return self


class CashUse(Part):
    """One use of cash, in its rank: what is owed under another clause, or a payment of its own."""

    label: Text
    clause: ClauseId | None = None
    """What the holder owes under this clause of debt or reserve: counted first, paid by that clause."""
    to: PartyId | None = None
    fund: ClauseId | None = None
    """A reserve or an impact fund that is fed."""
    amount: PerPeriod | None = None
    asked: MeasureName | None = None
    share: Share | None = None
    """A share of what is left at this rank."""
    is_debt: Flag = False
    """Whether it is debt service."""
    lock: Lock | None = None
    owed_later: Flag = False
    """What could not be paid is asked again next time."""

    @model_validator(mode="after")
    def _one_use(self) -> CashUse:
        amounts = sum(one is not None for one in (self.amount, self.asked, self.share))
        targets = sum(one is not None for one in (self.clause, self.to, self.fund))
        if targets != 1 or amounts != (self.clause is None):
            raise NotAcceptedError(
                "Un emploi nomme une clause (clause), ou un bénéficiaire (to ou fund) et un seul montant : amount, "
                "asked ou share.",
                "A use names a clause, or a beneficiary (to or fund) and one amount only: amount, asked or share.",
            )
        if self.clause and (self.lock or self.owed_later):
            raise NotAcceptedError(
                "Ce qui est dû par une autre clause ne se verrouille pas ici : elle seule dit quand elle est due.",
                "What is owed under another clause is not locked here: it alone says when it is due.",
            )
        return self


class Waterfall(Clause):
    """Cash goes to its uses in order; a locked use waits, and a debt that cash does not cover is told."""

    kind: Literal["waterfall"]
    stage: ClassVar[Stage] = Stage.WATERFALL
    place: ClassVar[int] = 1
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Code civil, art. 1103",
            Sentence(
                "Les contrats légalement formés tiennent lieu de loi à ceux qui les ont faits.",
                "Contracts lawfully made stand as law for those who made them.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: cascade-exemple
  kind: waterfall
  held_by: eaux
  from_lines: true
  costs: pompe_remplacee
  uses:
    - {label: {fr: Réserve, en: Reserve}, clause: renouvellement}
    - {label: {fr: Avance, en: Advance}, to: ccvm, amount: {quarter: "2000.00"}, owed_later: true}
    - {label: {fr: Excédent, en: Surplus}, to: ccvm, share: "0.5", lock: {dscr: "1.20"}}
"""

    held_by: PartyId
    cash: MeasureName | None = None
    """Cash of the period, as observed."""
    from_lines: Flag = False
    """Cash is, or is added to, what the holder receives less what it owes under earlier stages."""
    costs: MeasureName | None = None
    """Running costs, taken first."""
    uses: tuple[CashUse, ...] = Field(min_length=1)
    keeps: Flag = True
    """What is left, or locked, stays for the next period."""
    round: LineRules | None = None

    @model_validator(mode="after")
    def _has_cash(self) -> Waterfall:
        if self.cash is None and not self.from_lines:
            raise NotAcceptedError(
                "La trésorerie est un fait (cash), ou vient des lignes (from_lines: true), ou des deux.",
                "Cash is a fact, or comes from the lines (from_lines: true), or both.",
            )
        return self

    def pairs(self) -> Pairs:
        """The holder, and each beneficiary."""
        return tuple((self.held_by, _account(use)) for use in self.uses if use.clause is None)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(asked, cash left)`` at each rank, or nothing while it is locked."""
        cash = self._cash(now)
        kept = now.recalled("kept") if self.keeps else ZERO
        left = now.step(
            positive(cash + kept), "max(0, {cash:2} + {kept:2})", fr="À répartir", en="To be used", unit="EUR",
            cash=cash, kept=kept,
        )  # fmt: skip
        wanted = [self._wanted(now, rank, use) for rank, use in enumerate(self.uses)]
        service = self._service(now, wanted)
        opening, now.steps = now.steps, []
        for rank, (use, fixed) in enumerate(zip(self.uses, wanted, strict=True)):
            now.steps = list(opening)
            asked = self._asked(now, left, use, fixed)
            paid = now.step(
                least(asked, left), "min({asked:2}, {left:2})", fr=f"Payé au rang {rank + 1}",
                en=f"Paid at rank {rank + 1}", unit="EUR", asked=asked, left=left,
            )  # fmt: skip
            if use.lock:
                paid = self._locked(now, use.lock, paid, positive(cash), service)
            if use.clause:
                yield _short(now, use, asked - paid)
            else:
                yield now.flow(
                    self.held_by, _account(use), paid, _nature(use),
                    fr=f"{use.label.fr} : {{paid:EUR}}", en=f"{use.label.said_in('en')}: {{paid:EUR}}", paid=paid,
                )  # fmt: skip
            if use.owed_later:
                yield Remember(f"owed-{rank}", positive(asked - paid))
            left = positive(left - paid)  # never negative; saying so keeps the bounds of arrays narrow
        if self.keeps:
            yield Remember("kept", left)

    # --- cash ---

    def _cash(self, now: Moment) -> Exact:
        cash = ZERO
        if self.cash:
            seen = now.fact(self.cash)
            cash = now.money(seen, "{seen}", fr="Trésorerie observée", en="Cash observed", seen=seen)
        if self.from_lines:
            before, net = cash, self._net_of_lines(now)
            fr, en = "Avec le solde des lignes du titulaire", "With the balance of the holder's lines"
            cash = now.step(before + net, "{before:2} + {net:2}", fr=fr, en=en, unit="EUR", before=before, net=net)
        if self.costs:
            before, costs = cash, now.fact(self.costs)
            fr, en = "Après les charges d'exploitation", "After running costs"
            cash = now.money(before - costs, "{before:2} - {costs:2}", fr=fr, en=en, before=before, costs=costs)
        return cash

    def _net_of_lines(self, now: Moment) -> Exact:
        apart = {use.clause for use in self.uses if use.clause}

        def counts(line: Line) -> bool:
            return line.stage < Stage.WATERFALL and line.clause not in apart and line.nature not in OUTSIDE_CASH

        received = now.total(lambda line: line.payee == self.held_by and counts(line))
        return received - now.total(lambda line: line.payer == self.held_by and counts(line))

    # --- uses ---

    def _wanted(self, now: Moment, rank: int, use: CashUse) -> Exact | None:
        """What a use asks whatever is left; nothing for a share of what is left."""
        if use.clause:
            return positive(now.net_paid(self.held_by, use.clause))
        if use.share is not None:
            return None
        asked = use.amount.during(now.period) if use.amount else now.fact(use.asked or "")
        asked = positive(asked).rounded(CENT.decimals)
        return asked + now.recalled(f"owed-{rank}") if use.owed_later else asked

    def _service(self, now: Moment, wanted: Sequence[Exact | None]) -> Exact:
        """The debt service that fell due: what is paid of it, and what a loan leaves unpaid."""
        debts = [(one, use) for one, use in zip(wanted, self.uses, strict=True) if use.is_debt and one is not None]
        return total(one + now.books.state.overdue(use.clause or "") for one, use in debts)

    def _asked(self, now: Moment, left: Exact, use: CashUse, fixed: Exact | None) -> Exact:
        if fixed is None:
            share = use.share or ZERO
            fr, en = "Part de ce qui reste", "Share of what is left"
            return now.money(left * share, "{left:2} * {share}", fr=fr, en=en, left=left, share=share)
        fr, en = "Demandé, avec ce qui restait dû", "Asked, with what was still owed"
        return now.step(fixed, "{fixed:2}", fr=fr, en=en, unit="EUR", fixed=fixed)

    def _locked(self, now: Moment, lock: Lock, paid: Exact, cash: Exact, service: Exact) -> Exact:
        is_open = ONE
        if lock.dscr is not None:
            if now.scene.tracing and service != ZERO:
                ratio = quotient(cash, service, RATIO.decimals)
                fr, en = "Couverture du service de la dette", "Cover of the debt service"
                now.step(ratio, "{cash:2} / {service:2}", fr=fr, en=en, rounding=RATIO, cash=cash, service=service)
            is_open = choose(cash >= service * lock.dscr, is_open, ZERO)
        if lock.reserve and lock.at_least is not None:
            is_open = choose(now.balance(lock.reserve) >= lock.at_least, is_open, ZERO)
        fr, en = "Payé si le verrou est ouvert (1), sinon gardé (0)", "Paid if the lock is open (1), else kept (0)"
        return now.step(paid * is_open, "{paid:2} * {open}", fr=fr, en=en, unit="EUR", paid=paid, open=is_open)

    def sentence(self, say: Wording) -> str:
        """The uses, in order."""
        uses = say.several(_said(use, say) for use in self.uses)
        if say.language == "fr":
            return f"La trésorerie {say.of(self.held_by)} sert, dans cet ordre{say.colon}{uses}."
        return f"The cash of {say.party(self.held_by)} serves, in this order: {uses}."


def _account(use: CashUse) -> str:
    return use.to or RESERVE + (use.fund or "")


def _nature(use: CashUse) -> Literal["reserve", "debt", "distribution"]:
    if use.fund:
        return "reserve"
    return "debt" if use.is_debt else "distribution"


def _short(now: Moment, use: CashUse, missing: Exact) -> Effect:
    """The debt of another clause stays due: what cash does not cover is told, not forgiven."""
    now.steps = []
    said = now.sentence(
        f"La trésorerie ne couvre pas « {use.clause} » : il manque {{missing:EUR}}.",
        f"Cash does not cover '{use.clause}': {{missing:EUR}} are missing.", missing=missing,
    )  # fmt: skip
    return Told("cash-short", said, missing > ZERO)


def _said(use: CashUse, say: Wording) -> str:
    french = say.language == "fr"
    told = []
    if use.amount:
        told.append(f"{say.money(use.amount.base)} {'par' if french else 'per'} {say.per(use.amount.per)}")
    if use.share is not None:
        share = say.percent(use.share)
        told.append(f"{share} de ce qui reste" if french else f"{share} of what is left")
    if use.lock and use.lock.dscr is not None:
        ratio = say.number(use.lock.dscr)
        told.append(f"si la dette est couverte {ratio} fois" if french else f"if debt is covered {ratio} times")
    if use.lock and use.lock.reserve and use.lock.at_least is not None:
        name, least_held = say.titled(use.lock.reserve), say.money(use.lock.at_least)
        told.append(f"si {name} atteint {least_held}" if french else f"if {name} reaches {least_held}")
    label = use.label.said_in(say.language)
    return f"{label} ({', '.join(told)})" if told else label


CLAUSES = (Waterfall,)
