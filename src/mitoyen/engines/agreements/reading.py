"""From the bytes of a YAML or JSON file to plain text values, each with its place.

Every scalar stays *text* (an unquoted ``0.89`` is never a float); the schema gives it a type later.
What could hurt or mislead a reader is refused while reading, with its line: aliases and anchors,
tags, keys written twice, nesting without end, more than 512 kB or 20,000 nodes.

>>> source = read("parties: {a: {share: 0.50}}", "demo.yaml")
>>> source.tree, source.place(("parties", "a", "share"))
({'parties': {'a': {'share': '0.50'}}}, Place(file='demo.yaml', line=1, column=22))
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard reader of JSON strings
from typing import TYPE_CHECKING, TypeAlias

import yaml

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES = 512 * 1024
MOST_NODES = 20_000
DEEPEST = 32
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file; lines and columns count from one."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where, and a sentence that says what to do."""

    sentence: Sentence
    path: Path
    place: Place


class UnreadableError(InvalidError):
    """A file that cannot be used; ``problems`` gives each fault with its place (exit status 2)."""

    code = "unreadable"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Say the first problem; keep them all."""
        first = problems[0]
        super().__init__(first.sentence, where=str(first.place))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its tree of text, and the place of each of its nodes."""

    file: str
    tree: Tree
    places: dict[Path, tuple[int, int]] = field(repr=False)

    def place(self, path: Path) -> Place:
        """The place of the node at ``path``, or of its nearest ancestor that is written."""
        while path and path not in self.places:
            path = path[:-1]
        return Place(self.file, *self.places.get(path, (1, 1)))

    def problem(self, path: Path, sentence: Sentence) -> Problem:
        """``sentence`` said at ``path``."""
        return Problem(sentence, path, self.place(path))


def read(content: str | bytes, file: str) -> Source:
    """Read YAML or JSON (told apart by the first character); :class:`UnreadableError` says what is wrong, where."""
    text = decoded(content, file)
    grown = _Growing(file)
    try:
        if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and not file.endswith((".yaml", ".yml")):
            _JsonReader(text, grown).read()
        else:
            _read_yaml(text, grown)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise grown.refusal(
            line,
            column,
            f"Le texte n'est pas du YAML valable : {error.problem}. Vérifiez l'indentation et les guillemets.",
            f"The text is not valid YAML: {error.problem}. Check indentation and quotes.",
        ) from error
    except yaml.YAMLError as error:
        raise grown.refusal(
            1,
            1,
            "Le fichier contient un caractère que YAML n'admet pas.",
            "The file contains a character that YAML does not allow.",
        ) from error
    return Source(file, grown.root, grown.places)


def decoded(content: str | bytes, file: str) -> str:
    """The text of a file, composed (NFC); refused when it is too large or not in UTF-8."""
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "replace"))
    start = Place(file, 1, 1)
    if size > MOST_BYTES:
        said = Sentence(
            f"Le fichier pèse {size // 1024} ko ; la limite est {MOST_BYTES // 1024} ko. Séparez-le.",
            f"The file is {size // 1024} kB; the limit is {MOST_BYTES // 1024} kB. Split it.",
        )
        raise UnreadableError([Problem(said, (), start)])
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content.removeprefix("\ufeff")
        text.encode("utf-8")
    except UnicodeError as error:
        said = Sentence(
            "Le fichier n'est pas en UTF-8 : enregistrez-le dans ce codage.",
            "The file is not in UTF-8: save it in that encoding.",
        )
        raise UnreadableError([Problem(said, (), start)]) from error
    return unicodedata.normalize("NFC", text)


class _Growing:
    """The tree while it grows: containers that are open, and what is refused on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Tree = None
        self.places: dict[Path, tuple[int, int]] = {}
        self._open: list[dict[str, Tree] | list[Tree]] = []
        self._path: list[str | int] = []
        self._key: str | None = None
        self._nodes = 0

    @property
    def awaits_key(self) -> bool:
        """Whether the next scalar is the key of a mapping."""
        return bool(self._open) and isinstance(self._open[-1], dict) and self._key is None

    def refusal(self, line: int, column: int, fr: str, en: str) -> UnreadableError:
        """An error with its place."""
        return UnreadableError([Problem(Sentence(fr, en), tuple(self._path), Place(self.file, line, column))])

    def key(self, text: str, line: int, column: int) -> None:
        """A key; the same one twice in a mapping is refused."""
        self._count(line, column)
        mapping = self._open[-1]
        if text in mapping:
            raise self.refusal(
                line,
                column,
                f"La clé « {text[:60]} » est écrite deux fois : gardez-en une.",
                f"The key '{text[:60]}' is written twice: keep one.",
            )
        self._key = text

    def scalar(self, value: str | None, line: int, column: int) -> None:
        """A text value, or nothing."""
        self._put(value, line, column)
        self._path.pop()

    def open(self, container: dict[str, Tree] | list[Tree], line: int, column: int) -> None:
        """Enter a mapping or a list."""
        if len(self._open) >= DEEPEST:
            raise self.refusal(
                line,
                column,
                f"Le texte s'emboîte sur plus de {DEEPEST} niveaux : aplatissez-le.",
                f"The text nests deeper than {DEEPEST} levels: flatten it.",
            )
        self._put(container, line, column)
        self._open.append(container)

    def close(self) -> None:
        """Leave the mapping or list that was entered last."""
        self._open.pop()
        self._path.pop()

    def _put(self, value: Tree, line: int, column: int) -> None:
        self._count(line, column)
        if not self._open:
            self.root = value
            self._path.append("")
            self.places[()] = (line, column)
            return
        container = self._open[-1]
        if isinstance(container, dict):
            if self._key is None:
                raise self.refusal(
                    line, column, "Une clé doit être un mot, pas une liste.", "A key must be a word, not a list."
                )
            container[self._key] = value
            self._path.append(self._key)
            self._key = None
        else:
            self._path.append(len(container))
            container.append(value)
        self.places[tuple(self._path[1:])] = (line, column)

    def _count(self, line: int, column: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self.refusal(
                line,
                column,
                f"Le fichier compte plus de {MOST_NODES} éléments : séparez-le.",
                f"The file has more than {MOST_NODES} nodes: split it.",
            )


# --- YAML ---------------------------------------------------------------------------------------


def _read_yaml(text: str, grown: _Growing) -> None:
    documents = 0
    for event in _events(text):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise grown.refusal(
                    line, column, "Un fichier contient un seul document.", "A file contains one document only."
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            grown.close()
        elif isinstance(event, yaml.NodeEvent):
            _grow(event, grown, line, column)


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text, Loader=loader)


def _grow(event: yaml.NodeEvent, grown: _Growing, line: int, column: int) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise grown.refusal(
            line,
            column,
            "Les renvois YAML (& et *) ne sont pas admis : écrivez la valeur à sa place.",
            "YAML anchors and aliases (& and *) are not accepted: write the value where it goes.",
        )
    if isinstance(event, yaml.ScalarEvent):
        if event.tag is not None and event.tag != "!":
            raise _tag_refused(grown, line, column)
        if grown.awaits_key:
            grown.key(event.value, line, column)
        else:
            plain = event.implicit[0]
            grown.scalar(None if plain and event.value in _NULLS else event.value, line, column)
        return
    assert isinstance(event, yaml.CollectionStartEvent)  # noqa: S101  the three kinds of node are exhausted
    if event.tag is not None:
        raise _tag_refused(grown, line, column)
    grown.open({} if isinstance(event, yaml.MappingStartEvent) else [], line, column)


def _tag_refused(grown: _Growing, line: int, column: int) -> UnreadableError:
    return grown.refusal(
        line,
        column,
        "Les étiquettes YAML (!…) ne sont pas admises : écrivez la valeur simplement.",
        "YAML tags (!…) are not accepted: write the plain value.",
    )


# --- JSON ---------------------------------------------------------------------------------------

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|-?Infinity|NaN")


class _JsonReader:
    """JSON read without recursion, each node with its place (the standard reader keeps none)."""

    def __init__(self, text: str, grown: _Growing) -> None:
        self.text = text
        self.grown = grown
        self.at = 0
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._ends: list[str] = []
        self._began = False  # whether the innermost container already has a member

    def read(self) -> None:
        """Read the one value of the file."""
        self._value()
        while self._ends:
            self._next_member()
        self._skip()
        if self.at < len(self.text):
            raise self._wrong()

    def _next_member(self) -> None:
        """The next value of the innermost container, or its end."""
        self._skip()
        first = self._char() != ","
        if first and self._char() == self._ends[-1]:
            self.at += 1
            self._ends.pop()
            self.grown.close()
            self._began = True
            return
        if self._began == first:  # a comma before the first member, or none before a later one
            raise self._wrong()
        if not first:
            self.at += 1
        if self._ends[-1] == "}":
            self._skip()
            line, column = self._place()
            self.grown.key(self._string(), line, column)
            self._skip()
            self._expect(":")
        self._value()

    def _value(self) -> None:
        self._skip()
        line, column = self._place()
        opening = self._char()
        self._began = True
        if opening in {"{", "["}:
            self.at += 1
            self._ends.append("}" if opening == "{" else "]")
            self.grown.open({} if opening == "{" else [], line, column)
            self._began = False
        elif opening == '"':
            self.grown.scalar(self._string(), line, column)
        elif found := _WORD.match(self.text, self.at):
            self.at = found.end()
            self.grown.scalar(None if found[0] == "null" else found[0], line, column)
        else:
            raise self._wrong()

    def _string(self) -> str:
        if self._char() != '"':
            raise self._wrong()
        try:
            text, self.at = scanstring(self.text, self.at + 1, True)  # noqa: FBT003  strict, in the standard's signature
        except ValueError as error:
            raise self._wrong() from error
        return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))

    def _char(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _expect(self, sign: str) -> None:
        if self._char() != sign:
            raise self._wrong()
        self.at += 1

    def _place(self) -> tuple[int, int]:
        line = bisect_right(self._line_starts, self.at)
        return line, self.at - self._line_starts[line - 1] + 1

    def _wrong(self) -> UnreadableError:
        met = self._char() or "la fin"
        return self.grown.refusal(
            *self._place(),
            f"Le texte n'est pas du JSON valable : « {met} » n'est pas attendu ici.",
            f"The text is not valid JSON: '{self._char() or 'the end'}' is not expected here.",
        )
