# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Whatever is typed or sent: a clear sentence in both languages, the right status; nothing typed is lost."""

import html
import re
from dataclasses import dataclass, field

import html5lib
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from .addresses import ADDRESSES
from .test_every_address import BACKEND, scene  # noqa: F401  (pytest asks for ``scene``)

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('é')</script>"
HOSTILE = {
    "markup": SCRIPT,
    "a nought byte": "a\x00b",
    "no such day": "31/02/2027",
    "the year nought": "01/01/0000",
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "not a number": "NaN",
    "a formula": "=HYPERLINK(\"x\")",
    "right to left": "\u202eabc\u200b\ufeff",
    "quotes": "' OR 1=1 --",
    "very long": "long " * 20_000,
    "nothing": "",
}  # fmt: skip


def fields(page):
    """The fields of the longest form of a page: name → (kind, value)."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    forms = [_fields(form) for form in tree.iter("form") if form.get("method", "").lower() == "post"]
    return max(forms, key=len, default={})


def _fields(form):
    found = {}
    for each in form.iter():
        if each.tag not in CONTROLS or not each.get("name") or each.get("disabled") is not None:
            continue
        value = each.text or "" if each.tag == "textarea" else each.get("value", "")
        kind = each.get("type", "text") if each.tag == "input" else each.tag
        if each.tag == "select":
            chosen = [option.get("value", "") for option in each.iter("option") if option.get("selected") is not None]
            value = (chosen or [""])[0]
        found.setdefault(each.get("name"), (kind, value))
    found.pop("csrfmiddlewaretoken", None)
    return found


CONTROLS = ("input", "textarea", "select")
FORMS = [address for address in ADDRESSES if address.get and address.post]
TYPED = {"text", "search", "email", "tel", "number", "textarea"}


def test_no_form_breaks_or_forgets_what_was_typed(scene, client):  # noqa: F811
    client.force_login(scene.person("administrator of home"), backend=BACKEND)
    wrong, tried = [], 0
    for address in FORMS:
        here = reverse(address.name, kwargs=scene.things[address.about])
        asked = fields(client.get(here).content.decode())
        if not any(kind in TYPED for kind, _ in asked.values()):
            continue
        for what, hostile in HOSTILE.items():
            tried += 1
            given = {name: each for name, each in asked.items() if each[0] != "file"}
            sent = {name: hostile if kind in TYPED else value for name, (kind, value) in given.items()}
            cache.clear()
            with transaction.atomic():
                answer = client.post(here, sent)
                transaction.set_rollback(True)
            page = answer.content.decode()
            if answer.status_code not in (200, 302, 403, 404, 409, 422):
                wrong.append((address.name, what, answer.status_code))
            if "<script>alert" in page:
                wrong.append((address.name, what, "is not escaped"))
            if answer.status_code != 422 or what == "a nought byte":
                continue  # what no page can hold: the sentence says which field has it
            kept = fields(page)
            lost = {name: kept.get(name) for name in sent if asked[name][0] in TYPED
                    and kept.get(name, ("", ""))[1].strip("\n") != hostile.strip("\n")}  # fmt: skip
            if lost:
                wrong.append((address.name, what, "lost", {name: str(value)[:60] for name, value in lost.items()}))
    assert tried > 150
    assert not wrong, "\n".join(map(str, wrong))


@dataclass(frozen=True)
class Case:
    """Something wrong that is sent; ``kept`` is what must still be on the page."""

    address: str
    about: str
    sent: dict
    status: int
    french: str
    english: str
    kept: str = ""
    who: str = "administrator of home"
    files: dict = field(default_factory=dict)


LINES = "ressource;emprunteur;debut;fin\n987654;{home};16/03/2027 08:00;16/03/2027 17:00\n"
CASES = {
    "a day that does not exist": Case(
        "sharing:thing",
        "resource",
        {"du": "31/02/2027", "objet": "tranchée"},
        422,
        "« 31/02/2027 » n’est pas une date : écrivez le jour, le mois et l’année",
        "“31/02/2027” is not a date: write the day, the month and the year",
        kept="31/02/2027",
    ),
    "the last day before the first": Case(
        "sharing:thing",
        "resource",
        {"du": "24/03/2027", "au": "23/03/2027"},
        422,
        "Le dernier jour vient avant le premier : corrigez l’un des deux.",
        "The last day comes before the first: correct one of the two.",
        kept="24/03/2027",
    ),
    "a day that is past": Case(
        "sharing:thing",
        "resource",
        {"du": "01/03/2027", "au": "01/03/2027"},
        422,
        "Le 1er mars 2027 à 8 h est passé : choisissez une date à venir.",
        "1 March 2027 at 08:00 is past: choose a later one.",
        kept="01/03/2027",
    ),
    "an accessory that is not this thing's": Case(
        "sharing:thing",
        "resource",
        {"du": "24/03/2027", "accessoires": "987654"},
        422,
        "Sélectionnez un choix valide. 987654 n’en fait pas partie.",
        "Select a valid choice. 987654 is not one of the available choices.",
    ),
    "more seats than there are": Case(
        "sharing:thing",
        "seats",
        {"quantite": "51", "du": "02/03/2027", "au": "31/12/2027"},
        409,
        "Logiciel : il reste 50 places du 2 mars au 31 décembre 2027, vous en demandez 51.",
        "Logiciel: 50 left from 2 March to 31 December 2027; you ask for 51.",
        kept="51",
    ),
    "a refusal without its reason": Case(
        "sharing:do",
        "refuser",
        {"raison": "  "},
        422,
        "Dites pourquoi : la personne lira votre raison.",
        "Say why: the person will read your reason.",
    ),
    "a late return on no day": Case(
        "sharing:do",
        "retard",
        {"jour": "bientôt", "heure": "17 h"},
        422,
        "Donnez le jour et l’heure du retour, comme 16/03/2027 et 17 h.",
        "Give the day and the hour of the return, such as 16/03/2027 and 17:00.",
        kept="bientôt",
    ),
    "a payer who has no part": Case(
        "sharing:claim",
        "claim",
        {"decision": "Vitre changée", "payeur": "987654"},
        422,
        "Sélectionnez un choix valide. 987654 n’en fait pas partie.",
        "Select a valid choice. 987654 is not one of the available choices.",
        kept="Vitre changée",
    ),
    "an amount in words": Case(
        "sharing:claim",
        "claim",
        {"decision": "Vitre changée", "cout": "cent euros"},
        422,
        "« cent euros » n'est pas un montant : écrivez par exemple 1234,56.",
        "'cent euros' is not an amount: write for instance 1234.56.",
        kept="cent euros",
    ),
    "more than is held": Case(
        "ledger:deposit",
        "deposit",
        {"amount": "60,00"},
        422,
        "Il ne reste que 50,00 € de ce dépôt ; 60,00 € demandés.",
        "Only €50.00 of this deposit are left; €60.00 were asked.",
        kept="60,00",
    ),
    "an unknown role": Case(
        "people:invite",
        "home",
        {"email": "a@exemple.fr", "role": "chef"},
        422,
        "Sélectionnez un choix valide. chef n’en fait pas partie.",
        "Select a valid choice. chef is not one of the available choices.",
        kept="a@exemple.fr",
    ),
    "a SIREN with a wrong key": Case(
        "territory:create",
        "nothing",
        {"name": "La Ruche", "kind": "association", "siren": "123456789"},
        422,
        "Le SIREN 123456789 a une faute de frappe",
        "SIREN 123456789 is mistyped",
        kept="La Ruche",
    ),
    "a price that is no amount": Case(
        "sharing:tariffs",
        "sheet",
        {"since": "01/01/2028", "source": "voté", "audience": "all", "day_cents": "12,3,4"},
        422,
        "« 12,3,4 » n'est pas un montant : écrivez par exemple 1234,56.",
        "'12,3,4' is not an amount: write for instance 1234.56.",
        kept="12,3,4",
    ),
    "an import without its columns": Case(
        "sharing:import_bookings",
        "nothing",
        {"lignes": "a;b\n1;2\n"},
        422,
        "La première ligne doit être : ressource;emprunteur;debut;fin;objet;cle.",
        "The first line must be: ressource;emprunteur;debut;fin;objet;cle.",
        kept="a;b",
    ),
    "an import of an unknown thing": Case(
        "sharing:import_bookings",
        "nothing",
        {"lignes": LINES},
        422,
        "Ligne 2 La ressource n° 987654 n'existe pas, ou vous n'y avez pas accès.",
        "Line 2 Resource no. 987654 does not exist, or is not open to you.",
        kept="987654;",
    ),
    "a program called .csv": Case(
        "sharing:import_bookings",
        "nothing",
        {},
        422,
        "Ce fichier n'est pas un texte : enregistrez-le en CSV (UTF-8).",
        "This file is no text: save it as CSV (UTF-8).",
        files={"fichier": ("a.csv", b"MZ\x90\x00\xff\xfe")},
    ),
    "a file that is too heavy": Case(
        "sharing:import_bookings",
        "nothing",
        {},
        422,
        "Ce fichier dépasse 2 Mo : faites-en plusieurs.",
        "This file is over 2 MB",
        files={"fichier": ("a.csv", b"x" * (2 * 1024 * 1024 + 1))},
    ),
    "a page called .pdf": Case(
        "sharing:documents",
        "sheet",
        {"kind": "manual", "title": "Notice"},
        422,
        "« a.pdf » : c'est une page web ou un dessin qui peut contenir un programme. Envoyez un document PDF",
        "'a.pdf': this is a web page that may hold a program. Send a PDF document",
        kept="Notice",
        files={"fichier": ("a.pdf", b"<html><script>x</script>")},
    ),
    "a damage with a program for a photo": Case(
        "sharing:open_claim",
        "out",
        {"description": "Flexible percé"},
        422,
        "« a.jpg » : c'est un programme. Envoyez une photo JPEG",
        "'a.jpg': this is a program. Send a JPEG photo",
        kept="Flexible percé",
        files={"photo0": ("a.jpg", b"MZ\x90\x00\x03")},
    ),
    "areas that are no GeoJSON": Case(
        "territory:import_areas",
        "commune",
        {"source": "Mairie"},
        422,
        "ce n'est pas du GeoJSON lisible",
        "it is not readable GeoJSON",
        kept="Mairie",
        files={"file": ("a.geojson", b"{")},
    ),
    "a calendar that was closed": Case(
        "sharing_calendar",
        "closed calendar",
        {},
        404,
        "Cet agenda n'existe pas, ou vous n'y avez pas accès.",
        "This calendar does not exist, or is not open to you.",
    ),
    "an invitation that has expired": Case(
        "people:accept",
        "old letter",
        {},
        409,
        "Cette invitation a expiré le 14/02/2027. Demandez-en une autre.",
        "This invitation expired on 14 February 2027. Ask for another one.",
        who="nobody",
    ),
}


def heard(answer):
    """What is read on the page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def plain(text):
    """Without what only typography sees: no-break spaces, line ends, kinds of quotes."""
    return " ".join(text.split()).replace("’", "'")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_what_and_what_to_do(scene, client, case, language):  # noqa: F811
    cache.clear()
    if person := scene.person(case.who):
        client.force_login(person, backend=BACKEND)
    client.cookies["django_language"] = language
    files = {name: SimpleUploadedFile(*file) for name, file in case.files.items()}
    sent = {name: value.format(home=scene.home) for name, value in case.sent.items()}
    here = reverse(case.address, kwargs=scene.things[case.about])
    answer = client.post(here, sent | files) if sent or files else client.get(here)
    page = heard(answer)
    assert answer.status_code == case.status, page
    assert plain(case.french if language == "fr" else case.english) in plain(page)
    assert case.kept in html.unescape(answer.content.decode()), "what was typed is lost"
