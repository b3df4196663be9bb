"""How long ``mitoyen agreement check`` takes on one file, from start to end, as a clerk waits for it.

    python benchmarks/bench_command.py

Bound: 0.6 s on the clock (best of nine), and numpy not imported when no rule simulates.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from scoring import Sheet, on_the_clock  # noqa: E402

CONCESSION = HERE.parent / "tests" / "engines" / "agreements" / "worked" / "concession-eau.yaml"
COMMAND = [sys.executable, "-m", "mitoyen.commands.main", "agreement", "check", str(CONCESSION)]


def run(*, told=()):
    return subprocess.run([COMMAND[0], *told, *COMMAND[1:]], capture_output=True, check=False, text=True)


def main():
    sheet = Sheet("command")
    done = run(told=("-X", "importtime"))
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time")}
    sheet.check("the check itself ran", holds=done.returncode in {0, 1} and len(imported) > 50)
    sheet.check("Django is not imported", holds="django" not in imported)
    sheet.check("numpy is not imported", holds="numpy" not in imported)
    seconds, _ = on_the_clock(run, 9)
    bare, _ = on_the_clock(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 5)
    sheet.say(f"         of which Python's own start {bare:.2f} s")
    sheet.at_most("check of one file", seconds, 0.6, "s", on_the_clock=True)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
