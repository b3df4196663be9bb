"""The fourteen vehicles and trailers of the Val Mitoyen."""

from __future__ import annotations

from mitoyen.demonstration.things.families import ASKED_CARRIER, CARRIER, MINIBUS, MOWER, PLOUGH, TRAILER
from mitoyen.demonstration.things.model import Extra, Price, Thing

VEHICLES = (
    Thing(key="benne-12t", commune="Montbrisel", family=ASKED_CARRIER, name="Camion-benne 12 t", kind="vehicle",
          made_in=2016, meter_start=712_400, price=Price(day=11000, meter=45, free=600)),
    Thing(key="balayeuse", commune="Montbrisel", family=CARRIER, name="Balayeuse de voirie, 2 m³", kind="vehicle",
          drawing="van", made_in=2018, meter_start=241_800, price=Price(day=16500, meter=60, free=300)),
    Thing(key="nacelle", commune="Montbrisel", family=ASKED_CARRIER, name="Nacelle sur fourgon, 16 m", kind="vehicle",
          drawing="van", made_in=2017, meter_start=522_300, price=Price(day=14500, meter=40, free=600)),
    Thing(key="fourgon", commune="Montbrisel", family=CARRIER, name="Fourgon, 12 m³", kind="vehicle", drawing="van",
          meter_start=688_100, price=Price(day=4800, meter=35, free=800)),
    Thing(key="utilitaire", commune="Montbrisel", family=CARRIER, name="Utilitaire électrique, 3 m³", kind="vehicle",
          drawing="van", made_in=2023, meter_start=182_500, price=Price(day=3200, meter=12, free=800)),
    Thing(key="benne-3t5", commune="Les Aigues", family=CARRIER, name="Camion-benne 3,5 t", kind="vehicle",
          meter_start=934_700, price=Price(day=6400, meter=38, free=600)),
    Thing(key="remorque-engins", commune="La Combe-Rousse", family=TRAILER, name="Remorque porte-engins, 3,5 t",
          kind="vehicle", label="n° 3", summary="Va avec la mini-pelle n° 2", price=Price(day=2800),
          extras=(Extra("Rampes et sangles"),)),
    Thing(key="tracteur", commune="La Combe-Rousse", family=CARRIER, name="Tracteur, 90 ch", kind="vehicle",
          drawing="tractor", meter_start=412_000, price=Price(day=12500, meter=90, free=300)),
    Thing(key="epareuse", commune="Beaupré-sous-Roche", family=MOWER, name="Tracteur et épareuse, bras de 5 m",
          kind="vehicle", drawing="tractor", meter_start=28_900, price=Price(day=15500, meter=1800, free=50)),
    Thing(key="remorque-plateau", commune="Saint-Eldrad", family=TRAILER, name="Remorque plateau, 750 kg",
          kind="vehicle", price=Price(day=1400)),
    Thing(key="minibus", commune="Vernazoux", family=MINIBUS, name="Minibus 9 places", kind="vehicle", made_in=2021,
          meter_start=613_900, price=Price(day=3500, meter=28, free=500, others=6000),
          extras=(Extra("Sièges enfant, lot de 4", fixed=400), Extra("Porte-skis"))),
    Thing(key="minibus-electrique", commune="Vernazoux", family=MINIBUS, name="Minibus électrique 7 places",
          kind="vehicle", made_in=2024, meter_start=91_200, price=Price(day=2800, meter=14, free=500, others=5000)),
    Thing(key="citerne", commune="Malaubert", family=TRAILER, name="Remorque citerne, 1 000 litres", kind="vehicle",
          price=Price(day=1900)),
    Thing(key="chasse-neige", commune="Chantefroid", family=PLOUGH, name="Camion chasse-neige 4 × 4", kind="vehicle",
          made_in=2012, meter_start=71_300, price=Price(day=9800, meter=1800)),
)  # fmt: skip
