"""``docs/pooling/study.md`` is true: its example gives the answer that it prints, and it names every entry."""

import re
from pathlib import Path

import pytest

from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.engines.pooling.study.reading import SECTIONS
from mitoyen.engines.pooling.study.rendering import as_document
from mitoyen.engines.pooling.study.settings import COMPUTED, METHODS

PAGE = (Path(__file__).parents[2] / "docs/pooling/study.md").read_text(encoding="utf-8")


def block(label):
    return re.search(rf"```{label}\n(.*?)```", PAGE, flags=re.DOTALL)[1]


@pytest.fixture(scope="module")
def answer():
    settings = read_settings(block("yaml settings"))
    return answer_study(settings, gather_needs(settings, block("csv needs")))


def held_in(part, whole, path="answer"):
    """Every value of ``part`` is in ``whole``, at the same place."""
    if isinstance(part, dict):
        for name, value in part.items():
            held_in(value, whole[name], f"{path}.{name}")
    elif isinstance(part, list):
        assert len(part) == len(whole), path
        for rank, value in enumerate(part):
            held_in(value, whole[rank], f"{path}[{rank}]")
    else:
        assert part == whole, path


def test_the_example_gives_the_answer_on_the_page(answer):
    import json

    held_in(json.loads(block("json answer")), as_document(answer))
    assert answer.headline.fr in PAGE


def test_the_figures_worked_out_by_hand_on_the_page_are_those_of_the_answer(answer):
    steps = {step.label.en: step.cents for step in answer.money.steps}
    assert steps["1 shredder, a year"] == 3_750_00
    assert steps["Machines, each on its own"] == 11_250_00
    assert steps["Journeys"] == 68_00
    assert answer.money.kilometres == pytest.approx(45 + 1 / 3)


@pytest.mark.parametrize("word", [*SECTIONS, *METHODS, *COMPUTED])
def test_every_entry_is_documented(word):
    assert f"`{word}`" in PAGE or f"`[{word}" in PAGE or f", {word}]`" in PAGE


@pytest.mark.parametrize(
    "part",
    ["verdict", "fleets", "money", "keys", "groups", "moves", "effects", "distance", "carbon", "limits", "intervals"],
)
def test_every_part_of_the_answer_is_documented(part, answer):
    assert part in as_document(answer)
    assert f"`{part}`" in PAGE
