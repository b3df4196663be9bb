"""Sound wordings that stand near a fault: the rule must stay silent."""

import re
from pathlib import Path

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.guardrails.examples import Change, Variant
from mitoyen.engines.agreements.guardrails.vocabulary import formats


def raised(base, *changes):
    document = Variant(base, tuple(Change.of(one) for one in changes)).document
    return {finding.rule for finding in guardrails.check(document)}


def put(at, value):
    return {"at": at, "set": value}


NEAR_INCENTIVES = [
    ("INC-01", "concession", put("clauses.coupures-longues.detection_probability", "0.4")),  # 150 € × 0.4 = the gain
    # 30 000 € at 800 € an hour are 37 hours and a half: more than a day, of the 100 that a quarter may have.
    ("INC-02", "canteen", put("clauses.retards-de-service.rate.amount", "800.00")),
    ("INC-03", "energy", put("caps.plafond-penalites", {"id": "plafond-operateur", "party": "soleil", "window": "year",
                                                       "amount": "3600.00"})),
    ("INC-04", "works", put("caps.plafond-penalites.amount", "280000.00")),  # 23 % of 1 200 000 €
    ("INC-06", "concession", put("clauses.moins-de-pertes.limits", {"bonus": "10000.00", "malus": "4000.00"})),
    ("INC-10", "results", put("clauses.avance.rate", "0.05")),
    ("INC-11", "energy", put("parties.soleil.service_cost", {"year": "24000.00", "profit": "0.05"})),
]  # fmt: skip

NEAR_LAW = [
    ("LEG-01", "works", put("term.settled_within_days", "120")),  # no outcome is paid
    ("LEG-04", "heat", put("clauses.revoyure.limit", "le barème annexé au règlement de service")),
    ("LEG-04", "concession", put("clauses.revoyure.limit", "jamais le prix solidaire")),
    ("LEG-04", "heat", put("clauses.revoyure.triggers", [{"event": {"fr": "modification substantielle de la loi"}}])),
    ("LEG-04", "heat", put("clauses.revoyure.limit", "selon la grille de l'annexe tarifaire")),
    ("LEG-04", "results", put("clauses.revoyure.if_no_agreement", {"then": "le contrat continue aux prix en cours"})),
    ("LEG-04", "results", put("clauses.revoyure.if_no_agreement", {"then": "talks fail: the court decides"})),
    ("LEG-05", "heat", put("clauses.revoyure.triggers", [{"every": "8 years"}])),
    ("LEG-05", "concession", put("clauses.revoyure.applies_to_day", "2033-06-30")),
]

NEAR_RESULTS = [
    ("OBJ-02", "results", put("indicators.en-emploi.baseline", {"kind": "rct", "period": "2025"})),
    *(
        ("OBJ-05", "results", put("indicators.en-emploi.label", {"fr": label}))
        for label in ("Contrats de travail signés de plus de six mois", "Jeunes ayant obtenu leur permis",
                      "Logements remis aux normes", "Personnes sorties vers un emploi",
                      "Emplois encore tenus à six mois", "Jeunes diplômés",
                      "Personnes logées un an après leur entrée", "Élèves qui lisent couramment")
    ),
    ("OUT-01", "results", put("clauses.reprise.final_balance", {"unamortised": "nulle", "reserve": "rebond"})),
    ("PUB-01", "canteen", put("clauses.compte-rendu.publish", ["convention", "modifications du contrat", "indicateurs",
                                                              "mandats de paiement mis à disposition en ligne"])),
    ("PUB-01", "canteen", put("clauses.compte-rendu.publish", ["annual report", "invoices paid", "contract changes"])),
    ("OBJ-03", "concession", put("indicators.pertes.baseline", {"kind": "own_history", "value": "23.5",
                                                               "source": "bons de livraison et RPQS 2025"})),
    ("PUB-02", "canteen", put("clauses.compte-rendu.publish", ["contract", "amendments", "indicators", "settlements",
                                                              "au moins les montants payés", "payments"])),
    ("PUB-02", "heat", put("clauses.chaleur.title", "Prix de la chaleur, rien de confidentiel")),
]  # fmt: skip

NEAR_SOCIAL = [
    ("SOC-03", "heat", put("clauses.insertion.validated_by", "braise")),  # its figures are audited by somebody else
    ("SOC-04", "canteen", put("clauses.tarif.payee", "aubier")),  # a public kitchen funds its own tariff
    ("SOC-04", "concession", put("clauses.tarif.cheques", [
        {"label": "aide", "count": "retard_rapport", "from_member": "6", "each": "10.00", "paid_by": "ccpays"}])),
    *(
        ("SOC-05", "concession", put("clauses.tarif.household.data_source", source))
        for source in ("fichier du fonds de solidarité pour le logement", "liste des allocataires de la MSA",
                       "attestation transmise par la CPAM", "flux de la DGFiP, sans dossier ni formulaire")
    ),
    ("SOC-08", "energy", put("clauses.vente.blocks", [{"above": {"quarter": "500"}, "price": "0.09"}])),
    ("SOC-08", "energy", put("clauses.exploitation", {
        "id": "exploitation", "kind": "usage_fee", "payer": "aubier", "payee": "soleil", "quantity": "kwh",
        "price": "0.01", "blocks": [{"above": {"quarter": "500"}, "price": "0.02"}]})),  # a commune is no household
    *(
        ("SOC-10", "works", put("clauses.insertion.title", {"fr": title}))
        for title in ("Des heures pour les habitants des quartiers prioritaires", "Heures d'insertion dans la commune",
                      "Heures pour des personnes suivies par la mission locale", "Heures de nettoyage des locaux",
                      "Heures déclarées au plan local pour l'insertion et l'emploi",
                      "Heures de ménage à la résidence autonomie")
    ),
    ("SOC-10", "works", put("clauses.insertion.proof", "feuilles d'heures visées par la maison de l'emploi")),
    ("TIM-01", "pool", put("clauses.repartition.statement.told_before", "le 15 mars au plus tard")),
    ("TIM-01", "pool", put("clauses.repartition.statement.told_before", "vote du budget primitif")),
    ("OBJ-03", "canteen", put("indicators.part-bio.baseline.period", "jours d'ouverture des trois derniers hivers")),
    ("OBJ-03", "canteen", put("indicators.part-bio.baseline.period", "exercice précédant la mise en service")),
    ("TIM-02", "energy", put("clauses.heures-insertion.notice_days", "30")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "base", "change"), [*NEAR_INCENTIVES, *NEAR_LAW, *NEAR_RESULTS, *NEAR_SOCIAL])
def test_a_sound_wording_near_the_fault_is_not_told(rule, base, change):
    assert rule not in raised(base, change)


@pytest.mark.parametrize(
    "written",
    ["CSV", "fichiers CSV compressés (zip)", "GeoPackage", "GML au standard StaR-Eau", "classeur XLSX", "ODS",
     "DXF", "norme ISO 19115", "fichier à plat",
     "IFC 4 et plans PDF/A", "SensorThings API", "export JSON du logiciel métier", "standard ouvert", "Parquet"],
)  # fmt: skip
def test_a_format_that_anybody_reads_is_open(written):
    assert formats.is_open(written)


@pytest.mark.parametrize(
    "written",
    ["DWG", "RVT", "Power BI", "QlikView", "cahier papier", "API du fournisseur sous abonnement", "SPSS .sav",
     "consultation sur l'extranet", "fichier natif du superviseur", "Shapefile chiffré clé chez le titulaire",
     "CSV protégé par mot de passe", "données brutes", "non ouvert"],
)  # fmt: skip
def test_what_needs_its_holder_or_is_not_named_is_closed(written):
    assert not formats.is_open(written)


@pytest.mark.parametrize(
    ("said", "keeps"),
    [("open_format", False), ("CSV et photos JPEG", False), ("copie intégrale sous trente jours", False),
     ("au choix de l'exploitant", True), ("aucune restitution", True), ("remains with the operator", True),
     ("contre paiement", True), ("via l'outil de l'éditeur", True)],
)  # fmt: skip
def test_what_is_said_of_the_data_at_the_end(said, keeps):
    assert formats.keeps_data(said) is keeps


PURCHASES = {"id": "achats", "kind": "responsible_purchasing", "payer": "marmite", "payee": "aubier"}


@pytest.mark.parametrize(
    "label",
    ["Communes mesures d'hygiène", "Circuit court, un intermédiaire au plus",
     "Transport sous 20 kg de CO2 par tonne", "Matériaux biosourcés",
     "Entreprises de l'économie sociale et solidaire", "Denrées de saison et sous label"],
)  # fmt: skip
def test_a_criterion_of_performance_is_no_place(label):
    criteria = [{"label": {"fr": label}, "spend": "proches", "target": "0.30", "rate": "0.02"}]
    changes = [
        put("facts.achats", {"unit": "EUR", "from": "marmite", "audited_by": "cabinet"}),
        put("facts.proches", {"unit": "EUR", "from": "marmite", "audited_by": "cabinet"}),
        {"at": "clauses", "add": {**PURCHASES, "spending": "achats", "criteria": criteria}},
    ]
    assert "SOC-10" not in raised("canteen", *changes)


@pytest.mark.parametrize("by", ["commune", "hameau", ["aubier", "combe", "derval"], "zone_de_desserte", ["quartier"]])
def test_a_service_given_place_by_place_hides_no_far_zone(by):
    changes = [
        put("facts.servis", {"unit": "%", "by": by, "from": "bureau", "audited_by": "bureau"}),
        {"at": "clauses", "add": {"id": "partout", "kind": "universal_service", "payer": "aubier", "payee": "soleil",
                                  "measure": "servis", "level": "90", "net_cost": "entretien", "most": "900.00"}},
    ]  # fmt: skip
    assert "SOC-09" not in raised("energy", *changes)


NEAR_TEXT = [
    ("TXT-03", "works", put("clauses.retard.purpose", "Chaque jour de retard coûte 400 €, soit 1/3000 du marché.")),
    ("TXT-03", "heat", put("clauses.chaleur.title", "La chaleur à 78 € le MWh, contre 95 € le MWh au gaz")),
    ("TXT-03", "heat", put("clauses.chaleur.purpose", "Rester sous 1 200 € par an pour un logement.")),
    ("TXT-01", "canteen", put("clauses.tarif.by_income", [
        {"qf_from": str(300 * rank), "price": f"1.{10 * rank:02}"} for rank in range(7)])),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "base", "change"), NEAR_TEXT)
def test_a_text_that_tells_the_same_number_is_sound(rule, base, change):
    assert rule not in raised(base, change)


def test_users_who_pay_for_one_another_need_no_funder():
    # 4.00 € for those who have most, above the 3.80 € that a meal costs: they pay what the others do not.
    steps = [{"qf_from": "0", "price": "3.70"}, {"qf_from": "900", "price": "4.00"}]
    nobody = put("clauses.complement.payer", "familles")
    cost = put("clauses.tarif.unit_cost", "3.80")
    assert "SOC-04" not in raised("canteen", put("clauses.tarif.by_income", steps), cost, nobody)
    assert "SOC-04" in raised("canteen", put("clauses.tarif.by_income", steps), nobody)


@pytest.mark.parametrize(("bonus", "is_uneven"), [("150.00", False), ("1500.00", True)])
def test_what_members_pay_one_another_is_even_too(bonus, is_uneven):
    text = (Path(__file__).parents[1] / "sound" / "ensileuse.yaml").read_text("utf-8")
    (limits,) = re.findall(r"limits: \{.*?\}", text)
    malus = re.search(r'malus: "([\d.]+)"', limits)
    assert malus
    document = open_agreement(text.replace(limits, f'limits: {{bonus: "{bonus}", malus: "{malus[1]}"}}'), "it.yaml")
    assert ("INC-06" in {finding.rule for finding in guardrails.check(document)}) is is_uneven


@pytest.mark.parametrize(
    "text",
    ["Structure d'insertion du département", "Aides à domicile", "Chantiers de la commune",
     "Maintien à domicile des personnes âgées", "Sans condition de résidence", "Allocataires du RSA"],
)  # fmt: skip
def test_who_helps_and_where_one_works_is_no_residence(text):
    assert "SOC-10" not in raised("works", put("clauses.insertion.title", {"fr": text}))


@pytest.mark.parametrize(
    ("then", "is_a_rule"),
    [
        ("les parties se rencontrent, puis le contrat prend fin", True), ("l'expert fixe le prix", True),
        ("status quo", True), ("les discussions continuent", False), ("les parties se revoient", False),
        ("recherche d'un accord amiable", False),
    ],
)  # fmt: skip
def test_to_talk_again_is_no_rule(then, is_a_rule):
    assert ("LEG-04" not in raised("results", put("clauses.revoyure.if_no_agreement", {"then": then}))) is is_a_rule
