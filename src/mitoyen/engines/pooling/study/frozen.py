"""What a study was computed from, and by which method: enough to compute it again, years later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.needs import written

if TYPE_CHECKING:
    from mitoyen.engines.pooling.needs import Needs
    from mitoyen.engines.pooling.study.settings import StudySettings

METHOD = "pooling-study/1"
"""Raised by any change that alters an answer; earlier answers keep theirs."""


@dataclass(frozen=True, slots=True)
class FrozenInputs:
    """The needs and the settings as text, the method, and the fingerprint of the three."""

    method: str
    needs_csv: str
    settings_yaml: str
    needs_count: int
    sha256: str


def freeze(settings: StudySettings, needs: Needs) -> FrozenInputs:
    """Freeze the inputs: the fingerprint is of the method, the settings and the needs, each on its own lines."""
    sheet = written(needs)
    whole = f"{METHOD}\n{settings.text}\n{sheet}"
    return FrozenInputs(METHOD, sheet, settings.text, needs.count, hashlib.sha256(whole.encode()).hexdigest())
