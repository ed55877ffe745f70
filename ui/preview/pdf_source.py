"""The pages of a PDF: painted by the preview process as they come into view, the latest wish first.

What was painted is kept within a bound of memory; until a page is sharp, a coarser picture of it is shown.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ledger_app.errors import LedgerError
from ledger_app.messages import describe
from ledger_app.preview.model import Bitmap, Hits, PageSet, PageText
from ui.preview.flow_document import image_of
from ui.preview.page_source import OnFound, PageSource, Spot

if TYPE_CHECKING:
    from ui.preview.asking import Asking

KEPT_BYTES = 120 << 20
_MOST_TEXTS = 400
_CHOSEN = QColor(31, 95, 168, 80)
_STEP_PX = 64


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a page and their edges: left, top, right, bottom of each."""

    text: str
    edges: array[float]

    def box(self, index: int) -> QRectF:
        """Return the box of a character."""
        left, top, right, bottom = self.edges[4 * index : 4 * index + 4]
        return QRectF(left, top, max(right - left, 0), max(bottom - top, 0))

    def nearest(self, point: QPointF) -> int | None:
        """Return the place between characters nearest to a point."""
        best, least = None, float("inf")
        for index in range(len(self.edges) // 4):
            left, top, right, bottom = self.edges[4 * index : 4 * index + 4]
            if right <= left:
                continue
            aside = max(left - point.x(), 0, point.x() - right)
            above = max(top - point.y(), 0, point.y() - bottom)
            distance = aside + 4 * above
            if distance < least:
                least = distance
                best = index + (point.x() > (left + right) / 2)
        return best


class PdfSource(PageSource):
    """A PDF that the preview process holds open."""

    def __init__(self, pages: PageSet, asking: Asking) -> None:
        """Note the sizes; pages are asked for when they are painted."""
        super().__init__()
        self._sizes = [QSizeF(*size) for size in zip(pages.widths, pages.heights, strict=True)]
        self._asking = asking
        self._images: OrderedDict[int, tuple[int, QImage]] = OrderedDict()
        self._letters: OrderedDict[int, Letters] = OrderedDict()
        self._broken: dict[int, str] = {}
        self._wanted: list[tuple[int, int]] = []
        self._is_busy = False

    @property
    def sizes(self) -> Sequence[QSizeF]:
        """Return the sizes of the pages in points."""
        return self._sizes

    def paint(self, painter: QPainter, page: int, target: QRectF, chosen: tuple[Spot, Spot] | None) -> None:
        """Paint what there is of a page, and ask for it as sharp as it is shown."""
        painter.fillRect(target, Qt.GlobalColor.white)
        longest = max(target.width(), target.height()) * painter.device().devicePixelRatioF()
        pixels = int(-(-longest // _STEP_PX) * _STEP_PX)
        known = self._images.get(page)
        if known is not None:
            painter.drawImage(target, known[1])
            self._images.move_to_end(page)
        elif page in self._broken:
            painter.setPen(QColor("#b42318"))
            painter.drawText(target, Qt.AlignmentFlag.AlignCenter, self._broken[page])
        if page not in self._broken and (known is None or known[0] < pixels or known[0] > 3 * pixels):
            self._want(page, pixels)
        if chosen is not None:
            self._paint_chosen(painter, page, target, *chosen)

    def spot_at(self, page: int, point: QPointF) -> Spot | None:
        """Return the character nearest to a point of a page, None until they are known."""
        letters = self._letters.get(page)
        index = letters.nearest(point) if letters is not None else None
        return None if index is None else (page, index)

    def where(self, spot: Spot) -> tuple[int, QRectF]:
        """Return the page of a character and its box there."""
        letters = self._letters.get(spot[0])
        known = letters is not None and spot[1] * 4 < len(letters.edges)
        return spot[0], letters.box(spot[1]) if letters is not None and known else QRectF()

    def text_between(self, start: Spot, end: Spot) -> str:
        """Return the characters from one place up to another, of the pages that were looked at."""
        parts = []
        for page in range(start[0], end[0] + 1):
            letters = self._letters.get(page)
            if letters is not None:
                first = start[1] if page == start[0] else 0
                last = end[1] if page == end[0] else len(letters.text)
                parts.append(letters.text[first:last])
        return "\n".join(parts).replace("\r\n", "\n").replace("\ufffe", "")

    def ends(self) -> tuple[Spot, Spot]:
        """Return the first and the last place."""
        last = len(self._sizes) - 1
        letters = self._letters.get(last)
        return (0, 0), (last, len(letters.text) if letters is not None else 0)

    def find(self, words: str, receive: OnFound) -> None:
        """Let the preview process look for words."""

        def take(hits: Hits) -> None:
            places = [
                ((page, at), (page, at + count)) for page, at, count in hits.places if 0 <= page < len(self._sizes)
            ]
            receive(places, hits.is_cut)

        self._asking.ask(lambda session, tick: session.find(words, tick), take)

    def close(self) -> None:
        """Ask for nothing more."""
        self._wanted.clear()
        self._is_busy = True

    def _want(self, page: int, pixels: int) -> None:
        self._wanted = [one for one in self._wanted if one[0] != page][-6:]
        self._wanted.append((page, pixels))
        self._ask_next()

    def _ask_next(self) -> None:
        if self._is_busy or not self._wanted:
            return
        self._is_busy = True
        page, pixels = self._wanted.pop()

        def take(bitmap: Bitmap) -> None:
            self._keep(page, pixels, image_of(bitmap))
            self._read_letters(page, self._go_on)
            self.page_changed.emit(page)

        def fail(error: Exception) -> None:
            self._broken[page] = describe(error) if isinstance(error, LedgerError) else "这一页显示不出来。"
            self._go_on()
            self.page_changed.emit(page)

        self._asking.ask(lambda session, tick: session.page(page, pixels, tick), take, fail)

    def _go_on(self) -> None:
        self._is_busy = False
        self._ask_next()

    def _keep(self, page: int, pixels: int, image: QImage) -> None:
        self._images[page] = (pixels, image)
        self._images.move_to_end(page)
        while len(self._images) > 1 and sum(one.sizeInBytes() for _, one in self._images.values()) > KEPT_BYTES:
            self._images.popitem(last=False)

    def _read_letters(self, page: int, done: Callable[[], None]) -> None:
        if page in self._letters:
            done()
            return

        def take(text: PageText) -> None:
            edges: array[float] = array("f")
            edges.frombytes(text.edges[: len(text.edges) // 16 * 16])
            self._letters[page] = Letters(text.text[: len(edges) // 4], edges)
            while len(self._letters) > _MOST_TEXTS:
                self._letters.popitem(last=False)
            done()
            self.page_changed.emit(page)

        self._asking.ask(lambda session, tick: session.text(page, tick), take, lambda _error: done())

    def _paint_chosen(self, painter: QPainter, page: int, target: QRectF, start: Spot, end: Spot) -> None:
        letters = self._letters.get(page)
        if letters is None or not start[0] <= page <= end[0]:
            return
        size = self._sizes[page]
        across, down = target.width() / size.width(), target.height() / size.height()
        first = start[1] if page == start[0] else 0
        last = end[1] if page == end[0] else len(letters.text)
        for index in range(max(first, 0), min(last, len(letters.edges) // 4)):
            box = letters.box(index)
            painter.fillRect(
                QRectF(
                    target.left() + box.left() * across,
                    target.top() + box.top() * down,
                    box.width() * across,
                    box.height() * down,
                ),
                _CHOSEN,
            )
