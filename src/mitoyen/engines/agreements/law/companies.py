"""Companies with one operation (SEMOP): the share of the capital that the authority holds."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dated import Dated, Version


class Bounds(NamedTuple):
    """The least and the most."""

    least: Exact
    most: Exact


SEMOP_PUBLIC_SHARE = Dated(
    "part du capital d'une SEMOP que détient la collectivité",
    Version(
        date(2014, 7, 3), Bounds(Exact(34, 100), Exact(85, 100)),
        "CGCT, art. L. 1541-1, issu de la loi n° 2014-744 du 1er juillet 2014",
    ),
)  # fmt: skip
"""And at least 34 % of the votes; the company has one object, and ends with the contract."""
