"""Components keep their contracts: what they print, what they escape, what they leave out."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.utils import translation

import mitoyen.ui
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ui.frame import Desk, Link

COMPONENTS = Path(mitoyen.ui.__file__).parent / "components"
INLINE = ("money", "mark", "date", "period", "distance", "sign", "pips", "bar", "button", "strip")
HOSTILE = "\"><script>alert('x')</script>"


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_each_component_tells_its_contract_first(path):
    source = path.read_text()
    assert source.startswith("{% comment %}"), "a component begins with what it receives and guarantees"
    assert f"{path.stem.replace('_', '-')}:" in source[:200]


@pytest.mark.parametrize("name", INLINE)
def test_words_inside_a_sentence_bring_no_space_with_them(name):
    source = (COMPONENTS / f"{name}.html").read_text()
    after_contract = source.split("{% endcomment %}", 1)[1]
    assert not after_contract.startswith("\n")
    assert not source.endswith("\n"), "a final newline would print a space before the comma that follows"


def test_a_value_given_to_a_component_is_not_filtered_on_the_way():
    """Cotton reads ``:name="value"`` as a variable and drops, in silence, one with a filter."""
    lost = [
        f"{path.name}: {said}"
        for path in COMPONENTS.parent.parent.rglob("*.html")
        for said in re.findall(r'\s:[\w-]+="[^"{]*\|[^"{]*"', path.read_text())
    ]
    assert lost == []


@pytest.mark.parametrize("path", sorted(COMPONENTS.parent.rglob("*.html")), ids=lambda path: path.stem)
def test_no_style_nor_script_stands_in_a_template(path):
    source = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", source), "the content policy refuses it"
    assert not re.search(r"{{\s*attrs\s*}}", source), "cotton prints attrs unescaped: use {% attributes attrs %}"


def test_what_is_given_to_a_component_is_read_whole():
    """``:value="x|default:''"`` gives nothing at all: cotton reads no filter whose argument is a quoted text."""
    quoted = re.compile(r""" :[\w-]+="[^"]*\|\w+:'[^"]*\"""")
    assert quoted.search("""<c-field :value="page.note|default:''" />""")
    templates = sorted(COMPONENTS.parents[1].rglob("*.html"))
    assert {path.name: found for path in templates if (found := quoted.findall(path.read_text()))} == {}


def test_money_never_wraps_and_says_its_value_to_machines(rendered):
    html = rendered('(<c-money :amount="a" />)', a=Euros(123456))
    assert html == '(<data class="nowrap" value="1234.56">1\u202f234,56\u00a0€</data>)'
    assert rendered('<c-money :amount="a" bare />', a=Euros(9600)).endswith(">96\u00a0€</data>")
    assert rendered('(<c-money :amount="a" />)', a=None) == "()"


def test_money_is_said_in_the_language_of_the_page(rendered):
    with translation.override("en"):
        assert "€1,234.56" in rendered('<c-money :amount="a" />', a=Euros(123456))


@pytest.mark.parametrize(
    ("state", "sign", "tone"),
    [
        ("kept", "kept", "kept"),
        ("blocked", "stop", "broken"),
        ("warn", "warn", "warn"),
        ("pending", "pending", "pending"),
    ],
)
def test_a_mark_has_a_shape_a_word_and_a_colour(rendered, state, sign, tone):
    html = rendered('<c-mark :state="state" word="Mot" />', state=state)
    assert f'href="#i-{sign}"' in html
    assert f'class="mark {tone}"' in html
    assert html.endswith("Mot</span>")


def test_a_held_button_says_why_and_does_nothing(rendered):
    html = rendered('<c-button :because="why">Remettre</c-button>', why=Sentence("Il pleut.", "It rains."))
    assert 'aria-disabled="true"' in html
    assert 'type="button"' in html
    assert "Il pleut." in html
    with translation.override("en"):
        assert "It rains." in rendered('<c-button :because="w">Go</c-button>', w=Sentence("Il pleut.", "It rains."))


def test_attributes_pass_through_escaped(rendered):
    html = rendered(
        '<c-button hx-post="/reserver" :data-name="name" :disabled="no">Ok</c-button>', name=HOSTILE, no=False
    )
    assert 'hx-post="/reserver"' in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "disabled" not in html


@pytest.mark.parametrize(
    "source",
    [
        '<c-field :label="x" :name="x" :value="x" :hint="x" :error="x" />',
        '<c-line :label="x" :href="x" :detail="x" :figure="x" />',
        '<c-result :number="1" :name="x" :href="x" :where="x" :price="x" :per="x" />',
        '<c-notice :title="x" />',
        '<c-crumbs :here="x" :links="links" />',
        '<c-signature :signer="x" :typed="x" :path="x" :party="x" />',
        '<c-choice :legend="x" :name="x" :options="options" :value="x" :error="x" />',
        '<c-finding :risk="x" :clause="x" :code="x" severity="block" />',
        '<c-zone :name="x" :value="x" :of="x" :part="10" />',
        '<c-key :name="x" :explains="x" :verdict="x" :shares="shares" />',
    ],
)
def test_hostile_text_stays_text(rendered, source):
    html = rendered(source, x=HOSTILE, links=[(HOSTILE, "/")], options=[(HOSTILE, HOSTILE)], shares=[(HOSTILE,) * 4])
    assert "<script>" not in html


def test_a_field_puts_its_error_before_its_control_and_keeps_what_was_typed(rendered):
    html = rendered(
        '<c-field name="start" label="Du" value="31/02" hint="Jour et mois" error="« 31/02 » : écrivez 28/02." />'
    )
    assert html.index("Du</label>") < html.index("Jour et mois") < html.index("écrivez 28/02") < html.index("<input")
    assert 'value="31/02"' in html
    assert 'aria-describedby="start-hint start-error"' in html
    assert 'aria-invalid="true"' in html


def test_a_component_does_not_see_the_page_around_it(rendered):
    assert "secret" not in rendered(
        '<c-line label="Public" /><c-notice />', figure="secret", title="secret", slot="secret"
    )


def test_a_calendar_cell_that_is_free_is_a_link_and_another_a_word(rendered):
    from mitoyen.ui.month import Day, month_of

    days = {
        date(2027, 3, 5): Day(date(2027, 3, 5), "free", "libre", "#le-5"),
        date(2027, 3, 12): Day(date(2027, 3, 12), "wash", "lavage"),
    }
    html = rendered('<c-month :month="m" />', m=month_of(date(2027, 3, 1), days, today=date(2027, 3, 2)))
    assert re.search(r'<td class="free"><a href="#le-5">.*?vendredi .*?5.*?libre', html)
    assert re.search(r'<td class="care"><span>.*?12.*?lavage', html)
    assert html.count("<tr>") == 6
    assert 'class="out today"' in html


def test_a_page_among_many_is_said_in_words(rendered):
    html = rendered(
        '<c-pagination :page="p" query="q=pelle" what="réservations" />', p=Paginator(range(431), 50).page(5)
    )
    assert "201 à 250 sur 431 réservations" in html
    assert 'href="?q=pelle&amp;page=6"' in html
    assert rendered('<c-pagination :page="p" />', p=Paginator(range(3), 50).page(1)).strip() == ""


def test_the_desk_says_for_whom_one_acts_and_leaves_by_a_form(rendered):
    desk = Desk(
        person="Odile", organisation="Ury", account="/moi", sign_out="/sortir", others=[Link(label="B", href="/b")]
    )
    html = rendered('<c-account :desk="desk" />', desk=desk)
    assert "<b>Odile</b>, pour Ury" in html
    assert '<form method="post" action="/sortir"' in html


def test_an_hour_in_a_column_has_its_minutes(rendered):
    assert "8\u00a0h\u00a000" in rendered('<c-movement :at="t" label="Remettre" />', t=time(8))


def test_an_unknown_kind_is_drawn_as_a_generic_thing(rendered):
    unknown, generic = (rendered(f'<c-drawing kind="{kind}" label="Chose" />') for kind in ("hovercraft", "generic"))
    assert unknown == generic
    assert 'role="img" aria-label="Chose"' in unknown
    assert 'aria-hidden="true"' in rendered('<c-drawing kind="van" />')


@pytest.mark.parametrize(("others", "folded"), [(0, False), (3, False), (4, True), (12, True)])
def test_a_dozen_organisations_are_folded_in_the_account(rendered, others, folded):
    links = [Link(label=f"Commune {rank}", href=f"/pour/{rank}/") for rank in range(others)]
    desk = Desk(person="Bastien", organisation="Montbrisel", account="/compte/", sign_out="/sortir/", others=links)
    shown = rendered('<c-account :desk="desk" />', desk=desk)
    assert ("<details>" in shown) is folded
    assert shown.count("/pour/") == others
