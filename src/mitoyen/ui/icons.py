"""The signs of the house: each a shape that is told apart in black and white.

``layouts/sprite.html`` draws them once a page; ``{% icon "kept" %}`` uses one. A sign never stands
alone: a word is beside it, so that it is always hidden from screen readers.
"""

from __future__ import annotations

from types import MappingProxyType

_LARGE, _SMALL = "0 0 20 20", "0 0 12 12"

VIEW_BOXES = MappingProxyType(
    {
        # states of a promise, severities of a finding
        "kept": _LARGE,
        "broken": _LARGE,
        "pending": _LARGE,
        "warn": _LARGE,
        "info": _LARGE,
        "stop": _LARGE,
        # days of a calendar
        "free": _SMALL,
        "taken": _SMALL,
        "wash": _SMALL,
        "fix": _SMALL,
        "shut": _SMALL,
        "option": _SMALL,
        "travel": _SMALL,
        # gestures
        "snow": "0 0 24 24",
        "down": "0 0 16 16",
        "photo": "0 0 24 24",
        "close": "0 0 16 16",
        "back": "0 0 16 16",
        "forth": "0 0 16 16",
        "phone": "0 0 16 16",
        "calendar": "0 0 16 16",
    }
)

DRAWINGS = frozenset(
    (
        *("excavator", "trailer", "van", "tipper", "mower", "snowplough", "tractor", "roller", "tool", "scaffold"),
        *("room", "team", "software", "study", "garden", "forest"),
    )
)
