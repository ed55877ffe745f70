"""Find the files that are meant by what was dropped: files, and folders with all below them.

What the system or an office program keeps beside a clerk's files is passed over and said; links from folder to
folder are not followed, so that no loop can hold the walk up.  Source: docs/domain.md section 6, files coming in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger_app.domain.natural_order import natural_key
from ledger_app.evidence.names import long_path, shown_name
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Progress

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "autorun.inf", "ntuser.dat"})
_SYSTEM_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information", ".trashes", "lost+found"})
_LOCK_STARTS = ("~$", ".~", "~wrl")
_HIDDEN_BITS = 0x2 | 0x4
"""FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM."""
_MOUNT_POINT = 0xA0000003
_STEP = 200

LOCK, SYSTEM, HIDDEN, LINK, SPECIAL, OWN, CLOSED = (
    "Office 打开文件时的临时文件",
    "系统文件",
    "隐藏文件",
    "指向别处的文件夹链接",
    "不是普通文件",
    "这本台账自己的文件夹",
    "文件夹打不开",
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be taken in, as it was found.

    Attributes:
        size: bytes; modified_ns: time of its last change; both 0 where it could not be asked.
    """

    path: Path
    size: int = 0
    modified_ns: int = 0


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something below a folder that is not taken in, and why in a few Chinese words."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found, each file once, in the order of what was given, folders by name."""

    files: tuple[SourceFile, ...]
    passed_over: tuple[PassedOver, ...]

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.size for file in self.files)


def walk(paths: Sequence[Path], *, own: Path | None = None, progress: Progress | None = None) -> Walked:
    """Return the files meant by files and folders.

    Args:
        paths: files are taken whatever they are called; of folders, what a clerk put there.
        own: the ledger's folder, which is not walked.
        progress: told the number of files found.

    Raises:
        Cancelled: through `progress`.
    """
    run = _Walk(own.resolve() if own is not None else None, progress)
    for path in paths:
        if long_path(path).is_dir():
            run.add_folder(path)
        else:
            run.add_file(path, _stat(path))
    return Walked(tuple(run.files.values()), tuple(run.passed_over))


def name_to_pass_over(name: str) -> str:
    """Return why a file of this name is nothing a clerk made, "" if it may be."""
    folded = name.casefold()
    if folded.startswith(_LOCK_STARTS):
        return LOCK
    if folded in _SYSTEM_NAMES:
        return SYSTEM
    return HIDDEN if folded.startswith(".") else ""


@dataclass(slots=True)
class _Walk:
    """One walk under way."""

    own: Path | None
    progress: Progress | None
    files: dict[Path, SourceFile] = field(default_factory=dict)
    passed_over: list[PassedOver] = field(default_factory=list)

    def add_file(self, path: Path, found: os.stat_result | None) -> None:
        if path not in self.files:
            size, modified = (found.st_size, found.st_mtime_ns) if found is not None else (0, 0)
            self.files[path] = SourceFile(path, size, modified)
            if self.progress is not None and len(self.files) % _STEP == 1:
                self.progress.step(0, 0, f"正在清点，已有 {len(self.files)} 个文件")

    def add_folder(self, folder: Path) -> None:
        waiting = [folder]
        while waiting:
            place = waiting.pop()
            if self.own is not None and place.resolve() == self.own:
                self._pass(place, OWN)
                continue
            folders: list[Path] = []
            for entry in self._entries(place):
                self._add_entry(place / entry.name, entry, folders)
            waiting += reversed(folders)

    def _entries(self, place: Path) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(long_path(place)) as entries:
                return iter(sorted(entries, key=lambda entry: (natural_key(entry.name), entry.name)))
        except OSError as error:
            self._pass(place, f"{CLOSED}：{cause_of(error)}")
            return iter(())

    def _add_entry(self, path: Path, entry: os.DirEntry[str], folders: list[Path]) -> None:
        try:
            is_link = entry.is_symlink() or _is_junction(entry)
            is_folder = entry.is_dir()
            found = entry.stat()
        except OSError as error:
            # A link to nothing, a stick that was pulled: named when it is its turn, with all the others.
            self._pass(path, f"读不出来：{cause_of(error)}")
            return
        why = name_to_pass_over(entry.name) or _hidden(found)
        if is_folder:
            why = SYSTEM if entry.name.casefold() in _SYSTEM_FOLDERS else why or (LINK if is_link else "")
            if why:
                self._pass(path, why)
            else:
                folders.append(path)
        elif why or not stat.S_ISREG(found.st_mode):
            self._pass(path, why or SPECIAL)
        else:
            self.add_file(path, found)

    def _pass(self, path: Path, why: str) -> None:
        self.passed_over.append(PassedOver(path, why))


def summary_of(passed_over: Sequence[PassedOver]) -> list[str]:
    """Return one Chinese line a reason: how many were passed over, with some names."""
    by_reason: dict[str, list[str]] = {}
    for one in passed_over:
        by_reason.setdefault(one.why, []).append(shown_name(one.path.name))
    lines = []
    for why, names in by_reason.items():
        few = "、".join(list(dict.fromkeys(names))[:3])
        more = " 等" if len(set(names)) > 3 else ""
        lines.append(f"没有收入 {len(names)} 个（{why}）：{few}{more}")
    return lines


def _stat(path: Path) -> os.stat_result | None:
    try:
        return long_path(path).stat()
    except (OSError, ValueError):
        return None


def _hidden(found: os.stat_result) -> str:
    return HIDDEN if getattr(found, "st_file_attributes", 0) & _HIDDEN_BITS else ""


def _is_junction(entry: os.DirEntry[str]) -> bool:
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _MOUNT_POINT
