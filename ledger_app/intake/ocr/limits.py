"""How much of a scanned file is believed, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OcrLimits:
    """Limits of one recognition.

    Attributes:
        pages: pages of a file that are recognised.
        pixels: pixels of one picture before it is made smaller; a page of A3 at 600 dpi has 70 million.
        start_seconds: time for the process to start and for its models to load.
        page_seconds: time for one page; five times what a slow office PC was seen to need.
        failures: pages on which the process may die or overrun its time before the rest is given up.
        memory_bytes: address space of the process, where the system can limit it.
    """

    pages: int = 300
    pixels: int = 120_000_000
    start_seconds: float = 90.0
    page_seconds: float = 90.0
    failures: int = 3
    memory_bytes: int = 8 << 30


DEFAULT_OCR_LIMITS = OcrLimits()
