"""Governance: who sits, how they vote, who abstains, what is published; and the company that carries the contract.

Law: CGCT L. 1541-1 to L. 1541-3 (SEMOP), L. 2131-11 (a councillor with an interest does not vote).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from mitoyen.engines.agreements.clauses.base import Clause, Duty, Law, Stage
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    Count,
    Flag,
    NotAcceptedError,
    Part,
    PartyId,
    Share,
    Slug,
    Text,
    Words,
)
from mitoyen.kernel.dates import Frequency
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period

HALF = Exact(1, 2)


class Body(Part):
    """A body: its seats by party, how often it meets, what it decides, by which majority."""

    id: Slug
    name: Text
    seats: dict[PartyId, Count] = Field(min_length=1)
    meets: Frequency
    quorum: Share = HALF
    majority: Share = HALF
    """A decision takes more than that share of the votes cast."""
    decides: tuple[Text, ...] = ()
    minutes_public: Flag = True

    @model_validator(mode="after")
    def _somebody_sits(self) -> Body:
        if not sum(self.seats.values()):
            raise NotAcceptedError("Cette instance n'a aucun siège.", "This body has no seat.")
        return self


class Interest(Part):
    """A party that has an interest in a clause abstains when it is decided on."""

    party: PartyId
    abstains_on: tuple[ClauseId, ...] = Field(min_length=1)
    because: Text


class Semop(Part):
    """A company with one operation, between an authority and an operator, that ends with the contract."""

    authority: PartyId
    public_capital: Share
    public_votes: Share
    object: Text
    """Its one object."""
    chaired_by: PartyId
    dissolved_at_end: Flag


class Governance(Clause):
    """Bodies in which the parties decide, with votes, abstentions and public minutes."""

    kind: Literal["governance"]
    stage: ClassVar[Stage] = Stage.CLOSE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 1541-1 à L. 1541-3",
            Sentence(
                "Une SEMOP a un objet unique ; la collectivité y détient de 34 à 85 % du capital et au moins 34 % des "
                "voix ; elle est dissoute à la fin du contrat.",
                "A SEMOP has one object; the authority holds 34 to 85% of its capital and at least 34% of the votes; "
                "it ends with the contract.",
            ),
            kinds=("semop",),
        ),
        Law(
            "CGCT, art. L. 2131-11",
            Sentence(
                "Un élu intéressé à l'affaire ne prend pas part à la délibération.",
                "A councillor with an interest takes no part in the decision.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: gouvernance-exemple
  kind: governance
  bodies:
    - id: comite
      name: {fr: Comité de suivi, en: Monitoring committee}
      seats: {ccvm: 4, eaux: 2, foyers: 2}
      meets: half_year
      decides: [{fr: emploi du fonds, en: use of the fund}]
  interests: [{party: eaux, abstains_on: [coupures-longues], because: {fr: débiteur, en: debtor}}]
  publish: [comptes rendus, votes]
"""

    bodies: tuple[Body, ...] = Field(min_length=1)
    interests: tuple[Interest, ...] = ()
    publish: tuple[Words, ...] = ()
    minutes_within_days: Count = 30
    semop: Semop | None = None

    @model_validator(mode="after")
    def _bodies_have_names(self) -> Governance:
        names = [body.id for body in self.bodies]
        if len(set(names)) != len(names):
            raise NotAcceptedError("Deux instances ont le même identifiant.", "Two bodies have the same id.")
        return self

    def duties(self, period: Period, say: tuple[Wording, Wording]) -> Iterator[Duty]:
        """A meeting of each body in each of its own periods, by the party with the most seats; minutes if public."""
        del say
        for body in self.bodies:
            caller = max(body.seats, key=lambda party: (body.seats[party], party))
            for piece in period.cut(body.meets):
                meeting = Sentence(f"réunion : {body.name.fr}", f"meeting: {body.name.said_in('en')}")
                yield Duty(self.id, caller, piece.last, meeting)
                minutes = Sentence(f"compte rendu : {body.name.fr}", f"minutes: {body.name.said_in('en')}")
                day = piece.last + timedelta(days=self.minutes_within_days)
                yield Duty(self.id, caller, day, minutes, public=body.minutes_public)

    def sentence(self, say: Wording) -> str:
        """Who sits where, and who abstains."""
        bodies = say.several(_body_said(body, say) for body in self.bodies)
        aside = say.several(
            f"{say.party(one.party)} ({say.several(map(say.titled, one.abstains_on))})" for one in self.interests
        )
        if say.language == "fr":
            said = f"Les décisions se prennent ainsi{say.colon}{bodies}"
            said += f" ; s'abstiennent{say.colon}{aside}" if aside else ""
            return said + (f" ; sont publiés{say.colon}{say.several(self.publish)}." if self.publish else ".")
        said = f"Decisions are taken thus: {bodies}"
        said += f"; these abstain: {aside}" if aside else ""
        return said + (f"; published: {say.several(self.publish)}." if self.publish else ".")


def _body_said(body: Body, say: Wording) -> str:
    seats = say.several(f"{say.party(party)} {count}" for party, count in body.seats.items())
    name, often = body.name.said_in(say.language), say.every(body.meets)
    if say.language == "fr":
        return f"{name} (sièges{say.colon}{seats} ; se réunit {often})"
    return f"{name} (seats: {seats}; meets {often})"


CLAUSES = (Governance,)
