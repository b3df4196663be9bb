"""Every printed French step is redone from its text alone, and every line ends on its amount."""

import pytest


@pytest.mark.parametrize("name", ["water", "snow"])
def test_each_line_is_redone_from_its_printed_text(worked, redone, name):
    lines = worked.settled(name).lines
    assert lines
    for line in lines:
        results = [redone(step.printed("fr")) for step in line.steps]
        assert results[-1] == line.amount.fraction, line.clause


def test_the_calculator_would_notice_a_wrong_result(redone):
    with pytest.raises(AssertionError):
        redone("Somme due : 37,5 × 45,00 = 1 687,51 € (arrondi au centime)")
