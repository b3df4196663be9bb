"""When there is less than what is due: the four rules of bankruptcy problems, as one kernel.

All of them fill the estate under caps (``fill``): in proportion to the claims; equally (constrained
equal awards); equally on what is lost (constrained equal losses); equally up to half of each claim,
then equally on what is lost of the other half (Talmud: Aumann and Maschler, "Game theoretic analysis
of a bankruptcy problem from the Talmud", Journal of Economic Theory 36, 1985).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitoyen.calculus.division.waterfilling import fill
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Rate
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

Rule: TypeAlias = Literal["proportional", "cea", "cel", "talmud"]
RULES: tuple[Rule, ...] = ("proportional", "cea", "cel", "talmud")


def divide_claims(estate: Rate, claims: Sequence[Rate], rule: Rule) -> list[Fraction]:
    """What each claimant receives of ``estate`` under ``rule``: at least zero, at most her claim.

    Raises :class:`InvalidError` when a claim or the estate is negative, or when the estate exceeds
    the claims (there is then nothing to ration).

    >>> [str(award) for award in divide_claims(200, [100, 200, 300], "talmud")]
    ['50', '75', '75']
    >>> [str(award) for award in divide_claims(200, [100, 200, 300], "cel")]
    ['0', '50', '150']
    """
    amount, due = Fraction(estate), [Fraction(claim) for claim in claims]
    whole = sum(due, Fraction(0))
    _check(amount, due, whole)
    match rule:
        case "proportional":
            return [amount * claim / whole if whole else Fraction(0) for claim in due]
        case "cea":
            return _equal_awards(amount, due)
        case "cel":
            return _equal_losses(amount, due)
        case "talmud":
            halves = [claim / 2 for claim in due]
            if 2 * amount <= whole:
                return _equal_awards(amount, halves)
            return [claim - lost for claim, lost in zip(due, _equal_awards(whole - amount, halves), strict=True)]


def _equal_awards(amount: Fraction, due: list[Fraction]) -> list[Fraction]:
    return fill(amount, [1] * len(due), caps=due)


def _equal_losses(amount: Fraction, due: list[Fraction]) -> list[Fraction]:
    losses = _equal_awards(sum(due, Fraction(0)) - amount, due)
    return [claim - lost for claim, lost in zip(due, losses, strict=True)]


def _check(amount: Fraction, due: list[Fraction], whole: Fraction) -> None:
    for number, claim in enumerate(due, start=1):
        if claim < 0:
            raise InvalidError(
                Sentence(
                    f"La demande n° {number} est négative ({claim}) : une demande vaut au moins zéro.",
                    f"Claim {number} is negative ({claim}): a claim is at least zero.",
                ),
                where=str(number),
            )
    if amount < 0 or amount > whole:
        raise InvalidError(
            Sentence(
                f"Il y a {amount} à répartir pour {whole} de demandes : il faut un montant entre zéro et ce total.",
                f"There is {amount} to divide for claims of {whole}: give an amount between zero and that total.",
            ),
            where="estate",
        )
