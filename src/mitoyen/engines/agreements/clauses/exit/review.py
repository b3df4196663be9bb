"""When the agreement is looked at again.

Law: CCP R. 2194-1 and R. 3135-1 (reviews).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from mitoyen.engines.agreements.clauses.base import CONCESSIONS, CONTRACTS, Clause, Law, Stage
from mitoyen.engines.agreements.effects import Flag, Remember
from mitoyen.engines.agreements.exact import ZERO, Exact, choose, greatest
from mitoyen.engines.agreements.scalars import (
    CapId,
    ClauseId,
    Count,
    NotAcceptedError,
    Part,
    PartyId,
    Rate,
    Scalar,
    Text,
    Words,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


_YEARS = re.compile(r"(\d{1,2}) years?")


def _read_years(written: str) -> int:
    if not (found := _YEARS.fullmatch(written)):
        raise NotAcceptedError(
            f"« {written[:40]} » : écrivez par exemple 3 years.", f"'{written[:40]}': write for instance 3 years."
        )
    return int(found[1])


EveryYears: TypeAlias = Annotated[int, Scalar(_read_years, lambda n: f"{n} years", int, r"^\d{1,2} years?$")]


class EveryTrigger(Part):
    """A review at regular dates."""

    every: EveryYears


class CapTrigger(Part):
    """A review when a cap binds."""

    cap_reached: CapId


class DriftTrigger(Part):
    """A review when a revision coefficient has drifted."""

    index_drift: ClauseId
    over: Rate


class BandTrigger(Part):
    """A review when demand has left its band for some settlements in a row."""

    band_left: ClauseId
    for_periods: Count


class LawTrigger(Part):
    """A review when the law changes, or for another stated event."""

    event: Text


Trigger: TypeAlias = EveryTrigger | CapTrigger | DriftTrigger | BandTrigger | LawTrigger


class NoAgreement(Part):
    """What happens when the parties do not agree."""

    mediation_by: PartyId | None = None
    then: Words


class Review(Clause):
    """When the agreement is looked at again, what may change, and what holds if nobody agrees."""

    kind: Literal["review"]
    stage: ClassVar[Stage] = Stage.CLOSE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. R. 2194-1 et R. 3135-1",
            Sentence(
                "Les clauses de réexamen sont claires, précises et sans équivoque.",
                "Review clauses are clear, precise and unequivocal.",
            ),
            confirmed=False,
            kinds=(*CONCESSIONS, *CONTRACTS),
        ),
    )
    example: ClassVar[str] = """
- id: revoyure-exemple
  kind: review
  triggers: [{every: 3 years}, {cap_reached: exposition-ccvm}, {index_drift: revision, over: "0.08"}]
  may_change: [tarif, demande]
  notice_months: 6
  if_no_agreement: {mediation_by: ardoise, then: unchanged}
"""

    triggers: tuple[Trigger, ...] = ()
    may_change: tuple[ClauseId, ...] = ()
    limit: Text | None = None
    notice_months: Count | None = None
    if_no_agreement: NoAgreement | None = None

    def amount(self, now: Moment) -> Iterator[Effect]:
        """No money: a flag when a cap bound or a coefficient drifted in this period."""
        for trigger in self.triggers:
            if isinstance(trigger, CapTrigger):
                said = Sentence(
                    f"Le plafond « {trigger.cap_reached} » est atteint : le réexamen « {self.id} » s'ouvre.",
                    f"Cap '{trigger.cap_reached}' is reached: review '{self.id}' opens.",
                )
                yield Flag("review-triggered", said, now.cap_reached(trigger.cap_reached))
            elif isinstance(trigger, DriftTrigger):
                k = now.coefficient(trigger.index_drift)
                revised = trigger.index_drift
                said = now.sentence(
                    f"Le coefficient de « {revised} » a dérivé ({{k}}) : le réexamen « {self.id} » s'ouvre.",
                    f"The coefficient of '{revised}' has drifted ({{k}}): review '{self.id}' opens.",
                    k=k,
                )
                yield Flag("review-triggered", said, greatest(k - 1, 1 - k) > trigger.over)

            elif isinstance(trigger, BandTrigger):
                yield from self._out_of_band(now, trigger)

    def _out_of_band(self, now: Moment, trigger: BandTrigger) -> Iterator[Effect]:
        """How many settlements in a row something was owed under the band."""
        band = trigger.band_left
        owed = now.total(lambda line: line.clause == band)
        name = f"out-of-{band}"
        in_a_row = choose(greatest(owed, -owed) > ZERO, now.recalled(name) + 1, ZERO)
        yield Remember(name, in_a_row)
        said = Sentence(
            f"La demande sort de la bande « {band} » depuis {trigger.for_periods} périodes : « {self.id} » s'ouvre.",
            f"Demand has been out of band '{band}' for {trigger.for_periods} periods: '{self.id}' opens.",
        )
        yield Flag("review-triggered", said, in_a_row >= Exact(trigger.for_periods))

    def sentence(self, say: Wording) -> str:
        """When, what, and otherwise."""
        fr = say.language == "fr"
        when = say.several(_trigger_said(trigger, say) for trigger in self.triggers)
        what = say.several(say.titled(clause) for clause in self.may_change)
        when = f" {when}" if when else ""
        said = f"L'accord est réexaminé{when}." if fr else f"The agreement is reviewed{when}."
        if what:
            said += f" Peuvent changer{say.colon}{what}." if fr else f" May change: {what}."
        if self.limit is not None:
            limit = self.limit.said_in(say.language)
            said += f" Limite{say.colon}{limit}." if fr else f" Limit: {limit}."
        if self.if_no_agreement and self.if_no_agreement.mediation_by:
            mediator = say.party(self.if_no_agreement.mediation_by)
            said += (
                f" Sans accord, la médiation revient à {mediator}."
                if fr
                else f" Failing agreement, {mediator} mediates."
            )
        return said


def _trigger_said(trigger: Trigger, say: Wording) -> str:
    fr = say.language == "fr"
    match trigger:
        case EveryTrigger():
            return f"tous les {trigger.every} ans" if fr else f"every {trigger.every} years"
        case CapTrigger():
            cap = say.titled(trigger.cap_reached)
            return f"quand le plafond {cap} est atteint" if fr else f"when cap {cap} is reached"
        case DriftTrigger():
            over, clause = say.percent(trigger.over), say.titled(trigger.index_drift)
            return f"quand {clause} dérive de plus de {over}" if fr else f"when {clause} drifts by more than {over}"
        case BandTrigger():
            band, periods = say.titled(trigger.band_left), trigger.for_periods
            if fr:
                return f"quand la demande sort de {band} pendant {periods} périodes"
            return f"when demand leaves {band} for {periods} periods"
        case LawTrigger():
            return f"en cas de {trigger.event.fr}" if fr else f"upon {trigger.event.said_in('en')}"
