"""What studies refuse, and how it is said."""

from __future__ import annotations

from mitoyen.kernel.errors import ConflictError, InvalidError


class IncompleteError(InvalidError):
    """A step of the study is not filled in; ``where`` names it: members, needs, service or costs."""

    code = "incomplete_study"


class MethodChangedError(ConflictError):
    """An answer was kept, and the method that gave it is no longer ours: it is read, not worked out again."""

    code = "method_changed"


class NotAnsweredError(ConflictError):
    """The study has no answer yet: nothing to share, to draft or to print."""

    code = "not_answered"
