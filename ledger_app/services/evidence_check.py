"""Read every file of evidence through and say which of them are no longer what was stored; repairs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile
from ledger_app.ports import EvidenceStore, Progress, ReadSession, Verdict

VERDICT_NAMES: dict[Verdict, str] = {
    "ok": "完好",
    "missing": "文件不见了",
    "changed": "内容被改动",
    "unreadable": "读不出来",
}


@dataclass(frozen=True, slots=True)
class FileFault:
    """A version of a piece of evidence whose file is not as it was stored."""

    evidence: Evidence
    version: EvidenceVersion
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FilesChecked:
    """What a check found: how many files were read, how many bytes, and the faults by evidence and version."""

    file_count: int
    size_bytes: int
    faults: tuple[FileFault, ...]


def check_files(session: ReadSession, store: EvidenceStore, progress: Progress | None = None) -> FilesChecked:
    """Verify the file of every version of every piece of evidence, each file once, those in the bin too.

    Raises:
        Cancelled: through `progress`, which is told files.
    """
    evidence = {one.id: one for one in session.of(Evidence).find()}
    versions = sorted(session.of(EvidenceVersion).find(), key=lambda one: (one.evidence_id, one.number))
    sizes = {file.id: file.size_bytes for file in session.of(StoredFile).find()}
    digests = list(dict.fromkeys(version.sha256 for version in versions))
    verdicts: dict[str, Verdict] = {}
    for number, digest in enumerate(digests):
        if progress is not None:
            progress.step(number, len(digests), f"{number} / {len(digests)}")
        verdicts[digest] = store.verify(digest)
    faults = [
        FileFault(evidence[version.evidence_id], version, verdicts[version.sha256])
        for version in versions
        if verdicts[version.sha256] != "ok" and version.evidence_id in evidence
    ]
    return FilesChecked(len(digests), sum(sizes.get(digest, 0) for digest in digests), tuple(faults))
