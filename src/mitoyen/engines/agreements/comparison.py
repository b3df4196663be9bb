"""Two versions of an agreement told apart, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Document

HEADINGS: dict[str, tuple[str, str]] = {
    "clauses": ("la clause", "clause"),
    "caps": ("le plafond", "cap"),
    "parties": ("la partie", "party"),
    "indicators": ("l'indicateur", "indicator"),
    "facts": ("le fait", "fact"),
    "duties": ("l'obligation", "duty"),
    "amendments": ("l'avenant", "amendment"),
}


FR, EN = ("« ", " »"), ("'", "'")


def differences(before: Document, after: Document) -> tuple[Sentence, ...]:
    """What changes from one version to the other; nothing when their canonical forms are the same."""
    old, new = before.tree, after.tree
    assert isinstance(old, dict)  # noqa: S101  a document that was opened is a mapping
    assert isinstance(new, dict)  # noqa: S101
    return tuple(
        sentence
        for heading in dict.fromkeys([*old, *new])
        for sentence in _heading(heading, old.get(heading), new.get(heading))
    )


def _heading(heading: str, old: Any, new: Any) -> Iterator[Sentence]:  # noqa: ANN401  trees of text
    if heading not in HEADINGS:
        yield from _changed((), old, new, (heading,))
        return
    fr, en = HEADINGS[heading]
    old_by_name, new_by_name = _named(old), _named(new)
    for name in dict.fromkeys([*old_by_name, *new_by_name]):
        said = (f"{fr} « {name} »", f"{en} '{name}'")
        if name not in new_by_name:
            yield Sentence(f"{_capital(said[0])} disparaît.", f"{_capital(said[1])} is removed.")
        elif name not in old_by_name:
            yield Sentence(f"{_capital(said[0])} apparaît.", f"{_capital(said[1])} is new.")
        else:
            yield from _changed(said, old_by_name[name], new_by_name[name], ())
    order_old = [name for name in old_by_name if name in new_by_name]
    if isinstance(old, list) and order_old != [name for name in new_by_name if name in old_by_name]:
        yield Sentence(f"L'ordre change sous « {heading} ».", f"The order changes under '{heading}'.")


def _named(parts: Any) -> dict[str, Any]:  # noqa: ANN401  a tree of text
    if isinstance(parts, dict):
        return parts
    return {part["id"]: part for part in parts or ()}


def _changed(what: tuple[str, ...], old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Sentence]:  # noqa: ANN401
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _changed(what, old.get(name), new.get(name), (*path, name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for rank, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _changed(what, one, other, (*path, str(rank + 1)))
    elif old != new:
        where = ".".join(path)
        fr, en = (f"{what[0]}, ", f"{what[1]}, ") if what else ("", "")
        if old is None:
            said = (f"« {where} » vaut désormais {_shown(new, FR)}", f"'{where}' is now {_shown(new, EN)}")
        elif new is None:
            said = (f"« {where} » disparaît ({_shown(old, FR)})", f"'{where}' is removed ({_shown(old, EN)})")
        else:
            said = (
                f"« {where} » passe de {_shown(old, FR)} à {_shown(new, FR)}",
                f"'{where}' changes from {_shown(old, EN)} to {_shown(new, EN)}",
            )
        yield Sentence(f"Dans {fr}{said[0]}." if what else f"{_capital(said[0])}.", f"{_capital(en + said[1])}.")


def _shown(value: Any, quotes: tuple[str, str]) -> str:  # noqa: ANN401  a tree of text
    """A value as it is written; words stand between quotes, numbers and dates do not."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(part, quotes)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(part, quotes) for part in value) + "]"
    text = str(value)
    return text if text[:1].isdigit() or text[:1] == "-" else f"{quotes[0]}{text}{quotes[1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
