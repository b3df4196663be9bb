"""What the ledger refuses, in sentences."""

from __future__ import annotations

from mitoyen.kernel.errors import ConflictError, InvalidError


class EntryNotUnderstoodError(InvalidError):
    """An entry that does not hold together: nobody pays, nobody is paid, or it does not say why."""

    code = "entry_not_understood"


class SourceReusedError(ConflictError):
    """The same source came again with another amount or other parties."""

    code = "source_reused"


class NothingToCorrectError(ConflictError):
    """The entry already amounts to what the correction asks."""

    code = "nothing_to_correct"


class MonthNotClosableError(ConflictError):
    """The month is not over, an earlier one is still open, or it was closed already."""

    code = "month_not_closable"


class MonthChangedError(ConflictError):
    """The month has changed since somebody checked it."""

    code = "month_changed"


class DepositExceededError(ConflictError):
    """More would be given back or kept than is held."""

    code = "deposit_exceeded"
