"""Equality, access, responsible purchasing, hiring, apprenticeships: what is missing is paid.

Law: CCP L. 2111-1, L. 2112-2 and L. 2152-7 (social and environmental considerations); labour code L. 1142-7 et seq.;
law 2005-102, art. 41 and 47. Only counts are read, never anything about one person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from mitoyen.engines.agreements.clauses.base import Law, Stage, Transfer
from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, positive, total
from mitoyen.engines.agreements.scalars import (
    Count,
    FactName,
    Flag,
    Money,
    Part,
    Rate,
    Share,
    Slug,
    Text,
)
from mitoyen.engines.agreements.schedules import Levels, PerPeriod
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

HUNDRED = Exact(100)


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
        yield _paid(self, now, counted, self.missing_post, ("{n} postes manquants", "{n} posts missing"))

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


class Accessibility(Transfer):
    """Places and services that everybody can use, by a date; each one that is missing is paid, each complaint too."""

    kind: Literal["accessibility"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "Loi 2005-102, art. 41 et 47",
            Sentence(
                "Les lieux ouverts au public et les services en ligne sont accessibles.",
                "Places open to the public and online services are accessible.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: accessibilite-exemple
  kind: accessibility
  payer: eaux
  payee: ccvm
  conform: heures_insertion
  listed: volume
  target: {2026: "60", 2028: "100"}
  missing_item: "150.00"
"""

    conform: FactName
    """How many items of the list conform; by item or by kind when it is a breakdown."""
    listed: FactName
    target: Levels
    """The conformity rate that is promised, in percent, from each year on."""
    missing_item: Money
    unanswered: FactName | None = None
    """Complaints of users that had no answer in time."""
    unanswered_each: Money = ZERO

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``items missing, rounded up × missing_item + complaints × unanswered_each``."""
        conform, listed = (total(now.breakdown(name).values()) for name in (self.conform, self.listed))
        target = self.target.on(now.period.start)
        due = (target * listed / HUNDRED).rounded(0, "up")
        up = now.line_rounding.model_copy(update={"decimals": 0, "mode": "up"})
        fr, en = "Lieux et services à rendre accessibles", "Items to be accessible"
        now.step(due, "{target} * {listed} / 100", fr=fr, en=en, rounding=up, target=target, listed=listed)
        missing = now.step(
            positive(due - conform), "max(0, {due} - {conform})", fr="Manquants", en="Missing", due=due, conform=conform
        )
        complaints = now.fact(self.unanswered) if self.unanswered else ZERO
        each, other = self.missing_item, self.unanswered_each
        owed = now.money(
            missing * each + complaints * other, "{missing} * {each:2} + {complaints} * {other:2}",
            fr="Somme due", en="Sum due", missing=missing, each=each, complaints=complaints, other=other,
        )  # fmt: skip
        yield now.flow(
            self.payer, self.payee, owed, "shortfall",
            fr="{missing} manquants, {complaints} réclamations sans réponse",
            en="{missing} missing, {complaints} complaints without answer", missing=missing, complaints=complaints,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The target, and the price of what is missing."""
        levels = say.several(f"{say.number(level)} % ({year})" for year, level in self.target.years.items())
        payer, payee, each = say.party(self.payer), say.party(self.payee), say.money(self.missing_item)
        if say.language == "fr":
            return (
                f"{payer} rend accessibles {levels} des lieux et services de la liste ; chacun de ceux qui manquent "
                f"lui coûte {each}, versés à {payee}."
            )
        return f"{payer} makes {levels} of the list accessible; each item missing costs it {each}, paid to {payee}."


class Criterion(Part):
    """A share of spending that meets a criterion: a label, reuse, social economy, short chain by its emissions."""

    label: Text
    spend: FactName
    target: Share
    rate: Rate
    """What each euro of spending that is missing costs."""


class ResponsiblePurchasing(Transfer):
    """Shares of the spending that meet criteria; what is missing is paid at a rate."""

    kind: Literal["responsible_purchasing"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2111-1, L. 2111-3 et L. 2152-7",
            Sentence(
                "Les besoins prennent en compte le développement durable.", "Needs take account of sustainability."
            ),
            confirmed=False,
        ),
        Law(
            "Loi AGEC, art. 58",
            Sentence("Part de biens issus du réemploi.", "Share of reused goods."),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: achats-exemple
  kind: responsible_purchasing
  payer: eaux
  payee: ccvm
  spending: recettes_perdues_exploitant
  criteria: [{label: {fr: Réemploi, en: Reuse}, spend: pompe_remplacee, target: "0.20", rate: "0.05"}]
"""

    spending: FactName
    excluded: FactName | None = None
    """Spending on which the criterion has no meaning: energy, taxes, insurance."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``Σ rate × max(0, target × (spending - excluded) - spend)``."""
        base = total(now.breakdown(self.spending).values())
        if self.excluded:
            before, off = base, now.fact(self.excluded)
            fr, en = "Dépenses comptées", "Spending counted"
            base = now.step(positive(before - off), "max(0, {before:2} - {off:2})", fr=fr, en=en, unit="EUR",
                            before=before, off=off)  # fmt: skip
        owed = ZERO
        for one in self.criteria:
            before, spend = owed, total(now.breakdown(one.spend).values())
            owed = before + (positive(one.target * base - spend) * one.rate).rounded(2)
            now.step(
                owed, "{before:2} + max(0, {target} * {base:2} - {spend:2}) * {rate}",
                fr=f"Avec : {one.label.fr}", en=f"With: {one.label.said_in('en')}", unit="EUR",
                rounding=now.line_rounding.model_copy(update={"decimals": 2, "mode": "half_up"}),
                before=before, target=one.target, base=base, spend=spend, rate=one.rate,
            )  # fmt: skip
        owed = now.money(owed, "{owed:2}", fr="Somme due", en="Sum due", owed=owed)
        yield now.flow(
            self.payer, self.payee, owed, "shortfall",
            fr="Achats manquants sur {base:EUR}", en="Purchases missing on {base:EUR}", base=base,
        )  # fmt: skip

    def sentence(self, say: Wording) -> str:
        """The shares and what missing them costs."""
        shares = say.several(f"{one.label.said_in(say.language)} ({say.percent(one.target)})" for one in self.criteria)
        payer, payee, of = say.party(self.payer), say.party(self.payee), say.measure(self.spending)
        rates = say.several(dict.fromkeys(say.percent(one.rate) for one in self.criteria))
        if say.language == "fr":
            return f"{payer} réserve, sur {of}, une part à {shares} ; {rates} de ce qui manque est versé à {payee}."
        return f"{payer} keeps, out of {of}, a share for {shares}; {rates} of what is missing is paid to {payee}."


class LocalHire(Transfer):
    """Work for people of target groups or areas; each hour or head that is missing is paid.

    Groups and areas are those of public policies (QPV, FRR, long unemployment): where somebody lives is no criterion
    (guardrail SOC-10).
    """

    kind: Literal["local_hire"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2112-2",
            Sentence(
                "Une condition d'exécution peut viser des publics ou des quartiers prioritaires ; préférer des "
                "résidents serait discriminatoire.",
                "A condition of performance may name target groups or areas; preferring residents would discriminate.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: embauche-exemple
  kind: local_hire
  payer: eaux
  payee: ccvm
  hired: volume
  counted: [qpv, frr]
  due: {year: "800"}
  missing_unit: "20.00"
"""

    hired: FactName
    """Hours, heads or contract-months by group: ``embauches.qpv``."""
    counted: tuple[Slug, ...] = Field(min_length=1)
    due: PerPeriod
    missing_unit: Money
    excused: FactName | None = None
    """What nobody could be found for, as the facilitator says."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, due - excused - Σ hired of the groups counted) × missing_unit``."""
        hired = now.breakdown(self.hired)
        kept = {f"h{rank}": value for rank, (key, value) in enumerate(hired.items()) if set(key) & set(self.counted)}
        done = total(kept.values())
        formula = " + ".join(f"{{{name}}}" for name in kept) or "0"
        now.step(done, formula, fr="Embauches comptées", en="Hires counted", unit="", rounding=None, **kept)
        due = self.due.during(now.period).rounded(4)
        off = now.fact(self.excused) if self.excused else ZERO
        short = now.step(
            positive(due - off - done), "max(0, {due} - {off} - {done})", fr="Manquantes", en="Missing",
            due=due, off=off, done=done,
        )  # fmt: skip
        yield _paid(self, now, short, self.missing_unit, ("{n} manquantes", "{n} missing"))

    def sentence(self, say: Wording) -> str:
        """How much work, for whom, and the price of what is missing."""
        due, per, each = say.number(self.due.base), say.per(self.due.per), say.money(self.missing_unit)
        payer, payee, groups = say.party(self.payer), say.party(self.payee), say.several(self.counted)
        if say.language == "fr":
            return (
                f"{payer} doit {due} par {per} sur {say.measure(self.hired)}, pour les publics ou quartiers {groups} ; "
                f"chaque unité manquante lui coûte {each}, versés à {payee}."
            )
        return (
            f"{payer} owes {due} per {per} on {say.measure(self.hired)}, for groups or areas {groups}; "
            f"each unit missing costs it {each}, paid to {payee}."
        )


class Apprenticeships(Transfer):
    """Months of apprentices that are due; those that are missing are paid, completed trainings earn a bonus."""

    kind: Literal["apprenticeships"]
    stage: ClassVar[Stage] = Stage.SOCIAL_CLAUSES
    law: ClassVar[tuple[Law, ...]] = (
        Law(
            "CCP, art. L. 2112-2",
            Sentence(
                "Les conditions d'exécution peuvent porter sur l'emploi.",
                "Conditions of performance may bear on employment.",
            ),
            confirmed=False,
        ),
    )
    example: ClassVar[str] = """
- id: apprentis-exemple
  kind: apprenticeships
  payer: eaux
  payee: ccvm
  months: heures_insertion
  due: {year: "24"}
  missing_month: "300.00"
  carried: true
"""

    months: FactName
    """Apprentices × months, in all trades or by trade."""
    due: PerPeriod
    missing_month: Money
    broken: FactName | None = None
    """Months lost by contracts that ended without the employer's fault: they are taken off what is due."""
    carried: Flag = False
    """Months in advance count for the next period: school years do not end with ours."""
    completed: FactName | None = None
    bonus: Money | None = None
    """Paid to the employer for each training that is completed."""

    def amount(self, now: Moment) -> Iterator[Effect]:
        """``max(0, due - broken - months - ahead) × missing_month``, and ``completed × bonus`` the other way."""
        done, due = total(now.breakdown(self.months).values()), self.due.during(now.period).rounded(4)
        broken = now.fact(self.broken) if self.broken else ZERO
        ahead = now.recalled("ahead") if self.carried else ZERO
        short = now.step(
            positive(due - broken - done - ahead), "max(0, {due} - {broken} - {done} - {ahead})",
            fr="Mois manquants", en="Missing months", unit="month", due=due, broken=broken, done=done, ahead=ahead,
        )  # fmt: skip
        yield _paid(self, now, short, self.missing_month, ("{n:month} manquants", "{n:month} missing"))
        if self.carried:
            yield Remember("ahead", positive(done + ahead - positive(due - broken)))
        if self.completed and self.bonus is not None:
            count = now.fact(self.completed)
            fr, en = "Prime de fin de formation", "Completion bonus"
            bonus = now.money(count * self.bonus, "{count} * {each:2}", fr=fr, en=en, count=count, each=self.bonus)
            fr, en = "{count} formations achevées × {each:EUR}", "{count} trainings completed × {each:EUR}"
            yield now.flow(self.payee, self.payer, bonus, "bonus", fr=fr, en=en, count=count, each=self.bonus)

    def sentence(self, say: Wording) -> str:
        """The months due, what is missing costs, what completion earns."""
        due, per, each = say.number(self.due.base), say.per(self.due.per), say.money(self.missing_month)
        payer, payee = say.party(self.payer), say.party(self.payee)
        if say.language == "fr":
            said = f"{payer} accueille {due} mois d'apprentissage par {per} ; chaque mois manquant lui coûte {each}"
            end = f", et chaque formation achevée lui rapporte {say.money(self.bonus)}" if self.bonus else ""
            return f"{said}, versés à {payee}{end}."
        said = f"{payer} takes {due} months of apprentices per {per}; each month missing costs it {each}"
        end = f", and each training completed earns it {say.money(self.bonus)}" if self.bonus else ""
        return f"{said}, paid to {payee}{end}."


def _paid(clause: Transfer, now: Moment, count: Exact, each: Exact, said: tuple[str, str]) -> Effect:
    """What is missing, times its price, from the payer to the payee: a part of an amount, never a second version."""
    owed = now.money(count * each, "{n} * {each:2}", fr="Somme due", en="Sum due", n=count, each=each)
    return now.flow(
        clause.payer, clause.payee, owed, "shortfall",
        fr=f"{said[0]} × {{each:EUR}}", en=f"{said[1]} × {{each:EUR}}", n=count, each=each,
    )  # fmt: skip


CLAUSES = (Parity, Accessibility, ResponsiblePurchasing, LocalHire, Apprenticeships)
