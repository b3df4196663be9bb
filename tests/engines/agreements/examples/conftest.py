"""The example agreements with their facts, settled one period after the other."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import merged, read_facts
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.dates import Period

FOLDER = Path(__file__).parents[4] / "examples" / "agreements"
NAMES = sorted(file.stem for file in FOLDER.glob("*.yaml"))


@dataclass
class Example:
    """An agreement of the folder, what was worked out by hand, and what the engine gives."""

    name: str
    expected: list = field(default_factory=list)

    def __post_init__(self):
        self.file = FOLDER / f"{self.name}.yaml"
        self.document = open_agreement(self.file.read_bytes(), self.file.name)
        self.expected = json.loads((FOLDER / "expected" / f"{self.name}.json").read_text("utf-8"))["periods"]

    def facts(self, by_hand):
        files = [FOLDER / "facts" / name for name in by_hand["facts"]]
        return merged([read_facts(file.read_bytes(), file.name) for file in files])

    def periods(self):
        """For each period worked by hand: it, its facts, the opening state, the settlement."""
        state = State()
        for by_hand in self.expected:
            facts = self.facts(by_hand)
            settled = settle(self.document, facts, Period.parse(by_hand["period"]), state)
            yield by_hand, facts, state, settled
            state = settled.state


@pytest.fixture(scope="session", params=NAMES)
def example(request):
    return Example(request.param)
