"""Reads the tables of amounts worked by hand: what each line says, and its arithmetic done again with fractions.

It knows nothing of mitoyen: a formula is the four operations, ``min``, ``max``, and roundings half up to so many
decimals (``r0(x)`` to ``r4(x)``).
"""

import re
from fractions import Fraction
from typing import NamedTuple

ALLOWED = re.compile(r"(?:\d+(?:\.\d+)?|min|max|r[0-4]|[-+*/(), ])+")


class Row(NamedTuple):
    clause: str
    payer: str
    payee: str
    amount: str
    why: str


def rows_of(table):
    """``clause | payer > payee | amount | why``, one row a line."""
    return [Row(clause, *who.split(" > "), amount, why) for clause, who, amount, why in map(cells, table.splitlines())]


def cells(line):
    return [cell.strip() for cell in line.split("|")]


def worked_out(why):
    """The amount that a formula gives, to the cent; what stands after a colon is the formula, before it are words."""
    formula = why.rpartition(" : ")[2]
    assert ALLOWED.fullmatch(formula), formula
    exact = re.sub(r"(?<![a-z\d.])\d+(?:\.\d+)?", lambda found: f"F('{found[0]}')", formula)
    known = {"F": Fraction, "min": min, "max": max} | {f"r{n}": rounding(n) for n in range(5)}
    cents = int(rounding(2)(eval(exact, {"__builtins__": {}}, known)) * 100)  # noqa: S307  checked just above
    return f"{cents // 100}.{cents % 100:02}"


def rounding(decimals):
    def half_up(value):
        whole, rest = divmod(abs(value) * 10**decimals, 1)
        return Fraction(whole + (rest * 2 >= 1), 10**decimals) * (1 if value >= 0 else -1)

    return half_up
