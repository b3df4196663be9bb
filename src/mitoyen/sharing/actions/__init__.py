"""What a clerk would say: one function for each verb; pages, API and imports call these and nothing else.

==================  ==========================================================================================
``book``            book a unit (confirmed, or pending when the owner must answer); takes a ``Wish``
``hold``            take an option until an instant; ``confirm`` turns it into a booking
``estimate``        what a ``Wish`` would cost and ask for; writes nothing
``approve``         say yes to a request; ``refuse`` says no, with a reason
``cancel``          give a booking back; ``mark_no_show``: nobody came
``hand_over``       the thing leaves: who takes it, condition, meter, accessories, papers, both signatures
``take_back``       the thing is back: the same; invoices what was used
``announce_late_return``  the borrower (or keeper) says when it will be back; the next one is told at once
``move``            give a booking to come other times, or another unit, or both
``change_unit``     give a booking another unit of the same resource
``record_reading``  note a meter; ``replace_meter`` changes it
``open_claim``      damage was found; ``settle_claim`` says what is repaired, for how much, who pays
``keep_photo``      of a hand-over, a return, a damage; ``keep_document`` of a thing
``block``           a unit is out; ``unblock`` ends it
``import_bookings``  book the lines of a CSV file, each through ``book``; ``preview_bookings`` says what it would do
``create_resource``  and ``edit_resource``, ``add_unit``, ``set_tariff``, ``create_place``… the catalogue
``take_seats``      seats of an immaterial thing, or a share of a commons; ``release_seats``
``record_unmet_need``  say a need that nothing met
``make_feed``       a secret calendar address; ``revoke_feed``
``make_token``      a token of the API; ``revoke_token``
==================  ==========================================================================================

Every verb takes the actor first, is one transaction, writes one line of the journal, and puts its mails in the
outbox. Refusals are the classes of ``sharing.errors`` and ``kernel.errors``.
"""

from mitoyen.sharing.actions.allotting import left, release_seats, take_seats
from mitoyen.sharing.actions.answering import approve, cancel, mark_no_show, refuse
from mitoyen.sharing.actions.blocking import block, unblock
from mitoyen.sharing.actions.booking import book, confirm, estimate, hold
from mitoyen.sharing.actions.cataloguing import (
    add_unit,
    close_place,
    create_category,
    create_place,
    create_resource,
    edit_place,
    edit_resource,
    retire_unit,
    set_parts,
    set_tariff,
)
from mitoyen.sharing.actions.claiming import open_claim, settle_claim
from mitoyen.sharing.actions.compensating import bears_vat
from mitoyen.sharing.actions.exchanging import (
    Form,
    announce_late_return,
    change_unit,
    declare_late,
    hand_over,
    take_back,
)
from mitoyen.sharing.actions.filing import keep_document, keep_photo, own_photos
from mitoyen.sharing.actions.importing import import_bookings, refused_lines
from mitoyen.sharing.actions.keys import make_feed, make_token, revoke_feed, revoke_token
from mitoyen.sharing.actions.metering import record_reading, replace_meter
from mitoyen.sharing.actions.moving import move
from mitoyen.sharing.actions.needing import record_unmet_need
from mitoyen.sharing.actions.previewing import preview_bookings
from mitoyen.sharing.bridge.estimate import Estimate, Wish

__all__ = [
    "Estimate",
    "Form",
    "Wish",
    "add_unit",
    "announce_late_return",
    "approve",
    "bears_vat",
    "block",
    "book",
    "cancel",
    "change_unit",
    "close_place",
    "confirm",
    "create_category",
    "create_place",
    "create_resource",
    "declare_late",
    "edit_place",
    "edit_resource",
    "estimate",
    "hand_over",
    "hold",
    "import_bookings",
    "keep_document",
    "keep_photo",
    "left",
    "make_feed",
    "make_token",
    "mark_no_show",
    "move",
    "open_claim",
    "own_photos",
    "preview_bookings",
    "record_reading",
    "record_unmet_need",
    "refuse",
    "refused_lines",
    "release_seats",
    "replace_meter",
    "retire_unit",
    "revoke_feed",
    "revoke_token",
    "set_parts",
    "set_tariff",
    "settle_claim",
    "take_back",
    "take_seats",
    "unblock",
]
