"""Where Django finds this app."""

from django.apps import AppConfig

from mitoyen.journal.fields import Field, Kind, name_fields
from mitoyen.journal.wording import name_subjects, name_verbs
from mitoyen.kernel.text import Sentence


class SharingConfig(AppConfig):
    """Its name, and its label in the database."""

    name = "mitoyen.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Say how the verbs of this app, and what they change, read in the journal."""
        name_verbs(VERBS)
        name_fields("sharing", FIELDS)
        name_subjects(SUBJECTS)


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
    "sharing.set_accessorys": Sentence("a dit les accessoires d'une ressource", "told the accessories of a resource"),
    "sharing.set_conditions": Sentence("a dit les conditions d'une ressource", "told the conditions of a resource"),
    "sharing.set_documents": Sentence("a changé les documents d'une ressource", "changed the papers of a resource"),
    "sharing.set_questions": Sentence("a dit ce qu'on regarde à la remise", "told what is looked at on handing over"),
    "sharing.set_requirements": Sentence("a dit les papiers à présenter", "told the papers to show"),
    "sharing.set_tariff": Sentence("a fixé un tarif", "set a tariff"),
    "sharing.settle_claim": Sentence("a réglé un dommage", "settled a damage"),
    "sharing.take_back": Sentence("a repris une ressource", "took a resource back"),
    "sharing.take_seats": Sentence("a pris des places", "took seats"),
    "sharing.unblock": Sentence("a remis un exemplaire en service", "put a unit back in service"),
}

SUBJECTS = {
    "sharing.allotment": Sentence("Places n° {id}", "Seats no. {id}"),
    "sharing.block": Sentence("Mise hors service n° {id}", "Outage no. {id}"),
    "sharing.booking": Sentence("Réservation n° {id}", "Booking no. {id}"),
    "sharing.claim": Sentence("Dommage n° {id}", "Damage no. {id}"),
    "sharing.unmetneed": Sentence("Besoin n° {id}", "Need no. {id}"),
}

# Of bookings, then of damages.
STATES = {
    "held": Sentence("option", "option"),
    "pending": Sentence("à confirmer", "to be confirmed"),
    "confirmed": Sentence("confirmée", "confirmed"),
    "handed_over": Sentence("en cours", "in use"),
    "returned": Sentence("rendue", "returned"),
    "cancelled": Sentence("annulée", "cancelled"),
    "refused": Sentence("refusée", "refused"),
    "expired": Sentence("option expirée", "option expired"),
    "no_show": Sentence("personne n’est venu", "nobody came"),
    "closed": Sentence("close", "closed"),
    "open": Sentence("ouvert", "open"),
    "settled": Sentence("réglé", "settled"),
    "dismissed": Sentence("sans suite", "dismissed"),
}

# Of what puts a unit out of service, then of resources.
KINDS = {
    "maintenance": Sentence("atelier", "workshop"),
    "breakdown": Sentence("panne", "breakdown"),
    "training": Sentence("formation", "training"),
    "closing": Sentence("fermeture", "closing"),
    "equipment": Sentence("matériel", "equipment"),
    "vehicle": Sentence("véhicule", "vehicle"),
    "room": Sentence("salle", "room"),
    "service": Sentence("service", "service"),
    "skill": Sentence("compétence", "skill"),
    "facility": Sentence("installation", "facility"),
    "immaterial": Sentence("bien immatériel", "immaterial thing"),
    "commons": Sentence("bien commun naturel", "natural commons"),
}

APPROVALS = {
    "none": Sentence("aucune : confirmée aussitôt", "none: confirmed at once"),
    "always": Sentence("toujours", "always"),
    "outside_members": Sentence(
        "pour qui n’est pas membre de l’intercommunalité", "for whoever is not a member of the intercommunal body"
    ),
}

FIELDS = {
    "access_note": Field(Sentence("accès", "access")),
    "address": Field(Sentence("adresse", "address")),
    "allowance_unit": Field(Sentence("unité de la dotation", "unit of the allowance")),
    "answer_hours": Field(Sentence("réponse promise, en heures", "answer promised, in hours"), Kind.NUMBER),
    "approval": Field(Sentence("accord à donner", "approval"), APPROVALS),
    "at": Field(Sentence("moment", "moment"), Kind.MOMENT),
    "booking": Field(Sentence("réservation", "booking"), Kind.ROW),
    "borrower_kinds": Field(Sentence("ouverte à", "open to")),
    "buffer_after_minutes": Field(Sentence("minutes gardées après", "minutes kept after"), Kind.NUMBER),
    "buffer_before_minutes": Field(Sentence("minutes gardées avant", "minutes kept before"), Kind.NUMBER),
    "buffer_name": Field(Sentence("minutes gardées pour", "minutes kept for")),
    "category": Field(Sentence("rayon", "shelf"), Kind.ROW),
    "closes_on_holidays": Field(Sentence("fermé les jours fériés", "closed on public holidays"), Kind.YES_OR_NO),
    "commune": Field(Sentence("commune", "commune"), Kind.ROW),
    "cost_cents": Field(Sentence("coût", "cost"), Kind.CENTS),
    "deposit_cents": Field(Sentence("pris sur la caution", "taken from the deposit"), Kind.CENTS),
    "count": Field(Sentence("lignes", "lines"), Kind.NUMBER),
    "day_cents": Field(Sentence("prix par jour", "price per day"), Kind.CENTS),
    "description": Field(Sentence("description", "description")),
    "drawing": Field(Sentence("dessin", "drawing")),
    "expected": Field(Sentence("retour annoncé", "announced return"), Kind.MOMENT),
    "first": Field(Sentence("premier jour", "first day"), Kind.DAY),
    "free_cancel_working_days": Field(
        Sentence("annulation gratuite, jours ouvrés avant", "free cancellation, working days before"), Kind.NUMBER
    ),
    "grid_minutes": Field(Sentence("pas des horaires, en minutes", "step of times, in minutes"), Kind.NUMBER),
    "hold_minutes": Field(Sentence("durée d’une option, en minutes", "length of an option, in minutes"), Kind.NUMBER),
    "holder": Field(Sentence("gardée par", "kept by"), Kind.ROW),
    "horizon_days": Field(Sentence("ouverte, jours à l’avance", "open, days ahead"), Kind.NUMBER),
    "hours": Field(Sentence("horaires d’ouverture", "opening hours"), Kind.HOURS),
    "invoice_cents": Field(Sentence("montant facturé", "amount invoiced"), Kind.CENTS),
    "is_listed": Field(Sentence("montrée au catalogue", "shown in the catalogue"), Kind.YES_OR_NO),
    "kind": Field(Sentence("nature", "kind"), KINDS),
    "last": Field(Sentence("dernier jour", "last day"), Kind.DAY),
    "late_cancel_days": Field(Sentence("annulation tardive, jours dus", "late cancellation, days due"), Kind.NUMBER),
    "latitude_e6": Field(Sentence("latitude", "latitude"), Kind.MICRODEGREES),
    "longitude_e6": Field(Sentence("longitude", "longitude"), Kind.MICRODEGREES),
    "max_minutes": Field(Sentence("durée au plus, en minutes", "longest, in minutes"), Kind.NUMBER),
    "meter": Field(Sentence("rang du compteur", "rank of the meter"), Kind.NUMBER),
    "meter_name": Field(Sentence("nom du compteur", "name of the meter")),
    "meter_tenths_per_day": Field(Sentence("compteur, au plus par jour", "meter, at most a day"), Kind.TENTHS),
    "meter_unit": Field(Sentence("unité du compteur", "unit of the meter")),
    "min_minutes": Field(Sentence("durée au moins, en minutes", "shortest, in minutes"), Kind.NUMBER),
    "name": Field(Sentence("nom", "name")),
    "no_show_percent": Field(Sentence("dû si personne ne vient, en %", "due when nobody comes, in %"), Kind.NUMBER),
    "note": Field(Sentence("remarque", "note")),
    "notice_minutes": Field(Sentence("préavis, en minutes", "notice, in minutes"), Kind.NUMBER),
    "on": Field(Sentence("le", "on"), Kind.DAY),
    "organisation": Field(Sentence("organisation", "organisation"), Kind.ROW),
    "organisation_id": Field(Sentence("organisation", "organisation"), Kind.ROW),
    "outcome": Field(Sentence("suite donnée", "outcome")),
    "owner": Field(Sentence("propriétaire", "owner"), Kind.ROW),
    "payer": Field(Sentence("payé par l’organisation", "paid by the organisation"), Kind.ROW),
    "period": Field(Sentence("horaires", "times"), Kind.PERIOD),
    "photo_views": Field(Sentence("vues à photographier", "views to photograph")),
    "place": Field(Sentence("lieu", "place"), Kind.ROW),
    "price_cents": Field(Sentence("prix estimé", "estimated price"), Kind.CENTS),
    "quantity": Field(Sentence("places", "seats"), Kind.NUMBER),
    "reason": Field(Sentence("raison", "reason")),
    "resource": Field(Sentence("ressource", "resource"), Kind.ROW),
    "reuse_rights": Field(Sentence("droits de réutilisation", "reuse rights")),
    "scopes": Field(Sentence("droits du jeton", "rights of the token")),
    "seats": Field(Sentence("places", "seats"), Kind.NUMBER),
    "since": Field(Sentence("à partir du", "from"), Kind.DAY),
    "source": Field(Sentence("décidé par", "decided by")),
    "state": Field(Sentence("état", "state"), STATES),
    "summary": Field(Sentence("résumé", "summary")),
    "tariff": Field(Sentence("tarif", "tariff"), Kind.ROW),
    "tenths": Field(Sentence("compteur", "meter"), Kind.TENTHS),
    "to": Field(Sentence("remis à", "given to")),
    "unit": Field(Sentence("exemplaire", "unit"), Kind.ROW),
    "vat_reason": Field(Sentence("TVA facturée parce que", "VAT charged because")),
    "words": Field(Sentence("besoin", "need")),
    "yearly_allowance": Field(Sentence("dotation par an", "yearly allowance"), Kind.NUMBER),
}
