"""Recognises scanned pages and says what a person should look at again.

The one entry of this package for the readers.  Whether the extra is installed is asked by `is_installed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ledger_app.intake.document import Document, Finding, Place, Severity
from ledger_app.intake.ocr.layout import contents_of
from ledger_app.intake.ocr.process import recognise
from ledger_app.intake.ocr.wire import PageRead, TextLine
from ledger_app.intake.readers.page_flow import Page
from ledger_app.intake.readers.pdf_lines import Line
from ledger_app.intake.readers.pdf_page import PageContent
from ledger_app.intake.readers.pdf_tables import RuledTable
from ledger_app.intake.source import Source
from ledger_app.messages import text_of

_DOUBTFUL = 0.7
_JUDGED = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")
_CONTEXT = 4
_MARGIN_SHARE = 0.13
_ROW_GAPS, _FEWEST_ROWS = 2, 3


@dataclass(frozen=True, slots=True)
class Recognition:
    """Pages recognised.

    Attributes:
        contents: what stands on each, as on a page of a PDF, by number.
        lines: the lines that was made of, with the certainty of their characters.
        pages: what the process said; failed: numbers of pages it could not read.
    """

    contents: Mapping[int, PageContent]
    lines: Mapping[int, tuple[TextLine, ...]]
    pages: tuple[PageRead, ...]
    failed: tuple[int, ...]

    def findings(self, document: Document, pages: Sequence[Page]) -> Document:
        """Return the document with findings on its recognised pages added.

        Args:
            document: what the pages were made into.
            pages: the recognised pages as lines and tables.
        """
        found = (*self._of_pages(), *self._on_doubts(document), *_on_tables(pages))
        return replace(document, findings=(*document.findings, *found))

    def _of_pages(self) -> Iterator[Finding]:
        if self.pages:
            numbers = [page.page for page in self.pages]
            yield _finding("info", "INT-170", Place(page=numbers[0]), pages=page_names(numbers))
        if self.failed:
            yield _finding("warning", "INT-172", Place(page=self.failed[0]), pages=page_names(self.failed))
        stamped = [page.page for page in self.pages if page.has_stamp]
        if stamped:
            yield _finding("info", "INT-173", Place(page=stamped[0]), pages=page_names(stamped))

    def _on_doubts(self, document: Document) -> Iterator[Finding]:
        for number, lines in sorted(self.lines.items()):
            doubts = [
                (spot, place)
                for line in lines
                for spot in _doubts(line)
                if (place := _place(document, number, spot)) or not _is_in_margin(line, self.contents[number])
            ]
            if doubts:
                place = next((place for _, place in doubts if place is not None), Place(page=number))
                shown = "、".join(f"“{spot}”" for spot, _ in doubts[:3])
                yield _finding("warning", "INT-171", place, page=number, count=len(doubts), shown=shown)


def _on_tables(pages: Sequence[Page]) -> Iterator[Finding]:
    ruled = [page.number for page in pages if any(isinstance(part, RuledTable) for part in page.parts)]
    loose = [page.number for page in pages if sum(map(_is_row, page.parts)) >= _FEWEST_ROWS]
    for code, numbers in (("INT-174", ruled), ("INT-175", loose)):
        if numbers:
            yield _finding("info", code, Place(page=numbers[0]), pages=page_names(numbers))


def _is_row(part: Line | RuledTable) -> bool:
    """Tell whether a line is a row of a table without rules."""
    return isinstance(part, Line) and part.gaps >= _ROW_GAPS


def recognition_of(source: Source, kind: Literal["pdf", "picture"], numbers: Sequence[int] = ()) -> Recognition:
    """Return what stands on scanned pages.

    Args:
        source: the file.
        kind: "pdf" for some pages of a PDF, "picture" for all pages of a picture file.
        numbers: the pages of a PDF.

    Raises:
        UnreadableFileError: see `process.recognise`.
        Cancelled: the progress said so.
    """
    recognised = recognise(source, kind, numbers)
    return Recognition(*contents_of(recognised.pages), recognised.pages, recognised.failed)


def page_names(numbers: Sequence[int]) -> str:
    """Return page numbers for a sentence, runs shortened: "第 1—3、7 页"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs]
    return f"第 {'、'.join(names)} 页"


def _doubts(line: TextLine) -> Iterator[str]:
    """Yield each doubtful spot of a line with what stands beside it; neighbours are one spot."""
    doubtful = [
        index
        for index, (character, score) in enumerate(zip(line.text, line.scores, strict=True))
        if score < _DOUBTFUL and _JUDGED.match(character)
    ]
    for before, index in pairwise([-2, *doubtful]):
        if index > before + 1:
            yield line.text[max(index - _CONTEXT, 0) : index + _CONTEXT + 1].strip()


def _place(document: Document, page: int, spot: str) -> Place | None:
    """Return where a spot stands in the document, None where it does not or cannot be told."""
    first = next((block.start for block in document.blocks if block.page == page), 0)
    at = document.text.find(spot, first)
    return None if at < 0 else Place(at, at + len(spot), page)


def _is_in_margin(line: TextLine, page: PageContent) -> bool:
    """Tell whether a line stands where page numbers and running heads do, which are left out."""
    return not _MARGIN_SHARE * page.height < line.middle < (1 - _MARGIN_SHARE) * page.height


def _finding(severity: Severity, code: str, place: Place, **facts: object) -> Finding:
    return Finding(severity, code, text_of(code, dict(facts)), place)
