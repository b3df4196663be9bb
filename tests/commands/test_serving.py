"""``mitoyen run`` as one starts it, in front and in the background, with a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from mitoyen.plumbing.postgres.cluster import Cluster

SRC = Path(__file__).parents[2] / "src"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clusters"), pytest.mark.enable_socket]


def command(data, port):
    ours = ("MITOYEN_", "DATABASE_URL", "DJANGO_")
    return {
        "args": [sys.executable, "-m", "mitoyen", "run", "--workers", "1"],
        "env": {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        | {"MITOYEN_DATA": str(data), "MITOYEN_PORT": str(port), "PYTHONPATH": str(SRC), "PYTHONUNBUFFERED": "1"},
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }


def a_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


AS_A_SHELL_STARTS_IT_BEHIND = ("bash", "-c", 'trap "" INT; exec "$@"', "bash")  # what ``command &`` does in a script


class Running:
    """A site that was started in the background and answers."""

    def __init__(self, data, port):
        self.data, self.port = data, port
        how = command(data, port)
        self.process = subprocess.Popen([*AS_A_SHELL_STARTS_IT_BEHIND, *how.pop("args")], **how, process_group=0)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line)
            if "Ctrl+C" in line:
                break
        else:
            pytest.fail(f"the site did not start: {''.join(self.lines)}")
        # Nobody may fill the pipe that nobody reads.
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    def answers(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/compte/login/", timeout=60) as page:
            return page.status == 200 and Cluster(self.data).answers

    def told(self, number):
        """The signal sent to the site alone; the exit status, and all that was said."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=60)
        self.reader.join(timeout=10)
        return status, "".join(self.lines)

    def end(self):
        with suppress(ProcessLookupError):  # whatever is left of its group
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.reader.join(timeout=10)
        self.process.stdout.close()
        Cluster(self.data).stop()


@pytest.fixture
def site(tmp_path):
    running = Running(tmp_path, a_port())
    yield running
    running.end()


@pytest.fixture
def database(tmp_path):
    """The database of a data folder, running for somebody else."""
    cluster = Cluster(tmp_path)
    cluster.ensure_running()
    yield cluster
    cluster.stop()


def refused(data, port):
    done = subprocess.run(**command(data, port), check=False, timeout=120)
    assert "Traceback" not in done.stdout, done.stdout
    assert done.returncode == 2, done.stdout
    return done.stdout


def test_a_taken_port_is_said_and_the_database_of_others_stays(database, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(tmp_path, port)
    assert f"Le port {port} est déjà pris" in said
    assert f"MITOYEN_PORT={port + 1}" in said
    assert database.answers


def test_the_second_site_of_a_folder_says_so_and_the_first_stays(site):
    said = refused(site.data, a_port())
    assert f"Un site tourne déjà avec le dossier {site.data}" in said
    assert f"http://localhost:{site.port}/" in said
    assert site.answers()
    said = refused(site.data, site.port)  # twice the same command, port included
    assert "Un site tourne déjà" in said
    assert site.answers()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_site_in_the_background_stops_with_its_database(site, number):
    assert site.answers()
    status, said = site.told(number)
    assert status == 0, said
    assert "Traceback" not in said
    assert not Cluster(site.data).answers
    assert not (Cluster(site.data).data / "postmaster.pid").exists()
