"""From the words for a period to its dates: ``2025``, ``2025-Q3``, « premier semestre 2026 », « hiver 2025-2026 ».

A baseline says its period in words; whether it was over before the programme began is a matter of dates.

>>> span("2022-2026"), span("T1 2027")
((datetime.date(2022, 1, 1), datetime.date(2027, 1, 1)), (datetime.date(2027, 1, 1), datetime.date(2027, 4, 1)))
>>> span("année scolaire 2025-2026"), span("les premiers mois du contrat")
((datetime.date(2025, 9, 1), datetime.date(2026, 9, 1)), None)
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.kernel.dates import add_months

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Span = tuple[date, date]

MONTHS_SAID = {
    name: rank % 12 + 1
    for rank, name in enumerate(
        [
            "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
            "decembre", "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ]
    )
}  # fmt: skip
_RANKS = {
    "1er": 1, "1ere": 1, "premier": 1, "premiere": 1, "first": 1, "1st": 1, "2e": 2, "2eme": 2, "2nd": 2, "second": 2,
    "seconde": 2, "deuxieme": 2, "3e": 3, "3eme": 3, "3rd": 3, "troisieme": 3, "third": 3, "4e": 4, "4eme": 4, "4th": 4,
    "quatrieme": 4, "fourth": 4, "dernier": 0, "derniere": 0, "last": 0,
}  # fmt: skip
_YEAR = r"((?:19|20)\d{2})"
DAYS_OF_A_QUARTER = 92
_SCHOOL = re.compile(r"scolaire|rentree|hiver|saison|universitaire|school|winter|season|academic")
LATER = re.compile(
    r"premiere? (?:annee|exercice|trimestre|semestre|mois)s? (?:du|de la|de l'|d')|(?:an|annee|exercice) (?:1|un)\b"
    r"|year (?:one|1)\b|first (?:year|months|quarter)|apres (?:la )?signature|after signature|une fois (?:le|la|l')"
    r"|au demarrage|au debut (?:du|de la|de l')|pendant le|en cours d|a l'issue|a (?:fixer|definir|etablir|mesurer)"
    r"|sera (?:mesuree?|fixee?|etablie?|definie?)|to be (?:measured|set|defined|agreed)|during the (?:first|programme)"
    r"|lors (?:du|de la) premi"
)
"""Words of a baseline that is still to be measured: it will move with the programme."""

_FIRST = re.compile(
    r"\bpremi(?:er|ere)s? (?:mois|trimestres?|semestres?|exercices?|semaines?|annees?|saisons?|mesures?)\b"
    r"|\b(?:pendant|durant|au cours d\w+|during)\b[^.;]{0,20}\b(?:rodage|essais?|contrat|marche|programme|chantier"
    r"|travaux"
    r"|exploitation|convention|concession|contract)\b(?!.{0,25}(?:preced|ancien))"
    r"|\bfirst (?:\w+ )?(?:months?|quarters?|years?|weeks?|season|measures?)\b"
)
_START = re.compile(
    r"(?:^|\b(?:a|apres|des|lors de|suivant|depuis|a compter de|at|upon|after|from|since|following|on)[ ]"
    r"(?:la |l'|le |the )?)"
    r"(?:notification|signature|entree en vigueur|mise en (?:service|place|oeuvre|exploitation)|demarrage|lancement"
    r"|reception|livraison|ouverture|prise d'effet|prise de service|prise en (?:main|charge)|attribution"
    r"|commissioning|start.?up|start|opening"
    r"|launch|award|hand.?over|completion|entry into force|kick.?off)\b"
)
"""What begins with the agreement."""
_BEFORE = re.compile(r"\b(?:avant|preced\w+|anterieur\w*|jusqu'a|before|prior to|until|preceding)\b[^.;]*$")


def span(said: str) -> Span | None:
    """From the first day to the day after the last; nothing when no date is said."""
    text, found = plain(said), list[tuple[date, date]]()
    school = _SCHOOL.search(text) is not None
    for pattern, made in _FORMS:
        for match in pattern.finditer(text):
            if (one := made(match, school)) is not None:
                found.append(one)
        text = pattern.sub(" ", text)
    if not found:
        return None
    return min(start for start, _ in found), max(end for _, end in found)


def month_said(said: str) -> date | None:
    """The first day of the month, or of the quarter of a series that comes out by quarter, that some words name.

    >>> month_said("2027-05"), month_said("mai 2027"), month_said("T1 2027"), month_said("2027"), month_said("2027-13")
    (datetime.date(2027, 5, 1), datetime.date(2027, 5, 1), datetime.date(2027, 1, 1), None, None)
    """
    text = re.sub(r"(?<=[a-z])-(?=\d)", " ", plain(said))
    if (figures := re.fullmatch(rf"{_YEAR}[-/.]?(\d{{2}})|(\d{{2}})[-/.]?{_YEAR}", text)) is not None:
        year, month = figures[1] or figures[4], figures[2] or figures[3]
        return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None  # noqa: PLR2004  months of a year
    found = span(text)
    if found is None or not 0 < (found[1] - found[0]).days <= DAYS_OF_A_QUARTER:
        return None
    return found[0].replace(day=1)


def is_later(said: str) -> bool:
    """Whether the words put the period off until after the signature, without a date.

    >>> is_later("première année du contrat"), is_later("registres 2025")
    (True, False)
    >>> is_later("à la mise en service"), is_later("avant la mise en service")
    (True, False)
    """
    written = plain(said)
    if is_put_off(written):
        return True
    return any(not _BEFORE.search(written[: found.start()]) for found in _START.finditer(written))


def is_put_off(said: str) -> bool:
    """Whether the words say plainly that it is still to be measured, whatever they speak of."""
    written = plain(said)
    return LATER.search(written) is not None or _FIRST.search(written) is not None


def day_of_year(said: str) -> str | None:
    """A day of each year, month first: ``03-15`` for « le 15 mars », "March 15" or « 15/03 ».

    >>> day_of_year("au plus tard le 15 mars"), day_of_year("March 15"), day_of_year("1er avril"), day_of_year("mars")
    ('03-15', '03-15', '04-01', None)
    """
    written = plain(said)
    if found := re.search(r"\b(\d{2})-(\d{2})\b", written):
        return found[0]
    if found := re.search(r"\b(\d{1,2})/(\d{1,2})\b", written):
        return f"{int(found[2]):02}-{int(found[1]):02}"
    if found := re.search(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?({_NAMES})\b", written):
        return f"{MONTHS_SAID[found[2]]:02}-{int(found[1]):02}"
    if found := re.search(rf"\b({_NAMES}) (\d{{1,2}})(?:st|nd|rd|th)?\b", written):
        return f"{MONTHS_SAID[found[1]]:02}-{int(found[2]):02}"
    return None


def years_said(text: str) -> Iterator[int]:
    """Every year that a text names."""
    return (int(year) for year in re.findall(rf"(?<![\d\-]){_YEAR}(?!\d)", plain(text)))


def _day(year: str, month: str, day: str) -> Span | None:
    try:
        start = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return start, start + timedelta(days=1)


def _part(year: str, rank: int, months: int) -> Span | None:
    parts = 12 // months
    rank = rank or parts
    if not 1 <= rank <= parts:
        return None
    start = date(int(year), (rank - 1) * months + 1, 1)
    return start, add_months(start, months)


def _years(first: str, last: str, *, school: bool) -> Span:
    if len(last) == 2:  # noqa: PLR2004  « 2025-26 »
        last = first[:2] + last
    if school and int(last) == int(first) + 1:
        return date(int(first), 9, 1), date(int(last), 9, 1)
    return date(int(first), 1, 1), date(int(last) + 1, 1, 1)


_ORDINAL = "|".join(sorted(_RANKS, key=len, reverse=True))
_NAMES = "|".join(MONTHS_SAID)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], bool], Span | None]], ...] = (
    (re.compile(rf"{_YEAR}-(\d{{2}})-(\d{{2}})"), lambda m, _: _day(m[1], m[2], m[3])),
    (re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.]{_YEAR}"), lambda m, _: _day(m[3], m[2], m[1])),
    (
        re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? ({_NAMES}) {_YEAR}"),
        lambda m, _: _day(m[3], str(MONTHS_SAID[m[2]]), m[1]),
    ),
    (re.compile(rf"{_YEAR}[- ]?[qt]([1-4])\b"), lambda m, _: _part(m[1], int(m[2]), 3)),
    (re.compile(rf"\b[qt]([1-4])[- /]?{_YEAR}"), lambda m, _: _part(m[2], int(m[1]), 3)),
    (re.compile(rf"{_YEAR}[- ]?[sh]([12])\b"), lambda m, _: _part(m[1], int(m[2]), 6)),
    (re.compile(rf"\b[sh]([12])[- /]?{_YEAR}"), lambda m, _: _part(m[2], int(m[1]), 6)),
    (
        re.compile(rf"\b({_ORDINAL}) (?:trimestre|quarter) (?:de |of )?(?:l'annee )?{_YEAR}"),
        lambda m, _: _part(m[2], _RANKS[m[1]], 3),
    ),
    (
        re.compile(rf"\b({_ORDINAL}) (?:semestre|half(?:.year)?) (?:de |of )?(?:l'annee )?{_YEAR}"),
        lambda m, _: _part(m[2], _RANKS[m[1]], 6),
    ),
    (re.compile(rf"\b({_NAMES}) {_YEAR}"), lambda m, _: _part(m[2], MONTHS_SAID[m[1]], 1)),
    (re.compile(rf"{_YEAR}\s?[-/–]\s?{_YEAR}"), lambda m, school: _years(m[1], m[2], school=school)),
    (re.compile(rf"{_YEAR}-(0[1-9]|1[0-2])\b"), lambda m, _: _part(m[1], int(m[2]), 1)),
    (re.compile(rf"\b(0?[1-9]|1[0-2])/{_YEAR}"), lambda m, _: _part(m[2], int(m[1]), 1)),
    (re.compile(rf"{_YEAR}[/-](\d{{2}})\b"), lambda m, school: _years(m[1], m[2], school=school)),
    (
        re.compile(_YEAR),
        lambda m, school: (date(int(m[1]), 9 if school else 1, 1), date(int(m[1]) + 1, 9 if school else 1, 1)),
    ),
)
"""Each form of a date, the most precise first: what one takes, the next does not see."""
