"""The pages of guardrails say what the rules do: they are written out of them, and current."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "agreements" / "guardrails"


def test_the_pages_are_current():
    asked = subprocess.run(
        [sys.executable, "tools/guardrail_pages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not asked.returncode, asked.stderr


def test_there_is_a_page_for_each_rule_and_an_index_that_leads_to_it():
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = sorted(file.stem for file in FOLDER.glob("*-*.md"))
    assert len(names) == 72
    for name in names:
        assert f"[{name}]({name}.md)" in index
        page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        for heading in (
            "# " + name,
            "> **In English.**",
            "## Pourquoi",
            "## Comment corriger",
            "## Ce qui ne passe pas",
        ):
            assert heading in page, (name, heading)
