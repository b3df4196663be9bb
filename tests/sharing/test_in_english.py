# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""What is written in English says euros and days the English way: in mails and on pages."""

import re

import pytest

from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.studies.web.results import reading

from .conftest import at

FRENCH = re.compile(
    r"\d[\s\u00a0\u202f]*€|\d,\d\d\b|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d|\b(?:mars|avril|juillet)\b|\d[ \u00a0]h\b"
)


def test_the_mail_of_a_booking(circle, frozen):
    resource = circle.resource()
    circle.tariff(resource, day_cents=1234567)
    circle.actor(circle.ury)
    for person in circle.people.values():
        person.language = "en"
        person.save(update_fields=["language"])
    actions.book(circle.actor(circle.ury), circle.wish(resource, at(9), at(9, 17)))
    mail = OutboxMessage.objects.filter(body__contains="is confirmed").get()
    assert "Estimated price: €12,345.67." in mail.body
    assert FRENCH.findall(mail.body) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_change_of_share(language):
    from django.utils.translation import override

    with override(language):
        said = [reading.change_in_euros(-98_100), reading.change_in_euros(28_200), reading.change_in_euros(0)]
    wanted = {"fr": ["− 981 €", "+ 282 €", "0 €"], "en": ["−€981", "+€282", "€0"]}
    assert [each.replace("\u00a0", " ") for each in said] == wanted[language]
