"""Hedges and evasions, figures and dates: what a sentence commits to, in French and in English.

Words are looked at without accents and in lower case, by their stem, so that *favoriser*, *favorisera* and
*favorisant* are one hedge. References to texts of law are taken out first: the 35 of « article 35 » promises nothing.

>>> hedges("S'efforcer, dans la mesure du possible, d'améliorer l'accueil")
("S'efforcer", 'dans la mesure du possible', "d'améliorer")
>>> states_figure("ramener les pertes sous 15 % fin 2032"), states_figure("les pertes du réseau")
(True, False)
"""

from __future__ import annotations

import re
from functools import cache

from mitoyen.engines.agreements.guardrails.vocabulary.lexicon import COUNTED, EMPTY, EVASIONS, HEDGES
from mitoyen.kernel.identity import unaccented

_LAW = re.compile(
    r"\b(?:articles?|art\.|alineas?)\s+(?:[lrd]\.?\s*)?\d[\w.\-]*(?:\s*(?:et|and|,|a|to)\s*(?:[lrd]\.?\s*)?\d[\w.\-]*)*"
    r"|\b[lrd]\.?\s*\d{3,4}-\d+(?:-\d+)*"
    r"|\b(?:loi|decret|directive|reglement|ordonnance|arrete|act|regulation|law)\s*(?:\([a-z]+\)\s*)?"
    r"(?:n[o°]\s*|du\s+\d{1,2}(?:er)?\s+\w+\s+)?\d[\d/\-]*(?:\s+du\s+\d{1,2}(?:er)?\s+\w+\s+\d{4})?"
)

_SPELT = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante"
    r"|cinquante|soixante|cent|cents|mille|moitie|tiers|quart|quarts|zero|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|half|third|quarter|double|triple"
)
_EVERY = re.compile(r"\b(?:chaque|chacun|chacune|tous|toutes|tout|toute|aucun|aucune|every|each|all|no|none)\b")
_NUMBER = re.compile(rf"(?<![\w.\-])(?:\d[\d\s.,]*|(?:{_SPELT})(?:[ \-](?:{_SPELT}|et|un))*)(?![\w\-])(?=\s*(\S+)?)")
_MONTHS = (
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
)
_YEAR = re.compile(r"(?<![\d\-])((?:19|20)\d{2})(?!\d)")
_DATE = re.compile(
    rf"\b\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:19|20)\d{{2}}\b|\b(?:19|20)\d{{2}}-\d{{2}}(?:-\d{{2}})?\b"
    rf"|\b(?:{_MONTHS})\s+(?:19|20)\d{{2}}\b"
)


def plain(text: str) -> str:
    """Lower case, without accents, straight apostrophes, single spaces.

    >>> plain("L’Été  à Œuvrer")
    "l'ete a oeuvrer"
    """
    straight = text.lower().replace("’", "'").replace("ʼ", "'")
    return " ".join(unaccented(straight).split())


def hedges(text: str) -> tuple[str, ...]:
    """The hedges of a text, as they stand in it, once each."""
    pieces = [(unaccented(letter.replace("’", "'")), letter) for letter in " ".join(text.split())]
    origin = [rank for rank, (bare, _) in enumerate(pieces) for _ in bare]
    written = "".join(letter for _, letter in pieces)
    met = _pattern(HEDGES, r"(?:[dljsnm]'\s?)?").finditer("".join(bare for bare, _ in pieces))
    return tuple(dict.fromkeys(written[origin[one.start()] : origin[one.end() - 1] + 1].strip() for one in met))


def without_evasions(text: str) -> str:
    """What is left of a reason without evasions, hedges and punctuation."""
    left = _pattern(EVASIONS).sub(" ", plain(text))
    left = _pattern(HEDGES).sub(" ", left)
    return " ".join(re.findall(r"[a-z0-9]+", left))


def states_figure(text: str, *, since: int = 0) -> bool:
    """Whether a text states a figure or a date that somebody could check; years before ``since`` are history."""
    left = _LAW.sub(" ", plain(text))
    if _DATE.search(left) or any(int(year) >= since for year in _YEAR.findall(left)):
        return True
    left = _YEAR.sub(" ", left)
    return any(not _is_count(found[1]) for found in _NUMBER.finditer(left))


def first_part(text: str) -> str:
    """What a definition defines, before it says who publishes it.

    >>> first_part("Salaire horaire de base, publié par le ministère (trimestriel)")
    'Salaire horaire de base'
    """
    return re.split(r"\s*(?:[,;:(]|\bpubli|\bpublished\b)", text, maxsplit=1)[0]


def says_every(text: str) -> bool:
    """Whether a text says *each*, *all* or *none*: a promise about everybody is a figure.

    >>> says_every("Donner à chaque foyer une eau conforme")
    True
    """
    return _EVERY.search(plain(text)) is not None


def names(text: str, label: str) -> bool:
    """Whether a text names a thing by most of the words of its label, whatever their endings.

    >>> names("Réduire les pertes des réseaux", "Pertes du réseau"), names("Un bon accueil", "Pertes du réseau")
    (True, False)
    """
    said, wanted = _content(text), _content(label)
    met = sum(any(_akin(word, other) for other in said) for word in wanted)
    return bool(wanted) and met * 5 >= len(wanted) * 3


def speaks_of(text: str, things: tuple[str, ...]) -> bool:
    """Whether a text speaks of one of these things, by their regular expressions."""
    return _pattern(things).search(plain(text)) is not None


def _is_count(following: str | None) -> bool:
    return following is not None and re.match(rf"(?:{'|'.join(COUNTED)})\b", following) is not None


def _content(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", plain(text)) if len(word) > 3 and word not in EMPTY]  # noqa: PLR2004


def _akin(word: str, other: str) -> bool:
    """Whether two words are forms of one: their beginnings are the same, but for two letters or so."""
    shorter = min(len(word), len(other))
    return word[: max(4, shorter - 2)] == other[: max(4, shorter - 2)]


@cache
def _pattern(parts: tuple[str, ...], before: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![\w]){before}(?:{'|'.join(sorted(parts, key=len, reverse=True))})(?![\w])")
