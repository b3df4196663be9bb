"""``docs/agreements/examples.md`` says what the engine says today, and every example is on it."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def load_tool():
    spec = importlib.util.spec_from_file_location("examples_page", ROOT / "tools" / "examples_page.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["examples_page"] = module
    spec.loader.exec_module(module)
    return module


examples_page = load_tool()


def test_the_page_is_current():
    written, now = examples_page.PAGE.read_text("utf-8").splitlines(), examples_page.page().splitlines()
    differing = [(rank, old, new) for rank, (old, new) in enumerate(zip(written, now, strict=False), 1) if old != new]
    assert not differing, f"run python tools/examples_page.py: line {differing[0]}"
    assert len(written) == len(now)


def test_every_example_is_on_the_page():
    files = {file.stem for file in (ROOT / "examples" / "agreements").glob("*.yaml")}
    assert {one.name for one in examples_page.ORDER} == files
    assert len(files) == 12
