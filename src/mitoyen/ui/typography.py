"""French signs stay with their word: « Pas libre : » never leaves its colon alone at the head of the next line.

One place for the whole site. Templates, sentences of refusals and what people type are written with plain spaces; each
French page is read once on its way out, and only the spaces before ``: ; ? ! »`` and after ``«`` are looked at.
Attributes, scripts, code and what stands in a text area stay as they are.

Reading a page costs no query and two milliseconds for 100 kB: what is searched is the few spaces, not each tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from mitoyen.kernel.words import FIRM, FIRM_BEFORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponseBase

# A sign ends what precedes it: « page ?p=2 » and « :hover » are not French.
_LOOSE = re.compile(rf" (?=[{''.join(FIRM_BEFORE)}](?:[\s<)\]»”\".,…?!]|$))|(?<=«) ")
_LEFT_ALONE = re.compile(r"<(script|style|pre|code|kbd|samp|textarea)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""")  # its attributes may hold a « > »
_LANGUAGE = re.compile(r"<html[^>]*\slang=\"([\w-]+)\"")
_HEAD = 400  # signs within which a whole page says its language


def tied(html: str) -> str:
    r"""A piece of page whose signs are tied to their words.

    >>> tied('<p title="À : B">Pas libre : <b>« prise »</b> ?</p>').replace("\N{NO-BREAK SPACE}", "_")
    '<p title="À : B">Pas libre_: <b>«_prise_»</b>\u202f?</p>'
    """
    pieces, last = [], 0
    for at in _loose(html):
        sign = html[at + 1 : at + 2]
        pieces += [html[last:at], FIRM_BEFORE.get(sign, FIRM)]
        last = at + 1
    return "".join([*pieces, html[last:]]) if pieces else html


def _loose(html: str) -> Iterator[int]:
    """Where the spaces to tie are: in text, and not in what is left alone."""
    alone: Iterator[re.Match[str]] | None = None
    zone: re.Match[str] | None = None
    for found in _LOOSE.finditer(html):
        at = found.start()
        if _is_in_a_tag(html, at):
            continue
        if alone is None:
            alone = _LEFT_ALONE.finditer(html)
            zone = next(alone, None)
        while zone is not None and zone.end() <= at:
            zone = next(alone, None)
        if zone is None or at < zone.start():
            yield at


def _is_in_a_tag(html: str, at: int) -> bool:
    tag = _TAG.match(html, max(0, html.rfind("<", 0, at)))
    return tag is not None and tag.end() > at


class FrenchSignsMiddleware:
    """Tie the signs of French pages, and of the parts of pages that are asked for alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its signs tied when it is a page in French."""
        response = self.get_response(request)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        html = response.content.decode(response.charset or "utf-8")  # type: ignore[attr-defined]
        if _is_french(html):
            response.content = tied(html)  # type: ignore[attr-defined]
        return response


def _is_french(html: str) -> bool:
    said = _LANGUAGE.search(html, 0, _HEAD)
    return (said[1] if said else get_language() or "fr").split("-", maxsplit=1)[0] == "fr"
