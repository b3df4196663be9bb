"""Import bookings from a CSV file: what was booked, and each refused line with its place and its reason."""

from __future__ import annotations

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
    done: Imported | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_bookings(request: Request) -> HttpResponse:
    """Read the file and book each of its lines."""
    done, status = None, 200
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound:
        try:
            done = actions.import_bookings(request.actor, form.content)
            status = 200 if done.bookings or not done.refused else 422
        except MitoyenError as error:
            form.add_error("fichier", error.sentence.said_in(get_language() or "fr"))
            status = status_of(error)
    page = ImportPage(form=form, columns=";".join(COLUMNS), done=done)
    return render(request, "sharing/web/importing.html", {"page": page}, status=status)
