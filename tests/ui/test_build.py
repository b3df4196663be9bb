"""What the browser gets is built from locked packages, and only when something has changed."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("frontend_build", FRONTEND / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.build()
    return module


@pytest.mark.parametrize("name", ["package-lock.json", "territory/package-lock.json"])
def test_a_lock_file_records_no_download_address(name):
    text = (FRONTEND / name).read_text()
    assert "resolved" not in text
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in each for path, each in packages.items() if path), "each package is held to its hash"


def test_nothing_is_done_when_no_input_has_changed(builder):
    assert builder.build() is False


def test_the_sheet_fetches_nothing_from_elsewhere(builder):
    css = (builder.OUTPUT / "mitoyen.css").read_text()
    addresses = re.findall(r"url\(([^)]*)\)", css)
    assert len(addresses) == 4
    assert all((builder.OUTPUT / address.strip("\"'")).is_file() for address in addresses)
    assert "//" not in css


@pytest.mark.parametrize("name", ["mitoyen.js", "handover.js", "plan.js", "sw.js"])
def test_modules_evaluate_nothing_and_stay_small(builder, name):
    script = (builder.OUTPUT / name).read_text()
    assert len(script.encode()) < 80_000
    ours = script if name != "mitoyen.js" else ""
    assert not re.search(r"\beval\(|new Function\(|innerHTML", ours)


def test_each_family_and_library_comes_with_its_licence(builder):
    names = {path.stem for path in (builder.OUTPUT / "licences").iterdir()}
    assert names == {"bricolage-grotesque", "atkinson-hyperlegible-next", "htmx.org"}
