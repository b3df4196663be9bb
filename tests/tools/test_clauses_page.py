"""The page of clause kinds says what the code computes: it is written out of it, and current."""

import subprocess
import sys
from pathlib import Path

from mitoyen.engines.agreements.clauses import KINDS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "agreements" / "clauses.md"


def test_the_page_is_current():
    asked = subprocess.run(
        [sys.executable, "tools/clauses_page.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not asked.returncode, asked.stderr


def test_every_kind_has_its_section_its_law_and_its_example():
    written = PAGE.read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        assert f"## `{name}`\n" in written
        assert kind.example.strip() in written
        for law in kind.law:
            unsure = "" if law.confirmed else " *(à confirmer)*"
            assert f"* **{law.reference}**{unsure} — " in written
