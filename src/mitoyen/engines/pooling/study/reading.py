"""STUDY.yaml to settings: every value checked, every fault located."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from mitoyen.engines.pooling.fleets.costs import NOTHING, Machine, PoolingCosts
from mitoyen.engines.pooling.keys import Key, Part
from mitoyen.engines.pooling.study.calendars import read_calendar
from mitoyen.engines.pooling.study.distances import read_travel
from mitoyen.engines.pooling.study.entries import Entry
from mitoyen.engines.pooling.study.settings import (
    COMPUTED,
    METHODS,
    MOST_MEMBERS,
    Counting,
    DraftTerms,
    Kind,
    Measure,
    Member,
    NamedKey,
    Service,
    StudySettings,
)
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mitoyen.engines.pooling.fleets.shortage import Rule

SECTIONS = (
    "format", "study", "title", "members", "kinds", "service", "pooling", "travel", "shortage", "keys", "methods",
    "chosen_key", "fragile_below", "period", "calendar", "notes", "agreement", "replays",
)  # fmt: skip
_MEMBER_WORDS = ("name", "stock", "load", "position", "candidate", "joining")
_SHORTAGE_RULES = ("own_first", "rotation", "pro_rata")


def read_settings(text: str) -> StudySettings:
    """Read STUDY.yaml; raises :class:`StudySettingsError` at the first fault, with its line and its path.

    >>> settings = read_settings('''
    ... format: 1
    ... study: neige
    ... members: {ury: {name: Ury}, noisy: {name: Noisy}}
    ... kinds: {etrave: {machine: {price: 60000, life_years: 10, yearly: {upkeep: 1200}}}}
    ... ''')
    >>> settings.kinds[0].machine.per_year, settings.service.measure
    (Euros(cents=720000), 'fill_rate')
    """
    root = Entry.read(text).only(*SECTIONS)
    root.at("format").choice(("1",))
    kinds = _kinds(root.at("kinds"))
    members = _members(root.at("members"), kinds)
    keys = _keys(root.at("keys"), members)
    methods = _methods(root.at("methods"))
    replays = root.at("replays").only("count", "seed", "confidence", "days_together")
    lines, pooling, one_off = _pooling(root.at("pooling"), root.at("members"), root.at("travel"))
    return StudySettings(
        id=root.at("study").text(),
        title=root.at("title").sentence(Sentence(root.at("study").text(), root.at("study").text())),
        members=members,
        kinds=kinds,
        service=_service(root.at("service"), kinds, members),
        pooling=pooling,
        pooling_lines=lines,
        one_off=one_off,
        travel=read_travel(root.at("travel"), root.at("members")),
        shortage=cast("Rule", root.at("shortage").choice(_SHORTAGE_RULES, "pro_rata")),
        keys=keys,
        methods=methods,
        chosen_key=_chosen_key(root.at("chosen_key"), keys, methods, tuple(members[0].quantities)),
        fragile_below=root.at("fragile_below").euros() if root.at("fragile_below").exists else None,
        period=_period(root.at("period")),
        calendar=read_calendar(root.at("calendar"), members, kinds),
        notes=tuple(note.sentence() for note in root.at("notes").items()),
        draft=_draft(root.at("agreement"), members),
        seed=replays.at("seed").whole(1),
        replays=replays.at("count").whole(2000, least=100, most=20_000),
        confidence=replays.at("confidence").fraction(Fraction(8, 10), least=Fraction(1, 2), most=Fraction(99, 100)),
        days_together=replays.at("days_together").whole(1, least=1, most=31),
        text=text,
    )


# Members and machines


def _members(entry: Entry, kinds: tuple[Kind, ...]) -> tuple[Member, ...]:
    pairs = entry.pairs()
    if not pairs or len(pairs) > MOST_MEMBERS:
        entry.refuse(
            f"une étude compte de 1 à {MOST_MEMBERS} membres, pas {len(pairs)} : les groupes se comptent tous.",
            f"a study has from 1 to {MOST_MEMBERS} members, not {len(pairs)}: every group is counted.",
        )
    members = tuple(_member(name, one, kinds) for name, one in pairs)
    for quantity in sorted({name for member in members for name in member.quantities}):
        for member, (_, one) in zip(members, pairs, strict=True):
            if quantity not in member.quantities:
                one.refuse(
                    f"« {quantity} » est donné pour d'autres membres et manque ici ; écrivez 0 s'il n'y en a pas.",
                    f"'{quantity}' is given for other members and is missing here; write 0 when there is none.",
                )
    if all(member.is_candidate for member in members):
        entry.refuse("tous les membres sont candidats : la mutualisation est vide.", "every member is a candidate.")
    return members


def _member(name: str, entry: Entry, kinds: tuple[Kind, ...]) -> Member:
    known = {kind.id for kind in kinds}
    quantities = {}
    for word, value in entry:
        if word not in _MEMBER_WORDS:
            if word in COMPUTED or word in METHODS:
                value.refuse(
                    f"« {word} » est calculé par l'étude : choisissez un autre mot.",
                    f"'{word}' is computed by the study: choose another word.",
                )
            quantities[word] = value.fraction(least=0)
    stock = {kind: units.whole(least=0, most=1000) for kind, units in _by_kind(entry.at("stock"), known)}
    load = {kind: value.fraction(least=0) for kind, value in _by_kind(entry.at("load"), known)}
    return Member(
        id=name,
        name=entry.at("name").text(name),
        quantities=quantities,
        stock=stock,
        load=load,
        is_candidate=entry.at("candidate").flag(default=False),
    )


def _by_kind(entry: Entry, known: set[str]) -> list[tuple[str, Entry]]:
    entry.only(*sorted(known))
    return entry.pairs()


def _kinds(entry: Entry) -> tuple[Kind, ...]:
    pairs = entry.pairs()
    if not pairs:
        entry.refuse("décrivez au moins un matériel.", "describe at least one kind of machine.")
    kinds = tuple(_kind(name, one) for name, one in pairs)
    by_name = {kind.id: kind for kind in kinds}
    for kind, (_, one) in zip(kinds, pairs, strict=True):
        _check_nested(kind, by_name, one.at("does_work_of"))
    return kinds


def _check_nested(kind: Kind, by_name: Mapping[str, Kind], entry: Entry) -> None:
    """Classes must form a ladder, so that they can be counted from the top."""
    for smaller in kind.does_work_of:
        if smaller not in by_name or smaller == kind.id:
            entry.refuse(f"matériel inconnu « {smaller} ».", f"unknown kind '{smaller}'.")
    rungs = sorted(kind.does_work_of, key=lambda name: len(by_name[name].does_work_of))
    for rank, smaller in enumerate(rungs):
        if set(by_name[smaller].does_work_of) != set(rungs[:rank]):
            entry.refuse(
                f"{kind.id} fait le travail de {', '.join(rungs)} : chacun d'eux doit faire celui des précédents, "
                "et d'eux seuls.",
                f"{kind.id} does the work of {', '.join(rungs)}: each of these must do that of those before it, "
                "and only theirs.",
            )


def _kind(name: str, entry: Entry) -> Kind:
    entry.only(
        "one", "many", "gender", "machine", "before", "after", "availability", "hire_per_hour", "resale", "carbon_kg",
        "does_work_of",
    )  # fmt: skip
    one = entry.at("one").sentence(Sentence(name, name))
    return Kind(
        id=name,
        one=one,
        many=entry.at("many").sentence(one),
        is_feminine=entry.at("gender").choice(("m", "f"), "m") == "f",
        machine=_machine(entry.at("machine")),
        before=entry.at("before").whole(0, most=7 * 24 * 60),
        after=entry.at("after").whole(0, most=7 * 24 * 60),
        availability=float(entry.at("availability").fraction(Fraction(1), least=Fraction(1, 2), most=1)),
        hire_per_hour=entry.at("hire_per_hour").euros(NOTHING),
        resale=entry.at("resale").euros(NOTHING),
        carbon_kg=float(entry.at("carbon_kg").fraction(Fraction(0), least=0)),
        does_work_of=tuple(item.text() for item in entry.at("does_work_of").items()),
    )


def _machine(entry: Entry) -> Machine:
    entry.only("price", "life_years", "residual", "rate", "yearly", "per_hour")
    price, residual = entry.at("price").euros(NOTHING), entry.at("residual").euros(NOTHING)
    if residual > price:
        entry.at("residual").refuse("la valeur de reprise dépasse le prix.", "the residual exceeds the price.")
    return Machine(
        price=price,
        life_years=entry.at("life_years").whole(1, least=1, most=100),
        residual=residual,
        rate=entry.at("rate").fraction(Fraction(0), least=0, most=Fraction(1, 2)),
        yearly=_amounts(entry.at("yearly")),
        per_hour=entry.at("per_hour").euros(NOTHING),
    )


def _amounts(entry: Entry) -> dict[str, Euros]:
    return {name: amount.euros() for name, amount in entry}


# Service and costs


def _service(entry: Entry, kinds: Sequence[Kind], members: Sequence[Member]) -> Service:
    entry.only("measure", "level", "unmet_hours", "counting")
    measure = entry.at("measure").choice(("fill_rate", "unmet_hours", "everything", "random"), "fill_rate")
    breaks, nested = any(kind.availability < 1 for kind in kinds), any(kind.does_work_of for kind in kinds)
    if breaks and measure == "everything":
        entry.refuse(
            "avec des pannes, aucune flotte ne sert toujours tout : choisissez fill_rate.",
            "with breakdowns, no fleet always serves everything: choose fill_rate.",
        )
    if measure == "random" and nested:
        entry.refuse("random ne connaît pas does_work_of.", "random does not know does_work_of.")
    counting = entry.at("counting").choice(("hours", "whole_needs"), "hours" if breaks or nested else "whole_needs")
    if counting == "whole_needs" and (breaks or nested):
        entry.at("counting").refuse(
            "avec availability ou does_work_of, l'étude compte par heures : choisissez hours.",
            "with availability or does_work_of, the study counts by hours: choose hours.",
        )
    level = entry.at("level").fraction(Fraction(98, 100), least=Fraction(1, 2), most=1)
    if measure == "random":
        _check_loads(entry, kinds, members)
        if level == 1:
            entry.at("level").refuse("il faut moins de 1.", "it must be under 1.")
    unmet = entry.at("unmet_hours").fraction(None if measure == "unmet_hours" else Fraction(0), least=0)
    return Service(
        measure=cast("Measure", measure), level=level, unmet_hours=unmet, counting=cast("Counting", counting)
    )


def _check_loads(entry: Entry, kinds: Sequence[Kind], members: Sequence[Member]) -> None:
    """Loads are given for everybody, or for nobody (they are then measured from the needs)."""
    told = [(member, kind) for member in members for kind in kinds if kind.id in member.load]
    if told and len(told) < len(members) * len(kinds):
        member = next(member for member in members if any(kind.id not in member.load for kind in kinds))
        entry.refuse(
            f"la charge (load) est donnée pour certains membres et manque pour {member.id}.",
            f"the load is given for some members and missing for {member.id}.",
        )


def _pooling(
    entry: Entry, members: Entry, travel: Entry
) -> tuple[Mapping[str, Euros], PoolingCosts, Mapping[str, Euros]]:
    entry.only("yearly", "per_added_member", "per_unit", "one_off")
    lines = _amounts(entry.at("yearly"))
    joining = {name: one.at("joining").euros() for name, one in members if one.at("joining").exists}
    per_km = travel.at("cost_per_km").fraction(Fraction(0), least=0)
    costs = PoolingCosts(
        yearly=Euros.total(lines.values()),
        per_added_member=entry.at("per_added_member").euros(NOTHING),
        joining=joining,
        per_unit=entry.at("per_unit").euros(NOTHING),
        per_km=100 * per_km,
    )
    return lines, costs, _amounts(entry.at("one_off"))


# Keys and the rest


def _keys(entry: Entry, members: Sequence[Member]) -> tuple[NamedKey, ...]:
    drivers = (*COMPUTED, *sorted(members[0].quantities))
    names = tuple(member.id for member in members)
    keys = []
    for name, one in entry:
        if name in METHODS:
            one.refuse(f"« {name} » est une méthode de l'étude.", f"'{name}' is a method of the study.")
        one.only("label", "parts", "floors", "caps", "commitments")
        parts = tuple(Part(driver, weight.fraction(least=0)) for driver, weight in one.at("parts").only(*drivers))
        whole = sum((part.weight for part in parts), Fraction(0))
        if whole != 1:
            one.at("parts").refuse(f"les parts font {whole} au lieu de 1.", f"the parts make {whole} instead of 1.")
        bounds = {
            side: {who: amount.euros().cents for who, amount in one.at(side).only(*names)}
            for side in ("floors", "caps")
        }
        commitments = {
            driver: {who: value.fraction(least=0) for who, value in given.only(*names)}
            for driver, given in one.at("commitments").only(*drivers)
        }
        key = Key(name, parts, floors=bounds["floors"], caps=bounds["caps"], commitments=commitments)
        keys.append(NamedKey(key=key, label=one.at("label").sentence(Sentence(name, name))))
    return tuple(keys)


def _methods(entry: Entry) -> tuple[str, ...]:
    if not entry.exists:
        return ("shapley", "nucleolus")
    return tuple(item.choice(METHODS) for item in entry.items())


def _chosen_key(entry: Entry, keys: Sequence[NamedKey], methods: Sequence[str], quantities: Sequence[str]) -> str:
    known = [*(named.key.name for named in keys), *methods, "equal", "hours", *quantities]
    if not keys:
        known.append("fixed_and_use")  # the blend of a study that names none
    return entry.choice(known, "") if entry.exists else ""


def _period(entry: Entry) -> tuple[date, date] | None:
    if not entry.exists:
        return None
    entry.only("from", "to")
    first, last = entry.at("from").day(), entry.at("to").day()
    if last < first:
        entry.at("to").refuse(
            f"la période finit ({last}) avant de commencer.", f"the period ends ({last}) before it starts."
        )
    return first, last


def _draft(entry: Entry, members: Sequence[Member]) -> DraftTerms:
    entry.only("id", "coordinator", "coordinator_name", "from", "to")
    coordinator = entry.at("coordinator").text("coordinateur")
    if any(member.id == coordinator for member in members):
        entry.at("coordinator").refuse(
            "le coordinateur reçoit les parts des membres : nommez-le autrement qu'eux.",
            "the coordinator receives the members' shares: give it another name than theirs.",
        )
    return DraftTerms(
        agreement=entry.at("id").text(""),
        coordinator=coordinator,
        coordinator_name=entry.at("coordinator_name").text("Coordinateur à désigner"),
        first=entry.at("from").day() if entry.at("from").exists else None,
        last=entry.at("to").day() if entry.at("to").exists else None,
    )
