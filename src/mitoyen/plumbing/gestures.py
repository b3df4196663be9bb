"""Addresses that only act: a button sends them something, and a browser that merely reads them is led to their page.

Somebody reloads the page of a refused form, shares its address, or comes back to it after signing in: she must find
the form again, not a blank refusal.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeAlias

from django.http import HttpResponseNotAllowed, HttpResponseRedirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request

P = ParamSpec("P")
View: TypeAlias = "Callable[Concatenate[Request, P], HttpResponse]"


def gesture(page: Callable[P, str]) -> Callable[[View[P]], View[P]]:
    """A view that acts on POST; ``page`` gives, from the same parts of the address, where its form is.

    Nothing is looked up to answer a reader: what she may not see and what does not exist lead to the same place.
    """

    def only_acts(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method in ("GET", "HEAD"):
                return HttpResponseRedirect(page(*args, **kwargs))
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

        return answered

    return only_acts
