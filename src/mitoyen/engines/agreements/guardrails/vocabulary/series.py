"""Published series that revise prices: which ones are general, and what the others are about.

The names are those of the publisher (INSEE, the ministry of public works): facts, not opinions. A series that is not
known here is taken as related to the object: the rule would rather miss than accuse.
"""

from __future__ import annotations

import re

from mitoyen.engines.agreements.guardrails.vocabulary.words import plain

_GENERAL = (
    r"(?:insee[-_. ])?ipc(?:h|[-_. ].*)?", r"ipch", r"icp", r"cpi(?:[-_. ].*)?", r"hicp(?:[-_. ].*)?",
    r".*prix[-_. ]a?[-_. ]?la[-_. ]consommation.*", r".*consumer[-_. ]price.*", r".*inflation.*",
    r"smic(?:[-_. ].*)?", r".*salaire[-_. ]minimum.*", r".*minimum[-_. ]wage.*", r"smpt", r".*niveau[-_. ]general.*",
    r".*salaires[-_. ]mensuels[-_. ]de[-_. ]base.*", r".*general[-_. ](?:price|wage).*", r"pib(?:[-_. ].*)?",
    r"gdp(?:[-_. ].*)?", r".*deflateur.*", r"plafond[-_. ]securite[-_. ]sociale", r"pss", r"point[-_. ]d.indice.*",
    r"rpi(?:[-_. ].*)?", r"indice[-_. ]general.*",
)  # fmt: skip


def is_general(name: str) -> bool:
    """Whether a series follows prices or wages in general, and nothing in particular.

    >>> is_general("IPC"), is_general("SMIC"), is_general("ICHT-E"), is_general("TP10a")
    (True, True, False, False)
    """
    written = plain(name)
    return any(re.fullmatch(pattern, written) for pattern in _GENERAL)
