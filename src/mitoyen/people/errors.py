"""What can be refused about people, in sentences."""

from __future__ import annotations

from mitoyen.kernel.errors import AbsentError, ConflictError
from mitoyen.kernel.text import Sentence


class InvitationSpentError(ConflictError):
    """An invitation that no longer opens anything: accepted, withdrawn, or past its day."""

    code = "invitation_spent"


class MandateOverlapsError(ConflictError):
    """The same person already holds the same role in the same organisation in these days."""

    code = "mandate_overlaps"


class LastAdministratorError(ConflictError):
    """Nobody would be left to run the organisation, or the instance."""

    code = "last_administrator"


def absent_members() -> AbsentError:
    """The members of this organisation do not exist for whoever may not see them."""
    return AbsentError(
        Sentence(
            "Cette page n'existe pas, ou elle est réservée aux membres de l'organisation.",
            "This page does not exist, or is only for members of the organisation.",
        )
    )
