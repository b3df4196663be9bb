"""What the layouts show around a page; the project fills it in (context variable ``frame``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A word that leads somewhere; ``language`` is given when it is in another language than the page."""

    label: str
    href: str
    is_current: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who is signed in, for whom she acts, and her ways out. ``others`` act for another organisation."""

    person: str
    organisation: str
    account: str
    sign_out: str
    sections: Sequence[Link] = ()
    others: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The name on the door, the public sections, and the desk of whoever is signed in.

    ``about`` follows the name in the colophon (« 12 communes, 11 810 habitants »); ``theme`` is empty
    (the reader's preference), ``light`` or ``dark``.
    """

    name: str
    kind: str = ""
    is_fictitious: bool = False
    home: str = "/"
    about: str = ""
    sections: Sequence[Link] = ()
    sign_in: str = ""
    desk: Desk | None = None
    colophon: Sequence[Sequence[Link]] = ()
    languages: Sequence[Link] = ()
    theme: str = ""
