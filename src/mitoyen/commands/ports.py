"""The port of the site: the one asked for, or the first free one."""

from __future__ import annotations

import errno
import socket

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence

FIRST = 8000
TRIED = 20
_LAST = 65535
_NOT_OURS = errno.EADDRNOTAVAIL


class NoPortError(ConflictError):
    """The site cannot listen where it was told to."""

    code = "no_port"


def free_port(wanted: int | None, host: str = "127.0.0.1") -> int:
    """The port that was asked for, which must be free, or the first free one from 8000."""
    if wanted is not None:
        if trouble := _trouble_of(host, wanted):
            raise _refused(host, wanted, trouble)
        return wanted
    for port in range(FIRST, FIRST + TRIED):
        if not _trouble_of(host, port):
            return port
    raise NoPortError(
        Sentence(
            f"Les ports {FIRST} à {FIRST + TRIED - 1} sont tous pris : donnez-en un autre avec MITOYEN_PORT=…, "
            f"par exemple MITOYEN_PORT={FIRST + TRIED + 80}.",
            f"Ports {FIRST} to {FIRST + TRIED - 1} are all taken: give another with MITOYEN_PORT=…, "
            f"for instance MITOYEN_PORT={FIRST + TRIED + 80}.",
        )
    )


def _trouble_of(host: str, port: int) -> OSError | None:
    """What the machine answers to whoever would listen there; nothing when the port is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            return trouble
    return None


def _refused(host: str, port: int, trouble: OSError) -> NoPortError:
    if isinstance(trouble, PermissionError):
        return NoPortError(
            Sentence(
                f"Le port {port} est réservé à l'administrateur de la machine : donnez-en un autre avec "
                "MITOYEN_PORT=…, au-dessus de 1024.",
                f"Port {port} is kept for the machine's administrator: give another with MITOYEN_PORT=…, above 1024.",
            )
        )
    if isinstance(trouble, socket.gaierror) or trouble.errno == _NOT_OURS:
        return NoPortError(
            Sentence(
                f"« {host} » n'est pas une adresse de cette machine : donnez 127.0.0.1, ou 0.0.0.0 pour toutes.",
                f"'{host}' is not an address of this machine: give 127.0.0.1, or 0.0.0.0 for all of them.",
            )
        )
    return NoPortError(
        Sentence(
            f"Le port {port} est déjà pris : arrêtez le programme qui l'occupe, ou donnez-en un autre avec "
            f"MITOYEN_PORT=…, par exemple MITOYEN_PORT={_next_to(port)}.",
            f"Port {port} is taken: stop the program that uses it, or give another with MITOYEN_PORT=…, "
            f"for instance MITOYEN_PORT={_next_to(port)}.",
        )
    )


def _next_to(port: int) -> int:
    return port + 1 if port < _LAST else port - 1
