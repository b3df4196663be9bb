"""An agreement over its whole life: its first version, then the one that each amendment makes.

A fault is told once, where it is written: in the agreement when it was there from the start, in the amendment when that
brings it in. One that an amendment mends is said to last until then; one that never held on any day is not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mitoyen.engines.agreements import amendments
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.guardrails.reporting.findings import Brought, Finding
from mitoyen.engines.agreements.guardrails.reporting.waivers import named
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mitoyen.engines.agreements.amendments import Amendment
    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.reading import Path

    Looking: TypeAlias = Callable[[Document], Sequence[Finding]]
    """What finds the faults of one version."""

Key: TypeAlias = tuple[str, str, tuple[str, ...], str]

_FIGURES = re.compile(r"\d[\d\s.,\u202f\u00a0]*")


class _Version(NamedTuple):
    document: Document
    made: tuple[Amendment, ...]
    """The amendments of the day that makes it; none for the first."""
    before: Document | None
    lives: bool
    """Whether it is in force for one day at least."""


@dataclass
class _Fault:
    """A fault followed from version to version."""

    finding: Finding
    held: bool
    mended: Amendment | None = None


def over_its_life(document: Document, looking: Looking) -> list[Finding]:
    """Every fault of every version, once, in the order of the versions."""
    told: list[_Fault] = []
    standing: dict[Key, _Fault] = {}
    for version in _versions(document):
        found = {_key(one, version.document): one for one in looking(version.document)}
        for key in [key for key in standing if key not in found]:
            standing.pop(key).mended = version.made[0]
        for key, one in found.items():
            if key in standing:
                standing[key].held |= version.lives
                continue
            where = _brought(one, document, version, looking) if version.made else one
            standing[key] = _Fault(where, version.lives)
            told.append(standing[key])
    return [_said(fault) for fault in told if fault.held]


def _versions(document: Document) -> Iterator[_Version]:
    made = sorted(document.agreement.amendments, key=lambda one: one.date)
    days = [(day, tuple(of_day)) for day, of_day in groupby(made, key=lambda one: one.date)]
    term = document.agreement.term
    yield _Version(document, (), None, not days or days[0][0] > term.start)
    before = document
    for rank, (day, of_day) in enumerate(days):
        after = document.in_force(day)
        own = after.agreement.term
        following = days[rank + 1][0] if rank + 1 < len(days) else own.end
        yield _Version(after, of_day, before, own.start < following and day <= own.end)
        before = after


def _key(finding: Finding, version: Document) -> Key:
    """What stays the same when figures change and clauses are counted anew."""
    path = tuple(map(str, named(version, finding.path)))
    return finding.rule, finding.severity, path, _FIGURES.sub("#", finding.sentence.fr)


def _said(fault: _Fault) -> Finding:
    if fault.mended is None:
        return fault.finding
    one, until = fault.finding.sentence, fault.mended
    return replace(
        fault.finding,
        sentence=Sentence(
            f"{one.fr} L'avenant « {until.id} » y met fin le {until.date}.",
            f"{one.en} Amendment '{until.id}' puts an end to it on {until.date}.",
        ),
    )


# --- where an amendment brings a fault in ------------------------------------------------------


class _Change(NamedTuple):
    """One line of an amendment: where it is written, and the place of the agreement that it changes."""

    amendment: Amendment
    written: Path
    changes: tuple[str, ...]


def _brought(finding: Finding, document: Document, version: _Version, looking: Looking) -> Finding:
    """The finding told at the line of the amendment that brings it in."""
    inside = tuple(map(str, named(version.document, finding.path)))
    changes = [change for one in version.made for change in _changes(document, one)]
    cause = _nearest(changes, inside) or _decisive(changes, finding, document, version, looking)
    if cause is None:
        amendment = version.made[0]
        path: Path = ("amendments", document.agreement.amendments.index(amendment))
    else:
        amendment, path = cause.amendment, cause.written
        if inside[: len(cause.changes)] == cause.changes:
            path = (*path, *finding.path[len(cause.changes) :])
    said = finding.sentence
    return replace(
        finding,
        path=path,
        place=document.source.place(path),
        sentence=Sentence(
            f"À partir du {amendment.date}, par l'avenant « {amendment.id} » : {said.fr}",
            f"From {amendment.date} on, by amendment '{amendment.id}': {said.en}",
        ),
        brought=Brought(amendment.id, amendment.date, inside, version.document.agreement.waivers),
    )


def _changes(document: Document, amendment: Amendment) -> Iterator[_Change]:
    here: Path = ("amendments", document.agreement.amendments.index(amendment))
    for path in amendment.set:
        yield _Change(amendment, (*here, "set", str(path)), tuple(str(path).split(".")))
    for heading, parts in amendment.add.items():
        for rank, part in enumerate(parts):
            name = str(part.get("id", rank)) if isinstance(part, dict) else str(rank)
            yield _Change(amendment, (*here, "add", str(heading), rank), (str(heading), name))
    for rank, path in enumerate(amendment.remove):
        yield _Change(amendment, (*here, "remove", rank), tuple(str(path).split(".")))


def _nearest(changes: Sequence[_Change], inside: tuple[str, ...]) -> _Change | None:
    """The change made at the place of the finding, or above it, or inside it."""
    if len(changes) == 1:
        return changes[0]
    about = [one for one in changes if one.changes == inside[: len(one.changes)] or _holds(one, inside)]
    return max(about, key=lambda one: len(one.changes), default=None)


def _holds(change: _Change, inside: tuple[str, ...]) -> bool:
    """A change inside the clause or the party of the finding, never merely under the same heading."""
    return len(inside) > 1 and change.changes[: len(inside)] == inside


def _decisive(
    changes: Sequence[_Change], finding: Finding, document: Document, version: _Version, looking: Looking
) -> _Change | None:
    """The change without which the fault would not be there; nothing when no single one is."""
    key = _key(finding, version.document)
    for one in changes:
        other = _without(one, document, version)
        if other is not None and all(_key(each, other) != key for each in looking(other)):
            return one
    return None


def _without(change: _Change, document: Document, version: _Version) -> Document | None:
    """The version that the amendments would make without one change; nothing when it could not be read."""
    earlier = [one for one in document.agreement.amendments if one.date <= version.made[0].date]
    made = [_less(one, change) if one is change.amendment else one for one in earlier]
    try:
        tree = amendments.amended(document.source, made)
        return from_tree({**tree, "amendments": []}, document.source.file, document.source.places)
    except UnreadableError:
        return None


def _less(amendment: Amendment, change: _Change) -> Amendment:
    action, path = change.written[2], ".".join(change.changes)
    if action == "set":
        return amendment.model_copy(update={"set": {k: v for k, v in amendment.set.items() if str(k) != path}})
    if action == "remove":
        return amendment.model_copy(update={"remove": tuple(one for one in amendment.remove if str(one) != path)})
    heading, rank = change.written[3], change.written[4]
    kept = {
        k: tuple(part for n, part in enumerate(parts) if (str(k), n) != (heading, rank))
        for k, parts in amendment.add.items()
    }
    return amendment.model_copy(update={"add": kept})
