"""Who may do what with a study: the table written out a second time by hand, and the list that agrees with it."""

import pytest
from studies.scene import fill, open_study

from mitoyen.access import policy
from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.access.policy import POLICY
from mitoyen.kernel.errors import AbsentError, RefusedError
from mitoyen.studies import actions
from mitoyen.studies.models import Share, StudyState
from mitoyen.studies.queries.visibility import shown_to, stakes_of, study_or_refuse, visible_studies

OWNER, READER, ELSEWHERE = 1, 2, 3
PLACES = {"owner": OWNER, "reader": READER, "elsewhere": ELSEWHERE}
ACTORS = {
    "nobody": Actor(),
    "inhabitant": Actor(person=7),
    "instance": Actor(person=3, runs_instance=True),
    **{
        f"{role} {place}": Actor(person=4, mandates=(Mandate(number, role),), acting_for=number)
        for role in Role
        for place, number in PLACES.items()
    },
}
WORKERS = ("administrator", "manager", "agent", "elected")
SEES = {f"{role} {place}" for role in Role for place in ("owner", "reader")}
OWNS = {f"{role} owner" for role in WORKERS}
SPEAKS = {f"{role} {place}" for role in WORKERS for place in ("owner", "reader")}
MAY = {
    "studies.see": SEES,
    "studies.open": OWNS,
    "studies.edit": OWNS,
    "studies.share": OWNS,
    "studies.archive": OWNS,
    "studies.remark": SPEAKS,
    "studies.draft": SPEAKS,
}


def test_every_verb_of_studies_is_in_this_table():
    assert set(MAY) == {verb for verb in POLICY if verb.startswith("studies.")}


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("verb", MAY)
def test_who_may(verb, who):
    decision = policy.decide(ACTORS[who], verb, {"owner": OWNER, "reader": READER})
    assert decision.allowed == (who in MAY[verb])
    assert decision.allowed or (decision.because.fr and decision.because.en)


@pytest.mark.parametrize("verb", MAY)
def test_an_access_token_says_only_the_verbs_it_was_given(verb):
    token = Actor(person=3, mandates=(Mandate(OWNER, Role.ADMINISTRATOR),), scopes=frozenset())
    assert not policy.decide(token, verb, {"owner": OWNER, "reader": None}).allowed


def test_the_list_and_the_table_agree(circle, frozen):
    """Studies of two owners, one shown to a third organisation, for every mix of one and two mandates."""
    ury, malaubert = (circle.actor(each) for each in (circle.ury, circle.malaubert))
    studies = [
        open_study(circle, ury),
        open_study(circle, malaubert, owner=circle.malaubert.pk, title="Une autre"),
        open_study(circle, ury, title="Montrée"),
    ]
    Share.objects.create(study=studies[2], organisation=circle.lender)
    places = [circle.ury.pk, circle.malaubert.pk, circle.lender.pk, circle.stranger.pk]
    mixes = [(Mandate(place, role),) for place in places for role in Role]
    mixes += [(Mandate(a, Role.AGENT), Mandate(b, Role.READER)) for a in places for b in places if a != b]
    for mandates in [(), *mixes]:
        actor = Actor(person=9, mandates=mandates)
        by_policy = {
            study.pk
            for study in studies
            if policy.decide(actor, "studies.see", stakes_of(actor, study, shown_to(study))).allowed
        }
        assert {study.pk for study in visible_studies(actor)} == by_policy, mandates


def test_a_token_without_the_verb_lists_nothing(scene):
    token = Actor(person=3, mandates=(Mandate(scene.circle.ury.pk, Role.AGENT),), scopes=frozenset({"sharing.book"}))
    assert list(visible_studies(token)) == []


def test_absent_and_forbidden_look_alike(scene):
    stranger = scene.circle.actor(scene.circle.stranger)
    with pytest.raises(AbsentError) as hidden:
        study_or_refuse(stranger, scene.study.pk)
    with pytest.raises(AbsentError) as absent:
        study_or_refuse(stranger, scene.study.pk + 1000)
    assert hidden.value.sentence.fr.replace(str(scene.study.pk), "N") == absent.value.sentence.fr.replace(
        str(scene.study.pk + 1000), "N"
    )


def test_whoever_reads_it_is_told_why_she_may_not_change_it(answered):
    circle = answered.circle
    actions.show(answered.clerk, answered.study.pk, [circle.malaubert.pk])
    reader = circle.actor(circle.malaubert, Role.AGENT)
    assert study_or_refuse(reader, answered.study.pk).pk == answered.study.pk
    with pytest.raises(RefusedError, match="propriétaire"):
        actions.set_service(reader, answered.study.pk, {"measure": "everything"})


def test_it_is_shown_to_members_only_and_taken_back(answered):
    circle, study = answered.circle, answered.study
    with pytest.raises(Exception, match="membres seulement"):
        actions.show(answered.clerk, study.pk, [circle.stranger.pk])
    actions.show(answered.clerk, study.pk, [circle.malaubert.pk, circle.lender.pk])
    study.refresh_from_db()
    assert study.state == StudyState.SHARED
    actions.show(answered.clerk, study.pk, [])
    study.refresh_from_db()
    assert study.state == StudyState.DRAFT
    assert not visible_studies(circle.actor(circle.malaubert)).exists()


def test_a_study_without_answer_is_not_shown(scene):
    with pytest.raises(Exception, match="rien à montrer"):
        actions.show(scene.clerk, scene.study.pk, [scene.circle.malaubert.pk])


def test_a_remark_is_made_in_the_name_of_the_readers_organisation_once(answered):
    circle, study = answered.circle, answered.study
    actions.show(answered.clerk, study.pk, [circle.malaubert.pk])
    reader = circle.actor(circle.malaubert, Role.ELECTED, name="Noémie")
    first = actions.remark(reader, study.pk, "Et l’hiver ?", request_key="k")
    assert actions.remark(reader, study.pk, "Et l’hiver ?", request_key="k").pk == first.pk
    assert first.organisation == circle.malaubert
    assert actions.remark(answered.clerk, study.pk, "Oui.").organisation == circle.ury
    with pytest.raises(Exception, match="Écrivez votre remarque"):
        actions.remark(reader, study.pk, "  ")
    with pytest.raises(RefusedError):
        actions.remark(circle.actor(circle.malaubert, Role.READER), study.pk, "Je lis seulement")


def test_a_copy_keeps_members_and_sources_and_lives_its_own_life(answered):
    copied = actions.copy_study(answered.clerk, answered.study.pk, "Autrement")
    assert (copied.members.count(), copied.sources.count(), copied.answer) == (3, 1, None)
    fill(answered.clerk, copied.pk)
    assert answered.study.sources.count() == 1
