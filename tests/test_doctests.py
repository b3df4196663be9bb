"""The examples of the pure packages are run: a docstring that lies fails."""

import doctest
import importlib
import pkgutil

import pytest

import mitoyen.access
import mitoyen.calculus
import mitoyen.engines
import mitoyen.kernel

PURE = (mitoyen.kernel, mitoyen.calculus, mitoyen.engines, mitoyen.access)


def modules_below(package):
    yield package.__name__
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield found.name


@pytest.mark.parametrize("name", [name for package in PURE for name in modules_below(package)])
def test_examples_of_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
