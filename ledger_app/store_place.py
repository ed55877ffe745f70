"""Where a ledger's evidence lies: in its own folder, or in a folder on another drive that a pointer file names.

The pointer (`evidence.place` in the ledger's folder) is replaced whole, never edited; the folder it names bears a mark
with the ledger's uid, so that an empty drive letter or somebody else's stick is not taken for it.
Stands beside `version` because the database and the store both must know it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STORE_NAME = "evidence"
POINTER_NAME = "evidence.place"
MARK_NAME = "ledger-store.json"


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where the files of a ledger are.

    Attributes:
        folder: of the files.
        is_elsewhere: not in the ledger's own folder; it must bear the mark.
        leaving: a former folder that has not been cleared yet, None for none.
    """

    folder: Path
    is_elsewhere: bool = False
    leaving: Path | None = None


def read_place(ledger_folder: Path) -> StorePlace:
    """Return where a ledger's evidence lies; a pointer that cannot be read counts as none."""
    own = ledger_folder / STORE_NAME
    try:
        fields = json.loads((ledger_folder / POINTER_NAME).read_text("utf-8"))
        folder = Path(str(fields["folder"])) if fields.get("folder") else own
        leaving = Path(str(fields["leaving"])) if fields.get("leaving") else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return StorePlace(own)
    return StorePlace(folder, folder != own, leaving)


def store_folder(ledger_folder: Path) -> Path:
    """Return the folder of a ledger's evidence."""
    return read_place(ledger_folder).folder


def write_place(ledger_folder: Path, folder: Path, leaving: Path | None) -> None:
    """Let the evidence lie in a folder from now on; `leaving` is one that is still to be cleared."""
    pointer, own = ledger_folder / POINTER_NAME, ledger_folder / STORE_NAME
    if folder == own and leaving is None:
        pointer.unlink(missing_ok=True)
        return
    # The own folder is not written down: the ledger may be copied elsewhere whole.
    fields = {"folder": "" if folder == own else str(folder), "leaving": str(leaving) if leaving is not None else ""}
    _replace_whole(pointer, fields)


def write_mark(folder: Path, uid: str) -> None:
    """Mark a folder as that of a ledger's evidence."""
    folder.mkdir(parents=True, exist_ok=True)
    if mark_of(folder) != uid:
        _replace_whole(folder / MARK_NAME, {"ledger": uid})


def _replace_whole(path: Path, fields: dict[str, str]) -> None:
    """Write a file so that it is the old one or the new one, whatever stops this."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        json.dump(fields, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def mark_of(folder: Path) -> str:
    """Return the uid of the ledger whose evidence a folder holds, "" for none."""
    with suppress(OSError, ValueError, AttributeError):
        return str(json.loads((folder / MARK_NAME).read_text("utf-8")).get("ledger", ""))
    return ""
