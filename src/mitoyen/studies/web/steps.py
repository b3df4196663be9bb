"""The five steps of the guided study, said on each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from mitoyen.kernel import words
from mitoyen.studies.bridge.writing import loads_of
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.studies.models import Study

STEPS = ("needs", "service", "costs", "results", "draft")
Step = tuple[str, str, str, str]


def stepper(study: Study, here: str, *, members: int, sources: int) -> Sequence[Step]:
    """(label, address, state, detail) for ``<c-stepper>``."""
    done = {
        "needs": bool(sources or loads_of(study.settings)),
        "service": bool(study.settings.get("service")),
        "costs": has_costs(study),
        "results": study.answer_id is not None,
        "draft": False,
    }
    labels = {
        "needs": gettext("Besoins"),
        "service": gettext("Service"),
        "costs": gettext("Coûts"),
        "results": gettext("Résultats"),
        "draft": gettext("Accord"),
    }
    details = {
        "needs": ngettext("%(n)s membre", "%(n)s membres", members) % {"n": members},
        "service": service_said(study),
        "costs": "",
        "results": "",
        "draft": "",
    }
    steps = []
    for name in STEPS:
        reached = done[name] or (name == "draft" and done["results"])
        state = "now" if name == here else "done" if reached else "later"
        detail = details[name] if done[name] or name == "needs" else ""
        address = "study" if name == "results" else name
        steps.append((labels[name], reverse(f"studies:{address}", args=[study.pk]), state, detail))
    return steps


def has_costs(study: Study) -> bool:
    """Whether every machine has its price."""
    machines = study.settings.get("machines", [])
    return bool(machines) and bool(study.settings.get("pooling")) and all(each.get("price") for each in machines)


def service_said(study: Study) -> str:
    """The service wanted, in a few words."""
    service = study.settings.get("service", {})
    lang = get_language() or "fr"
    match service.get("measure"):
        case "fill_rate":
            return gettext("%(level)s des heures servies") % {
                "level": words.share(float(service.get("level") or 98) / 100, 0, lang)
            }
        case "unmet_hours":
            return gettext("%(hours)s h admises") % {"hours": service.get("unmet_hours", "0")}
        case "everything":
            return gettext("tout est servi")
        case "random":
            return gettext("%(level)s des demandes servies") % {
                "level": words.share(float(service.get("level") or 98) / 100, 0, lang)
            }
        case _:
            return ""


def first_missing(study: Study, *, sources: int) -> str:
    """The first step that is not filled in; empty when all are."""
    if not sources and not loads_of(study.settings):
        return "needs"
    if not study.settings.get("service"):
        return "service"
    return "" if has_costs(study) else "costs"


def trail(study: Study | None = None) -> list[Link]:
    """Where a page of a study stands."""
    links = [Link(label=gettext("Études"), href=reverse("studies:list"))]
    if study is not None:
        links.append(Link(label=study.title, href=reverse("studies:study", args=[study.pk])))
    return links
