"""Exposure: the most that a party may owe in a window, whatever the other clauses say.

The mechanism is that of the caps of the document (``ceilings``); this clause gives it a title, an author and a place
among the clauses, so that it can be read, published and waived like them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from mitoyen.engines.agreements.caps import Cap, Window
from mitoyen.engines.agreements.clauses.base import Clause, Law, Stage
from mitoyen.engines.agreements.effects import Ceiling
from mitoyen.engines.agreements.scalars import CapId, ClauseId, Count, Money, PartyId
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.text import Language


class ExposureCap(Clause):
    """A party never owes more than a sum in a window; what exceeds it is lost, carried, or opens a review."""

    kind: Literal["exposure_cap"]
    stage: ClassVar[Stage] = Stage.EXPOSURE
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CGCT, art. L. 1612-1 et suivants",
            Sentence(
                "Une collectivité n'engage que des dépenses que son budget autorise : la somme engagée a une borne.",
                "A local authority commits only what its budget authorises: what it commits has a bound.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: exposition-exemple
  kind: exposure_cap
  party: ccvm
  window: year
  most: "60000.00"
  counts: net
  paid_first: [demande]
  excess: carried
  carried_years: 2
  indexed_by: revision
"""

    party: PartyId
    window: Window
    most: Money
    indexed_by: ClauseId | None = None
    """The amount follows the coefficient of this revision."""
    counts: Literal["gross", "net"] = "gross"
    """All that it owes, or what it owes less what it receives."""
    excludes: tuple[ClauseId, ...] = ()
    """Clauses that do not count: a termination indemnity, a debt."""
    excess: Literal["lost", "carried", "triggers_review"] = "lost"
    carried_years: Count | None = None
    give_way: Literal["last_first", "pro_rata"] = "last_first"
    paid_first: tuple[ClauseId, ...] = ()
    """The clauses that give way last, in this order."""

    @model_validator(mode="after")
    def _is_a_cap(self) -> ExposureCap:
        self.caps()  # a cap that does not hold together is refused here, with its reason
        return self

    def caps(self) -> tuple[Cap, ...]:
        """The same cap as under ``caps`` in the document."""
        return (
            Cap(
                id=CapId(self.id), party=self.party, window=self.window, amount=self.most,
                indexed_by=self.indexed_by, counts=self.counts, excludes=self.excludes, excess=self.excess,
                carried_years=self.carried_years, give_way=self.give_way, paid_first=self.paid_first,
            ),
        )  # fmt: skip

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``min(owed, most × K - used in the window)``, once all the lines are known: see ``ceilings.apply``."""
        del now
        yield from (Ceiling(cap) for cap in self.caps())

    def sentence(self, say: Wording) -> str:
        """Who owes at most what, in which window, and what becomes of the rest."""
        party, most, per = say.party(self.party), say.money(self.most), _WINDOWS[self.window][say.language]
        clauses = say.several(say.titled(clause) for clause in self.excludes)
        if say.language == "fr":
            said = f"{party} doit au plus {most} {per}"
            said += ", déduction faite de ce qui lui est dû" if self.counts == "net" else ""
            said += f", sans compter {clauses}" if clauses else ""
            said += f" ; cette somme suit {say.titled(self.indexed_by)}" if self.indexed_by else ""
            return f"{said} ; {self._excess_said(say)}."
        said = f"{party} owes at most {most} {per}"
        said += ", net of what it is owed" if self.counts == "net" else ""
        said += f", not counting {clauses}" if clauses else ""
        said += f"; this sum follows {say.titled(self.indexed_by)}" if self.indexed_by else ""
        return f"{said}; {self._excess_said(say)}."

    def _excess_said(self, say: Wording) -> str:
        french = say.language == "fr"
        if self.excess == "lost":
            return "le reste n'est pas dû" if french else "the rest is not owed"
        if self.excess == "triggers_review":
            return "le reste n'est pas dû et un réexamen s'ouvre" if french else "the rest is not owed, a review opens"
        said = "le reste est reporté" if french else "the rest is carried over"
        if self.carried_years is None:
            return said
        return (
            f"{said} {self.carried_years} ans au plus" if french else f"{said} for {self.carried_years} years at most"
        )


_WINDOWS: dict[str, dict[Language, str]] = {
    "event": {"fr": "à chaque règlement", "en": "at each settlement"},
    "month": {"fr": "par mois", "en": "a month"},
    "quarter": {"fr": "par trimestre", "en": "a quarter"},
    "half_year": {"fr": "par semestre", "en": "a half-year"},
    "year": {"fr": "par an", "en": "a year"},
    "life": {"fr": "sur toute la durée de l'accord", "en": "over the whole life of the agreement"},
}

CLAUSES = (ExposureCap,)
