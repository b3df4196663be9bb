"""The figures of fleets and of needs that meet, told in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.study.wording import fleet_of, hours, spelled, units_of
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import counted, listed, number, share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from mitoyen.engines.pooling.study.answer import LadderAnswer, MemberService, Together
    from mitoyen.engines.pooling.study.settings import Kind, StudySettings
    from mitoyen.kernel.text import Language

_WORSE_BY = 0.005  # of a member's hours: less is not worth a sentence


def promise_of(settings: StudySettings) -> Sentence:
    """The service promised, alone and together alike."""
    service = settings.service
    match service.measure:
        case "fill_rate":
            return Sentence(
                f"servir {share(service.level, _decimals(service.level), 'fr')} des heures de besoin",
                f"serving {share(service.level, _decimals(service.level), 'en')} of the hours needed",
            )
        case "unmet_hours":
            return Sentence(
                f"au plus {hours(float(service.unmet_hours))} sans service par membre et par an",
                f"at most {hours(float(service.unmet_hours), 'en')} unmet for each member and year",
            )
        case "everything":
            return Sentence("servir tous les besoins", "serving every need")
        case "random":
            lost = 1 - service.level
            return Sentence(
                f"perdre au plus {share(lost, _decimals(lost), 'fr')} des besoins (formule d'Erlang)",
                f"losing at most {share(lost, _decimals(lost), 'en')} of the needs (Erlang's formula)",
            )


def _decimals(rate: Fraction) -> int:
    """A percentage is said whole when it is."""
    return 0 if (rate * 100).denominator == 1 else 1


def tell_fleet(settings: StudySettings, kinds: Sequence[Kind], answer: LadderAnswer) -> LadderAnswer:
    """Add its sentences to the answer of a ladder."""
    sentences = [_how_many(settings, kinds, answer)]
    if answer.lost_needs:
        sentences.append(
            Sentence(
                "Un besoin est servi en entier ou perdu : ensemble, "
                f"{counted(answer.lost_needs, 'besoin perdu', 'besoins perdus')} sur toute la période.",
                "A need is served whole or lost: together, "
                f"{counted(answer.lost_needs, 'need', 'needs', 'en')} lost over the record.",
            )
        )
    short = [point for point in answer.curve if not point.keeps_service]
    if short:
        point = short[-1]
        sentences.append(
            Sentence(
                f"Avec {units_of(point.units, kinds[0])}, {hours(point.unmet_hours)} par an resteraient "
                "sans service : c'est trop.",
                f"With {units_of(point.units, kinds[0], 'en')}, {hours(point.unmet_hours, 'en')} a year would be "
                "unmet: too many.",
            )
        )
    sentences.extend(_who_is_served_less(settings, kinds, answer))
    return replace(answer, sentences=tuple(sentences))


def _how_many(settings: StudySettings, kinds: Sequence[Kind], answer: LadderAnswer) -> Sentence:
    promise = promise_of(settings)

    def said(language: Language) -> tuple[str, str]:
        return (
            fleet_of(answer.units_alone, kinds, language),
            fleet_of(answer.units_together, kinds, language),
        )

    (alone_fr, together_fr), (alone_en, together_en) = said("fr"), said("en")
    return Sentence(
        f"Pour {promise.fr}, il faut {alone_fr} chacune chez soi et {together_fr} ensemble. Restent sans service "
        f"{hours(answer.unmet_alone_hours)} par an chacune chez soi, {hours(answer.unmet_together_hours)} ensemble, "
        f"sur {hours(answer.needed_hours)}.",
        f"For {promise.en}, it takes {alone_en} each on its own and {together_en} together. Unmet: "
        f"{hours(answer.unmet_alone_hours, 'en')} a year each on its own, {hours(answer.unmet_together_hours, 'en')} "
        f"together, of {hours(answer.needed_hours, 'en')}.",
    )


def _who_is_served_less(settings: StudySettings, kinds: Sequence[Kind], answer: LadderAnswer) -> list[Sentence]:
    names = settings.names
    worse = [member for member in answer.members if _is_worse(member)]
    if not worse:
        return []
    sentences = []
    who = [names[member.member] for member in worse]
    many = len(who) > 1
    losses = [member.unmet_together_hours - member.unmet_alone_hours for member in worse]
    sentences.append(
        Sentence(
            f"{listed(who)} {'seraient moins bien servies' if many else 'serait moins bien servie'} que "
            f"{'seules' if many else 'seule'} : jusqu'à {hours(max(losses))} de plus sans service par an.",
            f"{listed(who, 'en')} would be served less well than alone: up to {hours(max(losses), 'en')} more unmet "
            "a year.",
        )
    )
    units = answer.units_if_each_keeps_its_service
    if units is not None and units > answer.units_together[kinds[0].id] and len(kinds) == 1:
        sentences.append(
            Sentence(
                f"Avec {units_of(units, kinds[0])}, chacune garderait le service promis.",
                f"With {units_of(units, kinds[0], 'en')}, each would keep the promised service.",
            )
        )
    return sentences


def _is_worse(member: MemberService) -> bool:
    before, after = member.served_alone, member.served_together
    return before is not None and after is not None and before - after > _WORSE_BY


def tell_together(settings: StudySettings, kinds: Sequence[Kind], found: Together) -> Together:
    """Add its sentences to what was measured of needs that meet."""
    if found.units_if_independent is None:
        return replace(
            found,
            sentences=(
                Sentence(
                    "La formule d'Erlang suppose des besoins indépendants. La neige, la moisson et le 14 juillet "
                    "frappent tout le monde le même jour : avec un vrai calendrier, le résultat serait souvent moins "
                    "bon.",
                    "Erlang's formula supposes independent needs. Snow, harvest and 14 July strike everybody the same "
                    "day: with a real calendar, the result would often be less good.",
                ),
            ),
        )
    sentences = []
    members = sum(not member.is_candidate for member in settings.members)
    if members > 1:
        sentences.append(_days(kinds, found, members))
        sentences.append(_as_if_independent(kinds, found))
    if found.mean_correlation is not None:
        level = round(found.mean_correlation, 2)
        sentences.append(
            Sentence(
                f"Corrélation des besoins entre membres, heure par heure : {number(level, 2)}.",
                f"Correlation of the needs of members, hour by hour: {number(level, 2, 'en')}.",
            )
        )
    return replace(found, sentences=tuple(sentences))


def _days(kinds: Sequence[Kind], found: Together, members: int) -> Sentence:
    days, at_once = round(found.days_of_need), round(found.days_all_at_once)
    one = kinds[0].one
    un = "une" if kinds[0].is_feminine else "un"
    if not at_once:
        return Sentence(
            f"Sur {counted(days, 'jour', 'jours')} de besoin par an, les {spelled(members)} membres n'ont jamais "
            "besoin "
            f"d'{un} {one.fr} tous à la même heure.",
            f"Of {counted(days, 'day', 'days', 'en')} of need a year, the {spelled(members, 'en')} members never all "
            "need "
            f"a {one.en} at the same hour.",
        )
    end_fr = " Partager ne crée pas de place ces jours-là."
    end_en = " Sharing makes no room on those days."
    return Sentence(
        f"Sur {counted(days, 'jour', 'jours')} de besoin par an, les {spelled(members)} membres ont besoin "
        f"d'{un} {one.fr} à la même heure {counted(at_once, 'fois', 'fois')}.{end_fr}",
        f"Of {counted(days, 'day', 'days', 'en')} of need a year, all {spelled(members, 'en')} members need "
        f"a {one.en} at the same hour {counted(at_once, 'time', 'times', 'en')}.{end_en}",
    )


def _as_if_independent(kinds: Sequence[Kind], found: Together) -> Sentence:
    units = found.units_if_independent or 0
    announced, real = found.unmet_announced_hours or 0.0, found.unmet_real_hours or 0.0
    return Sentence(
        f"Heure par heure, un calcul qui suppose des besoins indépendants conseillerait {units_of(units, kinds[0])} "
        "et annoncerait "
        f"{hours(announced)} sans service par an ; les vrais jours en donnent {hours(real)}.",
        f"Hour by hour, a computation that supposes independent needs would advise {units_of(units, kinds[0], 'en')} "
        "and announce "
        f"{hours(announced, 'en')} unmet a year; the real days give {hours(real, 'en')}.",
    )
