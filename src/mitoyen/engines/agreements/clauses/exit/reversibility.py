"""How the service is handed back.

Law: CCP L. 3132-4 to L. 3132-6 (assets at the end).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.clauses.assets import Asset, unamortised
from mitoyen.engines.agreements.clauses.base import CONCESSIONS, Clause, Law, Pairs, Stage
from mitoyen.engines.agreements.effects import Duty
from mitoyen.engines.agreements.scalars import Count, MeasureName, NotAcceptedError, Part, PartyId, Words
from mitoyen.engines.agreements.schedules import due_dates
from mitoyen.kernel.dates import Frequency
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period


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
            kinds=CONCESSIONS,
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
