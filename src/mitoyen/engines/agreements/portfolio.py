"""Settle many agreements at once: all the pools and concessions of a department, at the end of a quarter.

Each file becomes a bundle, or the sentence that says why it cannot be used: one that is wrong does not stop the
others. The work is shared out by :mod:`mitoyen.calculus.batch`, on the processors here or on a cluster; the bytes are
the same wherever it runs.

>>> settled = settle_many([Filed("pool.yaml", b"format: 9", "facts.yaml", b"period: 2027-Q1")])
>>> settled[0].bundle, settled[0].where, settled[0].refusal.en
(None, 'pool.yaml:1:9', "'9' is not accepted here: '1'.")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.calculus.batch import mapped
from mitoyen.engines.agreements.bundle import bundle
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import read_facts
from mitoyen.engines.agreements.reading import Source
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import read_state
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.calculus.batch import Progress


@dataclass(frozen=True, slots=True)
class Filed:
    """An agreement and its facts, as they are filed: the name and the bytes of each file.

    The opening state is the one that the facts carry; the period is theirs unless ``period`` says another.
    """

    agreement_file: str
    agreement: bytes
    facts_file: str
    facts: bytes
    period: str = ""


@dataclass(frozen=True, slots=True)
class SettledFile:
    """The bundle of a settlement, or why there is none and where."""

    bundle: bytes | None
    refusal: Sentence | None = None
    where: str = ""


def settle_one(filed: Filed) -> SettledFile:
    """Read, settle and write down one agreement."""
    try:
        document = open_agreement(filed.agreement, filed.agreement_file)
        facts = read_facts(filed.facts, filed.facts_file)
        opening = read_state(facts.state, Source(filed.facts_file, facts.state, {}))
        period = Period.parse(filed.period) if filed.period else facts.period
        if period is None:
            raise InvalidError(
                Sentence("Les faits ne disent pas leur période.", "The facts do not say their period."),
                where=filed.facts_file,
            )
        settled = settle(document, facts, period, opening)
    except MitoyenError as error:
        return SettledFile(None, error.sentence, error.where)
    return SettledFile(bundle(document, facts, opening, settled))


def settle_many(
    filed: Iterable[Filed], *, progress: Progress | None = None, processes: int | None = None
) -> list[SettledFile]:
    """Settle each file, in the order given, where :func:`mitoyen.calculus.batch.mapped` says."""
    return mapped(settle_one, filed, progress=progress, processes=processes)
