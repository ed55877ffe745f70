"""Turns a file's bytes into pictures of pages, each checked for its size before a pixel of it is unpacked.

Runs in the recognising process only.  Here belong the picture formats and the one resolution that all pages
are brought to.  Not here: what stands on the pages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

Array = Any
"""A numpy array; the library is no part of the application's environment."""

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
_DOTS_PER_POINT = 200 / 72
_FEWEST_DOTS, _MOST_DOTS = 1600, 3400
_A4_SHORT, _A4_LONG = 595.3, 841.9
_LONG_SIDE_DOTS = _A4_LONG * _DOTS_PER_POINT
_NEARLY_RIGHT = 0.15
_LARGEST_GROWTH = 3.0
_LONGEST_PAGE = 1.9
_SMALLEST_SIDE = 24
_MOST_SIDES = 60
_UNEVEN_DOTS = 1.2


class PictureError(Exception):
    """A picture that is not unpacked; `code` and `facts` are those of a message."""

    def __init__(self, code: str, **facts: str) -> None:
        """Keep the code and the facts."""
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: `rgb` of shape (height, width, 3), bytes; width and height of the page in points."""

    rgb: Array
    width: float
    height: float


def pdf_pictures(data: bytes, numbers: Sequence[int], most_pixels: int) -> Iterator[tuple[int, Picture | None]]:
    """Yield each page of a PDF with its number, None for one that cannot be drawn."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in numbers:
        try:
            picture = _drawn(document[number - 1], most_pixels)
        except (pypdfium2.PdfiumError, PictureError, MemoryError, ValueError):
            picture = None
        yield number, picture


def _drawn(page: Any, most_pixels: int) -> Picture:  # noqa: ANN401 - pdfium ships no types
    width, height = page.get_size()
    if not (1 <= width < math.inf and 1 <= height < math.inf):
        raise PictureError("INT-133")
    longest = max(width, height)
    scale = min(max(_DOTS_PER_POINT, _FEWEST_DOTS / longest), _MOST_DOTS / longest)
    if min(width, height) * scale < _SMALLEST_SIDE:
        raise PictureError("INT-133")
    _require_modest_images(page, most_pixels)
    rgb = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return Picture(np.ascontiguousarray(rgb[:, :, :3]), width, height)


def _require_modest_images(page: Any, most_pixels: int) -> None:  # noqa: ANN401
    """Refuse a page whose images would fill the memory when they are unpacked."""
    import pypdfium2.raw as pdfium

    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        width, height = image.get_px_size()
        if width * height > most_pixels:
            raise PictureError("INT-133")


def file_pictures(data: bytes, most_pages: int, most_pixels: int) -> Iterator[Picture]:
    """Yield the pages of a picture file: one, or each of a TIFF's, long ones in pieces.

    Raises:
        PictureError: INT-108 the file is damaged, INT-133 a picture is too large or small, INT-115 too many pages.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands for it, and refuses instead of warning
    count = 0
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            while True:
                for picture in _pages(image, most_pixels):
                    count += 1
                    if count > most_pages:
                        raise PictureError("INT-115", what=f"超过 {most_pages} 页")
                    yield picture
                if image.format != "TIFF" or not _next_frame(image):
                    return
    except (PictureError, MemoryError):
        raise
    except Exception as error:
        # The border to the picture library: damaged bytes make its decoders raise anything.
        raise PictureError("INT-108", format="图片") from error


def require_picture(data: bytes, most_pixels: int) -> None:
    """Look at the head of a picture file, before anything costly is begun.

    Raises:
        PictureError: INT-108 it is none, INT-133 it is too large or small.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _require_size(image, most_pixels)
    except (PictureError, MemoryError):
        raise
    except Exception as error:
        raise PictureError("INT-108", format="图片") from error


def _require_size(image: Any, most_pixels: int) -> str:  # noqa: ANN401
    """Return a picture's size in words, refuse one that is too large or small."""
    size = f"{image.width}×{image.height} 点"
    if image.width * image.height > most_pixels or min(image.size) < _SMALLEST_SIDE:
        raise PictureError("INT-133", what=size)
    return size


def _next_frame(image: Any) -> bool:  # noqa: ANN401
    try:
        image.seek(image.tell() + 1)
    except EOFError:
        return False
    return True


def _pages(image: Any, most_pixels: int) -> Iterator[Picture]:  # noqa: ANN401
    size = _require_size(image, most_pixels)
    shown = _at_right_size(_upright(image))
    rgb = np.asarray(shown)
    height, width = rgb.shape[:2]
    if min(width, height) < _SMALLEST_SIDE or max(width, height) > _MOST_SIDES * min(width, height):
        raise PictureError("INT-133", what=size)
    for top, bottom in _pieces(rgb):
        piece = np.ascontiguousarray(rgb[top:bottom])
        points = (_A4_SHORT if height >= width else _A4_LONG) / width
        yield Picture(piece, width * points, (bottom - top) * points)


def _upright(image: Any) -> Any:  # noqa: ANN401
    """Return a picture in three colours on white, turned as the camera held it, its dots made square."""
    from PIL import Image, ImageOps

    across, along = (float(value) for value in image.info.get("dpi", (0, 0)))
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        levels = np.asarray(upright, dtype=np.float32)
        levels = levels / max(float(levels.max()), 1.0) * 255
        upright = Image.fromarray(levels.astype(np.uint8))
    elif upright.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGBA", layer.size, "white")
        upright.alpha_composite(layer)
    if across > 1 and along > 1 and max(across / along, along / across) > _UNEVEN_DOTS:
        # Fax machines write half as many lines as dots.
        finest = max(across, along)
        size = round(upright.width * finest / across), round(upright.height * finest / along)
        upright = upright.convert("L").resize(size)
    return upright.convert("RGB")


def _at_right_size(image: Any) -> Any:  # noqa: ANN401
    """Return a picture brought near to 200 dots an inch of an A4 page."""
    from PIL import Image

    longest = max(image.size)
    if longest > _LONGEST_PAGE * min(image.size):
        wanted = _A4_SHORT * _DOTS_PER_POINT / min(image.size)
    else:
        wanted = _LONG_SIDE_DOTS / longest
    wanted = min(wanted, _LARGEST_GROWTH)
    if abs(wanted - 1) < _NEARLY_RIGHT:
        return image
    size = max(round(image.width * wanted), 1), max(round(image.height * wanted), 1)
    kind = Image.Resampling.BICUBIC if wanted > 1 else Image.Resampling.LANCZOS
    return image.resize(size, kind, reducing_gap=2.0)


def _pieces(rgb: Array) -> list[tuple[int, int]]:
    """Return the rows of each page of a picture; a long one (a chat, a web page) is cut where nothing stands."""
    height, width = rgb.shape[:2]
    page = round(width * _A4_LONG / _A4_SHORT)
    if height <= _LONGEST_PAGE * width:
        return [(0, height)]
    pieces: list[tuple[int, int]] = []
    top = 0
    while height - top > 1.3 * page:
        # The calmest row in the last third of the page parts two lines of text.
        low, high = top + page * 2 // 3, top + page
        unrest = rgb[low:high].std(axis=(1, 2))
        calm = np.flatnonzero(unrest <= unrest.min() + 1.0)
        cut = low + int(calm[-1])
        pieces.append((top, cut))
        top = cut
    return [*pieces, (top, height)]
