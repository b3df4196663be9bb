"""What was done, by whom or in whose name, the latest first; a visitor reads the public acts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mitoyen.access.actors import Role
from mitoyen.access.rules import ROLE_NAMES
from mitoyen.journal.fields import field_said, value_said
from mitoyen.journal.queries import may_read_name, visible_acts
from mitoyen.journal.wording import said, subject_said
from mitoyen.plumbing.readonly import reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.core.paginator import Page
    from django.http import HttpResponse

    from mitoyen.access.actors import Actor
    from mitoyen.journal.models import Act
    from mitoyen.plumbing.http import Request

# The names of organisations: the project gives them, since the journal is below the territory.
NamesOf: TypeAlias = Callable[[Collection[int]], Mapping[int, str]]
_PER_PAGE = 50
_ROLES = {role.value: ROLE_NAMES[role] for role in Role}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAct:
    """One act, in words."""

    instant: datetime
    who: str
    roles: str
    organisation: str
    did: str
    label: str
    changes: Sequence[tuple[str, str, str]]
    leaf: str
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsPage:
    """What ``journal/web/acts.html`` may use."""

    acts: Sequence[ReadAct]
    latest: ReadAct | None
    pages: Page[Act]
    is_known: bool


@require_safe
@reads
def acts(request: Request, names_of: NamesOf) -> HttpResponse:
    """List the acts that the actor may read."""
    pages = Paginator(visible_acts(request.actor), _PER_PAGE).get_page(request.GET.get("page"))
    rows = list(pages.object_list)
    names = names_of({row.organisation for row in rows if row.organisation is not None})
    read = [_read(request.actor, row, names) for row in rows]
    page = ActsPage(acts=read, latest=read[0] if read else None, pages=pages, is_known=request.actor.is_signed_in)
    return render(request, "journal/web/acts.html", {"page": page})


def _read(actor: Actor, act: Act, names: Mapping[int, str]) -> ReadAct:
    language = get_language() or "fr"
    organisation = names.get(act.organisation, "") if act.organisation is not None else ""
    name = act.actor_name if may_read_name(actor, act) else ""
    return ReadAct(
        instant=act.instant,
        who=name or organisation or _("Quelqu’un"),
        roles=", ".join(_ROLES[role].said_in(language) for role in act.mandate.split(",") if role in _ROLES),
        organisation=organisation if name else "",
        did=said(act.verb, language),
        label=subject_said(act.subject_kind, act.subject_id, act.subject_label, language),
        changes=_changes(act, language),
        leaf=act.leaf,
        is_public=act.is_public,
    )


def _changes(act: Act, language: str) -> list[tuple[str, str, str]]:
    """What changed: (what, before, after); a form sends back what it did not change, which is left out."""
    before, after = act.before or {}, act.after or {}
    names = [name for name in dict.fromkeys([*before, *after]) if not _is_unchanged(name, before, after)]
    return [
        (
            field_said(act.verb, name, language),
            value_said(act.verb, name, before.get(name), language),
            value_said(act.verb, name, after.get(name), language),
        )
        for name in names
    ]


def _is_unchanged(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    return name in before and name in after and before[name] == after[name]
