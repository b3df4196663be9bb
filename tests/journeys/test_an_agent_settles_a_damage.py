"""Damage is told with photos; then somebody decides: what is repaired, for how much, who pays."""

import pytest
from browser import WIDTHS, follow
from journeys.depot_gestures import check_photo, handed_over, looked_at, mails, make_digger, take_photo, words
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import record_deposit
from mitoyen.ledger.models import DepositMeans, Entry
from mitoyen.sharing.models import Claim

pytestmark = JOURNEY


@pytest.mark.parametrize("width", WIDTHS)
def test_a_damage_is_told_and_settled(circle, site, person_of, width):
    lea = person_of(circle.lender, name="Léa Marchand")
    karim = person_of(circle.ury, name="Karim Soubeyran")
    booked = handed_over(circle, make_digger(circle), at(2, 10), at(3, 17))
    deposit = left_by_ury(circle, booked)
    with site.moved_to(at(2, 16)):
        page = site.opened(lea, width)
        tell(page, booked)
        claim = Claim.objects.get()
        assert (claim.booking, claim.description, claim.state) == (booked, "Vitre de la porte fendue", "open")
        check_photo(claim.photos.get(), page)
        for recipient in (karim.email, circle.lender.email):
            told = mails(recipient)[0]
            assert told.subject == "Dommage signalé : Mini-pelle 2,7 tonnes"
            assert "Vitre de la porte fendue" in told.body
        assert "Décider" in words(page)
        assert page.get_by_role("button", name="Enregistrer la décision").count() == 0, "an agent does not decide"

        settle(site.opened(person_of(circle.lender, Role.MANAGER, "Anne Vial"), width), claim)
    claim.refresh_from_db()
    assert (claim.state, claim.outcome, claim.cost_cents) == ("settled", "Vitre remplacée par le garage Roux.", 14_050)
    assert claim.payer == circle.ury
    entry = Entry.objects.get(source=f"sharing/claim/{claim.pk}")
    assert (entry.payer, entry.payee, entry.amount_incl.cents) == (circle.ury, circle.lender, 14_050)
    assert Act.objects.get(verb="sharing.settle_claim").after["cost_cents"] == 14_050
    for recipient in (karim.email, circle.lender.email):
        settled = mails(recipient)[0]
        assert settled.subject == "Dommage réglé : Mini-pelle 2,7 tonnes"
        assert "Vitre remplacée par le garage Roux." in settled.body
        assert "Coût : 140,50 €, payé par Ury." in settled.body.replace("\u00a0", " ")
        assert "Pris sur la caution : 100,00 € ; reste dû : 40,50 €." in settled.body.replace("\u00a0", " ")
    assert [str(each.amount) for each in deposit.outcomes.filter(kind="kept")] == ["100.00"]
    less = Entry.objects.get(source=f"sharing/claim/{claim.pk}/deposit")
    assert (less.payer, less.payee, less.amount_incl.cents) == (circle.ury, circle.lender, -10_000)

    assert (entry.vat_regime, entry.vat.cents) == ("compensation", 0)

    hers = site.opened(karim, width)
    hers.goto(f"/dommages/{claim.pk}/")
    assert "140,50 €, payé par Ury" in words(hers)
    looked_at(hers, "claim-settled-borrower")


def left_by_ury(circle, booked):
    """A cheque of 100 € for this booking."""
    return record_deposit(
        circle.actor(circle.lender), source=f"sharing/booking/{booked.pk}/deposit", owner=circle.lender.pk,
        depositor=circle.ury.pk, amount=Euros(10_000), means=DepositMeans.CHEQUE, label="Caution de la mini-pelle",
        held_on=at(2).date(),
    )  # fmt: skip


def tell(page, booked):
    """Open a claim; without a word it is not opened."""
    page.goto(f"/reservations/{booked.pk}/")
    follow(page.get_by_role("link", name="Signaler un dommage"))
    looked_at(page, "claim-opening")
    follow(page.get_by_role("button", name="Signaler le dommage"))
    assert "Décrivez ce qui est abîmé, en quelques mots." in words(page)
    looked_at(page, "claim-opening-error")
    assert not Claim.objects.exists()
    page.get_by_label("Ce qui est abîmé").fill("Vitre de la porte fendue")
    take_photo(page, "photo0")
    follow(page.get_by_role("button", name="Signaler le dommage"))
    page.get_by_text("Dommage signalé aux deux organisations.").wait_for()
    looked_at(page, "claim-open-agent")


def settle(page, claim):
    """Decide; a cost that nobody pays is refused, and what was typed stays."""
    page.goto(f"/dommages/{claim.pk}/")
    looked_at(page, "claim-open-manager")
    page.get_by_label("Ce qui est décidé").fill("Vitre remplacée par le garage Roux.")
    page.get_by_label("Coût de la réparation, en euros").fill("140,50")
    follow(page.get_by_role("button", name="Enregistrer la décision"))
    page.get_by_text("Dites qui paie : l'emprunteur, le propriétaire ou le gardien.").first.wait_for()
    looked_at(page, "claim-error")
    assert page.get_by_label("Ce qui est décidé").input_value() == "Vitre remplacée par le garage Roux."
    page.get_by_label("Qui paie").select_option(label="Ury")
    assert page.get_by_label("À prendre sur la caution").input_value(), "the deposit of this booking is proposed"
    follow(page.get_by_role("button", name="Enregistrer la décision"))
    page.get_by_text("Décision enregistrée : les deux organisations sont prévenues.").wait_for()
    looked_at(page, "claim-settled")
