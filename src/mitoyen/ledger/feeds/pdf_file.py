"""A statement as a tagged PDF (PDF/UA-1), set by typst; everything that is said is given, nothing is evaluated."""

from __future__ import annotations

import json
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mitoyen.kernel import clock, words
from mitoyen.ledger.models.vat import NAMES, VatRegime

if TYPE_CHECKING:
    from mitoyen.ledger.models import Entry
    from mitoyen.ledger.queries.statements import StatementView

MEDIA_TYPE = "application/pdf"
_TEMPLATE = Path(__file__).with_name("statement.typ")
_FONTS = Path(__file__).resolve().parents[2] / "ui" / "static" / "dist" / "fonts" / "paper"


def statement_as_pdf(view: StatementView, language: str = "fr") -> bytes:
    """The statement on paper: the finding, each line with its rule and its payer, the totals, the texts of law."""
    made: bytes = typst.compile(
        _source(),
        format="pdf",
        pdf_standards="ua-1",
        font_paths=_fonts(),
        sys_inputs={"told": json.dumps(_told(view, language), ensure_ascii=False)},
        timestamp=int((view.statement.closed_at if view.statement else clock.now()).astimezone(UTC).timestamp()),
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts and the typesetter's, never the machine's: the same statement is the same file everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)] if _FONTS.exists() else [])


@cache
def _source() -> bytes:
    return _TEMPLATE.read_bytes()


def _told(view: StatementView, language: str) -> dict[str, object]:
    """Everything the sheet says, already in words: the template decides of nothing but the page."""
    statement = view.statement
    number = _("Décompte n° %(reference)s") % {"reference": view.reference}
    return {
        "language": language.split("-", maxsplit=1)[0],
        "title": view.finding.said_in(language),
        "kicker": number if statement else _("Décompte provisoire : il n’a pas encore de numéro"),
        "closed": _("Clôturé le %(day)s") % {"day": words.day(statement.closed_at.astimezone(clock.PARIS), language)}
        if statement
        else "",
        "lead": ngettext(
            "Une ligne : %(without)s hors taxes et %(vat)s de TVA.",
            "%(n)s lignes : %(without)s hors taxes et %(vat)s de TVA.",
            len(view.entries),
        )
        % {
            "n": len(view.entries),
            "without": words.euros(view.amount_excl, language),
            "vat": words.euros(view.vat, language),
        },
        "parties": [
            {
                "part": _("Qui paie"),
                "name": view.payer.name,
                "siret": _siret(view.payer),
                "address": view.payer.address,
            },
            {
                "part": _("Qui est payé"),
                "name": view.payee.name,
                "siret": _siret(view.payee),
                "address": view.payee.address,
            },
        ],
        "heads": [_("Usage et règle"), _("Quantité"), _("Hors taxes"), _("TVA"), _("TTC")],
        "caption": _("Lignes du décompte : %(payer)s paie %(payee)s, en euros")
        % {"payer": view.payer.name, "payee": view.payee.name},
        "rows": [_row(entry, view, language) for entry in view.entries],
        "total": [
            _("Total à payer") if view.amount_incl.cents > 0 else _("Total"),
            *(words.euros(amount, language) for amount in (view.amount_excl, view.vat, view.amount_incl)),
        ],
        "notes": _notes(view, language),
        "references": _references(view),
        "fictitious": _("Territoire fictif : lieux, personnes et montants inventés.")
        if view.payee.is_fictitious or view.payer.is_fictitious
        else "",
        "foot": _("Établi par Mitoyen, logiciel libre."),
    }


def _row(entry: Entry, view: StatementView, language: str) -> dict[str, object]:
    said = {name: told.said_in(language) for name, told in entry.said.items()}
    steps = [f"{label.said_in(language)} = {figure.said_in(language)}" for label, figure in entry.steps_said]
    corrects = []
    if entry.corrects:
        label = entry.corrects.said["label"].said_in(language)
        corrects = [_("Corrige « %(label)s » : %(reason)s") % {"label": label, "reason": entry.reason}]
    three = []
    if said["booked"] and said["present"]:
        three = [
            _("Réservé : %(booked)s. Présent : %(present)s.") % {"booked": said["booked"], "present": said["present"]}
        ]
    who = _("%(payer)s paie %(payee)s") % {"payer": view.payer.name, "payee": view.payee.name}
    return {
        "label": said["label"],
        "date": words.day(entry.date, language),
        "details": [said["rule"], *corrects, *steps, *three, who],
        "quantity": said["invoiced"] or said["quantity"],
        "amounts": [words.euros(amount, language) for amount in (entry.amount_excl, entry.vat, entry.amount_incl)],
    }


def _notes(view: StatementView, language: str) -> list[str]:
    """The VAT regimes used, each once, with the text that says its rate."""
    notes: dict[str, None] = {}
    for entry in view.entries:
        name = NAMES[VatRegime(entry.vat_regime)].said_in(language)
        rate = words.rate(entry.vat_rate, language)
        said = _("TVA %(rate)s, %(regime)s : %(source)s") % {
            "rate": rate,
            "regime": name,
            "source": entry.vat_source,
        }
        notes[said if entry.vat_is_confirmed else f"{said}, {_('à confirmer')}"] = None
    return list(notes)


def _references(view: StatementView) -> list[str]:
    accounts = sorted({(entry.income_account, entry.expense_account) for entry in view.entries})
    said = [
        _("Comptes M57 : %(income)s chez qui est payé, %(expense)s chez qui paie")
        % {"income": income, "expense": expense}
        for income, expense in accounts
    ]
    if view.statement and view.statement.title_number:
        said.append(_("Titre de recettes : %(number)s") % {"number": view.statement.title_number})
    if view.statement and view.statement.engagement_number:
        said.append(_("Engagement : %(number)s") % {"number": view.statement.engagement_number})
    return said


def _siret(organisation: object) -> str:
    siret, siren = getattr(organisation, "siret", ""), getattr(organisation, "siren", "")
    return f"SIRET {siret}" if siret else f"SIREN {siren}" if siren else ""
