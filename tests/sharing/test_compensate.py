# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""A damage is compensated: without VAT, unless the keeper says why; what a deposit gave already is deducted."""

from datetime import date

import pytest

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError, InvalidError, RefusedError
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import record_deposit
from mitoyen.ledger.models import DepositMeans, DepositOutcome, Entry
from mitoyen.ledger.models.vat import RATES, VatRegime
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Claim, Tariff

from .conftest import at
from .test_exchange import form


class Scene:
    """A digger whose price bears 20 % of VAT came back from Ury with a broken window."""

    def __init__(self, circle, vat="standard", key=""):
        self.circle = circle
        self.digger = circle.resource()
        circle.tariff(self.digger, vat=vat)
        self.keeper = circle.actor(circle.lender)
        self.manager = circle.actor(circle.lender, Role.MANAGER)
        with clock.frozen_at(at(8)):
            self.booking = actions.book(circle.actor(circle.ury), circle.wish(self.digger, at(9), at(11, 17)))
        with clock.frozen_at(at(11, 17)):
            actions.hand_over(self.keeper, self.booking.pk, form(f"a{key}", at(9), 12463))
            actions.take_back(self.keeper, self.booking.pk, form(f"b{key}", at(11, 17), 12463))
            self.claim = actions.open_claim(self.keeper, self.booking.pk, description="Vitre fendue")

    def deposit(self, cents=30_000, by=None, **changes):
        by = by or self.circle.ury
        values = {
            "source": f"sharing/booking/{self.booking.pk}/deposit", "owner": self.circle.lender.pk,
            "amount": Euros(cents), "means": DepositMeans.CHEQUE, "label": "Caution de la mini-pelle",
            "held_on": date(2027, 3, 9), "depositor": by.pk,
        } | changes  # fmt: skip
        return record_deposit(self.manager, **values)

    def settle(self, cents=14_050, by=None, **more):
        with clock.frozen_at(at(12)):
            return actions.settle_claim(by or self.manager, self.claim.pk, outcome="Vitre remplacée", cost_cents=cents,
                                        payer=self.circle.ury.pk, **more)  # fmt: skip

    def posted(self):
        rows = Entry.objects.filter(source__startswith=f"sharing/claim/{self.claim.pk}").order_by("pk")
        return [(row.vat_regime, row.amount_excl.cents, row.vat.cents, row.amount_incl.cents) for row in rows]


@pytest.fixture
def scene(circle):
    return Scene(circle)


def test_a_compensation_bears_no_vat_and_says_the_text(scene):
    scene.settle()
    assert scene.posted() == [("compensation", 14_050, 0, 14_050)]
    entry = Entry.objects.get(source=f"sharing/claim/{scene.claim.pk}")
    assert "BOI-TVA-BASE-10-10-50" in entry.vat_source
    assert entry.vat_is_confirmed is False, "nobody has read the text for this program: pages say « à confirmer »"


@pytest.mark.parametrize("day", [date(1998, 7, 29), date(2022, 12, 27), date(2022, 12, 28), date(2027, 3, 12)])
def test_a_compensation_has_one_text_on_each_day(day):
    version = RATES[VatRegime.COMPENSATION].on(day)
    assert (version.value, version.since <= day) == (0, True)


def test_a_repair_rendered_as_a_service_bears_vat_with_its_reason(scene):
    """140,50 € paid, tax of 20 % within: 140,50 / 1,2 = 117,083… so 117,08 and 23,42."""
    scene.settle(vat_reason="réparée par notre atelier, à la demande d’Ury")
    assert scene.posted() == [("standard", 11_708, 2_342, 14_050)]
    entry = Entry.objects.get(source=f"sharing/claim/{scene.claim.pk}")
    assert entry.rule.endswith("TVA : réparée par notre atelier, à la demande d’Ury")
    assert Claim.objects.get().vat_reason == "réparée par notre atelier, à la demande d’Ury"


def test_no_vat_is_charged_where_the_price_bears_none(circle):
    scene = Scene(circle, vat="outside")
    with pytest.raises(InvalidError, match="ne porte pas de TVA") as refused:
        scene.settle(vat_reason="réparée par nous")
    assert refused.value.where == "vat_reason"
    assert scene.posted() == []


def test_a_tariff_cannot_be_a_compensation():
    assert VatRegime.COMPENSATION.value not in dict(Tariff._meta.get_field("vat").choices)


@pytest.mark.parametrize(
    ("held", "taken", "left"),
    [(30_000, 14_050, 15_950), (8_000, 8_000, 0), (14_050, 14_050, 0)],
    ids=["more than the damage", "less", "just as much"],
)
def test_what_the_deposit_gave_is_deducted(scene, held, taken, left):
    deposit = scene.deposit(held)
    scene.settle(deposit=deposit.pk)
    assert scene.posted() == [
        ("compensation", 14_050, 0, 14_050),
        ("compensation", -taken, 0, -taken),
    ]
    outcome = DepositOutcome.objects.get()
    assert (outcome.kind, outcome.amount.cents) == ("kept", taken)
    assert outcome.reason == f"Dommage n°\u00a0{scene.claim.pk} : Vitre remplacée"
    assert deposit.amount.cents - taken == left
    assert Claim.objects.get().deposit_cents == taken
    mail = OutboxMessage.objects.filter(subject__startswith="Dommage réglé").first()
    rest = {0: "0,00", 6_050: "60,50"}[14_050 - taken]
    assert f"reste dû\xa0: {rest}\xa0€".replace("\xa0", " ") in mail.body.replace("\xa0", " ")


def test_what_was_kept_before_is_not_taken_again(scene):
    from mitoyen.ledger.actions import keep_deposit

    deposit = scene.deposit(10_000)
    keep_deposit(scene.manager, deposit.pk, on=date(2027, 3, 11), amount=Euros(4_000), reason="nettoyage")
    scene.settle(deposit=deposit.pk)
    assert scene.posted()[1][3] == -6_000


def test_vat_on_a_repair_is_that_of_the_whole_repair_not_of_the_rest(scene):
    scene.settle(vat_reason="réparée par nous", deposit=scene.deposit(8_000).pk)
    assert scene.posted() == [("standard", 11_708, 2_342, 14_050), ("compensation", -8_000, 0, -8_000)]


@pytest.mark.parametrize("by", ["malaubert", None])
def test_only_a_deposit_of_whoever_pays_is_taken(scene, by):
    left = {"depositor": None, "depositor_name": "Karim Soubeyran"} if by is None else {}
    deposit = scene.deposit(by=getattr(scene.circle, by) if by else None, **left)
    with pytest.raises(InvalidError, match="n'a pas été laissée par Ury") as refused:
        scene.settle(deposit=deposit.pk)
    assert refused.value.where == "deposit"
    assert (scene.posted(), DepositOutcome.objects.count(), Claim.objects.get().state) == ([], 0, "open")


def test_a_deposit_that_one_may_not_read_is_absent(scene):
    stranger = scene.deposit(owner=scene.circle.lender.pk)
    other = scene.circle.actor(scene.circle.stranger, Role.MANAGER)
    with pytest.raises(AbsentError):
        scene.settle(by=other, deposit=stranger.pk)
    with pytest.raises(RefusedError):
        scene.settle(by=scene.circle.actor(scene.circle.ury, Role.MANAGER), deposit=stranger.pk)
    assert DepositOutcome.objects.count() == 0


def test_the_journal_tells_the_deposit_and_the_reason(scene):
    scene.settle(vat_reason="réparée par nous", deposit=scene.deposit().pk)
    after = Act.objects.get(verb="sharing.settle_claim").after
    assert (after["vat_reason"], after["deposit_cents"]) == ("réparée par nous", 14_050)


class TestPage:
    @pytest.fixture
    def client_of(self, signed_in):
        return lambda scene: signed_in(scene.circle.lender, Role.MANAGER)

    def test_the_deposit_of_the_booking_is_proposed_and_taken(self, scene, client_of):
        deposit = scene.deposit()
        scene.deposit(by=scene.circle.malaubert, source="other")
        client = client_of(scene)
        with clock.frozen_at(at(12)):
            shown = client.get(f"/dommages/{scene.claim.pk}/").content.decode()
            assert f'<option value="{deposit.pk}" selected>Caution de la mini-pelle' in shown
            assert shown.count("Caution de la mini-pelle") == 1, "that of another borrower is not proposed"
            sent = {"decision": "Vitre remplacée", "cout": "140,50", "payeur": scene.circle.ury.pk,
                    "caution": deposit.pk}  # fmt: skip
            assert client.post(f"/dommages/{scene.claim.pk}/", sent).status_code == 302
            told = client.get(f"/dommages/{scene.claim.pk}/").content.decode()
        assert "Pris sur la caution" in told
        assert "Sans TVA" in told
        assert scene.posted()[1][3] == -14_050

    def test_the_reason_for_vat_is_asked_only_where_it_may_be_charged(self, circle, client_of):
        taxed, bare = Scene(circle), Scene(circle, vat="outside", key="2")
        client = client_of(taxed)
        assert 'name="raison_tva"' in client.get(f"/dommages/{taxed.claim.pk}/").content.decode()
        assert 'name="raison_tva"' not in client.get(f"/dommages/{bare.claim.pk}/").content.decode()

    def test_without_a_deposit_nothing_is_asked_about_it(self, scene, client_of):
        assert 'name="caution"' not in client_of(scene).get(f"/dommages/{scene.claim.pk}/").content.decode()

    def test_the_deposit_of_the_borrower_is_left_alone_when_the_owner_pays(self, scene, client_of):
        deposit = scene.deposit()
        sent = {"decision": "Usure", "cout": "140,50", "payeur": scene.circle.lender.pk, "caution": deposit.pk}
        with clock.frozen_at(at(12)):
            assert client_of(scene).post(f"/dommages/{scene.claim.pk}/", sent).status_code == 302
        assert (scene.posted(), DepositOutcome.objects.count()) == ([], 0)
