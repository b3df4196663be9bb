"""Random agreements, put together from the examples of the clause kinds: a new kind is drawn as soon as it exists.

Each clause gets facts of its own, of the shape that its kind reads (``KEYS``); a clause that names another brings it
along. Values are drawn per period, several scenarios at once.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from hypothesis import strategies as st

from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import INDEX, Observed, Reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.scalars import CapId, ClauseId, DriverName, FactName, IndexName, MeasureName, Name

WORKED = Path(__file__).parents[1] / "worked"
WATER, SNOW = (
    yaml.load((WORKED / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  all is text
    for name in ("concession-eau", "deneigement")
)
INDICATORS = WATER["indicators"]
SCENARIOS = 3
DECIMALS = 2

KEYS = {
    ("social_tariff", "quantity"): [("1", "ordinaire"), ("1", "solidaire"), ("2",), ("3",)],
    ("cost_share_key", "costs"): [("personnel",), ("sel",)],
    ("cost_share_key", "by"): [(member,) for member in ("ardent", "brevon", "clusaz", "dormay")],
    ("insertion-personnes", "delivered"): [("p1",), ("p2",)],
    ("social_tariff", "income"): [("1",), ("2",)],
    ("universal_service", "just_built"): [("bourg",), ("hameau",)],
    ("universal_service", "measure"): [("bourg",), ("hameau",)],
    ("local_hire", "hired"): [("qpv",), ("frr",), ("autres",)],
    ("termination", "happened"): [("fault",), ("public_interest",)],
}
"""The keys under which a fact is given, when it is not one figure: for a kind, or for one clause."""

VARIANTS = """
- {id: pret-incertain, kind: loan, payer: eaux, payee: ccvm, principal: "90000.00", rate: "0.03", lent_on: 2026-01-01,
   first_payment: 2026-07-01, every: half_year, payments: 8, repaid: linear,
   variable: {index: EURIBOR3M, spread: "0.4"}, cash: pompe_remplacee, costs: recettes_perdues_exploitant,
   late_rate: "0.08"}
- {id: pret-negatif, kind: loan, payer: ccvm, payee: eaux, principal: "5000.00", rate: "0.10", lent_on: 2026-12-31,
   first_payment: 2027-03-31, every: quarter, payments: 9, repaid: fixed, payment: "100.00", day_count: AA}
- {id: retour-reprises, kind: gain_share, payer: eaux, payee: ccvm, margin: pompe_remplacee, claw_back_periods: 2,
   hurdle: {amount: {year: "9000.00"}}, layers: [{share: "0.4"}]}
- {id: retour-rendement, kind: gain_share, payer: eaux, payee: ccvm, margin: pompe_remplacee, most: "20000.00",
   hurdle: {invested: "20000.00", yearly_return: "0.04"}, layers: [{share: "0.4"}, {above: "500.00", share: "0.7"}]}
- {id: exposition-prorata, kind: exposure_cap, party: eaux, window: life, most: "4000.00", give_way: pro_rata}
- {id: exposition-reportee, kind: exposure_cap, party: ccvm, window: half_year, most: "2500.00", excess: carried,
   carried_years: 1}
- {id: compteur, kind: usage_fee, payer: foyers, payee: eaux, price: "1.25", refunded: retard_rapport,
   meter: {before: heures_insertion, after: pompe_remplacee, turns_at: "100000"}, minimum: {year: "50.00"}}
- {id: paliers, kind: outcome_payment, payer: ccvm, payee: eaux, running_total: true, most: "9000.00",
   change: {measure: acces, against: {measured: pertes}, as: relative}, steps: [{reach: "5", pay: "3000.00"}]}
- {id: par-compteur, kind: social_tariff, payer: foyers, payee: eaux, quantity: heures_insertion, by_meter: true,
   blocks: [{to: 80, price: "0.89"}, {price: "1.66"}]}
- {id: bonus-rendu, kind: bonus_malus, between: [ccvm, eaux], indicator: acces, target: "50", per_point: "31.00"}
- {id: disponible, kind: availability_payment, payer: ccvm, payee: eaux, payment: {year: "9000.00"}, excess: carried,
   most: "0.2", vat: "0.20", faults: [{label: Panne, hours: retard_rapport, per_hour: "0.001", tolerated: "10"}]}
- {id: tranches, kind: usage_fee, payer: foyers, payee: eaux, price: "1.25", quantity: heures_insertion,
   counted_twice: retard_rapport,
   blocks: [{above: {quarter: "40"}, price: "0.75"}, {above: {quarter: "90"}, price: "2"}]}
- {id: par-revenu, kind: social_tariff, payer: foyers, payee: eaux, quantity: volume,
   by_income: [{qf_from: "0", price: "0.40"}, {qf_from: "600", price: "1.20"}, {qf_from: "900", price: "2.05"}]}
- {id: resultats-notes, kind: outcome_payment, payer: ccvm, payee: eaux, deadweight: "0.15", weighted: {
   at_target: "7000.00", measures: [{label: Accès, weight: "0.6", measure: acces, target: "70", most: "1.3"},
   {label: Pertes, weight: "0.4", measure: pertes, target: "30"}]}}
- {id: par-foyer, kind: social_tariff, payer: foyers, payee: eaux, quantity: volume,
   by_household: {income: heures_insertion, not_declared: "700", rate: "0.004", least: "0.50", most: "5.00",
   forgone_paid_by: ccvm, limit_of_fees: "0.3", discounts: [{label: Fratrie, who: ordinaire, share: "0.3"},
   {label: Boursier, who: solidaire, share: "0.5"}]}}
- {id: bande-large, kind: demand_band, payer: ccvm, payee: eaux, forecast: {year: "90000.00"}, revenue: [tranches],
   price_effect: recettes_perdues_exploitant, above: {tolerance: "0.1", share: "0.3", life_cap: "5000.00"},
   below: {tolerance: "0.1", share: "0.3", layers: [{beyond: "0.3", share: "0.9"}], in_months_worth: "800.00"}}
- {id: bande-double, kind: demand_band, payer: ccvm, payee: eaux, forecast: {month: "900.00"}, revenue: [tranches],
   below: {tolerance: "0.02", share: "1", yearly_cap: "4000.00", life_cap: "5000.00"}}
- {id: pot-suivi, kind: reserve_account, held_by: eaux, top_up: {rate_of: tranches, rate: "0.4"},
   draws: [pompe_remplacee], target_months: {months: 3, of: pret-exemple}, releases_excess: true,
   interest: retard_rapport, interest_to: reserve}
- {id: pot-clos, kind: reserve_account, held_by: eaux, top_up: {amount: {month: "70.00"}}, closing_balance_to: ccvm,
   closes: last_period, draws: [pompe_remplacee, recettes_perdues_exploitant]}
- {id: penalite-groupe, kind: penalty, payer: eaux, payee: ccvm, fact: retard_rapport, beyond: "2",
   rate: {per: day, rate: 1/3000, of: "70001.00"}, group: [{party: eaux, share: "0.4"}, {party: ardoise, share: "0.6"}],
   remission: {amount: recettes_perdues_exploitant, decided_by: ccvm, decision: délibération}}
- {id: garantie-large, kind: guarantee, payer: ccvm, payee: eaux, covered: "30000.00", received: pompe_remplacee,
   limit: "9000.00", limit_by_year: {2027: "8000", 2028: "2000"}, yearly_fee: "0.004", fee_paid_by: eaux,
   counter: [{party: ardent, share: "0.5"}]}
- {id: revision-suivie, kind: indexation, applies_to: [tranches], fixed: "0.1", tunnel: "0.02",
   terms: [{weight: "0.9", index: ICHT-E, base: "100", then: [{index: ICHT-N, since: 2027-02-01, link: "1.07"}]}]}
- {id: repartition-datee, kind: cost_share_key, payers: [ardent, brevon, clusaz], payee: ccvm,
   pool: {costs: couts, eligible: [sel]}, min_share: "0.1", key: [{weight: "1", by: population}],
   memberships: [{party: brevon, joins: 2027-02-11}, {party: clusaz, leaves: 2027-05-01}]}
- {id: repartition-dette, kind: cost_share_key, payers: [ardent, brevon, clusaz], payee: ccvm, min_share: "0.1",
   pool: {costs: couts, debt: recettes_tiers}, key: [{weight: "0.5", by: heures, if_all_zero: equal,
   last_published: true}, {weight: "0.5", by: equal}],
   memberships: [{party: clusaz, leaves: 2027-05-01, debt_share: "0.15"}]}
- {id: revoyure-bande, kind: review, triggers: [{band_left: bande-double, for_periods: 2}]}
- {id: reprise-payee, kind: reversibility, debtor: eaux, unamortised_paid_by: ccvm, book_value: pompe_remplacee,
   assets: [{label: Usine, cost: "70000.00", in_service: 2026-03-15, months: 100}]}
- {id: universel-neuf, kind: universal_service, payer: ccvm, payee: eaux, measure: volume, level: "80",
   just_built: heures_insertion, net_cost: recettes_perdues_exploitant, lost_by_area: "0.3"}
- {id: resultats-prudents, kind: outcome_payment, payer: ccvm, payee: eaux, layers: [{above: "1", per_unit: "35.00"}],
   change: {measure: acces, against: {measured: pertes, if_lost: "12"}, margin: retard_rapport,
   shrink: {n: heures_insertion, n0: "30"}}}
- {id: etapes, kind: outcome_payment, payer: ccvm, payee: eaux, running_total: true, if_revised_down: given_back,
   milestones: [{label: Emploi, count: heures_insertion, each: "20.00", counted_twice: retard_rapport}]}
- {id: bonus-note, kind: bonus_malus, between: [ccvm, eaux], per_point: "700.00", misses: taken_off,
   limits: {malus: "90.00"}, measures: [{indicator: pertes, target: "30", dead_band: "1", weight: "0.7", whole: "3"},
   {indicator: acces, target: {2026: "50", 2028: "60"}, weight: "0.3", whole: "7"}]}
- {id: bonus-partage, kind: bonus_malus, among: {members: [ardent, brevon, clusaz], through: ccvm}, indicator: acces,
   target: "50", dead_band: "2", per_point: "13.37", limits: {bonus: "300.00", malus: "300.00"}}
- {id: garantie-pret, kind: guarantee, payer: ccvm, payee: eaux, covered: "30000.00", received_under: [pret-incertain],
   arrears_of: pret-incertain, limit: "25000.00", given_back: recettes_perdues_exploitant, given_back_by: ardoise,
   counter: [{party: ardent, share: "0.25"}]}
- {id: etapes-rompues, kind: outcome_payment, payer: ccvm, payee: eaux, most: "30000.00",
   milestones: [{label: Emploi, count: heures_insertion, each: "20.00"}],
   early_end: {happened: retard_rapport, reached: pompe_remplacee, each: "20.00", share: "0.55"}}
- {id: insertion-personnes, kind: insertion_hours, payer: eaux, payee: ccvm, missing_hour: "11.00",
   delivered: volume, by_person: {most_hours: "150", within_months: 12}, pooled: [heures_insertion],
   from_contract: {amount: "60000.00", labour_share: "0.5", rate: "0.1", hourly_cost: "29.00",
   options: [{label: Tranche, amount: "9000.00", ordered_on: 2027-04-01}]}}
- {id: rapports-en-retard, kind: reporting, debtor: eaux, penalty_to: ccvm,
   reports: [{what: rapport annuel, due: "06-01", days_late: retard_rapport, per_day: "12.50", tolerated_days: 3}]}
- {id: insertion-reportee, kind: insertion_hours, payer: eaux, payee: ccvm, due: {quarter: "90"}, carried: true,
   delivered: heures_insertion, missing_hour: "11.00"}
"""


@dataclass(frozen=True)
class Drawable:
    """A clause that may be drawn: its tree, the facts that it reads with their keys, what it names."""

    tree: dict
    facts: dict
    series: frozenset
    clauses: frozenset
    caps: frozenset
    by_member: frozenset
    """Indicators that are read for each member, with the key of the member."""

    @property
    def kind(self):
        return self.tree["kind"]


def names_in(part, path=()):
    """Every name in a clause, with its path; like the reader of documents, which keeps its own to itself."""
    if isinstance(part, Name):
        yield path, part
    elif hasattr(part, "model_fields_set"):
        for field in part.model_fields_set:
            alias = type(part).model_fields[field].alias or field
            yield from names_in(getattr(part, field), (*path, alias))
    elif isinstance(part, tuple):
        for rank, value in enumerate(part):
            yield from names_in(value, (*path, rank))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from names_in(value, (*path, str(key)))


def drawable(tree):
    """The clause with facts of its own."""
    tree = yaml.load(yaml.safe_dump(tree), Loader=yaml.BaseLoader)  # noqa: S506  a copy
    clause = KINDS[tree["kind"]].model_validate(tree)
    facts, series, clauses, caps = {}, set(), set(), set()
    known = {*WATER["facts"], *SNOW["facts"]}
    for path, name in names_in(clause):
        if isinstance(name, FactName | MeasureName | DriverName) and name in known:
            own = f"{tree['id']}_{name}"
            written(tree, path, own)
            field = next(step for step in reversed(path) if isinstance(step, str))
            facts.setdefault(own, KEYS.get((tree["id"], field)) or KEYS.get((tree["kind"], field), [()]))
        elif isinstance(name, IndexName):
            series.add(str(name))
        elif isinstance(name, CapId):
            caps.add(str(name))
        elif isinstance(name, ClauseId) and path != ("id",):
            clauses.add(str(name))
    among = tree.get("among", {}).get("members", ())
    by_member = frozenset((tree["indicator"], (member,)) for member in among)
    return Drawable(tree, facts, frozenset(series), frozenset(clauses), frozenset(caps), by_member)


def written(tree, path, value):
    *above, last = path
    for step in above:
        tree = tree[step] if not (isinstance(tree, str) and step == 0) else tree
    if isinstance(last, int) and isinstance(tree, str):
        message = f"{path} is written short"
        raise TypeError(message)
    tree[last] = value


def _loaded(text):
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  every scalar is text


EXAMPLES = [drawable(tree) for kind in KINDS.values() for tree in _loaded(kind.example)]
POOL = EXAMPLES + [drawable(tree) for tree in _loaded(VARIANTS)]
NAMED = {one.tree["id"]: one for one in [*(drawable(tree) for tree in WATER["clauses"]), *POOL]}
CAP = {"id": "exposition-ccvm", "party": "ccvm", "window": "year", "amount": "6000.00"}


@dataclass(frozen=True)
class World:
    """An agreement, its periods, and what is observed in each, in every scenario."""

    document: object
    periods: tuple
    drawn: tuple

    def observed(self, rank, scenario=None):
        """All the scenarios at once, or one of them as plain numbers."""
        now = {}
        for (name, key), values in self.drawn[rank].items():
            value = Exact(np.array(values), 10**DECIMALS) if scenario is None else Exact(values[scenario], 10**DECIMALS)
            now.setdefault(name, {})[key] = Reading(value)
        return Observed(now, period=self.periods[rank])

    def facts_tree(self, scenario=0):
        """The same as a facts file in its long form."""
        rows = [
            {"fact": ".".join((name, *key)), "period": period.label, "status": "final",
             "value": Exact(values[scenario], 10**DECIMALS).text()}
            for period, drawn in zip(self.periods, self.drawn, strict=True)
            for (name, key), values in drawn.items()
        ]  # fmt: skip
        return {"rows": rows}


def together(chosen):
    """The clauses chosen, with those that they name, and so on."""
    kept, waiting = {}, list(chosen)
    while waiting:
        one = waiting.pop()
        if one.tree["id"] not in kept:
            kept[one.tree["id"]] = one
            waiting += [NAMED[name] for name in one.clauses]
    return list(kept.values())


def agreement_of(clauses, length, negative="floor_zero", written_caps=()):
    """The document of these clauses."""
    tree = {
        "format": "1", "agreement": "essai/tire", "kind": "other", "title": "Accord tiré au sort",
        "purpose": {"fr": "Essayer."}, "term": {"from": "2027-01-01", "to": "2028-12-31", "settle": length},
        "defaults": {"missing": "hold", "negative": negative},
        "parties": SNOW["parties"] | WATER["parties"], "indicators": INDICATORS,
        "facts": {name: {"unit": "unit", "decimals": "2"} for one in clauses for name in one.facts},
        "clauses": [one.tree for one in clauses], "caps": list(written_caps),
    }  # fmt: skip
    return from_tree(tree, "tire.yaml")


def plain_world(drawn, value=45_00):
    """One clause with those that it names, settled for two years on the same plain figure everywhere."""
    clauses = together([drawn])
    document = agreement_of(clauses, "year", written_caps=[CAP] if any(one.caps for one in clauses) else ())
    names = {(name, key) for one in clauses for name, keys in one.facts.items() for key in keys}
    names |= {(INDEX + name, ()) for one in clauses for name in one.series} | {(name, ()) for name in INDICATORS}
    names |= {name for one in clauses for name in one.by_member}
    periods = document.agreement.term.periods()
    return World(document, periods, tuple({name: [value] for name in sorted(names)} for _ in periods))


@st.composite
def worlds(draw, having=None, scenarios=SCENARIOS):
    """An agreement of a few clauses (``having`` a kind, if wanted), with caps, policies and two periods of facts."""
    first = [draw(st.sampled_from([one for one in POOL if one.kind == having]))] if having else []
    clauses = together([*first, *draw(st.lists(st.sampled_from(POOL), min_size=0 if having else 1, max_size=5))])
    clauses = draw(st.permutations(sorted(clauses, key=lambda one: one.tree["id"])))
    length = draw(st.sampled_from(["quarter", "half_year", "year"]))
    negative = draw(st.sampled_from(["floor_zero", "carry_forward", "pay_back"]))
    written = draw(caps([one.tree["id"] for one in clauses], {name for one in clauses for name in one.caps}))
    document = agreement_of(clauses, length, negative, written)
    periods = document.agreement.term.periods()[:2]
    return World(document, periods, tuple(draw(readings(clauses, scenarios)) for _ in periods))


@st.composite
def caps(draw, ids, named):
    """Caps of the document: those that a clause names, perhaps one on clauses and one on the agreement."""
    found = [CAP] if named else []
    most = st.integers(0, 900_000).map(lambda cents: f"{cents / 100:.2f}")
    window = st.sampled_from(["event", "quarter", "year", "life"])
    if draw(st.booleans()):
        group = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        how = draw(st.sampled_from(["last_first", "pro_rata"]))
        found.append({"id": "groupe", "group": group, "window": draw(window), "amount": draw(most), "give_way": how})
    if draw(st.booleans()):
        found.append({"id": "tout", "agreement": "true", "window": draw(window), "amount": draw(most)})
    return found


@st.composite
def readings(draw, clauses, scenarios):
    """One value per scenario, in hundredths, for everything that the clauses read."""
    amounts = st.lists(
        st.one_of(st.just(0), st.integers(0, 9_000), st.integers(0, 3_000_000)), min_size=scenarios, max_size=scenarios
    )
    rates = st.lists(st.integers(0, 10_000), min_size=scenarios, max_size=scenarios)
    series = st.lists(st.integers(9_000, 15_000), min_size=scenarios, max_size=scenarios)
    drawn = {(name, ()): draw(rates) for name in INDICATORS}
    for one in clauses:
        drawn |= {(name, key): draw(amounts) for name, keys in one.facts.items() for key in keys}
        drawn |= {(INDEX + name, ()): draw(series) for name in one.series}
        drawn |= {name: draw(rates) for name in sorted(one.by_member)}
    return drawn
