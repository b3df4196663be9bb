"""Translations: French is the source, every other language is a catalogue; Python alone reads and compiles them.

    python tools/catalogues.py             compile each django.po into the django.mo that Django reads
    python tools/catalogues.py --check     fail when a sentence has no translation, or a translation no sentence
    python tools/catalogues.py --update    add the missing entries, empty, and take the dead ones out

Sentences are found in Python (``gettext`` and its kin), in templates (``translate``, ``blocktranslate``) and in the
attributes of components (``:label="_('Rendre')"``).
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "mitoyen"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATES = (".html", ".txt", ".xml", ".ics", ".svg")
# What makes a file worth parsing: reading is fast, tokenising is not.
SPEAKS = re.compile(r"gettext|\b_\(|trans")
ATTRIBUTE = re.compile(r"""\s:[\w.-]+="[^"]*?_\('((?:[^'\\]|\\.)*)'\)""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


class Sentence(NamedTuple):
    """What a translator needs to know of one msgid: its plural, its context."""

    text: str
    plural: str
    context: str


Found = dict[Sentence, list[str]]  # where each sentence is said: "file:line"


def _in_python(path: Path) -> Iterator[tuple[int, object, str | None]]:
    with path.open("rb") as file:
        for line, text, _comments, context in extract("python", file, KEYWORDS):
            yield line, text, context


def _in_template(path: Path) -> Iterator[tuple[int, object, str | None]]:
    source = path.read_text()
    # Django makes it look like Python; without indentation the tokens of Python are enough.
    flat = "\n".join(line.lstrip() for line in templatize(source).split("\n"))
    for line, text, _comments, context in extract("python", io.BytesIO(flat.encode()), KEYWORDS):
        yield line, text, context
    for number, line in enumerate(source.split("\n"), 1):
        for said in ATTRIBUTE.findall(line):
            yield number, said.replace("\\'", "'"), None


def sentences(package: Path) -> Found:
    """Every sentence that the package says in French, with the places that say it."""
    found: Found = defaultdict(list)
    for path in sorted(package.rglob("*")):
        if path.suffix not in (".py", *TEMPLATES) or "node_modules" in path.parts or "static" in path.parts:
            continue
        if not SPEAKS.search(path.read_text()):
            continue
        for line, text, context in (_in_python if path.suffix == ".py" else _in_template)(path):
            one, many = (text[0], text[1]) if isinstance(text, (tuple, list)) else (text, "")
            if one:
                place = f"{path.relative_to(package.parent.parent)}:{line}"
                found[Sentence(str(one), str(many or ""), context or "")].append(place)
    return dict(found)


def catalogues(package: Path) -> Iterator[tuple[Path, Catalog]]:
    """Each language's catalogue."""
    for path in sorted((package / "locale").glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=path.parent.parent.name)


def key_of(message: Message) -> Sentence:
    """The sentence that an entry translates."""
    one, many = message.id if isinstance(message.id, (tuple, list)) else (message.id, "")
    return Sentence(one, many, message.context or "")


def _fault(said: Sentence, message: Message | None) -> str:
    """What is wrong with the entry of a sentence, if anything."""
    if message is None:
        return "has no entry"
    translations = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if not all(translations) or not translations:
        return "is not translated"
    if message.fuzzy:
        return "is marked fuzzy: read it again and take the mark away"
    wanted = set(PLACEHOLDER.findall(said.text)) | set(PLACEHOLDER.findall(said.plural))
    used = {name for text in translations for name in PLACEHOLDER.findall(text)}
    if used != wanted:
        return f"has other placeholders ({', '.join(sorted(used ^ wanted))})"
    return ""


def faults(package: Path) -> list[str]:
    """Every fault of every catalogue, each with its place."""
    found, said = sentences(package), []
    for path, catalogue in catalogues(package):
        language = path.parent.parent.name
        entries = {key_of(message): message for message in catalogue if message.id}
        for sentence, places in found.items():
            if fault := _fault(sentence, entries.get(sentence)):
                said.append(f"{places[0]}: « {sentence.text} » {fault} in {language}")
        for sentence in entries.keys() - found.keys():
            place = f"{path.relative_to(package.parent.parent)}:{entries[sentence].lineno}"
            said.append(f"{place}: « {sentence.text} » is said nowhere any more")
    return sorted(said)


def _app_of(places: list[str]) -> str:
    return Path(places[0]).parts[2]


def update(package: Path) -> None:
    """Write each catalogue again: grouped by app, missing entries empty, dead ones taken out."""
    found = sentences(package)
    ordered = sorted(found, key=lambda said: (_app_of(found[said]), said.text, said.context, said.plural))
    for path, old in catalogues(package):
        kept = {key_of(message): message for message in old if message.id}
        new = Catalog(locale=old.locale, header_comment=old.header_comment, fuzzy=False)
        new.mime_headers = [
            pair for pair in old.mime_headers if pair[0] in {"Language", "Plural-Forms", "Content-Type"}
        ]
        last = ""
        for said in ordered:
            message = kept.get(said)
            group = _app_of(found[said])
            new.add(
                (said.text, said.plural) if said.plural else said.text,
                message.string if message else None,
                flags=message.flags if message else (),
                context=said.context or None,
                user_comments=[f"---- {group} ----"] if group != last else [],
            )
            last = group
        with path.open("wb") as file:
            write_po(file, new, width=0, omit_header=False)


def compile_all(package: Path) -> int:
    """Compile every catalogue, and the source's own; returns how many.

    French says its sentences as they are: without its catalogue, a French word that is an English word somewhere
    in Django or in its applications (« Usage ») would be "translated" by theirs.
    """
    found = list(catalogues(package))
    source = Catalog(locale="fr")
    for said in sentences(package):
        both = (said.text, said.plural) if said.plural else said.text
        source.add(both, both, context=said.context or None)
    place = package / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    place.parent.mkdir(parents=True, exist_ok=True)
    for path, catalogue in [*found, (place, source)]:
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return len(found) + 1


def main() -> int:
    """Do what the arguments say; the exit status is 1 when a check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true")
    what.add_argument("--update", action="store_true")
    asked = parser.parse_args()
    if asked.update:
        update(PACKAGE)
    if asked.check:
        found = faults(PACKAGE)
        sys.stderr.writelines(f"{fault}\n" for fault in found)
        return 1 if found else 0
    compile_all(PACKAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
