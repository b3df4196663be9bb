"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.wording import name_fields, name_verbs
from mitoyen.kernel.text import Sentence


class SharingConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Say how the verbs of this app, and what they change, read in the journal."""
        name_verbs(VERBS)
        name_fields(FIELDS)


VERBS = {
    "sharing.add_unit": Sentence("a ajouté un exemplaire", "added a unit"),
    "sharing.announce_late_return": Sentence("a annoncé un retour en retard", "announced a late return"),
    "sharing.approve": Sentence("a accepté une demande", "accepted a request"),
    "sharing.block": Sentence("a mis un exemplaire hors service", "took a unit out of service"),
    "sharing.book": Sentence("a réservé", "booked"),
    "sharing.cancel": Sentence("a annulé une réservation", "cancelled a booking"),
    "sharing.change_unit": Sentence("a changé l'exemplaire d'une réservation", "changed the unit of a booking"),
    "sharing.close_place": Sentence("a fermé un lieu", "closed a place"),
    "sharing.confirm": Sentence("a confirmé une option", "confirmed an option"),
    "sharing.create_category": Sentence("a ouvert un rayon du catalogue", "opened a shelf of the catalogue"),
    "sharing.create_place": Sentence("a ajouté un lieu", "added a place"),
    "sharing.create_resource": Sentence("a mis une ressource en partage", "shared a resource"),
    "sharing.edit_place": Sentence("a modifié un lieu", "edited a place"),
    "sharing.edit_resource": Sentence("a modifié une ressource", "edited a resource"),
    "sharing.expire": Sentence("a laissé finir une option", "let an option run out"),
    "sharing.hand_over": Sentence("a remis une ressource", "handed a resource over"),
    "sharing.hold": Sentence("a pris une option", "took an option"),
    "sharing.make_feed": Sentence("a ouvert une adresse d'agenda", "opened a calendar address"),
    "sharing.make_token": Sentence("a fait un jeton d'accès", "made an access token"),
    "sharing.mark_no_show": Sentence("a noté que personne n'est venu", "noted that nobody came"),
    "sharing.move": Sentence("a déplacé une réservation", "moved a booking"),
    "sharing.open_claim": Sentence("a signalé un dommage", "reported a damage"),
    "sharing.record_reading": Sentence("a relevé un compteur", "read a meter"),
    "sharing.record_unmet_need": Sentence("a dit un besoin sans réponse", "told a need that nothing met"),
    "sharing.refuse": Sentence("a refusé une demande", "refused a request"),
    "sharing.release_seats": Sentence("a rendu des places", "gave seats back"),
    "sharing.replace_meter": Sentence("a changé un compteur", "replaced a meter"),
    "sharing.retire_unit": Sentence("a retiré un exemplaire", "retired a unit"),
    "sharing.revoke_feed": Sentence("a fermé une adresse d'agenda", "closed a calendar address"),
    "sharing.revoke_token": Sentence("a fermé un jeton d'accès", "closed an access token"),
    "sharing.set_parts": Sentence("a décrit une ressource", "described a resource"),
    "sharing.set_tariff": Sentence("a fixé un tarif", "set a tariff"),
    "sharing.settle_claim": Sentence("a réglé un dommage", "settled a damage"),
    "sharing.take_back": Sentence("a repris une ressource", "took a resource back"),
    "sharing.take_seats": Sentence("a pris des places", "took seats"),
    "sharing.unblock": Sentence("a remis un exemplaire en service", "put a unit back in service"),
}

FIELDS = {
    "at": Sentence("moment", "moment"),
    "expected": Sentence("retour annoncé", "announced return"),
    "invoice_cents": Sentence("centimes facturés", "cents invoiced"),
    "period": Sentence("horaires", "times"),
    "price_cents": Sentence("centimes estimés", "cents estimated"),
    "reason": Sentence("raison", "reason"),
    "seats": Sentence("places", "seats"),
    "state": Sentence("état", "state"),
    "to": Sentence("remis à", "given to"),
    "unit": Sentence("exemplaire", "unit"),
}
