"""Rows of studies: no rules, no HTTP, no engine.

============  ================================================================
``studies``   a study, its members, and each answer that was computed
``sources``   where its needs come from
``talks``     to whom it is shown, and what they say of it
============  ================================================================
"""

from mitoyen.studies.models.sources import NeedSource, SourceKind
from mitoyen.studies.models.studies import Answer, ReplayState, Study, StudyMember, StudyState
from mitoyen.studies.models.talks import Remark, Share

__all__ = [
    "Answer",
    "NeedSource",
    "Remark",
    "ReplayState",
    "Share",
    "SourceKind",
    "Study",
    "StudyMember",
    "StudyState",
]
