"""Rows that are written once: a trigger refuses to change or delete them, whoever asks.

``docs/decisions/0003-append-only-triggers.md`` says why these are plain triggers. One column of a table may be
*erasable*: inside :func:`erasing`, it may be emptied and nothing else may move. It is the path of a person's
right to erasure, and the only one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, migrations, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSE_CHANGE = """
CREATE FUNCTION plumbing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS = 1
       AND coalesce(current_setting('mitoyen.erasing', true), '') = 'on'
       AND to_jsonb(NEW) ->> TG_ARGV[0] = ''
       AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A row of % is written once: it is neither changed nor deleted.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new row that corrects it.';
END $$;
"""


def refuse_change_function() -> migrations.RunSQL:
    """Create the function that every trigger of :func:`append_only` calls."""
    return migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION plumbing_refuse_change();")


def append_only(table: str, *, erasable: str = "") -> migrations.RunSQL:
    """Refuse UPDATE and DELETE on ``table``, but for emptying the column ``erasable`` inside :func:`erasing`."""
    argument = f"'{erasable}'" if erasable else ""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION plumbing_refuse_change({argument});",
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


@contextmanager
def erasing() -> Iterator[None]:
    """A transaction in which an erasable column may be emptied."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL mitoyen.erasing = 'on'")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL mitoyen.erasing = 'off'")
