"""What the public log holds of a public act: never a person, so that a name can be erased and no hash breaks.

>>> leaf_of({"verb": "sharing.book", "subject": {"id": "7"}})[:12]
'c40ef773b2c6'
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

import rfc8785

if TYPE_CHECKING:
    from mitoyen.journal.models import Act

LARGEST_EXACT = 2**53 - 1  # beyond it, RFC 8785 has no exact integers


def plain(value: object) -> object:
    """``value`` as JSON holds it: amounts, dates and rates become the texts that data files show.

    >>> from fractions import Fraction
    >>> from mitoyen.kernel.money import Euros
    >>> plain({"amount": Euros(1250), "on": date(2027, 3, 2), "rate": Fraction(1, 5), "big": 2**60})
    {'amount': '12.50', 'on': '2027-03-02', 'rate': '1/5', 'big': '1152921504606846976'}
    """
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(held) for held in value]
    if isinstance(value, int) and abs(value) > LARGEST_EXACT:
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float)) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):  # and an instant, which is one too
        return value.isoformat()
    return str(getattr(value, "pk", value))


def public_content(act: Act) -> dict[str, object]:
    """What is published of ``act``."""
    return {
        "instant": act.instant.isoformat(timespec="microseconds"),
        "organisation": act.organisation,
        "mandate": act.mandate,
        "verb": act.verb,
        "subject": {"kind": act.subject_kind, "id": act.subject_id, "label": act.subject_label},
        "before": act.before,
        "after": act.after,
    }


def leaf_of(content: dict[str, object]) -> str:
    """The SHA-256, in hexadecimal, of the canonical form (RFC 8785) of ``content``."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()  # type: ignore[arg-type]
