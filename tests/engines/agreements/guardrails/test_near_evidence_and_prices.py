"""Sound wordings near a fault of evidence, exposure or prices: the rule is silent, and nothing else blocks."""

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.guardrails.examples import Change, Variant


def put(at, value):
    return Change(tuple(at.split(".")), set=value)


def add(at, value):
    return Change(tuple(at.split(".")), add=value)


def removed(at):
    return Change(tuple(at.split(".")), remove=True)


def bonus(indicator, between, target, band, per_point, most):
    return {
        "id": "prime", "kind": "bonus_malus", "between": between, "indicator": indicator, "target": {"2027": target},
        "dead_band": band, "per_point": per_point, "limits": {"bonus": most, "malus": most},
    }  # fmt: skip


def revision(applies_to, index):
    return {
        "id": "revision", "kind": "indexation", "applies_to": [applies_to], "fixed": "0",
        "terms": [{"weight": "1", "index": index, "base": "131.2", "base_month": "2027-03"}], "lag_months": "3",
        "if_index_stops": "successor_published_by_insee", "none_because": "L'indice suit le prix de ce qui est payé",
        "round": {"coefficient": {"decimals": "3", "mode": "up"}, "price": {"decimals": "4", "mode": "half_up"}},
    }  # fmt: skip


STEPS = {
    "id": "resultat", "kind": "outcome_payment", "objective": ["en-emploi"], "payer": "departement",
    "payee": "rebond", "change": {"measure": "en-emploi", "against": {"measured": "temoins"}}, "most": "150000.00",
    "steps": [{"reach": str(3 * n), "pay": f"{30000 * n}.00"} for n in range(1, 6)],
}  # fmt: skip
SATISFIED = {
    "label": {"fr": "Familles satisfaites du repas"}, "unit": "%", "better": "higher", "every": "quarter",
    "measured_by": "cabinet", "audited_by": "aubier", "audit_days": "20", "domain": {"min": "0", "max": "100"},
    "baseline": {"kind": "own_history", "value": "60", "period": "2026", "source": "enquête 2026"},
    "target": {"value": "80", "by": "2029-12-31"},
}  # fmt: skip

SOUND = {
    "an indicator that moves no money needs no audit": (
        "EVD-01", "ecole", [removed("indicators.heures-froides.audited_by")]),
    "the payer checks what it pays for": ("EVD-02", "works", [put("facts.situation.audited_by", "aubier")]),
    "the authority that a penalty is paid to controls the fact": (
        "EVD-02", "concession", [put("facts.retard_rapport.audited_by", "ccpays")]),
    "a member audits what it pays for": ("EVD-02", "pool", [put("facts.heures.audited_by", "combe")]),
    "a sample by the auditor, who need not be named again": (
        "EVD-03", "eau", [put("indicators.pertes.sampled", {"share": "0.10"})]),
    "the only clause that moves money says what happens": (
        "EVD-04", "pool", [removed("defaults.missing"), put("clauses.repartition.missing", "hold")]),
    "a band wider than the noise": ("EVD-05", "concession", [put("indicators.pertes.standard_error", "0.5")]),
    "even steps wider than the noise": ("EVD-06", "results", [put("clauses.resultat", STEPS)]),
    "a threshold that is worth little": ("EVD-06", "results", [put("clauses.resultat.nothing_below", "4")]),
    "the evaluator chooses who is counted": (
        "EVD-07", "assiduite",
        [removed("indicators.presence.companion"), put("indicators.presence.enrolled_by", "evaluateur")]),
    "a gateway is enough": ("EVD-07", "results", [removed("indicators.en-emploi.companion")]),
    "what families think of a meal follows nobody": (
        "EVD-08", "canteen",
        [put("indicators.satisfaites", SATISFIED),
         add("clauses", bonus("satisfaites", ["aubier", "marmite"], "70", "3", "200.00", "2000.00"))]),
    "counts by school tell about nobody": (
        "EVD-09", "canteen",
        [put("clauses.donnees.datasets.0.what", "repas servis par école et par jour")]),
    "weighed by kinds of things and not by persons": (
        "EVD-09", "canteen", [put("clauses.donnees.datasets.0.what", "pesées par famille d'objets et par canton")]),
    "a mean by household tells about none": (
        "EVD-09", "concession",
        [put("clauses.donnees.datasets.0.what", "consommation moyenne par foyer et par commune")]),
    "how many children came on a mean day follows none of them": (
        "EVD-09", "canteen",
        [put("indicators.accueil", {
            "label": {"fr": "Enfants servis un jour moyen"}, "unit": "person", "better": "higher", "every": "quarter",
            "measured_by": "cabinet", "audited_by": "aubier", "domain": {"min": "0", "max": "600"},
            "baseline": {"kind": "own_history", "value": "420", "period": "2026", "source": "cahiers de présence"},
            "target": {"value": "480", "by": "2029-12-31"}}),
         put("purpose.indicators", ["part-bio", "accueil"])]),
    "the auditor's own bill is its own figure": (
        "EVD-02", "eau",
        [put("facts.cout_audit", {"unit": "EUR", "from": "ardoise", "audited_by": "ardoise",
                                  "domain": {"min": "0", "max": "3000"}}),
         put("clauses.contestation.cost", "cout_audit"),
         put("clauses.contestation.paid_by", [{"party": "eaux", "share": "0.5"}, {"party": "ccvm", "share": "0.5"}])]),
    "known and audited before the next settlement": ("EVD-10", "eau", [put("indicators.pertes.lag_days", "45")]),
    "bounded by the clause and the domain, without a cap": ("EXP-01", "energy", [removed("caps.exposition-aubier")]),
    "a cap at what is voted": ("EXP-02", "jardin", [put("caps.aide-communale.amount", "3000.00")]),
    "a cap for life beside the yearly one of the clause": (
        "EXP-03", "concession",
        [add("caps", {"id": "autre", "clause": "demande", "window": "life", "amount": "150000.00"})]),
    "a threshold for one clause beside that of the group": (
        "EXP-03", "concession",
        [add("caps", {"id": "autre", "clause": "insertion", "exempt_up_to": "100.00"})]),
    "two drivers that make one": (
        "EXP-04", "dechets",
        [put("clauses.part-fixe.key", [{"weight": "0.5", "by": "population"}, {"weight": "0.5", "by": "equal"}])]),
    "a risk that nobody can act on": (
        "EXP-05", "travaux",
        [put("clauses.retard.risks.1", {"risk": "intempéries", "heading": "site", "bearer": {"batir": "1"}})]),
    "the same sector in other words": ("EXP-06", "concession", [put("sector", "eau-potable")]),
    "three quarters, beyond a tenth": (
        "EXP-07", "heat",
        [put("clauses.recettes-garanties.below", {"tolerance": "0.10", "share": "0.75", "yearly_cap": "90000.00"})]),
    "another lender": (
        "EXP-08", "heat", [put("clauses.garantie.payer", "ccpays"), put("clauses.avance.payee", "banque")]),
    "four fifths of a loan for development": (
        "EXP-09", "heat",
        [put("clauses.garantie.share", "0.8"), put("clauses.garantie.purpose_of_loan", "development")]),
    "a limit that goes down with the years": (
        "EXP-09", "heat",
        [removed("clauses.garantie.limit"),
         put("clauses.garantie.limit_by_year", {"2027": "900000", "2032": "450000"})]),
    "a key by population": ("EXP-11", "pool", [put("clauses.repartition.key.0.by", "population")]),
    "why there is no cap": (
        "IDX-01", "works", [put("clauses.revision.none_because", "Le BT01 suit les coûts du chantier")]),
    "the base by quarter": ("IDX-03", "works", [put("clauses.revision.terms.0.base_month", "T2 2027")]),
    "the base in words": ("IDX-03", "works", [put("clauses.revision.terms.0.base_month", "mai 2027")]),
    "the prices of the object": (
        "IDX-04", "canteen", [add("clauses", revision("complement", "IPC-produits-alimentaires"))]),
    "the fuel of the service": (
        "IDX-04", "heat", [put("clauses.revision.terms.0.index", "IPC-combustibles-solides")]),
    "the building index by its number": ("IDX-04", "works", [put("clauses.revision.terms.0.index", "001710986")]),
    "rents for what is a rent": ("IDX-04", "canteen", [add("clauses", revision("redevance", "ILC"))]),
    "a symbol that is defined, and is about the object": (
        "IDX-04", "heat",
        [put("clauses.revision.terms.1.index", "S1"),
         put("definitions", {"S1": {"fr": "Coût horaire du travail dans l'énergie, publié par l'Insee"}})]),
    "each series says what follows it": (
        "IDX-05", "works",
        [removed("clauses.revision.if_index_stops"),
         put("clauses.revision.terms.0.then", [{"index": "BT01-2030", "since": "2030-01-01", "link": "1.02"}])]),
    "a safeguard above the cap": (
        "IDX-06", "travaux",
        [put("clauses.revision.safeguard", "0.10"), put("clauses.revision.price_until_end", "capped")]),
    "costs that follow the same series": ("IDX-07", "eau", [put("clauses.revision.costs_follow", ["ICHT-E", "TP10a"])]),
}  # fmt: skip


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_wording_is_not_taken_for_the_fault(case):
    rule, base, changes = SOUND[case]
    found = guardrails.check(Variant(base, tuple(changes)).document)
    assert [one.sentence.fr for one in found if one.rule == rule] == []
    assert {one.rule for one in found if one.blocks} == set()
