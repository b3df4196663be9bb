"""Secret keys of feeds and tokens: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another on a worn label


def new_key() -> str:
    """A key of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """What is kept of a key: enough to know it again, not to guess it.

    >>> len(hash_of("abc"))
    64
    """
    return hashlib.sha256(key.encode()).hexdigest()


def new_code() -> str:
    """The code of a label: eight letters and figures that are read and typed without error."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))
