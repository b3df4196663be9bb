"""``mitoyen backup``, ``restore`` and ``upgrade`` as one types them, on data folders of their own, with PostgreSQL."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from mitoyen.plumbing.postgres.cluster import Cluster

SRC = Path(__file__).parents[2] / "src"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clusters")]
FILL = """
import os, django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from mitoyen.territory.models import Organisation
Organisation.objects.create(name="Ury", sort_key="ury", kind="commune", is_fictitious=True)
default_storage.save("original/notice.pdf", ContentFile(b"%PDF-1.7" + os.urandom(3_000_000)))
"""
READ = """
import django; django.setup()
from mitoyen.territory.models import Organisation
print(",".join(Organisation.objects.values_list("name", flat=True)))
"""


class Instance:
    """A data folder, and what one types about it."""

    def __init__(self, data):
        self.data = data
        ours = ("MITOYEN_", "DATABASE_URL", "DJANGO_")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
            "MITOYEN_DATA": str(data), "PYTHONPATH": str(SRC), "LC_ALL": "fr_FR.UTF-8",
            "DJANGO_SETTINGS_MODULE": "mitoyen.project.settings",
        }  # fmt: skip

    def type(self, *words, largest=None):
        """One command; ``largest`` octets is all that a file may weigh: a disk that fills up."""

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        done = subprocess.run(
            [sys.executable, "-m", *words], env=self.environment, capture_output=True, text=True, check=False,
            preexec_fn=limit if largest else None, timeout=300,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def mitoyen(self, *words, **more):
        return self.type("mitoyen", *words, **more)

    def run(self, script):
        done = subprocess.run([sys.executable, "-c", script], env=self.environment, capture_output=True, text=True,
                              check=False, timeout=300)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self):
        Cluster(self.data).ensure_running()

    def stop(self):
        Cluster(self.data).stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """An instance with an organisation and a file, its database running."""
    made = Instance(tmp_path_factory.mktemp("source"))
    made.start()
    assert made.type("django", "migrate", "--verbosity=0")[0] == 0
    made.run(FILL)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def saved(source, tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "saved.tar.gz"
    status, said, wrong = source.mitoyen("backup", str(path))
    assert status == 0, wrong
    assert f"Sauvegarde faite : {path}" in said
    assert f"Pour la remettre : mitoyen restore {path}" in said
    assert "1 fichier" in said
    return path


def elsewhere(folder):
    """Another machine: another data folder, with nothing in it."""
    made = Instance(folder / "other")
    made.data.mkdir()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def other(tmp_path):
    yield from elsewhere(tmp_path)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """One where everything is refused: it stays empty."""
    yield from elsewhere(tmp_path_factory.mktemp("empty"))


def test_restored_on_another_machine_with_rows_files_and_secret(source, saved, other):
    status, said, wrong = other.mitoyen("restore", str(saved))
    assert status == 0, wrong
    assert f"Instance remise depuis {saved}" in said
    assert "Sommes de contrôle et nombre de lignes vérifiés." in said
    assert other.run(READ) == "Ury"
    assert [path.name for path in other.data.rglob("notice*.pdf")] == ["notice.pdf"]
    assert (other.data / "secret").read_text() == (source.data / "secret").read_text()
    status, _, wrong = other.mitoyen("restore", str(saved))
    assert status == 1
    assert "Ajoutez --replace pour les remplacer" in wrong
    status, said, wrong = other.mitoyen("restore", "--replace", str(saved))
    assert status == 0, wrong
    assert "Ce qui était là avant :" in said


def test_an_older_database_comes_to_this_version_with_one_command(other):
    assert other.type("django", "migrate", "--verbosity=0")[0] == 0
    assert other.type("django", "migrate", "sharing", "0001", "--verbosity=0")[0] == 0
    other.run(FILL)
    status, said, wrong = other.mitoyen("upgrade")
    assert status == 0, wrong
    assert "Sauvegarde faite avant tout :" in said
    assert "Étapes de la base appliquées :" in said
    assert other.run(READ) == "Ury"
    status, said, _ = other.mitoyen("upgrade")
    assert status == 0
    assert "Tout est à jour" in said


def newer(saved, folder):
    import json
    import tarfile

    with tarfile.open(saved) as tar:
        tar.extractall(folder, filter="data")
    told = json.loads((folder / "manifest.json").read_text())
    told["migrations"]["sharing"] = "9999_from_the_future"
    told["mitoyen"] = "99.0"
    (folder / "manifest.json").write_text(json.dumps(told))
    with tarfile.open(folder.with_suffix(".tar.gz"), "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            tar.add(path, str(path.relative_to(folder)), recursive=False)
    return folder.with_suffix(".tar.gz")


def test_what_cannot_be_restored_is_refused_in_one_sentence(saved, empty, tmp_path):
    wrong = tmp_path / "wrong.tar.gz"
    wrong.write_text("not an archive")
    short = tmp_path / "short.tar.gz"
    short.write_bytes(saved.read_bytes()[:-200])
    for path, said in (
        (wrong, "n'est pas une sauvegarde de Mitoyen"),
        (short, "n'est pas une sauvegarde de Mitoyen, ou elle est incomplète"),
        (tmp_path / "absent.tar.gz", "n'est pas une sauvegarde de Mitoyen"),
        (newer(saved, tmp_path / "newer"), "vient de Mitoyen 99.0, plus récent que celui-ci"),
    ):
        status, _, told = empty.mitoyen("restore", str(path))
        assert status == 2, told
        assert said in told
        assert "Traceback" not in told


def test_a_full_disk_is_said_and_nothing_changes(source, saved, empty, tmp_path):
    status, _, told = source.mitoyen("backup", str(tmp_path / "small.tar.gz"), largest=2_000_000)
    assert status == 1, told
    assert "Il n'y a plus de place" in told
    assert "Traceback" not in told
    assert list(tmp_path.glob("*small*")) == []
    status, _, told = empty.mitoyen("restore", str(saved), largest=2_000_000)
    assert status == 1, told
    assert "Il n'y a plus de place" in told
    assert not list(empty.data.rglob("*.pdf"))
    assert not list(empty.data.glob(".mitoyen-*"))
