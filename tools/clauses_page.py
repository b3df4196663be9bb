"""Write the page of clause kinds, docs/agreements/clauses.md, out of the code that settles them.

``tools/clauses_page.py`` writes it, ``--check`` fails when it is not current (a test does the same).
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from mitoyen.engines.agreements.clauses import FAMILIES, KINDS
from mitoyen.engines.agreements.clauses.base import Clause, Transfer
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.scalars import Part
from mitoyen.engines.agreements.settlement import wordings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "agreements" / "clauses.md"
WORKED = ROOT / "tests" / "engines" / "agreements" / "worked"

HEAD = """\
# Clause kinds

This page is written by `tools/clauses_page.py` out of the code that settles agreements: it says what is computed.
How to add a kind: [adding-a-clause.md](adding-a-clause.md).

A line of a field table gives its name, its type, and what it means; **in bold**, the fields without which the clause is
refused. Types: `Money` is euros and cents; `Price` a unit price; `Quantity` an exact decimal; `Rate` and `Share` are
`0.05` for 5 % (a `Share` is at most 1; a `Rate` may be `1/3000`); `Count` a whole number; `Flag` true or false; `Day`
a date; `Text` words by language; `PartyId`, `FactName`, `IndicatorId`, `ClauseId`… names of things that the agreement
declares; `PerPeriod` a figure for a length (`{quarter: "350"}`), scaled to the period; `Levels` a figure from each
year on.

A law marked *à confirmer* has not been read in its text by those who wrote this software.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, _contents(), _common()]
    for family in FAMILIES:
        parts += [_kind(kind, family) for kind in family.CLAUSES]
    return "\n".join(parts)


def _contents() -> str:
    lines = ["## The families", ""]
    for family in FAMILIES:
        kinds = ", ".join(f"[`{name}`](#{name})" for name in map(_name, family.CLAUSES))
        first = inspect.getdoc(family) or ""
        lines.append(f"* {kinds} — {first.splitlines()[0]}")
    return "\n".join([*lines, ""])


def _common() -> str:
    lines = ["## Fields of every clause", "", *_table(Clause, skip={"kind"}), ""]
    lines += ["A clause by which one party pays another adds:", "", *_table(Transfer, own=True), ""]
    return "\n".join(lines)


def _kind(kind: type[Clause], family: ModuleType) -> str:
    french, english = _sentences(kind)
    lines = [
        f"## `{_name(kind)}`", "", _paragraphs(kind.__doc__), "", f"> {french}", ">", f"> {english}", "",
        f"*Computed at step {kind.stage.value} ({kind.stage.name.lower().replace('_', ' ')}).* {_formula(kind)}", "",
    ]  # fmt: skip
    common = {*Clause.model_fields, *(Transfer.model_fields if issubclass(kind, Transfer) else ())}
    lines += [*_table(kind, skip={*common, "kind"}), ""]
    for part in _parts(kind, family):
        lines += [f"`{part.__name__}`: {_paragraphs(part.__doc__)}", "", *_table(part), ""]
    lines += ["```yaml", kind.example.strip(), "```", ""]
    for law in kind.law:
        unsure = "" if law.confirmed else " *(à confirmer)*"
        lines.append(f"* **{law.reference}**{unsure} — {law.says.fr} / {law.says.en}")
    return "\n".join([*lines, ""])


def _name(kind: type[Clause]) -> str:
    return next(name for name, one in KINDS.items() if one is kind)


def _paragraphs(doc: str | None) -> str:
    return "\n".join(line.strip() for line in inspect.cleandoc(doc or "").splitlines()).replace("``", "`")


def _formula(kind: type[Clause]) -> str:
    if "amount" not in vars(kind):
        return "It moves no money: it creates duties."
    doc = inspect.cleandoc(kind.amount.__doc__ or "").split("\n\n", 1)[0].replace("\n", " ")
    return doc.replace("``", "`")


def _sentences(kind: type[Clause]) -> tuple[str, str]:
    (clause,) = _loaded(kind.example)
    name = "deneigement" if kind.__name__ == "CostShareKey" else "concession-eau"
    tree = _loaded((WORKED / f"{name}.yaml").read_text(encoding="utf-8"))
    others = [one for one in tree["clauses"] if one["id"] != clause["id"]]
    agreement = from_tree({**tree, "clauses": [*others, clause]}, "example.yaml").agreement
    added = next(one for one in agreement.clauses if one.id == clause["id"])
    french, english = wordings(agreement)
    return added.said(french), added.said(english)


def _loaded(text: str) -> Any:  # noqa: ANN401  a tree of text
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  every scalar is text


# --- fields, as their class says them -----------------------------------------------------------


def _table(model: type[Part], skip: set[str] | frozenset[str] = frozenset(), *, own: bool = False) -> list[str]:
    rows = []
    for name, (kind, said) in _said(model, own=own).items():
        if name in skip:
            continue
        field = model.model_fields[name]
        written = field.alias or name
        shown = f"**`{written}`**" if field.is_required() else f"`{written}`"
        rows.append(f"| {shown} | `{kind}` | {said} |")
    return ["| field | type | |", "|---|---|---|", *rows] if rows else ["It has no field of its own."]


def _said(model: type[Part], *, own: bool = False) -> dict[str, tuple[str, str]]:
    """Each field with its type as written, and the words under it."""
    found: dict[str, tuple[str, str]] = {}
    for base in (model,) if own else reversed(model.__mro__):
        if issubclass(base, Part) and base is not Part:
            found |= dict(_fields(base))
    return {name: found[name] for name in model.model_fields if name in found}


def _fields(model: type[Part]) -> Iterator[tuple[str, tuple[str, str]]]:
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    body = made.body if isinstance(made, ast.ClassDef) else []
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            words = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            yield node.target.id, (_typed(node.annotation), " ".join(str(words).split()).replace("``", "`"))


def _typed(node: ast.expr) -> str:
    """A type as people say it: ``tuple[Block, ...]`` is a list of Block."""
    if isinstance(node, ast.BinOp):
        parts = [one for one in (node.left, node.right) if not (isinstance(one, ast.Constant) and one.value is None)]
        return " or ".join(map(_typed, parts))
    if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
        return ast.unparse(node).replace("YesNo", "Flag")
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if node.value.id == "Literal":
        return " or ".join(str(ast.literal_eval(word)) for word in inside)
    said = [_typed(one) for one in inside]
    if node.value.id == "dict":
        return f"{said[1]} by {said[0]}"
    return f"list of {said[0]}" if said[-1] == "..." else ", then ".join(said)


def _modules(family: ModuleType) -> list[ModuleType]:
    """The module of a family, or those of its folder."""
    return [module for name, module in sys.modules.items() if f"{name}.".startswith(f"{family.__name__}.")]


def _parts(kind: type[Part], family: ModuleType) -> list[type[Part]]:
    """The pieces that a clause is made of, that its own family defines."""
    owners = _modules(family)
    names = {module.__name__ for module in owners}
    classes = [one for module in owners for one in vars(module).values() if isinstance(one, type)]
    known = {
        one.__name__: one
        for one in classes
        if issubclass(one, Part) and not issubclass(one, Clause) and one.__module__ in names
    }
    found: list[type[Part]] = []
    waiting = [kind]
    while waiting:
        for written, _ in _said(waiting.pop(0)).values():
            for name, one in known.items():
                is_named = name in written.replace(",", " ").split()
                if is_named and one not in found:
                    found.append(one)
                    waiting.append(one)
    return found


if __name__ == "__main__":
    if "--check" in sys.argv:
        is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        sys.exit(None if is_current else f"{PAGE.relative_to(ROOT)} is not current: run tools/clauses_page.py")
    PAGE.write_text(page(), encoding="utf-8")
