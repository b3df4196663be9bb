"""How fast fleets are sized and a study answered, against limits.

    python benchmarks/bench_fleets.py

Bounds, in seconds of processor (what a quiet machine takes; the clock is printed beside): the smallest fleet that
serves 98 % of the hours of 20,000 bookings, each whole or not at all, in 2 seconds; the first answer of a study of 12
members with 10,000 past uses, from the text of its two files, in 3 seconds (its intervals are timed apart). Both are
the best of three, on invented bookings. A third figure is bounded as a ratio: the curves of every group of 12 members,
at least 3 times faster than summing each group's demand anew with numpy.
Exit status 1 when a bound is broken.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from scoring import Sheet  # noqa: E402

from mitoyen.engines.pooling.fleets.curves import coalition_curves, unmet_curve  # noqa: E402
from mitoyen.engines.pooling.fleets.demand import demand_of  # noqa: E402
from mitoyen.engines.pooling.fleets.serving import Jobs, peak, smallest_fleet  # noqa: E402
from mitoyen.engines.pooling.needs import Needs, written  # noqa: E402
from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings  # noqa: E402
from mitoyen.engines.pooling.study.intervals import intervals_of  # noqa: E402

MOST_FLEET, MOST_STUDY, LEAST_CURVES = 2.0, 3.0, 3.0
EPOCH = 26_824_320  # minutes: the first of January 2021


def bookings(count, days, seed):
    """Bookings by quarters of an hour, in the day, from half an hour to seven hours and a half."""
    rng = np.random.default_rng(seed)
    start = EPOCH + rng.integers(0, days, count) * 1440 + rng.integers(20, 72, count) * 15
    return start, start + rng.integers(2, 30, count) * 15


def best_of(times, work):
    """The least processor time, the clock of that same run, and the result."""
    spent = []
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        spent.append((time.process_time() - processor, time.perf_counter() - clock))
    return *min(spent), result


def fleet(sheet):
    """20,000 bookings over one year, and over five."""
    worst = 0.0
    for days in (365, 1826):
        start, end = bookings(20_000, days, seed=1)
        jobs = Jobs(start, end, np.ones(start.size, dtype=np.int64), (end - start) / 60.0)
        spent, clock, found = best_of(3, lambda jobs=jobs: smallest_fleet(jobs, 0.98))
        units = f"{peak(jobs):2} at the peak, {found.fleet:2} enough"
        sheet.say(f"         98 % of 20,000 bookings over {days:4} days: {units}: {spent:.2f} s (clock {clock:.2f})")
        worst = max(worst, spent)
    sheet.at_most("98 % fill-rate fleet for 20,000 bookings, of processor", worst, MOST_FLEET, "s")


def valley():
    """Twelve invented members, 10,000 uses over five years, with distances."""
    rng = np.random.default_rng(2)
    names = [f"membre-{rank:02d}" for rank in range(12)]
    start, end = bookings(10_000, 1826, seed=2)
    who = rng.choice(12, start.size, p=rng.dirichlet(np.full(12, 3.0)))
    rows = [(names[w], int(s), int(e), 1, 1.0, "benne") for w, s, e in zip(who, start, end, strict=True)]
    places = "".join(
        f"  {name}: {{name: {name}, population: {200 + 90 * rank}, "
        f"position: {{lat: {45 + 0.02 * rank:.2f}, lon: {6 + 0.03 * (rank % 4):.2f}}}}}\n"
        for rank, name in enumerate(names)
    )
    settings = (
        "format: 1\nstudy: banc/douze\nperiod: {from: 2021-01-01, to: 2025-12-31}\nservice: {level: 0.98}\n"
        "kinds: {benne: {machine: {price: 60000, life_years: 10, yearly: {entretien: 2000}}, after: 15}}\n"
        "pooling: {yearly: {coordination: 3000}, per_added_member: 300}\n"
        f"travel: {{speed_kmh: 40, cost_per_km: 1.5, detour: 1.3}}\nmembers:\n{places}"
    )
    return settings, written(Needs.of(names, rows))


def study(sheet):
    text, csv = valley()

    def first():
        settings = read_settings(text)
        needs = gather_needs(settings, csv)
        return settings, needs, answer_study(settings, needs)

    spent, clock, (settings, needs, answer) = best_of(3, first)
    units = f"{answer.units_alone['benne']} alone, {answer.units_together['benne']} together, verdict {answer.verdict}"
    sheet.say(f"         study of 12 members, 10,000 uses, files read: {units} (clock {clock:.2f} s)")
    sheet.at_most("first answer of a study of 12 members, of processor", spent, MOST_STUDY, "s")
    apart, _, _ = best_of(1, lambda: intervals_of(settings, needs, answer))
    sheet.say(f"         its intervals, {settings.replays} replays: {apart:.2f} s (apart)")
    demand = demand_of(needs)
    fast, _, curves = best_of(3, lambda: coalition_curves(demand))
    slow, _, reference = best_of(1, lambda: summed_anew(demand))
    assert np.allclose(curves, reference)
    sheet.say(f"         curves of its 4,096 groups: {fast:.2f} s, summed anew {slow:.2f} s")
    sheet.at_least("curves of every group, faster than summed anew", slow / fast, LEAST_CURVES, "times")


def summed_anew(demand):
    """Each group's demand summed from its members', slot by slot."""
    members, most = len(demand.members), demand.peak
    return np.stack(
        [
            unmet_curve(
                demand.busy[[m for m in range(members) if mask >> m & 1]].sum(axis=0), demand.minutes, most=most
            )
            for mask in range(1 << members)
        ]
    )


def main():
    sheet = Sheet("fleets")
    fleet(sheet)
    study(sheet)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
