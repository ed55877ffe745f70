"""Pages of a PDF as pictures, with their characters and where these stand.

Runs in the preview process only: a hostile PDF brings down nothing but this.
"""

from __future__ import annotations

import time
from array import array
from pathlib import Path
from typing import Any

from ledger_app.errors import UnreadableFileError
from ledger_app.preview.model import Bitmap, Hits, PageSet, PageText

_MOST_PAGES = 5_000
_MOST_PIXELS = 24_000_000
_PASSWORD_ERROR = 4
_MOST_HITS = 2_000
_FIND_SECONDS = 12.0
_MOST_CHARACTERS = 60_000
_LARGEST_PT = 14_400.0


class PdfFile:
    """A PDF that is open."""

    def __init__(self, path: Path, name: str) -> None:
        """Open it.

        Raises:
            UnreadableFileError: EVI-081 it has a password, EVI-082 it is damaged.
        """
        import pypdfium2

        self._name = name
        try:
            self._document: Any = pypdfium2.PdfDocument(str(path))
            self._count = len(self._document)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
            raise UnreadableFileError("EVI-081" if locked else "EVI-082", file=name) from error
        if not self._count:
            raise UnreadableFileError("EVI-082", file=name)

    def pages(self) -> PageSet:
        """Return the sizes of all pages."""
        sizes = [self._size(number) for number in range(min(self._count, _MOST_PAGES))]
        note = f"共 {self._count} 页，只显示前 {_MOST_PAGES} 页。" if self._count > _MOST_PAGES else ""
        return PageSet(tuple(width for width, _ in sizes), tuple(height for _, height in sizes), note)

    def page(self, number: int, longest_px: int) -> Bitmap:
        """Return a page (from 0) as a picture whose longest side is so long; a broken page is refused.

        Raises:
            UnreadableFileError: EVI-085.
        """
        import pypdfium2

        width, height = self._size(number)
        scale = longest_px / max(width, height)
        scale = min(scale, (_MOST_PIXELS / (width * height)) ** 0.5)
        try:
            page = self._document[number]
            bitmap = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False, prefer_bgrx=True)
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError("EVI-085", page=number + 1) from error
        pixels = _tight(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        answer = Bitmap(bitmap.width, bitmap.height, bitmap.width, bitmap.height, pixels)
        bitmap.close()
        page.close()
        return answer

    def text(self, number: int) -> PageText:
        """Return the characters of a page (from 0) and where they stand; none of a page that is broken."""
        import pypdfium2

        try:
            page = self._document[number]
            text_page = page.get_textpage()
            count = min(text_page.count_chars(), _MOST_CHARACTERS)
            text = text_page.get_text_range(0, count) if count else ""
            edges = _edges(text_page, page.get_height(), len(text)) if len(text) <= count else array("f")
        except pypdfium2.PdfiumError:
            return PageText(number, "", b"")
        return PageText(number, text[: len(edges) // 4], edges.tobytes())

    def find(self, words: str) -> Hits:
        """Return where words stand, capitals and small letters alike."""
        wanted = words.casefold()
        deadline = time.monotonic() + _FIND_SECONDS
        places: list[tuple[int, int, int]] = []
        for number in range(min(self._count, _MOST_PAGES)):
            if time.monotonic() > deadline or len(places) >= _MOST_HITS:
                return Hits(tuple(places[:_MOST_HITS]), is_cut=True)
            text = self.text(number).text.casefold()
            at = text.find(wanted)
            while at >= 0:
                places.append((number, at, len(wanted)))
                at = text.find(wanted, at + len(wanted))
        return Hits(tuple(places))

    def _size(self, number: int) -> tuple[float, float]:
        import pypdfium2

        try:
            width, height = self._document.get_page_size(number)
        except pypdfium2.PdfiumError:
            return 595.0, 842.0
        return min(max(width, 1.0), _LARGEST_PT), min(max(height, 1.0), _LARGEST_PT)


def _tight(data: bytes, width: int, height: int, stride: int) -> bytes:
    """Return rows of four bytes a pixel without what stands between them."""
    row = width * 4
    if stride == row:
        return data[: row * height]
    return b"".join(data[line * stride : line * stride + row] for line in range(height))


def _edges(text_page: Any, height: float, count: int) -> array[float]:  # noqa: ANN401
    edges: array[float] = array("f")
    for index in range(count):
        left, bottom, right, top = text_page.get_charbox(index, loose=True)
        edges.extend((left, height - top, right, height - bottom))
    return edges
