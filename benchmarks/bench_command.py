"""How long ``mitoyen agreement check`` takes on one file, from start to end, as a clerk waits for it.

    python benchmarks/bench_command.py

Bounds: 0.6 s on the clock (best of seven) for each worked agreement and each example, numpy not imported when no rule
simulates; and one second of processor for each document made to hurt, refused with a place. The other commands that
begin with an agreement, or with nothing, are timed beside.
"""

from __future__ import annotations

import functools
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from scoring import Sheet, of_children, on_the_clock  # noqa: E402

WORKED = HERE.parent / "tests" / "engines" / "agreements" / "worked"
CONCESSION, POOL = WORKED / "concession-eau.yaml", WORKED / "deneigement.yaml"
EXAMPLES = sorted((HERE.parent / "examples" / "agreements").glob("*.yaml"))
OTHERS = {
    "explain": ("agreement", "explain", str(CONCESSION)),
    "settle": ("agreement", "settle", str(CONCESSION), "--facts", str(WORKED / "concession-eau-2027-T1.yaml"),
               "--period", "2027-Q1"),
    "loan --help": ("loan", "--help"),
    "shares --help": ("shares", "--help"),
    "--help": ("--help",),
}  # fmt: skip
HOSTILE = {
    "aliases that multiply": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "sixty thousand brackets": "[" * 60_000,
    "half a megabyte": "a: '" + "x" * (512 * 1024) + "'",
    "twenty thousand nodes": "a: [" + "1," * 20_001 + "]",
    "huge exponents": "format: 1\nagreement: 1e999999999\nterm: {from: .nan, to: 9" + "9" * 400 + "}",
    "bytes that are no text": "a: \udcff\udcfe",
    "two thousand errors": "format: 1\nclauses:\n" + "- {id: x, kind: penalty, payer: nobody}\n" * 2_000,
}
PROGRAM = ["-m", "mitoyen.commands.main"]


def mitoyen(*arguments, told=()):
    return subprocess.run([sys.executable, *told, *PROGRAM, *arguments], capture_output=True, check=False, text=True)


def run(file, *, told=()):
    return mitoyen("agreement", "check", str(file), told=told)


def refusals(sheet):
    """Each hostile document: the seconds that it costs, and the refusal with its line."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in HOSTILE.items():
            file = Path(folder) / "hostile.yaml"
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
            seconds, done = of_children(lambda file=file: run(file), 2)
            said = done.stderr.startswith(f"{file}:") and "Traceback" not in done.stderr
            sheet.check(f"{name}: refused with its place", holds=done.returncode == 2 and said)
            sheet.at_most(f"{name}, of processor", seconds, 1, "s")


def main():
    sheet = Sheet("command")
    done = run(POOL, told=("-X", "importtime"))
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time")}
    sheet.check("the check itself ran", holds=done.returncode in {0, 1} and len(imported) > 50)
    sheet.check("Django is not imported", holds="django" not in imported)
    sheet.check("numpy is not imported for an agreement that no rule simulates", holds="numpy" not in imported)
    bare, _ = on_the_clock(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 5)
    sheet.say(f"         Python's own start {bare:.2f} s; load {sheet.load:.1f}")
    for file in (CONCESSION, POOL, *EXAMPLES):
        one = functools.partial(run, file)
        processor, done = of_children(one, 2)
        seconds, _ = on_the_clock(one, 7)
        sheet.check(f"check of {file.stem} ran, {processor:.2f} s of processor", holds=done.returncode in {0, 1})
        sheet.at_most(f"check of {file.stem}", seconds, 0.6, "s", on_the_clock=True)
    for name, arguments in OTHERS.items():
        seconds, done = on_the_clock(functools.partial(mitoyen, *arguments), 3)
        sheet.check(f"{name} ran, {seconds:.2f} s", holds=done.returncode == 0)
    refusals(sheet)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
