"""What an act of adding files has done so far, on the disk, so that it can be gone on with after a stop or a crash.

One act is one file of JSON lines outside the ledger: its head says what was dropped and for which tasks, then one
line for each file that is in the store, and one mark for each time what was stored was also written into the
ledger.  The record only saves work: without it everything would be read again.  It belongs to this PC, whose paths
it names, and so lies with the user's data.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from ledger_app.evidence.walking import SourceFile

_FORM = 1
_SUFFIX = ".adding.jsonl"


@dataclass(frozen=True, slots=True)
class Act:
    """One act of adding.

    Attributes:
        key: names its record; begun: UTC, ISO.
        sources: files and folders as they were dropped.
        task_ids: the tasks they are to support.
    """

    key: str
    begun: str
    sources: tuple[Path, ...]
    task_ids: tuple[int, ...] = ()


@dataclass(slots=True)
class ActRecord:
    """The record of one act, open for writing or read back.

    Attributes:
        act: what was wanted.
        stored: files that are in the store by their paths: as they were, digest, size in bytes.
        linked: paths of those that are in the ledger too.
        total: how many files there are in all, 0 before they were counted.
    """

    act: Act
    path: Path
    stored: dict[str, tuple[SourceFile, str, int]] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    total: int = 0
    _stream: TextIO | None = None

    @property
    def left(self) -> int:
        """Return how many files are not in the store yet, as far as they were counted."""
        return max(0, self.total - len(self.stored))

    def stored_as(self, file: SourceFile) -> tuple[str, int] | None:
        """Return digest and size of a file that was stored before and is still as it was then."""
        found = self.stored.get(str(file.path))
        return (found[1], found[2]) if found is not None and found[0] == file else None

    def note_total(self, total: int) -> None:
        """Note how many files there are."""
        self.total = total
        self._write({"total": total})

    def note_stored(self, file: SourceFile, sha256: str, size: int) -> None:
        """Note that a file is in the store, and on the disk there."""
        self.stored[str(file.path)] = (file, sha256, size)
        self._write(
            {"path": str(file.path), "size": file.size, "at": file.modified_ns, "sha256": sha256, "bytes": size}
        )

    def note_linked(self) -> None:
        """Note that everything stored so far was written into the ledger."""
        self.linked = set(self.stored)
        self._write({"linked": True})
        self.close()

    def close(self) -> None:
        """Let go of the file; it stays for the next time."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None

    def remove(self) -> None:
        """Close it and delete it: the act is over."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _write(self, line: dict[str, Any]) -> None:
        # A full disk must not stop what the record only serves to spare.
        with contextlib.suppress(OSError):
            if self._stream is None:
                if not self.path.parent.is_dir():
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                self._stream = self.path.open("a", encoding="ascii")
                if not self._stream.tell():
                    self._stream.write(json.dumps(_head(self.act)) + "\n")
            self._stream.write(json.dumps(line) + "\n")
            self._stream.flush()


def begin(folder: Path, sources: Sequence[Path], task_ids: Sequence[int], at: str) -> ActRecord:
    """Return the record of a new act; it is written with the first file that is stored.

    Args:
        folder: where records lie.
        sources: files and folders, absolute.
        task_ids: the tasks.
        at: UTC, ISO.
    """
    key = secrets.token_hex(8)
    act = Act(key, at, tuple(path.absolute() for path in sources), tuple(task_ids))
    return ActRecord(act, folder / (key + _SUFFIX))


def unfinished(folder: Path, running: Iterable[str] = ()) -> list[ActRecord]:
    """Return the records of acts that were not finished, oldest first, those that run now left out.

    A record that is damaged from the start tells nothing and is left out; a last line cut short is dropped.
    """
    try:
        paths = sorted(folder.glob("*" + _SUFFIX))
    except OSError:
        return []
    known = set(running)
    found = [record for path in paths if (record := _read(path)) is not None and record.act.key not in known]
    return sorted(found, key=lambda record: (record.act.begun, record.act.key))


def _head(act: Act) -> dict[str, Any]:
    return {
        "form": _FORM,
        "key": act.key,
        "begun": act.begun,
        "sources": [str(path) for path in act.sources],
        "tasks": list(act.task_ids),
    }


def _read(path: Path) -> ActRecord | None:
    try:
        with path.open(encoding="ascii") as stream:
            head = json.loads(stream.readline())
            if head["form"] != _FORM:
                return None
            sources = tuple(Path(str(source)) for source in head["sources"])
            act = Act(str(head["key"]), str(head["begun"]), sources, tuple(int(one) for one in head["tasks"]))
            record = ActRecord(act, path)
            for line in stream:
                # The last line may have been cut short by a crash: its file is then stored once more.
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    _take_line(record, json.loads(line))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record


def _take_line(record: ActRecord, line: dict[str, Any]) -> None:
    if "total" in line:
        record.total = int(line["total"])
    elif "linked" in line:
        record.linked = set(record.stored)
    else:
        file = SourceFile(Path(line["path"]), int(line["size"]), int(line["at"]))
        record.stored[line["path"]] = (file, str(line["sha256"]), int(line["bytes"]))
