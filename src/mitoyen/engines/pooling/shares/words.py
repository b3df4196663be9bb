"""Amounts and findings as sentences for a council, in French and in English.

Members are spoken of in the feminine, as communes, parties and persons are in French.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.kernel.money import rounded
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import FIRM, listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.reading import Options
    from mitoyen.kernel.text import Language

_MANY, _FEW = 6, 3
_COUNTED = ("", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def said_amount(amount: Fraction, options: Options, language: Language) -> str:
    """An amount with its unit: 1 781 €, 0,43 €; one that rounds to nothing is said to be less than the smallest.

    >>> from mitoyen.engines.pooling.games.reading import Options
    >>> said_amount(Fraction(1, 1000), Options(), "en").split()
    ['less', 'than', '0.01', '€']
    """
    least = Fraction(1, 10**options.decimals)
    unit = f"{FIRM}{options.unit}" if options.unit else ""
    if 0 < abs(amount) < least / 2:
        less = "moins de " if language == "fr" else "less than "
        return f"{less}{number(least, options.decimals, language)}{unit}"
    decimals = 0 if rounded(amount, options.decimals).denominator == 1 else options.decimals
    return f"{number(amount, decimals, language)}{unit}"


def blocking_sentence(
    group: Sequence[str], excess: Fraction, options: Options, *, of_costs: bool, players: Sequence[str] = ()
) -> Sentence:
    """What a group would gain by being alone; nearly all the ``players`` are told by those who are missing.

    >>> from mitoyen.engines.pooling.games.reading import Options
    >>> blocking_sentence(["Pralonge", "Ury"], Fraction(1781), Options(), of_costs=True).en.replace(FIRM, "")
    'Pralonge and Ury would pay 1,781€ less on their own.'
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
    missing = [player for player in players if player not in group]
    if len(group) >= _MANY and 0 < len(missing) <= _FEW:
        who = f"Toutes sauf {listed(missing, 'fr')}", f"All but {listed(missing, 'en')}"
    else:
        who = listed(group, "fr"), listed(group, "en")
    return Sentence(
        f"{who[0]} {verbs[0]} {said_amount(excess, options, 'fr')} {verbs[1]} {alone}.",
        f"{who[1]} {verbs[2]} {said_amount(excess, options, 'en')} {verbs[3]} on {'their' if many else 'its'} own.",
    )
