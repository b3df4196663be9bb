"""Regular expressions that are compiled when they are first looked for: an agreement meets few of them.

>>> Sought("csv|json").search("export csv") is not None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Sought:
    """What a rule looks for in words, by its regular expression."""

    pattern: str
    flags: re.RegexFlag = re.NOFLAG

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, ready."""
        return re.compile(self.pattern, self.flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Where it is met first."""
        return self.compiled.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Whether the whole text is it."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Each place where it is met."""
        return self.compiled.finditer(text)

    def sub(self, by: str, text: str) -> str:
        """The text with something else instead."""
        return self.compiled.sub(by, text)
