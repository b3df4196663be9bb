"""A statement leaves as PDF, XLSX and CSV: each line names the use, the rule, the payer and the payee."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.utils import translation
from pypdf import PdfReader

from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.actions import close_month, correct, post, record_references
from mitoyen.ledger.feeds.csv_file import statement_as_csv
from mitoyen.ledger.feeds.pdf_file import statement_as_pdf
from mitoyen.ledger.feeds.xlsx_file import statement_as_xlsx
from mitoyen.ledger.queries.months import check_month
from mitoyen.ledger.queries.statements import statement_of

MARCH = date(2027, 3, 1)
HOSTILE = '=HYPERLINK("http://x","clic")'


@pytest.fixture
def view(treasurer, use, towns):
    """A closed statement: two uses and a correction, one label that a spreadsheet would run."""
    rows = post(treasurer, [use("a"), use("b", label=HOSTILE, amount=Euros(123_456_78), on=date(2027, 3, 20))])
    with clock.frozen_at(datetime(2027, 4, 2, 9, tzinfo=UTC)):
        correct(treasurer, rows[0].pk, right_amount=Euros(9_000), reason="Rendue un jour plus tôt")
        checked = check_month(treasurer, towns.owner.pk, MARCH).fingerprint
        (row,) = close_month(treasurer, towns.owner.pk, MARCH, checked=checked, address_of=str)
    record_references(treasurer, row.pk, title_number="T-118", engagement_number="E-7")
    return statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)


def flat(text):
    return " ".join(text.split())


def test_csv_opens_in_a_french_spreadsheet_and_runs_nothing(view):
    content = statement_as_csv(view)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    first, correction, hostile = rows
    assert (first["Décompte"], first["Mois"], first["Date"]) == ("2027-0001", "2027-03", "16/03/2027")
    assert (first["Usage"], first["Règle"]) == ("Mini-pelle, 16 et 17 mars", "Tarif communes 2027 : 60 € par jour")
    assert (first["Qui paie"], first["Qui est payé"]) == ("Ury-le-Bas", "Syndicat du Haut-Val")
    assert (first["Hors taxes (€)"], first["TVA (€)"], first["TTC (€)"]) == ("100,00", "20,00", "120,00")
    assert (first["Taux de TVA"], first["Titre"], first["Engagement"]) == ("20 %", "T-118", "E-7")
    assert (correction["TTC (€)"], correction["Corrige"]) == ("-30,00", "a")
    assert correction["Motif"] == "Rendue un jour plus tôt"
    assert hostile["Usage"] == "'" + HOSTILE
    total = sum(int(row["TTC (€)"].replace(",", "")) for row in rows)
    assert Euros(total) == view.amount_incl


def test_xlsx_holds_numbers_days_and_a_total_and_runs_nothing(view):
    book = openpyxl.load_workbook(io.BytesIO(statement_as_xlsx(view)))
    sheet = book.active
    assert flat(sheet["A1"].value) == "Pour mars 2027, Ury-le-Bas doit 123 546,78 €"
    assert sheet.freeze_panes == "E5"
    heads = [cell.value for cell in sheet[4]]
    rows = [
        dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=5, max_row=7)
    ]
    assert [row["TTC (€)"] for row in rows] == [120, -30, 123456.78]
    assert rows[0]["Date"] == datetime(2027, 3, 16)  # noqa: DTZ001 - a spreadsheet has no time zone
    assert rows[0]["Taux de TVA"] == 0.2
    assert rows[2]["Usage"] == HOSTILE
    assert sheet["D7"].data_type == "s"
    assert sheet["N8"].value == "=SUM(N5:N7)"


def text_of(content):
    return flat(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def test_in_english_a_line_says_what_the_program_said_and_a_correction_only_its_own(treasurer, use, towns):
    said = {
        "label": Sentence("Mini-pelle, les 16 et 17 mars", "Mini-pelle, 16 and 17 March"),
        "invoiced": Sentence("2 jours", "2 days"),
        "steps": [(Sentence("2 jours × 60,00 €", "2 days × €60.00"), Sentence("120,00 €", "€120.00"))],
    }
    (row,) = post(treasurer, [use("a", **said)])
    correct(treasurer, row.pk, right_amount=Euros(9_000), reason="Rendue un jour plus tôt")
    view = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)
    with translation.override("en"):
        lines = list(csv.DictReader(io.StringIO(statement_as_csv(view, "en").decode("utf-8-sig")), delimiter=";"))
        paper = text_of(statement_as_pdf(view, "en"))
    assert [(line["Use"], line["Invoiced"]) for line in lines] == [
        ("Mini-pelle, 16 and 17 March", "2 days"),
        ("Correction: Mini-pelle, 16 and 17 March", ""),
    ]
    assert "2 days × €60.00 = €120.00" in paper
    assert "Mini-pelle, les 16" not in paper


def test_pdf_is_tagged_titled_and_says_everything(view):
    content = statement_as_pdf(view)
    reader = PdfReader(io.BytesIO(content))
    assert flat(reader.metadata.title).startswith("Pour mars 2027, Ury-le-Bas doit")
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "fr"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    text = text_of(content)
    for said in (
        "Décompte n° 2027-0001",
        "Clôturé le 2 avril 2027",
        "Mini-pelle, 16 et 17 mars",
        "Tarif communes 2027 : 60 € par jour",
        "Ury-le-Bas paie Syndicat du Haut-Val",
        "Rendue un jour plus tôt",
        "123 546,78 €",
        "à confirmer",
        "Titre de recettes : T-118",
        HOSTILE,
    ):
        assert said in text, said


def test_pdf_is_the_same_bytes_twice(view):
    assert statement_as_pdf(view) == statement_as_pdf(view)


def test_what_people_typed_is_never_run_by_the_typesetter(treasurer, use, towns):
    hostile = '#import "x" $ \\ ] #panic("no") `raw` @label <b>'
    post(treasurer, [use("a", label=hostile)])
    view = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)
    assert hostile in text_of(statement_as_pdf(view))


def test_an_open_statement_says_that_it_may_change(treasurer, use, towns):
    post(treasurer, [use("a")])
    view = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)
    assert "Décompte provisoire" in text_of(statement_as_pdf(view))
    assert view.file_name == f"decompte-2027-03-provisoire-{towns.ury.pk}"


def test_two_hundred_lines_go_over_several_pages(treasurer, use, towns):
    post(treasurer, [use(f"s{n}", label=f"Usage {n}") for n in range(200)])
    view = statement_of(treasurer, towns.owner.pk, MARCH, towns.ury.pk)
    content = statement_as_pdf(view)
    assert len(PdfReader(io.BytesIO(content)).pages) > 5
    assert "Usage 199" in text_of(content)
