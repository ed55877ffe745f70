"""What the evidence takes up: files, what lies in the bin, old versions, and the room left on its drive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger_app.domain.evidence import EvidenceVersion, StoredFile
from ledger_app.evidence.upkeep import DriveRoom, drive_room
from ledger_app.ports import ReadSession
from ledger_app.services.evidence_bin import would_free


@dataclass(frozen=True, slots=True)
class EvidenceSpace:
    """Bytes by what they are for.

    Attributes:
        stored_bytes: of all files; bin_bytes: what emptying the bin would free; old_bytes: of versions that are not
            current any more, those in the bin aside.
        room: of the drive, None while it is away.
    """

    file_count: int
    stored_bytes: int
    bin_bytes: int
    old_bytes: int
    room: DriveRoom | None


def read_space(session: ReadSession, folder: Path, *, is_away: bool) -> EvidenceSpace:
    """Return what the evidence takes up.

    Args:
        session: the ledger.
        folder: of the files.
        is_away: their drive is not there now.
    """
    files = {one.id: one.size_bytes for one in session.of(StoredFile).find()}
    freed = would_free(session)
    newest: dict[int, int] = {}
    versions = session.of(EvidenceVersion).find()
    for one in versions:
        newest[one.evidence_id] = max(newest.get(one.evidence_id, 0), one.number)
    current = {one.sha256 for one in versions if one.number == newest[one.evidence_id]}
    old = {one.sha256 for one in versions} - current - set(freed.digests)
    old_bytes = sum(files.get(digest, 0) for digest in old)
    room = None if is_away else drive_room(folder)
    return EvidenceSpace(len(files), sum(files.values()), freed.size_bytes, old_bytes, room)
