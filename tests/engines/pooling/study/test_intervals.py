"""Replays: how sure the answer is."""

import pytest
from tests.engines.pooling.study.valley import SETTINGS

from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.engines.pooling.study.intervals import intervals_of
from mitoyen.kernel.errors import InvalidError

WINTERS = """
period: {from: 2021-01-01, to: 2025-12-31}
calendar:
  weather: {neige: {chance: 0.3, together: 0.3, persistence: 0.5}}
  needs: [{members: all, season: {from: 11-15, to: 03-15}, hours: {from: "05:00", to: "09:00"}, weather: neige}]
"""


def winters(extra="", service="service: {measure: fill_rate, level: 0.9}"):
    text = SETTINGS.replace("period: {from: 2026-01-01, to: 2026-12-31}\n", "").replace(", stock: {etrave: 1}", "")
    settings = read_settings(text.replace("service: {measure: everything}", service) + WINTERS + extra)
    needs = gather_needs(settings)
    return settings, needs, answer_study(settings, needs)


def test_ranges_surround_the_answer_and_come_back_the_same():
    settings, needs, answer = winters("replays: {count: 400}\n")
    found = intervals_of(settings, needs, answer)
    assert found.saving_cents.low <= answer.money.saving_cents <= found.saving_cents.high
    assert found.units_together["etrave"].low <= answer.units_together["etrave"] <= found.units_together["etrave"].high
    unmet = answer.ladders[0].unmet_together_hours
    assert (
        found.unmet_together_hours.low
        <= unmet
        <= found.unmet_together_hours.high
        <= found.harsh_year_unmet_hours + 1e-9
    )
    assert 0 <= found.same_units_together <= 1
    assert intervals_of(settings, needs, answer) == found


def test_another_seed_draws_other_replays():
    settings, needs, answer = winters("replays: {count: 100, seed: 1}\n")
    others, same_needs, _ = winters("replays: {count: 100, seed: 2}\n")
    first = intervals_of(settings, needs, answer)
    second = intervals_of(others, same_needs, answer_study(others, same_needs))
    assert first.unmet_together_hours != second.unmet_together_hours


def test_hire_makes_mild_and_harsh_years_differ():
    machine = "replays: {count: 200}\n"
    settings, needs, answer = winters(machine)
    assert intervals_of(settings, needs, answer).effects == ()
    text = settings.text.replace("    machine:", "    hire_per_hour: 60\n    machine:")
    dearer = read_settings(text)
    told = intervals_of(dearer, gather_needs(dearer), answer_study(dearer, gather_needs(dearer)))
    mild, harsh = (effect.saving_cents for effect in told.effects)
    assert harsh < mild, "together, one machine fewer: a harsh year hires more"


def test_progress_is_told_to_the_end():
    settings, needs, answer = winters("replays: {count: 100}\n")
    told = []
    intervals_of(settings, needs, answer, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] == 5


def test_a_study_of_loads_has_no_days_to_replay():
    settings = read_settings(
        "format: 1\nstudy: x\nservice: {measure: random, level: 0.95}\nkinds: {e: {machine: {price: 1000}}}\n"
        "members: {a: {load: {e: 0.4}}, b: {load: {e: 0.3}}}\n"
    )
    needs = gather_needs(settings)
    with pytest.raises(InvalidError, match="jours à rejouer"):
        intervals_of(settings, needs, answer_study(settings, needs))


def test_the_sentence_gives_the_confidence_that_was_asked():
    settings, needs, answer = winters("replays: {count: 100, confidence: 0.9}\n")
    assert intervals_of(settings, needs, answer).sentences[0].fr.startswith("Neuf fois sur dix")
    settings, needs, answer = winters("replays: {count: 100, confidence: 0.95}\n")
    assert intervals_of(settings, needs, answer).sentences[0].en.startswith("In 95% of cases")
