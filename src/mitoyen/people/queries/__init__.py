"""Reads about people; what the actor may not see does not exist for her.

================  ============================================================
``standing``      who somebody is today: her mandates, her second factor
``members``       who acts for an organisation; invitations; terms
``invitations``   the letter that a key opens
``own_data``      everything that we hold about one person
================  ============================================================
"""

from mitoyen.people.queries.invitations import hash_of, invitation_or_refuse, open_invitations
from mitoyen.people.queries.members import (
    MemberRow,
    in_force,
    invitations_of,
    losses_of,
    mandate_or_refuse,
    mandates_of,
    members_of,
    organisations_of,
    term_or_refuse,
    terms_of,
)
from mitoyen.people.queries.own_data import own_data
from mitoyen.people.queries.standing import Standing, actor_for, standing_of

__all__ = [
    "MemberRow",
    "Standing",
    "actor_for",
    "hash_of",
    "in_force",
    "invitation_or_refuse",
    "invitations_of",
    "losses_of",
    "mandate_or_refuse",
    "mandates_of",
    "members_of",
    "open_invitations",
    "organisations_of",
    "own_data",
    "standing_of",
    "term_or_refuse",
    "terms_of",
]
