"""The price of a use, step by step, in whole cents: pure, so that anybody can redo it.

Every step can be redone with a desk calculator. The rule that made a price travels with it, so that a price
frozen today can be explained in ten years, whatever became of the tariff.

>>> from datetime import date
>>> rule = Rule(day_cents=9600, meter_cents=1150, free_meter_tenths=60, km_cents=180, meter_name="Moteur")
>>> use = Use(start=instant(date(2027, 3, 16), 480), end=instant(date(2027, 3, 17), 1020), meter_tenths=140,
...           transport_km=28, extras=(Extra("Godet de curage", day_cents=1200),))
>>> price = priced(rule, use)
>>> price.total_cents, [step.cents for step in price.steps]
(28940, [19200, 2300, 2400, 5040])
>>> print(plain_spaces(price.steps[1].label.fr), "—", plain_spaces(price.steps[1].detail.fr))
Moteur au-delà de 12 heures — 14 − 12 = 2 heures, 2 × 11,50 €
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.money import Euros, rounded
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.models.vat import with_vat
from mitoyen.sharing.bridge.opening import instant
from mitoyen.sharing.bridge.wording import NO_BREAK, THIN, euros, tenths

if TYPE_CHECKING:
    from collections.abc import Mapping

MINUTES_IN_AN_HOUR = 60
WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class Rule:
    """A tariff as plain values; ``tariff`` and ``source`` say where it comes from."""

    tariff: int | None = None
    label: str = ""
    source: str = ""
    fixed_cents: int = 0
    hour_cents: int = 0
    day_cents: int = 0
    km_cents: int = 0
    meter_cents: int = 0
    free_meter_tenths: int = 0
    minimum_cents: int = 0
    half_day_after_minute: int | None = None
    includes_vat: bool = True
    vat: str = "outside"
    vat_basis_points: int = 0
    meter_unit: str = "h"
    meter_name: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """An accessory that costs."""

    name: str
    day_cents: int = 0
    fixed_cents: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """What is, or was, used: half-open instants, the meter's difference, the kilometres of transport."""

    start: datetime
    end: datetime
    meter_tenths: int | None = None
    transport_km: int | None = None
    extras: tuple[Extra, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it really lasts, clock change or not."""
        return (self.end.astimezone(UTC) - self.start.astimezone(UTC)) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a price: what, how it was computed, and the cents."""

    label: Sentence
    detail: Sentence
    cents: int


@dataclass(frozen=True, slots=True)
class Price:
    """The steps, and what they sum to; ``total_cents`` is what is paid, tax included."""

    steps: tuple[Step, ...]
    net_cents: int
    vat_cents: int
    total_cents: int
    rule: Rule = field(default_factory=Rule)

    def as_json(self) -> dict[str, Any]:
        """What is frozen on a booking; :func:`from_json` reads it back."""
        return asdict(self)


def from_json(frozen: Mapping[str, Any]) -> Price:
    """Read a frozen price."""
    return Price(
        steps=tuple(
            Step(Sentence(**step["label"]), Sentence(**step["detail"]), step["cents"]) for step in frozen["steps"]
        ),
        net_cents=frozen["net_cents"],
        vat_cents=frozen["vat_cents"],
        total_cents=frozen["total_cents"],
        rule=Rule(**frozen["rule"]),
    )


def days_of(rule: Rule, use: Use) -> Fraction:
    """Calendar days that the use touches; half a day more after the hour told by the rule.

    >>> from datetime import date
    >>> use = Use(instant(date(2027, 3, 27), 480), instant(date(2027, 3, 28), 1080))
    >>> days_of(Rule(), use), days_of(Rule(half_day_after_minute=1020), use)
    (Fraction(2, 1), Fraction(5, 2))
    """
    start, end = use.start.astimezone(PARIS), use.end.astimezone(PARIS)
    last = end - timedelta(microseconds=1)
    days = Fraction((last.date() - start.date()).days + 1)
    ends_late = rule.half_day_after_minute is not None and (
        end.date() == last.date() and end.hour * 60 + end.minute > rule.half_day_after_minute
    )
    return days + Fraction(1, 2) if ends_late else days


def priced(rule: Rule, use: Use) -> Price:
    """Apply ``rule`` to ``use``."""
    days = days_of(rule, use)
    steps = [*_time_steps(rule, days, use.minutes), *_meter_steps(rule, use, days, use.minutes)]
    steps += [_extra_step(extra, days) for extra in use.extras if extra.day_cents or extra.fixed_cents]
    if rule.km_cents and use.transport_km:
        steps.append(_transport_step(rule, use.transport_km))
    total = sum(step.cents for step in steps)
    if total < rule.minimum_cents:
        steps.append(_minimum_step(rule, total))
        total = rule.minimum_cents
    return _with_tax(rule, steps, total)


def _times(count: Fraction, cents: int) -> int:
    return int(rounded(count * cents))


def _number(value: Fraction) -> str:
    exact = rounded(value, 2)
    whole, rest = divmod(int(exact * 100), 100)
    return f"{whole}{f',{rest:02d}'.rstrip('0') if rest else ''}"


def _english(number: str) -> str:
    return number.replace(",", ".").replace(THIN, ",")


def _plural(value: Fraction | int, word: str) -> str:
    return f"{word}s" if value >= 2 else word  # noqa: PLR2004  (French counts 1,5 as one)


def _time_steps(rule: Rule, days: Fraction, minutes: int) -> list[Step]:
    steps = []
    if rule.fixed_cents:
        steps.append(Step(Sentence("Forfait", "Flat fee"), Sentence("", ""), rule.fixed_cents))
    if rule.day_cents:
        count = _number(days)
        steps.append(
            Step(
                Sentence(f"{count} {_plural(days, 'jour')}", f"{_english(count)} {'day' if days == 1 else 'days'}"),
                Sentence(f"{count} × {euros(rule.day_cents)}", f"{_english(count)} × {euros(rule.day_cents, 'en')}"),
                _times(days, rule.day_cents),
            )
        )
    if rule.hour_cents:
        hours = Fraction(minutes, MINUTES_IN_AN_HOUR)
        said = _hours(minutes)
        steps.append(
            Step(
                Sentence(said, said),
                Sentence(f"{said} × {euros(rule.hour_cents)}", f"{said} × {euros(rule.hour_cents, 'en')}"),
                _times(hours, rule.hour_cents),
            )
        )
    return steps


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES_IN_AN_HOUR)
    return f"{hours}{NO_BREAK}h{f'{NO_BREAK}{rest:02d}' if rest else ''}"


def _meter_steps(rule: Rule, use: Use, days: Fraction, minutes: int) -> list[Step]:
    if not rule.meter_cents or use.meter_tenths is None:
        return []
    spans = days if rule.day_cents or not rule.hour_cents else Fraction(minutes, MINUTES_IN_AN_HOUR)
    free = int(rounded(rule.free_meter_tenths * spans))
    over = max(0, use.meter_tenths - free)
    if over == 0 and free:
        return []
    name = rule.meter_name or "Compteur"
    plural = partial(_meter_word, rule.meter_unit)
    english = "hours" if rule.meter_unit == "h" else rule.meter_unit
    if free:
        label = Sentence(
            f"{name} au-delà de {tenths(free)} {plural(free)}", f"{name} beyond {tenths(free, 'en')} {english}"
        )
        counted = Sentence(
            f"{tenths(use.meter_tenths)} − {tenths(free)} = {tenths(over)} {plural(over)}, ",
            f"{tenths(use.meter_tenths, 'en')} − {tenths(free, 'en')} = {tenths(over, 'en')} {english}, ",
        )
    else:
        label = Sentence(f"{name} : {tenths(over)} {plural(over)}", f"{name}: {tenths(over, 'en')} {english}")
        counted = Sentence("", "")
    detail = Sentence(
        f"{counted.fr}{tenths(over)} × {euros(rule.meter_cents)}",
        f"{counted.en}{tenths(over, 'en')} × {euros(rule.meter_cents, 'en')}",
    )
    return [Step(label, detail, _times(Fraction(over, 10), rule.meter_cents))]


def _meter_word(unit: str, counted: int) -> str:
    return _plural(Fraction(counted, 10), "heure") if unit == "h" else unit


def _extra_step(extra: Extra, days: Fraction) -> Step:
    if not extra.day_cents:
        return Step(Sentence(extra.name, extra.name), Sentence("", ""), extra.fixed_cents)
    count = _number(days)
    detail = f"{count} {_plural(days, 'jour')} × {euros(extra.day_cents)}"
    english = f"{_english(count)} {'day' if days == 1 else 'days'} × {euros(extra.day_cents, 'en')}"
    if extra.fixed_cents:
        detail += f" + {euros(extra.fixed_cents)}"
        english += f" + {euros(extra.fixed_cents, 'en')}"
    return Step(
        Sentence(extra.name, extra.name),
        Sentence(detail, english),
        _times(days, extra.day_cents) + extra.fixed_cents,
    )


def _transport_step(rule: Rule, km: int) -> Step:
    out = _number(Fraction(km, 2))
    return Step(
        Sentence("Transport", "Transport"),
        Sentence(
            f"{out}{NO_BREAK}km aller, {out}{NO_BREAK}km retour, {km} × {euros(rule.km_cents)}",
            f"{_english(out)} km out, {_english(out)} km back, {km} × {euros(rule.km_cents, 'en')}",
        ),
        km * rule.km_cents,
    )


def _minimum_step(rule: Rule, total: int) -> Step:
    minimum, english = euros(rule.minimum_cents), euros(rule.minimum_cents, "en")
    return Step(
        Sentence("Minimum facturé", "Minimum charged"),
        Sentence(f"{minimum} − {euros(total)}", f"{english} − {euros(total, 'en')}"),
        rule.minimum_cents - total,
    )


def _with_tax(rule: Rule, steps: list[Step], total: int) -> Price:
    rate = Fraction(rule.vat_basis_points, WHOLE)
    net, vat, paid = with_vat(Euros(total), rate, includes_vat=rule.includes_vat)
    if vat and not rule.includes_vat:
        percent, base = _number(rate * 100), Euros(total).cents
        steps.append(
            Step(
                Sentence(f"TVA à {percent}{NO_BREAK}%", f"VAT at {_english(percent)} %"),
                Sentence(f"{euros(base)} × {percent}{NO_BREAK}%", f"{euros(base, 'en')} × {_english(percent)} %"),
                vat.cents,
            )
        )
    return Price(tuple(steps), net.cents, vat.cents, paid.cents, rule)


def plain_spaces(text: str) -> str:
    """``text`` with ordinary spaces, for examples and tests."""
    return text.replace(NO_BREAK, " ").replace(THIN, " ")


__all__ = ["Extra", "Price", "Rule", "Step", "Use", "days_of", "from_json", "instant", "plain_spaces", "priced"]
