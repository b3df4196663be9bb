"""The text of a GAME.json as plain values: every number still exact, every fault with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, NoReturn

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import rounded
from mitoyen.kernel.text import Sentence

_NUMBER = re.compile(r"([+-]?)(\d+)(?:[.,](\d*))?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_MOST_DIGITS = 15
_MEANT = 6
_MEANT_DIGITS = 11


class GameFileError(InvalidError):
    """GAME.json cannot be understood; ``where`` is the path of what is at fault."""

    code: ClassVar[str] = "game_file"


def refuse(where: str, fr: str, en: str) -> NoReturn:
    """Raise the error of a place."""
    raise GameFileError(Sentence(fr, en), where=where)


def load(text: str) -> dict[str, Any]:
    """The object that ``text`` holds. Numbers with a point are decimals; nothing is ever a binary float.

    >>> load('{"estate": 1.10}')
    {'estate': Decimal('1.10')}
    """
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_Constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        refuse(
            f"{error.lineno}:{error.colno}",
            "ce n'est pas du JSON (virgule, guillemet ou accolade manquante ?).",
            "this is not JSON (a comma, a quote or a brace missing?).",
        )
    except RecursionError:
        refuse("", "Ce fichier est imbriqué trop profondément.", "This file is nested too deeply.")
    except ValueError as error:
        if isinstance(error, InvalidError):
            raise
        refuse("", "Ce fichier contient un nombre démesuré.", "This file holds an enormous number.")
    if not isinstance(found, dict):
        refuse(
            "",
            'Le fichier doit contenir un objet JSON, comme {"players": […], "costs": {…}}.',
            'The file must hold a JSON object, like {"players": […], "costs": {…}}.',
        )
    return found


class _Constant(str):
    """``NaN`` or ``Infinity`` as written: refused where a number is expected."""

    __slots__ = ()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                refuse(name, "donné deux fois dans le même objet.", "given twice in the same object.")
            seen.add(name)
    return found


def number(value: object, where: str) -> tuple[str, str, str]:
    """The sign, digits and decimals of a number given as a number or as text; at most 15 digits before the point.

    >>> number("1 234,50", "costs.A"), number(-7, "costs.B")
    (('', '1234', '5'), ('-', '7', ''))
    """
    match value:
        case bool() | _Constant():
            written = str(value)
        case str():
            written = value
        case int():
            written = str(value)
        case Decimal():
            if value.is_zero():
                written = "0"
            elif -300 < value.adjusted() <= _MOST_DIGITS:  # noqa: PLR2004 - smaller would be mere noise
                written = format(value, "f")
            else:
                refuse(where, f"{value} est hors de mesure.", f"{value} is out of bounds.")
        case _:
            refuse(where, "un nombre est attendu ici.", "a number is expected here.")
    found = _NUMBER.fullmatch(written) or _NUMBER.fullmatch(_SPACES.sub("", written).removesuffix("€"))
    if found is None:
        refuse(
            where,
            f"« {written[:40]} » n'est pas un nombre ; écrivez par exemple 1234.56.",
            f"'{written[:40]}' is not a number; write for instance 1234.56.",
        )
    sign, whole, part = found.groups()
    whole = whole.lstrip("0") or "0"
    if len(whole) > _MOST_DIGITS:
        refuse(where, f"{written[:40]} est hors de mesure.", f"{written[:40]} is out of bounds.")
    return sign, whole, (part or "").rstrip("0")


def fraction(value: object, where: str) -> Fraction:
    """The same, as an exact fraction.

    >>> fraction("0,25", "keys.use.A")
    Fraction(1, 4)
    """
    sign, whole, part = number(value, where)
    return Fraction(int(f"{sign}{whole}{part}"), 10 ** len(part))


def whole_number(value: object, where: str, least: int, most: int) -> int:
    """A whole number between bounds."""
    exact = fraction(value, where)
    if exact.denominator != 1 or not least <= exact <= most:
        refuse(
            where,
            f"il faut un nombre entier entre {least} et {most}.",
            f"a whole number between {least} and {most} is needed.",
        )
    return int(exact)


def whole_units(values: Iterable[tuple[str, object]]) -> tuple[list[int], int, bool]:
    """Numbers as whole multiples of a power of ten, that power, and whether some had to be rounded to it.

    Decimals are kept as they are written while the largest number stays under 15 digits; beyond six, only those
    that keep it under 11.

    >>> whole_units([("costs.A", "21.95"), ("costs.H", 17)])
    ([2195, 1700], 2, False)
    >>> whole_units([("costs.A", Decimal("0.30000000000000004")), ("costs.H", "12")])
    ([300000000, 12000000000], 9, True)
    """
    parts = [number(value, where) for where, value in values]
    digits = max((len(whole) for _, whole, _ in parts), default=1)
    written = max((len(part) for _, _, part in parts), default=0)
    decimals = min(written, _MOST_DIGITS - digits)
    if decimals > _MEANT:  # more decimals than anybody writes: the noise of a binary float
        decimals = max(_MEANT, min(decimals, _MEANT_DIGITS - digits))
    if written <= decimals:
        return [int(f"{sign}{whole}{part.ljust(decimals, '0')}") for sign, whole, part in parts], decimals, False
    units = []
    for sign, whole, part in parts:
        exact = Fraction(int(f"{sign}{whole}{part}"), 10 ** len(part))
        units.append(int(rounded(exact, decimals) * 10**decimals))
    return units, decimals, True


def names(value: object, where: str) -> tuple[str, ...]:
    """A list of names, each given once; ``+`` joins names, so none may hold it."""
    if not isinstance(value, list):
        refuse(where, "une liste de noms est attendue.", "a list of names is expected.")
    if not value:
        refuse(where, "il faut au moins un membre.", "at least one member is needed.")
    found: list[str] = []
    for place, name in enumerate(value):
        here = f"{where}[{place}]"
        if not isinstance(name, str) or not name.strip() or "+" in name or isinstance(name, _Constant):
            refuse(
                here,
                f"{name!r} n'est pas un nom (un texte non vide, sans « + »).",
                f"{name!r} is not a name (text, not empty, without '+').",
            )
        if name.strip() in found:
            refuse(
                here,
                f"le membre « {name.strip()} » est donné deux fois.",
                f"the member '{name.strip()}' is given twice.",
            )
        found.append(name.strip())
    return tuple(found)


def table(value: object, where: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        refuse(where, "un objet {nom : valeur} est attendu.", "an object {name: value} is expected.")
    return value
