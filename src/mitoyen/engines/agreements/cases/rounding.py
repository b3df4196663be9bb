"""How a case says that a figure is rounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.given import CaseError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree


def rounding_of(said: Said) -> dict[str, Tree]:
    """``up, 3 decimals``, ``half_up 4``, ``down``, ``thousandth``: how a figure is rounded."""
    if isinstance(said, dict):
        return {name: str(value) for name, value in said.items()}
    text = str(said).lower()
    names = {"thousandth": "3", "millième": "3", "cent": "2", "hundredth": "2", "centième": "2", "unit": "0"}
    found = re.search(r"\d+", text)
    decimals = found[0] if found else next((d for name, d in names.items() if name in text), "0")
    if "even" in text or "bank" in text or "pair" in text:
        raise CaseError(
            Sentence("L'arrondi au pair n'est pas celui des contrats.", "Rounding to even is not that of contracts."),
            where="rounding",
        )
    if text.startswith("none"):
        return {"decimals": "9"}
    is_half = any(word in text for word in ("half", "nearest", "proche", "arithm", "normal", "commercial"))
    if not is_half and any(word in text for word in ("down", "floor", "trunc", "tronq", "inférieur", "défaut", "bas")):
        return {"decimals": decimals, "mode": "down"}
    if not is_half and any(word in text for word in ("up", "ceil", "supérieur", "excès", "haut")):
        return {"decimals": decimals, "mode": "up"}
    return {"decimals": decimals, "mode": "half_up"}
