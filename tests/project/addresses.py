"""Every address of the site, with the line of the policy table that opens it: a new address needs its line here.

``about`` names a thing of the scene (``scene.py``), whose values fill the address. ``get`` and ``post`` say who may;
None: the address does not answer to that verb (one that only acts leads to its page whoever reads it). ``sees`` is the
right to know that the thing is there: without it, the answer is the very one of a thing that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mitoyen.access import policy

Who = Callable[[object, object], bool]


def everybody(_scene, _actor):
    return True


def signed_in(_scene, actor):
    return actor.is_signed_in


def no_one(_scene, _actor):
    return False


def may(action, *, as_acting=False, **more):
    """The line ``action`` of the table, about the thing of the scene or, ``as_acting``, one's own organisation."""

    def who(scene, actor):
        stakes = dict.fromkeys(scene.stakes, actor.acting_for) if as_acting else scene.stakes
        return policy.decide(actor, action, {**stakes, **more}).allowed

    return who


@dataclass(frozen=True, kw_only=True)
class Address:
    name: str
    about: str = "nothing"
    get: Who | None = None
    post: Who | None = None
    sees: Who = everybody
    body: str = ""  # what a fitting form says, when an empty one would be refused before the right is looked at
    told: frozenset[int] = frozenset({403})  # how a refusal is said to who sees the thing
    done: frozenset[int] = frozenset({200, 302, 409, 422})  # served, done, or refused for what was said


def page(name, about="nothing", get=everybody, post=None, sees=everybody, **more):
    return Address(name=name, about=about, get=get, post=post, sees=sees, **more)


_MEMBERS = may("people.see_members")
_BOOKING = may("sharing.see_booking")
_EDITS = may("sharing.edit_resource")
_EDITS_OWN = may("sharing.edit_resource", as_acting=True)
_MONEY = may("ledger.see_statement")
_MAIL = may("plumbing.read_outbox")

PEOPLE = [
    page("people:account", get=signed_in, post=signed_in),
    page("people:second_factor", get=signed_in),
    page("people:export", get=may("people.export_own_data")),
    page("people:erase", get=signed_in, post=may("people.erase_own_data")),
    page("people:act_for", "home", get=signed_in, post=lambda scene, actor: actor.holds(scene.roles, scene.home)),
    page("people:accept", "letter", post=everybody),
    page("people:members", "home", get=_MEMBERS, sees=_MEMBERS),
    page("people:invite", "home", get=may("people.invite"), post=may("people.invite")),
    page("people:open_term", "home", get=may("people.close_term"), post=may("people.close_term")),
    page("people:send_again", "invitation", get=None, post=may("people.invite"), sees=may("people.invite")),
    page("people:withdraw", "invitation", get=None, post=may("people.invite"), sees=may("people.invite")),
    page("people:end_mandate", "mandate", get=may("people.end_mandate"), post=may("people.end_mandate"), sees=_MEMBERS),
    page("people:stand_in", "mandate", get=may("people.name_stand_in", person=None),
         post=may("people.name_stand_in", person=None), sees=_MEMBERS),
    page("people:close_term", "term", get=may("people.close_term"), post=may("people.close_term"), sees=_MEMBERS),
]  # fmt: skip

TERRITORY = [
    page("territory:map"),
    page("territory:commune", "commune"),
    page("territory:import_areas", "commune", get=signed_in, post=may("territory.import_areas")),
    page("territory:remove_area", "area", get=None, post=may("territory.import_areas")),
    page("territory:organisations"),
    page("territory:organisation", "home"),
    page("territory:create", get=may("territory.create_organisation", as_acting=True),
         post=may("territory.create_organisation", as_acting=True)),
    page("territory:edit", "home", get=may("territory.edit_organisation"), post=may("territory.edit_organisation")),
]  # fmt: skip

LEDGER = [
    page("ledger:months", get=may("ledger.see_statement", as_acting=True)),
    page("ledger:deposits", get=signed_in),
    page("ledger:new_deposit", get=may("ledger.record_deposit", as_acting=True),
         post=may("ledger.record_deposit", as_acting=True)),
    page("ledger:deposit", "deposit", get=may("ledger.see_deposit"), post=may("ledger.record_deposit"),
         sees=may("ledger.see_deposit"), body="given back"),
    page("ledger:correct", "entry", get=may("ledger.correct"), post=may("ledger.correct"), sees=may("ledger.correct")),
    page("ledger:month", "month", get=_MONEY, sees=_MONEY),
    page("ledger:check", "month", get=may("ledger.close_period"), post=may("ledger.close_period")),
    page("ledger:statement", "statement", get=_MONEY, post=may("ledger.close_period"), sees=_MONEY),
    page("ledger_files:statement", "csv", get=_MONEY, sees=_MONEY),
]  # fmt: skip

SHARING = [
    page("sharing:catalogue"),
    page("sharing:tell_need", get=None, post=may("sharing.book", as_acting=True), told=frozenset({302})),
    page("sharing:thing", "resource", post=may("sharing.book", as_acting=True), body="booking"),
    page("sharing:thing", "seats", post=may("sharing.book", as_acting=True), body="seats"),
    page("sharing:thing", "hidden", post=may("sharing.book", as_acting=True), sees=may("sharing.block"),
         body="booking"),
    page("sharing:bookings", get=signed_in),
    page("sharing:booking", "ready", get=_BOOKING, sees=_BOOKING),
    page("sharing:booking_calendar", "ready", get=_BOOKING, sees=_BOOKING),
    page("sharing:lending_agreement", "ready", get=_BOOKING, sees=_BOOKING),
    page("sharing:receipt", "receipt", get=_BOOKING, sees=_BOOKING),
    page("sharing:move_booking", "ready", get=may("sharing.move_booking"), post=may("sharing.move_booking"),
         sees=_BOOKING, body="move"),
    page("sharing:hand_over", "ready", get=may("sharing.hand_over"), post=may("sharing.hand_over"), sees=_BOOKING),
    page("sharing:take_back", "out", get=may("sharing.hand_over"), post=may("sharing.hand_over"), sees=_BOOKING),
    page("sharing:open_claim", "out", get=may("sharing.open_claim"), post=may("sharing.open_claim"), sees=_BOOKING),
    page("sharing:claim", "claim", get=_BOOKING, post=may("sharing.settle_claim"), sees=_BOOKING, body="outcome"),
    *(page("sharing:do", about, get=None, post=may(right), sees=_BOOKING, body=body)
      for about, right, body in (
          ("accepter", "sharing.answer_booking", ""), ("refuser", "sharing.answer_booking", "why"),
          ("annuler", "sharing.cancel_booking", "why"), ("confirmer", "sharing.book", ""),
          ("absence", "sharing.hand_over", ""), ("retard", "sharing.announce_late", "late"))),
    page("sharing:planning", get=signed_in),
    page("sharing:import_bookings", get=signed_in, post=signed_in),  # the right is that of each line: see test_keep
    page("sharing:feeds", get=signed_in, post=may("sharing.make_token", as_acting=True), body="token"),
    page("sharing:revoke_feed", "own_feed", get=None, post=signed_in),
    page("sharing:revoke_feed", "others_feed", get=None, post=no_one, sees=no_one),
    page("sharing:revoke_token", "own_token", get=None, post=signed_in),
    page("sharing:revoke_token", "others_token", get=None, post=no_one, sees=no_one),
    page("sharing:label", "label"),
    page("sharing:things", get=signed_in),
    page("sharing:labels", get=signed_in),
    page("sharing:places", get=signed_in),
    page("sharing:create_place", get=may("sharing.edit_place", as_acting=True),
         post=may("sharing.edit_place", as_acting=True)),
    page("sharing:edit_place", "place", get=may("sharing.edit_place"), post=may("sharing.edit_place"),
         sees=lambda scene, actor: actor.acting_for == scene.home),
    page("sharing:create_thing", get=_EDITS_OWN, post=_EDITS_OWN),
    *(page(f"sharing:{name}", "sheet", get=_EDITS, post=_EDITS)
      for name in ("edit_thing", "units", "tariffs", "documents")),
    page("sharing:edit_thing", "hidden sheet", get=_EDITS, post=_EDITS, sees=may("sharing.block")),
    *(page("sharing:parts", about, get=_EDITS, post=_EDITS)
      for about in ("accessoires", "conditions", "papiers", "questions")),
    page("sharing:blocks", "sheet", get=may("sharing.block"), post=may("sharing.block")),
    page("sharing:meter", "unit", get=may("sharing.hand_over"), post=may("sharing.hand_over")),
    page("sharing:retire_unit", "unit", get=None, post=_EDITS),
    page("sharing:unblock", "block", get=None, post=may("sharing.block"), sees=may("sharing.block")),
    page("sharing_calendar", "calendar"),
]  # fmt: skip

_STUDY = may("studies.see")


def study(name, right="edit", *, about="study", get=True, post=True, **more):
    """An address about the study, whose one right opens both its verbs."""
    who = may(f"studies.{right}")
    return page(f"studies:{name}", about, get=who if get else None, post=who if post else None, sees=_STUDY, **more)


NOT_ANSWERED = frozenset({404})  # the study of the scene has no answer yet: there is nothing to read or to discuss
STUDIES = [
    page("studies:list", get=signed_in),
    page("studies:compare", get=signed_in),
    page("studies:open", get=may("studies.open", as_acting=True), post=may("studies.open", as_acting=True)),
    study("study", post=False),  # without an answer, it is for who works on it
    *(study(name) for name in ("describe", "take_bookings", "read_file", "declare_calendar")),
    *(study(name) for name in ("service", "costs", "copy")),
    study("needs", post=False),
    *(study(name, get=False) for name in ("answer", "choose_key", "replay_again")),
    study("remove_source", about="source", get=False),
    study("replayed", "see", post=False, done=NOT_ANSWERED),
    study("draft", "draft", post=False),
    study("earlier", "see", post=False),
    study("then", "see", about="answer", post=False, done=NOT_ANSWERED, told=NOT_ANSWERED),
    study("show", "share"),
    study("remark", "remark", get=False, done=NOT_ANSWERED, told=NOT_ANSWERED),
    study("archive", "archive", get=False),
    page("studies_files:table", "study table", get=_STUDY, sees=_STUDY),
    *(page(f"studies_files:{name}", "study", get=_STUDY, sees=_STUDY) for name in ("annex", "settings", "needs")),
    page("studies_files:annex_of_then", "answer", get=_STUDY, sees=_STUDY, done=NOT_ANSWERED, told=NOT_ANSWERED),
    page("studies_files:agreement", "study", get=may("studies.draft"), sees=_STUDY),
]  # fmt: skip

HOUSE = [
    page("home"),
    page("language", "language"),
    page("accessibility"),
    page("privacy"),
    page("journal:acts"),
    page("outbox:list", get=_MAIL, sees=_MAIL),
    page("outbox:message", "mail", get=_MAIL, sees=_MAIL),
    page("outbox:attachment", "attachment", get=_MAIL, sees=_MAIL),
    page("stored_file", "file", get=_EDITS, sees=_EDITS),
    page("ui:gallery"),
    page("ui:service-worker"),
]

ADDRESSES = [*PEOPLE, *TERRITORY, *LEDGER, *SHARING, *STUDIES, *HOUSE]
