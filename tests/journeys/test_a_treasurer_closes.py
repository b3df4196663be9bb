"""Scenario 4: the treasurer sees what was booked, present and invoiced, checks and closes the month, and downloads."""

import csv
import io

import openpyxl
import pytest
from allauth.account.models import EmailAddress
from browser import WIDTHS, faults, follow, keep_shot
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from journeys.held_site import JOURNEY
from journeys.march import form, live_march
from pypdf import PdfReader
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.ledger.models import Book, Entry, Statement
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions

pytestmark = JOURNEY
PASSWORD = "une longue phrase"
MARCH, APRIL = at(1).date(), at(1, month=4).date()
IN_APRIL = at(2, 9, month=4)


@pytest.fixture
def march(circle, site):
    return live_march(circle, site)


@pytest.fixture
def treasurer(circle, person_of):
    person = person_of(circle.lender, Role.TREASURER, "Camille Ferrand")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(page, person):
    page.goto("/")
    follow(page.get_by_role("link", name="Se connecter").first)
    page.get_by_label("Adresse électronique").fill(person.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter", exact=True))


def flat(text):
    return " ".join(text.split())


def said(page):
    return flat(page.inner_text("main"))


def looked_at(page, name):
    keep_shot(page, f"treasury-{name}")
    assert faults(page) == [], name


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return waiting.value.path().read_bytes()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_month_is_read_corrected_checked_and_closed(circle, site, march, treasurer, width):
    with site.moved_to(IN_APRIL):
        page = site.opened(None, width)
        sign_in(page, treasurer)
        looked_at(page, "home")
        follow(page.get_by_role("link", name="Décomptes").first)
        assert "À clôturer : mars 2027, 686,00 €" in said(page)
        looked_at(page, "months")
        follow(page.get_by_role("link", name="mars 2027", exact=True))
        reads_the_month(page)
        looked_at(page, "month")
        reads_a_line_and_corrects_it(page, march)
        closes(page)
        looked_at(page, "closed")
        what_closing_wrote(circle, treasurer)
        a_late_use_goes_to_april(page, site, circle, march)


def reads_the_month(page):
    """Booked, present and invoiced stand side by side, and the line says when they differ."""
    rows = {flat(row.inner_text()) for row in page.locator("tbody tr").all()}
    for use in (
        ("du 9 au 11 mars 2027", "2 j 9 h ; 24 h au compteur", "1 j 8 h ; 20 h", "2 j 9 h ; 20 h", "311,00 €"),
        ("le 16 mars 2027", "9 h", "aucun usage", "forfait", "48,00 €"),
        ("les 23 et 24 mars 2027", "1 j 9 h ; 10 h au compteur", "192,00 €"),
        ("dommage", "135,00 €"),
    ):
        assert any(all(word in row for word in use) for row in rows), (use, rows)
    # 311 ÷ 1,2 = 259,17; 192 ÷ 1,2 = 160; 48 ÷ 1,2 = 40; the damage bears no VAT: 135. Together 594,17 of 686.
    assert "594,17 € hors taxes, 91,83 € de TVA" in said(page)


def reads_a_line_and_corrects_it(page, march):
    """A wrong amount is refused and what was typed is kept; the right one becomes a new line."""
    follow(page.get_by_role("link", name="Ury", exact=True))
    line = page.locator(".ledger details", has_text="du 9 au 11 mars 2027")
    line.locator("summary").click()
    for words in (
        "Tarif communes voté le 10 décembre 2026",
        "3 jours (3 × 96,00 €) 288,00 €",
        "Moteur au-delà de 18 heures (20 − 18 = 2 heures, 2 × 11,50 €) 23,00 €",
    ):
        assert words in flat(line.inner_text()), words
    looked_at(page, "open-statement")
    follow(line.get_by_role("link", name="Corriger cette ligne"))
    page.get_by_label("Montant juste").fill("deux cent quatre-vingt-dix")
    page.get_by_label("Pourquoi").fill("Rendue un jour plus tôt : jour d’entretien offert")
    follow(page.get_by_role("button", name="Inscrire la correction"))
    assert "n'est pas un montant" in said(page).replace("’", "'")
    assert page.get_by_label("Montant juste").input_value() == "deux cent quatre-vingt-dix"
    assert page.get_by_label("Pourquoi").input_value().startswith("Rendue un jour plus tôt")
    looked_at(page, "correct-wrong")
    page.get_by_label("Montant juste").fill("290,00")
    follow(page.get_by_role("button", name="Inscrire la correction"))
    assert "Pour mars 2027, Ury doit 617,00 €" in said(page)
    first = Entry.objects.get(source=f"sharing/booking/{march.early.pk}")
    fixed = Entry.objects.get(corrects=first)
    assert (str(first.amount_incl), str(fixed.amount_incl), fixed.period) == ("311.00", "-21.00", MARCH)


def closes(page):
    """Without the box nothing closes, and a sentence says so; with it, the statements are numbered."""
    follow(page.get_by_role("link", name="mars 2027"))
    follow(page.get_by_role("link", name="Vérifier mars 2027"))
    assert "4 points à lire avant de clôturer mars 2027" in said(page)
    page.locator("form.stack").evaluate("form => { form.noValidate = true; }")  # as a browser that does not check
    follow(page.get_by_role("button", name="Clôturer mars"))
    assert "Cochez la case quand vous avez lu les points ci-dessous" in said(page)
    assert not Statement.objects.exists()
    looked_at(page, "check-unread")
    page.get_by_label("J’ai lu les points ci-dessus").check()
    follow(page.get_by_role("button", name="Clôturer mars"))
    assert "2 décomptes numérotés" in said(page)


def what_closing_wrote(circle, treasurer):
    statements = {row.payer_id: (row.reference, str(row.amount_incl)) for row in Statement.objects.all()}
    assert statements == {circle.malaubert.pk: ("2027-0001", "48.00"), circle.ury.pk: ("2027-0002", "617.00")}
    assert Book.objects.get(organisation=circle.lender).closed_through == MARCH
    for change in (
        "UPDATE ledger_entry SET amount_incl = 1",
        "DELETE FROM ledger_line",
        "UPDATE ledger_statement SET number = 9",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    act = Act.objects.get(verb="ledger.close_month")
    assert (act.actor_name, act.organisation) == ("Camille Ferrand", circle.lender.pk)
    assert act.after == {"month": "2027-03", "statements": ["2027-0001", "2027-0002"], "total": "665.00"}
    mails = {row.recipient: row for row in OutboxMessage.objects.filter(subject__startswith="Décompte")}
    assert set(mails) == {circle.ury.email, circle.malaubert.email}
    assert flat(mails[circle.ury.email].subject) == "Décompte n° 2027-0002 : La Combe-Rousse, mars 2027"
    assert "Pour mars 2027, Ury doit 617,00 € : 536,67 € hors taxes et 80,33 € de TVA" in flat(
        mails[circle.ury.email].body
    )
    assert mails[circle.ury.email].body.endswith(
        reverse("ledger:statement", args=[circle.lender.pk, MARCH, circle.ury.pk])
    )


def a_late_use_goes_to_april(page, site, circle, march):
    """A return of 31 March that a phone sends in April counts in April, and the statement of March stays."""
    with site.moved_to(at(25, 9)):
        late = actions.book(circle.actor(circle.ury), circle.wish(march.resource, at(31), at(31, 17)))
    actions.take_back(march.keeper, late.pk, form("late", at(31, 17), 12_780))
    page.goto(reverse("ledger:month", args=[circle.lender.pk, APRIL]))
    assert "le 31 mars 2027" in said(page)
    assert Entry.objects.get(source=f"sharing/booking/{late.pk}").period == APRIL
    page.goto(reverse("ledger:statement", args=[circle.lender.pk, MARCH, circle.ury.pk]))
    assert "Pour mars 2027, Ury doit 617,00 €" in said(page)
    looked_at(page, "closed-statement")


@pytest.fixture
def closed(circle, site, march, treasurer):
    """The month closed through the actions, for the stories that begin after it."""
    from mitoyen.ledger.actions import close_month
    from mitoyen.ledger.queries.months import check_month

    actor = circle.actor(circle.lender, Role.TREASURER)
    with site.moved_to(IN_APRIL):
        checked = check_month(actor, circle.lender.pk, MARCH).fingerprint
        return close_month(actor, circle.lender.pk, MARCH, checked=checked, address_of=str)


def test_the_three_files_say_the_same_as_the_page(circle, site, closed, treasurer):
    with site.moved_to(IN_APRIL):
        page = site.opened(treasurer, 1280)
        page.goto(reverse("ledger:statement", args=[circle.lender.pk, MARCH, circle.ury.pk]))
        on_page = [flat(cell.inner_text()) for cell in page.locator(".ledger summary data").all()]
        assert on_page == ["311,00 €", "192,00 €", "135,00 €"]
        pdf, xlsx, table = (downloaded(page, name) for name in ("Télécharger en PDF", "en XLSX", "en CSV"))
    lines = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert [line["TTC (€)"] for line in lines] == ["311,00", "192,00", "135,00"]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).active
    heads = [cell.value for cell in sheet[4]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=5)]
    reader = PdfReader(io.BytesIO(pdf))
    paper = flat(" ".join(each.extract_text() for each in reader.pages))
    for line, row in zip(lines, rows, strict=False):
        assert (line["Qui paie"], line["Qui est payé"]) == (row["Qui paie"], row["Qui est payé"])
        assert (line["Qui paie"], line["Qui est payé"]) == ("Ury", "La Combe-Rousse")
        assert flat(line["Usage"]) == flat(row["Usage"])
        assert flat(line["Usage"]) in paper
        assert flat(line["Règle"]) == flat(row["Règle"])
        assert flat(line["Règle"]) in paper
        assert line["Règle"].startswith(("Tarif communes voté le", "Décision sur le sinistre"))
    assert paper.count("Ury paie La Combe-Rousse") == len(lines) + 1  # each line, and the caption of the table
    cents = [
        sum(int(line[name].replace(",", "")) for line in lines) for name in ("Hors taxes (€)", "TVA (€)", "TTC (€)")
    ]
    # 31 100 ÷ 1,2 = 25 916,67: 25 917 and 5 183; 19 200: 16 000 and 3 200; 13 500 of damage, without VAT.
    assert cents == [55_417, 8_383, 63_800]
    assert [
        round(100 * sum(row[name] for row in rows[:3])) for name in ("Hors taxes (€)", "TVA (€)", "TTC (€)")
    ] == cents
    assert "Total à payer 554,17 € 83,83 € 638,00 €" in paper
    assert reader.trailer["/Root"]["/Lang"].startswith("fr")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] is True or "/StructTreeRoot" in reader.trailer["/Root"]


def test_who_pays_reads_its_own_statement_and_no_other(circle, site, closed, person_of):
    person = person_of(circle.ury, Role.TREASURER, "Jo Ferrer")
    with site.moved_to(IN_APRIL):
        page = site.opened(person, 375)
        page.goto("/")
        follow(page.get_by_role("link", name="Décomptes").first)
        follow(page.get_by_role("link", name="La Combe-Rousse"))
        assert "Décompte n° 2027-0002, clôturé le 2 avril 2027" in said(page)
        assert page.get_by_role("link", name="Corriger cette ligne").count() == 0
        looked_at(page, "payer-statement")
        answer = page.goto(reverse("ledger:statement", args=[circle.lender.pk, MARCH, circle.malaubert.pk]))
        assert answer.status == 404
        assert "n'existe pas, ou vous n'y avez pas accès" in said(page).replace("’", "'")
        looked_at(page, "payer-refused")
