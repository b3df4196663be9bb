"""What is not among the eighty-seven: immaterial things, natural commons, and the tool library of a port city."""

from __future__ import annotations

from mitoyen.demonstration.territory import NAME
from mitoyen.demonstration.things.families import COMMONS, HOME_TOOL, QUARTER_ROOM, SOFTWARE, STUDY
from mitoyen.demonstration.things.model import Extra, Price, Thing

REGIE, RESSOURCERIE, SCHOOL = "Régie de quartier des Bassins", "Ressourcerie du Vieux-Port", "École Rosa-Bonheur"
PORT = "Port-Garance"

IMMATERIAL = (
    Thing(key="cartographie", commune="Montbrisel", owner=NAME, family=SOFTWARE, kind="immaterial", seats=12,
          name="Logiciel de cartographie, 12 postes", summary="Réseaux, cadastre, arrêtés de circulation",
          rights="Licence libre GPL ; l'hébergement est partagé"),
    Thing(key="visio", commune="Montbrisel", owner=NAME, family=SOFTWARE, kind="immaterial", seats=40,
          name="Salles de visioconférence, 40 places", rights="Logiciel libre, hébergé par la communauté"),
    Thing(key="etude-sols", commune="Beaupré-sous-Roche", family=STUDY, kind="immaterial",
          name="Étude des sols de la plaine de la Mitte", summary="48 sondages, cartes et rapport",
          rights="Réutilisation libre en citant la source (Licence Ouverte 2.0)"),
    Thing(key="modeles", commune="Montbrisel", owner=NAME, family=STUDY, kind="immaterial",
          name="Modèles de délibérations et de conventions de prêt",
          summary="Quatorze modèles, relus par les douze secrétaires",
          rights="CC BY 4.0"),
    Thing(key="qualite-eau", commune="Montbrisel", owner="Syndicat des eaux de la Mitte", family=STUDY,
          kind="immaterial",
          name="Analyses de l'eau, depuis dix ans", summary="31 points de mesure, un fichier par mois",
          rights="Licence Ouverte 2.0"),
)  # fmt: skip

NATURAL = (
    Thing(key="foret", commune="Ury", family=COMMONS, kind="commons", allowance=600, allowance_unit="stères",
          name="Forêt communale d'Ury : affouage", summary="Coupe de l'année au plan de gestion",
          rights="Affouage aux habitants ; le reste aux communes voisines"),
    Thing(key="source", commune="Chantefroid", family=COMMONS, kind="commons", allowance=42_000, allowance_unit="m³",
          name="Source de la Mitte : eau d'appoint", summary="Part prélevable sans baisser le débit réservé",
          drawing="garden"),
    Thing(key="alpage", commune="Le Thoral", family=COMMONS, kind="commons", allowance=120, allowance_unit="bêtes",
          name="Alpage du Thoral : pâturage d'été", summary="Du 15 juin au 20 septembre", drawing="garden"),
)  # fmt: skip

QUARTER = (
    Thing(key="q-perceuse", commune=PORT, owner=REGIE, family=HOME_TOOL, name="Perceuse à percussion", units=3,
          price=Price(fixed=200, households=200), deposit=3000, extras=(Extra("Coffret de forets"),)),
    Thing(key="q-ponceuse", commune=PORT, owner=REGIE, family=HOME_TOOL, name="Ponceuse excentrique", units=2,
          price=Price(fixed=200), deposit=3000, extras=(Extra("Disques abrasifs, lot de 10", fixed=300),)),
    Thing(key="q-decolleuse", commune=PORT, owner=REGIE, family=HOME_TOOL, name="Décolleuse à papier peint",
          price=Price(fixed=300), deposit=4000),
    Thing(key="q-echelle", commune=PORT, owner=REGIE, family=HOME_TOOL, name="Échelle double, 5 m", units=2,
          drawing="scaffold", price=Price(fixed=200), deposit=3000),
    Thing(key="q-couture", commune=PORT, owner=RESSOURCERIE, family=HOME_TOOL, name="Machine à coudre", units=2,
          price=Price(fixed=300), deposit=5000),
    Thing(key="q-diable", commune=PORT, owner=RESSOURCERIE, family=HOME_TOOL,
          name="Diable et sangles de déménagement",
          drawing="trailer", price=Price(fixed=100), deposit=2000),
    Thing(key="q-remorque", commune=PORT, owner=RESSOURCERIE, family=HOME_TOOL, name="Remorque à vélo, 80 kg",
          units=2,
          drawing="trailer", price=Price(fixed=200), deposit=4000, kind="vehicle"),
    Thing(key="q-atelier", commune=PORT, owner=RESSOURCERIE, family=QUARTER_ROOM, name="Atelier vélo du Vieux-Port",
          kind="facility", price=Price(fixed=500)),
    Thing(key="q-preau", commune=PORT, owner=SCHOOL, family=QUARTER_ROOM, name="Préau de l'école Rosa-Bonheur",
          kind="room",
          summary="Hors du temps scolaire", price=Price(fixed=1000)),
    Thing(key="q-jardin", commune=PORT, owner=REGIE, family=QUARTER_ROOM, name="Jardin partagé des Bassins",
          kind="facility", drawing="garden", summary="Serre, composteurs et grande table", price=Price()),
)  # fmt: skip
