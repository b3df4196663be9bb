"""A desk calculator that sees only printed French text: it knows nothing of the software that printed it.

``Pénalité : 37,5 × 45,00 = 1 687,50 € (arrondi au centime)`` is computed again and compared with what it says.
"""

import re
from fractions import Fraction

ROUNDED = re.compile(r" \(arrondi( vers le haut| vers le bas)? (?:au centime|à l'unité|à (\d+) décimales)\)$")


def redone(printed):
    """The result of a printed step, after checking that its calculation gives it."""
    printed = printed.replace("\u202f", "").replace("\u00a0", " ")
    rounding = ROUNDED.search(printed)
    calculation = printed[: rounding.start()] if rounding else printed
    calculation = calculation[calculation.rindex(" : ") + 3 :]
    *formula, result = calculation.split(" = ")
    said = number(re.match(r"[−\d,]+", result)[0])
    if formula:
        found = compute(formula[0])
        if rounding:
            decimals = 0 if "unité" in rounding[0] else int(rounding[2] or 2)
            found = round_off(found, decimals, (rounding[1] or "").removeprefix(" vers le "))
        assert found == said, printed
    return said


def number(text):
    return Fraction(text.replace("−", "-").replace(",", "."))


def compute(formula):
    text = re.sub(r"\d+(?:,\d+)?", lambda found: f"F('{found[0].replace(',', '.')}')", formula)
    for printed, sign in (("×", "*"), ("÷", "/"), ("−", "-"), (";", ",")):
        text = text.replace(printed, sign)
    assert re.fullmatch(r"(?:F\('[\d.]+'\)|min|max|[-+*/(), ])+", text), formula
    return eval(text, {"__builtins__": {}, "F": Fraction, "min": min, "max": max})  # noqa: S307  checked just above


def round_off(value, decimals, way):
    whole, rest = divmod(abs(value) * 10**decimals, 1)
    up = rest > 0 if way == "haut" else rest >= Fraction(1, 2) and way != "bas"
    return Fraction(whole + up, 10**decimals) * (1 if value >= 0 else -1)
