"""What a picture file tells about itself without being drawn: whether it is whole, and the day a photo was taken.

Only structure is walked, never pixels: a hostile picture harms nothing here.  Sources: ISO/IEC 10918-1 annex B
(JPEG), the PNG specification (W3C), TIFF 6.0, Exif 2.3 section 4.6.5.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
from typing import BinaryIO

_TAIL_BYTES = 1 << 16
_EXIF_BYTES = 1 << 18
_EXIF_MARK = b"Exif\x00\x00"
_EXIF_FOLDER = 0x8769
_DATES = (0x9003, 0x9004)
"""DateTimeOriginal, DateTimeDigitized."""
_DAY = re.compile(rb"(\d{4})[:/-](\d{2})[:/-](\d{2})")
_MOST_ENTRIES = 512
_MOST_CHUNKS = 100_000
# Sizes of the frame: every start-of-frame marker but DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_UNFINISHED = "图片没有下载或保存完整"
_UNREADABLE = "图片结构损坏"


def picture_flaw(stream: BinaryIO, format_name: str) -> str:
    """Return why a picture cannot be seen whole, in a few Chinese words; "" if nothing is wrong or it is no picture.

    Args:
        stream: seekable; left anywhere.
        format_name: as `kinds` names it.
    """
    look = {"jpeg": _jpeg_flaw, "png": _png_flaw, "bmp": _bmp_flaw, "webp": _webp_flaw}.get(format_name)
    if look is None:
        return ""
    try:
        return look(stream)
    except (struct.error, IndexError):
        return _UNFINISHED


def taken_on(stream: BinaryIO) -> dt.date | None:
    """Return the day a photo says it was taken, None where it says nothing that can be read.

    The camera's local day; a camera whose clock was never set tells a wrong one.
    """
    stream.seek(0)
    head = stream.read(_EXIF_BYTES)
    place = head.find(_EXIF_MARK)
    if place < 0:
        return None
    try:
        return _day_in(head[place + len(_EXIF_MARK) :])
    except (struct.error, ValueError):
        return None


def _day_in(tiff: bytes) -> dt.date | None:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    entries = _entries(tiff, first, order)
    inner = entries.get(_EXIF_FOLDER)
    if inner is not None:
        entries = _entries(tiff, inner[1], order)
    for tag in _DATES:
        if tag in entries:
            count, place = entries[tag]
            match = _DAY.match(tiff[place : place + min(count, 20)])
            if match and int(match[1]) > 0:
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
    return None


def _entries(tiff: bytes, place: int, order: str) -> dict[int, tuple[int, int]]:
    """Return tag -> (count, value or its place) of one folder of tags."""
    (count,) = struct.unpack_from(order + "H", tiff, place)
    found = {}
    for number in range(min(count, _MOST_ENTRIES)):
        tag, _kind, size, value = struct.unpack_from(order + "HHII", tiff, place + 2 + 12 * number)
        found[tag] = (size, value)
    return found


def _jpeg_flaw(stream: BinaryIO) -> str:
    stream.seek(2)
    has_frame = False
    for _ in range(_MOST_CHUNKS):
        marker = _next_marker(stream)
        if marker == 0xDA:
            break
        (length,) = struct.unpack(">H", stream.read(2))
        if marker in _FRAMES:
            height, width = struct.unpack(">xHH", stream.read(5))
            has_frame = width > 0 and (height > 0 or marker == 0xC0)
            length -= 5
        if length < 2:
            return _UNREADABLE
        stream.seek(length - 2, 1)
    if not has_frame:
        return _UNREADABLE
    # Phones append films and panoramas behind the picture: then its end is not the file's.
    start = stream.tell()
    size = stream.seek(0, 2)
    stream.seek(max(start, size - _TAIL_BYTES))
    return "" if b"\xff\xd9" in stream.read(_TAIL_BYTES) or _has_trailer(stream) else _UNFINISHED


def _next_marker(stream: BinaryIO) -> int:
    start = stream.read(1)
    if start != b"\xff":
        raise struct.error
    while (mark := stream.read(1)) == b"\xff":
        pass
    return mark[0]


def _has_trailer(stream: BinaryIO) -> bool:
    stream.seek(0)
    head = stream.read(_TAIL_BYTES)
    return any(word in head for word in (b"MotionPhoto", b"MicroVideo", b"MPF\x00", b"GContainer"))


def _png_flaw(stream: BinaryIO) -> str:
    size = stream.seek(0, 2)
    place = 8
    for number in range(_MOST_CHUNKS):
        stream.seek(place)
        length, kind = struct.unpack(">I4s", stream.read(8))
        if number == 0 and (kind != b"IHDR" or 0 in struct.unpack(">II", stream.read(8))):
            return _UNREADABLE
        place += 12 + length
        if place > size:
            return _UNFINISHED
        if kind == b"IEND":
            return ""
    return ""


def _bmp_flaw(stream: BinaryIO) -> str:
    size = stream.seek(0, 2)
    stream.seek(2)
    (claimed,) = struct.unpack("<I", stream.read(4))
    return _UNFINISHED if claimed > size else ""


def _webp_flaw(stream: BinaryIO) -> str:
    size = stream.seek(0, 2)
    stream.seek(4)
    (claimed,) = struct.unpack("<I", stream.read(4))
    return _UNFINISHED if claimed + 8 > size else ""
