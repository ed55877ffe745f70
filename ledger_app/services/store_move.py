"""Move the evidence to another drive, or back: copied, verified by hash, switched over, and only then removed.

Stopped or killed anywhere, every file is whole in the old folder, in the new one, or in both; going on does what is
left.  It is no operation of the journal: what the ledger says does not change, only where its files lie.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.names import legal_name
from ledger_app.evidence.store import FileStore
from ledger_app.evidence.upkeep import delete_files, drive_room
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Progress
from ledger_app.store_place import MARK_NAME, STORE_NAME, mark_of, read_place, write_mark, write_place

_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class StoreMoved:
    """What was moved.

    Attributes:
        folder: where the files lie now; count, size_bytes: of the files there.
        left: damaged files that stayed in the old folder, by digest.
    """

    folder: Path
    count: int
    size_bytes: int
    left: tuple[str, ...]


def folder_in(parent: Path, ledger_name: str, uid: str) -> Path:
    """Return the folder that a ledger's evidence gets within a folder chosen on another drive."""
    return parent / f"{legal_name(ledger_name, 30)}-佐证材料-{uid[:8]}"


def move_store(
    store: FileStore, ledger_folder: Path, uid: str, target: Path | None, progress: Progress | None = None
) -> StoreMoved:
    """Move all files to a folder, or go on with a move that was stopped.

    Args:
        store: of the open ledger; it follows the move.
        ledger_folder: where the pointer lies.
        uid: of the ledger, for the mark.
        target: the new folder; None for the ledger's own.
        progress: told files.

    Raises:
        RejectedError: EVI-091 the folder lies in the ledger's; EVI-092 it holds something else; EVI-095 another
            move is going on.
        EnvironmentFault: EVI-090 the present place is away; EVI-093 no room; EVI-094, EVI-010 to -014 it cannot be
            written.  The files lie where they were.
        Cancelled: through `progress`; as above.
    """
    if not store.moving.acquire(blocking=False):
        raise RejectedError("EVI-095")
    try:
        return _move(store, ledger_folder, uid, target, progress)
    finally:
        store.moving.release()


def _move(
    store: FileStore, ledger_folder: Path, uid: str, target: Path | None, progress: Progress | None
) -> StoreMoved:
    own = ledger_folder / STORE_NAME
    new = target.absolute() if target is not None else own
    place = read_place(ledger_folder)
    if new != own:
        _refuse_folder(new, ledger_folder, uid)
    store.refuse_if_away("")
    if place.leaving is not None and new not in (place.folder, place.leaving):
        # The pointer has room for one former folder: that of an earlier move is cleared before it gets another.
        _clear(FileStore(place.leaving), store, progress)
    copy = FileStore(new)
    left: tuple[str, ...] = ()
    if new != place.folder:
        _refuse_without_room(store, copy)
        left = _copy(store, copy, progress)
        # Files may come in all the while: those that did are copied while no other can.
        with store.standing_still():
            left = (*left, *_copy_newcomers(store, copy, left))
            try:
                write_place(ledger_folder, new, place.folder)
            except OSError as error:
                raise EnvironmentFault("EVI-094", folder=str(new), why=cause_of(error)) from error
            store.settle_in(new, needs_mark=new != own)
        place = read_place(ledger_folder)
    if place.leaving is not None:
        left = _clear(FileStore(place.leaving), store, progress) or left
        write_place(ledger_folder, store.folder, None if not left else place.leaving)
    sizes = [size for _digest, size in store.iterate()]
    return StoreMoved(store.folder, len(sizes), sum(sizes), left)


def _refuse_folder(new: Path, ledger_folder: Path, uid: str) -> None:
    if new.is_relative_to(ledger_folder.absolute()):
        raise RejectedError("EVI-091", folder=str(new))
    with contextlib.suppress(FileNotFoundError):
        # A mark that was being written when the PC went off stands there under its temporary name.
        holds = any(not one.name.startswith(MARK_NAME) for one in new.iterdir())
        if holds and mark_of(new) != uid:
            raise RejectedError("EVI-092", folder=str(new))
    try:
        # Marked before the first file, so that a move that was stopped finds its own folder again.
        write_mark(new, uid)
    except OSError as error:
        raise EnvironmentFault("EVI-094", folder=str(new), why=cause_of(error)) from error


def _refuse_without_room(store: FileStore, copy: FileStore) -> None:
    need = sum(size for digest, size in store.iterate() if not copy.has(digest)) + _SPARE_BYTES
    room = drive_room(copy.folder)
    if room is not None and room.free_bytes < need:
        raise EnvironmentFault("EVI-093", need_mb=-(-need >> 20), free_mb=room.free_bytes >> 20)


def _copy(store: FileStore, copy: FileStore, progress: Progress | None) -> tuple[str, ...]:
    """Copy what is not there yet; return the damaged files, which are left out."""
    files = list(store.iterate())
    left = []
    for number, (digest, _size) in enumerate(files):
        if progress is not None:
            progress.step(number, len(files), f"正在复制并核对 {number} / {len(files)}")
        if copy.verify(digest) == "ok":
            continue
        if store.verify(digest) != "ok":
            left.append(digest)
        else:
            copy.put(store.path_of(digest))
    return tuple(left)


def _copy_newcomers(store: FileStore, copy: FileStore, left: tuple[str, ...]) -> tuple[str, ...]:
    damaged = []
    for digest in [digest for digest, _size in store.iterate() if digest not in left and not copy.has(digest)]:
        if store.verify(digest) == "ok":
            copy.put(store.path_of(digest))
        else:
            damaged.append(digest)
    return tuple(damaged)


def _clear(old: FileStore, store: FileStore, progress: Progress | None) -> tuple[str, ...]:
    """Take what is proven to lie in the new folder out of the old one; return what had to stay.

    Raises:
        Cancelled: through `progress`; the rest is cleared the next time.
    """
    left = list(_copy(old, store, progress))
    for digest, _size in list(old.iterate()):
        if digest not in left and store.verify(digest) == "ok":
            delete_files(old, [digest])
    if not left:
        _remove_empty(old.folder)
    return tuple(left)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for mark in folder.glob(f"{MARK_NAME}*"):
            mark.unlink(missing_ok=True)
        for one in folder.iterdir():
            if one.is_dir() and not any(one.iterdir()):
                one.rmdir()
        if not any(folder.iterdir()):
            folder.rmdir()
