"""A page among pages, as ``<c-pagination>`` reads it, when the search has already cut the list."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Paginator


class Pages:
    """What ``<c-pagination>`` asks of a ``django.core.paginator.Page``."""

    def __init__(self, number: int, count: int, total: int, size: int) -> None:
        """Page ``number`` of ``count``; ``total`` things, ``size`` a page."""
        self.number, self.count, self.total, self.size = number, count, total, size

    @cached_property
    def paginator(self) -> Paginator[int]:
        """Counts the whole."""
        return Paginator(range(self.total), self.size)

    @property
    def has_other_pages(self) -> bool:
        """Whether there is something to turn."""
        return self.count > 1

    @property
    def has_previous(self) -> bool:
        """Whether there is one before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is one after."""
        return self.number < self.count

    @property
    def previous_page_number(self) -> int:
        """The one before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The one after."""
        return self.number + 1

    @property
    def start_index(self) -> int:
        """The rank of its first thing."""
        return (self.number - 1) * self.size + 1

    @property
    def end_index(self) -> int:
        """The rank of its last thing."""
        return min(self.total, self.number * self.size)
