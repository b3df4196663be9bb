"""Rows turned into what the interface writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.studies.queries.inputs import members_of, sources_of
from mitoyen.studies.queries.visibility import shown_to

if TYPE_CHECKING:
    from mitoyen.kernel.text import Sentence
    from mitoyen.studies.bridge.agreement import CheckedDraft
    from mitoyen.studies.models import Answer, NeedSource, Remark, Study


def sentence(said: Sentence) -> dict[str, str]:
    """Both languages."""
    return {"fr": said.fr, "en": said.en}


def study_line(row: Study) -> dict[str, Any]:
    """A study in a list."""
    answer = row.answer
    names = ("title", "state", "first", "last", "changed_at")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "owner": row.owner_id,
        "verdict": answer.verdict if answer else None,
        "headline": {"fr": answer.headline_fr, "en": answer.headline_en} if answer else None,
        "saving_cents": answer.saving_cents if answer else None,
    }


def study(row: Study) -> dict[str, Any]:
    """A study with all that was typed; four queries."""
    settings = row.settings
    return study_line(row) | {
        "members": [
            {
                "code": member.code,
                "organisation": member.organisation_id,
                "name": member.organisation.name,
                "population": member.population,
                "stock": member.stock,
                "is_candidate": member.is_candidate,
            }
            for member in members_of(row)
        ],
        "machines": settings.get("machines", []),
        "service": settings.get("service", {}) | ({"loads": settings["loads"]} if settings.get("loads") else {}),
        **{part: settings.get(part, {}) for part in ("pooling", "travel", "key")},
        "chosen_key": row.chosen_key,
        "sources": [source(each) for each in sources_of(row)],
        "remarks": [remark(each) for each in row.remarks.all()],
        "shown_to": shown_to(row),
    }


def source(row: NeedSource) -> dict[str, Any]:
    """A source of needs."""
    names = ("kind", "machine", "members", "name")
    category = row.category.path if row.category else None
    return {name: getattr(row, name) for name in names} | {"id": row.pk, "category": category}


def remark(row: Remark) -> dict[str, Any]:
    """A remark."""
    return {"id": row.pk, "organisation": row.organisation_id, "text": row.text, "said_at": row.said_at}


def answer_line(row: Answer, *, current: int | None) -> dict[str, Any]:
    """An answer in a list."""
    names = ("answered_at", "method", "sha256", "verdict", "saving_cents")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "headline": {"fr": row.headline_fr, "en": row.headline_en},
        "needs": row.needs_count,
        "is_current": row.pk == current,
    }


def answer(row: Answer, *, current: int | None) -> dict[str, Any]:
    """An answer, whole."""
    return answer_line(row, current=current) | {
        "document": row.document,
        "settings_yaml": row.settings_yaml,
        "needs_csv": row.needs_csv,
        "replay": {"state": row.replay, "done": row.replay_done, "total": row.replay_total},
        "intervals": row.intervals,
    }


def draft(made: CheckedDraft) -> dict[str, Any]:
    """A draft, checked."""
    return {
        "text": made.text,
        "remarks": [sentence(each) for each in made.remarks],
        "findings": [
            {"rule": each.rule, "blocks": each.blocks, "sentence": sentence(each.sentence)} for each in made.findings
        ],
    }
