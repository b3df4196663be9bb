"""The answer in one line, the paragraph under it, and what the study does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.demand import MOST_WEIGHTS
from mitoyen.engines.pooling.needs.paris import midnight, moment_of
from mitoyen.engines.pooling.study.accounts import places_of
from mitoyen.engines.pooling.study.groups import said_groups
from mitoyen.engines.pooling.study.wording import fleet_of, hours, money, spelled
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import counted, listed, moment, of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.needs import Needs
    from mitoyen.engines.pooling.study.answer import Groups, LadderAnswer, Money, Verdict
    from mitoyen.engines.pooling.study.settings import Kind, StudySettings
    from mitoyen.engines.pooling.study.sharing import KeyRow
    from mitoyen.engines.pooling.study.sizing import Sizing

Ints = npt.NDArray[np.int64]

_FEW_YEARS = 3


def verdict_of(found: Money, groups: Groups) -> Verdict:
    """Together, in groups, or each on its own: the cheapest; equal costs are not worth an agreement."""
    if len(groups.best.groups) == 1 and found.saving_cents > 0:
        return "together"
    if groups.best.cost_cents < found.alone_cents:
        return "groups"
    return "alone"


def headline_of(settings: StudySettings, verdict: Verdict, ladders: Sequence[LadderAnswer], groups: Groups) -> Sentence:
    """The answer in one line."""
    if verdict == "alone":
        return Sentence(
            "Faut-il mutualiser ? Non, pas entre ces membres.", "Should we pool? No, not between these members."
        )
    if verdict == "groups":
        return Sentence(
            f"Faut-il mutualiser ? Oui, mais pas tous ensemble : {said_groups(settings, groups.best, 'fr')}.",
            f"Should we pool? Yes, but not all together: {said_groups(settings, groups.best, 'en')}.",
        )
    alone = {kind: units for ladder in ladders for kind, units in ladder.units_alone.items()}
    together = {kind: units for ladder in ladders for kind, units in ladder.units_together.items()}
    fr = fleet_of(together, settings.kinds, "fr", in_letters=True)
    en = fleet_of(together, settings.kinds, "en", in_letters=True)
    if alone == together:
        return Sentence(f"Faut-il mutualiser ? Oui, avec {fr}.", f"Should we pool? Yes, with {en}.")
    former = [alone[kind.id] for kind in settings.kinds]
    return Sentence(
        f"Faut-il mutualiser ? Oui, avec {fr} au lieu de {listed([spelled(units) for units in former])}.",
        f"Should we pool? Yes, with {en} instead of {listed([spelled(units, 'en') for units in former], 'en')}.",
    )


def standfirst_of(
    settings: StudySettings,
    verdict: Verdict,
    found: Money,
    ladders: Sequence[LadderAnswer],
    groups: Groups,
    row: KeyRow,
) -> Sentence:
    """The paragraph under the answer: money, service, and who would leave."""
    parts = [_money_part(settings, verdict, found, groups)]
    alone = sum(ladder.unmet_alone_hours for ladder in ladders)
    together = sum(ladder.unmet_together_hours for ladder in ladders)
    parts.append(
        Sentence(
            f"{hours(together)} sans service par an ensemble, {hours(alone)} chacune chez soi.",
            f"{hours(together, 'en')} unmet a year together, {hours(alone, 'en')} each on its own.",
        )
    )
    if verdict == "together":
        parts.append(
            Sentence(
                f"Avec la clé « {row.label.fr} » : {_lowered(row.reason.fr)}",
                f"With the key '{row.label.en}': {_lowered(row.reason.en)}",
            )
        )
    return Sentence(" ".join(part.fr for part in parts), " ".join(part.en for part in parts))


def _lowered(text: str) -> str:
    """The reason after a colon: only « Personne » and « À deux » lose their capital, never a name."""
    for start in ("Personne", "À ", "Nobody", "The "):
        if text.startswith(start):
            return text[0].lower() + text[1:]
    return text


def _money_part(settings: StudySettings, verdict: Verdict, found: Money, groups: Groups) -> Sentence:
    count = len(places_of(settings))
    if verdict == "together":
        return Sentence(
            f"Ensemble, les {spelled(count)} membres économiseraient {money(found.saving_cents)} par an.",
            f"Together, the {spelled(count, 'en')} members would save {money(found.saving_cents, 'en')} a year.",
        )
    if verdict == "groups":
        gain, lost = found.alone_cents - groups.best.cost_cents, found.together_cents - groups.best.cost_cents
        return Sentence(
            f"Ainsi groupés, les membres économiseraient {money(gain)} par an ; tous ensemble coûterait "
            f"{money(lost)} de plus.",
            f"In these groups, members would save {money(gain, 'en')} a year; all together would cost "
            f"{money(lost, 'en')} more.",
        )
    lost = -found.saving_cents
    if lost == 0:
        return Sentence(
            "Ensemble, on paierait autant que chacune chez soi.", "Together would cost as much as each on its own."
        )
    return Sentence(
        f"Ensemble, on paierait {money(lost)} de plus par an que chacune chez soi, et aucun groupe ne ferait mieux.",
        f"Together would cost {money(lost, 'en')} more a year than each on its own, and no group would do better.",
    )


# What the study does not say


def limits_of(settings: StudySettings, needs: Needs, sizing: Sizing, groups: Groups) -> tuple[Sentence, ...]:
    """What a reader must know before deciding: hypotheses, thin records, approximations; then the authors' notes."""
    limits = [
        *_about_the_record(settings, needs, sizing),
        *_about_repeated_needs(settings, needs),
        *_about_the_method(settings, needs, sizing, groups),
    ]
    return (*limits, *settings.notes)


def _about_the_record(settings: StudySettings, needs: Needs, sizing: Sizing) -> list[Sentence]:
    limits = []
    if settings.calendar is not None:
        limits.append(
            Sentence(
                "Des besoins sont déclarés, non relevés : leur calendrier est tiré au sort selon les saisons "
                "déclarées.",
                "Some needs are declared, not recorded: their calendar is drawn from the declared seasons.",
            )
        )
    if needs.count and sizing.span.years < _FEW_YEARS:
        limits.append(
            Sentence(
                f"Le relevé couvre {counted(max(1, round(sizing.span.years)), 'an', 'ans')} : c'est peu pour juger "
                "d'une saison rude.",
                f"The record covers {counted(max(1, round(sizing.span.years)), 'year', 'years', 'en')}: little to "
                "judge of a "
                "harsh season.",
            )
        )
    left_out = needs.count - needs.within(sizing.span.first, sizing.span.last).count
    if left_out:
        limits.append(
            Sentence(
                f"{counted(left_out, 'besoin', 'besoins')} hors de la période étudiée ne sont pas comptés.",
                f"{counted(left_out, 'need', 'needs', 'en')} outside the period studied are not counted.",
            )
        )
    years = round(sizing.span.years)
    for place in places_of(settings):
        own = needs.start[needs.member == place]
        if not needs.count:
            continue
        seen = np.unique((own - midnight(sizing.span.first)) // (60 * 8766)).size
        if own.size and seen < years:
            name = settings.members[place].name
            limits.append(
                Sentence(
                    f"{name} n'a de besoins que pour {counted(seen, 'année', 'années')} sur {years}.",
                    f"{name} has needs for {counted(seen, 'year', 'years', 'en')} only, of {years}.",
                )
            )
    return limits


def _about_repeated_needs(settings: StudySettings, needs: Needs) -> list[Sentence]:
    """A member that asks for several machines at once, and did not say how many it has: perhaps typed twice."""
    limits = []
    for place, member in enumerate(settings.members):
        for kind in settings.kinds:
            own = needs.of_kind(kind.id)
            own = own.where((own.member == place) & (own.units == 1))
            if kind.id in member.stock or not own.count:
                continue
            before = np.maximum.accumulate(own.end)[:-1]
            overlapping = np.flatnonzero(own.start[1:] < before) + 1
            if overlapping.size:
                limits.append(_overlap_sentence(member.name, kind, own, overlapping))
    return limits


def _overlap_sentence(name: str, kind: Kind, own: Needs, overlapping: Ints) -> Sentence:
    first, times = int(overlapping[0]), int(overlapping.size)
    begins, line = moment_of(int(own.start[first])), int(own.line[first])
    on_fr, on_en = f"le {moment(begins)}", f"on {moment(begins, 'en')}"
    at_fr, at_en = (f"ligne {line}, {on_fr}", f"line {line}, {on_en}") if line else (on_fr, on_en)
    return Sentence(
        f"Les besoins {of(name)} se chevauchent {counted(times, 'fois', 'fois')} ({at_fr}) : l'étude compte plusieurs "
        f"{kind.many.fr} à la fois.",
        f"The needs of {name} overlap {counted(times, 'time', 'times', 'en')} ({at_en}): the study counts several "
        f"{kind.many.en} at once.",
    )


def _about_the_method(settings: StudySettings, needs: Needs, sizing: Sizing, groups: Groups) -> list[Sentence]:
    limits = []
    if settings.travel is not None and settings.travel.is_as_the_crow_flies:
        limits.append(
            Sentence(
                "Les distances sont à vol d'oiseau, avec le coefficient de détour des réglages.",
                "Distances are as the crow flies, with the detour factor of the settings.",
            )
        )
    if settings.travel is not None:
        limits.append(
            Sentence(
                "Les trajets sont estimés : comme si l'utilisatrice précédente était n'importe quelle membre, "
                "à proportion de ses usages.",
                "Journeys are estimated: as if the user before were any member, in proportion to its uses.",
            )
        )
    if settings.service.measure != "random" and settings.service.counting == "whole_needs":
        left = groups.groups_in_all - groups.groups_counted_whole
        if left:
            limits.append(
                Sentence(
                    f"{counted(left, 'groupe est compté', 'groupes sont comptés')} heure par heure et non besoin par "
                    "besoin, "
                    "à une machine près.",
                    f"{counted(left, 'group is', 'groups are', 'en')} counted hour by hour and not need by need, "
                    "within a "
                    "machine or so.",
                )
            )
    if np.unique(needs.weight).size > MOST_WEIGHTS:
        limits.append(
            Sentence(
                f"Les poids, très nombreux, sont ramenés à {MOST_WEIGHTS} niveaux pour compter heure par heure.",
                f"Weights, being many, are brought to {MOST_WEIGHTS} levels to count hour by hour.",
            )
        )
    if all(not ladder.kinds[0].before and not ladder.kinds[0].after for ladder in sizing.ladders) and needs.count:
        limits.append(
            Sentence(
                "Aucun temps de préparation ni de remise en état n'est compté entre deux usages.",
                "No time to prepare or to clean is counted between two uses.",
            )
        )
    return limits
