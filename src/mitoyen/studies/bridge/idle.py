"""Things that rest while somebody's need is refused, from the bookings that a study looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.engines.pooling.idle import SharedThing, find_idle
from mitoyen.studies.bridge.record import past_bookings
from mitoyen.studies.models import SourceKind

if TYPE_CHECKING:
    from mitoyen.kernel.text import Sentence
    from mitoyen.studies.queries.inputs import Inputs

_SHOWN = 5


def idle_of(inputs: Inputs) -> dict[str, Any]:
    """What is rarely used, and whom it could help, as data; empty when no source is of bookings."""
    codes = {member.organisation_id: member.code for member in inputs.members}
    names = {member.code: member.organisation.name for member in inputs.members}
    things, past = [], []
    for source in inputs.sources:
        if source.kind != SourceKind.BOOKINGS:
            continue
        kind = source.machine
        for each in inputs.things.get(source.pk, ()):  # an owner who is no member of the study has a name too
            owner = codes.get(each.owner, str(each.owner))
            names.setdefault(owner, each.owner_name)
        things += [
            SharedThing(id=str(each.pk), name=each.name, kind=kind, owner=codes.get(each.owner, str(each.owner)))
            for each in inputs.things.get(source.pk, ())
        ]
        past += past_bookings(source, inputs.wanted.get(source.pk, ()), codes)
    if not things:
        return {}
    period = (inputs.study.first, inputs.study.last)
    found = find_idle(list({thing.id: thing for thing in things}.values()), past, period=period, names=names)
    return {
        "rarely_used": [_said(usage.sentence) for usage in found.rarely_used[:_SHOWN]],
        "proposals": [_said(each.sentence) for each in found.proposals[:_SHOWN]],
        "sentences": [_said(each) for each in found.sentences],
        "refused": len(found.refused),
    }


def _said(sentence: Sentence) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}
