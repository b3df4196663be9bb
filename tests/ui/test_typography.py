"""French signs are tied to their words, in one place, on every page; what is not French text is left as it is."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from mitoyen.ui.typography import FrenchSignsMiddleware, tied


def marked(html):
    """The full no-break space as ``_``, the narrow one as ``-``."""
    return html.replace("\u00a0", "_").replace("\u202f", "-")


@pytest.mark.parametrize(
    ("loose", "firm"),
    [
        ("Pas libre : prise", "Pas libre_: prise"),
        ("Vraiment ? Oui ! Soit ; alors", "Vraiment-? Oui-! Soit-; alors"),
        ("« Fermé »", "«_Fermé_»"),
        ("« Fermé » : pourquoi ?", "«_Fermé_»_: pourquoi-?"),
        ("Quoi ?!", "Quoi-?!"),
        ("(quoi ?)", "(quoi-?)"),
        ("<b>Pas libre</b> : prise", "<b>Pas libre</b>_: prise"),
        ("Prise :<br>par Ury", "Prise_:<br>par Ury"),
        ("<p>Où ?</p>", "<p>Où-?</p>"),
    ],
)
def test_a_sign_is_tied_to_its_word(loose, firm):
    assert marked(tied(loose)) == firm


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/a" title="Prise : par Ury" data-x="a ? b : c">x</a>',
        "<script>const a = b ? c : d; // « quoi » !</script>",
        "<style>a :hover { color : red !important ; }</style>",
        "<pre>a : b</pre>",
        "<code>a ? b : c ;</code>",
        "<kbd>Maj : a</kbd>",
        '<textarea name="a">Dent usée : « voir » photo ?</textarea>',
        "<!-- pourquoi ? -->",
        "une adresse ?page=2",
        "à 8 h :30",
        "Prise\u00a0: par Ury",
        "Prise\n: par Ury",
        '<input value="Où ? Là : ici" aria-label="Où ?">',
        '<form hx-target="closest div > p" data-said="Où ?">x</form>',
    ],
)
def test_what_is_no_french_text_is_left_as_it_is(html):
    assert tied(html) == html


def test_what_follows_something_left_alone_is_tied():
    html = "<p>Un : <code>a : b</code> deux : <textarea>c : d</textarea></p><script>e ? f : g</script><p>trois ?</p>"
    assert marked(tied(html)) == html.replace("Un :", "Un_:").replace("deux :", "deux_:").replace("trois ?", "trois-?")


def test_nothing_but_spaces_changes():
    html = Client().get("/composants/").content.decode()
    assert marked(html).replace("_", " ").replace("-", " ") == marked(tied(html)).replace("_", " ").replace("-", " ")
    assert tied(html) == html, "it has been done already"


def answered(content, kind="text/html; charset=utf-8"):
    middleware = FrenchSignsMiddleware(lambda _request: HttpResponse(content, content_type=kind))
    return marked(middleware(RequestFactory().get("/")).content.decode())


@pytest.mark.parametrize(
    ("language", "content", "said"),
    [
        ("fr", "<p>Où ?</p>", "<p>Où-?</p>"),
        ("en", "<p>Where : here</p>", "<p>Where : here</p>"),
        ("en", '<!doctype html><html lang="fr"><p>Où ?</p>', '<!doctype html><html lang="fr"><p>Où-?</p>'),
        ("fr", '<!doctype html><html lang="en"><p>a : b</p>', '<!doctype html><html lang="en"><p>a : b</p>'),
    ],
    ids=["a part in French", "a part in English", "a page in French", "a page in English"],
)
def test_only_french_is_tied(language, content, said):
    with translation.override(language):
        assert answered(content) == said


def test_only_pages_are_read():
    with translation.override("fr"):
        assert answered('{"message": "Où ?"}', "application/json") == '{"message": "Où ?"}'
        assert answered("a ; b", "text/csv") == "a ; b"


def test_the_length_told_is_that_of_what_is_sent():
    response = Client().get("/composants/", HTTP_ACCEPT_LANGUAGE="fr")
    assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.django_db
def test_a_page_that_refuses_is_tied_too():
    html = Client().get("/emprunter/?jour=32/13&q=x", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    assert "«\u00a032/13\u00a0» n’est pas une date\u00a0: écrivez" in html
