"""What the machine tells Mitoyen: environment variables, read in this one place.

=======================  ==================================================================================
``DATABASE_URL``         ``postgresql://user:password@host:5432/name``; without it, an embedded PostgreSQL
``MITOYEN_POSTGRES``     ``wheel`` prefers the programs of the Python package to those of the machine
``MITOYEN_DATA``         the data folder (embedded database, files, secret); ``.var`` in a checkout
``MITOYEN_SECRET_KEY``   needed with ``DATABASE_URL``; else made once, in the data folder
``MITOYEN_HOSTS``        the names under which the site answers, separated by commas
``MITOYEN_ORIGIN``       the public address, such as ``https://partage.exemple.fr``
``MITOYEN_SMTP``         ``smtp://user:password@host:587?from=mitoyen@exemple.fr``; without it mail stays in the outbox
``STORAGE_URL``          ``file:///folder`` or ``s3://bucket?endpoint=https://…``
``MITOYEN_OIDC``         a JSON list of OpenID Connect providers (see docs/operate.md)
``MITOYEN_TILES``        the address of map tiles; without it maps draw our own contours only
=======================  ==================================================================================
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent


def data_folder() -> Path:
    """The folder of everything that this instance writes, when it is not told to write elsewhere."""
    if told := os.environ.get("MITOYEN_DATA"):
        return Path(told).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / ".var"
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "mitoyen"


def is_embedded() -> bool:
    """Whether Mitoyen runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def secret_key(folder: Path) -> str:
    """The given secret; on a laptop, one made once and kept in the data folder for its owner alone."""
    if told := os.environ.get("MITOYEN_SECRET_KEY"):
        return told
    if not is_embedded():
        message = "MITOYEN_SECRET_KEY is missing: with DATABASE_URL, give a secret of 50 characters or more."
        raise SystemExit(message)
    kept = folder / "secret"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f"secret.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, kept)  # the first of two processes that start together wins
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept.read_text()


def database(url: str) -> dict[str, str]:
    """The part of Django's DATABASES that ``url`` tells."""
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


@dataclass(frozen=True)
class Smtp:
    """How mail leaves; ``host`` is empty when it stays in the outbox."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    uses_tls: bool = False
    sender: str = "mitoyen@localhost"


def smtp() -> Smtp:
    """What ``MITOYEN_SMTP`` tells."""
    told = os.environ.get("MITOYEN_SMTP")
    if not told:
        return Smtp()
    parts = urlsplit(told)
    sender = parse_qs(parts.query).get("from", ["mitoyen@localhost"])[0]
    return Smtp(
        host=parts.hostname or "localhost",
        port=parts.port or 587,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        uses_tls=parts.port != 25,  # noqa: PLR2004
        sender=sender,
    )


def storage(folder: Path) -> dict[str, Any]:
    """The backend of stored files that ``STORAGE_URL`` tells."""
    told = os.environ.get("STORAGE_URL", "")
    if told.startswith("s3://"):
        parts = urlsplit(told)
        options = {"bucket_name": parts.netloc, "default_acl": None, "querystring_auth": True}
        if endpoint := parse_qs(parts.query).get("endpoint"):
            options["endpoint_url"] = endpoint[0]
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    location = urlsplit(told).path if told else str(folder / "files")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": location, "base_url": None, "file_permissions_mode": 0o600},
    }


def openid_providers() -> list[dict[str, Any]]:
    """The OpenID Connect providers that ``MITOYEN_OIDC`` lists, in django-allauth's form.

    Each says ``provider_id``, ``name``, ``client_id``, ``secret`` and ``settings.server_url``.
    """
    try:
        listed = json.loads(os.environ.get("MITOYEN_OIDC") or "[]")
        complete = isinstance(listed, list) and all(
            provider[key] for provider in listed for key in ("provider_id", "name", "client_id")
        )
        complete = complete and all(provider["settings"]["server_url"] for provider in listed)
    except (ValueError, KeyError, TypeError) as error:
        complete, listed, why = False, [], f" ({error})"
    else:
        why = ""
    if not complete:
        message = (
            f"MITOYEN_OIDC is not understood{why}: a JSON list, each with provider_id, name, client_id, secret and "
            '{"settings": {"server_url": "https://…"}}.'
        )
        raise SystemExit(message)
    providers: list[dict[str, Any]] = listed
    return providers


def openid_origins() -> list[str]:
    """Where the providers' own pages are: a form that leads there must be allowed to."""
    addresses = [
        address
        for provider in openid_providers()
        for address in (provider["settings"]["server_url"], provider["settings"].get("authorize_url", ""))
        if address
    ]
    return sorted({f"{urlsplit(address).scheme}://{urlsplit(address).netloc}" for address in addresses})


def hosts() -> list[str]:
    """The names under which the site answers."""
    told = [name.strip() for name in os.environ.get("MITOYEN_HOSTS", "").split(",") if name.strip()]
    return told or (["localhost", "127.0.0.1", "[::1]"] if is_embedded() else [])
