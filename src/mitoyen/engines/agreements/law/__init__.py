"""Values of law that clauses and guardrails look at: each with the day it came into force and its source.

====================  ===========================================================================
``pooling``           unit costs told to members (CGCT D. 5211-16)
``public_contracts``  penalties of the CCAG, deferred payment, thresholds of the Union, small changes
``concessions``       how long they last, entry fees
``inclusion``         from when social conditions are due in large contracts
``water``             how much of the fees the general budget may fund
``guarantees``        ratios of loan guarantees
``grants``            agreements on subsidies, co-funding, State aid of small amounts
``companies``         capital of a SEMOP
====================  ===========================================================================

A value is asked for on a day, and refused before the first text that is known. One that nobody has read in the text
itself is *to confirm*, and says so wherever it is shown:

>>> from datetime import date
>>> from mitoyen.engines.agreements.law import grants
>>> in_force = grants.AGREEMENT_ABOVE.on(date(2027, 1, 1))
>>> in_force.value.text(2), doubt(in_force).fr
('23000.00', '')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.kernel.dated import Version

V = TypeVar("V")


def doubt(version: Version[V]) -> Sentence:
    """What follows a figure of law that has not been read in its text: « (à confirmer) », else nothing."""
    return Sentence("", "") if version.confirmed else Sentence(" (à confirmer)", " (to be confirmed)")
