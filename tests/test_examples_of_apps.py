"""The examples in docstrings of the Django packages are run too."""

import doctest
import importlib
import pkgutil

import pytest

import mitoyen.journal
import mitoyen.ledger
import mitoyen.plumbing

PACKAGES = (mitoyen.plumbing, mitoyen.journal, mitoyen.ledger)


def modules_below(package):
    yield package.__name__
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if ".migrations" not in found.name:
            yield found.name


@pytest.mark.parametrize("name", [name for package in PACKAGES for name in modules_below(package)])
def test_examples_of_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
