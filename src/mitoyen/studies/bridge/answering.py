"""The first answer of a study as a document to keep, and the same answer again from what was frozen."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.engines.pooling.study.rendering import as_document
from mitoyen.engines.pooling.study.telling import promise_of
from mitoyen.studies.bridge.idle import idle_of
from mitoyen.studies.bridge.record import record_of
from mitoyen.studies.bridge.writing import study_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.needs import Needs
    from mitoyen.engines.pooling.study.answer import Answer as Answered
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.kernel.text import Sentence
    from mitoyen.studies.models import Answer, NeedSource, Study, StudyMember
    from mitoyen.studies.queries.inputs import Inputs

_CHOSEN = re.compile(r"^chosen_key: .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """An answer, with the two texts that give it again."""

    answered: Answered
    settings_yaml: str
    needs_csv: str
    document: dict[str, Any]

    @property
    def replayed_from(self) -> str:
        """The fingerprint of the inputs without the chosen key: intervals do not depend on it."""
        whole = f"{self.answered.frozen.method}\n{_CHOSEN.sub('', self.settings_yaml)}\n{self.needs_csv}"
        return hashlib.sha256(whole.encode()).hexdigest()


def check_settings(study: Study, members: Sequence[StudyMember], sources: Sequence[NeedSource]) -> None:
    """Have the engine read what was typed; raises at the first fault, with its path in ``where``."""
    read_settings(study_yaml(study, members, sources))


def compute(inputs: Inputs) -> Computed:
    """The first answer, in a second or two. Raises what the engine refuses, located."""
    settings_yaml = study_yaml(inputs.study, inputs.members, inputs.sources)
    settings = read_settings(settings_yaml)
    needs_csv = record_of(inputs)
    answered = answer_study(settings, gather_needs(settings, needs_csv))
    document = as_document(answered) | _beside(settings, answered) | {"idle": idle_of(inputs)}
    return Computed(answered=answered, settings_yaml=settings_yaml, needs_csv=needs_csv, document=document)


def _beside(settings: StudySettings, answered: Answered) -> dict[str, Any]:
    """What pages say and the engine's document does not hold: the names of machines, the promise."""
    return {
        "kinds": [
            {"id": kind.id, "one": _said(kind.one), "many": _said(kind.many), "is_feminine": kind.is_feminine}
            for kind in settings.kinds
        ],
        "promise": _said(promise_of(settings)),
        "measure": settings.service.measure,
        "level": float(settings.service.level),
        "allowed_hours": float(settings.service.unmet_hours) * len(answered.members),
        "counting": settings.service.counting,
    }


def _said(sentence: Sentence) -> dict[str, str]:
    return {"fr": sentence.fr, "en": sentence.en}


def frozen_inputs(row: Answer) -> tuple[StudySettings, Needs]:
    """The settings and the needs of an answer, as they were."""
    settings = read_settings(row.settings_yaml)
    return settings, gather_needs(settings, row.needs_csv)


def again(row: Answer) -> Answered:
    """The answer, computed again from what was frozen: for an annex, a draft, a replay."""
    settings, needs = frozen_inputs(row)
    return answer_study(settings, needs)
