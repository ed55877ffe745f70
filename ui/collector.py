"""Collect Python's cyclic garbage on the UI thread alone.

Left to itself the collector runs on whatever thread happens to allocate, also on a worker.  Widgets found there
would be taken apart on that thread: Qt holds a lock of its signals then and waits for the interpreter, while the
UI thread holds the interpreter and waits for that lock, and the window stands still for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 5_000


class Collector(QObject):
    """Takes the collecting over from the interpreter for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        """Begin; `parent` lives on the UI thread."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(INTERVAL_MS)

    def collect(self) -> None:
        """Collect the generations whose thresholds are passed, as the interpreter would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        passed = [number for number, (count, most) in enumerate(zip(counts, thresholds, strict=True)) if count > most]
        if passed:
            gc.collect(max(passed))
