"""How prices follow published series.

Law: CCP R. 2112-13 (revision of prices), CMF L. 112-2 (an index related to the object).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.clauses.base import CONTRACTS, Clause, Law, LineRules, Stage
from mitoyen.engines.agreements.effects import Flag, Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, clamp, greatest
from mitoyen.engines.agreements.scalars import (
    ClauseId,
    Count,
    Day,
    IndexName,
    Part,
    Price,
    Rate,
    Rounding,
    Share,
    Words,
)
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Successor(Part):
    """The series that follows one that stopped or was rebased, and the coefficient that links it to the old base."""

    index: IndexName
    since: Day
    link: Rate


class IndexTerm(Part):
    """A published series, its weight, and its value when the price was set."""

    weight: Share
    index: IndexName
    base: Price
    base_month: Words | None = None
    then: tuple[Successor, ...] = ()
    """What is read instead, from a day on: its value times its link is in the base of the first series."""

    def series(self, now: Moment) -> tuple[Exact, Exact | None]:
        """The value of the series in force, and its link when it is a successor."""
        held = [one for one in sorted(self.then, key=lambda one: one.since) if one.since <= now.period.start]
        return (now.index(held[-1].index), held[-1].link) if held else (now.index(self.index), None)


class IndexRounding(LineRules):
    """Where the coefficient and the revised prices are rounded."""

    coefficient: Rounding = Rounding(decimals=3, mode="up")
    price: Rounding = Rounding(decimals=4)


class Indexation(Clause):
    """Prices follow published series: ``K = fixed + Σ weight × I / I₀``, rounded, within a yearly cap."""

    kind: Literal["indexation"]
    stage: ClassVar[Stage] = Stage.INDEXATION
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. R. 2112-13",
            Sentence(
                "La clause de révision dit la date du prix initial, la formule et sa périodicité.",
                "A revision clause says the date of the initial price, the formula and how often it applies.",
            ),
            kinds=CONTRACTS,
        ),
        Law(
            "CMF, art. L. 112-2",
            Sentence("L'indice est lié à l'objet.", "The index is related to the object."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: revision-exemple
  kind: indexation
  applies_to: [tarif]
  fixed: "0.15"
  terms: [{weight: "0.85", index: ICHT-E, base: "128.4", base_month: 2025-12}]
  if_index_stops: successor_published_by_insee
  yearly_cap: "0.03"
"""

    applies_to: tuple[ClauseId, ...] = Field(min_length=1)
    fixed: Share
    terms: tuple[IndexTerm, ...] = Field(min_length=1)
    round: IndexRounding = IndexRounding()
    yearly_cap: Rate | None = None
    """The most that the coefficient may move in a year, up or down (*clause butoir*)."""
    floor: Rate | None = None
    cap: Rate | None = None
    tunnel: Rate | None = None
    """No change while the coefficient stays within this distance of one."""
    safeguard: Rate | None = None
    """Above this drift the buyer may end what is not performed: a flag, never money."""
    lag_months: Count | None = None
    if_index_stops: Words | None = None
    none_because: Words | None = None
    """Why there is neither floor nor cap."""
    price_until_end: Words | None = None
    """The price that holds between the notice of the safeguard and the end: ``capped``, ``before_notice``…"""
    costs_follow: tuple[IndexName, ...] = ()
    """The series that the costs of the payee follow, when they are not those of this formula."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """The coefficient of the period for the prices of ``applies_to``."""
        k = self._rounded(now)
        reference = self._reference(now)
        if self.yearly_cap is not None:
            k = self._within_a_year(now, k, reference, self.yearly_cap)
        if self.floor is not None or self.cap is not None:
            low, high = self.floor or ZERO, self.cap or Exact(1000)
            fr, en = "Coefficient entre plancher et plafond", "Coefficient between floor and cap"
            k = now.step(clamp(k, low, high), "max({low}, min({k}, {high}))", fr=fr, en=en, k=k, low=low, high=high)
        yield Remember("coefficient", k)
        yield Remember("reference", reference)
        yield Remember("year", Exact(now.period.start.year))
        if self.safeguard is not None:
            said = now.sentence(
                "La révision dépasse la clause de sauvegarde ({k}) : la personne publique peut mettre fin au reste.",
                "The revision exceeds the safeguard ({k}): the public party may end what remains.",
                k=k,
            )
            yield Flag("safeguard", said, k - 1 > self.safeguard)
        steps = list(now.steps)
        for target in self.applies_to:
            now.steps = list(steps)
            yield now.revise(target, k, self.round.price)

    def _rounded(self, now: Moment) -> Exact:
        k, formula, numbers = self.fixed, "{fixed}", {"fixed": self.fixed}
        for rank, term in enumerate(self.terms):
            value, link = term.series(now)
            linked = value if link is None else value * link
            k = k + term.weight * linked / term.base
            shown = f"{{i{rank}}}" if link is None else f"{{i{rank}}} * {{l{rank}}}"
            formula += f" + {{w{rank}}} * {shown} / {{b{rank}}}"
            numbers |= {f"w{rank}": term.weight, f"i{rank}": value, f"b{rank}": term.base, f"l{rank}": link or ONE}
        how = self.round.coefficient
        k = k.rounded(how.decimals, how.mode)
        fr, en = "Coefficient de révision", "Revision coefficient"
        k = now.step(k, formula, fr=fr, en=en, unit="", rounding=how, **numbers)
        if self.tunnel is not None:
            apart = greatest(k - 1, 1 - k)
            k = choose(apart > self.tunnel, k, ONE)
            now.step(
                k, "{k}", fr="Coefficient hors du tunnel, sinon 1", en="Coefficient outside the tunnel, else 1", k=k
            )
        return k

    def _within_a_year(self, now: Moment, k: Exact, reference: Exact, cap: Exact) -> Exact:
        """The bounds are rounded inwards, where the coefficient is: a cap is never exceeded."""
        decimals = self.round.coefficient.decimals
        low = (reference * (ONE - cap)).rounded(decimals, "up")
        high = (reference * (ONE + cap)).rounded(decimals, "down")
        for bound, sign, mode, fr, en in (
            (low, "-", "up", "Plus petit coefficient de l'année", "Smallest coefficient of the year"),
            (high, "+", "down", "Plus grand coefficient de l'année", "Largest coefficient of the year"),
        ):
            how = Rounding(decimals=decimals, mode=mode) if now.scene.tracing else None
            now.step(bound, f"{{ref}} * (1 {sign} {{cap}})", fr=fr, en=en, rounding=how, ref=reference, cap=cap)
        fr, en = "Coefficient dans la limite annuelle", "Coefficient within the yearly cap"
        return now.step(clamp(k, low, high), "max({low}, min({k}, {high}))", fr=fr, en=en, k=k, low=low, high=high)

    def _reference(self, now: Moment) -> Exact:
        """The coefficient at the end of the year before: what the yearly cap measures from."""
        known_year = now.recalled("year", Exact(now.period.start.year))
        same_year = known_year.low == now.period.start.year
        return now.recalled("reference" if same_year else "coefficient", ONE)

    def sentence(self, say: Wording) -> str:
        """The formula in words."""
        terms = say.several(f"{say.percent(term.weight)} {term.index}" for term in self.terms)
        targets = say.several(say.titled(clause) for clause in self.applies_to)
        if say.language == "fr":
            said = f"Les prix fixés par {targets} sont révisés{say.colon}{say.percent(self.fixed)} fixe, {terms}."
            said += f" Ils ne varient pas de plus de {say.percent(self.yearly_cap)} par an." if self.yearly_cap else ""
            return said + self._bounds_said(say)
        said = f"The prices set by {targets} are revised: {say.percent(self.fixed)} fixed, {terms}."
        said += f" They move by no more than {say.percent(self.yearly_cap)} a year." if self.yearly_cap else ""
        return said + self._bounds_said(say)

    def _bounds_said(self, say: Wording) -> str:
        """Between what the coefficient stays, within what it does not move, above what the buyer may leave."""
        french, said = say.language == "fr", ""
        low, high = (None if end is None else say.number(end) for end in (self.floor, self.cap))
        if low and high:
            said += (
                f" Le coefficient reste entre {low} et {high}." if french else f" It stays between {low} and {high}."
            )
        elif low or high:
            fr, en = ("au moins", "at least") if low else ("au plus", "at most")
            said += f" Le coefficient est {fr} de {low or high}." if french else f" It is {en} {low or high}."
        if self.tunnel is not None:
            within = say.percent(self.tunnel)
            said += f" Rien ne change à moins de {within} d'écart." if french else f" Nothing changes within {within}."
        if self.safeguard is not None:
            over = say.percent(self.safeguard)
            said += (
                f" Au-delà de {over} de hausse, l'acheteur peut mettre fin à ce qui reste à exécuter."
                if french
                else f" Above a rise of {over}, the buyer may end what is left to perform."
            )
        return said
