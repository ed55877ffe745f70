"""Look into a folder that files arrive in: which of them are whole by now, and which still grow.

Nothing tells reliably that a download or a scan is over, so a file counts as whole when two looks in a row find it
the same.  Looking changes nothing in the folder, whose drive may come and go.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger_app.evidence.names import long_path
from ledger_app.evidence.walking import SourceFile, walk
from ledger_app.ports import Progress

_UNFINISHED = frozenset(
    {".crdownload", ".part", ".partial", ".download", ".tmp", ".temp", ".opdownload", ".td", ".xltd", ".!ut", ".aria2"}
)


@dataclass(frozen=True, slots=True)
class InboxLook:
    """What one look found.

    Attributes:
        is_there: the folder can be read now.
        files: what has stopped growing, by path.
        growing: how many files still arrive, or were seen for the first time.
    """

    is_there: bool
    files: tuple[SourceFile, ...] = ()
    growing: int = 0


class InboxWatch:
    """Looks into one folder again and again, on any one thread at a time."""

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        """Bind to a folder; `own` is the ledger's, which is never looked into."""
        self.folder = folder
        self._own = own
        self._seen: frozenset[SourceFile] = frozenset()

    def look(self, progress: Progress | None = None) -> InboxLook:
        """Look once.

        Raises:
            Cancelled: through `progress`.
        """
        if not _is_there(self.folder):
            # Kept, so that a stick that was only pulled for a moment is whole again at the first look.
            return InboxLook(is_there=False)
        arrived = [file for file in walk([self.folder], own=self._own, progress=progress).files if _may_be_whole(file)]
        whole = tuple(file for file in arrived if file in self._seen)
        self._seen = frozenset(arrived)
        return InboxLook(is_there=True, files=whole, growing=len(arrived) - len(whole))


def _is_there(folder: Path) -> bool:
    try:
        return long_path(folder).is_dir()
    except OSError:
        return False


def _may_be_whole(file: SourceFile) -> bool:
    """Say whether a file may be over: an empty one is a place held for a download."""
    return file.size > 0 and file.path.suffix.lower() not in _UNFINISHED
