"""The bin of the evidence: what lies in it, since when and by whose hand, and emptying it for good.

What is emptied goes from the ledger in one operation; its files are deleted after that, so that at worst a file is
left that nothing names.  The operation cannot be undone once the files are gone (DB-033).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Snapshot
from ledger_app.errors import RejectedError
from ledger_app.ports import Ledger, ReadSession, UnitOfWork
from ledger_app.services.lookup import row_of

_KIND = "evidence.empty_bin"


@dataclass(frozen=True, slots=True)
class BinEntry:
    """A piece in the bin.

    Attributes:
        since: UTC ISO; by: who put it there, "" if unknown; act: the operation's name, which says from which task.
    """

    evidence: Evidence
    since: str
    by: str
    act: str


@dataclass(frozen=True, slots=True)
class Freed:
    """Pieces that may go for good.

    Attributes:
        digests: their files that nothing else in the ledger names.
        size_bytes: of those files.
        shared_count: files that stay because something else uses them.
    """

    evidence_ids: tuple[int, ...]
    digests: tuple[str, ...]
    size_bytes: int
    shared_count: int


@dataclass(frozen=True, slots=True)
class Emptied:
    """What went; the files are to be deleted once this is committed."""

    freed: Freed
    changes: ChangeSet


def in_bin(session: ReadSession) -> list[Evidence]:
    """Return the pieces in the bin, the latest first."""
    pieces = [one for one in session.of(Evidence).find() if one.removed_at is not None]
    return sorted(pieces, key=lambda one: (one.removed_at or "", one.id), reverse=True)


def entry_of(ledger: Ledger, evidence: Evidence) -> BinEntry:
    """Return since when a piece lies in the bin and who put it there, from the journal."""
    for operation, fields in ledger.history("evidence", evidence.id):
        if "removed_at" in fields and fields["removed_at"][1] is not None:
            return BinEntry(evidence, operation.at, operation.user, operation.name)
    return BinEntry(evidence, evidence.removed_at or "", "", "")


def would_free(session: ReadSession, evidence_ids: Sequence[int] | None = None) -> Freed:
    """Return what emptying the bin, or some of it, would delete.

    Raises:
        RejectedError: EVI-060 a piece does not lie in the bin.
    """
    ids = tuple(dict.fromkeys(evidence_ids)) if evidence_ids is not None else tuple(one.id for one in in_bin(session))
    for evidence_id in ids:
        piece = row_of(session, Evidence, evidence_id, "佐证材料")
        if piece.removed_at is None:
            raise RejectedError("EVI-060", title=piece.title)
    digests = {one.sha256 for one in session.of(EvidenceVersion).find(evidence_id=ids)} if ids else set()
    shared = _used_elsewhere(session, digests, set(ids))
    free = tuple(sorted(digests - shared))
    sizes = session.of(StoredFile).find(id=free) if free else []
    return Freed(ids, free, sum(one.size_bytes for one in sizes), len(shared))


def empty(work: UnitOfWork, evidence_ids: Sequence[int] | None = None) -> Emptied:
    """Take pieces that lie in the bin out of the ledger for good; all of them by default.

    Raises:
        RejectedError: EVI-060; EVI-061 the bin is empty.
    """
    freed = would_free(work, evidence_ids)
    if not freed.evidence_ids:
        raise RejectedError("EVI-061")
    work.describe(_KIND, f"清空回收站：永久删除 {len(freed.evidence_ids)} 件材料")
    for evidence_id in freed.evidence_ids:
        work.of(Evidence).remove(evidence_id)
    for digest in freed.digests:
        work.of(StoredFile).remove(digest)
    return Emptied(freed, work.changes())


def _used_elsewhere(session: ReadSession, digests: set[str], evidence_ids: set[int]) -> set[str]:
    """Return the files that another piece, a plan, an entry or a printed report needs."""
    if not digests:
        return set()
    wanted = tuple(digests)
    found = {
        one.sha256 for one in session.of(EvidenceVersion).find(sha256=wanted) if one.evidence_id not in evidence_ids
    }
    found |= {one.source_sha256 or "" for one in session.of(Plan).find(source_sha256=wanted)}
    found |= {one.source_sha256 or "" for one in session.of(ProgressEntry).find(source_sha256=wanted)}
    return found | {one.pdf_sha256 or "" for one in session.of(Snapshot).find(pdf_sha256=wanted)}
