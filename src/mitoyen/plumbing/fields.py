"""Amounts: whole cents in a row, French writing in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Euros

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _EurosBase = models.BigIntegerField[Euros | int | None, Euros]
else:
    _EurosBase = models.BigIntegerField


class EurosField(_EurosBase):
    """A column of whole cents that Python sees as :class:`~mitoyen.kernel.money.Euros`; sums are Euros too."""

    description = "An amount in whole cents"

    def from_db_value(self, value: int | None, _expression: object, _connection: BaseDatabaseWrapper) -> Euros | None:
        """Cents become Euros; nothing stays nothing."""
        return None if value is None else Euros(int(value))

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """What a row or a fixture holds, as Euros."""
        if value is None or isinstance(value, Euros):
            return value
        return Euros(value) if isinstance(value, int) else Euros.parse(str(value))

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Euros become cents, in rows and in lookups."""
        return super().get_prep_value(value.cents if isinstance(value, Euros) else value)

    def value_to_string(self, obj: models.Model) -> str:
        """The form used in data: ``1234.56``."""
        return str(self.value_from_object(obj))


class EurosFormField(forms.CharField):
    """An amount as people write it: ``1 234,56``, with or without its sign."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, smallest: Euros | None = Euros(0), **options: Any) -> None:  # noqa: ANN401, B008 - Django's options; Euros are frozen
        super().__init__(max_length=30, **options)
        self.smallest = smallest

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """The amount, or a sentence that says what to write instead."""
        written = super().clean(value)
        if not written:
            return None
        try:
            amount = Euros.parse(written)
        except InvalidError as error:
            raise ValidationError(error.sentence.said_in(get_language() or "fr"), code=error.code) from error
        if self.smallest is not None and amount < self.smallest:
            smallest = str(self.smallest).replace(".", ",")
            said = {
                "fr": f"« {written} » est trop petit : écrivez au moins {smallest} €.",
                "en": f"'{written}' is too small: write at least {self.smallest} euros.",
            }
            raise ValidationError(said.get(get_language() or "fr", said["fr"]), code="too_small")
        return amount

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """What the form shows: an amount with its comma, or what was typed."""
        return str(value).replace(".", ",") if isinstance(value, Euros) else value
