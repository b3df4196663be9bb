"""Names sort without their accents: the key is stored, and written in this one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from mitoyen.kernel.identity import unaccented

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class SortKeyField(_CharField):
    """The unaccented lower-case text of another field, kept by every ``save`` and ``bulk_create``.

    ``bulk_update`` does not ask fields what they hold: whoever names the field there sets it too.
    """

    def __init__(self, *args: Any, of: str = "name", **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Follow the field ``of``."""
        self.of = of
        super().__init__(*args, **{"editable": False, **options})

    def deconstruct(self) -> Any:  # noqa: ANN401 - Django's signature
        """What a migration must write to make this field again."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 - Django's signature
        """Compute the key as the row is written."""
        key = unaccented(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key
