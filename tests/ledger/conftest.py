"""Three invented organisations, and one entry as the pooling of machines would post it."""

from datetime import date
from types import SimpleNamespace

import pytest

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import NewEntry
from mitoyen.ledger.models.vat import VatRegime
from mitoyen.territory.models import Organisation


@pytest.fixture
def towns(db):
    names = {"owner": "Syndicat du Haut-Val", "ury": "Ury-le-Bas", "combe": "La Combe-Rousse"}
    return SimpleNamespace(
        **{
            key: Organisation.objects.create(name=name, sort_key=name.lower(), kind="commune", is_fictitious=True)
            for key, name in names.items()
        }
    )


@pytest.fixture
def actor_of():
    def make(organisation, role, person=1):
        mandates = (Mandate(organisation.pk, role),)
        return Actor(person=person, name="Camille", mandates=mandates, acting_for=organisation.pk)

    return make


@pytest.fixture
def treasurer(actor_of, towns):
    return actor_of(towns.owner, Role.TREASURER)


@pytest.fixture
def use(towns):
    """Make an entry to post: a day of the mini-excavator, 120 € with VAT."""

    def make(source="booking:1", **changes):
        given = {
            "source": source,
            "on": date(2027, 3, 16),
            "payer": towns.ury.pk,
            "payee": towns.owner.pk,
            "label": "Mini-pelle, 16 et 17 mars",
            "rule": "Tarif communes 2027 : 60 € par jour",
            "quantity": "2 jours",
            "booked": "2 jours",
            "present": "2 jours",
            "invoiced": "2 jours",
            "steps": [("2 jours × 60,00 €", "120,00 €")],
            "amount": Euros(12_000),
            "includes_vat": True,
            "vat": VatRegime.STANDARD,
        }
        return NewEntry(**{**given, **changes})

    return make
