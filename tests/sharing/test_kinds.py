# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Every kind of thing that a territory shares is found, shown and taken: for a time, by seats or by shares."""

import pytest

from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import AbsentError, InvalidError
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.wording import search_key
from mitoyen.sharing.errors import TooManyError
from mitoyen.sharing.models import Kind, State

from .conftest import at

EXAMPLES = {
    Kind.EQUIPMENT: {"name": "Motoculteur"},
    Kind.VEHICLE: {"name": "Camion benne", "meter_unit": "km"},
    Kind.ROOM: {"name": "Salle des fêtes", "grid_minutes": 60, "meter_unit": ""},
    Kind.SERVICE: {"name": "Tournée de déneigement", "meter_unit": ""},
    Kind.SKILL: {"name": "Équipe d'élagage", "meter_unit": ""},
    Kind.FACILITY: {"name": "Plateforme de compostage", "meter_unit": ""},
    Kind.IMMATERIAL: {"name": "Logiciel de cimetière", "units": 0, "seats": 5, "reuse_rights": "modèle réutilisable"},
    Kind.COMMONS: {"name": "Coupe de bois", "units": 0, "yearly_allowance": 40, "allowance_unit": "stères"},
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_found_shown_and_taken(circle, frozen, client, kind):
    thing = circle.resource(kind=kind.value, **EXAMPLES[kind] | {"search_text": search_key(EXAMPLES[kind]["name"])})
    agent, word = circle.actor(circle.ury), EXAMPLES[kind]["name"].split()[0].lower()
    found = client.get("/api/v1/resources", {"words": word}).json()["results"]
    assert [each["resource"]["id"] for each in found] == [thing.pk]
    page = client.get(f"/emprunter/{thing.pk}-x/")
    assert page.status_code == 200
    assert EXAMPLES[kind]["name"].replace("'", "&#x27;") in page.content.decode()
    wish = circle.wish(thing, at(16), at(17, 17))
    year = {"organisation": circle.ury.pk, "period": Period.parse("2027")}
    if kind.has_calendar:
        assert actions.book(agent, wish).state == State.CONFIRMED
        with pytest.raises(AbsentError):
            actions.take_seats(agent, thing.pk, quantity=1, **year)
    else:
        assert actions.take_seats(agent, thing.pk, quantity=5, **year).quantity == 5
        with pytest.raises(TooManyError, match=r"du 1er.janvier au 31.décembre.2027, vous en demandez 36"):
            actions.take_seats(agent, thing.pk, quantity=36, **year)
        with pytest.raises(InvalidError, match="ne se réserve pas pour une durée"):
            actions.book(agent, wish)
