"""How numbers, days and places are said, in French and in English.

The only place that knows typography: narrow no-break spaces between thousands, a no-break space before
a unit, the true minus. Pages go through the template filters of ``ui``; mails, PDF, calendars and
sentences of refusal call these functions.

>>> print(euros(Euros(123456)), number(Fraction(83, 100), 1), share(Fraction(11, 16), 1), sep=" | ")
1 234,56 € | 0,8 | 68,8 %
>>> print(span(date(2027, 3, 16), date(2027, 3, 17)), span(date(2027, 3, 9), date(2027, 3, 11)), sep=" | ")
les 16 et 17 mars 2027 | du 9 au 11 mars 2027
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.identity import unaccented
from mitoyen.kernel.money import Euros, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Number: TypeAlias = int | Decimal | Fraction | float

NARROW, FIRM, MINUS = "\u202f", "\u00a0", "\u2212"
# The space before each French sign, as the Imprimerie nationale sets them: a full one, or a narrow one.
FIRM_BEFORE = {":": FIRM, "»": FIRM, ";": NARROW, "?": NARROW, "!": NARROW}

DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_FR = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
             "novembre", "décembre")  # fmt: skip
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip


def is_english(language: str) -> bool:
    """Whether ``language`` (``en``, ``en-gb``…) is English; anything else is said in French."""
    return language.split("-", maxsplit=1)[0] == "en"


# Numbers


def number(value: Number, decimals: int = 0, language: str = "fr") -> str:
    """A number with its thousands apart, rounded half up to ``decimals``.

    >>> print(number(11810), number(Decimal("-0.65"), 1), number(1264.3, 1, "en"))
    11 810 − 0,7 1,264.3
    """
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = rounded(exact, decimals)
    units = abs(int(scaled * 10**decimals))
    whole, rest = divmod(units, 10**decimals)
    english = is_english(language)
    text = f"{whole:,}" if english else f"{whole:,}".replace(",", NARROW)
    if decimals:
        text += f"{'.' if english else ','}{rest:0{decimals}d}"
    return f"{MINUS}{'' if english else FIRM}{text}" if scaled < 0 else text


def plain(value: Number, language: str = "fr", *, at_most: int = 6) -> str:
    """A number with the decimals it has and no more.

    >>> print(plain(Decimal("12.50")), plain(Fraction(3)), plain(0.125))
    12,5 3 0,125
    """
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    decimals = next((n for n in range(at_most) if (exact * 10**n).denominator == 1), at_most)
    return number(exact, decimals, language)


def share(value: Number, decimals: int = 0, language: str = "fr") -> str:
    """A ratio as a percentage: 0.895 is said 89,5 %."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    return f"{number(exact * 100, decimals, language)}{'' if is_english(language) else FIRM}%"


def rate(value: Number, language: str = "fr") -> str:
    r"""A rate of tax, with the decimals it has.

    >>> rate(Fraction(1, 5)), rate(Fraction(11, 200), "en")
    ('20\xa0%', '5.5%')
    """
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    return f"{plain(exact * 100, language)}{'' if is_english(language) else FIRM}%"


def euros(amount: Euros, language: str = "fr", *, round_ones_bare: bool = False) -> str:
    """An amount; ``round_ones_bare`` says 96 € rather than 96,00 € (never in a column of a settlement).

    >>> print(euros(Euros(-120000)), euros(Euros(9600), round_ones_bare=True), euros(Euros(120000), "en"))
    − 1 200,00 € 96 € €1,200.00
    """
    decimals = 0 if round_ones_bare and amount.cents % 100 == 0 else 2
    text = number(Fraction(abs(amount.cents), 100), decimals, language)
    sign = amount.cents < 0
    if is_english(language):
        return f"{MINUS if sign else ''}€{text}"
    return f"{MINUS + FIRM if sign else ''}{text}{FIRM}€"


def distance(metres: float, language: str = "fr") -> str:
    """A distance as one says it: to the nearest kilometre, to fifty metres below one.

    >>> print(distance(14_300), distance(620), distance(0), distance(0, "en"))
    14 km 600 m sur place on site
    """
    if metres < 25:  # noqa: PLR2004
        return "on site" if is_english(language) else "sur place"
    if metres < 975:  # noqa: PLR2004
        return f"{number(50 * round(metres / 50), 0, language)}{FIRM}m"
    return f"{number(metres / 1000, 0, language)}{FIRM}km"


def firm(text: str) -> str:
    """``text`` that is not cut at the end of a line: « n° 2 ».

    >>> firm("n° 2") == f"n°{FIRM}2"
    True
    """
    return text.replace(" ", FIRM)


def unbroken(text: str) -> str:
    """French text of which no line begins with a sign, nor ends with an opening one.

    >>> unbroken("Fermé : « un jour » ; et ?") == f"Fermé{FIRM}: «{FIRM}un jour{FIRM}»{NARROW}; et{NARROW}?"
    True
    """
    for sign, space in FIRM_BEFORE.items():
        text = text.replace(f" {sign}", f"{space}{sign}")
    return text.replace("« ", f"«{FIRM}")


def weight_of_file(octets: int, language: str = "fr") -> str:
    """The weight of a file.

    >>> print(weight_of_file(217_400), weight_of_file(3_400_000, "en"), weight_of_file(12))
    217 ko 3.4 MB 12 octets
    """
    b, k, m = ("bytes", "kB", "MB") if is_english(language) else ("octets", "ko", "Mo")
    if octets >= 10**6:
        return f"{number(Fraction(octets, 10**6), 1, language)}{FIRM}{m}"
    if octets >= 10**3:
        return f"{number(Fraction(octets, 10**3), 0, language)}{FIRM}{k}"
    return f"{octets}{FIRM}{b}"


# Days and hours


def weekday(day: date, language: str = "fr") -> str:
    """The name of a day of the week."""
    return (DAYS_EN if is_english(language) else DAYS_FR)[day.weekday()]


def month(day: date, language: str = "fr", *, with_year: bool = True) -> str:
    """The month of ``day``: mars 2027."""
    name = (MONTHS_EN if is_english(language) else MONTHS_FR)[day.month - 1]
    return f"{name}{FIRM}{day.year}" if with_year else name


def day_number(day: date, language: str = "fr") -> str:
    """The number of the day in its month: only the first is an ordinal in French."""
    return "1er" if day.day == 1 and not is_english(language) else str(day.day)


def day(when: date, language: str = "fr", *, with_weekday: bool = False, with_year: bool = True) -> str:
    """A day.

    >>> print(day(date(2027, 3, 16), with_weekday=True), day(date(2027, 3, 1), with_year=False), sep=" | ")
    mardi 16 mars 2027 | 1er mars
    """
    start = f"{weekday(when, language)} " if with_weekday else ""
    return f"{start}{day_number(when, language)}{FIRM}{month(when, language, with_year=with_year)}"


def span(first: date, last: date, language: str = "fr", *, with_year: bool = True, bare: bool = False) -> str:
    """From the first day to the last, both included, as a clerk says it in a sentence.

    ``bare`` drops the little words, for a label. A year is said once, and only where it changes.

    >>> say = lambda a, b, **how: span(date.fromisoformat(a), date.fromisoformat(b), with_year=False, **how)
    >>> print(say("2027-03-12", "2027-03-12"), say("2027-03-16", "2027-03-17", bare=True), sep=" | ")
    le 12 mars | 16 et 17 mars
    >>> print(say("2027-03-31", "2027-04-01"), say("2026-12-30", "2027-01-02"), sep=" | ")
    les 31 mars et 1er avril | du 30 décembre 2026 au 2 janvier 2027
    >>> print(say("2027-03-09", "2027-03-11", language="en"), say("2027-03-12", "2027-03-12", language="en"), sep=" | ")
    from 9 to 11 March | on 12 March
    """
    with_year = with_year or first.year != last.year
    end = day(last, language, with_year=with_year)
    if first == last:
        return end if bare else f"{'on' if is_english(language) else 'le'} {end}"
    start = day_number(first, language)
    if (first.year, first.month) != (last.year, last.month):
        start = day(first, language, with_year=first.year != last.year)
    follow = (last - first).days == 1
    if is_english(language):
        link, lead = ("and", "on ") if follow else ("to", "from ")
    else:
        link, lead = ("et", "les ") if follow else ("au", "du ")
    return f"{'' if bare else lead}{start} {link} {end}"


def hour(when: time | datetime, language: str = "fr", *, with_minutes: bool = False) -> str:
    """An hour, in Paris when it is a moment: 8 h, 16 h 40; ``with_minutes`` says 8 h 00, for a column.

    >>> print(hour(time(8)), hour(time(16, 40)), hour(time(8), "en"))
    8 h 16 h 40 08:00
    """
    local = _local(when) if isinstance(when, datetime) else when
    if is_english(language):
        return f"{local.hour:02d}:{local.minute:02d}"
    minutes = f"{FIRM}{local.minute:02d}" if local.minute or with_minutes else ""
    return f"{local.hour}{FIRM}h{minutes}"


def moment(when: datetime, language: str = "fr", *, with_weekday: bool = False, with_year: bool = True) -> str:
    """A day and its hour: 16 mars 2027 à 8 h; an aware moment is read in Paris."""
    local = _local(when)
    at = "at" if is_english(language) else "à"
    return f"{day(local, language, with_weekday=with_weekday, with_year=with_year)} {at} {hour(local, language)}"


def moments(start: datetime, end: datetime, language: str = "fr", *, with_year: bool = True) -> str:
    """From one moment to another; the day is said once when it is the same.

    >>> print(moments(datetime(2027, 3, 16, 8), datetime(2027, 3, 17, 17, 30), with_year=False))
    du 16 mars à 8 h au 17 mars à 17 h 30
    >>> print(moments(datetime(2027, 3, 16, 8), datetime(2027, 3, 16, 12), with_year=False))
    le 16 mars de 8 h à 12 h
    """
    first, last = _local(start), _local(end)
    english = is_english(language)
    if first.date() == last.date():
        on, frm, to = ("on", "from", "to") if english else ("le", "de", "à")
        said = day(first, language, with_year=with_year)
        return f"{on} {said} {frm} {hour(first, language)} {to} {hour(last, language)}"
    frm, to = ("from", "to") if english else ("du", "au")
    with_both = with_year and first.year != last.year
    begins = moment(first, language, with_year=with_both)
    return f"{frm} {begins} {to} {moment(last, language, with_year=with_year)}"


def lasting(length: timedelta, language: str = "fr") -> str:
    """A length of time in its two largest units.

    >>> print(lasting(timedelta(days=2)), lasting(timedelta(hours=3, minutes=30)), lasting(timedelta(minutes=45)))
    2 jours 3 h 30 45 min
    >>> print(lasting(timedelta(days=1, hours=2)), lasting(timedelta(hours=1)), lasting(timedelta(hours=6), "en"))
    1 jour et 2 heures 1 heure 6 hours
    """
    minutes = round(length.total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, mins = divmod(rest, 60)
    english = is_english(language)
    if days:
        text = counted(days, *(("day", "days") if english else ("jour", "jours")), language)
        if not hours:
            return text
        more = counted(hours, *(("hour", "hours") if english else ("heure", "heures")), language)
        return f"{text} {'and' if english else 'et'} {more}"
    if hours and mins:
        return f"{hours}{FIRM}h{FIRM}{mins:02d}"
    if hours:
        return counted(hours, *(("hour", "hours") if english else ("heure", "heures")), language)
    return f"{mins}{FIRM}min"


def _local(when: datetime) -> datetime:
    return when.astimezone(PARIS) if when.tzinfo else when


# Words


def counted(count: int, one: str, many: str, language: str = "fr") -> str:
    """A count with its word; French keeps the singular below two, zero included.

    >>> print(counted(0, "jour", "jours"), counted(1200, "jour", "jours"), counted(0, "day", "days", "en"))
    0 jour 1 200 jours 0 days
    """
    singular = abs(count) == 1 if is_english(language) else abs(count) < 2  # noqa: PLR2004
    return f"{number(count, 0, language)}{FIRM}{one if singular else many}"


def listed(names: Iterable[str], language: str = "fr") -> str:
    """Names joined as in a sentence.

    >>> listed(["Pralonge", "Chantefroid", "Orsonne"])
    'Pralonge, Chantefroid et Orsonne'
    """
    return _joined(names, "and" if is_english(language) else "et")


def one_of(names: Iterable[str], language: str = "fr") -> str:
    """Names of which one is enough.

    >>> one_of(["administrateur", "gestionnaire", "agent"])
    'administrateur, gestionnaire ou agent'
    """
    return _joined(names, "or" if is_english(language) else "ou")


def _joined(names: Iterable[str], last_link: str) -> str:
    parts: Sequence[str] = list(names)
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last_link} {parts[-1]}"


_VOWELS = frozenset("aeiouy")
_ASPIRATED = ("haut", "hameau", "havre", "haye", "hollande", "hongrie", "houx", "houille", "hun", "hêtre")


def of(name: str, language: str = "fr") -> str:
    """Of a place: d'Ury, du Thoral, des Aigues, de La Combe-Rousse.

    >>> [of(name) for name in ("Ury", "Pralonge", "Le Thoral", "Les Aigues", "La Combe-Rousse", "L'Isle")]
    ['d’Ury', 'de Pralonge', 'du Thoral', 'des Aigues', 'de La Combe-Rousse', 'de L’Isle']
    """
    if is_english(language):
        return f"of {name}"
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    curly = name.replace("'", "’")
    return f"d’{curly}" if _is_elided(name) else f"de {curly}"


def at(name: str, language: str = "fr") -> str:
    """At a place: à Ury, au Thoral, aux Aigues, à La Combe-Rousse.

    >>> [at(name) for name in ("Ury", "Le Thoral", "Les Aigues")]
    ['à Ury', 'au Thoral', 'aux Aigues']
    """
    if is_english(language):
        return f"in {name}"
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def _is_elided(name: str) -> bool:
    first = unaccented(name)[:1]
    mute_h = first == "h" and not name.casefold().startswith(_ASPIRATED)
    # Y before a vowel is a consonant (de Yerres, but d'Ypres).
    if first == "y":
        return unaccented(name)[1:2] not in _VOWELS
    return first in _VOWELS or mute_h
