"""What the tests of pages share: a thing with its price, its address, the words of an answer."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from mitoyen.kernel.clock import PARIS


def at(day, hour=8):
    return datetime(2027, 3, day, hour, tzinfo=PARIS)


@pytest.fixture
def thing(circle, frozen):
    made = circle.resource()
    circle.tariff(made)
    return made


def text(response):
    shown = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", shown.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'"))


def address(thing):
    return reverse("sharing:thing", args=[thing.pk, "x"])


DAYS = {"du": "16/03/2027", "au": "17/03/2027"}
