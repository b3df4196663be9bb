"""Words, dates, numbers and money as typography writes them, in the language of the page.

Filters call :mod:`mitoyen.kernel.words`; nothing is formatted elsewhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mitoyen.kernel import words
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.money import Euros
from mitoyen.ui.chapters import ShownChapter, chapters_of
from mitoyen.ui.controls import render_field
from mitoyen.ui.icons import DRAWINGS, VIEW_BOXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import time

    from django.core.paginator import Page
    from django.forms import BaseForm
    from django.forms.boundfield import BoundField

    from mitoyen.kernel.text import Sentence

register = template.Library()


def _language() -> str:
    return get_language() or "fr"


def _amount(value: Euros | int) -> Euros:
    return value if isinstance(value, Euros) else Euros(value)


# Money and numbers


@register.filter
def euros(amount: Euros | int) -> str:
    """``{{ line.amount|euros }}``: 1 234,56 €. Bare integers are cents."""
    return words.euros(_amount(amount), _language())


@register.filter
def euros_bare(amount: Euros | int) -> str:
    """96 € rather than 96,00 €: for a price in a sentence, never in a column."""
    return words.euros(_amount(amount), _language(), round_ones_bare=True)


@register.simple_tag
def money(amount: Euros | int | None, *, bare: bool = False) -> SafeString:
    """What ``<c-money>`` prints, without the price of a component: for tables of hundreds of lines."""
    if amount is None:
        return SafeString("")
    said = euros_bare(amount) if bare else euros(amount)
    return format_html('<data class="nowrap" value="{}">{}</data>', str(_amount(amount)), said)


@register.filter
def number(value: words.Number, decimals: int = 0) -> str:
    """``{{ hours|number:1 }}``: 1 264,3."""
    return words.number(value, decimals, _language())


@register.filter
def plain(value: words.Number) -> str:
    """A number with the decimals it has: 12,5."""
    return words.plain(value, _language())


@register.filter
def percent(ratio: words.Number, decimals: int = 0) -> str:
    """``{{ 0.6875|percent:1 }}``: 68,8 %."""
    return words.share(ratio, decimals, _language())


@register.filter
def rate(ratio: words.Number) -> str:
    """A rate of tax, with the decimals it has: 20 %, 5,5 %."""
    return words.rate(ratio, _language())


@register.filter
def distance(metres: float) -> str:
    """14 km, 600 m, sur place."""
    return words.distance(metres, _language())


@register.filter
def file_weight(octets: int) -> str:
    """212 ko."""
    return words.weight_of_file(octets, _language())


@register.filter
def point(value: float) -> str:
    """A number for an SVG attribute: always a point, two decimals at most, in every language."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


# Days and hours


@register.filter
def day(when: date, parts: str = "year") -> str:
    """``{{ d|day }}`` 16 mars 2027; ``{{ d|day:"weekday" }}`` mardi 16 mars; also ``"weekday year"``, ``"short"``."""
    return words.day(_day(when), _language(), with_weekday="weekday" in parts, with_year="year" in parts)


@register.filter
def weekday(when: date) -> str:
    """Mardi, without its day."""
    return words.weekday(_day(when), _language())


@register.filter
def month(when: date, parts: str = "year") -> str:
    """``{{ d|month }}`` mars 2027; ``{{ d|month:"short" }}`` mars."""
    return words.month(_day(when), _language(), with_year="year" in parts)


@register.filter
def hour(when: time | datetime) -> str:
    """8 h, 16 h 40."""
    return words.hour(when, _language())


@register.filter
def clock(when: time | datetime) -> str:
    """8 h 00: an hour in a column."""
    return words.hour(when, _language(), with_minutes=True)


@register.filter
def moment(when: datetime, parts: str = "year") -> str:
    """16 mars 2027 à 8 h; parts as for ``day``."""
    return words.moment(when, _language(), with_weekday="weekday" in parts, with_year="year" in parts)


@register.filter
def lasting(length: timedelta) -> str:
    """2 jours, 3 h 30."""
    return words.lasting(length, _language())


@register.simple_tag
def span(first: date, last: date, *, year: bool = False, bare: bool = False) -> str:
    """``{% span a b %}``: les 16 et 17 mars, du 9 au 11 mars; ``bare=True`` for a label."""
    return words.span(_day(first), _day(last), _language(), with_year=year, bare=bare)


@register.simple_tag
def moments(start: datetime, end: datetime, *, year: bool = False) -> str:
    """``{% moments booking.start booking.end %}``: du 16 mars à 8 h au 17 mars à 17 h."""
    return words.moments(start, end, _language(), with_year=year)


@register.filter
def iso(when: datetime) -> str:
    """The machine form of a moment, in Paris."""
    return (when.astimezone(PARIS) if when.tzinfo else when).isoformat(timespec="minutes")


def _day(when: date) -> date:
    return when.astimezone(PARIS) if isinstance(when, datetime) and when.tzinfo else when


# Words


@register.filter
def said(sentence: Sentence | str) -> str:
    """A sentence of the kernel in the language of the page; text is left as it is."""
    return sentence if isinstance(sentence, str) else words.unbroken(sentence.said_in(_language()))


@register.filter
def firm(text: str) -> str:
    """A short label that is never cut: n° 2."""
    return words.firm(text)


@register.filter
def closed(text: str) -> str:
    """A sentence that ends with its point, whether or not somebody wrote it."""
    stripped = text.rstrip()
    return stripped if not stripped or stripped[-1] in ".!?…" else f"{stripped}."


@register.filter
def of_place(name: str) -> str:
    """D'Ury, du Thoral, des Aigues."""
    return words.of(name, _language())


@register.filter
def at_place(name: str) -> str:
    """À Ury, au Thoral, aux Aigues."""
    return words.at(name, _language())


@register.filter
def listed(names: Iterable[object]) -> str:
    """Pralonge, Chantefroid et Orsonne."""
    return words.listed((str(name) for name in names), _language())


# Markup


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A sign of the sprite, hidden from screen readers: its word stands beside it."""
    css_attribute = format_html(' class="{}"', css) if css else ""
    return format_html(
        '<svg{} viewBox="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css_attribute, VIEW_BOXES[name], name
    )


@register.simple_tag
def attributes(attrs: Mapping[str, Any], but: str = "") -> SafeString:
    """The attributes that a component passes on, each value escaped; false and empty ones are left out.

    Cotton's own ``{{ attrs }}`` prints values as they are: a name with a quote would leave its attribute.
    """
    left_out = frozenset(but.split())
    shown = [
        (key, value)
        for key, value in (attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs).items()
        if value not in (None, False, "") and key not in left_out
    ]
    parts = (
        mark_safe(f" {conditional_escape(key)}")  # noqa: S308 - the name is escaped
        if value is True
        else format_html(' {}="{}"', key, value)
        for key, value in shown
    )
    return format_html_join("", "{}", ((part,) for part in parts))


# For the components


@register.filter
def day_iso(when: date) -> str:
    """The machine form of a day, in Paris."""
    local = _day(when)
    return local.date().isoformat() if isinstance(local, datetime) else local.isoformat()


_SIGNS = {"blocked": "stop"}
_TONES = {"blocked": "broken"}
_LEVELS = {"error": "broken", "warning": "warn", "info": "info", "debug": "info", "success": "kept"}


@register.filter
def sign(state: str) -> str:
    """The sign of a state."""
    return _SIGNS.get(state, state)


@register.filter
def tone(state: str) -> str:
    """The colour of a state, as a class."""
    return _TONES.get(state, state)


@register.filter
def state_of_level(level: str) -> str:
    """The state that a message of the framework stands for."""
    return _LEVELS.get(level, "info")


@register.filter
def times(count: int | str) -> range:
    """1, 2… up to ``count``."""
    return range(1, int(count) + 1)


@register.filter
def within_100(part: float) -> str:
    """A length of bar, cut at both ends."""
    return point(min(100, max(0, float(part))))


@register.filter
def percentage_of(done: float, total: float) -> float:
    """How far ``done`` is on the way to ``total``, from 0 to 100."""
    return 100 * float(done) / float(total) if total else 0.0


@register.filter
def near_pages(page: Page[Any]) -> list[int]:
    """The page numbers worth showing; 0 stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [n if isinstance(n, int) else 0 for n in numbers]


@register.filter
def wrong_count(form: BaseForm) -> int:
    """How many things are to be corrected."""
    return sum(len(errors) for errors in form.errors.values())


@register.simple_tag
def described(key: str, hint: object = "", error: object = "", *, marks_invalid: bool = True) -> SafeString:
    """Tie a control to its hint and its error."""
    ids = [f"{key}-{part}" for part, shown in (("hint", hint), ("error", error)) if shown]
    by = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else ""
    invalid = mark_safe(' aria-invalid="true"') if error and marks_invalid else ""
    return format_html("{}{}", by, invalid)


@register.simple_tag
def bound_field(field: BoundField, **said_instead: object) -> SafeString:
    """A field of a form as ``<c-field>`` shows it: label, hint, error, control."""
    return render_field(field, **said_instead)


@register.filter
def chapters(form: BaseForm) -> list[ShownChapter]:
    """The chapters of a long form, in order."""
    return chapters_of(form)


# For the drawings


@register.filter
def below(y: float, line: int) -> str:
    """The second line of a name on a map, twenty units lower."""
    return point(float(y) + 20 * line)


@register.filter
def day_mark(rank: int, after: int = 0) -> str:
    """Where the mark of a day stands."""
    return point((rank + after - 1) * 8.3 + 1)


@register.filter
def days_width(first: int, second: int) -> str:
    """How wide a row of marks is."""
    return point((first + second) * 8.3 + 1)


@register.filter
def strip_bars(counts: Sequence[float], high: float = 0) -> list[tuple[int, int, int]]:
    """Bars of a strip: left, top, height, over a hundred."""
    top = high or max(counts, default=0) or 1
    heights = [round(96 * min(each, top) / top) for each in counts]
    return [(rank * 100 + 10, 98 - height, height) for rank, height in enumerate(heights) if height]


@register.filter
def drawing_template(kind: str) -> str:
    """The drawing of a kind of resource; one that we do not know is a generic thing."""
    return f"ui/drawings/{kind if kind in DRAWINGS else 'generic'}.html"
