"""Transparency and exit: reviews, reports, open data, and how the service is handed back.

Law: CCP R. 2194-1 and R. 3135-1 (reviews), L. 3131-5 (annual report), L. 3131-2 (open data).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.assets import Asset, unamortised
from mitoyen.engines.agreements.clauses.base import Clause, Law, Pairs, Stage
from mitoyen.engines.agreements.declarations import PersonalEvidence
from mitoyen.engines.agreements.effects import Duty, Flag, Remember
from mitoyen.engines.agreements.exact import ZERO, Exact, choose, greatest
from mitoyen.engines.agreements.scalars import (
    CapId,
    ClauseId,
    Count,
    MeasureName,
    NotAcceptedError,
    Part,
    PartyId,
    Rate,
    Scalar,
    Text,
    Words,
)
from mitoyen.engines.agreements.scalars import Flag as YesNo
from mitoyen.engines.agreements.schedules import Due, due_dates
from mitoyen.kernel.dates import Frequency
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period

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
        what = say.several(say.quoted(clause) for clause in self.may_change)
        when = f" {when}" if when else ""
        said = f"L'accord est réexaminé{when}." if fr else f"The agreement is reviewed{when}."
        if what:
            said += f" Peuvent changer{say.colon}{what}." if fr else f" May change: {what}."
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
            cap = trigger.cap_reached
            return f"quand le plafond « {cap} » est atteint" if fr else f"when cap “{cap}” is reached"
        case DriftTrigger():
            over, clause = say.percent(trigger.over), trigger.index_drift
            return (
                f"quand « {clause} » dérive de plus de {over}" if fr else f"when “{clause}” drifts by more than {over}"
            )
        case BandTrigger():
            band, periods = trigger.band_left, trigger.for_periods
            if fr:
                return f"quand la demande sort de « {band} » pendant {periods} périodes"
            return f"when demand leaves “{band}” for {periods} periods"
        case LawTrigger():
            return f"en cas de {trigger.event.fr}" if fr else f"upon {trigger.event.said_in('en')}"


class Report(Part):
    """A report, and when it is due."""

    what: Text
    due: Due
    public: YesNo = False


class Reporting(Clause):
    """The reports that are due, and what is published."""

    kind: Literal["reporting"]
    stage: ClassVar[Stage] = Stage.CLOSE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3131-5",
            Sentence("Rapport annuel du concessionnaire.", "The concessionaire's annual report."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: rapports-exemple
  kind: reporting
  debtor: eaux
  reports: [{what: rapport annuel, due: "06-01", public: true}]
  publish: [contract, settlements, payments]
"""

    debtor: PartyId
    reports: tuple[Report, ...] = ()
    publish: tuple[Words, ...] = ()

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """Each report that falls due because of the period."""
        del say
        for report in self.reports:
            for day in due_dates(report.due, period):
                what = Sentence(report.what.fr, report.what.said_in("en"))
                yield Duty(self.id, self.debtor, day, what, report.public)

    def sentence(self, say: Wording) -> str:
        """Who reports what."""
        reports = say.several(report.what.said_in(say.language) for report in self.reports)
        published = say.several(_PUBLISHED.get(what, what) if say.language == "fr" else what for what in self.publish)
        if say.language == "fr":
            return f"{say.party(self.debtor)} remet{say.colon}{reports}." + (
                f" Sont publiés{say.colon}{published}." if published else ""
            )
        return f"{say.party(self.debtor)} delivers: {reports}." + (f" Published: {published}." if published else "")


_PUBLISHED = {
    "contract": "contrat",
    "amendments": "avenants",
    "indicators": "indicateurs",
    "results": "résultats",
    "settlements": "décomptes",
    "payments": "paiements",
}
"""What is published, as a French reader calls it."""


class Dataset(Part):
    """Data that is given: its format, its licence, how often."""

    what: Text
    format: Words
    licence: Words | None = None
    every: Frequency
    personal: YesNo = False
    protection: PersonalEvidence | None = None
    """For data about persons: why it may be held, how long, and from how many it is shown."""


class DataAccess(Clause):
    """The data that one party gives, in which format, under which licence."""

    kind: Literal["data_access"]
    stage: ClassVar[Stage] = Stage.CLOSE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3131-2",
            Sentence(
                "Le concessionnaire fournit les données de l'exploitation dans un standard ouvert.",
                "The concessionaire gives operating data in an open standard.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: donnees-exemple
  kind: data_access
  debtor: eaux
  datasets: [{what: fuites et interventions, format: CSV, licence: etalab-2.0, every: month}]
  returned_at_end: open_format
"""

    debtor: PartyId
    datasets: tuple[Dataset, ...] = Field(min_length=1)
    returned_at_end: Words | None = None

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """Each dataset, at the end of each of its own periods."""
        del say
        for dataset in self.datasets:
            for piece in period.cut(dataset.every):
                what = Sentence(
                    f"{dataset.what.fr} ({dataset.format})", f"{dataset.what.said_in('en')} ({dataset.format})"
                )
                yield Duty(self.id, self.debtor, piece.last, what, public=dataset.licence is not None)

    def sentence(self, say: Wording) -> str:
        """Which data, how often."""
        given = say.several(
            f"{one.what.said_in(say.language)} ({one.format}, {say.every(one.every)})" for one in self.datasets
        )
        if say.language == "fr":
            return f"{say.party(self.debtor)} met à disposition{say.colon}{given}."
        return f"{say.party(self.debtor)} makes available: {given}."


class Inventory(Part):
    """The list of assets, kept up to date and audited."""

    every: Frequency
    audited_by: PartyId | None = None


class FinalBalance(Part):
    """Who ends with what."""

    reserve: PartyId | None = None
    unamortised: Words | None = None
    debt_share: Words | None = None
    equipment: Words | None = None


class Reversibility(Clause):
    """How the service can be taken back or handed over: notice, inventory, data, people, final balance."""

    kind: Literal["reversibility"]
    stage: ClassVar[Stage] = Stage.CLOSE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 3132-4 à L. 3132-6",
            Sentence("Biens de retour et fin du contrat.", "Assets returned at the end."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: reprise-exemple
  kind: reversibility
  debtor: eaux
  notice_months: 24
  inventory: {every: year, audited_by: ardoise}
  deliver: [documentation, données, code]
  final_balance: {reserve: ccvm, unamortised: book_value}
"""

    debtor: PartyId
    notice_months: Count | None = None
    inventory: Inventory | None = None
    training_hours: Count | None = None
    deliver: tuple[Words, ...] = ()
    final_balance: FinalBalance | None = None
    assets: tuple[Asset, ...] = ()
    """What was invested, and its amortisation."""
    book_value: MeasureName | None = None
    """The unamortised value of other assets, as audited."""
    unamortised_paid_by: PartyId | None = None
    """Who pays the debtor, with the last settlement, what is not amortised of the assets that come back."""

    @model_validator(mode="after")
    def _value_is_paid(self) -> Reversibility:
        if (self.unamortised_paid_by is None) != (not self.assets and self.book_value is None):
            raise NotAcceptedError(
                "La valeur non amortie (assets ou book_value) est payée par quelqu'un (unamortised_paid_by).",
                "The unamortised value (assets or book_value) is paid by somebody (unamortised_paid_by).",
            )
        return self

    def pairs(self) -> Pairs:
        """Who pays the unamortised value, and the debtor of the exit."""
        return ((self.unamortised_paid_by, self.debtor),) if self.unamortised_paid_by else ()

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ cost × months left / months`` of the assets that come back, with the last settlement; nothing before."""
        if self.unamortised_paid_by and now.period.end > now.scene.term.end:
            value = unamortised(now, self.assets, self.book_value)
            fr, en = "{value:EUR} de biens non amortis", "{value:EUR} of assets not amortised"
            yield now.flow(self.unamortised_paid_by, self.debtor, value, "indemnity", fr=fr, en=en, value=value)

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """The inventory, at the last day of the year that ends in the period."""
        del say
        if self.inventory:
            for day in due_dates("12-31", period):
                yield Duty(self.id, self.debtor, day, Sentence("inventaire des biens", "inventory of assets"))

    def sentence(self, say: Wording) -> str:
        """Notice, deliveries."""
        deliver = say.several(self.deliver)
        if say.language == "fr":
            said = f"La sortie est préparée par {say.party(self.debtor)}"
            said += f", avec un préavis de {self.notice_months} mois" if self.notice_months else ""
            return said + (f" ; sont remis{say.colon}{deliver}." if deliver else ".")
        said = f"{say.party(self.debtor)} prepares the exit"
        said += f", with {self.notice_months} months' notice" if self.notice_months else ""
        return said + (f"; handed over: {deliver}." if deliver else ".")


CLAUSES = (Review, Reporting, DataAccess, Reversibility)
