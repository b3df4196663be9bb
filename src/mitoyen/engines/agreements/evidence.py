r"""Facts files: what was observed, by whom, with which status; in YAML, JSON or CSV, long or short.

The long form is one row per value (``fact, period, area, value, unit, status, by, date, hash``); the
short form nests values under ``facts``, ``indicators`` and ``indices`` with one status for all. Both
become :class:`Observations`. A breakdown is written with points: ``volume.1.solidaire``.

>>> seen = read_facts('period: 2027-Q1\nstatus: final\nfacts: {volume: {"1": "40"}}', "t1.yaml")
>>> seen.during(Period.parse("2027-Q1")).reading("volume", ("1",)).value
Exact('40')
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast, get_args

from mitoyen.engines.agreements import reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.engines.agreements.reading import Path, Problem, Source, Tree

Status: TypeAlias = Literal["declared", "audited", "final", "contested", "missing", "estimated"]
Key: TypeAlias = tuple[str, ...]
STATUSES: tuple[str, ...] = get_args(Status)
ACCEPTED: frozenset[str] = frozenset({"audited", "final"})
COLUMNS = ("fact", "period", "area", "value", "unit", "status", "by", "date", "hash")
INDEX = "index:"
"""What the name of a published series starts with, among facts and indicators."""


class Reading(NamedTuple):
    """One observed value, and what vouches for it. In simulation the value is an array."""

    value: Exact | None
    status: Status = "final"
    unit: str = ""
    by: str = ""
    date: str = ""
    hash: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether it may move money."""
        return self.value is not None and self.status in ACCEPTED


Readings: TypeAlias = "dict[str, dict[Key, Reading]]"


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known when one period is settled: its readings, and those of earlier periods."""

    now: Mapping[str, Mapping[Key, Reading]]
    before: tuple[tuple[Period, Mapping[str, Mapping[Key, Reading]]], ...] = ()
    period: Period | None = None

    def reading(self, name: str, key: Key = ()) -> Reading | None:
        """The reading of ``name`` at ``key``, if there is one."""
        return self.now.get(name, {}).get(key)

    def keys(self, name: str) -> tuple[Key, ...]:
        """The keys of a breakdown, in the order of the file; ``((),)`` for a plain value."""
        return tuple(self.now.get(name, {}))

    def keys_before(self, name: str) -> tuple[Key, ...]:
        """The keys that it had the last time that it was given; those of a plain value when it never was."""
        known = (tuple(readings[name]) for _, readings in reversed(self.before) if readings.get(name))
        return next(known, ((),))

    def accepted_before(self, name: str, key: Key = ()) -> list[tuple[Period, Exact]]:
        """Earlier values that were audited, oldest first."""
        earlier = ((period, readings.get(name, {}).get(key)) for period, readings in self.before)
        return [(period, seen.value) for period, seen in earlier if seen and seen.is_accepted and seen.value]


@dataclass(frozen=True, slots=True)
class Observations:
    """A facts file: readings by period, an opening state if it carries one, and the notices that were sent."""

    readings: dict[Period, Readings]
    period: Period | None = None
    state: Tree = None
    notices: dict[str, str] = field(default_factory=dict)

    def during(self, period: Period) -> Observed:
        """What is known when ``period`` is settled."""
        before = sorted((p for p in self.readings if p.end <= period.start), key=lambda p: p.end)
        return Observed(self.readings.get(period, {}), tuple((p, self.readings[p]) for p in before), period)

    def as_tree(self) -> dict[str, Tree]:
        """The long form, sorted: the same observations always give the same bytes."""
        rows: list[Tree] = []
        for period in sorted(self.readings):
            for name in sorted(self.readings[period]):
                # The order of keys is that of the file: it is the declared order that breaks ties.
                for key, seen in self.readings[period][name].items():
                    rows.append(_row(period, name, key, seen))
        tree: dict[str, Tree] = {"rows": rows}
        if self.notices:
            tree["notices"] = dict(self.notices)
        return tree


def _row(period: Period, name: str, key: Key, seen: Reading) -> Tree:
    row: dict[str, Tree] = {"fact": ".".join((name, *key)), "period": period.label, "status": seen.status}
    if seen.value is not None:
        row["value"] = seen.value.text()
    row |= {name: text for name in ("unit", "by", "date", "hash") if (text := getattr(seen, name))}
    return row


def read_facts(content: str | bytes, file: str) -> Observations:
    """Read a facts file; :class:`~reading.UnreadableError` says what is wrong, where."""
    if file.endswith(".csv"):
        return _FactsReader(_csv_source(content, file)).read()
    return _FactsReader(reading.read(content, file)).read()


def facts_from_tree(tree: Tree, file: str) -> Observations:
    """Observations out of a tree, as in a bundle."""
    return _FactsReader(reading.Source(file, tree, {})).read()


def _csv_source(content: str | bytes, file: str) -> Source:
    text = reading.decoded(content, file)
    first_line = text.split("\n", 1)[0]
    rows: list[Tree] = []
    places: dict[Path, tuple[int, int]] = {(): (1, 1)}
    french = ";" in first_line
    lines = csv.DictReader(io.StringIO(text), delimiter=";" if french else ",")
    try:
        for line in lines:
            places["rows", len(rows)] = (lines.line_num, 1)
            row: dict[str, Tree] = {str(name): value for name, value in line.items() if value and name}
            if french and "value" in row:
                row["value"] = _with_a_point(str(row["value"]))
            rows.append(row)
    except csv.Error as error:
        said = Sentence(
            f"Cette ligne n'est pas du CSV valable : {error}. Vérifiez les guillemets.",
            f"This line is not valid CSV: {error}. Check the quotes.",
        )
        place = reading.Place(file, max(1, lines.line_num), 1)
        raise reading.UnreadableError([reading.Problem(said, (), place)]) from error
    return reading.Source(file, {"rows": rows}, places)


_FRENCH_NUMBER = re.compile(r"-?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:,\d+)?")


def _with_a_point(written: str) -> str:
    """A number as a French spreadsheet writes it between semicolons (``19 650,40``), with a point and no spaces."""
    if not _FRENCH_NUMBER.fullmatch(written.strip()):
        return written
    return re.sub(r"[ \u00a0\u202f]", "", written.strip()).replace(",", ".")


class _FactsReader:
    """Gathers readings and problems from a tree."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.readings: dict[Period, Readings] = {}

    def read(self) -> Observations:
        tree = self.source.tree
        if isinstance(tree, list):
            tree = {"rows": tree}
        if not isinstance(tree, dict):
            self._wrong(
                (),
                "Un fichier de faits est un groupe ou une liste de lignes.",
                "A facts file is a group or a list of rows.",
            )
            raise reading.UnreadableError(self.problems)
        period = self._period(tree.get("period"), ("period",)) if "period" in tree else None
        facts = tree.get("facts")
        for rows, path in ((tree.get("rows"), "rows"), (facts if isinstance(facts, list) else None, "facts")):
            self._rows(rows, path, period)
        if isinstance(facts, dict) or "indicators" in tree or "indices" in tree:
            self._short(tree, period)
        known = {
            "period",
            "status",
            "facts",
            "indicators",
            "indices",
            "rows",
            "state",
            "notices",
            "by",
            "date",
            "format",
        }
        for name in tree.keys() - known:
            self._wrong((name,), f"« {name} » n'a pas de sens ici.", f"'{name}' has no meaning here.")
        notices = tree.get("notices") or {}
        if not isinstance(notices, dict):
            self._wrong(("notices",), "Les avis sont un groupe clause: date.", "Notices are a group clause: date.")
            notices = {}
        if self.problems:
            raise reading.UnreadableError(self.problems)
        sent = {str(name): str(day) for name, day in notices.items()}
        return Observations(self.readings, period, tree.get("state"), sent)

    # --- short form ---

    def _short(self, tree: dict[str, Tree], period: Period | None) -> None:
        if period is None:
            self._wrong(
                (),
                "La forme courte des faits dit sa période : period: 2027-Q1.",
                "The short form of facts says its period: period: 2027-Q1.",
            )
            return
        common = Reading(
            None, self._status(tree.get("status"), ("status",)), by=_plain(tree, "by"), date=_plain(tree, "date")
        )
        for group, prefix in (("facts", ""), ("indicators", ""), ("indices", INDEX)):
            values = tree.get(group) or {}
            if isinstance(values, dict):
                for name, value in values.items():
                    self._nested(period, prefix + name, (), value, (group, name), common)
            else:
                self._wrong((group,), f"« {group} » est un groupe nom: valeur.", f"'{group}' is a group name: value.")

    def _nested(self, period: Period, name: str, key: Key, value: Tree, path: Path, common: Reading) -> None:
        if isinstance(value, dict) and not value.keys() & {"value", "status"}:
            for part, inner in value.items():
                self._nested(period, name, (*key, part), inner, (*path, part), common)
        elif isinstance(value, dict):
            self._keep(period, name, key, self._detailed(value, path, common), path)
        elif isinstance(value, list):
            self._wrong(path, "Une valeur, pas une liste, est attendue ici.", "A value, not a list, is expected here.")
        else:
            number = self._number(value, path)
            self._keep(period, name, key, Reading(number, common.status, by=common.by, date=common.date), path)

    def _detailed(self, value: dict[str, Tree], path: Path, common: Reading) -> Reading:
        for name in value.keys() - {"value", "unit", "status", "by", "date", "hash"}:
            self._wrong((*path, name), f"« {name} » n'a pas de sens ici.", f"'{name}' has no meaning here.")
        status = self._status(value["status"], (*path, "status")) if "status" in value else common.status
        return Reading(
            self._number(value.get("value"), (*path, "value")),
            status,
            _plain(value, "unit"),
            _plain(value, "by") or common.by,
            _plain(value, "date") or common.date,
            _plain(value, "hash"),
        )

    # --- long form ---

    def _rows(self, rows: Tree, where: str, period: Period | None) -> None:
        if rows is None:
            return
        if not isinstance(rows, list):
            self._wrong((where,), "Les lignes sont une liste.", "Rows are a list.")
            return
        for rank, row in enumerate(rows):
            path: Path = (where, rank)
            if isinstance(row, dict) and row.get("fact"):
                self._row(row, path, period)
            else:
                self._wrong(
                    path,
                    "Une ligne dit au moins fact, period, value et status.",
                    "A row says at least fact, period, value and status.",
                )

    def _row(self, row: dict[str, Tree], path: Path, common: Period | None) -> None:
        for name in row.keys() - set(COLUMNS):
            self._wrong((*path, name), f"La colonne « {name} » est inconnue.", f"Column '{name}' is unknown.")
        period = self._period(row["period"], (*path, "period")) if row.get("period") else common
        if period is None:
            self._wrong(path, "Cette ligne ne dit pas sa période.", "This row does not say its period.")
            return
        written = _plain(row, "fact")
        index, name = (INDEX, written.removeprefix(INDEX)) if written.startswith(INDEX) else ("", written)
        name, *key = [name] if index else name.split(".")
        if area := _plain(row, "area"):
            key.append(area)
        details = {part: value for part, value in row.items() if part not in {"fact", "period", "area"}}
        self._keep(period, index + name, tuple(key), self._detailed(details, path, Reading(None, "declared")), path)

    # --- values ---

    def _keep(self, period: Period, name: str, key: Key, seen: Reading, path: Path) -> None:
        known = self.readings.setdefault(period, {}).setdefault(name, {})
        if key in known:
            shown = ".".join((name, *key))
            self._wrong(
                path,
                f"« {shown} » est donné deux fois pour {period.label}.",
                f"'{shown}' is given twice for {period.label}.",
            )
        known[key] = seen

    def _number(self, value: Tree, path: Path) -> Exact | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self._wrong(path, "Un nombre est attendu ici.", "A number is expected here.")
            return None
        try:
            return Exact.parse(value.strip())
        except InvalidError as error:
            self.problems.append(self.source.problem(path, error.sentence))
            return None

    def _status(self, value: Tree, path: Path) -> Status:
        if value is None:
            return "declared"
        if value not in STATUSES:
            self._wrong(
                path,
                f"Le statut « {value} » est inconnu : {', '.join(STATUSES)}.",
                f"Status '{value}' is unknown: {', '.join(STATUSES)}.",
            )
            return "declared"
        return cast("Status", value)

    def _period(self, value: Tree, path: Path) -> Period | None:
        try:
            return Period.parse(value if isinstance(value, str) else "")
        except MitoyenError as error:
            self.problems.append(self.source.problem(path, error.sentence))
            return None

    def _wrong(self, path: Path, fr: str, en: str) -> None:
        self.problems.append(self.source.problem(path, Sentence(fr, en)))


def _plain(tree: Mapping[str, Tree], name: str) -> str:
    value = tree.get(name)
    return value if isinstance(value, str) else ""


def merged(files: Iterable[Observations]) -> Observations:
    """Several facts files as one, for a history in several files; later ones win."""
    readings: dict[Period, Readings] = {}
    period: Period | None = None
    state: Tree = None
    notices: dict[str, str] = {}
    for one in files:
        for when, names in one.readings.items():
            for name, keys in names.items():
                readings.setdefault(when, {}).setdefault(name, {}).update(keys)
        period, state, notices = one.period or period, one.state or state, notices | one.notices
    return Observations(readings, period, state, notices)
