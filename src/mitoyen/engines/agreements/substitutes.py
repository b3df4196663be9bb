"""What stands in for evidence that is missing or not yet audited: one mechanism for every clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, total
from mitoyen.engines.agreements.notation import number
from mitoyen.engines.agreements.policies import Estimate, LastAudited, Missing, Provisional
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.evidence import Key, Observed, Reading

_STATUS = {
    "declared": ("déclaré mais pas encore contrôlé", "declared but not audited yet"),
    "contested": ("contesté", "contested"),
    "missing": ("manquant", "missing"),
    "estimated": ("seulement estimé", "only estimated"),
}


_LACKING = {
    "deem_worst": (
        ", et rien ne dit sa pire valeur (seul un indicateur, par son domaine, en a une)",
        ", and nothing says its worst value (only an indicator has one, by its domain)",
    ),
    "deem_baseline": (", et rien ne dit sa situation de départ", ", and nothing says its baseline"),
}
"""Why a policy that names a value cannot give one."""


class AwaitingError(MitoyenError):
    """A line waits for its evidence: it is neither paid nor nil. The pipeline turns it into a held line."""

    code = "awaiting"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The evidence that is wanted, what there is of it, and what the agreement says of it."""

    name: str
    key: Key
    seen: Reading | None
    observed: Observed
    indicator: Indicator | None

    @property
    def said(self) -> Sentence:
        """What is wrong with it, in words."""
        name = ".".join((self.name, *self.key))
        fr, en = _STATUS[self.seen.status] if self.seen and self.seen.status in _STATUS else _STATUS["missing"]
        return Sentence(f"« {name} » est {fr}", f"'{name}' is {en}")

    @property
    def baseline(self) -> Exact | None:
        """The baseline of the indicator."""
        return self.indicator.baseline.value if self.indicator and self.indicator.baseline else None


@dataclass(frozen=True, slots=True)
class Substitute:
    """A value to settle on, what to tell people, and the share of the money that it lets through."""

    value: Exact
    note: Sentence
    paid_share: Exact = ONE


def substitute(policy: Missing, wanted: Wanted) -> Substitute:
    """The value that ``policy`` puts in place of missing evidence; :class:`AwaitingError` when it holds the line."""
    found = _fixed(policy, wanted) if isinstance(policy, str) else _worked_out(policy, wanted)
    if found is None:
        fr, en = _LACKING.get(policy, ("", "")) if isinstance(policy, str) else ("", "")
        raise AwaitingError(
            Sentence(f"{wanted.said.fr}{fr} : la ligne attend.", f"{wanted.said.en}{en}: the line waits.")
        )
    return found


def _fixed(policy: str, wanted: Wanted) -> Substitute | None:
    if policy == "deem_zero":
        return _noted(wanted, ZERO, "compté pour zéro", "counted as zero")
    if policy == "deem_baseline" and wanted.baseline is not None:
        return _noted(wanted, wanted.baseline, "la situation de départ est reprise", "the baseline is used")
    if policy == "deem_worst" and wanted.indicator and wanted.indicator.worst is not None:
        return _noted(wanted, wanted.indicator.worst, "la pire valeur est retenue", "the worst value is used")
    return None


def _worked_out(policy: Provisional | LastAudited | Estimate, wanted: Wanted) -> Substitute | None:
    if isinstance(policy, Provisional):
        if wanted.seen is None or wanted.seen.value is None:
            return None
        share, said = policy.provisional.share, ("payé en partie à titre provisoire", "paid in part provisionally")
        return _noted(wanted, wanted.seen.value, *said, share)
    if isinstance(policy, LastAudited):
        found = _last_audited(policy, wanted)
        said = ("la dernière valeur contrôlée est reprise", "the last audited value is used")
        if found is not None and policy.last_audited.decay != ZERO:
            fr, en = (number(found, each) for each in ("fr", "en"))
            said = f"{said[0]}, affaiblie : {fr}", f"{said[1]}, faded: {en}"
    else:
        found, said = _estimated(policy, wanted), ("une estimation est employée", "an estimate is used")
    return None if found is None else _noted(wanted, found, *said)


def _noted(wanted: Wanted, value: Exact, fr: str, en: str, share: Exact = ONE) -> Substitute:
    return Substitute(value, Sentence(f"{wanted.said.fr} : {fr}.", f"{wanted.said.en}: {en}."), share)


def _last_audited(policy: LastAudited, wanted: Wanted) -> Exact | None:
    """The last audited value, moved towards the baseline by ``decay`` once per period since."""
    earlier = wanted.observed.accepted_before(wanted.name, wanted.key)
    if not earlier:
        return None
    last_period, value = earlier[-1]
    kept = ONE - policy.last_audited.decay
    missing = 1 + sum(1 for period, _ in wanted.observed.before if period.start >= last_period.end)
    goal = wanted.baseline if wanted.baseline is not None else ZERO
    for _ in range(missing):
        value = goal + (value - goal) * kept
    return value.rounded(wanted.indicator.decimals if wanted.indicator else 4)


def _estimated(policy: Estimate, wanted: Wanted) -> Exact | None:
    earlier = wanted.observed.accepted_before(wanted.name, wanted.key)
    if not earlier:
        return None
    if policy.estimate == "previous_period":
        return earlier[-1][1]
    if policy.estimate == "mean_of_history":
        mean = total(value for _, value in earlier) / len(earlier)
        return mean.rounded(wanted.indicator.decimals if wanted.indicator else 4)
    now = wanted.observed.period
    return next((value for period, value in earlier if now and add_months(period.start, 12) == now.start), None)
