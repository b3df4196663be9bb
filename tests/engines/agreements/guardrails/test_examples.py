"""Each rule catches its failing example and passes its passing one; nothing else blocks."""

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.guardrails import examples

LEAST_VARIANTS = 3
EVERY = [rule for rule in guardrails.RULES if rule in examples.example_names()]


def blocking(document):
    return {finding.rule for finding in guardrails.check(document) if finding.blocks}


def raised(document):
    return {finding.rule for finding in guardrails.check(document)}


@pytest.mark.parametrize("name", examples.base_names())
def test_nothing_stands_against_signing_a_base(name):
    found = guardrails.check(examples.base(name))
    assert [(one.rule, str(one.place), one.sentence.fr) for one in found if one.blocks] == []


@pytest.mark.parametrize("rule", EVERY)
def test_the_one_change_raises_the_rule_and_nothing_else_that_blocks(rule):
    document = examples.example(rule).fails.document
    assert rule in raised(document)
    assert blocking(document) <= {rule}


@pytest.mark.parametrize("rule", EVERY)
def test_the_base_of_a_rule_does_not_raise_it(rule):
    assert rule not in raised(examples.example(rule).passes)


@pytest.mark.parametrize(
    ("rule", "rank"), [(rule, n) for rule in EVERY for n in range(len(examples.example(rule).variants))]
)
def test_a_reworded_variant_raises_the_rule_too(rule, rank):
    document = examples.example(rule).variants[rank].document
    assert rule in raised(document)
    assert blocking(document) <= {rule}


@pytest.mark.parametrize("rule", EVERY)
def test_there_are_enough_variants_and_they_differ(rule):
    variants = examples.example(rule).variants
    assert len(variants) >= LEAST_VARIANTS
    assert len({variant.document.digest for variant in (examples.example(rule).fails, *variants)}) == len(variants) + 1
