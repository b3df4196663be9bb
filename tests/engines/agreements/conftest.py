"""The worked agreements, their facts, and what comes out of them."""

import importlib.util
from pathlib import Path

import pytest

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import read_facts
from mitoyen.engines.agreements.reading import Source
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import read_state

HERE = Path(__file__).parent
AGREEMENTS = {"water": "concession-eau", "snow": "deneigement"}
FACTS = {"water": "concession-eau-2027-T1", "snow": "deneigement-2026-2027"}


class WorkedFiles:
    """``water`` and ``snow``: opened, with their facts and opening state, settled."""

    names = tuple(AGREEMENTS)

    def text(self, name):
        return (HERE / "worked" / f"{AGREEMENTS[name]}.yaml").read_text(encoding="utf-8")

    def opened(self, name):
        return open_agreement(self.text(name), f"{AGREEMENTS[name]}.yaml")

    def given(self, name):
        facts = read_facts((HERE / "worked" / f"{FACTS[name]}.yaml").read_bytes(), f"{FACTS[name]}.yaml")
        return facts, read_state(facts.state, Source(FACTS[name], None, {}))

    def settled(self, name):
        facts, opening = self.given(name)
        return settle(self.opened(name), facts, facts.period, opening)


@pytest.fixture(scope="session")
def worked():
    return WorkedFiles()


@pytest.fixture(scope="session")
def redone():
    """The desk calculator, loaded by itself: it knows nothing of mitoyen."""
    spec = importlib.util.spec_from_file_location("desk_calculator", HERE / "desk_calculator.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.redone
