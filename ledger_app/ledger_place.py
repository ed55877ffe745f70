"""Where a new ledger had better lie, judged from its path and disk (docs/domain.md section 10)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Literal

PlaceAdvice = Literal[
    "good", "not_writable", "not_empty", "program", "network", "removable", "synced", "passing", "desktop", "system"
]

# Folders that a program of another maker keeps equal with a server: it may take the database while it is written.
_SYNCED = ("onedrive", "坚果云", "nutstore", "百度网盘", "baidunetdisk", "wps云盘", "wpsdrive", "dropbox", "icloud")
# Folders that are emptied, by the system or by people.
_PASSING = (
    "temp",
    "tmp",
    "appdata",
    "downloads",
    "下载",
    "wechat files",
    "xwechat_files",
    "tencent files",
    "$recycle.bin",
)
_DESKTOP = ("desktop", "桌面")


def advise(
    folder: PurePath,
    disk: Literal["local", "network", "removable"],
    *,
    is_writable: bool,
    is_empty: bool,
    program: PurePath,
    system_drive: str = "",
) -> PlaceAdvice:
    """Return what is to be said of a folder; the first that applies, what stops before what only warns.

    Args:
        folder: absolute path of the ledger to be.
        disk: what it lies on.
        is_writable: files can be made there.
        is_empty: it is not there yet or holds nothing.
        program: the program's own folder, which an upgrade empties.
        system_drive: drive of Windows ("C:"), "" where there is none.
    """
    parts = [part.casefold() for part in folder.parts]
    if not is_writable:
        return "not_writable"
    if not is_empty:
        return "not_empty"
    if folder == program or program in folder.parents:
        return "program"
    if disk != "local":
        return disk
    named: tuple[tuple[PlaceAdvice, Iterable[str]], ...] = (("passing", _PASSING), ("desktop", _DESKTOP))
    if any(part.startswith(name) for part in parts for name in _SYNCED):
        return "synced"
    for advice, names in named:
        if any(part in names for part in parts):
            return advice
    return "system" if system_drive and folder.drive.casefold() == system_drive.casefold() else "good"


def suggest(places: Iterable[Path], year: int) -> Path:
    """Return a folder for a new ledger in the first place, under a name that is not taken there.

    Args:
        places: where ledgers may be kept, best first; at least one.
        year: of the ledger.
    """
    base = next(iter(places)) / "任务台账"
    for number in range(1, 100):
        name = f"{year}年" if number == 1 else f"{year}年-{number}"
        if not (base / name).exists():
            return base / name
    return base / f"{year}年-新"
