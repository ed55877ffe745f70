"""Make a pack for an inspection: files under names by rule, catalogue, what is missing, archive list, as a bag.

Nothing of the ledger is changed.  Source: docs/domain.md section 6; RFC 8493.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ledger_app.domain.evidence import Evidence
from ledger_app.errors import EnvironmentFault
from ledger_app.evidence.bag import BUFFER_BYTES, Bag, fault_of, require_room
from ledger_app.evidence.pack_names import TakenPaths, file_name, folder_name, room_in, root_name, suffix_of
from ledger_app.evidence.pack_pages import page_count
from ledger_app.messages.causes import cause_of
from ledger_app.ports import EvidenceStore, Progress, Verdict
from ledger_app.reports.box_labels import compose_box_labels
from ledger_app.reports.evidence_catalogue import (
    ArchiveLine,
    CatalogueLine,
    PackFacts,
    archive_sheet,
    catalogue_sheet,
    compose_catalogue,
    compose_cover,
    compose_missing,
    missing_sheet,
)
from ledger_app.reports.sheet import Sheet
from ledger_app.services.pack_contents import PackContents, PackPiece
from ledger_app.version import VERSION

if TYPE_CHECKING:
    from ledger_app.reports.fonts import FontBook
    from ledger_app.reports.model import ReportModel

COVER, CATALOGUE, MISSING, ARCHIVE = "00-封面", "00-材料目录", "00-缺少材料清单", "00-归档清单"
BOX = "00-档案盒封面和脊背"
_DAMAGED_WORDS: dict[Verdict, str] = {
    "missing": "台账里找不到文件",
    "changed": "文件已被改动",
    "unreadable": "文件读不出来",
}
_ROOM_FOR_LISTS = 8 << 20
_MOST_FOLDER_LEVELS = 3
_LEAST_FILE_NAME = 36
# Source: docs/domain.md section 6 (formats that electronic records are kept in).
_KEPT_FORMATS = frozenset({"pdf", "ofd", "rtf", "docx", "jpeg", "tiff", "png", "xls"})


@dataclass(frozen=True, slots=True)
class PackWritten:
    """What was packed.

    Attributes:
        path: of the folder or zip file.
        piece_count: rows of the catalogue; file_count: files of the payload, lists included.
        page_count: overall; uncounted_count: pieces without pages.
        damaged: sentences about pieces that could not go in; left_out: titles of those with personal information.
        missing_count: what should be there and is not.
    """

    path: Path
    piece_count: int
    page_count: int
    uncounted_count: int
    missing_count: int
    left_out: tuple[str, ...]
    damaged: tuple[str, ...]
    size_bytes: int


def free_target(folder: Path, title: str, *, as_zip: bool) -> Path:
    """Return a path in a folder for a pack of a title, with a number where one of that name is there already."""
    name, suffix = root_name(title), ".zip" if as_zip else ""
    target, number = folder / f"{name}{suffix}", 1
    while target.exists():
        number += 1
        target = folder / f"{name}({number}){suffix}"
    return target


def write_pack(
    store: EvidenceStore,
    contents: PackContents,
    fonts: FontBook,
    target: Path,
    today: dt.date,
    at: str,
    progress: Progress | None = None,
) -> PackWritten:
    """Write a pack whole or not at all.

    Args:
        store: where the files lie.
        contents: what goes in.
        fonts: the faces of cover and lists.
        target: a folder that is not there yet, or a file that ends in .zip.
        today: day that the pack bears.
        at: the moment, UTC ISO.
        progress: told files, once while they are verified and once while they are copied.

    Raises:
        RejectedError: EVI-031 the folder is there; EVI-032 it lies too deep.
        EnvironmentFault: EVI-030 no room; EVI-033 it cannot be written; EVI-003, EVI-034 a file of the store changed
            meanwhile; REP-001, REP-003 faces.
        Cancelled: through `progress`; nothing is left.
    """
    room = room_in(target.parent, target.stem)
    require_room(target, contents.size_bytes + _ROOM_FOR_LISTS)
    verdicts = _verified(store, contents.pieces, progress)
    packing = _Packing(store, contents, room, verdicts, progress)
    try:
        with Bag(target, today) as bag:
            packing.put_files(bag)
            facts = packing.facts(today, at)
            _put_lists(bag, contents, packing.lines, packing.archive(), facts, fonts)
            bag.finish(_info(contents))
            size = bag.payload_bytes
    except OSError as error:
        raise fault_of(error, target, contents.size_bytes) from error
    return PackWritten(
        target,
        len(packing.lines),
        facts.page_count,
        facts.uncounted_count,
        len(contents.missing),
        tuple(f"{piece.number}　{piece.evidence.title}" for piece in contents.left_out),
        facts.damaged,
        size,
    )


def _verified(store: EvidenceStore, pieces: Sequence[PackPiece], progress: Progress | None) -> dict[str, Verdict]:
    """Read every file through first: a damaged one must be named on the lists, which is too late once it is copied."""
    digests = list(dict.fromkeys(piece.version.sha256 for piece in pieces))
    found: dict[str, Verdict] = {}
    for number, digest in enumerate(digests):
        if progress is not None:
            progress.step(number, len(digests) + len(pieces), "正在核对文件")
        found[digest] = store.verify(digest)
    return found


class _Packing:
    """The files of one pack on their way, and what the lists will say of them."""

    def __init__(
        self,
        store: EvidenceStore,
        contents: PackContents,
        room: int,
        verdicts: dict[str, Verdict],
        progress: Progress | None,
    ) -> None:
        self._store = store
        self._contents = contents
        self._room = room
        self._verdicts = verdicts
        self._progress = progress
        self._paths = TakenPaths()
        self._pages: dict[int, tuple[str, int | None]] = {}
        self._next_page = 1
        self._first_number: dict[int, str] = {}
        self._damaged: dict[int, str] = {}
        self.lines: list[CatalogueLine] = []

    def put_files(self, bag: Bag) -> None:
        """Copy the pieces in their order and note what the catalogue says of each."""
        pieces, verified = self._contents.pieces, len(self._verdicts)
        for number, piece in enumerate(pieces):
            if self._progress is not None:
                self._progress.step(verified + number, verified + len(pieces), piece.evidence.title)
            verdict = self._verdicts[piece.version.sha256]
            if verdict != "ok":
                words = f"“{piece.evidence.title}”（{piece.number}）没有放入：{_DAMAGED_WORDS[verdict]}。"
                self._damaged.setdefault(piece.evidence.id, words)
                continue
            path = self._path_of(piece)
            if bag.put(path, self._chunks(piece.version.sha256)) != piece.version.sha256:
                raise EnvironmentFault("EVI-034", title=piece.evidence.title)
            self._note(piece, path)

    def facts(self, today: dt.date, at: str) -> PackFacts:
        """Return what cover and lists say, after all files went in."""
        counted = [pages for _, pages in self._pages.values()]
        request = self._contents.request
        return PackFacts(
            bureau=self._contents.bureau,
            title=request.title,
            scope=request.scope,
            made_on=today,
            created=at,
            piece_count=len(self.lines),
            page_count=sum(pages or 0 for pages in counted),
            uncounted_count=sum(pages is None for pages in counted),
            personal_count=len(self._contents.left_out),
            has_personal=any(piece.evidence.is_personal for piece in self._contents.pieces),
            damaged=tuple(self._damaged.values()),
        )

    def archive(self) -> list[ArchiveLine]:
        """Return the pieces as the archive counts them, each once."""
        found: dict[int, ArchiveLine] = {}
        for piece in self._contents.pieces:
            evidence = piece.evidence
            if evidence.id in found or evidence.id not in self._pages:
                continue
            media = piece.file.media_type
            note = "" if media in _KEPT_FORMATS else "归档前请转为版式文件（PDF、OFD）或通用格式"
            found[evidence.id] = ArchiveLine(
                evidence.title,
                piece.unit,
                evidence.doc_number,
                evidence.document_date,
                self._pages[evidence.id][1],
                note,
            )
        return list(found.values())

    def _note(self, piece: PackPiece, path: str) -> None:
        evidence = piece.evidence
        again = self._first_number.get(evidence.id)
        pages, count = self._pages_of(piece)
        notes = [piece.caption or evidence.note, f"同 {again}" if again else ""]
        if evidence.is_personal:
            notes.append("含个人信息")
        self._first_number.setdefault(evidence.id, piece.number)
        self.lines.append(
            CatalogueLine(
                piece.group,
                len(self.lines) + 1,
                evidence.title,
                evidence.doc_number,
                piece.unit,
                evidence.document_date,
                pages,
                "；".join(filter(None, notes)),
                path,
                count,
            )
        )

    def _pages_of(self, piece: PackPiece) -> tuple[str, int | None]:
        """Return the place of a piece in the overall page count, and its own pages."""
        known = self._pages.get(piece.evidence.id)
        if known is None:
            count = _count(self._store, piece.evidence, piece)
            known = ("—", None)
            if count:
                first, self._next_page = self._next_page, self._next_page + count
                known = (f"{first}-{first + count - 1}" if count > 1 else str(first), count)
            self._pages[piece.evidence.id] = known
        return known

    def _path_of(self, piece: PackPiece) -> str:
        levels = piece.folders[:_MOST_FOLDER_LEVELS]
        longest = (self._room - _LEAST_FILE_NAME) // max(1, len(levels)) - 1
        folders = "".join(f"{folder_name(number, title)[:longest].rstrip(' .')}/" for number, title in levels)
        evidence = piece.evidence
        suffix = suffix_of(piece.version.original_name)
        # Room is left for the number that keeps two of the same name apart.
        room = self._room - len(folders) - 4
        name = file_name(piece.number, evidence.title, piece.unit, evidence.document_date, suffix, room)
        return self._paths.free(folders + name)

    def _chunks(self, sha256: str) -> Iterator[bytes]:
        with self._store.open(sha256) as stream:
            while chunk := _read(stream, sha256):
                yield chunk


def _read(stream: BinaryIO, sha256: str) -> bytes:
    try:
        return stream.read(BUFFER_BYTES)
    except OSError as error:
        # The store's fault, not that of the place the pack goes to.
        raise EnvironmentFault("EVI-003", file=sha256[:12], why=cause_of(error)) from error


def _count(store: EvidenceStore, evidence: Evidence, piece: PackPiece) -> int | None:
    if evidence.page_count:
        return evidence.page_count
    return page_count(store.path_of(piece.version.sha256), piece.file.media_type)


def _put_lists(
    bag: Bag,
    contents: PackContents,
    lines: Sequence[CatalogueLine],
    archive: Sequence[ArchiveLine],
    facts: PackFacts,
    fonts: FontBook,
) -> None:
    papers: list[tuple[str, ReportModel]] = [
        (COVER, compose_cover(contents.missing, facts)),
        (CATALOGUE, compose_catalogue(lines, facts)),
    ]
    sheets: list[tuple[str, Sheet]] = [
        (CATALOGUE, catalogue_sheet(lines, facts)),
        (ARCHIVE, archive_sheet(archive, facts, contents.request.archive)),
    ]
    if contents.request.with_box:
        papers.append((BOX, compose_box_labels(facts, contents.request.archive, len(archive))))
    if contents.missing:
        papers.append((MISSING, compose_missing(contents.missing, facts)))
        sheets.append((MISSING, missing_sheet(contents.missing, facts)))
    # Loaded now: both libraries cost as much as the whole start.
    from ledger_app.reports.pdf import render_pdf
    from ledger_app.reports.xlsx import write_xlsx

    for name, model in papers:
        bag.put_made(f"{name}.pdf", partial(render_pdf, model, fonts))
    for name, sheet in sheets:
        bag.put_made(f"{name}.xlsx", partial(write_xlsx, sheet))


def _info(contents: PackContents) -> dict[str, str]:
    request = contents.request
    info = {
        "Source-Organization": contents.bureau,
        "External-Description": f"{request.title}佐证材料。范围：{request.scope}".rstrip("："),
        "Bag-Software-Agent": f"ledger-app {VERSION}",
    }
    return {name: value for name, value in info.items() if value}
