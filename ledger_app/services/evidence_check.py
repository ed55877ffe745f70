"""Read every stored file through: which are no longer what was stored, which nothing names; repairs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Snapshot
from ledger_app.ports import EvidenceStore, Progress, ReadSession, Verdict

VERDICT_NAMES: dict[Verdict, str] = {
    "ok": "完好",
    "missing": "文件不见了",
    "changed": "内容被改动",
    "unreadable": "读不出来",
}


@dataclass(frozen=True, slots=True)
class FileFault:
    """A stored file that is not as it was stored.

    Attributes:
        name: what it is, for people ("“通知”第 2 版，通知.docx").
        evidence, version: whose content it is, None where it is a plan's or a report's.
    """

    sha256: str
    name: str
    verdict: Verdict
    evidence: Evidence | None = None
    version: EvidenceVersion | None = None


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file in the store that no row names: left by an interruption, or laid there by hand."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FilesChecked:
    """What a check found: how many files were read, how many bytes, the faults, and the files nothing names."""

    file_count: int
    size_bytes: int
    faults: tuple[FileFault, ...]
    orphans: tuple[Orphan, ...] = ()


def check_files(session: ReadSession, store: EvidenceStore, progress: Progress | None = None) -> FilesChecked:
    """Verify every stored file of the ledger, each once, those in the bin and those of plans and reports too.

    Raises:
        EnvironmentFault: EVI-090 the drive of the files is away.
        Cancelled: through `progress`, which is told files.
    """
    store.refuse_if_away("")
    files = sorted(session.of(StoredFile).find(), key=lambda one: one.id)
    users = _users(session)
    faults: list[FileFault] = []
    for number, file in enumerate(files):
        if progress is not None:
            progress.step(number, len(files), f"{number} / {len(files)}")
        verdict = store.verify(file.id)
        if verdict != "ok":
            known = users.get(file.id) or [FileFault(file.id, f"未使用的文件 {file.id[:12]}", verdict)]
            faults += [FileFault(one.sha256, one.name, verdict, one.evidence, one.version) for one in known]
    known_digests = {file.id for file in files}
    orphans = tuple(Orphan(digest, size) for digest, size in store.iterate() if digest not in known_digests)
    ordered = sorted(faults, key=lambda one: (one.evidence.id if one.evidence else 1 << 60, one.name))
    return FilesChecked(len(files), sum(file.size_bytes for file in files), tuple(ordered), orphans)


def _users(session: ReadSession) -> dict[str, list[FileFault]]:
    """Return digest -> what uses it; the verdict of each is still to come."""
    found: dict[str, list[FileFault]] = {}
    pieces = {one.id: one for one in session.of(Evidence).find()}
    for version in sorted(session.of(EvidenceVersion).find(), key=lambda one: (one.evidence_id, one.number)):
        piece = pieces[version.evidence_id]
        name = f"“{piece.title}”第 {version.number} 版，{version.original_name}"
        found.setdefault(version.sha256, []).append(FileFault(version.sha256, name, "ok", piece, version))
    for plan in session.of(Plan).find():
        if plan.source_sha256:
            fault = FileFault(plan.source_sha256, f"计划《{plan.title.strip('《》')}》的原文件", "ok")
            found.setdefault(plan.source_sha256, []).append(fault)
    for entry in session.of(ProgressEntry).find():
        if entry.source_sha256:
            fault = FileFault(entry.source_sha256, f"{entry.period} 进展填报表的原文件", "ok")
            found.setdefault(entry.source_sha256, [fault])
    for snapshot in session.of(Snapshot).find():
        if snapshot.pdf_sha256:
            fault = FileFault(snapshot.pdf_sha256, f"报表“{snapshot.number} {snapshot.title}”的存档", "ok")
            found.setdefault(snapshot.pdf_sha256, []).append(fault)
    return found
