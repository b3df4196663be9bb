"""Amounts and findings as sentences for a council, in French and in English.

Members are spoken of in the feminine, as communes, parties and persons are in French.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel.money import rounded
from mitoyen.kernel.text import Language, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.reading import Options

_NARROW, _FIXED = "\u202f", "\u00a0"
_COUNTED = ("", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def said_number(amount: Fraction, decimals: int, language: Language, *, keep_zeros: bool = True) -> str:
    """A number as it is printed: ``1 234,56`` in French, ``1,234.56`` in English.

    >>> said_number(Fraction(123456, 100), 2, "en"), said_number(Fraction(1781), 2, "en", keep_zeros=False)
    ('1,234.56', '1,781')
    """
    exact = rounded(amount, decimals)
    shown = 0 if exact.denominator == 1 and not keep_zeros else decimals
    text = f"{int(abs(exact)):,}"
    if shown:
        text += "." + str(int(abs(exact) * 10**shown) % 10**shown).rjust(shown, "0")
    if language == "fr":
        text = text.replace(",", _NARROW).replace(".", ",")
    return f"-{text}" if exact < 0 else text


def said_amount(amount: Fraction, options: Options, language: Language) -> str:
    """An amount with its unit; one that rounds to nothing is said to be less than the smallest."""
    least = Fraction(1, 10**options.decimals)
    unit = f"{_FIXED}{options.unit}" if options.unit else ""
    if 0 < abs(amount) < least / 2:
        less = "moins de " if language == "fr" else "less than "
        return f"{less}{said_number(least, options.decimals, language)}{unit}"
    return f"{said_number(amount, options.decimals, language, keep_zeros=False)}{unit}"


def listed(names: Sequence[str], language: Language) -> str:
    """``A, B et C``.

    >>> listed(["Pralonge", "Ury"], "fr"), listed(["A", "B", "C"], "en")
    ('Pralonge et Ury', 'A, B and C')
    """
    joined = " et " if language == "fr" else " and "
    return joined.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def blocking_sentence(group: Sequence[str], excess: Fraction, options: Options, *, of_costs: bool) -> Sentence:
    """What a group would gain by being alone.

    >>> from mitoyen.engines.pooling.games.reading import Options
    >>> blocking_sentence(["Pralonge", "Ury"], Fraction(1781), Options(), of_costs=True).en
    'Pralonge and Ury would pay 1,781\\xa0€ less on their own.'
    """
    many = len(group) > 1
    alone = "à elle seule"
    if many:
        count = _COUNTED[len(group)] if len(group) < len(_COUNTED) else str(len(group))
        alone = f"à elles {count} seules"
    if of_costs:
        verbs = ("paieraient" if many else "paierait", "de moins", "would pay", "less")
    else:
        verbs = ("recevraient" if many else "recevrait", "de plus", "would receive", "more")
    return Sentence(
        f"{listed(group, 'fr')} {verbs[0]} {said_amount(excess, options, 'fr')} {verbs[1]} {alone}.",
        f"{listed(group, 'en')} {verbs[2]} {said_amount(excess, options, 'en')} {verbs[3]} on "
        f"{'their' if many else 'its'} own.",
    )
