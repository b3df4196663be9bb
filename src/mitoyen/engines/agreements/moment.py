"""What a clause sees when it is worked out, and how it says what it does.

The same object serves settlement and simulation; only what flows through it differs (one number, or
an array of scenarios) and whether it writes down steps. A clause *reads* here and *yields* effects:

>>> # def amount(self, now):
>>> #     missing = now.step(positive(due - done), "max(0, {due} - {done})", fr="…", en="…", due=due, done=done)
>>> #     owed = now.money(missing * price, "{missing} * {price:2}", fr="…", en="…", missing=missing, price=price)
>>> #     yield now.flow(self.payer, self.payee, owed, "shortfall", fr="{missing:h} …", en="…", missing=missing)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from mitoyen.engines.agreements import notation, substitutes
from mitoyen.engines.agreements.books import RESERVE
from mitoyen.engines.agreements.effects import Coefficient, Flow, Nature
from mitoyen.engines.agreements.evidence import INDEX, Key, Observed
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, positive, total
from mitoyen.engines.agreements.substitutes import AwaitingError
from mitoyen.engines.agreements.trace import Step, filled
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mitoyen.engines.agreements.books import Books, Line
    from mitoyen.engines.agreements.declarations import Fact, Indicator, Party, Term
    from mitoyen.engines.agreements.exact import Truth
    from mitoyen.engines.agreements.policies import Missing
    from mitoyen.engines.agreements.scalars import Rounding
    from mitoyen.engines.agreements.state import State
    from mitoyen.kernel.dates import Period


class Asking(Protocol):
    """What the moment must know of the clause that looks."""

    @property
    def id(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Scene:
    """What is common to all the clauses of a settlement."""

    period: Period
    term: Term
    parties: Mapping[str, Party]
    indicators: Mapping[str, Indicator]
    facts: Mapping[str, Fact]
    observed: Observed
    opening: State
    tracing: bool = True


@dataclass(slots=True)
class Moment:
    """One clause, at one period, among the others."""

    scene: Scene
    books: Books
    clause: str
    policy: Missing
    line_rounding: Rounding
    contested: Missing | None = None
    """What a clause on disputes says of contested values; else ``policy`` holds for them too."""
    steps: list[Step] = field(default_factory=list)
    evidence: list[tuple[str, Key]] = field(default_factory=list)
    paid_share: Exact = ONE
    """Below one when the evidence is provisional: the pipeline scales the flows of the clause."""
    notes: list[Sentence] = field(default_factory=list)

    # --- what is observed -----------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The period that is settled."""
        return self.scene.period

    def fact(self, name: str, *key: str) -> Exact:
        """The value of a fact or an indicator; its missing-evidence policy applies. May raise ``AwaitingError``."""
        return self._read(name, key)

    def as_declared(self, name: str, *key: str) -> Exact:
        """What was declared, verified or not, for a clause that says what it pays on that; else like :meth:`fact`."""
        seen = self.scene.observed.reading(name, key)
        if seen is None or seen.value is None:
            return self._read(name, key)
        self.evidence.append((name, key))
        return seen.value

    def index(self, name: str) -> Exact:
        """The value of a published series for this period."""
        return self._read(INDEX + name, ())

    def breakdown(self, name: str) -> dict[Key, Exact]:
        """A fact by its keys: ``{("1", "solidaire"): …}``, in the order of the file.

        When it is missing altogether, its policy stands in for each of the keys that it had the last time.
        """
        keys = self.scene.observed.keys(name)
        if not keys and self.policy == "deem_zero":
            return {}
        return {key: self._read(name, key) for key in keys or self.scene.observed.keys_before(name)}

    def declared(self, name: str) -> Indicator:
        """What the agreement says of an indicator."""
        return self.scene.indicators[name]

    def unit(self, name: str) -> str:
        """The unit of a fact or an indicator."""
        declared = self.scene.indicators.get(name) or self.scene.facts.get(name)
        return declared.unit if declared else ""

    def attribute(self, party: str, name: str) -> Exact:
        """An attribute of a party (population, length of roads…); refused when it is not declared."""
        value = self.scene.parties[party].attribute(name)
        if value is None:
            raise InvalidError(
                Sentence(
                    f"La partie « {party} » ne déclare pas « {name} », dont la clé a besoin.",
                    f"Party '{party}' does not declare '{name}', which the key needs.",
                ),
                where=f"parties.{party}",
            )
        return value

    def driver(self, name: str, party: str) -> Exact:
        """What a cost is shared by, for one party: a fact by member, an attribute of parties, or ``equal``."""
        if name == "equal":
            return ONE
        return self._read(name, (party,)) if name in self.scene.facts else self.attribute(party, name)

    def _read(self, name: str, key: Key) -> Exact:
        seen = self.scene.observed.reading(name, key)
        if (name, key) not in self.evidence:
            self.evidence.append((name, key))
        if seen is not None and seen.is_accepted and seen.value is not None:
            return seen.value
        disputed = self.contested is not None and seen is not None and seen.status == "contested"
        found = substitutes.substitute(
            self.contested if self.contested is not None and disputed else self.policy,
            substitutes.Wanted(name, key, seen, self.scene.observed, self.scene.indicators.get(name)),
        )
        self.notes.append(found.note)
        self.paid_share = self.paid_share * found.paid_share if found.paid_share is not ONE else self.paid_share
        return found.value

    # --- what other clauses did -----------------------------------------------------------------

    def total(self, wanted: Callable[[Line], bool]) -> Exact:
        """The sum of the lines so far that are wanted; waits when one of them is held."""
        return _sum_known(list(self.books.of(wanted)))

    def owed_under(self, clause: str) -> Exact:
        """What the payer of ``clause`` owes under it: its fees without revenue forgone that others finance."""
        return _sum_known([line for line in self.books.lines if line.clause == clause and line.nature != "forgone"])

    def received(self, party: str, natures: frozenset[str], clauses: frozenset[str] = frozenset()) -> Exact:
        """What ``party`` receives so far in lines of these natures, of these clauses if any is named."""
        return _sum_known(
            [
                line
                for line in self.books.lines
                if line.payee == party and line.nature in natures and (not clauses or line.clause in clauses)
            ]
        )

    def net_paid(self, party: str, clause: str) -> Exact:
        """What ``party`` pays under a clause so far, less what it receives; below zero when it receives more."""
        paid = self.total(lambda line: line.clause == clause and line.payer == party)
        return paid - self.total(lambda line: line.clause == clause and line.payee == party)

    def balance(self, name: str) -> Exact:
        """The balance of a reserve or a fund, with the lines so far."""
        account = RESERVE + name
        put = self.total(lambda line: line.payee == account)
        return self.reserve(name) + put - self.total(lambda line: line.payer == account)

    def price(self, base: Exact, *, fr: str, en: str) -> Exact:
        """A unit price of this clause after the revisions that apply to it; ``fr`` and ``en`` name it."""
        price = base
        for revision in self.books.coefficients.get(self.clause, ()):
            before, price = price, (price * revision.value).rounded(revision.price.decimals, revision.price.mode)
            self.step(
                price,
                "{before:2} * {k}",
                fr=fr,
                en=en,
                unit="EUR",
                rounding=revision.price,
                before=before,
                k=revision.value,
            )
        return price

    def coefficient(self, clause: str) -> Exact:
        """The coefficient that an indexation clause worked out for this period; one when it has not."""
        return self.books.figures.get(f"{clause}.coefficient", ONE)

    def cap_reached(self, cap: str) -> Truth:
        """Whether a cap bound in this period (a bool, or one per scenario)."""
        return self.books.reached.get(cap, False)

    # --- what was carried over ------------------------------------------------------------------

    def recalled(self, name: str, default: Exact = ZERO) -> Exact:
        """A figure that this clause remembered at an earlier settlement."""
        return self.scene.opening.memory.get(self.clause, {}).get(name, default)

    def used(self, window: str) -> Exact:
        """What earlier periods paid under this clause in the current ``window`` (``year``, ``life``…)."""
        name = self.scene.term.window(window, self.period.start)
        return self.scene.opening.used_in(self.clause, name)

    def reserve(self, name: str) -> Exact:
        """The opening balance of a reserve."""
        return self.scene.opening.reserve.get(name, ZERO)

    # --- saying what is done --------------------------------------------------------------------

    def step(
        self,
        value: Exact,
        formula: str,
        /,
        *,
        fr: str,
        en: str,
        unit: str = "",
        rounding: Rounding | None = None,
        **numbers: Exact,
    ) -> Exact:
        """Write down how ``value`` was found, and give it back; in simulation nothing is written.

        ``formula`` names its numbers: ``"max(0, {due} - {done})"``; ``{x:2}`` shows at least two decimals.
        """
        if self.scene.tracing:
            shown = notation.formula(formula, **numbers)
            at_least = rounding.decimals if rounding else 2 if unit == "EUR" else 0
            self.steps.append(Step(Sentence(fr, en), shown, value.text(at_least), unit, rounding))
        return value

    def money(self, exact: Exact, formula: str, /, *, fr: str, en: str, **numbers: Exact) -> Exact:
        """Round an amount where the clause rounds its lines, and write the step down."""
        rounding = self.line_rounding
        value = exact.rounded(rounding.decimals, rounding.mode)
        if self.scene.tracing:
            self.step(value, formula, fr=fr, en=en, unit="EUR", rounding=rounding, **numbers)
        return value

    def sentence(self, fr: str, en: str, /, **numbers: Exact) -> Sentence:
        """A sentence whose ``{places}`` are filled with numbers; empty in simulation."""
        return filled(Sentence(fr, en), **numbers) if self.scene.tracing else _UNSAID

    def name(self, party: str) -> str:
        """The name of a party, for sentences."""
        known = self.scene.parties.get(party)
        return known.name.fr if known else party

    def flow(  # noqa: PLR0913  the six things that a line says, by name
        self,
        payer: str,
        payee: str,
        amount: Exact,
        nature: Nature,
        /,
        *,
        fr: str,
        en: str,
        two_sided: bool = False,
        uses: str | None = None,
        pays_arrears_of: str = "",
        **numbers: Exact,
    ) -> Flow:
        """A flow with the reason in words and the steps written since the last one."""
        why = self.sentence(fr, en, **numbers)
        return Flow(payer, payee, amount, nature, why, self._steps_taken(), two_sided, uses, pays_arrears_of)

    def revise(self, target: str, value: Exact, price: Rounding) -> Coefficient:
        """A coefficient for the prices of ``target``."""
        return Coefficient(target, value, price, self._steps_taken())

    def _steps_taken(self) -> tuple[Step, ...]:
        taken, self.steps = tuple(self.steps), []
        return taken


_UNSAID = Sentence("", "")


def _sum_known(lines: Sequence[Line]) -> Exact:
    """The sum of lines; it waits when one of them does."""
    amounts = []
    for line in lines:
        if line.amount is None:
            raise AwaitingError(
                Sentence(
                    f"Le montant de « {line.clause} » n'est pas encore connu.",
                    f"The amount of '{line.clause}' is not known yet.",
                )
            )
        amounts.append(line.amount)
    return total(amounts)


def shortfall(due: Exact, done: Exact) -> Exact:
    """What is missing to reach ``due``, never negative."""
    return positive(due - done)
