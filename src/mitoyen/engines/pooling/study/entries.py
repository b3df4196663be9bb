"""A YAML file read as text, each value knowing its line: nothing is guessed, every fault is located.

``0.89`` stays the text « 0.89 » until somebody asks for a number, which is then exact.
"""

from __future__ import annotations

import re
from datetime import date, time
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

import yaml

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LARGEST_FILE = 2_000_000
_DEEPEST = 30
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,20})?(/\d{1,9})?")


class StudySettingsError(InvalidError):
    """STUDY.yaml cannot be used; ``where`` is the path of the value, ``line`` its line."""

    code = "invalid_study"

    def __init__(self, sentence: Sentence, *, where: str, line: int) -> None:
        """Say where, then what."""
        place = Sentence(f"Ligne {line}, {where} : ", f"Line {line}, {where}: ")
        super().__init__(Sentence(place.fr + sentence.fr, place.en + sentence.en), where=where)
        self.line = line


class Entry:
    """One value of the file, or its absence."""

    __slots__ = ("line", "node", "path")

    def __init__(self, node: yaml.Node | None, path: str, line: int) -> None:
        self.node, self.path, self.line = node, path, line

    @classmethod
    def read(cls, text: str) -> Entry:
        """The root of a file.

        >>> Entry.read("service: {level: 0.98}").at("service").at("level").fraction()
        Fraction(49, 50)
        """
        if len(text) > _LARGEST_FILE:
            raise StudySettingsError(
                Sentence("le fichier est trop gros (plus de 2 Mo).", "the file is too large (over 2 MB)."),
                where="STUDY.yaml",
                line=1,
            )
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "YAML"
            raise StudySettingsError(
                Sentence(f"ce n'est pas du YAML lisible ({problem}).", f"this is not readable YAML ({problem})."),
                where="STUDY.yaml",
                line=mark.line + 1 if mark else 1,
            ) from error
        root = cls(node, "", 1)
        root._check_depth(node, 0)
        return root

    def _check_depth(self, node: yaml.Node | None, depth: int) -> None:
        """Aliases may loop, or multiply: a study needs none of it."""
        if depth > _DEEPEST:
            self.refuse("le fichier s'emboîte trop profondément.", "the file is nested too deeply.")
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._check_depth(key, depth + 1)
                self._check_depth(value, depth + 1)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                self._check_depth(value, depth + 1)

    @property
    def exists(self) -> bool:
        """Whether the file gives this value."""
        return self.node is not None and not (isinstance(self.node, yaml.ScalarNode) and self.node.value in {"", "~"})

    def refuse(self, fr: str, en: str) -> NoReturn:
        """Raise the located error."""
        raise StudySettingsError(Sentence(fr, en), where=self.path or "STUDY.yaml", line=self.line)

    # Structure

    def pairs(self) -> list[tuple[str, Entry]]:
        """The entries of a mapping, in order; none when absent. A name given twice is refused."""
        if not self.exists:
            return []
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse("une liste de « nom: valeur » est attendue ici.", "'name: value' entries are expected here.")
        found: dict[str, Entry] = {}
        for key, value in self.node.value:
            name, line = str(key.value), key.start_mark.line + 1
            entry = Entry(value, f"{self.path}.{name}" if self.path else name, line)
            if name in found:
                entry.refuse(f"« {name} » est donné deux fois.", f"'{name}' is given twice.")
            found[name] = entry
        return list(found.items())

    def items(self) -> list[Entry]:
        """The entries of a list; none when absent."""
        if not self.exists:
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            self.refuse("une liste est attendue ici.", "a list is expected here.")
        return [
            Entry(node, f"{self.path}[{rank}]", node.start_mark.line + 1) for rank, node in enumerate(self.node.value)
        ]

    def at(self, name: str) -> Entry:
        """The entry of that name; absent is an entry that does not exist."""
        for key, entry in self.pairs():
            if key == name:
                return entry
        return Entry(None, f"{self.path}.{name}" if self.path else name, self.line)

    def only(self, *names: str) -> Entry:
        """Refuse names that mean nothing here, with the nearest one that does."""
        for key, entry in self.pairs():
            if key not in names:
                near = get_close_matches(key, names, 1)
                hint_fr = f" ; vouliez-vous écrire « {near[0]} » ?" if near else f" ; possibles : {', '.join(names)}."
                hint_en = f"; did you mean '{near[0]}'?" if near else f"; possible: {', '.join(names)}."
                entry.refuse(f"« {key} » ne veut rien dire ici{hint_fr}", f"'{key}' means nothing here{hint_en}")
        return self

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(self.pairs())

    # Values

    def text(self, default: str | None = None) -> str:
        """A text; required when there is no default."""
        if not self.exists:
            if default is None:
                self.refuse("cette valeur est nécessaire et manque.", "this value is needed and missing.")
            return default
        if not isinstance(self.node, yaml.ScalarNode):
            self.refuse("une simple valeur est attendue ici.", "a plain value is expected here.")
        return str(self.node.value).strip()

    def sentence(self, default: Sentence | None = None) -> Sentence:
        """A text in two languages, ``{fr: …, en: …}``; French alone stands for both."""
        if not self.exists and default is not None:
            return default
        if isinstance(self.node, yaml.MappingNode):
            self.only("fr", "en")
            french = self.at("fr").text()
            return Sentence(french, self.at("en").text(french))
        both = self.text()
        return Sentence(both, both)

    def fraction(
        self,
        default: Fraction | None = None,
        *,
        least: Fraction | int | None = None,
        most: Fraction | int | None = None,
    ) -> Fraction:
        """An exact number, written ``0.98`` or ``2/3``, between bounds included."""
        if not self.exists and default is not None:
            return default
        written = self.text()
        if not _NUMBER.fullmatch(written) or written.endswith("/0"):
            self.refuse(
                f"« {written} » n'est pas un nombre ; écrivez par exemple 0.98.",
                f"'{written}' is not a number; write for instance 0.98.",
            )
        value = Fraction(written)
        if (least is not None and value < least) or (most is not None and value > most):
            bounds_fr = f"au moins {least}" if most is None else f"entre {least} et {most}"
            bounds_en = f"at least {least}" if most is None else f"between {least} and {most}"
            self.refuse(f"{written} est hors limites : {bounds_fr}.", f"{written} is out of bounds: {bounds_en}.")
        return value

    def whole(self, default: int | None = None, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number between bounds included."""
        value = self.fraction(None if default is None else Fraction(default), least=least, most=most)
        if value.denominator != 1:
            self.refuse(f"{self.text()} n'est pas entier.", f"{self.text()} is not whole.")
        return value.numerator

    def euros(self, default: Euros | None = None) -> Euros:
        """An amount of zero or more, written ``1234.56``."""
        if not self.exists and default is not None:
            return default
        written = self.text()
        try:
            amount = Euros.parse(written)
        except InvalidError as error:
            self.refuse(error.sentence.fr, error.sentence.en)
        if amount.cents < 0:
            self.refuse(f"{written} est négatif : zéro ou plus.", f"{written} is negative: zero or more.")
        return amount

    def day(self, default: date | None = None) -> date:
        """A day, written ``2027-03-16``."""
        if not self.exists and default is not None:
            return default
        written = self.text()
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.refuse(
                f"« {written} » n'est pas un jour ; écrivez par exemple 2027-03-16.",
                f"'{written}' is not a day; write for instance 2027-03-16.",
            )

    def hour(self) -> time:
        """An hour of the day, written ``05:30``."""
        written = self.text()
        try:
            return time.fromisoformat(written)
        except ValueError:
            self.refuse(
                f"« {written} » n'est pas une heure ; écrivez par exemple 05:30.",
                f"'{written}' is not an hour; write for instance 05:30.",
            )

    def choice(self, options: Sequence[str], default: str | None = None) -> str:
        """One of these words."""
        written = self.text(default)
        if written not in options:
            known = ", ".join(options)
            self.refuse(
                f"« {written} » n'est pas un choix ; possibles : {known}.",
                f"'{written}' is no choice; possible: {known}.",
            )
        return written

    def flag(self, *, default: bool) -> bool:
        """Yes or no, written ``true`` or ``false``."""
        return self.choice(("true", "false"), "true" if default else "false") == "true"
