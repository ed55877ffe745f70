"""What every reader is given: the bytes of one file, the limits it must keep, and how it reports progress.

Here belong the limits against hostile files and the one way to say that a file cannot be read.  Not here:
how the bytes came from the disk (`ledger_app.intake.preflight`), what any format means.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from ledger_app.errors import UnreadableFileError

MEGABYTE = 1 << 20

Progress = Callable[[int, int], None]
"""Told (done, total) in units of the format (pages, sheets, bytes); may raise `Cancelled`."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of a file is believed.

    Attributes:
        file_bytes: size of a file on disk.
        text_bytes: size of a file that is plain text (txt, csv, html, rtf).
        unpacked_bytes: all entries of an archive together, unpacked.
        part_bytes: one XML part of an archive, unpacked.
        ratio: unpacked to packed size, once `ratio_free_bytes` are exceeded.
        entries: entries of an archive.
        pages: pages of a paged format.
        cells: cells of one table or sheet, empty ones included.
        characters: characters of the text that comes out.
        depth: tables inside tables, boxes inside boxes.
        seconds: time for reading one file; looked at between its parts.
        recognises: pages without text may be handed to the recognition of scans, where it is installed.
    """

    file_bytes: int = 200 * MEGABYTE
    text_bytes: int = 24 * MEGABYTE
    unpacked_bytes: int = 512 * MEGABYTE
    part_bytes: int = 96 * MEGABYTE
    ratio: int = 200
    ratio_free_bytes: int = 24 * MEGABYTE
    entries: int = 20_000
    pages: int = 2_000
    cells: int = 5_000_000
    characters: int = 5_000_000
    depth: int = 24
    seconds: float = 120.0
    recognises: bool = True


DEFAULT_LIMITS = ReadLimits()


@dataclass(frozen=True)
class Source:
    """One file in memory.

    Attributes:
        name: file name without its folder, for messages.
        data: all its bytes.
        suffix: lower-case suffix with its dot; a hint where content says nothing (csv), never a proof.
        limits: see `ReadLimits`.
        progress: told how far the reading is.
        opened: `time.monotonic()` when the reading began.
    """

    name: str
    data: bytes
    suffix: str = ""
    limits: ReadLimits = DEFAULT_LIMITS
    progress: Progress | None = None
    opened: float = field(default_factory=time.monotonic)

    @cached_property
    def sha256(self) -> str:
        """Return the lower-case hex digest of the bytes."""
        return sha256(self.data).hexdigest()

    def refuse(self, code: str, **facts: object) -> UnreadableFileError:
        """Return the error that says why this file cannot be read, to be raised by the caller."""
        return UnreadableFileError(code, file=self.name, **facts)

    def step(self, done: int, total: int) -> None:
        """Report progress and look at the clock.

        Raises:
            UnreadableFileError: INT-115, the reading took longer than its limit.
        """
        if self.progress is not None:
            self.progress(done, total)
        self.check_time()

    def check_time(self) -> None:
        """Look at the clock, in loops that have no progress to report.

        Raises:
            UnreadableFileError: INT-115, the reading took longer than its limit.
        """
        if time.monotonic() - self.opened > self.limits.seconds:
            raise self.refuse("INT-115", what=f"读取时间超过 {self.limits.seconds:.0f} 秒")
