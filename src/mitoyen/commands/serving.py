"""Run the site on this machine: its database, its web server, its worker and its ticker, and stop them together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 60  # seconds that the web server may take to answer


@dataclass
class Site:
    """The processes of one running site."""

    port: int
    host: str = "127.0.0.1"
    workers: int = 2
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str) -> None:
        """Start the web server and wait for its first answer; then the worker and the ticker, which nobody waits for.

        Started at once, they would take the processors from the pages while each process imports the whole site.
        ``name`` is one that the site answers to.
        """
        address = ("--host", self.host, "--port", str(self.port))
        width = ("--workers", str(self.workers), "--blocking-threads", "1", "--no-ws")
        application = "mitoyen.project.wsgi:application"
        self._launch(["granian", "--interface", "wsgi", *address, *width, "--log-level", "warning", application])
        self._wait_until_it_answers(name)
        self._launch(["django", "db_worker", "--interval", "1", "--no-startup-delay"])
        self._launch(["mitoyen", "work", "--every", "60"])

    def wait(self) -> None:
        """Wait until one of the processes dies; whoever stops the site interrupts this."""
        while all(process.poll() is None for process in self.processes):
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask every process to stop, and insist after ten seconds."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()

    def _launch(self, module_and_arguments: Sequence[str]) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mitoyen.project.settings"}
        command = [sys.executable, "-m", *module_and_arguments]
        self.processes.append(subprocess.Popen(command, env=environment))  # noqa: S603

    def _wait_until_it_answers(self, name: str) -> None:
        started = time.monotonic()
        while time.monotonic() - started < PATIENCE and self.processes[0].poll() is None:
            with (
                closing(HTTPConnection(self.host, self.port, timeout=PATIENCE)) as asked,
                suppress(OSError, HTTPException),
            ):
                asked.request("HEAD", "/", headers={"Host": name})
                asked.getresponse()  # whatever it says: it is there
                return
            time.sleep(0.1)
        raise ConflictError(
            Sentence(
                "Le serveur web ne répond pas : lisez les lignes ci-dessus.",
                "The web server does not answer: read the lines above.",
            )
        )
