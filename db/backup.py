"""Automatic backups of a ledger: made when something changed, proved by opening, thinned by age.

In the ledger's own `backups/` folder only the database is copied: the evidence lies beside it, never changes and
is named in the backup by digest.  In a second place (another drive) the evidence is mirrored, each file once.
The last proof is written down in `proven.json` beside the backups, so that screens can show its age.
docs/format.md "Backups" describes both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from db.archive import SCRATCH_PREFIXES, write_archive
from db.retention import superfluous
from ledger_app.errors import EnvironmentFault
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Progress
from ledger_app.store_place import store_folder

BACKUPS_NAME = "backups"
PROVEN_NAME = "proven.json"
_NAME = re.compile(r"^ledger-(\d{8}-\d{6})(-[a-z]+)?\.backup$")
_STAMP = "%Y%m%d-%H%M%S"
_LEFTOVER_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Proof:
    """The last backup of a place that was opened and found sound.

    Attributes:
        file: name of the backup; at: local time it was proved, ISO.
        counts: tasks, plans, evidence_files, operations, as in the manifest.
        missing: evidence files that were named but not there.
    """

    file: str
    at: str
    counts: Mapping[str, int]
    missing: int = 0


def list_backups(place: Path) -> list[tuple[dt.datetime, Path]]:
    """Return the backups of a place with their local times, oldest first; other files are passed over."""
    found = []
    for file in place.iterdir() if place.is_dir() else ():
        match = _NAME.match(file.name)
        if match:
            with contextlib.suppress(ValueError):
                found.append((dt.datetime.strptime(match.group(1), _STAMP), file))  # noqa: DTZ007 - local by design
    return sorted(found)


def last_proof(place: Path) -> Proof | None:
    """Return what the last proven backup of a place was, None if there is none or it has gone."""
    try:
        fields = json.loads((place / PROVEN_NAME).read_text("utf-8"))
        proof = Proof(str(fields["file"]), str(fields["at"]), dict(fields["counts"]), int(fields["missing"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return proof if (place / proof.file).is_file() else None


def is_due(place: Path, operations: int, now: dt.datetime) -> bool:
    """Say whether a new backup is wanted: something changed since the last, and that one is of another day.

    Args:
        place: folder of the backups.
        operations: the journal's highest number.
        now: local time.
    """
    proof = last_proof(place)
    if proof is None:
        return operations > 0
    return proof.counts.get("operations") != operations and proof.at[:10] != now.date().isoformat()


def back_up(
    folder: Path,
    place: Path,
    *,
    now: dt.datetime,
    created_at: str,
    app_version: str,
    reason: str = "",
    progress: Progress | None = None,
) -> Proof:
    """Make, prove and record a backup in a place, then thin the older ones.

    Args:
        folder: the ledger.
        place: `backups/` of the ledger, or a folder on another drive, where evidence is mirrored too.
        now: local time, for the name.
        created_at: the same moment as UTC ISO text, for the manifest.
        app_version: the program's version.
        reason: "" for the daily one, else a word kept in the name ("upgrade", "import").
        progress: where to report.

    Raises:
        EnvironmentFault: DB-041 to DB-043; nothing of the older backups is touched then.
    """
    _clear_leftovers(place)
    name = f"ledger-{now.strftime(_STAMP)}" + (f"-{reason}" if reason else "") + ".backup"
    if not _is_own(folder, place):
        mirror_evidence(folder, place, progress)
    manifest = write_archive(
        folder, place / name, created_at=created_at, app_version=app_version, with_evidence=False, progress=progress
    )
    proof = Proof(name, now.isoformat(timespec="seconds"), manifest.counts, len(manifest.missing))
    _record(place, proof)
    _thin(place, now, spare=name)
    return proof


def mirror_evidence(folder: Path, place: Path, progress: Progress | None = None) -> int:
    """Copy evidence files that a place does not hold yet; return how many were copied.

    Raises:
        EnvironmentFault: DB-041 no room; DB-042 cannot be written.
    """
    digests = [file for file in store_folder(folder).glob("??/*") if len(file.name) == 64]
    copied = 0
    for number, file in enumerate(digests, 1):
        target = place / "evidence" / file.parent.name / file.name
        if not target.exists() or target.stat().st_size != file.stat().st_size:
            _copy_whole(file, target)
            copied += 1
        if progress is not None:
            progress.step(number, len(digests), "备份佐证材料")
    return copied


def evidence_places(backup: Path) -> list[Path]:
    """Return the evidence folders in which the files of an automatic backup are to be looked for."""
    return [folder for folder in (backup.parent / "evidence", backup.parent.parent / "evidence") if folder.is_dir()]


def _clear_leftovers(place: Path) -> None:
    """Remove what backups that were killed left in a place: whole copies of the database, which would pile up."""
    for entry in place.iterdir() if place.is_dir() else ():
        is_ours = entry.name.startswith(SCRATCH_PREFIXES) or entry.name.endswith(".backup.part")
        with contextlib.suppress(OSError):
            # Another program may be at it; none works on one backup for a day.
            if is_ours and time.time() - entry.stat().st_mtime > _LEFTOVER_S:
                if entry.is_dir():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()


def _is_own(folder: Path, place: Path) -> bool:
    return place.absolute() == (folder / BACKUPS_NAME).absolute()


def _copy_whole(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as origin, part.open("wb") as copy:
            shutil.copyfileobj(origin, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        os.replace(part, target)  # noqa: PTH105 - replaces on Windows too
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        is_full = error.errno in {28, 122} or getattr(error, "winerror", None) in {39, 112}
        code = "DB-041" if is_full else "DB-042"
        raise EnvironmentFault(
            code, folder=target.parent.name, file=target.name, needed="", reason=cause_of(error)
        ) from error


def _record(place: Path, proof: Proof) -> None:
    fields = {"file": proof.file, "at": proof.at, "counts": dict(proof.counts), "missing": proof.missing}
    part = place / (PROVEN_NAME + ".part")
    part.write_text(json.dumps(fields, ensure_ascii=False, indent=1), "utf-8")
    os.replace(part, place / PROVEN_NAME)  # noqa: PTH105 - replaces on Windows too


def _thin(place: Path, now: dt.datetime, spare: str) -> None:
    """Remove what the rule gives up; a backup made before an upgrade stays whatever its age."""
    daily = {made: file for made, file in list_backups(place) if not file.name.endswith("-upgrade.backup")}
    for made in superfluous(daily, now):
        if daily[made].name != spare:
            with contextlib.suppress(OSError):  # a backup that somebody has open goes the next time
                daily[made].unlink()
