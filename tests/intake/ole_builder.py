"""Builds OLE compound files from streams, plainly: every stream in whole sectors, one table of sectors.

Source: MS-CFB.  Streams are padded to 4,096 bytes, below which they would live in a stream of their own kind.
"""

from __future__ import annotations

from struct import pack

SECTOR = 512
SMALLEST = 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ROOT, _STREAM = 5, 2


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of streams by name."""
    padded = {name: _padded(data) for name, data in streams.items()}
    directory_sectors = (len(streams) + 1 + 3) // 4
    data_sectors = sum(len(data) // SECTOR for data in padded.values())
    fat_sectors = 1
    while (fat_sectors + directory_sectors + data_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    fat = [_FAT] * fat_sectors + _chain(fat_sectors, directory_sectors)
    entries: list[bytes] = []
    at = fat_sectors + directory_sectors
    body = b""
    for number, (name, data) in enumerate(padded.items(), start=1):
        following = number + 1 if number < len(padded) else _FREE
        entries.append(_entry(name, _STREAM, at, len(data), right=following))
        count = len(data) // SECTOR
        fat += _chain(at, count)
        at += count
        body += data
    fat += [_FREE] * (fat_sectors * SECTOR // 4 - len(fat))
    root = _entry("Root Entry", _ROOT, _END, 0, child=1 if streams else _FREE)
    directory = (root + b"".join(entries)).ljust(directory_sectors * SECTOR, b"\x00")
    return _header(fat_sectors) + pack(f"<{len(fat)}I", *fat) + directory + body


def _padded(data: bytes) -> bytes:
    size = max(SMALLEST, -(-len(data) // SECTOR) * SECTOR)
    return data.ljust(size, b"\x00")


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END] if count else []


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    return (
        encoded.ljust(64, b"\x00")
        + pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
        + bytes(36)
        + pack("<IQ", start, size)
    )


def _header(fat_sectors: int) -> bytes:
    sectors = list(range(fat_sectors)) + [_FREE] * (109 - fat_sectors)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + pack("<IIIIIIIII", 0, fat_sectors, fat_sectors, 0, SMALLEST, _END, 0, _END, 0)
        + pack("<109I", *sectors)
    )
