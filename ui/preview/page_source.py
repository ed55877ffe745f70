"""Where the canvas of pages gets its pages from: a PDF through the preview process, or a text set on paper here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal
from PySide6.QtGui import QPainter

Spot = tuple[int, int]
"""A place among the characters: page and character of a PDF, (0, position) of a text; ordered as they are read."""

Found = Sequence[tuple[Spot, Spot]]
OnFound = Callable[[Found, bool], object]
"""Takes where words were found, and whether not everything was searched."""


class PageSource(QObject):
    """Pages in a row.

    Signals:
        page_changed: a page (from 0) looks different now; -1 for all.
    """

    page_changed = Signal(int)

    @property
    def sizes(self) -> Sequence[QSizeF]:
        """Return the sizes of the pages in points."""
        raise NotImplementedError

    def paint(self, painter: QPainter, page: int, target: QRectF, chosen: tuple[Spot, Spot] | None) -> None:
        """Paint a page into a rectangle, with what is chosen."""
        raise NotImplementedError

    def spot_at(self, page: int, point: QPointF) -> Spot | None:
        """Return the character nearest to a point of a page, None where there are none."""
        raise NotImplementedError

    def where(self, spot: Spot) -> tuple[int, QRectF]:
        """Return the page of a character and its box there."""
        raise NotImplementedError

    def text_between(self, start: Spot, end: Spot) -> str:
        """Return the characters from one place up to another."""
        raise NotImplementedError

    def ends(self) -> tuple[Spot, Spot]:
        """Return the first and the last place."""
        raise NotImplementedError

    def find(self, words: str, receive: OnFound) -> None:
        """Look for words; the answer may come later."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what is being made."""
