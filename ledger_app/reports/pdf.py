"""Render a report as a PDF: lay it out, write it, and say what was used.

The same model, faces and settings give the same bytes; there is no clock and no machine in the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ledger_app.errors import EnvironmentFault
from ledger_app.ports import Progress
from ledger_app.reports.drawing import Area, Page
from ledger_app.reports.font_names import BadFaceError
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.layout import lay_out
from ledger_app.reports.model import ReportModel
from ledger_app.reports.pdf_file import FileFacts, PdfFile
from ledger_app.reports.target_file import replaced_file
from ledger_app.reports.typeset import FaceUse, Typesetter
from ledger_app.version import VERSION

_MOST_FILES = 3
"""Files that a note names one by one."""


SUBSTITUTED = "电脑上没有这些字体"
"""How the note begins that says which styles are served by shipped faces."""


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """Where a figure or row with tasks behind it was printed.

    Attributes:
        page: from 0.
        area: on the page as it is read (turned pages turned back), points from its top-left corner.
    """

    page: int
    area: Area


@dataclass(frozen=True, slots=True)
class RenderReport:
    """What came of rendering.

    Attributes:
        pages: how many.
        faces_used: which face served each style, and what others lent.
        substitutions: Chinese sentences for people: which styles were replaced, which characters are lost.
        figures: every figure and row that has tasks behind it, in printing order.
        sha256, size_bytes: of the file.
    """

    pages: int
    faces_used: tuple[FaceUse, ...]
    substitutions: tuple[str, ...]
    figures: tuple[PlacedFigure, ...]
    sha256: str
    size_bytes: int


def render_pdf(
    model: ReportModel, fonts: FontBook, out: BinaryIO | Path, progress: Progress | None = None
) -> RenderReport:
    """Print a report into a PDF.

    Args:
        model: what it says.
        fonts: the faces to be had.
        out: a stream to write to, or a file that is replaced only when all is done.
        progress: told about the rows of tables; may stop the work, then no file is left or changed.

    Raises:
        Cancelled: by `progress`.
        EnvironmentFault: REP-001 a shipped face is missing or damaged; REP-002 the file cannot be written;
            REP-003 a face could not be embedded.
    """
    with fonts.lock:
        if isinstance(out, Path):
            with replaced_file(out) as stream:
                return _render(model, fonts, stream, progress)
        return _render(model, fonts, out, progress)


def _render(model: ReportModel, fonts: FontBook, out: BinaryIO, progress: Progress | None) -> RenderReport:
    file = PdfFile()
    setter = Typesetter(fonts)
    figures: list[PlacedFigure] = []

    def sink(page: Page) -> None:
        figures.extend(PlacedFigure(file.page_count, area) for area in page.areas)
        file.add_page(page)

    try:
        lay_out(model, setter, sink, progress)
        if file.lead_count:
            file.number_pages(file.lead_count)
            figures = [replace(figure, page=figure.page + file.lead_count) for figure in figures]
        facts = model.properties
        keywords = "；".join(part for part in (facts.snapshot, facts.cutoff and f"截至{facts.cutoff}") if part)
        producer = f"ledger-app {VERSION}"
        title = model.title.replace("\n", "")
        content = file.finish(FileFacts(title, facts.author, facts.subject, keywords, producer, facts.created))
    except BadFaceError as fault:
        raise EnvironmentFault("REP-003", detail=str(fault)) from fault
    out.write(content)
    uses = setter.faces_used()
    return RenderReport(
        pages=file.page_count,
        faces_used=uses,
        substitutions=substitution_notes(uses, setter.missing(), fonts.refused),
        figures=tuple(figures),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
    )


def substitution_notes(
    uses: tuple[FaceUse, ...], missing: str, refused: tuple[tuple[str, str], ...] = ()
) -> tuple[str, ...]:
    """Return in Chinese what a person should know about the faces of a report, nothing if all is as asked for.

    Args:
        uses: which face served.
        missing: characters that no face has.
        refused: font files that were passed over, with the reason; told where a face had to be replaced.
    """
    replaced = [
        use
        for use in uses
        if use.origin == "shipped" and not use.characters and use.style in {"仿宋", "小标宋", "楷体", "黑体", "宋体"}
    ]
    pairs = "、".join(f"{use.style}（{use.family}）" for use in replaced)
    notes = [f"{SUBSTITUTED}，已用随软件提供的代替：{pairs}。"] if pairs else []
    if (pairs or missing) and refused:
        files = "、".join(f"{name}（{reason}）" for name, reason in refused[:_MOST_FILES])
        more = f"等{len(refused)}个" if len(refused) > _MOST_FILES else ""
        notes.append(f"这些字体文件不能用，已跳过：{files}{more}。")
    notes += [
        f"{use.style}：所用字体缺少“{use.characters}”，这些字改用{use.family}。" for use in uses if use.characters
    ]
    if missing:
        # Where no face of the PC has a character, the window shows a box too: its number tells which it is.
        named = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in missing)
        notes.append(f"现有字体都没有{named}，打印为空框，请安装含这些字的字体后重新生成。")
    return tuple(notes)
