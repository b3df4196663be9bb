"""The parts of a key: by what each is shared, and the proportions that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mitoyen.engines.agreements.exact import ZERO, Exact, choose, total
from mitoyen.engines.agreements.scalars import DriverName, Flag, Part, Share
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mitoyen.engines.agreements.evidence import Key, Reading
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.dates import Period

Weighed: TypeAlias = "tuple[Exact, list[Exact], Exact]"
"""The weight of a part of the key, the driver of each payer, and their sum."""


class Component(Part):
    """A part of the pool and the driver that it is shared by: a fact by member, an attribute, or ``equal``."""

    weight: Share
    by: DriverName
    if_all_zero: DriverName | None = None
    last_published: Flag = False
    """While the figures of a period are not all published, the last ones that were are used; what each member owes is
    put right in the settlement that follows their publication."""

    def drivers_of(self, now: Moment, payers: Sequence[str], days: Sequence[int] | None) -> Drivers:
        """The driver of each payer in this period; those of an earlier one when they are not published yet."""
        stale = self._last_full(now, payers) if self.last_published and not _published(now, self.by, payers) else None
        if stale is None:
            return Drivers(self._weighted(now, payers, days, now.driver))
        earlier, readings = stale
        label = now.period.label
        now.notes.append(
            Sentence(
                f"« {self.by} » n'est pas encore publié pour {label} : celui de {earlier.label} sert, à régulariser.",
                f"'{self.by}' is not published yet for {label}: that of {earlier.label} is used, to be put right.",
            )
        )
        return Drivers(self.then(now, payers, days, readings), is_stale=True)

    def then(
        self,
        now: Moment,
        payers: Sequence[str],
        days: Sequence[int] | None,
        readings: Mapping[str, Mapping[Key, Reading]],
    ) -> list[Exact]:
        """The driver of each payer out of the readings of another period."""

        def driver(name: str, payer: str) -> Exact:
            seen = readings.get(name, {}).get((payer,))
            return seen.value if seen is not None and seen.value is not None else now.driver(name, payer)

        return self._weighted(now, payers, days, driver)

    def _weighted(
        self, now: Moment, payers: Sequence[str], days: Sequence[int] | None, driver: Callable[[str, str], Exact]
    ) -> list[Exact]:
        """A driver that nobody measures counts by days of membership; if all are zero, another one serves."""

        def of(name: str) -> list[Exact]:
            found = [driver(name, payer) for payer in payers]
            if name in now.scene.facts or days is None:
                return found
            return [one * held for one, held in zip(found, days, strict=True)]

        drivers = of(self.by)
        if self.if_all_zero is None:
            return drivers
        nothing = total(drivers) <= ZERO
        return [choose(nothing, other, own) for other, own in zip(of(self.if_all_zero), drivers, strict=True)]

    def _last_full(
        self, now: Moment, payers: Sequence[str]
    ) -> tuple[Period, Mapping[str, Mapping[Key, Reading]]] | None:
        """The last earlier period for which every payer has an audited figure."""
        held = [one for one in now.scene.observed.before if is_full(one[1].get(self.by, {}), payers)]
        return held[-1] if held else None


class Drivers(NamedTuple):
    """The driver of each payer, and whether it is that of an earlier period."""

    each: list[Exact]
    is_stale: bool = False


def is_full(readings: Mapping[Key, Reading], payers: Sequence[str]) -> bool:
    """Whether every payer has an audited figure."""
    return all((seen := readings.get((payer,))) is not None and seen.is_accepted for payer in payers)


def _published(now: Moment, name: str, payers: Sequence[str]) -> bool:
    return name not in now.scene.facts or is_full(now.scene.observed.now.get(name, {}), payers)


def proportions(parts: Sequence[Weighed]) -> list[Exact]:
    """The weight of each payer over a common divisor.

    ``Σ_k w_k·x_ik / X_k`` is multiplied by the product of all ``X_k``: the proportions are the same
    and nothing is divided, hence nothing rounded.
    """
    shares = []
    for rank in range(len(parts[0][1])):
        share = ZERO
        for k, (weight, drivers, _) in enumerate(parts):
            term = weight * drivers[rank]
            for other, (_, _, everything) in enumerate(parts):
                term = term * everything if other != k else term
            share = share + term
        shares.append(share)
    return shares


def driver_said(name: str, say: Wording) -> str:
    """By what a cost is shared, in words."""
    fixed = {"equal": ("parts égales", "equal shares"), "population": ("la population", "population")}
    if name in fixed:
        return fixed[name][say.language == "en"]
    return say.measure(name) if name in say.facts else say.quoted(name.replace("_", " "))
