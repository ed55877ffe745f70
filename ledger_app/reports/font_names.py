"""Read the names of the faces in font files (.ttf, .ttc), quickly and without opening the faces.

reportlab opens one face at a time and reads only its English names; a chain of faces is found by its Chinese ones.
Damaged files raise `BadFaceError`, never anything else.

Source: the OpenType specification, tables ttcf and name.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from mmap import mmap


class BadFaceError(Exception):
    """A font file that cannot be read or used; the message is for the log only."""


def read_names(content: bytes | mmap) -> list[tuple[int, frozenset[str]]]:
    """Return (face index, family and full names in every language) of each face of a font file.

    Raises:
        BadFaceError: not a font file.
    """
    try:
        return [(index, _names_at(content, offset)) for index, offset in enumerate(_face_offsets(content))]
    except (struct.error, IndexError) as fault:
        raise BadFaceError(str(fault)) from fault


def _face_offsets(content: bytes | mmap) -> list[int]:
    kind = content[:4]
    if kind == b"ttcf":
        count = struct.unpack_from(">L", content, 8)[0]
        return list(struct.unpack_from(f">{min(count, 64)}L", content, 12))
    if kind in {b"\0\1\0\0", b"true", b"OTTO"}:
        return [0]
    raise BadFaceError("not a font file")


def _directory(content: bytes | mmap, offset: int, count: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Return (tag, checksum, offset, length) of each table of the face whose header is at the offset."""
    return struct.iter_unpack(">4sLLL", content[offset + 12 : offset + 12 + 16 * count])


def _names_at(content: bytes | mmap, offset: int) -> frozenset[str]:
    count = struct.unpack_from(">H", content, offset + 4)[0]
    for tag, _, start, _ in _directory(content, offset, count):
        if tag == b"name":
            return _names_in(content, start)
    return frozenset()


def _names_in(content: bytes | mmap, start: int) -> frozenset[str]:
    _, count, strings = struct.unpack_from(">3H", content, start)
    names = set()
    for platform, encoding, _, name, length, at in struct.iter_unpack(
        ">6H", content[start + 6 : start + 6 + 12 * count]
    ):
        if name not in {1, 4, 16}:
            continue
        raw = content[start + strings + at : start + strings + at + length]
        if platform in {0, 3}:
            # Old Chinese faces hold their names under encoding 3 (PRC) in GBK, padded to two bytes.
            codec = "gbk" if (platform, encoding) == (3, 3) else "utf-16-be"
            names.add(raw.decode(codec, "ignore").replace("\0", "").strip())
        elif platform == 1:
            names.add(raw.decode("mac-roman", "ignore").strip())
    return frozenset(name for name in names if name)
