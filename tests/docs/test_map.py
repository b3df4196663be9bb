"""The map is true: every package is on it, and every path it names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "map.md").read_text()
PACKAGES = sorted(path.parent.name for path in (ROOT / "src" / "mitoyen").glob("*/__init__.py"))
PATHS = sorted(set(re.findall(r"`((?:src|frontend|docs|tests|tools)/[^`]*)`", MAP)))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_on_the_map(package):
    assert re.search(rf"\b{package}\b", MAP)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_map_exists(path):
    assert (ROOT / path).exists()
