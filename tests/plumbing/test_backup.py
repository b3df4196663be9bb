"""An instance is saved whole and put back whole, on another PostgreSQL too; anything wrong changes nothing."""

import json
import os
import shutil
import tarfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError
from mitoyen.plumbing.postgres import backup
from mitoyen.plumbing.postgres.address import Address
from mitoyen.plumbing.postgres.binaries import candidates, clients
from mitoyen.plumbing.postgres.cluster import FORGETFUL, Cluster
from mitoyen.plumbing.postgres.dump import counts_of, programs_at_least, refuse_company
from mitoyen.plumbing.postgres.upgrade import move, wanted_major

NOW = datetime(2027, 3, 2, 12, tzinfo=UTC)
# Rows that look like what the copy takes out or stops at.
TEXTS = ["simple", "two\nlines", "\\.", "\\restrict abc", "SET transaction_timeout = 0;", "COPY x FROM stdin;", "été"]
SCHEMA = """
CREATE EXTENSION btree_gist;
CREATE TABLE thing (id serial PRIMARY KEY, said text, during tstzrange,
    EXCLUDE USING gist (during WITH &&));
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$;
CREATE TRIGGER never BEFORE DELETE ON thing FOR EACH ROW EXECUTE FUNCTION refuse();
"""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clusters")]


def majors():
    return sorted({each.major for each in candidates(Cluster(_nowhere()).kept_binaries)})


def _nowhere():
    from pathlib import Path

    return Path("/nonexistent")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Clusters by major, made once for the whole module."""
    clusters = {}

    def make(major):
        if major not in clusters:
            clusters[major] = Cluster(tmp_path_factory.mktemp(f"pg{major}"), "postgres", FORGETFUL, major)
            clusters[major].ensure_running()
        return clusters[major]

    yield make
    for cluster in clusters.values():
        replace(cluster).stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)


def instance_of(cluster, folder):
    address = Address.from_settings(cluster.address)
    programs = [*clients(cluster.kept_binaries), cluster.binaries]
    return backup.Instance(address=address, programs=programs, files=folder / "files", secret=folder / "secret")


def fill(instance):
    with instance.address.connect() as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.execute(SCHEMA)
        for text in TEXTS:
            connection.execute("INSERT INTO thing (said) VALUES (%s)", [text])
    (instance.files / "original").mkdir(parents=True)
    (instance.files / "original" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    instance.secret.write_text("s3cret")
    return instance


def texts(address):
    with address.connect() as connection:
        return [said for (said,) in connection.execute("SELECT said FROM thing ORDER BY id").fetchall()]


@pytest.fixture
def source(made, tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    return fill(instance_of(made(majors()[0]), folder))


@pytest.fixture
def saved(source, tmp_path):
    backup.save(source, tmp_path / "saved.tar.gz", NOW)
    return tmp_path / "saved.tar.gz"


def put_back(archive, instance):
    with backup.opened(archive, instance.files.parent) as (manifest, folder):
        backup.restore(manifest, folder, instance)
    return manifest


@pytest.mark.parametrize(("before", "after"), [(0, -1), (-1, 0)], ids=["to the newest", "to the oldest"])
def test_saved_on_one_major_and_put_back_on_another(made, tmp_path, before, after):
    for name in ("source", "target"):
        (tmp_path / name).mkdir()
    source = fill(instance_of(made(majors()[before]), tmp_path / "source"))
    manifest = backup.save(source, tmp_path / "saved.tar.gz", NOW)
    assert (manifest.rows, manifest.postgres, manifest.total_files) == ({"thing": len(TEXTS)}, majors()[before], 1)

    target = instance_of(made(majors()[after]), tmp_path / "target")
    target.files.mkdir()
    (target.files / "old.jpg").write_text("was there before")
    put_back(tmp_path / "saved.tar.gz", target)
    assert texts(target.address) == TEXTS
    assert [path.name for path in target.files.rglob("*.jpg")] == ["photo.jpg"]
    assert target.secret.read_text() == "s3cret"
    with target.address.connect() as connection, pytest.raises(Exception, match="never"):
        connection.execute("DELETE FROM thing")


def test_only_its_owner_reads_a_backup_and_nothing_half_made_stays(saved, tmp_path):
    assert saved.stat().st_mode & 0o077 == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".mitoyen-")]


def rewritten(archive, change):
    """The archive with one of its members changed."""
    folder = archive.with_name("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    change(folder)
    other = archive.with_name("other.tar.gz")
    with tarfile.open(other, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            tar.add(path, str(path.relative_to(folder)), recursive=False)
    return other


def in_manifest(folder, **changes):
    told = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(told | changes))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "database.dump").write_bytes(b"other"), "est abîmée : database.dump"),
        (lambda folder: (folder / "files/original/photo.jpg").unlink(), "est abîmée : files/original/photo.jpg"),
        (lambda folder: (folder / "files/more.jpg").write_bytes(b"x"), "est abîmée : files/more.jpg"),
        (lambda folder: (folder / "manifest.json").unlink(), "n'est pas une sauvegarde"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "n'est pas une sauvegarde"),
        (lambda folder: in_manifest(folder, format=99), "format 99"),
    ],
)
def test_a_damaged_archive_is_refused_and_named(saved, source, change, said):
    with pytest.raises(InvalidError, match=said):
        put_back(rewritten(saved, change), source)
    assert texts(source.address) == TEXTS


def test_a_truncated_archive_and_another_file_are_refused(saved, source, tmp_path):
    whole = saved.read_bytes()
    for content in (whole[: len(whole) // 2], b"not an archive", b""):
        saved.write_bytes(content)
        with pytest.raises(InvalidError, match="n'est pas une sauvegarde"):
            put_back(saved, source)


def test_an_archive_cannot_write_outside_its_folder(saved, source, tmp_path):
    with tarfile.open(saved, "w:gz") as tar:
        tar.add(source.secret, "../../escaped")
    with pytest.raises(InvalidError, match="n'est pas une sauvegarde"):
        put_back(saved, source)
    assert not list(tmp_path.rglob("escaped"))


def test_a_count_that_differs_changes_nothing(saved, source):
    with source.address.connect() as connection:
        connection.execute("INSERT INTO thing (said) VALUES ('since')")
    wrong = rewritten(saved, lambda folder: in_manifest(folder, rows={"thing": 99}))
    with pytest.raises(ConflictError, match="7 rows instead of 99"):
        put_back(wrong, source)
    assert texts(source.address) == [*TEXTS, "since"]


def test_somebody_connected_stops_the_restoration(source):
    refuse_company(source.address)
    with source.address.connect(), pytest.raises(ConflictError, match=r"1 autre\(s\) programme"):
        refuse_company(source.address)


def test_programs_older_than_the_server_are_not_used():
    with pytest.raises(AbsentError, match="postgresql-client-99"):
        programs_at_least(candidates(_nowhere()), 99)


def two_majors():
    if len(majors()) < 2:
        pytest.skip(f"this machine has one PostgreSQL only ({majors()}): there is no other to move to")
    return majors()[0], majors()[-1]


@pytest.fixture
def old_cluster(tmp_path):
    before, _ = two_majors()
    cluster = Cluster(tmp_path, "postgres", FORGETFUL, before)
    cluster.ensure_running()
    fill(instance_of(cluster, tmp_path))
    yield cluster
    replace(cluster).stop()
    shutil.rmtree(cluster.folder, ignore_errors=True)


def test_a_cluster_moves_to_a_newer_major_with_all_its_rows(old_cluster):
    before, after = two_majors()
    done = move(old_cluster, after)
    assert (done.before, done.after, done.rows) == (before, after, len(TEXTS))
    moved = replace(old_cluster)
    assert moved.made_by == after
    assert moved.binaries.major == after
    assert texts(Address.from_settings(moved.address)) == TEXTS
    assert sorted(path.name for path in moved.folder.glob("data*")) == ["data"]
    with pytest.raises(ConflictError, match="on ne revient pas"):
        wanted_major(moved, before)


def test_a_move_that_fails_leaves_the_old_cluster_as_it_was(old_cluster):
    before, after = two_majors()
    address = Address.from_settings(old_cluster.address)
    with address.connect() as connection:
        # A view that the old server accepts and that cannot be loaded anywhere: its function is gone from the dump.
        connection.execute(
            "CREATE SCHEMA elsewhere; CREATE FUNCTION elsewhere.one() RETURNS int LANGUAGE sql AS 'SELECT 1'"
        )
        connection.execute("CREATE TABLE held (n int CHECK (n = elsewhere.one()))")
        connection.execute("INSERT INTO held VALUES (1)")
        connection.execute("CREATE OR REPLACE FUNCTION elsewhere.one() RETURNS int LANGUAGE sql AS 'SELECT 2'")
    with pytest.raises(ConflictError, match="rien n'a changé"):
        move(old_cluster, after)
    kept = replace(old_cluster)
    assert kept.made_by == before
    assert counts_of(address) == {"held": 1, "thing": len(TEXTS)}


def test_a_machine_that_fell_in_the_middle_takes_the_old_data_back(old_cluster):
    old_cluster.stop()
    old_cluster.data.rename(old_cluster.folder / "data-15")
    again = replace(old_cluster)
    again.ensure_running()
    assert texts(Address.from_settings(again.address)) == TEXTS


def test_the_password_is_never_printed_nor_put_on_a_command_line():
    address = Address("name", "host", "5432", "user", "s3cret")
    assert "s3cret" not in repr(address)
    assert address.environment["PGPASSWORD"] == "s3cret"
    assert os.environ.get("PGPASSWORD") is None
