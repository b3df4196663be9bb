"""The sound agreements, their facts, what was worked out by hand, and what the engine gives."""

import importlib.util
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from mitoyen.engines.agreements import reading
from mitoyen.engines.agreements.corrections import correction
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import facts_from_tree, merged
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.dates import Period

HERE = Path(__file__).parent
NAMES = sorted(file.name.removesuffix(".worked.yaml") for file in HERE.glob("*.worked.yaml"))


@dataclass
class Settling:
    """One settlement: what was worked by hand, on which facts, from which state, and what came out."""

    by_hand: dict
    facts: object
    opening: State
    settled: object
    corrected: object = None
    """The lines that put an earlier settlement right, when that is what is looked at."""

    @property
    def lines(self):
        return (self.corrected or self.settled).lines


@dataclass
class Sound:
    """An agreement of this folder."""

    name: str
    changes: tuple = ()
    """Words of the file and what is written instead, for a variant."""

    @cached_property
    def document(self):
        text = (HERE / f"{self.name}.yaml").read_text("utf-8")
        for before, after in self.changes:
            assert before in text
            text = text.replace(before, after, 1)
        return open_agreement(text, f"{self.name}.yaml")

    @cached_property
    def periods(self):
        worked = f"{self.name}.worked.yaml"
        return reading.read((HERE / worked).read_bytes(), worked).tree["periods"]

    @cached_property
    def settlings(self):
        """The periods settled one after the other; a correction settles its period again, on what is known by then."""
        state, known, done = State(), [], {}
        for by_hand in self.periods:
            period = Period.parse(by_hand["period"])
            known += [facts_from_tree(tree, f"{self.name}.worked.yaml") for tree in by_hand["facts"]]
            before = done.get(period)
            opening = before.opening if before else state
            facts = merged(known)
            now = Settling(by_hand, facts, opening, settle(self.document, facts, period, opening))
            if before:
                now.corrected = correction(before.settled, now.settled)
            done[period], state = now, now.settled.state
            yield now

    def settled_on(self, *trees):
        """One settlement after the other, on facts of one's own."""
        state = State()
        for tree in trees:
            settled = settle(self.document, facts_from_tree(tree, "facts"), Period.parse(tree["period"]), state)
            state = settled.state
            yield settled


@pytest.fixture(scope="session", params=NAMES)
def sound(request):
    return Sound(request.param)


@pytest.fixture(scope="session")
def agreements():
    """Each agreement by its name, or a variant of it: ``agreements("navette", ("quarter", "year"))``."""
    return lambda name, *changes: Sound(name, changes)


@pytest.fixture(scope="session")
def every_agreement():
    return [Sound(name) for name in NAMES]


@pytest.fixture(scope="session")
def by_hand():
    """The reader of the tables, loaded by itself: it knows nothing of mitoyen."""
    spec = importlib.util.spec_from_file_location("by_hand", HERE / "by_hand.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
