"""Lending agreement, hand-over and return receipts, labels: tagged PDF (PDF/UA-1) by typst, QR codes by segno.

Everything that is said is given to the template as text; nothing is evaluated there.
"""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
import typst

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.pricing import from_json
from mitoyen.sharing.bridge.wording import euros, moment_said, tenths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mitoyen.sharing.models import Booking, HandOver, Return, Unit

MEDIA_TYPE = "application/pdf"
_HERE = Path(__file__).parent
_FONTS = Path(__file__).resolve().parents[2] / "ui" / "static" / "dist" / "fonts" / "paper"
_PATH = re.compile(r"[MLCQHVZmlcqhvz0-9 ,.\-]*")


def lending_agreement(booking: Booking, now: datetime, language: str = "fr") -> bytes:
    """The agreement of a booking: parties, thing, dates, price step by step, conditions, papers. ``booking`` is whole.

    Reads the conditions of its resource (one query).
    """
    say = _speaker(language)
    start, end = (moment_said(each, year=True) for each in (booking.period.lower, booking.period.upper))
    resource = booking.resource
    conditions = [[each.heading, each.text] for each in resource.conditions.all()]
    warnings = [Sentence(**each).said_in(language) for each in booking.warnings]
    sections = [
        _section(say("Qui prête, qui emprunte", "Who lends, who borrows"), facts=[
            [say("Propriétaire", "Owner"), resource.owner.name],
            [say("Gardien", "Keeper"), resource.holder.name],
            [say("Emprunteur", "Borrower"), booking.borrower.name],
            [say("Contact", "Contact"), booking.agent_name or "—"],
        ]),
        _section(say("Quoi, quand, où", "What, when, where"), facts=[
            [say("Bien prêté", "Thing lent"), _thing(booking)],
            [say("Du", "From"), start.said_in(language)],
            [say("Au", "To"), end.said_in(language)],
            [say("Lieu", "Place"), resource.place.name if resource.place else "—"],
            [say("Accessoires", "Accessories"), ", ".join(each["name"] for each in booking.accessories) or "—"],
            [say("Usage", "Use"), booking.purpose or "—"],
        ]),
        _section(say("Prix estimé", "Estimated price"), facts=_price_facts(booking.price, say, language)),
        _section(say("Conditions", "Conditions"), facts=conditions, paragraphs=warnings),
    ]  # fmt: skip
    lead = Sentence(
        f"{resource.owner.name} prête {_thing(booking)} à {booking.borrower.name}, du {start.fr} au {end.fr}.",
        f"{resource.owner.name} lends {_thing(booking)} to {booking.borrower.name}, from {start.en} to {end.en}.",
    )
    blank = [
        _signature(say("Pour le propriétaire", "For the owner"), {}, say, language),
        _signature(say("Pour l'emprunteur", "For the borrower"), {}, say, language),
    ]
    title = say(f"Convention de prêt n° {booking.pk}", f"Lending agreement no. {booking.pk}")
    return _paper(booking, title, lead.said_in(language), sections, blank, now, language)


def receipt(booking: Booking, exchange: HandOver | Return, now: datetime, language: str = "fr") -> bytes:
    """What was seen when the thing left or came back, and who signed."""
    say = _speaker(language)
    is_return = hasattr(exchange, "papers") is False
    moment = moment_said(exchange.at, year=True).said_in(language)
    answers = [
        [each["question"], f"{each['answer']}{f' : {note}' if (note := each.get('note')) else ''}"]
        for each in exchange.answers
    ]
    meter = f"{tenths(exchange.reading.tenths, language)} {booking.resource.meter_unit}" if exchange.reading else "—"
    sections = [
        _section(say("Bien", "Thing"), facts=[
            [say("Bien", "Thing"), _thing(booking)],
            [say("Emprunteur", "Borrower"), booking.borrower.name],
            [say("Compteur", "Meter"), meter],
            [say("Accessoires présents", "Accessories present"), ", ".join(exchange.accessories) or "—"],
        ]),
        _section(
            say("État constaté", "Condition found"), facts=answers, paragraphs=[exchange.note] if exchange.note else []
        ),
    ]  # fmt: skip
    if not is_return and exchange.papers:  # type: ignore[union-attr]
        shown = [[str(each.get("name", "")), str(each.get("until", ""))] for each in exchange.papers]  # type: ignore[union-attr]
        sections.append(_section(say("Papiers présentés, valables jusqu'au", "Papers shown, valid until"), facts=shown))
    if is_return and booking.invoice:
        facts = _price_facts(booking.invoice, say, language)
        sections.append(_section(say("Somme due", "Amount due"), facts=facts))
    title = (
        say(f"Reçu de retour n° {booking.pk}", f"Return receipt no. {booking.pk}")
        if is_return
        else say(f"Reçu de remise n° {booking.pk}", f"Hand-over receipt no. {booking.pk}")
    )
    lead = (
        say(
            f"Rendu le {moment} à {booking.resource.holder.name}.",
            f"Returned on {moment} to {booking.resource.holder.name}.",
        )
        if is_return
        else say(
            f"Remis le {moment} à {booking.borrower.name}.", f"Handed over on {moment} to {booking.borrower.name}."
        )
    )
    signatures = [
        _signature(say("Remis par", "Given by"), exchange.given_by, say, language),
        _signature(say("Reçu par", "Received by"), exchange.taken_by, say, language),
    ]
    return _paper(booking, title, lead, sections, signatures, now, language)


def qr_svg(address: str) -> str:
    """A QR code that opens ``address``, as an SVG of its own."""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", border=2, xmldecl=False, scale=4, dark="#1C2B2A")
    return made.getvalue().decode()


def label_sheet(units: Sequence[Unit], address_of: Callable[[str], str], now: datetime, language: str = "fr") -> bytes:
    """Labels to print and stick, one for each unit (its ``resource`` and owner read); ``address_of`` takes a code."""
    say = _speaker(language)
    labels = [
        {
            "svg": qr_svg(address_of(unit.code)),
            "alt": say(
                f"Code qui ouvre la page de {unit.resource.name}", f"Code that opens the page of {unit.resource.name}"
            ),
            "name": unit.resource.name,
            "unit": unit.label,
            "owner": unit.resource.owner.name,
            "code": unit.code,
        }
        for unit in units
    ]
    told = {"language": _short(language), "title": say("Étiquettes", "Labels"), "labels": labels}
    return _compiled("labels.typ", told, now)


def _paper(  # noqa: PLR0913, PLR0917
    booking: Booking,
    title: str,
    lead: str,
    sections: list[dict[str, Any]],
    signatures: list[dict[str, str]],
    now: datetime,
    language: str,
) -> bytes:
    say = _speaker(language)
    told = {
        "language": _short(language),
        "title": title,
        "author": booking.resource.owner.name,
        "kicker": say(f"Réservation n° {booking.pk}", f"Booking no. {booking.pk}"),
        "lead": lead,
        "sections": sections,
        "signatures": signatures,
        "fictitious": say(
            "Territoire fictif : lieux, personnes et montants inventés.",
            "Invented territory: places, people and amounts are made up.",
        )
        if booking.resource.is_fictitious
        else "",
        "foot": say("Établi par Mitoyen, logiciel libre.", "Made by Mitoyen, free software."),
    }
    return _compiled("paper.typ", told, now)


def _compiled(template: str, told: dict[str, Any], now: datetime) -> bytes:
    made: bytes = typst.compile(
        _source(template),
        format="pdf",
        pdf_standards="ua-1",
        font_paths=_fonts(),
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        timestamp=int(now.astimezone(UTC).timestamp()),
    )
    return made


@cache
def _source(template: str) -> bytes:
    return (_HERE / template).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts and the typesetter's, never the machine's: the same paper is the same file everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)] if _FONTS.exists() else [])


def _short(language: str) -> str:
    return language.split("-", maxsplit=1)[0]


def _speaker(language: str) -> Callable[[str, str], str]:
    return lambda fr, en: Sentence(fr, en).said_in(language)


def _section(heading: str, *, facts: list[list[str]], paragraphs: Sequence[str] = ()) -> dict[str, Any]:
    return {"heading": heading, "facts": facts, "paragraphs": list(paragraphs)}


def _price_facts(frozen: dict[str, Any], say: Callable[[str, str], str], language: str) -> list[list[str]]:
    price = from_json({name: frozen[name] for name in ("steps", "net_cents", "vat_cents", "total_cents", "rule")})
    lines = [
        [step.label.said_in(language), f"{detail} = {amount}" if (detail := step.detail.said_in(language)) else amount]
        for step in price.steps
        for amount in [euros(step.cents, language)]
    ]
    rule = " ".join(part for part in (price.rule.label, price.rule.source) if part)
    return [*lines, [say("Total", "Total"), euros(price.total_cents, language)], [say("Tarif", "Tariff"), rule or "—"]]


def _thing(booking: Booking) -> str:
    return f"{booking.resource.name}{f', {booking.unit.label}' if booking.unit.label else ''}"


def _signature(part: str, who: dict[str, str], say: Callable[[str, str], str], language: str) -> dict[str, str]:
    """A drawn signature as an SVG made here: only the path comes from outside, and only if it is one."""
    drawing = who.get("drawing", "")
    is_path = bool(drawing) and _PATH.fullmatch(drawing) is not None
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
        f'<path d="{drawing}" fill="none" stroke="#1C2B2A" stroke-width="2"/></svg>'
        if is_path
        else ""
    )
    name = who.get("name", "")
    return {
        "part": part,
        "name": name or "…………………………",
        "svg": svg,
        "alt": say(f"Signature de {name}", f"Signature of {name}"),
        "without": say("Signé de son nom, sans dessin.", "Signed by name, without a drawing.")
        if name
        else say("Date et signature :", "Date and signature:"),
        "at": _signed_at(who.get("at", ""), language),
    }


def _signed_at(written: str, language: str) -> str:
    """When somebody signed, as one says it; a program may have sent other words, which are kept as they are."""
    try:
        return moment_said(datetime.fromisoformat(written), year=True).said_in(language)
    except ValueError:
        return written
