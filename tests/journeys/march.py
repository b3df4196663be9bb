"""March at the depot: three uses really booked, handed over and returned through the actions, and a deposit.

Worked by hand, with the tariff of the circle (96,00 € a day, 11,50 € an hour of the meter beyond 6 a day, VAT in):

==========  ============================================================================  =========
back early  9 to 11 March: 3 × 96,00 = 288,00; 20 hours − 3 × 6 = 2, 2 × 11,50 = 23,00     311,00 €
no show     16 March: 96,00 × 50 %                                                          48,00 €
damaged     23 and 24 March: 2 × 96,00; 10 hours, 12 are included                          192,00 €
claim       180,00 of repair, 45,00 of them kept on the deposit                            135,00 €
==========  ============================================================================  =========
"""

from dataclasses import dataclass

from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import keep_deposit, record_deposit, return_deposit
from mitoyen.ledger.models import DepositMeans
from mitoyen.sharing import actions

GIVER, TAKER = {"name": "Léa Fontanier", "drawing": "M0 0L9 9"}, {"name": "Karim Soubeyran"}
URY, MALAUBERT = Euros(31_100 + 19_200 + 13_500), Euros(4_800)


@dataclass
class March:
    """The rows of the story."""

    early: object
    missed: object
    damaged: object
    deposit: object
    keeper: object
    resource: object


def form(key, when, tenths=None):
    return actions.Form(at=when, request_key=key, given_by=GIVER, taken_by=TAKER, meter_tenths=tenths)


def live_march(circle, site):
    """Book on 2 March; then let the days pass."""
    resource = circle.resource(no_show_percent=50)
    circle.tariff(resource, vat="standard", label="Tarif communes")
    keeper, boss = circle.actor(circle.lender, name="Léa Fontanier"), circle.actor(circle.lender, Role.MANAGER)
    ury, malaubert = circle.actor(circle.ury, name="Nour Belkacem"), circle.actor(circle.malaubert)
    early = actions.book(ury, circle.wish(resource, at(9), at(11, 17), planned_meter_tenths=240))
    missed = actions.book(malaubert, circle.wish(resource, at(16), at(16, 17), circle.malaubert))
    damaged = actions.book(ury, circle.wish(resource, at(23), at(24, 17), planned_meter_tenths=100))
    with site.moved_to(at(9)):
        actions.hand_over(keeper, early.pk, form("early out", at(9), 12_463))
    with site.moved_to(at(10, 16)):
        actions.take_back(keeper, early.pk, form("early back", at(10, 16), 12_663))
    with site.moved_to(at(16, 12)):
        actions.mark_no_show(keeper, missed.pk)
    with site.moved_to(at(23)):
        actions.hand_over(keeper, damaged.pk, form("damaged out", at(23), 12_663))
        deposit = record_deposit(
            keeper,
            source=f"sharing/booking/{damaged.pk}",
            owner=circle.lender.pk,
            depositor=circle.ury.pk,
            amount=Euros(30_000),
            means=DepositMeans.CHEQUE,
            label="Mini-pelle 2,7 tonnes, 23 et 24 mars",
            held_on=at(23).date(),
        )
    with site.moved_to(at(24, 17)):
        actions.take_back(keeper, damaged.pk, form("damaged back", at(24, 17), 12_763))
        claim = actions.open_claim(keeper, damaged.pk, description="Rétroviseur droit cassé")
    with site.moved_to(at(26, 10)):
        outcome = "Rétroviseur remplacé : 180 €, dont 45 € gardés sur le dépôt de garantie"
        actions.settle_claim(boss, claim.pk, outcome=outcome, cost_cents=13_500, payer=circle.ury.pk)
        keep_deposit(keeper, deposit.pk, on=at(26).date(), amount=Euros(4_500), reason="Rétroviseur cassé le 24 mars")
        return_deposit(keeper, deposit.pk, on=at(26).date())
    return March(early, missed, damaged, deposit, keeper, resource)
