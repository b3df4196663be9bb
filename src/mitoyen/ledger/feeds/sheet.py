"""The columns of a statement, once, for every table that is downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mitoyen.kernel.money import Euros
from mitoyen.ledger.models.entries import TOLD
from mitoyen.ledger.models.vat import NAMES, VatRegime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from mitoyen.ledger.models import Entry
    from mitoyen.ledger.queries.statements import StatementView

    Cell = str | date | Euros | Fraction


def heads() -> list[str]:
    """The names of the columns, in the language of whoever downloads."""
    return [
        _("Décompte"),
        _("Mois"),
        _("Date"),
        _("Usage"),
        _("Règle"),
        _("Quantité"),
        _("Réservé"),
        _("Présent"),
        _("Facturé"),
        _("Qui paie"),
        _("Qui est payé"),
        _("Hors taxes (€)"),
        _("TVA (€)"),
        _("TTC (€)"),
        _("Taux de TVA"),
        _("Régime de TVA"),
        _("Compte de produit"),
        _("Compte de charge"),
        _("Titre"),
        _("Engagement"),
        _("Corrige"),
        _("Motif"),
        _("Référence"),
    ]


def rows(view: StatementView, language: str) -> Sequence[Sequence[Cell]]:
    """One row for each entry."""
    return [_row(view, entry, language) for entry in view.entries]


def _row(view: StatementView, entry: Entry, language: str) -> list[Cell]:
    title = entry.title_number or (view.statement.title_number if view.statement else "")
    engagement = entry.engagement_number or (view.statement.engagement_number if view.statement else "")
    return [
        view.reference or _("provisoire"),
        f"{view.month:%Y-%m}",
        entry.date,
        *(entry.said[name].said_in(language) for name in TOLD),
        view.payer.name,
        view.payee.name,
        entry.amount_excl,
        entry.vat,
        entry.amount_incl,
        entry.vat_rate,
        NAMES[VatRegime(entry.vat_regime)].said_in(language),
        entry.income_account,
        entry.expense_account,
        title,
        engagement,
        entry.corrects.source if entry.corrects else "",
        entry.reason,
        entry.source,
    ]
