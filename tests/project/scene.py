# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""One of each thing that an address can name, and one of each kind of person who may ask for it.

``home`` owns, keeps, is paid and administers; ``borrower`` borrows and pays; ``elsewhere`` has no part in anything.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from mitoyen.access.actors import ANYBODY, Role
from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import NewEntry, post, record_deposit
from mitoyen.ledger.models import DepositMeans
from mitoyen.ledger.models.vat import VatRegime
from mitoyen.people.models import Invitation, Mandate, Person, Term
from mitoyen.people.queries import actor_for
from mitoyen.plumbing import outbox
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.secrets import hash_of
from mitoyen.sharing.models import ApiToken, BlockKind, CalendarFeed, Category, Document
from mitoyen.studies import actions as studies
from mitoyen.studies.models import Share
from mitoyen.territory.models import Area, Commune, Organisation

from ..sharing.conftest import NUMBERS, TODAY, at, make_circle
from ..sharing.test_exchange import form
from ..studies.scene import RECORD, open_study

PARTS = ("home", "borrower", "elsewhere")
SQUARE = {"type": "Polygon", "coordinates": [[[6.0, 46.0], [6.2, 46.0], [6.2, 46.2], [6.0, 46.2], [6.0, 46.0]]]}
SECRET, LETTER = "agenda-secret", "lettre-secrete"  # what a calendar address and an invitation end with
ABSENT = {
    "pk": 987_654_321, "payer": 987_654_321, "payee": 987_654_321, "insee": "00000", "code": "ZZZZZZ",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """The rows: what each address needs, by the name of the thing, and who plays which part."""

    things: dict
    stakes: dict
    towns: dict
    bodies: dict
    circle: object

    roles = tuple(Role)

    @property
    def home(self):
        return self.towns["home"].pk

    def person(self, kind):
        """Make the person of a kind: ``nobody`` is nobody; she has a calendar and a token of her own."""
        if kind == "nobody":
            self.things["own_feed"], self.things["own_token"] = self.things["others_feed"], self.things["others_token"]
            return None
        if kind in ("inhabitant", "instance"):
            person = Person.objects.create(
                email=f"{kind}@exemple.fr", name=kind, runs_instance=kind == "instance", second_factor_waived=True
            )
        else:
            role, part = kind.split(" of ")
            person = Person.objects.get(pk=self.circle.actor(self.towns[part], Role(role)).person)
            person.acting_for, person.second_factor_waived = self.towns[part], True
            person.save()
        self.things["own_feed"] = {"pk": _feed(person, f"k-{kind}").pk}
        self.things["own_token"] = {"pk": _token(person, self.towns["home"]).pk}
        return person

    def actor(self, person):
        """What the pages know of her."""
        return ANYBODY if person is None else actor_for(person, TODAY.date())


def absent(arguments):
    """The same address about a thing that does not exist."""
    unknown = {"key": UUID(int=0) if isinstance(arguments.get("key"), UUID) else "inconnue"}
    return {name: (ABSENT | unknown).get(name, value) for name, value in arguments.items()}


def kinds():
    """Every kind of person: a visitor, an inhabitant, who manages the site, each role of each part."""
    return ["nobody", "inhabitant", "instance", *(f"{role} of {part}" for part in PARTS for role in Role)]


def _feed(person, key):
    return CalendarFeed.objects.create(person=person, label="x", key_hash=hash_of(key))


def _token(person, town):
    return ApiToken.objects.create(
        person=person, organisation=town, label="x", key_hash=hash_of(f"jeton-{next(NUMBERS)}"),
        scopes=["sharing.book"], expires_at=clock.now() + timedelta(days=9),
    )  # fmt: skip


def build():
    """Everything, on the second of March 2027."""
    circle = make_circle()
    home, borrower = circle.lender, circle.ury
    Category.objects.filter(pk=circle.category.pk).update(slug="terrassement")
    Commune.objects.filter(pk=home.commune_id).update(contour=SQUARE)
    agent, keeper = circle.actor(borrower), circle.actor(home)
    resource = circle.resource(units=12, hold_minutes=30 * 1440)
    circle.tariff(resource)
    hidden = circle.resource(is_listed=False, name="Réservée à la maison")
    seats = circle.resource(units=0, kind="immaterial", name="Logiciel", seats=50)
    wish = circle.wish(resource, at(9), at(11, 17))
    ready, out, back = (actions.book(agent, wish) for _ in range(3))
    option = actions.hold(agent, circle.wish(resource, at(30), at(31, 17)))
    type(resource).objects.filter(pk=resource.pk).update(approval="always")
    asked = actions.book(agent, wish)
    type(resource).objects.filter(pk=resource.pk).update(approval="none")
    noon = at(9, 9)
    with clock.frozen_at(noon):
        for rank, each in enumerate((out, back)):
            actions.hand_over(keeper, each.pk, form(f"h{rank}", noon, 100))
        actions.take_back(keeper, back.pk, form("b", noon, 100))
        claim = actions.open_claim(keeper, back.pk, description="Rayure")
    block = actions.block(keeper, ready.unit_id, kind=BlockKind.TRAINING, start=at(20), end=at(21), reason="x").block
    things = {
        "nothing": {},
        "commune": {"insee": home.commune.insee},
        "home": {"pk": home.pk},
        "area": {"pk": Area.objects.create(commune=home.commune, code="a", name="Faubourg", contour=SQUARE).pk},
        "resource": {"pk": resource.pk, "name": "mini-pelle"},
        "sheet": {"pk": resource.pk},
        "hidden": {"pk": hidden.pk, "name": "cachee"},
        "hidden sheet": {"pk": hidden.pk},
        "seats": {"pk": seats.pk, "name": "logiciel"},
        "unit": {"pk": resource.units.last().pk},
        "label": {"code": resource.units.first().code},
        "place": {"pk": circle.depot.pk},
        "category": {"slug": "terrassement"},
        "ready": {"pk": ready.pk}, "out": {"pk": out.pk}, "back": {"pk": back.pk},
        "receipt": {"pk": out.pk, "which": "remise"},
        "accepter": {"pk": asked.pk, "deed": "accepter"}, "refuser": {"pk": asked.pk, "deed": "refuser"},
        "annuler": {"pk": ready.pk, "deed": "annuler"}, "confirmer": {"pk": option.pk, "deed": "confirmer"},
        "absence": {"pk": ready.pk, "deed": "absence"}, "retard": {"pk": out.pk, "deed": "retard"},
        **{part: {"pk": resource.pk, "part": part} for part in ("accessoires", "conditions", "papiers", "questions")},
        "claim": {"pk": claim.pk},
        "block": {"pk": block.pk},
        "calendar": {"key": SECRET},
        "closed calendar": {"key": "agenda-fini"},
        "old letter": {"key": "lettre-ancienne"},
        "letter": {"key": LETTER},
        "language": {"code": "en"},
        **_people(home, circle),
        **_money(circle, home, borrower),
        **_studies(circle, home, borrower),
        **_mail_and_files(circle.actor(home, Role.MANAGER), resource),
    }  # fmt: skip
    Organisation.objects.update(is_fictitious=False)  # no demonstration: there, everybody reads the mail
    target = Person.objects.create(email="agenda@exemple.fr", name="Lou")
    Mandate.objects.create(person=target, organisation=borrower, role="reader", since=date(2020, 1, 1))
    _feed(target, SECRET)
    CalendarFeed.objects.filter(pk=_feed(target, "agenda-fini").pk).update(revoked_at=TODAY)
    things["others_feed"] = {"pk": _feed(target, "k-target").pk}
    things["others_token"] = {"pk": _token(target, borrower).pk}
    stakes = dict.fromkeys(("owner", "holder", "payee", "organisation"), home.pk)
    stakes |= dict.fromkeys(("borrower", "payer", "depositor", "reader"), borrower.pk)
    towns = {"home": home, "borrower": borrower, "elsewhere": circle.stranger}
    bodies = {
        "booking": {"du": "23/03/2027", "au": "24/03/2027"},
        "seats": {"quantite": "1", "du": "02/03/2027", "au": "31/12/2027"},
        "given back": {"amount": "10,00"},
        "outcome": {"decision": "Réparé"},
        "why": {"raison": "Pluie"},
        "late": {"jour": "12/03/2027", "heure": "10 h"},
        "move": {"du": "23/03/2027", "de": "8 h", "au": "23/03/2027", "a": "17 h"},
        "token": {"label": "Tableur", "days": "9", "scopes": ["sharing.book"]},
    }
    return Scene(things, stakes, towns, bodies, circle)


def _people(home, circle):
    invited = {"sent_at": TODAY, "expires_at": TODAY + timedelta(days=14), "organisation": home, "role": "agent"}
    letter = Invitation.objects.create(email="attend@exemple.fr", key_hash=hash_of(LETTER), **invited)
    old = {"sent_at": TODAY - timedelta(days=30), "expires_at": TODAY - timedelta(days=16), "role": "agent"}
    Invitation.objects.create(email="tard@exemple.fr", organisation=home, key_hash=hash_of("lettre-ancienne"), **old)
    other = Mandate.objects.create(
        person=Person.objects.create(email="cible@exemple.fr", name="Tom"), organisation=home, role="agent",
        since=date(2026, 4, 1),
    )  # fmt: skip
    term = Term.objects.create(label="2026-2032", organisation=home, since=date(2026, 4, 1))
    return {"invitation": {"pk": letter.pk}, "mandate": {"pk": other.pk}, "term": {"pk": term.pk}}


def _money(circle, home, borrower):
    treasurer = circle.actor(home, Role.TREASURER)
    common = {"payer": borrower.pk, "payee": home.pk, "rule": "Tarif", "quantity": "2 jours", "vat": VatRegime.STANDARD,
              "includes_vat": True, "steps": [("2 × 60,00 €", "120,00 €")]}  # fmt: skip
    entries = post(
        treasurer,
        [NewEntry(source="x:1", on=date(2027, 1, 16), label="Mini-pelle", amount=Euros(12_000), **common)],
    )
    deposit = record_deposit(
        treasurer, source="d:1", owner=home.pk, amount=Euros(5_000), means=DepositMeans.CHEQUE, label="Caution",
        held_on=date(2027, 1, 5), depositor=borrower.pk,
    )  # fmt: skip
    month = {"payee": home.pk, "period": date(2027, 1, 1)}
    return {
        "entry": {"pk": entries[0].pk},
        "deposit": {"pk": deposit.pk},
        "month": month,
        "statement": month | {"payer": borrower.pk},
        "csv": month | {"payer": borrower.pk, "ending": "csv"},
    }


def _mail_and_files(keeper, resource):
    mail = outbox.write("greffe@exemple.fr", "x", "x", attachments=[outbox.Attachment("a.ics", "text/calendar", "x")])[
        0
    ]
    paper = SimpleUploadedFile("notice.pdf", b"%PDF-1.7\nnotice\n%%EOF")
    file = actions.keep_document(keeper, resource, paper, "manual", where="fichier")
    Document.objects.create(resource=resource, kind="manual", file=file, title="Notice", is_public=False)
    return {"mail": {"pk": mail.pk}, "attachment": {"pk": mail.pk, "rank": 0}, "file": {"key": file.key}}


def _studies(circle, home, borrower):
    """A study of ``home`` shown to ``borrower``, with one source of needs, not answered yet."""
    clerk = circle.actor(home)
    study = open_study(circle, clerk, owner=home.pk)
    source = studies.add_file(clerk, study.pk, text=RECORD, name="broyeur.csv", machine="broyeur")
    Share.objects.create(study=study, organisation=borrower)
    return {"study": {"pk": study.pk}, "source": {"pk": study.pk, "source": source.pk},
            "answer": {"pk": study.pk, "answer": 1},
            "study table": {"pk": study.pk, "name": "service"}}  # fmt: skip
