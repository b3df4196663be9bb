"""The money of a study: the sum to redo, pay-back, what distance costs, what moves the saving, CO2."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.fleets.costs import carbon_of, pay_back_year
from mitoyen.engines.pooling.study.amounts import Amounts, cents
from mitoyen.engines.pooling.study.answer import CarbonAnswer, Distance, Effect, Money, Step
from mitoyen.engines.pooling.study.neighbours import fleet_as_neighbours
from mitoyen.engines.pooling.study.wording import fleet_of, money
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import FIRM, counted, number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.pooling.study.settings import Kind, StudySettings
    from mitoyen.engines.pooling.study.sizing import Sizing
    from mitoyen.kernel.text import Language


def places_of(settings: StudySettings) -> list[int]:
    """The ranks of the members of the pool."""
    return [place for place in range(len(settings.members)) if settings.pool_mask >> place & 1]


def money_of(settings: StudySettings, sizing: Sizing, amounts: Amounts) -> Money:
    """The yearly sum alone and together, step by step, and when pooling is paid back."""
    pool, places = settings.pool_mask, places_of(settings)
    total = amounts.total
    alone = sum(int(total[1 << place]) for place in places)
    together = int(total[pool])
    sold, resale = _surplus(settings, sizing)
    one_off = Euros.total(settings.one_off.values())
    year = pay_back_year(one_off - resale, Euros(alone - together))
    found = Money(
        alone_cents=alone,
        together_cents=together,
        by_member_alone=tuple(int(total[1 << place]) for place in places),
        steps=_steps(settings, sizing, amounts),
        one_off_cents=one_off.cents,
        resale_cents=resale.cents,
        units_sold=sold,
        pay_back_year=year,
        kilometres=float(amounts.kilometres[pool]),
        sentences=(),
    )
    return replace(found, sentences=_money_sentences(found))


def _surplus(settings: StudySettings, sizing: Sizing) -> tuple[int, Euros]:
    """The units that members own beyond what the pool needs, and what selling them brings once."""
    sold, brings = 0, Euros(0)
    for kind in settings.kinds:
        owned = sum(settings.members[place].stock.get(kind.id, 0) for place in places_of(settings))
        surplus = max(0, owned - int(sizing.units(kind.id)[settings.pool_mask]))
        sold += surplus
        brings = brings + Euros(surplus * kind.resale.cents)
    return sold, brings


# The sum that a clerk can redo


def _steps(settings: StudySettings, sizing: Sizing, amounts: Amounts) -> tuple[Step, ...]:
    pool, places = settings.pool_mask, places_of(settings)
    steps = [_one_machine(kind) for kind in settings.kinds]
    rows = [1 << place for place in places]
    alone = {kind.id: int(sizing.units(kind.id)[rows].sum()) for kind in settings.kinds}
    together = {kind.id: int(sizing.units(kind.id)[pool]) for kind in settings.kinds}
    steps.append(_machines(settings, alone, Sentence("Machines, chacune chez soi", "Machines, each on its own")))
    extra_alone = _beside_machines(settings, amounts, rows, is_pool=False)
    steps += extra_alone
    steps.append(_sum(Sentence("Chacune chez soi", "Each on its own"), [steps[len(settings.kinds)], *extra_alone]))
    machines = _machines(settings, together, Sentence("Machines, ensemble", "Machines, together"))
    extra = _beside_machines(settings, amounts, [pool], is_pool=True)
    whole = _sum(Sentence("Ensemble", "Together"), [machines, *extra])
    own = steps[-1]
    saving = Step(
        label=Sentence("Économie", "Saving"),
        how=Sentence(
            f"{money(own.cents)} − {money(whole.cents)}", f"{money(own.cents, 'en')} − {money(whole.cents, 'en')}"
        ),
        cents=own.cents - whole.cents,
    )
    return (*steps, machines, *extra, whole, saving)


def _one_machine(kind: Kind) -> Step:
    machine = kind.machine
    parts = [("amortissement", "depreciation", machine.depreciation.cents)]
    parts += [(name, name, amount.cents) for name, amount in machine.yearly.items()]
    parts = [part for part in parts if part[2]]
    return Step(
        label=Sentence(f"1 {kind.one.fr}, par an", f"1 {kind.one.en}, a year"),
        how=Sentence(
            " + ".join(f"{money(amount)} {name}" for name, _, amount in parts),
            " + ".join(f"{money(amount, 'en')} {name}" for _, name, amount in parts),
        ),
        cents=machine.per_year.cents,
    )


def _machines(settings: StudySettings, units: Mapping[str, int], label: Sentence) -> Step:
    def how(language: Language) -> str:
        return " + ".join(
            f"{units[kind.id]} × {money(kind.machine.per_year.cents, language)}" for kind in settings.kinds
        )

    total = sum(units[kind.id] * kind.machine.per_year.cents for kind in settings.kinds)
    return Step(label=label, how=Sentence(how("fr"), how("en")), cents=total)


def _beside_machines(settings: StudySettings, amounts: Amounts, rows: list[int], *, is_pool: bool) -> list[Step]:
    """Use, hire, being several, journeys: only those that cost something."""
    steps = []
    use, hire = int(amounts.use[rows].sum()), int(amounts.hire[rows].sum())
    if use:
        steps.append(Step(label=Sentence("Usage des machines", "Use of machines"), how=_per_hour(settings), cents=use))
    if hire:
        how = Sentence("Heures sans service, louées à l'heure", "Unmet hours, hired by the hour")
        steps.append(Step(label=Sentence("Location d'appoint", "Hire"), how=how, cents=hire))
    if not is_pool:
        return steps
    pool = rows[0]
    kilometres = float(amounts.kilometres[pool])
    journeys = int(np.floor(kilometres * float(settings.pooling.per_km) + 0.5))
    several = int(amounts.pooling[pool]) - journeys
    if several:
        steps.append(Step(label=Sentence("S'organiser", "Getting organised"), how=_organising(settings), cents=several))
    if journeys:
        price = Fraction(settings.pooling.per_km) / 100
        how = Sentence(
            f"{number(round(kilometres))}{FIRM}km × {plain(price)}{FIRM}€",
            f"{number(round(kilometres), 0, 'en')}{FIRM}km × €{plain(price, 'en')}",
        )
        steps.append(Step(label=Sentence("Trajets", "Journeys"), how=how, cents=journeys))
    return steps


def _per_hour(settings: StudySettings) -> Sentence:
    prices = [kind for kind in settings.kinds if kind.machine.per_hour]
    return Sentence(
        "Heures de besoin × " + ", ".join(f"{money(kind.machine.per_hour.cents)} ({kind.one.fr})" for kind in prices),
        "Hours needed × " + ", ".join(f"{money(kind.machine.per_hour.cents, 'en')} ({kind.one.en})" for kind in prices),
    )


def _organising(settings: StudySettings) -> Sentence:
    costs, lines = settings.pooling, settings.pooling_lines
    added = len(places_of(settings)) - 1
    parts_fr = [f"{money(amount.cents)} {name}" for name, amount in lines.items()]
    parts_en = [f"{money(amount.cents, 'en')} {name}" for name, amount in lines.items()]
    if costs.per_added_member:
        parts_fr.append(f"{added} × {money(costs.per_added_member.cents)} par membre ajouté")
        parts_en.append(f"{added} × {money(costs.per_added_member.cents, 'en')} per added member")
    if costs.per_unit:
        parts_fr.append(f"{money(costs.per_unit.cents)} par machine commune")
        parts_en.append(f"{money(costs.per_unit.cents, 'en')} per shared machine")
    for member in settings.members:
        amount = costs.joining.get(member.id)
        if amount and not member.is_candidate:
            parts_fr.append(f"{money(amount.cents)} pour relier {member.name}")
            parts_en.append(f"{money(amount.cents, 'en')} to connect {member.name}")
    return Sentence(" + ".join(parts_fr), " + ".join(parts_en))


def _sum(label: Sentence, steps: list[Step]) -> Step:
    return Step(
        label=label,
        how=Sentence(
            " + ".join(money(step.cents) for step in steps), " + ".join(money(step.cents, "en") for step in steps)
        ),
        cents=sum(step.cents for step in steps),
    )


def _money_sentences(found: Money) -> tuple[Sentence, ...]:
    saving = found.saving_cents
    if saving > 0:
        first = Sentence(
            f"Ensemble, on paierait {money(saving)} de moins par an : {money(found.together_cents)} au lieu de "
            f"{money(found.alone_cents)}.",
            f"Together, {money(saving, 'en')} less would be paid a year: {money(found.together_cents, 'en')} instead "
            "of "
            f"{money(found.alone_cents, 'en')}.",
        )
    else:
        first = Sentence(
            f"Ensemble, on ne paierait pas moins : {money(found.together_cents)} par an contre "
            f"{money(found.alone_cents)} "
            "chacune chez soi.",
            f"Together, no less would be paid: {money(found.together_cents, 'en')} a year against "
            f"{money(found.alone_cents, 'en')} each on its own.",
        )
    sentences = [first]
    if found.units_sold:
        sentences.append(
            Sentence(
                f"Vendre {counted(found.units_sold, 'machine', 'machines')} en trop rapporterait "
                f"{money(found.resale_cents)} une fois.",
                f"Selling {counted(found.units_sold, 'surplus machine', 'surplus machines', 'en')} would bring "
                f"{money(found.resale_cents, 'en')} once.",
            )
        )
    if found.one_off_cents:
        sentences.append(_pay_back(found))
    return tuple(sentences)


def _pay_back(found: Money) -> Sentence:
    once_fr, once_en = money(found.one_off_cents), money(found.one_off_cents, "en")
    match found.pay_back_year:
        case None:
            return Sentence(
                f"Les {once_fr} de mise en place ne seraient jamais remboursés.",
                f"The {once_en} of setting up would never be paid back.",
            )
        case 0:
            return Sentence(
                f"Les {once_fr} de mise en place sont couverts par la vente des machines en trop.",
                f"The {once_en} of setting up are covered by selling the surplus machines.",
            )
        case year:
            rank = "1re" if year == 1 else f"{year}e"
            return Sentence(
                f"Les {once_fr} de mise en place seraient remboursés la {rank} année.",
                f"The {once_en} of setting up would be paid back in year {year}.",
            )


# What moves it


def effects_of(settings: StudySettings, sizing: Sizing, amounts: Amounts) -> tuple[Effect, ...]:
    """The saving when one thing changes, fleets staying as they are."""
    pool, rows = settings.pool_mask, [1 << place for place in places_of(settings)]
    total = amounts.total
    saving = int(total[rows].sum() - total[pool])
    effects = []
    for change_fr, change_en, years in (
        ("deux ans de plus", "two years more", 2),
        ("deux ans de moins", "two years less", -2),
    ):
        lives = [kind.machine.life_years + years for kind in settings.kinds]
        if min(lives) >= 1:
            moved = sum(
                _avoided(sizing, kind.id, rows, pool)
                * (replace(kind.machine, life_years=life).per_year.cents - kind.machine.per_year.cents)
                for kind, life in zip(settings.kinds, lives, strict=True)
            )
            label = Sentence(f"Machines gardées {change_fr}", f"Machines kept {change_en}")
            effects.append(Effect(label=label, saving_cents=saving + moved))
    dearer = sum(
        _avoided(sizing, kind.id, rows, pool) * cents(0.2, kind.machine.depreciation) for kind in settings.kinds
    )
    effects.append(
        Effect(label=Sentence("Machines 20 % plus chères", "Machines 20% dearer"), saving_cents=saving + dearer)
    )
    journeys = float(amounts.kilometres[pool]) * float(settings.pooling.per_km)
    if journeys:
        label = Sentence("Trajets 20 % plus chers", "Journeys 20% dearer")
        effects.append(Effect(label=label, saving_cents=saving - round(0.2 * journeys)))
    organising = int(amounts.pooling[pool]) - round(journeys)
    if organising:
        label = Sentence("S'organiser coûte deux fois plus", "Getting organised costs twice as much")
        effects.append(Effect(label=label, saving_cents=saving - organising))
    return tuple(effects)


def _avoided(sizing: Sizing, kind: str, rows: list[int], pool: int) -> int:
    units = sizing.units(kind)
    return int(units[rows].sum() - units[pool])


def distance_of(settings: StudySettings, amounts: Amounts, sizing: Sizing) -> Distance | None:
    """What distance costs the pool: its fleet and its cost if every member were next door."""
    if settings.travel is None:
        return None
    pool = settings.pool_mask
    units: dict[str, int] = {}
    hire = 0
    for ladder in sizing.ladders:
        near, unmet = fleet_as_neighbours(settings, sizing, ladder)
        units |= dict(zip((kind.id for kind in ladder.kinds), near, strict=True))
        hire += round((float(ladder.unmet[pool]) - unmet) * ladder.kinds[0].hire_per_hour.cents)
    here = {kind.id: int(sizing.units(kind.id)[pool]) for kind in settings.kinds}
    machines = sum(
        (here[kind.id] - units[kind.id]) * (kind.machine.per_year.cents + settings.pooling.per_unit.cents)
        for kind in settings.kinds
    )
    journeys = int(np.floor(float(amounts.kilometres[pool]) * float(settings.pooling.per_km) + 0.5))
    real = int(amounts.total[pool])
    cost = real - machines - journeys - hire
    return Distance(
        units_if_neighbours=units,
        cost_if_neighbours_cents=cost,
        cost_cents=real,
        sentence=_distance_sentence(settings, sizing, units if units != here else None, real - cost),
    )


def _distance_sentence(settings: StudySettings, sizing: Sizing, fewer: dict[str, int] | None, cost: int) -> Sentence:
    minutes = int(sizing.travel_minutes[places_of(settings)].max(initial=0))
    longest_fr = f", et jusqu'à {minutes} minutes avant chaque usage" if minutes else ""
    longest_en = f", and up to {minutes} minutes before each use" if minutes else ""
    fleet_fr = fleet_en = ""
    if fewer:
        fleet_fr = f" Sans elle, il suffirait de {fleet_of(fewer, settings.kinds)}."
        fleet_en = f" Without it, {fleet_of(fewer, settings.kinds, 'en')} would be enough."
    return Sentence(
        f"La distance coûte {money(cost)} par an{longest_fr}.{fleet_fr}",
        f"Distance costs {money(cost, 'en')} a year{longest_en}.{fleet_en}",
    )


def carbon_answer(settings: StudySettings, sizing: Sizing, amounts: Amounts) -> CarbonAnswer | None:
    """The CO2 of machines not built, less that of added journeys."""
    driven = 0.0 if settings.travel is None else settings.travel.carbon_kg_per_km
    if not driven and not any(kind.carbon_kg for kind in settings.kinds):
        return None
    pool, rows = settings.pool_mask, [1 << place for place in places_of(settings)]
    avoided = sum(
        carbon_of(
            units_avoided=_avoided(sizing, kind.id, rows, pool), per_machine=kind.carbon_kg,
            life_years=kind.machine.life_years, kilometres=0.0, per_km=0.0,
        ).avoided
        for kind in settings.kinds
    )  # fmt: skip
    travel = float(amounts.kilometres[pool]) * driven
    saved = avoided - travel
    verb_fr, verb_en = ("éviterait", "would avoid") if saved >= 0 else ("ajouterait", "would add")
    sentence = Sentence(
        f"Mutualiser {verb_fr} {number(abs(round(saved)))}{FIRM}kg de CO2 par an : {number(round(avoided))} pour les "
        f"machines non construites, {number(round(travel))} de trajets.",
        f"Pooling {verb_en} {number(abs(round(saved)), 0, 'en')}{FIRM}kg of CO2 a year: "
        f"{number(round(avoided), 0, 'en')} "
        f"for machines not built, {number(round(travel), 0, 'en')} of journeys.",
    )
    return CarbonAnswer(avoided_kg=avoided, travel_kg=travel, saved_kg=saved, sentence=sentence)
