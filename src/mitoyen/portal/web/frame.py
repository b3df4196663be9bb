"""What the layouts show around every page: the name on the door, the sections, who is signed in.

Everything is lazy: a part of a page asked for by htmx costs no query here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from mitoyen.access import policy
from mitoyen.kernel import words
from mitoyen.people.models import Person
from mitoyen.portal import queries
from mitoyen.ui.frame import Desk, Frame, Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from mitoyen.access.actors import Actor

LEGAL_FORMS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Métropole de Lyon",
    "EPT": "Établissement public territorial",
}


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every template ``frame`` and ``actor``."""
    return {"frame": SimpleLazyObject(lambda: _around(request)), "actor": getattr(request, "actor", None)}


def _around(request: HttpRequest) -> Frame:
    door = queries.name_on_the_door()
    desk = _desk(request)
    return Frame(
        name=door.name,
        kind=LEGAL_FORMS.get(door.legal_form, ""),
        is_fictitious=door.is_fictitious,
        home=reverse("home"),
        about=_about(door.communes, door.inhabitants),
        sections=_links(request, PUBLIC),
        sign_in="" if desk else reverse("account_login"),
        desk=desk,
        colophon=[_links(request, COLOPHON)],
        languages=_languages(request),
        theme=request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in {"light", "dark"} else "",
    )


# (label, name of the address): a section whose pages are not installed is not shown.
PUBLIC = (
    (gettext_noop("Emprunter"), "sharing:catalogue"),
    (gettext_noop("Carte"), "territory:map"),
)
DESK = (
    (gettext_noop("Planning"), "sharing:planning"),
    (gettext_noop("Catalogue"), "sharing:catalogue"),
    (gettext_noop("Réservations"), "sharing:bookings"),
    (gettext_noop("Décomptes"), "ledger:months"),
    (gettext_noop("Études"), "studies:list"),
)
ASKS = {"ledger:months": "ledger.see_statement"}
"""The right that a section asks of whoever opens it for the organisation she acts for."""
COLOPHON = (
    (gettext_noop("Journal"), "journal:acts"),
    (gettext_noop("Accessibilité"), "accessibility"),
    (gettext_noop("Vie privée"), "privacy"),
    (gettext_noop("Composants"), "ui:gallery"),
    (gettext_noop("Documentation de l'API"), "api-v1:openapi-view"),
)


def _links(request: HttpRequest, listed: Sequence[tuple[str, str]]) -> list[Link]:
    links = []
    for label, name in listed:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        is_current = request.path == href or (href != "/" and request.path.startswith(href))
        links.append(Link(label=gettext(label), href=href, is_current=is_current))
    return links


def _desk(request: HttpRequest) -> Desk | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return None
    actor = request.actor  # type: ignore[attr-defined]
    names = queries.names_of({mandate.organisation for mandate in actor.mandates})
    return Desk(
        person=str(person),
        organisation=names.get(actor.acting_for, ""),
        account=_address("people:account"),
        sign_out=reverse("account_logout"),
        sections=_links(request, [entry for entry in DESK if _opens(actor, entry[1])]),
        others=[
            Link(label=name, href=f"{href}?retour={quote(request.path)}")
            for pk, name in names.items()
            if pk != actor.acting_for and (href := _address("people:act_for", pk))
        ],
    )


def _opens(actor: Actor, name: str) -> bool:
    """Whether a section opens for somebody: no tab leads to a refusal."""
    return name not in ASKS or policy.decide(actor, ASKS[name], {"payee": actor.acting_for}).allowed


def _address(name: str, *arguments: object) -> str:
    """An address, or nothing when its pages are not installed."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _about(communes: int, inhabitants: int) -> str:
    if not communes:
        return ""
    counted = ngettext("%(n)s commune", "%(n)s communes", communes) % {"n": communes}
    if not inhabitants:
        return counted
    people = words.number(inhabitants, language=get_language() or "fr")
    return gettext("%(communes)s, %(people)s habitants") % {"communes": counted, "people": people}


def _languages(request: HttpRequest) -> list[Link]:
    present = get_language()
    return [
        Link(label=name, href=f"{reverse('language', args=[code])}?retour={quote(request.path)}", language=code)
        for code, name in settings.LANGUAGES
        if code != present
    ]
