"""A long form, told in chapters: what one thinks of together stands together, and what is rare waits behind a fold.

A form class declares ``chapters``; ``<c-chapters :form="form" />`` shows them. A form without any is one chapter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms.boundfield import BoundField
    from django.utils.functional import _StrPromise

_LONG_TEXT = 100  # signs; a longer answer takes the whole line


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What a form declares: fields by name, in order; ``more`` are those that few people set.

    ``about_more`` says what is behind the fold, so that nobody has to open it to know. ``tells_optional`` is false
    where the note says already what an empty field means.
    """

    title: str | _StrPromise = ""
    note: str | _StrPromise = ""
    names: Sequence[str] = ()
    more: Sequence[str] = ()
    about_more: str | _StrPromise = ""
    tells_optional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field where it stands: on a whole line (``css``), said to be optional or not."""

    field: BoundField
    css: str
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChapter:
    """A chapter with its bound fields; the fold stands open when something in it was set, or is to be corrected."""

    key: str
    title: str | _StrPromise = ""
    note: str | _StrPromise = ""
    fields: Sequence[Shown] = field(default_factory=tuple)
    more: Sequence[Shown] = field(default_factory=tuple)
    about_more: str | _StrPromise = ""
    is_open: bool = False


def chapters_of(form: forms.BaseForm) -> list[ShownChapter]:
    """The chapters of a form; a field that none of them names comes last, rather than being lost."""
    declared: Sequence[Chapter] = getattr(form, "chapters", ())
    named = {name for chapter in declared for name in (*chapter.names, *chapter.more)}
    left = [name for name in form.fields if name not in named and not form[name].is_hidden]
    chapters = [*declared, *([Chapter(names=left)] if left else [])]
    return [
        ShownChapter(
            key=f"{form.prefix or 'part'}-{rank}",
            title=each.title,
            note=each.note,
            fields=_shown(form, each.names, each),
            more=(more := _shown(form, each.more, each)),
            about_more=each.about_more,
            is_open=any(one.field.errors or _is_set(one.field) for one in more),
        )
        for rank, each in enumerate(chapters, 1)
    ]


def _shown(form: forms.BaseForm, names: Iterable[str], chapter: Chapter) -> list[Shown]:
    return [
        Shown(
            field=form[name],
            css="wide" if _is_long(form[name].field) else "",
            optional=chapter.tells_optional and _is_optional(form[name]),
        )
        for name in names
        if name in form.fields
    ]


def _is_long(asked: forms.Field) -> bool:
    many = isinstance(asked.widget, forms.Textarea | forms.CheckboxSelectMultiple)
    return many or (getattr(asked, "max_length", None) or 0) >= _LONG_TEXT


def _is_optional(bound: BoundField) -> bool:
    """A box to tick, a list that proposes « aucun », a field already filled: nobody wonders whether to answer."""
    closed = isinstance(bound.field.widget, forms.CheckboxInput | forms.Select | forms.CheckboxSelectMultiple)
    return not bound.field.required and not closed and bound.field.initial in (None, "")


def _is_set(bound: BoundField) -> bool:
    """Whether it says something else than the form by itself."""
    declared = type(bound.form).base_fields.get(bound.name)  # type: ignore[attr-defined]
    usual = declared.initial if declared is not None else None
    return _plain(bound.value()) != _plain(usual)


def _plain(value: object) -> object:
    return [str(each) for each in value] if isinstance(value, list | tuple) and value else str(value or "")
