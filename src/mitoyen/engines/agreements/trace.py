"""The calculation of a line, step by step, so that anybody can redo it with a desk calculator.

A step is a label, a formula with its actual numbers, and its result. The formula is ASCII
(``37.5 * 45.00``, ``min(a, b)``, ``max(a, b)``), so that forty lines of anybody's code can check it;
people read it in their own typography.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements import notation
from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.scalars import Rounding
    from mitoyen.kernel.text import Language


@dataclass(frozen=True, slots=True)
class Step:
    """One printed step: ``label : formula = result unit (rounding)``."""

    label: Sentence
    formula: str
    result: str
    unit: str = ""
    rounding: Rounding | None = None

    def printed(self, language: Language) -> str:
        r"""The step in one line, as a person reads it.

        >>> step = Step(Sentence("Pénalité", "Penalty"), "37.5 * 45.00", "1687.50", "EUR")
        >>> step.printed("fr").replace("\u202f", " ").replace("\u00a0", " ")
        'Pénalité : 37,5 × 45,00 = 1 687,50 €'
        """
        colon = " : " if language == "fr" else ": "
        value = Exact.parse(self.result)
        shown = notation.quantity(value, self.unit, language, len(self.result.partition(".")[2]))
        if self.formula == self.result:
            return f"{self.label.said_in(language)}{colon}{shown}"
        rounding = f" ({self.rounding.said.said_in(language)})" if self.rounding else ""
        return (
            f"{self.label.said_in(language)}{colon}{notation.set_formula(self.formula, language)} = {shown}{rounding}"
        )

    def as_tree(self) -> dict[str, Any]:
        """The step as it is published."""
        tree: dict[str, Any] = {
            "fr": self.printed("fr"),
            "en": self.printed("en"),
            "formula": self.formula,
            "result": self.result,
            "unit": self.unit,
        }
        if self.rounding:
            tree["round"] = {"decimals": str(self.rounding.decimals), "mode": self.rounding.mode}
        return tree


def filled(sentence: Sentence, /, **numbers: Exact) -> Sentence:
    """A sentence whose ``{places}`` are filled with numbers in the typography of each language.

    ``{x}`` shows a number with its own decimals, ``{x:EUR}`` or ``{x:h}`` as a quantity of that unit.

    >>> filled(Sentence("{x} h manquantes", "{x} missing hours"), x=Exact.parse("37.5")).fr
    '37,5 h manquantes'
    """

    def fill(template: str, language: Language) -> str:
        out: list[str] = []
        for literal, name, unit, _ in string.Formatter().parse(template):
            out.append(literal)
            if name:
                out.append(notation.quantity(numbers[name], unit or "", language))
        return "".join(out)

    return Sentence(fill(sentence.fr, "fr"), fill(sentence.en, "en"))
