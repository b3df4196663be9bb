"""A sentence without its English, and an English entry without its sentence, both fail the build."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_tool():
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


catalogues = load_tool()

TEMPLATE = """{% load i18n %}
<h1>{% translate "Bonjour" %}</h1>
    <p>{% blocktranslate count n=things|length trimmed %}
      Une chose
  {% plural %}{{ n }} choses{% endblocktranslate %}</p>
<c-button :label="_('Rendre l\\'outil')" />
"""
CODE = "from django.utils.translation import gettext as _\nMESSAGE = _('Au revoir')\n"
HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
COMPLETE = """
msgid "Bonjour"
msgstr "Hello"

msgid "Une chose"
msgid_plural "%(n)s choses"
msgstr[0] "One thing"
msgstr[1] "%(n)s things"

msgid "Rendre l'outil"
msgstr "Return the tool"

msgid "Au revoir"
msgstr "Goodbye"
"""


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "src" / "mitoyen"
    (folder / "example").mkdir(parents=True)
    (folder / "example" / "page.html").write_text(TEMPLATE)
    (folder / "example" / "code.py").write_text(CODE)
    catalogue = folder / "locale" / "en" / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    (catalogue / "django.po").write_text(HEADER + COMPLETE)
    return folder


def change(package, old, new):
    path = package / "locale" / "en" / "LC_MESSAGES" / "django.po"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_complete_catalogue_has_no_fault(package):
    assert catalogues.faults(package) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "Hello"', 'msgstr ""', "src/mitoyen/example/page.html:2: « Bonjour » is not translated in en"),
        ('msgid "Au revoir"', 'msgid "Adieu"', "src/mitoyen/example/code.py:2: « Au revoir » has no entry in en"),
        ('"%(n)s things"', '"%(m)s things"', "« Une chose » has other placeholders (%(m)s, %(n)s) in en"),
        ('msgstr[0] "One thing"', 'msgstr[0] ""', "« Une chose » is not translated in en"),
    ],
)
def test_each_fault_is_named_with_its_place(package, old, new, fault):
    change(package, old, new)
    assert any(fault in said for said in catalogues.faults(package))


def test_an_entry_that_nothing_says_is_a_fault(package):
    (package / "example" / "code.py").write_text("")
    (fault,) = catalogues.faults(package)
    assert "django.po:" in fault
    assert "« Au revoir » is said nowhere any more" in fault


def test_update_adds_what_is_missing_and_takes_out_what_is_dead(package):
    (package / "example" / "code.py").write_text(CODE.replace("Au revoir", "À demain"))
    catalogues.update(package)
    text = (package / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text()
    assert "Au revoir" not in text
    assert "# ---- example ----" in text
    assert [fault.split(": ", 1)[1] for fault in catalogues.faults(package)] == ["« À demain » is not translated in en"]


def test_compiled_catalogues_are_read_by_gettext(package):
    import gettext

    assert catalogues.compile_all(package) == 2
    read = gettext.translation("django", package / "locale", ["en"])
    assert read.gettext("Bonjour") == "Hello"
    assert read.ngettext("Une chose", "%(n)s choses", 3) == "%(n)s things"


def test_french_says_its_own_words_even_those_that_are_english_elsewhere(package):
    """Without a catalogue of its own, « Usage » would become the « Utilisation » of another application."""
    import gettext

    (package / "example" / "code.py").write_text(CODE.replace("Au revoir", "Usage"))
    catalogues.compile_all(package)
    french = gettext.translation("django", package / "locale", ["fr"])
    assert french.gettext("Usage") == "Usage"
    assert [french.ngettext("Une chose", "%(n)s choses", n) for n in (0, 1, 2)] == [
        "Une chose",
        "Une chose",
        "%(n)s choses",
    ]
