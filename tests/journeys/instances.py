"""Instances of Mitoyen as one types them: a data folder, its commands, and a site served by a real process."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
OURS = ("MITOYEN_", "DATABASE_URL", "DJANGO_")


class Instance:
    """A data folder, and what one types about it."""

    def __init__(self, data):
        self.data = data
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | {
            "MITOYEN_DATA": str(data), "PYTHONPATH": str(SRC), "PYTHONUNBUFFERED": "1", "COLUMNS": "200",
            "DJANGO_SETTINGS_MODULE": "mitoyen.project.settings",
        }  # fmt: skip

    def type(self, *words):
        """One command, to its end; what it said."""
        done = self._run([sys.executable, "-m", "mitoyen", *words])
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, script):
        """A script inside the instance; what it printed."""
        done = self._run([sys.executable, "-c", f"import django; django.setup()\n{script}"])
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def served(self, *words):
        """The site, until the end of the block: its address, and the lines that the command printed."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "mitoyen", *words, "--port", str(port), "--workers", "1"],
            env=self.environment, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        try:
            yield f"http://localhost:{port}", _until_it_serves(process)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)

    def _run(self, command):
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=300, encoding="utf-8"
        )


def _until_it_serves(process):
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if "Ctrl+C" in line:
            return lines
    raise AssertionError("\n".join(lines))
