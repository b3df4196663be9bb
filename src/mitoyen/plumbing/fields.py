"""Amounts in rows: whole cents. The field that reads them in a form is ``ui.forms.EurosField``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

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
