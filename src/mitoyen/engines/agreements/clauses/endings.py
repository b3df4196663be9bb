"""Termination: what is owed when the agreement ends before its term, by cause.

A formula on the value not yet amortised, the costs of breaking other contracts and the profit that is lost; never a
sum out of proportion with the loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field

from mitoyen.engines.agreements.clauses.assets import Asset, unamortised
from mitoyen.engines.agreements.clauses.base import CONCESSIONS, CONTRACTS, Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Flag as Told
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, least
from mitoyen.engines.agreements.scalars import (
    FactName,
    Flag,
    MeasureName,
    Money,
    Part,
    Share,
)
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

Cause: TypeAlias = Literal["public_interest", "fault", "force_majeure", "unforeseen", "annulment"]
CAUSES: dict[str, tuple[str, str]] = {
    "public_interest": ("motif d'intérêt général", "public interest"),
    "fault": ("faute", "fault"),
    "force_majeure": ("force majeure", "force majeure"),
    "unforeseen": ("imprévision", "unforeseen circumstances"),
    "annulment": ("annulation par le juge", "annulment by the court"),
}


class TerminationTerms(Part):
    """What one cause gives: shares of the unamortised value, of break costs, of lost profit, less a sum, at most."""

    unamortised: Share = ZERO
    break_costs: Share = ZERO
    lost_profit: Share = ZERO
    less_costs_caused: Flag = False
    """What the termination costs the payer (a new tender, an emergency operator) is taken off."""
    most: Money | None = None


class CausedBy(Part):
    """The terms of each cause; a cause that is not named gives nothing."""

    public_interest: TerminationTerms | None = None
    fault: TerminationTerms | None = None
    force_majeure: TerminationTerms | None = None
    unforeseen: TerminationTerms | None = None
    annulment: TerminationTerms | None = None

    def items(self) -> Iterator[tuple[str, TerminationTerms]]:
        """The causes that are named, in a fixed order."""
        for cause in CAUSES:
            terms = getattr(self, cause)
            if terms is not None:
                yield cause, terms


class Termination(Transfer):
    """If the agreement ends early, the payer owes the payee what its cause gives, within a limit."""

    kind: Literal["termination"]
    stage: ClassVar[Stage] = Stage.GAINS
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2195-1 et suivants, L. 3136-1 et suivants",
            Sentence(
                "Le contrat peut être résilié pour faute, force majeure ou motif d'intérêt général, avec indemnité "
                "dans ce dernier cas.",
                "The contract may be terminated for fault, force majeure or public interest, with an indemnity in the "
                "last case.",
            ),
            confirmed=False,
            kinds=(*CONCESSIONS, *CONTRACTS),
        ),
        Law(
            "CE, 4 mai 2011, CCI de Nîmes",
            Sentence(
                "L'indemnité due par une personne publique n'est pas manifestement disproportionnée au préjudice.",
                "An indemnity owed by a public body is not manifestly out of proportion with the loss.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: resiliation-exemple
  kind: termination
  payer: ccvm
  payee: eaux
  happened: volume
  assets: [{label: Usine, cost: "600000.00", in_service: 2026-01-01, months: 240}]
  break_costs: pompe_remplacee
  causes:
    public_interest: {unamortised: "1", break_costs: "1", most: "700000.00"}
    fault: {unamortised: "0.7", less_costs_caused: true}
    force_majeure: {unamortised: "0.5"}
"""

    happened: FactName
    """``happened.fault: 1`` in the period in which the agreement ends for that cause; nothing otherwise."""
    assets: tuple[Asset, ...] = ()
    book_value: MeasureName | None = None
    """Unamortised value of other assets, as audited."""
    break_costs: FactName | None = None
    lost_profit: FactName | None = None
    costs_caused: FactName | None = None
    causes: CausedBy = Field()

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(most, shares of value, costs and profit) - costs caused``, for the cause that happened."""
        seen = now.scene.observed.keys(self.happened)
        if () in seen:
            raise _without_cause(self.happened)
        declared = {key[0]: now.fact(self.happened, *key) for key in seen}
        for cause, terms in self.causes.items():
            if cause in declared:
                yield from self._owed(now, cause, terms, declared[cause])

    def _owed(self, now: Moment, cause: str, terms: TerminationTerms, happened: Exact) -> Iterator[Effect]:
        value = unamortised(now, self.assets, self.book_value)
        costs, profit, caused = (
            now.fact(name) if name else ZERO for name in (self.break_costs, self.lost_profit, self.costs_caused)
        )
        loss = value + costs + profit
        owed = now.money(
            value * terms.unamortised + costs * terms.break_costs + profit * terms.lost_profit,
            "{value:2} * {v} + {costs:2} * {c} + {profit:2} * {p}", fr="Indemnité", en="Indemnity",
            value=value, v=terms.unamortised, costs=costs, c=terms.break_costs, profit=profit, p=terms.lost_profit,
        )  # fmt: skip
        if terms.most is not None:
            before = owed
            fr, en = "Dans la limite prévue", "Within the limit"
            owed = now.step(least(before, terms.most), "min({before:2}, {most:2})", fr=fr, en=en, unit="EUR",
                            before=before, most=terms.most)  # fmt: skip
        if terms.less_costs_caused:
            before = owed
            fr, en = "Moins ce que la fin a coûté", "Less what the end has cost"
            owed = now.step(before - caused, "{before:2} - {caused:2}", fr=fr, en=en, unit="EUR", before=before,
                            caused=caused)  # fmt: skip
        before, once = owed, choose(happened > ZERO, ONE, ZERO)
        fr = "Si la résiliation a eu lieu (1), sinon rien (0)"
        en = "If the termination took place (1), else nothing (0)"
        owed = now.step(before * once, "{before:2} * {once}", fr=fr, en=en, unit="EUR", before=before, once=once)
        said = now.sentence(
            "L'indemnité de résiliation ({owed:EUR}) dépasse la perte qui la justifie ({loss:EUR}).",
            "The termination indemnity ({owed:EUR}) exceeds the loss that justifies it ({loss:EUR}).",
            owed=owed, loss=loss,
        )  # fmt: skip
        yield Told("indemnity-above-loss", said, owed > loss)
        fr, en = CAUSES[cause]
        yield now.flow(
            self.payer, self.payee, owed, "indemnity", two_sided=terms.less_costs_caused,
            fr=f"résiliation pour {fr} : {{owed:EUR}}", en=f"termination for {en}: {{owed:EUR}}", owed=owed,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """What each cause gives."""
        french = say.language == "fr"
        causes = (" ; " if french else "; ").join(
            _cause_said(cause, terms, say) for cause, terms in self.causes.items()
        )
        payer, payee = say.party(self.payer), say.party(self.payee)
        if french:
            return f"Si l'accord prend fin avant son terme, {payer} doit à {payee}{say.colon}{causes}."
        return f"If the agreement ends early, {payer} owes {payee}: {causes}."


def _without_cause(name: str) -> InvalidError:
    causes = ", ".join(CAUSES)
    return InvalidError(
        Sentence(
            f"« {name} » ne dit pas la cause de la fin : écrivez {name}.fault, par exemple ({causes}).",
            f"'{name}' does not say the cause of the end: write {name}.fault, for instance ({causes}).",
        ),
        where=name,
    )


def _cause_said(cause: str, terms: TerminationTerms, say: Wording) -> str:
    french = say.language == "fr"
    shares = (
        (terms.unamortised, "de la valeur non amortie", "of the unamortised value"),
        (terms.break_costs, "des frais de rupture", "of break costs"),
        (terms.lost_profit, "du bénéfice perdu", "of lost profit"),
    )
    given = say.several(f"{say.percent(share)} {fr if french else en}" for share, fr, en in shares if share != ZERO)
    given = given or ("rien" if french else "nothing")
    most = ""
    if terms.most is not None:
        most = f", au plus {say.money(terms.most)}" if french else f", at most {say.money(terms.most)}"
    name = CAUSES[cause][0 if french else 1]
    return f"pour {name}, {given}{most}" if french else f"for {name}, {given}{most}"


CLAUSES = (Termination,)
