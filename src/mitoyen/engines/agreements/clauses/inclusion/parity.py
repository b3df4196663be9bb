"""Women in defined posts.

Law: labour code L. 1142-7 et seq. Only counts are read, never anything about one person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.clauses.inclusion.missing import HUNDRED, paid
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, positive, total
from mitoyen.engines.agreements.scalars import Count, FactName, Money
from mitoyen.engines.agreements.schedules import Levels
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording


class Parity(Transfer):
    """A share of women in defined posts; each post that is missing to reach it is paid.

    Counts of several periods may be added up (``over_periods``), for small teams; below ``smallest_group`` nobody is
    counted at all, so that no figure tells about one person.
    """

    kind: Literal["parity"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Code du travail, art. L. 1142-7 et suivants",
            Sentence(
                "L'employeur prend en compte un objectif de suppression des écarts entre les femmes et les hommes.",
                "The employer takes account of a goal of ending gaps between women and men.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: parite-exemple
  kind: parity
  payer: eaux
  payee: ccvm
  women: heures_insertion
  everybody: volume
  target: {2026: "40", 2028: "45"}
  smallest_group: 10
  missing_post: "500.00"
"""

    women: FactName
    everybody: FactName
    undeclared: FactName | None = None
    """People who did not say: they are left out of the total."""
    target: Levels
    """In percent."""
    smallest_group: Count = 10
    over_periods: Count = 1
    missing_post: Money

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, target × everybody - women) × missing_post``, when there are enough people to count."""
        women, everybody = now.fact(self.women), now.fact(self.everybody)
        if self.undeclared:
            before, off = everybody, now.fact(self.undeclared)
            fr, en = "Personnes comptées", "People counted"
            everybody = now.step(
                positive(before - off), "max(0, {before} - {off})", fr=fr, en=en, before=before, off=off
            )
        for back in range(self.over_periods - 2, 0, -1):
            yield Remember(f"women-{back + 1}", now.recalled(f"women-{back}"))
            yield Remember(f"everybody-{back + 1}", now.recalled(f"everybody-{back}"))
        yield Remember("women-1", women)
        yield Remember("everybody-1", everybody)
        women = self._with_earlier(now, women, "women", ("Femmes, avec les périodes précédentes", "Women so far"))
        everybody = self._with_earlier(now, everybody, "everybody", ("Ensemble, de même", "Everybody so far"))
        target = self.target.on(now.period.start)
        fr, en = "Postes manquants", "Missing posts"
        missing = now.step(
            positive(target * everybody / HUNDRED - women), "max(0, {target} * {everybody} / 100 - {women})",
            fr=fr, en=en, target=target, everybody=everybody, women=women,
        )  # fmt: skip
        enough = everybody >= Exact(self.smallest_group)
        counted = choose(enough, missing, ZERO)
        if self.smallest_group:
            one = choose(enough, ONE, ZERO)
            fr, en = "Comptés, si le groupe est assez grand", "Counted, if the group is large enough"
            now.step(counted, "{missing} * {one}", fr=fr, en=en, missing=missing, one=one)
        yield paid(self, now, counted, self.missing_post, ("postes manquants : {n}", "posts missing: {n}"))

    def _with_earlier(self, now: Moment, seen: Exact, name: str, said: tuple[str, str]) -> Exact:
        if self.over_periods <= 1:
            return seen
        before = total(now.recalled(f"{name}-{back}") for back in range(1, self.over_periods))
        return now.step(seen + before, "{seen} + {before}", fr=said[0], en=said[1], seen=seen, before=before)

    def sentence(self, say: Wording) -> str:
        """The target, and the price of what is missing."""
        levels = say.several(f"{say.number(level)} % ({year})" for year, level in self.target.years.items())
        payer, payee, each = say.party(self.payer), say.party(self.payee), say.money(self.missing_post)
        if say.language == "fr":
            return (
                f"{payer} vise une part de femmes de {levels} ; "
                f"chaque poste manquant lui coûte {each}, versés à {payee}."
            )
        return f"{payer} aims at a share of women of {levels}; each missing post costs it {each}, paid to {payee}."
