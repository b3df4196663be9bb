"""The table: each verb of Mitoyen, and who may say it.

Actions call :func:`require`; pages call :func:`decide` to disable a button *and print the reason*;
queries filter rows, and one test per app proves that list and table agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.access.actors import Actor, Role
from mitoyen.access.rules import Decision, Rule, Stakes, either, holds, is_oneself, public, runs_instance, signed_in
from mitoyen.kernel.errors import RefusedError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, int | None] = {}

_RUNS = (Role.ADMINISTRATOR, Role.MANAGER)
_WORKS = (*_RUNS, Role.AGENT)
_COUNTS = (*_RUNS, Role.TREASURER)
_SEES_MONEY = (*_COUNTS, Role.AUDITOR, Role.ELECTED)
_STUDIES = (*_WORKS, Role.ELECTED)

POLICY: Mapping[str, Rule] = {
    # territory: public knowledge, kept by whoever manages the instance
    "territory.see": public,
    "territory.import": runs_instance,
    "territory.edit_organisation": either(holds(Role.ADMINISTRATOR, of="organisation"), runs_instance),
    "territory.create_organisation": either(holds(*_RUNS, of="organisation"), runs_instance),
    "territory.import_areas": either(holds(Role.ADMINISTRATOR, of="organisation"), runs_instance),
    # people
    "people.see_members": either(holds(*tuple(Role), of="organisation"), runs_instance),
    "people.invite": either(holds(Role.ADMINISTRATOR, of="organisation"), runs_instance),
    "people.end_mandate": either(holds(Role.ADMINISTRATOR, of="organisation"), runs_instance),
    "people.name_stand_in": either(
        holds(Role.ADMINISTRATOR, of="organisation"), is_oneself(of="person"), runs_instance
    ),
    "people.close_term": either(holds(Role.ADMINISTRATOR, of="organisation"), runs_instance),
    "people.invite_manager": runs_instance,
    "people.export_own_data": signed_in,
    "people.erase_own_data": signed_in,
    # plumbing: mail that waits names people; without SMTP, whoever manages the instance reads it
    "plumbing.read_outbox": runs_instance,
    # journal: public acts are for everybody, and each person reads her own
    "journal.see_acts": either(holds(*_RUNS, Role.AUDITOR, of="organisation"), runs_instance),
    # ledger
    "ledger.see_statement": either(holds(*_SEES_MONEY, of="payee"), holds(*_SEES_MONEY, of="payer")),
    "ledger.close_period": holds(*_COUNTS, of="payee"),
    "ledger.correct": holds(*_COUNTS, of="payee"),
    "ledger.see_deposit": either(holds(*tuple(Role), of="owner"), holds(*tuple(Role), of="depositor")),
    "ledger.record_deposit": holds(*_WORKS, Role.TREASURER, of="owner"),
    # sharing
    "sharing.see_resource": public,
    "sharing.edit_resource": either(holds(*_RUNS, of="owner"), holds(*_RUNS, of="holder")),
    "sharing.book": holds(*_WORKS, of="borrower"),
    "sharing.see_booking": either(
        holds(*tuple(Role), of="borrower"), holds(*tuple(Role), of="owner"), holds(*tuple(Role), of="holder")
    ),
    "sharing.cancel_booking": either(holds(*_WORKS, of="borrower"), holds(*_RUNS, of="owner")),
    "sharing.move_booking": either(
        holds(*_WORKS, of="borrower"), holds(*_WORKS, of="holder"), holds(*_RUNS, of="owner")
    ),
    "sharing.answer_booking": either(holds(*_WORKS, of="holder"), holds(*_RUNS, of="owner")),
    "sharing.hand_over": either(holds(*_WORKS, of="holder"), holds(*_WORKS, of="owner")),
    "sharing.settle_claim": either(holds(*_RUNS, of="owner"), holds(*_RUNS, of="holder")),
    "sharing.block": either(holds(*_WORKS, of="holder"), holds(*_WORKS, of="owner")),
    "sharing.announce_late": either(holds(*_WORKS, of="borrower"), holds(*_WORKS, of="holder")),
    "sharing.open_claim": either(
        holds(*_WORKS, of="holder"), holds(*_WORKS, of="owner"), holds(*_WORKS, of="borrower")
    ),
    "sharing.see_usage": holds(*tuple(Role), of="owner"),
    "sharing.edit_place": holds(*_RUNS, of="organisation"),
    "sharing.make_feed": holds(*tuple(Role), of="organisation"),
    "sharing.make_token": holds(*_WORKS, Role.TREASURER, of="organisation"),
    # studies: ``reader`` is one of the organisations that the study is shown to, for whom the actor works
    "studies.see": either(holds(*tuple(Role), of="owner"), holds(*tuple(Role), of="reader")),
    "studies.open": holds(*_STUDIES, of="owner"),
    "studies.edit": holds(*_STUDIES, of="owner"),
    "studies.share": holds(*_STUDIES, of="owner"),
    "studies.archive": holds(*_STUDIES, of="owner"),
    "studies.remark": either(holds(*_STUDIES, of="owner"), holds(*_STUDIES, of="reader")),
    "studies.draft": either(holds(*_STUDIES, of="owner"), holds(*_STUDIES, of="reader")),
}


def decide(actor: Actor, action: str, stakes: Stakes = NOTHING) -> Decision:
    """May ``actor`` do ``action`` on a thing with these ``stakes``; an unknown action is a bug (KeyError)."""
    if actor.scopes is not None and action not in actor.scopes:
        return Decision(
            allowed=False,
            because=Sentence(
                f"Ce jeton d'accès ne permet pas « {action} ».", f"This access token does not allow '{action}'."
            ),
        )
    return POLICY[action](actor, stakes)


def require(actor: Actor, action: str, stakes: Stakes = NOTHING) -> None:
    """Raise :class:`RefusedError`, with the reason, when :func:`decide` says no."""
    decision = decide(actor, action, stakes)
    if not decision.allowed:
        raise RefusedError(decision.because, where=action)
