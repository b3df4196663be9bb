"""Identities of French public life, parsed once at the door and trusted afterwards.

>>> Siren.parse("200 054 781")
Siren(digits='200054781')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

LA_POSTE = "356000000"


def _luhn(digits: str) -> int:
    """The sum of Luhn's check: a valid number gives a multiple of ten."""
    doubled = (2 * int(digit) if place % 2 else int(digit) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)  # noqa: PLR2004


def _bare(written: str) -> str:
    return re.sub(r"[\s\u00a0\u202f.]", "", written)


@dataclass(frozen=True, slots=True)
class Siren:
    """The nine digits of an organisation, checked by Luhn's sum."""

    digits: str

    @classmethod
    def parse(cls, written: str) -> Siren:
        """Read a SIREN, spaces allowed; :class:`InvalidError` says which check failed."""
        digits = _bare(written)
        if not re.fullmatch(r"\d{9}", digits):
            raise InvalidError(
                Sentence(
                    f"« {written} » n'est pas un numéro SIREN : il compte neuf chiffres.",
                    f"'{written}' is not a SIREN: it has nine digits.",
                )
            )
        if _luhn(digits) % 10:
            raise InvalidError(
                Sentence(
                    f"Le SIREN {written} a une faute de frappe : sa clé de contrôle ne tombe pas juste.",
                    f"SIREN {written} is mistyped: its check digit does not match.",
                )
            )
        return cls(digits)

    @classmethod
    def fictitious(cls, number: int) -> Siren:
        """An invented SIREN with a right check digit, in the series 999 that INSEE does not give.

        >>> Siren.fictitious(7).digits
        '999000078'
        """
        start = f"999{number:05d}"
        key = next(digit for digit in "0123456789" if _luhn(start + digit) % 10 == 0)
        return cls(start + key)

    def __str__(self) -> str:
        return f"{self.digits[:3]} {self.digits[3:6]} {self.digits[6:]}"


@dataclass(frozen=True, slots=True)
class Siret:
    """The fourteen digits of an establishment: Luhn, or a plain sum of five for La Poste.

    >>> Siret.parse("356 000 000 00048").digits      # La Poste: 3+5+6+4+8+… a multiple of five, or Luhn
    '35600000000048'
    """

    digits: str

    @classmethod
    def parse(cls, written: str) -> Siret:
        """Read a SIRET, spaces allowed."""
        digits = _bare(written)
        if not re.fullmatch(r"\d{14}", digits):
            raise InvalidError(
                Sentence(
                    f"« {written} » n'est pas un numéro SIRET : il compte quatorze chiffres.",
                    f"'{written}' is not a SIRET: it has fourteen digits.",
                )
            )
        post_office = digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0
        if _luhn(digits) % 10 and not post_office:
            raise InvalidError(
                Sentence(
                    f"Le SIRET {written} a une faute de frappe : sa clé de contrôle ne tombe pas juste.",
                    f"SIRET {written} is mistyped: its check digit does not match.",
                )
            )
        return cls(digits)

    @property
    def siren(self) -> Siren:
        """The organisation of this establishment."""
        return Siren(self.digits[:9])

    def __str__(self) -> str:
        return f"{self.siren} {self.digits[9:]}"


@dataclass(frozen=True, slots=True)
class InseeCode:
    """The five characters of a commune (2A and 2B for Corsica)."""

    code: str

    @classmethod
    def parse(cls, written: str) -> InseeCode:
        """Read an INSEE code of commune.

        >>> InseeCode.parse("2a004")
        InseeCode(code='2A004')
        """
        code = _bare(written).upper()
        if not re.fullmatch(r"(?:\d{2}|2[AB])\d{3}", code):
            raise InvalidError(
                Sentence(
                    f"« {written} » n'est pas un code INSEE de commune : cinq caractères, comme 44050 ou 2A004.",
                    f"'{written}' is not an INSEE code of commune: five characters, such as 44050 or 2A004.",
                )
            )
        return cls(code)


def unaccented(text: str) -> str:
    """Lower case without accents, to sort names and to compare words.

    >>> unaccented("Beaupré-sous-Roche"), unaccented("Œuvre")
    ('beaupre-sous-roche', 'oeuvre')
    """
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """An ASCII name for addresses and identifiers.

    >>> slug("Mini-pelle 2,7 tonnes, n° 2")
    'mini-pelle-2-7-tonnes-n-2'
    """
    return re.sub(r"[^a-z0-9]+", "-", unaccented(text)).strip("-")
