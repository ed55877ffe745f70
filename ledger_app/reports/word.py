"""Write a report as a Word file (.docx) for those who must edit it: words, tables and forms of our own pages.

Word breaks lines and pages by itself; fixed are sheet, 版心, grid, faces, places of rules, widths of columns.
Source: docs/domain.md section 5; docs/adr/0008-word-files.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ledger_app.ports import Progress
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.layout import SHEET_TITLE_PT, Laid, settle
from ledger_app.reports.model import Annex, Block, Chart, FaceStyle, FormPage, Imprint, ReportModel, ReportTable
from ledger_app.reports.page import SEAL_LINES, SIZE_5, SIZE_SMALL_5, Sheet, annex_sheet, official_sheet, working_sheet
from ledger_app.reports.table_fit import LAST_ROWS, MOST_ROWS
from ledger_app.reports.target_file import replaced_file
from ledger_app.reports.typeset import Typesetter
from ledger_app.reports.word_chart import report_chart
from ledger_app.reports.word_drawing import Drawings
from ledger_app.reports.word_file import WordFile
from ledger_app.reports.word_form import report_form
from ledger_app.reports.word_official import OfficialWriter
from ledger_app.reports.word_sections import WordSection, section_xml
from ledger_app.reports.word_table import report_table
from ledger_app.reports.word_xml import FACE_NAMES, Layout, Type, paragraph_xml, run_xml

FACES_NOTE = "Word 文件指定了{names}；对方电脑没有时由 Word 自行替换。"
_LAST_LINE = 1.0
"""Height of the paragraph that carries the properties of a section, points."""


@dataclass(frozen=True, slots=True)
class WordReport:
    """What came of writing; note: a Chinese sentence about the faces that the file asks for."""

    note: str


def render_word(
    model: ReportModel, fonts: FontBook, out: BinaryIO | Path, progress: Progress | None = None
) -> WordReport:
    """Write a report as .docx; the same report and faces give the same bytes.

    Args:
        model: what it says.
        fonts: measure columns and titles; the file names faces and holds none.
        out: a stream to write to, or a file that is replaced only when all is done.
        progress: told about the rows of tables; may stop the work, then no file is left or changed.

    Raises:
        Cancelled: by `progress`.
        EnvironmentFault: REP-001 a shipped face is missing or damaged; REP-002 the file cannot be written.
    """
    with fonts.lock:
        if isinstance(out, Path):
            with replaced_file(out) as stream:
                return _render(model, fonts, stream, progress)
        return _render(model, fonts, out, progress)


def faces_note() -> str:
    """Return in Chinese which faces a Word file asks for."""
    return FACES_NOTE.format(names="、".join(dict.fromkeys(FACE_NAMES.values())))


def _render(model: ReportModel, fonts: FontBook, out: BinaryIO, progress: Progress | None) -> WordReport:
    file = WordFile(fonts.digits)
    pen = _Pen(Typesetter(fonts), fonts, file, progress, sum(len(table.rows) for table in _tables(model)))
    pen.write(model)
    file.finish(pen.finished(), pen.sections, model.properties, model.title.replace("\n", ""), out)
    return WordReport(faces_note())


class _Pen:
    """Writes reports one after the other into one body.

    Attributes:
        sections: in order; the properties of all but the last stand at the end of their pages.
    """

    def __init__(
        self, setter: Typesetter, fonts: FontBook, file: WordFile, progress: Progress | None, total: int
    ) -> None:
        self.setter = setter
        self.fonts = fonts
        self.file = file
        self.progress = progress
        self.total = total
        self.done = 0
        self.drawings = Drawings()
        self.sections: list[WordSection] = []
        self.paddings: Iterator[float] = iter(())
        self.body: list[str] = []

    def write(self, model: ReportModel) -> None:
        """Write a report and the reports that are its parts."""
        if model.form != "set":
            self._write_one(model)
        for part in model.parts:
            self.write(part)

    def finished(self) -> str:
        """Return the whole body."""
        self.body.append(paragraph_xml("", Layout(_LAST_LINE)))
        return "".join(self.body) + (section_xml(self.sections[-1]) if self.sections else "")

    def _begin(self, section: WordSection) -> None:
        """End the section before, if any, and begin one."""
        if self.sections:
            self.body.append(paragraph_xml("", Layout(_LAST_LINE), section_xml(self.sections[-1])))
        self.sections.append(section)

    def _write_one(self, model: ReportModel) -> None:
        page, foot = model.page, model.foot
        # What our own layout settles of tables and of the room for a seal, the file takes over.
        laid = settle(replace(model, parts=()), self.setter) if _is_worth_settling(model) else None
        self.paddings = iter(laid.paddings if laid is not None else ())
        if model.form == "sheet":
            sheet = working_sheet(page)
            self._begin(WordSection(sheet, foot=foot, starts_at=1))
            self.body.extend(self._sheet_head(model))
            writer = self._official(sheet, model)
        else:
            sheet = official_sheet(1, replace(page, mirror_margins=False))
            writer = self._official(sheet, model)
            if model.form != "forms":
                is_letter = model.form == "letter"
                self._begin(WordSection(sheet, foot=foot, starts_at=1, not_on_first=is_letter))
                self.body.extend(self._official_head(model, writer))
        for number, block in enumerate(model.body, start=1):
            # Annex note and signature never stand alone on a page (7.3.5.4).
            is_closing = number == len(model.body) and model.signature is not None
            self._write_block(block, writer, model, is_closing=is_closing)
        if model.annexes and model.form != "sheet":
            self.body.extend(writer.annex_note(model.annexes))
        if model.signature is not None:
            self.body.extend(writer.signature(model.signature, laid.seal_lines if laid is not None else SEAL_LINES))
        if model.postscript:
            self.body.append(writer.postscript(model.postscript))
        if model.form == "letter" and model.imprint is not None:
            self.body.extend(writer.letter_copies(model.imprint))
        for annex in model.annexes:
            self._write_annex(annex, model)
        if model.form != "letter" and model.imprint is not None:
            self._write_imprint(model.imprint, writer, model, laid)

    def _official(self, sheet: Sheet, model: ReportModel) -> OfficialWriter:
        return OfficialWriter(sheet, self.setter, self.drawings, self.fonts.digits, model.page.line_pitch_pt)

    def _official_head(self, model: ReportModel, writer: OfficialWriter) -> Iterator[str]:
        is_letter = model.form == "letter"
        if model.head is not None:
            is_bulletin = model.form == "bulletin"
            yield from writer.letter_head(model.head) if is_letter else writer.head(model.head, is_bulletin=is_bulletin)
        yield writer.title(model.title)
        yield writer.addressees(model.addressees) if model.addressees else writer.blank()

    def _sheet_head(self, model: ReportModel) -> Iterator[str]:
        digits = self.fonts.digits
        title = run_xml(model.title, Type(FaceStyle.TITLE, SHEET_TITLE_PT, digits=digits))
        yield paragraph_xml(title, Layout(SHEET_TITLE_PT * 1.35, name="Title", align="center"))
        if model.subtitle:
            text = run_xml(model.subtitle, Type(FaceStyle.SONG, SIZE_5, digits=digits))
            yield paragraph_xml(text, Layout(SIZE_5 * 1.4, align="center"))
        yield paragraph_xml("", Layout(SIZE_SMALL_5 * 0.6))

    def _write_block(
        self, block: Block, writer: OfficialWriter, model: ReportModel, *, is_closing: bool = False
    ) -> None:
        digits = self.fonts.digits
        if isinstance(block, ReportTable):
            self.body.extend(
                report_table(block, writer.sheet, self.setter, digits, self._tick, next(self.paddings, None))
            )
            self.done += len(block.rows)
        elif isinstance(block, Chart):
            self.body.extend(report_chart(block, writer.sheet, self.setter, self.drawings, self.file.add_picture))
        elif isinstance(block, FormPage):
            sheet = official_sheet(1, model.page) if block.is_official else working_sheet(model.page)
            is_first = block is model.body[0] and model.form == "forms"
            starts = 1 if is_first else None
            self._begin(WordSection(sheet, is_numbered=False, foot=model.foot, starts_at=starts))
            self.body.extend(report_form(block, sheet, self.setter, digits))
        else:
            self.body.append(writer.text(block, keep=is_closing))

    def _write_annex(self, annex: Annex, model: ReportModel) -> None:
        # A turned sheet lies in Word: it turns the page on paper, the reader's view stays upright.
        orientation = "landscape" if annex.orientation == "turned" else annex.orientation
        sheet = annex_sheet(1, replace(model.page, mirror_margins=False), orientation, annex.paper)
        self._begin(WordSection(sheet, foot=model.foot))
        writer = self._official(sheet, model)
        if not sheet.is_official:
            writer.line = SHEET_TITLE_PT * 1.6
        self.body.extend(writer.annex_head(annex))
        for block in annex.blocks:
            self._write_block(block, writer, model)

    def _write_imprint(self, imprint: Imprint, writer: OfficialWriter, model: ReportModel, laid: Laid | None) -> None:
        """Write the 版记: at the foot of the last page where our own layout finds room there, else on one alone."""
        without = settle(replace(model, parts=(), imprint=None), self.setter)
        if laid is not None and laid.pages > without.pages:
            is_even = model.page.imprint_on_even
            # Neither the page of the 版记 nor a blank one before it bears a number (7.5).
            self._begin(WordSection(writer.sheet, is_numbered=False, begins="evenPage" if is_even else "nextPage"))
        self.body.extend(writer.imprint(imprint))

    def _tick(self, rows: int) -> None:
        if self.progress is not None:
            self.progress.step(self.done + rows, self.total, "正在写 Word 文件")


def _is_worth_settling(paper: ReportModel) -> bool:
    """Say whether something of a paper is settled only where it is laid out: 版记, seal, rows that stand closer."""
    has_seal = paper.signature is not None and paper.signature.has_seal
    blocks = (*paper.body, *(block for annex in paper.annexes for block in annex.blocks))
    rows = [len(block.rows) for block in blocks if isinstance(block, ReportTable)]
    return paper.imprint is not None or has_seal or any(LAST_ROWS < count <= MOST_ROWS for count in rows)


def _tables(model: ReportModel) -> Iterator[ReportTable]:
    for blocks in (model.body, *(annex.blocks for annex in model.annexes)):
        yield from _tables_in(blocks)
    for part in model.parts:
        yield from _tables(part)


def _tables_in(blocks: Iterable[Block]) -> Iterator[ReportTable]:
    yield from (block for block in blocks if isinstance(block, ReportTable))
