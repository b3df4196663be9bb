"""Writes about people.

================  ====================================================================
``accounts``      an account is opened, and chooses its language, name, organisation
``invitations``   somebody is invited, accepts, or the letter is withdrawn
``mandates``      a mandate is given, ends, is stood in for
``terms``         the time between two elections: opened, closed with all its mandates
``erasure``       a person leaves: nothing of her stays but what the law keeps
================  ====================================================================
"""

from mitoyen.people.actions.accounts import act_for, change_profile, open_account
from mitoyen.people.actions.erasure import erase_own_data
from mitoyen.people.actions.invitations import (
    accept_invitation,
    accept_invitations_of,
    invite,
    invite_manager,
    send_again,
    withdraw_invitation,
)
from mitoyen.people.actions.mandates import end_mandate, give_mandate, name_stand_in
from mitoyen.people.actions.terms import close_term, open_term

__all__ = [
    "accept_invitation",
    "accept_invitations_of",
    "act_for",
    "change_profile",
    "close_term",
    "end_mandate",
    "erase_own_data",
    "give_mandate",
    "invite",
    "invite_manager",
    "name_stand_in",
    "open_account",
    "open_term",
    "send_again",
    "withdraw_invitation",
]
