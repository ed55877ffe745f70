"""Read the words of the evidence in the background, and find by them.

What was read lies beside the ledger (`ports.EvidenceTexts`): reading changes no record, and may be stopped and gone
on with at any file.  Source: docs/adr/0007-evidence-text-beside-the-ledger.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.domain.evidence_text import FileText, TextHit
from ledger_app.domain.grid import SearchHit

if TYPE_CHECKING:
    from pathlib import Path

    from ledger_app.ports import EvidenceTexts, Ledger, Progress, ReadSession

MOST_HITS = 12
_ASKED = 4


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The current content of a piece of evidence that is in use."""

    evidence_id: int
    sha256: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """What came of reading.

    Attributes:
        read: files of which words or facts were read now.
        failed: sentences about those that could not be read, each with its reason.
        left: files that are still unread.
    """

    read: int = 0
    failed: tuple[str, ...] = ()
    left: int = 0


class Reader(Protocol):
    """Reads stored files; see `ledger_app.evidence.text_reader.TextReader`."""

    @property
    def recognises(self) -> bool:
        """Tell whether scans are recognised."""
        ...

    def read(self, sha256: str, path: Path, name: str, media_type: str, tick: Callable[[], None]) -> FileText:
        """Return what one stored file holds."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


def evidence_files(session: ReadSession) -> list[EvidenceFile]:
    """Return the current contents of all evidence in use, newest first."""
    current: dict[int, EvidenceVersion] = {}
    for version in session.of(EvidenceVersion).find():
        known = current.get(version.evidence_id)
        if known is None or version.number > known.number:
            current[version.evidence_id] = version
    files = {file.id: file.media_type for file in session.of(StoredFile).find()}
    return [
        EvidenceFile(
            one.id, current[one.id].sha256, current[one.id].original_name, files.get(current[one.id].sha256, "")
        )
        for one in reversed(session.of(Evidence).find(removed_at=None))
        if one.id in current
    ]


def unread_files(session: ReadSession, texts: EvidenceTexts, *, with_waiting: bool = False) -> list[EvidenceFile]:
    """Return the evidence whose words have not been read, each file once, newest first."""
    by_digest: dict[str, EvidenceFile] = {}
    for file in evidence_files(session):
        by_digest.setdefault(file.sha256, file)
    return [by_digest[digest] for digest in texts.unread(by_digest, with_waiting=with_waiting)]


def read_texts(ledger: Ledger, reader: Reader, progress: Progress, limit: int | None = None) -> ReadTexts:
    """Read the evidence that was not read yet; what is read stays, however this ends.

    Args:
        ledger: open for writing.
        reader: reads one file; the caller closes it.
        progress: told the number of files; may raise `Cancelled`.
        limit: so many files at most, None for all.

    Raises:
        EnvironmentFault: EVI-072 what was read cannot be kept; EVI-074 no process can be started.
    """
    with ledger.read() as session:
        wanted = evidence_files(session)
        unread = unread_files(session, ledger.texts, with_waiting=reader.recognises)
    ledger.texts.keep_only({file.sha256 for file in wanted})
    failed: list[str] = []
    todo = unread[:limit]
    for number, file in enumerate(todo):

        def tick(number: int = number, name: str = file.name) -> None:
            progress.step(number, len(todo), name)

        tick()
        text = reader.read(file.sha256, ledger.store.path_of(file.sha256), file.name, file.media_type, tick)
        ledger.texts.put(text)
        if text.state == "failed":
            failed.append(text.message)
    return ReadTexts(len(todo), tuple(failed), len(unread) - len(todo))


def matching_evidence(session: ReadSession, texts: EvidenceTexts, words: str) -> dict[int, TextHit]:
    """Return the evidence in whose words all the words stand, by id, with a snippet and its place."""
    hits = {hit.sha256: hit for hit in texts.find(words)}
    if not hits:
        return {}
    return {file.evidence_id: hits[file.sha256] for file in evidence_files(session) if file.sha256 in hits}


def search_evidence(session: ReadSession, texts: EvidenceTexts, words: str, limit: int = MOST_HITS) -> list[SearchHit]:
    """Return the evidence in whose files the words stand, those read last first."""
    found = texts.find(words, limit * _ASKED)
    by_digest = {hit.sha256: hit for hit in found}
    pieces = _pieces(session, list(by_digest))
    hits: list[SearchHit] = []
    for hit in found:
        for piece in pieces.get(hit.sha256, ()):
            links = session.of(TaskEvidence).find(evidence_id=piece.id)
            task_id = min(links, key=lambda link: link.id).task_id if links else None
            place = f"第 {hit.page} 页　" if hit.page is not None else f"{hit.sheet}　" if hit.sheet else ""
            hits.append(SearchHit("evidence", piece.id, piece.title, place + hit.snippet, task_id, page=hit.page))
    return hits[:limit]


def find_anything(
    session: ReadSession, texts: EvidenceTexts, words: str, limit: int, most_files: int = MOST_HITS
) -> list[SearchHit]:
    """Return hits over the ledger's records, and evidence in whose files the words stand, behind other evidence.

    Args:
        session: the ledger.
        texts: the words of its files.
        words: every one of them must be found.
        limit: so many hits over the records at most.
        most_files: so many hits in files at most.
    """
    hits = session.search(words, limit)
    known = {hit.id: number for number, hit in enumerate(hits) if hit.kind == "evidence"}
    further: list[SearchHit] = []
    for hit in search_evidence(session, texts, words, most_files):
        if hit.id in known:
            number = known[hit.id]
            # Found by its name and in its words: the words say more, and where.
            hits[number] = replace(hits[number], snippet=hit.snippet, page=hit.page)
        else:
            further.append(hit)
    place = max(known.values(), default=len(hits) - 1) + 1
    return [*hits[:place], *further, *hits[place:]]


def _pieces(session: ReadSession, digests: Iterable[str]) -> dict[str, list[Evidence]]:
    """Return the evidence in use whose current content a file is, by file."""
    wanted = list(digests)
    if not wanted:
        return {}
    ids = sorted({version.evidence_id for version in session.of(EvidenceVersion).find(sha256=wanted)})
    if not ids:
        return {}
    current: dict[int, EvidenceVersion] = {}
    for version in session.of(EvidenceVersion).find(evidence_id=ids):
        known = current.get(version.evidence_id)
        if known is None or version.number > known.number:
            current[version.evidence_id] = version
    found: dict[str, list[Evidence]] = {}
    for evidence in session.of(Evidence).find(id=ids, removed_at=None):
        found.setdefault(current[evidence.id].sha256, []).append(evidence)
    return found
