"""A refusal said in the form that was sent, at the field at fault; what was typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.forms import BaseForm

    from mitoyen.kernel.errors import MitoyenError


def say_in(form: BaseForm, error: MitoyenError) -> None:
    """Add the sentence of ``error`` to the field that it names, or to the whole form."""
    field = error.where if error.where in form.fields else None
    form.add_error(field, error.sentence.said_in(get_language() or "fr"))
