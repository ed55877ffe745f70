"""How many pages a stored file has, where its format has pages at all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ledger_app.evidence.names import long_path

_ONE_PAGE = frozenset({"jpeg", "png", "gif", "bmp", "webp", "heic"})


def page_count(path: Path, media_type: str) -> int | None:
    """Return the number of pages of a stored file; None for formats without pages and for damaged files."""
    if media_type in _ONE_PAGE:
        return 1
    if media_type == "tiff":
        return _frames(path)
    return _pdf_pages(path) if media_type == "pdf" else None


def _pdf_pages(path: Path) -> int | None:
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(long_path(path))) as document:
            return len(document) or None
    except (pypdfium2.PdfiumError, OSError):
        return None


def _frames(path: Path) -> int | None:
    from PIL import Image

    try:
        with Image.open(long_path(path)) as image:
            return int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
