"""The operations on studies: each write is one verb of ``studies.actions``, each read says what pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from mitoyen.kernel.text import Sentence
from mitoyen.studies import actions
from mitoyen.studies.api import said, schemas
from mitoyen.studies.api.schemas import Id
from mitoyen.studies.bridge.agreement import checked_draft
from mitoyen.studies.errors import NotAnsweredError
from mitoyen.studies.queries.visibility import answer_or_refuse, answers_of, listed_studies, study_or_refuse

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor
    from mitoyen.studies.models import Study

PAGE = 50
router = Router(tags=["studies"])
Page = Annotated[int, Field(ge=1, le=100_000)]


def _right(verb: str) -> dict[str, Any]:
    """The line of the table of rights that an operation falls under."""
    return {"x-mitoyen-right": f"studies.{verb}"}


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]  # the token's
    return found


def _again(request: HttpRequest, study: int) -> dict[str, Any]:
    """The study as it is after a verb."""
    return said.study(study_or_refuse(_actor(request), study))


# Reads


@router.get("", response=schemas.StudiesOut, operation_id="list_studies", openapi_extra=_right("see"))
def list_studies(request: HttpRequest, archived: bool = False, page: Page = 1) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """The studies of one's organisations and those shown to them, the latest first, by pages of 50."""
    rows = listed_studies(_actor(request), archived=archived)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return {"results": [said.study_line(row) for row in shown], "total": total, "page": page, "pages": pages}


@router.get("/{study}", response=schemas.StudyOut, operation_id="see_study", openapi_extra=_right("see"))
def see_study(request: HttpRequest, study: Id) -> dict[str, Any]:
    """One study, all that was typed, and what was said of it."""
    return _again(request, study)


@router.get("/{study}/answers", response=schemas.AnswersOut, operation_id="list_answers", openapi_extra=_right("see"))
def list_answers(request: HttpRequest, study: Id) -> dict[str, Any]:
    """Today's answer and the earlier ones that were kept because they had been shown."""
    found = study_or_refuse(_actor(request), study)
    return {"results": [said.answer_line(row, current=found.answer_id) for row in answers_of(found)]}


@router.get(
    "/{study}/answers/{answer}", response=schemas.AnswerOut, operation_id="see_answer", openapi_extra=_right("see")
)
def see_answer(request: HttpRequest, study: Id, answer: Id) -> dict[str, Any]:
    """One answer: its document, the texts that give it again, how far its replay is, its intervals."""
    found = study_or_refuse(_actor(request), study)
    return said.answer(answer_or_refuse(found, answer), current=found.answer_id)


@router.get(
    "/{study}/agreement", response=schemas.AgreementOut, operation_id="draft_agreement", openapi_extra=_right("draft")
)
def draft_agreement(request: HttpRequest, study: Id) -> dict[str, Any]:
    """The draft of an agreement with the proposed key, checked."""
    found = study_or_refuse(_actor(request), study, "studies.draft")
    return said.draft(checked_draft(_answered(found)))


def _answered(study: Study) -> Any:  # noqa: ANN401  (an Answer)
    if study.answer is None:
        raise NotAnsweredError(Sentence("Cette étude n'est pas encore calculée.", "This study is not computed yet."))
    return study.answer


# Who and what


@router.post("", response={201: schemas.StudyOut}, operation_id="open_study", openapi_extra=_right("open"))
def open_study(request: HttpRequest, sheet: schemas.OpenIn) -> Status[dict[str, Any]]:
    """Open a study in the name of one's organisation."""
    made = actions.open_study(_actor(request), owner=sheet.owner, **_sheet(sheet))
    return Status(201, _again(request, made.pk))


@router.post("/{study}/describe", response=schemas.StudyOut, operation_id="describe", openapi_extra=_right("edit"))
def describe(request: HttpRequest, study: Id, sheet: schemas.DescribeIn) -> dict[str, Any]:
    """Say again who and what it is about."""
    actions.describe(_actor(request), study, **_sheet(sheet))
    return _again(request, study)


def _sheet(sheet: schemas.DescribeIn) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "members": [actions.MemberSheet(**member.dict()) for member in sheet.members],
        "machines": [actions.Machine(**machine.dict()) for machine in sheet.machines],
        "first": sheet.first,
        "last": sheet.last,
    }


@router.post("/{study}/copy", response={201: schemas.StudyOut}, operation_id="copy_study", openapi_extra=_right("edit"))
def copy_study(request: HttpRequest, study: Id, named: schemas.TitleIn) -> Status[dict[str, Any]]:
    """The same study under another title, to try something else beside."""
    return Status(201, _again(request, actions.copy_study(_actor(request), study, named.title).pk))


# Needs


@router.post(
    "/{study}/needs/bookings",
    response={201: schemas.SourceOut},
    operation_id="take_bookings",
    openapi_extra=_right("edit"),
)
def take_bookings(request: HttpRequest, study: Id, shelf: schemas.BookingsIn) -> Status[dict[str, Any]]:
    """Take past bookings as needs, with what was refused."""
    return Status(201, said.source(actions.add_bookings(_actor(request), study, **shelf.dict())))


@router.post(
    "/{study}/needs/file", response={201: schemas.SourceOut}, operation_id="read_file", openapi_extra=_right("edit")
)
def read_file(request: HttpRequest, study: Id, file: schemas.FileIn) -> Status[dict[str, Any]]:
    """Keep a file of past uses; its first fault is told with its line."""
    return Status(201, said.source(actions.add_file(_actor(request), study, **file.dict())))


@router.post(
    "/{study}/needs/calendar",
    response={201: schemas.SourceOut},
    operation_id="declare_calendar",
    openapi_extra=_right("edit"),
)
def declare_calendar(request: HttpRequest, study: Id, told: schemas.CalendarIn) -> Status[dict[str, Any]]:
    """Declare needs for want of a record."""
    made = actions.add_calendar(
        _actor(request), study, calendar=told.as_typed(), machine=told.machine, members=told.members, name=told.name
    )
    return Status(201, said.source(made))


@router.post(
    "/{study}/needs/{source}/remove",
    response=schemas.StudyOut,
    operation_id="remove_source",
    openapi_extra=_right("edit"),
)
def remove_source(request: HttpRequest, study: Id, source: Id) -> dict[str, Any]:
    """Take a source of needs out."""
    actions.remove_source(_actor(request), study, source)
    return _again(request, study)


# Service, costs, answer


@router.post("/{study}/service", response=schemas.StudyOut, operation_id="set_service", openapi_extra=_right("edit"))
def set_service(request: HttpRequest, study: Id, service: schemas.ServiceIn) -> dict[str, Any]:
    """What is promised, alone and together alike."""
    actions.set_service(_actor(request), study, service.dict(exclude={"loads"}), loads=service.loads)
    return _again(request, study)


@router.post("/{study}/costs", response=schemas.StudyOut, operation_id="set_costs", openapi_extra=_right("edit"))
def set_costs(request: HttpRequest, study: Id, costs: schemas.CostsIn) -> dict[str, Any]:
    """What machines, being several and journeys cost; the first key."""
    actions.set_costs(_actor(request), study, **costs.dict())
    return _again(request, study)


@router.post("/{study}/answers", response={201: schemas.AnswerOut}, operation_id="answer", openapi_extra=_right("edit"))
def answer(request: HttpRequest, study: Id) -> Status[dict[str, Any]]:
    """Compute the study; its intervals come later, from a task."""
    made = actions.answer(_actor(request), study)
    return Status(201, said.answer(made, current=made.pk))


@router.post("/{study}/key", response={201: schemas.AnswerOut}, operation_id="choose_key", openapi_extra=_right("edit"))
def choose_key(request: HttpRequest, study: Id, chosen: schemas.ChosenKeyIn) -> Status[dict[str, Any]]:
    """Propose another key, and answer again."""
    made = actions.choose_key(_actor(request), study, chosen.key)
    return Status(201, said.answer(made, current=made.pk))


@router.post("/{study}/replay", response=schemas.AnswerOut, operation_id="replay_again", openapi_extra=_right("edit"))
def replay_again(request: HttpRequest, study: Id) -> dict[str, Any]:
    """Start an interrupted replay once more."""
    made = actions.replay_again(_actor(request), study)
    return said.answer(made, current=made.pk)


# Others


@router.post("/{study}/show", response=schemas.StudyOut, operation_id="show_study", openapi_extra=_right("share"))
def show_study(request: HttpRequest, study: Id, shown: schemas.ShowIn) -> dict[str, Any]:
    """Show the study to exactly these members."""
    actions.show(_actor(request), study, shown.organisations)
    return _again(request, study)


@router.post(
    "/{study}/remarks", response={201: schemas.RemarkOut}, operation_id="remark", openapi_extra=_right("remark")
)
def remark(request: HttpRequest, study: Id, told: schemas.RemarkIn) -> Status[dict[str, Any]]:
    """Say something of the study in the name of one's organisation."""
    made = actions.remark(_actor(request), study, told.text, request_key=told.request_key)
    return Status(201, said.remark(made))


@router.post("/{study}/archive", response=schemas.StudyOut, operation_id="archive", openapi_extra=_right("archive"))
def archive(request: HttpRequest, study: Id) -> dict[str, Any]:
    """Put the study away."""
    actions.archive(_actor(request), study)
    return _again(request, study)


@router.post("/{study}/reopen", response=schemas.StudyOut, operation_id="reopen", openapi_extra=_right("archive"))
def reopen(request: HttpRequest, study: Id) -> dict[str, Any]:
    """Take the study out of the archive."""
    actions.reopen(_actor(request), study)
    return _again(request, study)
