"""Pictures for tests, whole and small, made byte by byte."""

from __future__ import annotations

import struct
import zlib


def a_png(width: int = 1, height: int = 1) -> bytes:
    """Return a grey picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def a_jpeg(taken: str = "", order: str = "<", body: bytes = b"\x11\x22\x33") -> bytes:
    """Return the skeleton of a photo: its markers, a frame of 8 by 8, and when it was taken ("2024:05:06 10:20:30")."""
    exif = _segment(0xE1, b"Exif\0\0" + _tiff(taken.encode(), order)) if taken else b""
    frame = _segment(0xC0, struct.pack(">BHHB", 8, 8, 8, 1) + b"\x01\x11\x00")
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    return b"\xff\xd8" + _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + exif + frame + scan + body + b"\xff\xd9"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def _tiff(taken: bytes, order: str) -> bytes:
    """Return one folder of tags that leads to the one of the photo, which holds the moment it was taken."""
    mark = b"II" if order == "<" else b"MM"
    text = taken + b"\0"
    first = struct.pack(order + "HHHIII", 1, 0x8769, 4, 1, 26, 0)
    inner = struct.pack(order + "HHHIII", 1, 0x9003, 2, len(text), 44, 0)
    return mark + struct.pack(order + "HI", 42, 8) + first + inner + text
