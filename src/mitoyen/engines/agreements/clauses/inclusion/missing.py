"""What is missing of a duty, times its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.base import Transfer
from mitoyen.engines.agreements.exact import Exact

if TYPE_CHECKING:
    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment


HUNDRED = Exact(100)


def paid(clause: Transfer, now: Moment, count: Exact, each: Exact, said: tuple[str, str]) -> Effect:
    """What is missing, times its price, from the payer to the payee: a part of an amount, never a second version."""
    owed = now.money(count * each, "{n} * {each:2}", fr="Somme due", en="Sum due", n=count, each=each)
    return now.flow(
        clause.payer, clause.payee, owed, "shortfall",
        fr=f"{said[0]} × {{each:EUR}}", en=f"{said[1]} × {{each:EUR}}", n=count, each=each,
    )  # fmt: skip
