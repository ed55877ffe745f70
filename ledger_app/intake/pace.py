"""The pace of understanding: how long it may take, who is told how far it is, and when it has to stop.

Readers have a `Source` for this; here is the same for what comes after them, when there is only a `Document`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.source import Progress

T = TypeVar("T")

_LOOK_EVERY_S = 0.05
_FEW = 8


class Pace:
    """The clock of one understanding; loops over lines, rows and items look at it."""

    def __init__(
        self, name: str = "", total: int = 0, *, seconds: float = float("inf"), progress: Progress | None = None
    ) -> None:
        """Start the clock.

        Args:
            name: the file's name, for the error.
            total: characters of the document.
            seconds: how long the understanding may take.
            progress: told (done, total) in characters; may raise `Cancelled`.
        """
        self._name = name
        self._total = total
        self._seconds = seconds
        self._progress = progress
        self._done = 0
        self._started = self._looked = monotonic()

    def look(self) -> None:
        """Look at the clock and let the work be cancelled, some twenty times a second.

        Raises:
            UnreadableFileError: INT-115, the understanding took longer than its limit.
            Cancelled: through `progress`.
        """
        now = monotonic()
        if now - self._looked < _LOOK_EVERY_S:
            return
        self._looked = now
        if now - self._started > self._seconds:
            raise UnreadableFileError("INT-115", file=self._name, what=f"理解内容的时间超过 {self._seconds:.0f} 秒")
        if self._progress is not None:
            self._progress(self._done, self._total)

    def reach(self, offset: int) -> None:
        """Say that the document is understood up to an offset, and look at the clock."""
        self._done = max(self._done, offset)
        self.look()

    def over(self, entries: Iterable[T]) -> Iterator[T]:
        """Yield entries and look at the clock between them, after every few: most take microseconds."""
        for number, entry in enumerate(entries):
            if number % _FEW == 0:
                self.look()
            yield entry


UNTIMED = Pace()
"""For texts of a few lines and for tests: no limit, nobody to tell."""
