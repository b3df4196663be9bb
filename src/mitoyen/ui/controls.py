"""How a field of a Django form is shown: label above, hint between, error before the control.

``{{ form }}``, ``{{ field.as_field_group }}`` and ``<c-field :field="form.name" />`` all end here, so that a form
of ours, of allauth or of anybody looks and sounds alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField
    from django.utils.safestring import SafeString

_LONG_ANSWER = 14  # signs; beyond, answers stand one under the other


class MitoyenRenderer(TemplatesSetting):
    """Setting FORM_RENDERER: whole forms and single fields through our templates."""

    form_template_name = "ui/fields/form.html"
    field_template_name = "ui/fields/field.html"


def render_field(field: BoundField, **said_instead: object) -> SafeString:
    """One bound field; ``said_instead`` replaces its label, hint, unit, ``optional`` or ``css``."""
    return render_to_string("ui/fields/bound.html", _pieces(field, said_instead))


def _pieces(field: BoundField, said_instead: dict[str, object]) -> dict[str, object]:
    widget = field.field.widget
    key = field.auto_id or field.html_name
    hint = said_instead.get("hint") or field.help_text
    described = [f"{key}-{part}" for part, shown in (("hint", hint), ("error", field.errors)) if shown]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    many = isinstance(widget, forms.CheckboxSelectMultiple)
    answers = isinstance(widget, forms.RadioSelect) or many
    return {
        "field": field,
        "key": key,
        "label": said_instead.get("label") or field.label,
        "hint": hint,
        "unit": said_instead.get("unit") or "",
        "optional": said_instead.get("optional") or False,
        "css": said_instead.get("css") or "",
        "described": " ".join(described),
        "kind": "answers" if answers else "tick" if isinstance(widget, forms.CheckboxInput) else "control",
        "is_file": isinstance(widget, forms.FileInput),
        "is_long": many or (answers and any(len(str(label)) > _LONG_ANSWER for _, label in _choices(field))),
        # Several controls share a fieldset, which is described once; a single control is described itself.
        "control": "" if answers else field.as_widget(attrs=attrs),
    }


def _choices(field: BoundField) -> list[tuple[object, object]]:
    return list(getattr(field.field, "choices", ()))
