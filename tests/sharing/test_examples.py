"""The examples in docstrings of sharing are run."""

import doctest
import importlib
import pkgutil

import pytest

import mitoyen.sharing.bridge

NAMES = [found.name for found in pkgutil.walk_packages(mitoyen.sharing.bridge.__path__, "mitoyen.sharing.bridge.")]


@pytest.mark.parametrize("name", NAMES)
def test_examples_of_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
