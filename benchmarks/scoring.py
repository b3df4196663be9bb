"""What the benchmarks share: times that a busy machine disturbs least, verdicts, results that are kept.

A ratio or a count that breaks its bound fails the run. A time on the clock does so only on a quiet machine: when
more wants to run than there are processors, the verdict says so, and the load is printed.
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def side_by_side(works, rounds):
    """The least processor seconds of each function, all in turn: what slows one slows the others alike."""
    least = dict.fromkeys(works, float("inf"))
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            started = time.process_time()
            work()
            least[name] = min(least[name], time.process_time() - started)
    return least


def on_the_clock(work, rounds):
    """The least seconds on the clock, and the last result."""
    least, result = float("inf"), None
    for _ in range(rounds):
        started = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - started)
    return least, result


def of_children(work, rounds):
    """The least processor seconds of the processes that ``work`` starts, and the last result."""
    least, result = float("inf"), None
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = work()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return least, result


class Sheet:
    """What one benchmark found, printed as it goes and kept in ``results/``."""

    def __init__(self, name):
        self.name, self.lines, self.broken = name, [], 0
        self.processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        self.load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0

    def say(self, text):
        print(text, flush=True)
        self.lines.append(text)

    def at_most(self, what, value, bound, unit="", *, on_the_clock=False):
        self._judge(what, value, f"at most {bound:g}", unit, holds=value <= bound, on_the_clock=on_the_clock)

    def at_least(self, what, value, bound, unit="", *, on_the_clock=False):
        self._judge(what, value, f"at least {bound:g}", unit, holds=value >= bound, on_the_clock=on_the_clock)

    def check(self, what, *, holds):
        self._verdict(what, holds=holds)

    def _judge(self, what, value, bound, unit, *, holds, on_the_clock):
        unit = f" {unit}" if unit else ""
        what = f"{what}: {value:.4g}{unit} ({bound}{unit})"
        self._verdict(what, holds=holds, excused=on_the_clock and self.load > self.processors)

    def _verdict(self, what, *, holds, excused=False):
        self.broken += not holds and not excused
        word = "holds" if holds else "over, on a busy machine" if excused else "BROKEN"
        self.say(f"{word:8} {what}")

    def close(self):
        """Keep the sheet; returns the exit status."""
        self.say(f"machine: {self.processors} processors, load {self.load:.1f} at the start")
        self.say("a bound is broken" if self.broken else "every bound holds")
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{self.name}.txt").write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        return 1 if self.broken else 0
