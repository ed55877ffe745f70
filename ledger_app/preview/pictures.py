"""Decodes pictures to plain pixels: turned as the camera was held, made small while they are read.

Runs in the preview process only.  Formats: what Pillow reads of JPEG, PNG, GIF, BMP, TIFF, WebP.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from ledger_app.errors import UnreadableFileError
from ledger_app.preview.model import Bitmap, Frames

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 120_000_000
"""Pixels that are unpacked at once; a JPEG is unpacked at a fraction of its size."""

_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "MPO")
_MOST_FRAMES = 2000


class PictureFile:
    """A picture file that is open, with one picture or several."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read its head.

        Raises:
            UnreadableFileError: EVI-084, it is damaged or of a kind that is not read.
        """
        self._name = name
        self._image = _open(stream, name)

    def frames(self, longest_px: int) -> Frames:
        """Return how many pictures there are, and the first, at most so large."""
        first = self.frame(0, longest_px)
        try:
            count = int(getattr(self._image, "n_frames", 1))
        except Exception:  # noqa: BLE001 - counting reads to the end of a file that may be cut
            count = 1
        return Frames(min(max(count, 1), _MOST_FRAMES), first)

    def frame(self, number: int, longest_px: int) -> Bitmap:
        """Return one of the pictures (from 0), at most so large.

        Raises:
            UnreadableFileError: EVI-083 too many pixels, EVI-084 damaged.
        """
        try:
            if number or self._image.tell():
                self._image.seek(number)
            return _bitmap(self._image, longest_px, self._name)
        except UnreadableFileError:
            raise
        except MemoryError as error:
            raise UnreadableFileError("EVI-083", file=self._name) from error
        except Exception as error:
            # Damaged pictures make the library raise anything.
            raise UnreadableFileError("EVI-084", file=self._name) from error


def decoded(data: bytes, longest_px: int) -> Bitmap | None:
    """Return a picture from within a document, None if it cannot be shown."""
    try:
        return PictureFile(BytesIO(data), "").frame(0, longest_px)
    except UnreadableFileError:
        return None


def _open(stream: BinaryIO, name: str) -> Image:
    from PIL import Image

    # Our own limit follows at once, and counts what is unpacked, not what is said.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        return Image.open(stream, formats=_FORMATS)
    except MemoryError as error:
        raise UnreadableFileError("EVI-083", file=name) from error
    except Exception as error:
        raise UnreadableFileError("EVI-084", file=name) from error


def _bitmap(image: Image, longest_px: int, name: str) -> Bitmap:
    from PIL import Image, ImageOps

    full_width, full_height = image.size
    if image.format == "JPEG":
        image.draft("RGB", (longest_px, longest_px))
    if image.size[0] * image.size[1] > MOST_PIXELS:
        raise UnreadableFileError("EVI-083", file=name)
    image.load()
    shown = image.copy() if max(image.size) <= longest_px else _smaller(image, longest_px)
    turned = ImageOps.exif_transpose(shown)
    if (turned.size[0] > turned.size[1]) != (shown.size[0] > shown.size[1]):
        full_width, full_height = full_height, full_width
    if turned.mode.startswith("I;16") or turned.mode in ("I", "F"):
        turned = _eight_bits(turned)
    pixels = turned.convert("RGBA") if turned.mode != "RGBA" else turned
    if not isinstance(pixels, Image.Image):
        raise UnreadableFileError("EVI-084", file=name)
    return Bitmap(pixels.size[0], pixels.size[1], full_width, full_height, pixels.tobytes())


def _smaller(image: Image, longest_px: int) -> Image:
    """Return a picture whose longest side is so long."""
    from PIL import Image

    if image.mode in ("P", "1", "PA"):
        # Colours of a palette cannot be mixed.
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    share = longest_px / max(image.size)
    size = (max(round(image.size[0] * share), 1), max(round(image.size[1] * share), 1))
    small = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    small.info.update(image.info)
    exif = image.getexif()
    if exif:
        small.info["exif"] = exif.tobytes()
    return small


def _eight_bits(image: Image) -> Image:
    """Return a picture of many grey levels with 256 of them."""
    low, high = image.convert("F").getextrema()
    start, end = float(low[0] if isinstance(low, tuple) else low), float(high[0] if isinstance(high, tuple) else high)
    scale = 255.0 / (end - start) if end > start else 1.0
    return image.convert("F").point(lambda value: value * scale - start * scale).convert("L")
