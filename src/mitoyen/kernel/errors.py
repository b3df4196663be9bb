"""What can be refused, and how it is said.

An error says what happened, with which value, and what to do. It has a stable ``code`` that pages,
API and command line print alike; ``plumbing`` renders it once for each of them.
"""

from __future__ import annotations

from typing import ClassVar

from mitoyen.kernel.text import Sentence


class MitoyenError(Exception):
    """The base of every error that a person may read.

    >>> error = InvalidError(Sentence("12h n'est pas une heure.", "12h is not a time."), where="début")
    >>> error.code, str(error), error.where
    ('invalid', "12h n'est pas une heure.", 'début')
    """

    code: ClassVar[str] = "error"

    def __init__(self, sentence: Sentence, *, where: str = "") -> None:
        """Say ``sentence``; ``where`` names the field, or the line of a file, that is at fault."""
        super().__init__(sentence.fr)
        self.sentence = sentence
        self.where = where


class InvalidError(MitoyenError):
    """A value that cannot be understood or accepted (HTTP 422, exit status 2)."""

    code = "invalid"


class RefusedError(MitoyenError):
    """Somebody may not do this, and the sentence says why (HTTP 403)."""

    code = "refused"


class AbsentError(MitoyenError):
    """There is no such thing, or not for this person: both look alike (HTTP 404)."""

    code = "absent"


class ConflictError(MitoyenError):
    """The world has changed since: taken, closed, already done (HTTP 409)."""

    code = "conflict"


class NotInForceError(InvalidError):
    """A value of law was asked for a day before the first text that we hold."""

    code = "not_in_force"
