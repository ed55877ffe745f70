"""Names in a pack: by the rule of the trade, legal on Windows, and short enough that Explorer can unpack them.

任务序号-材料序号-材料名称-单位-日期.后缀.  Source: docs/domain.md section 6.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path, PurePath

from ledger_app.errors import RejectedError
from ledger_app.evidence.names import legal_name

LONGEST_PATH = 199
"""Characters of a whole path, the drive included, that Explorer's zip and old office programs still open."""
_ROOM_OUTSIDE = 50
"""Characters kept for the folder that a receiver unpacks a pack into."""
_LONGEST_ROOT = 40
_LONGEST_FOLDER = 22
_LEAST_FOR_NAMES = 70
_LONGEST_SUFFIX = 10


def root_name(title: str) -> str:
    """Return the name of a pack's folder or zip file, without suffix."""
    # A dot in the title would be taken for a suffix.
    return _packed(title.replace(".", "．"), _LONGEST_ROOT)


def folder_name(number: str, title: str) -> str:
    """Return the name of a folder in a pack: "2-07_建设胸痛中心"."""
    words = f"{number}_{title}" if number and not title.startswith(number) else title or number
    return _packed(words.replace(" ", "").replace("\n", ""), _LONGEST_FOLDER)


def room_in(parent: Path, root: str) -> int:
    """Return how many characters a path within the pack's `data` folder may have.

    Raises:
        RejectedError: EVI-032 the folder chosen lies so deep that no name fits.
    """
    outside = max(len(str(parent.absolute())), _ROOM_OUTSIDE)
    room = LONGEST_PATH - outside - len(f"/{root}/data/")
    if room < _LEAST_FOR_NAMES:
        raise RejectedError("EVI-032", folder=str(parent))
    return room


def file_name(number: str, title: str, unit: str, date: dt.date | None, suffix: str, room: int) -> str:
    """Return a file's name by the rule; where room is short the title gives way first, then the unit.

    Args:
        number: of the task and of the piece within it ("2-07-01").
        title: of the piece.
        unit: who it comes from, "" if unknown.
        date: of the document, None if unknown.
        suffix: of the file with its dot, "" for none.
        room: characters that the name may have, at least some thirty.
    """
    end = suffix.lower() if len(suffix) <= _LONGEST_SUFFIX else ""
    day = f"-{date:%Y%m%d}" if date is not None else ""
    plain = _one_piece(title)
    own = _one_piece(unit)
    for place in (f"-{own}" if own and own not in plain else "", ""):
        left = room - len(number) - len(place) - len(day) - len(end) - 1
        if left >= min(len(plain), 8):
            return _packed(f"{number}-{plain[:left].rstrip()}{place}{day}{end}", room)
    return _packed(f"{number}{day}{end}", room)


def suffix_of(original_name: str) -> str:
    """Return the suffix of a file's original name; "" where what follows its last dot is no suffix."""
    suffix = PurePath(original_name).suffix
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""


class TakenPaths:
    """The paths given so far; two that Windows would take for the same get numbers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()

    def free(self, path: str) -> str:
        """Return a path, with a number before its suffix where it is given already."""
        pure = PurePath(path)
        candidate, number = path, 1
        while candidate.casefold() in self._taken:
            number += 1
            candidate = str(pure.with_name(f"{pure.stem}({number}){pure.suffix}")).replace("\\", "/")
        self._taken.add(candidate.casefold())
        return candidate


def _one_piece(words: str) -> str:
    """Return words without blanks and the sign that parts the pieces of a name."""
    return "".join(words.split()).replace("-", "－")


def _packed(name: str, longest: int) -> str:
    # The percent sign would have to be encoded in a manifest, and programs differ in how they read that.
    return legal_name(name.replace("%", "％"), longest)
