"""A bundle gives the same bytes again, for ever; a tampered one says where it lies."""

from pathlib import Path

import pytest

from mitoyen.engines.agreements.bundle import RUNNERS, bundle, recompute
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle

GOLDEN = Path(__file__).parent / "golden"


def packed(worked, name):
    document = worked.opened(name)
    observations, opening = worked.given(name)
    return bundle(document, observations, opening, settle(document, observations, observations.period, opening))


@pytest.mark.parametrize("name", ["water", "snow"])
def test_settling_twice_gives_the_same_bytes(worked, name):
    assert packed(worked, name) == packed(worked, name)


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*/*.json")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden_bundles_of_each_semantics_recompute(golden):
    """If one fails because amounts changed, raise SEMANTICS and keep the old runner; never edit a golden bundle."""
    again = recompute(golden.read_bytes(), golden.name)
    assert [difference.fr for difference in again.differences] == []
    assert again.content == golden.read_bytes()


def test_each_semantics_has_golden_bundles():
    assert {path.name for path in GOLDEN.iterdir()} == {f"semantics-{number}" for number in RUNNERS}


def test_a_tampered_bundle_says_where(worked):
    content = packed(worked, "water")
    tampered = content.replace(b'"amount":"1687.50"', b'"amount":"687.50"')
    assert tampered != content
    said = [difference.fr for difference in recompute(tampered, "b.json").differences]
    assert any("687.50" in sentence and "1687.50" in sentence for sentence in said)


def test_reordered_bytes_are_noticed(worked):
    content = packed(worked, "snow").replace(b'{"agreement":', b'{ "agreement":', 1)
    (difference,) = recompute(content, "b.json").differences
    assert "forme canonique" in difference.fr


def test_a_file_that_is_no_bundle():
    with pytest.raises(UnreadableError):
        recompute(b'{"bundle": "1", "semantics": "99"}', "b.json")
