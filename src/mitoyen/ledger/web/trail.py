"""Where a page stands: the addresses above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mitoyen.kernel import words
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from datetime import date


def to_months() -> list[Link]:
    """The first page of the ledger."""
    return [Link(label=_("Décomptes"), href=reverse("ledger:months"))]


def to_month(payee: int, month: date) -> list[Link]:
    """The month, below it."""
    name = words.month(month, get_language() or "fr")
    return [*to_months(), Link(label=name, href=reverse("ledger:month", args=[payee, month]))]


def to_deposits() -> list[Link]:
    """The deposits, below it."""
    return [*to_months(), Link(label=_("Dépôts de garantie"), href=reverse("ledger:deposits"))]
