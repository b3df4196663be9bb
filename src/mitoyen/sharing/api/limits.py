"""How often one may ask: counted for each token, or for each address without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from ninja.throttling import SimpleRateThrottle

from mitoyen.sharing.bridge.secrets import hash_of

if TYPE_CHECKING:
    from django.http import HttpRequest

RATES = {"token": "1200/m", "anybody": "120/m"}


class Limit(SimpleRateThrottle):
    """So many requests a minute; setting ``MITOYEN_API_RATES`` changes the figures."""

    def __init__(self, who: str) -> None:
        self.scope = who
        super().__init__(getattr(settings, "MITOYEN_API_RATES", RATES)[who])

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Whose requests are counted together; None when another limit counts them."""
        header = request.headers.get("Authorization")
        if (header is not None) != (self.scope == "token"):
            return None
        return f"mitoyen-api-{self.scope}-{hash_of(header or self.get_ident(request) or '')}"
