"""Import bookings from a CSV file: first what each line would give, then, once it is confirmed, what it gave."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.actions.importing import COLUMNS, Imported
from mitoyen.sharing.actions.previewing import Previewed

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request

MOST_BYTES = 2 * 1024 * 1024


class ImportForm(forms.Form):
    """A file, or lines pasted from a table."""

    fichier = forms.FileField(label=_("Fichier CSV"), required=False)
    lignes = forms.CharField(
        label=_("Ou coller les lignes ici"), required=False, widget=forms.Textarea({"rows": 6}), strip=False
    )

    def clean_fichier(self) -> object:
        """Not too large."""
        given = self.cleaned_data["fichier"]
        if given is not None and given.size > MOST_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 2 Mo : faites-en plusieurs."))
        return given

    @property
    def content(self) -> bytes | str:
        """What is to be read."""
        given: File[bytes] | None = self.cleaned_data.get("fichier")
        pasted: str = self.cleaned_data.get("lignes", "")
        return given.read() if given is not None else pasted


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """What ``sharing/web/importing.html`` may use."""

    form: ImportForm
    columns: str
    key: str
    previewed: Previewed | None = None
    done: Imported | None = None
    kept: str = ""  # what was sent, to confirm; or the lines refused, to correct

    @property
    def total_cents(self) -> int:
        """What the lines that would be booked cost together."""
        return sum(booking.price_cents for _line, booking in self.previewed.bookings) if self.previewed else 0


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_bookings(request: Request) -> HttpResponse:
    """Read the file and say what each line would give; once confirmed, book."""
    if request.method != "POST":
        return _shown(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form, 422)
    key = request.POST.get("cle", "") or secrets.token_urlsafe(24)
    try:
        content = form.content
        if "confirmer" not in request.POST:
            previewed = actions.preview_bookings(request.actor, content)
            page = ImportPage(
                form=ImportForm(), columns=_columns(), key=key, previewed=previewed, kept=_text_of(content)
            )
            return _rendered(request, page, 200 if previewed.bookings or not previewed.refused else 422)
        done = actions.import_bookings(request.actor, content, key=key)
    except MitoyenError as error:
        form.add_error("fichier", error.sentence.said_in(get_language() or "fr"))
        return _shown(request, form, status_of(error))
    kept = actions.refused_lines(content, done.refused) if done.refused else ""
    form = ImportForm(initial={"lignes": kept})
    page = ImportPage(form=form, columns=_columns(), key=secrets.token_urlsafe(24), done=done, kept=kept)
    return _rendered(request, page, 200 if done.bookings or not done.refused else 422)


def _shown(request: Request, form: ImportForm, status: int = 200) -> HttpResponse:
    return _rendered(request, ImportPage(form=form, columns=_columns(), key=secrets.token_urlsafe(24)), status)


def _rendered(request: Request, page: ImportPage, status: int) -> HttpResponse:
    return render(request, "sharing/web/importing.html", {"page": page}, status=status)


def _columns() -> str:
    return ";".join(COLUMNS)


def _text_of(content: bytes | str) -> str:
    """The file as it goes through the page to be confirmed."""
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")
