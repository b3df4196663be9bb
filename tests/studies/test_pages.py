"""The guided study by its pages: each step is saved, an error keeps what was typed, the title is the finding."""

import re

from django.urls import reverse
from studies.scene import RECORD

from mitoyen.studies.models import NeedSource, Study


def text_of(response):
    shown = re.sub(r"<[^>]+>", " ", response.content.decode())
    shown = shown.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'")
    return re.sub(r"\s+", " ", shown)


def test_the_guided_study_step_by_step(signed_in, circle, frozen):
    client = signed_in(circle.ury)
    opened = {
        "title": "Un broyeur pour trois communes", "first": "01/01/2026", "last": "31/12/2026",
        "one_1": "broyeur", "many_1": "broyeurs", "gender_1": "m",
        "members": [circle.ury.pk, circle.malaubert.pk, circle.lender.pk],
    }  # fmt: skip
    page = client.post(reverse("studies:open"), opened, follow=True)
    assert "De quoi chacune a-t-elle eu besoin" in text_of(page)
    study = Study.objects.get()

    read = client.post(reverse("studies:read_file", args=[study.pk]), {"text": RECORD, "machine": "broyeur"})
    assert "6 besoins sont lisibles" in text_of(read)
    assert not NeedSource.objects.exists()
    kept = {"text": RECORD, "machine": "broyeur", "name": "broyeur.csv", "garder": "1"}
    page = client.post(reverse("studies:read_file", args=[study.pk]), kept, follow=True)
    assert "Fichier : broyeur.csv" in text_of(page)

    service = {"measure": "fill_rate", "level": "95", "counting": "", "shortage": "pro_rata", "days_together": "1"}
    page = client.post(reverse("studies:service", args=[study.pk]), service, follow=True)
    assert "Ce que tout cela coûte" in text_of(page)

    costs = {
        "broyeur.price": "24 000", "broyeur.life_years": "8", "broyeur.upkeep": "600", "broyeur.insurance": "150",
        "broyeur.after": "60", "broyeur.resale": "6000", "pooling.coordination": "400", "counts": "on",
        "travel.detour": "1,3", "travel.speed_kmh": "40", "travel.cost_per_km": "1,5", "km.ury|malaubert": "10",
        "fixed": "40",
    }  # fmt: skip
    page = client.post(reverse("studies:costs", args=[study.pk]), costs, follow=True)
    assert "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois." in text_of(page)
