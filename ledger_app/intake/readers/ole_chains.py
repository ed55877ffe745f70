"""Looks for chains of sectors that run in a circle in an OLE compound file.

calamine follows the chains of the header and of the streams to their end, and has no end to look for in a circle;
olefile, which has read the file before, stops by itself.  Source: MS-CFB 2.2 to 2.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import unpack_from
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from olefile import OleFileIO

_STREAM = 2
_RESERVED = 0xFFFFFFFA
_HEADER_DIFAT_START = 68


def has_circle(data: bytes, container: OleFileIO) -> bool:
    """Tell whether any chain that a reader may follow comes back to where it was.

    Args:
        data: the whole file.
        container: the same file, opened.
    """
    fat, mini = container.fat, container.minifat or ()
    starts = [container.first_dir_sector, container.first_mini_fat_sector, container.root.isectStart]
    small: list[int] = []
    for entry in container.direntries:
        if entry is not None and entry.entry_type == _STREAM:
            (small if entry.size < container.minisectorcutoff else starts).append(entry.isectStart)
    return _difat_circles(data, container.sectorsize) or _circles(fat, starts) or _circles(mini, small)


def _circles(table: Sequence[int], starts: Sequence[int]) -> bool:
    """Tell whether one of the chains is longer than there are sectors; each sector is walked once."""
    sound: set[int] = set()
    for start in starts:
        walked: set[int] = set()
        sector = start
        while 0 <= sector < min(len(table), _RESERVED) and sector not in sound:
            if sector in walked:
                return True
            walked.add(sector)
            sector = table[sector]
        sound |= walked
    return False


def _difat_circles(data: bytes, size: int) -> bool:
    walked: set[int] = set()
    sector = unpack_from("<I", data, _HEADER_DIFAT_START)[0]
    while sector < _RESERVED and (sector + 2) * size <= len(data):
        if sector in walked:
            return True
        walked.add(sector)
        sector = unpack_from("<I", data, (sector + 2) * size - 4)[0]
    return False
