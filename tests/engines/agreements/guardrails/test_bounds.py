"""No settlement makes anybody pay more than the bound that EXP-01 stands on, whatever the facts in their domain."""

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import Observations, Reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.exposures.bounds import Exposures, years_of
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import State

QUIET = frozenset({"reserve", "in_kind"})


def euros(highest):
    return st.integers(0, highest * 100).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


def share():
    return st.integers(0, 100).map(
        lambda n: str(Fraction(n, 100).limit_denominator(100)) if n in (0, 100) else f"0.{n:02d}"
    )


small = st.integers(0, 40).map(str)

DOMAINS = {
    "units": (0, 300), "more": (0, 120), "hours": (0, 90), "money": (0, 5000), "costs": (0, 8000),
    "points": (0, 100), "rate": (10, 60), "gap": (-20, 30),
}  # fmt: skip
INDICATORS = {"points": "higher", "rate": "lower", "gap": "higher"}


@st.composite
def clauses(draw):
    """A handful of clauses between ``town`` and ``firm``, of any kind that moves money."""
    made = []
    for rank, kind in enumerate(draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5))):
        payer, payee = draw(st.sampled_from([("town", "firm"), ("firm", "town")]))
        clause = {"id": f"c{rank}", "kind": kind, "payer": payer, "payee": payee, **draw(KINDS[kind])}
        if kind in {"bonus_malus", "cost_share_key"}:
            del clause["payer"], clause["payee"]
            clause |= (
                {"between": [payer, payee]} if kind == "bonus_malus" else {"payers": [payer, "club"], "payee": payee}
            )
        if draw(st.booleans()):
            clause["vat"] = "0.2"
        made.append(clause)
    return made


def optional(**fields):
    return {name: st.one_of(st.just(None), value) for name, value in fields.items()}


def shaped(**fields):
    return st.fixed_dictionaries(fields).map(lambda d: {name: value for name, value in d.items() if value is not None})


side = shaped(tolerance=share(), share=share(), **optional(yearly_cap=euros(3000)))

KINDS = {
    "usage_fee": shaped(
        quantity=st.just("units"), price=euros(40),
        **optional(fixed=shaped(year=euros(900)), free=shaped(quarter=small), minimum=shaped(quarter=euros(600)),
                   refunded=st.just("more")),
    ),
    "availability_payment": shaped(
        payment=shaped(quarter=euros(4000)), most=share(), excess=st.sampled_from(["lost", "carried"]),
        faults=st.just([{"label": "arrêt", "hours": "hours", "tolerated": "4", "per_hour": "0.01"}]),
    ),
    "royalty": shaped(rate=share(), revenue=st.just("money"), **optional(fixed=shaped(year=euros(900)),
                      minimum=shaped(year=euros(500)), entry_fee=euros(2000))),
    "penalty": shaped(fact=st.just("hours"), rate=shaped(per=st.just("h"), amount=euros(60)),
                      **optional(beyond=small, excused=st.just("more"))),
    "bonus_malus": shaped(indicator=st.sampled_from(sorted(INDICATORS)), target=small, dead_band=small,
                          per_point=euros(90),
                          limits=shaped(**optional(bonus=euros(900), malus=euros(900)))),
    "insertion_hours": shaped(due=shaped(quarter=small), delivered=st.just("hours"), missing_hour=euros(50)),
    "outcome_payment": st.one_of(
        shaped(change=st.just({"measure": "points", "against": {"measured": "rate"}}),
               layers=st.just([{"above": "2", "up_to": "20", "per_unit": "30.00"},
                               {"above": "20", "per_unit": "5.00"}]),
               **optional(most=euros(900))),
        shaped(change=st.just({"measure": "rate", "against": {"fixed": "40"}, "better": "lower", "as": "relative"}),
               steps=st.just([{"reach": "5", "pay": "700.00"}, {"reach": "15", "pay": "400.00"}])),
        shaped(change=st.just({"measure": "points", "against": {"measured": "rate"}, "as": "share"}),
               layers=st.just([{"above": "10", "per_unit": "1.50"}]), running_total=st.just("true"), most=euros(9000)),
        shaped(milestones=st.just([{"label": "emploi", "count": "units", "each": "12.50"}])),
        shaped(weighted=st.just({"at_target": "800.00", "measures": [
            {"label": "a", "weight": "0.4", "measure": "points", "target": "50", "most": "1.5"},
            {"label": "b", "weight": "0.6", "measure": "units", "target": "100"}]})),
    ),
    "demand_band": shaped(forecast=shaped(quarter=euros(9000)), below=side, above=side,
                          **optional(after_removing=st.just("money"))),
    "universal_service": shaped(measure=st.just("areas"), level=small, net_cost=st.just("costs"),
                                reasonable_profit=share(), lost_by_area=share(), **optional(most=euros(3000))),
    "guarantee": shaped(covered=euros(4000), received=st.just("money"), share=share(), **optional(limit=euros(6000))),
    "grant": shaped(envelope=euros(20000), rate=share(), eligible=st.just("costs"), claw_back=st.just("false")),
    "gain_share": shaped(margin=st.just("money"), hurdle=shaped(amount=shaped(quarter=euros(3000))),
                         layers=st.just([{"share": "0.3"}, {"above": "500.00", "share": "0.6"}]),
                         **optional(most=euros(4000), claw_back_periods=st.just("2"))),
    "parity": shaped(women=st.just("more"), everybody=st.just("units"), target=small, missing_post=euros(90),
                     over_periods=st.sampled_from(["1", "3"])),
    "apprenticeships": shaped(months=st.just("more"), due=shaped(year=small), missing_month=euros(300),
                              completed=st.just("hours"), bonus=euros(40)),
    "local_hire": shaped(hired=st.just("areas"), counted=st.just(["a"]), due=shaped(year=small),
                         missing_unit=euros(30)),
    "cost_share_key": shaped(pool=shaped(costs=st.just("costs"), minus=st.just("money")),
                             key=st.just([{"weight": "0.3", "by": "population"},
                                          {"weight": "0.7", "by": "by_party", "if_all_zero": "equal"}]),
                             **optional(negative=st.sampled_from(["pay_back", "carry_forward"]))),
    "termination": shaped(happened=st.just("ended"),
                          assets=st.just([{"label": "usine", "cost": "9000.00", "in_service": "2025-01-01",
                                           "months": "60"}]),
                          break_costs=st.just("money"), costs_caused=st.just("costs"),
                          causes=st.just({"public_interest": {"unamortised": "1", "break_costs": "1",
                                                              "most": "11000.00"},
                                          "fault": {"unamortised": "0.5", "less_costs_caused": "true"}})),
    "loan": shaped(principal=st.just("12000.00"), rate=st.just("0.04"), lent_on=st.just("2026-01-01"),
                   first_payment=st.just("2026-04-01"), every=st.just("quarter"), payments=st.just("8"),
                   repaid=st.sampled_from(["annuity", "linear", "bullet"]),
                   **optional(cash=st.just("money"), costs=st.just("more"), late_rate=st.just("0.1"))),
}  # fmt: skip


@st.composite
def caps(draw, names):
    made = []
    for rank in range(draw(st.integers(0, 3))):
        scope = draw(st.sampled_from(["clause", "group", "party", "agreement"]))
        cap = {"id": f"k{rank}", "window": draw(st.sampled_from(["event", "quarter", "year", "life"]))}
        if scope == "clause":
            cap["clause"] = draw(st.sampled_from(names))
        elif scope == "group":
            cap["group"] = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        else:
            cap |= {"party": draw(st.sampled_from(["town", "firm"]))} if scope == "party" else {"agreement": "true"}
        cap["amount"] = draw(euros(3000))
        cap["excess"] = draw(st.sampled_from(["lost", "carried"]))
        cap["give_way"] = draw(st.sampled_from(["last_first", "pro_rata"]))
        made.append(cap)
    return made


def agreement(clauses, caps):
    label = {"label": "x", "every": "quarter", "measured_by": "firm", "audited_by": "club"}
    tree = {
        "format": "1", "agreement": "essai", "kind": "other", "title": "Essai", "purpose": {"fr": "Essai"},
        "term": {"from": "2026-01-01", "to": "2027-12-31", "settle": "quarter"},
        "defaults": {"missing": "hold", "round": {"line": {"decimals": "2"}}},
        "parties": {
            "town": {"name": "Ville", "role": "authority", "population": "300"},
            "firm": {"name": "Entreprise", "role": "operator", "population": "100"},
            "club": {"name": "Club", "role": "association", "population": "200"},
        },
        "facts": {
            **{name: {"unit": "u", "domain": {"min": str(low), "max": str(high)}}
               for name, (low, high) in DOMAINS.items() if name not in INDICATORS},
            "areas": {"unit": "u", "by": ["zone"], "domain": {"min": "0", "max": "200"}},
            "by_party": {"unit": "u", "by": ["member"], "domain": {"min": "0", "max": "200"}},
            "ended": {"unit": "u", "by": ["cause"]},
        },
        "indicators": {
            name: {**label, "unit": "u", "better": better,
                   "domain": {"min": str(DOMAINS[name][0]), "max": str(DOMAINS[name][1])}}
            for name, better in INDICATORS.items()
        },
        "clauses": clauses,
        "caps": caps,
    }  # fmt: skip
    return from_tree(tree, "essai.yaml")


def within(low, high):
    return st.integers(low * 10, high * 10).map(lambda tenths: Exact(tenths, 10))


@st.composite
def facts(draw, first):
    seen = {name: {(): Reading(draw(within(low, high)))} for name, (low, high) in DOMAINS.items()}
    seen["areas"] = {(key,): Reading(draw(within(0, 60))) for key in ("a", "b")}
    seen["by_party"] = {(key,): Reading(draw(within(0, 60))) for key in ("town", "firm", "club")}
    causes = draw(st.sampled_from([(), ("fault",), ("public_interest",)])) if first else ()
    seen["ended"] = {(cause,): Reading(Exact(int(cause in causes))) for cause in ("fault", "public_interest")}
    return seen


@st.composite
def lives(draw):
    made = draw(clauses())
    document = agreement(made, draw(caps([clause["id"] for clause in made])))
    ends = draw(st.integers(0, 7))
    return document, [draw(facts(rank == ends)) for rank in range(8)]


def paid(settled, party):
    """What a party pays in money; what moves to and from the account of amounts carried over is no payment."""
    lines = [line for line in settled.lines if line.payer == party and line.amount is not None]
    return sum(
        (line.amount.fraction for line in lines if line.nature not in QUIET and line.status != "carried"),
        start=Fraction(0),
    )


@settings(
    phases=(Phase.generate,),
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(lives())
def test_no_settlement_exceeds_the_bound(life):
    document, seen = life
    periods = document.agreement.term.periods()
    state, given_by = State(), []
    for period, readings in zip(periods, seen, strict=True):
        settled = settle(document, Observations({period: readings}), period, state)
        state = settled.state
        given_by.append({party: paid(settled, party) for party in ("town", "firm", "club")})
    assert not any(line.amount is None for line in settled.lines)
    carries = any(cap.excess == "carried" for cap in document.agreement.caps)
    for party in ("town", "firm", "club"):
        windows = [list(periods)]
        if not carries:  # what a cap put off is owed in a later period: only the bound over the whole life holds it
            windows += [*years_of(document.agreement), *([period] for period in periods)]
        for window in windows:
            bound = Exposures(document.agreement).of(party, window).most
            total = sum((given_by[periods.index(one)][party] for one in window), start=Fraction(0))
            tree = document.source.tree
            shown = json.dumps(
                {"party": party, "periods": len(window), "clauses": tree["clauses"], "caps": tree["caps"]}
            )
            assert bound is None or total <= bound.fraction, shown


def one(clause, caps=()):
    return agreement([{"id": "c0", "payer": "town", "payee": "firm", **clause}], list(caps)).agreement


def most(document, party="town"):
    return Exposures(document).of(party, document.term.periods()).most


@pytest.mark.parametrize(
    ("clause", "bound"),
    [
        # 8 quarters × 300 units × 2.50
        ({"kind": "usage_fee", "quantity": "units", "price": "2.50"}, "6000.00"),
        # 8 quarters × (90 h - 10 h) × 20.00
        ({"kind": "penalty", "fact": "hours", "beyond": "10", "rate": {"per": "h", "amount": "20.00"}}, "12800.00"),
        # a limit of its own in each of 2 years, below 0.5 × 0.9 × 4 × 10 000
        ({"kind": "demand_band", "forecast": {"quarter": "10000.00"},
          "below": {"tolerance": "0.10", "share": "0.5", "yearly_cap": "3000.00"}}, "6000.00"),
        # with two sides the year's limit is net of what comes back: it may be reached in each of 8 quarters
        ({"kind": "demand_band", "forecast": {"quarter": "10000.00"}, "above": {"tolerance": "0.10", "share": "0.5"},
          "below": {"tolerance": "0.10", "share": "0.5", "yearly_cap": "3000.00"}}, "24000.00"),
        # called once in the life
        ({"kind": "guarantee", "covered": "4000.00", "received": "money", "limit": "7000.00"}, "7000.00"),
    ],
)  # fmt: skip
def test_bounds_worked_by_hand(clause, bound):
    assert most(one(clause)).text(2) == bound


def test_a_cap_bounds_what_it_bears_on():
    fee = {"kind": "usage_fee", "quantity": "units", "price": "2.50"}
    assert most(one(fee, [{"id": "k", "clause": "c0", "window": "year", "amount": "1000.00"}])).text(2) == "2000.00"
    assert most(one(fee, [{"id": "k", "party": "town", "window": "life", "amount": "900.00"}])).text(2) == "900.00"


def test_what_a_cap_on_a_clause_carries_over_is_not_bounded_by_it():
    cap = {"id": "k", "clause": "c0", "window": "year", "amount": "100.00", "excess": "carried"}
    assert most(one({"kind": "usage_fee", "quantity": "units", "price": "2.50"}, [cap])).text(2) == "6000.00"


def test_a_cap_on_a_party_does_not_bear_on_a_guarantee_called_after_it():
    cap = {"id": "k", "party": "town", "window": "life", "amount": "100.00"}
    clause = {"kind": "guarantee", "covered": "4000.00", "received": "money", "limit": "7000.00"}
    assert most(one(clause, [cap])).text(2) == "7000.00"


def test_a_cap_on_a_group_does_not_bring_a_guarantee_under_the_cap_of_the_party():
    """What the quarter's cap allows, eight times: the guarantee in the group is called after the cap on the party."""
    fee = {"id": "fee", "kind": "usage_fee", "payer": "town", "payee": "firm", "quantity": "units", "price": "2.50"}
    backed = {"id": "backed", "kind": "guarantee", "payer": "town", "payee": "firm", "covered": "4000.00",
              "received": "money", "limit": "7000.00"}  # fmt: skip
    group = {"id": "group", "group": ["fee", "backed"], "window": "quarter", "amount": "100.00"}
    party = {"id": "party", "party": "town", "window": "life", "amount": "50.00"}
    assert most(agreement([fee, backed], [group, party]).agreement).text(2) == "800.00"


def test_without_a_domain_nothing_bounds_a_price_times_a_quantity():
    document = one({"kind": "usage_fee", "quantity": "units", "price": "2.50"})
    facts = {name: fact.model_copy(update={"domain": type(fact.domain)()}) for name, fact in document.facts.items()}
    assert most(document.model_copy(update={"facts": facts})) is None
