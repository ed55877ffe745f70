"""Print the manual as a PDF with the report engine: cover, contents, all topics with page numbers and bookmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ledger_app.errors import EnvironmentFault
from ledger_app.manual.book import Manual
from ledger_app.manual.page_setter import BODY_PT, LEADING, PageSetter
from ledger_app.ports import Progress
from ledger_app.reports.drawing import GREY, Bookmark, Link, Page
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.font_names import BadFaceError
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import FaceStyle, PageSetting, Properties
from ledger_app.reports.page import EM_ASCENT, working_sheet
from ledger_app.reports.pdf_file import FileFacts, PdfFile
from ledger_app.reports.target_file import replaced_file
from ledger_app.reports.typeset import Typesetter
from ledger_app.version import VERSION

TITLE = "任务台账使用手册"
MOST_ROUNDS = 4
"""A page number in a link may move what follows by a line; after so many rounds the last one is taken as it is."""
_DOT = " ."


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing.

    Attributes:
        pages: of the file, cover and contents included.
        missing: characters that no face has.
    """

    pages: int
    missing: str


@dataclass(frozen=True, slots=True)
class _Laid:
    """The body as it was laid: its pages, and where each topic and heading stands."""

    pages: tuple[Page, ...]
    places: Mapping[str, int]


def print_manual(manual: Manual, fonts: FontBook, out: BinaryIO | Path, progress: Progress | None = None) -> Printed:
    """Write the manual as a PDF; the same manual and faces give the same bytes.

    Args:
        manual: what to print.
        fonts: the faces to be had.
        out: a stream, or a file that is replaced only when all is done.
        progress: told about topics; may stop the work, then no file is left or changed.

    Raises:
        Cancelled: by `progress`.
        EnvironmentFault: APP-018 a picture is missing; REP-001 to REP-003 as `reports.pdf.render_pdf`.
    """
    with fonts.lock:
        if isinstance(out, Path):
            with replaced_file(out) as stream:
                return _print(manual, fonts, stream, progress)
        return _print(manual, fonts, out, progress)


def _print(manual: Manual, fonts: FontBook, out: BinaryIO, progress: Progress | None) -> Printed:
    setter = Typesetter(fonts)
    file = PdfFile()
    try:
        laid = _laid(manual, setter, progress)
        front = _front(manual, setter, laid.places)
        for page in (*front, *laid.pages):
            file.add_page(page)
        file.number_pages(len(front))
        facts = FileFacts(TITLE, "", f"版本 {VERSION}", "", f"ledger-app {VERSION}", Properties().created)
        content = file.finish(facts)
    except BadFaceError as fault:
        raise EnvironmentFault("REP-003", detail=str(fault)) from fault
    out.write(content)
    return Printed(file.page_count, setter.missing())


def _laid(manual: Manual, setter: Typesetter, progress: Progress | None) -> _Laid:
    """Lay the topics, anew until the page numbers that links name are those of the pages."""
    places: Mapping[str, int] = {}
    laid = _Laid((), places)
    for number in range(MOST_ROUNDS):
        laid = _lay_once(manual, setter, places, progress, number)
        if laid.places == places:
            break
        places = laid.places
    return laid


def _lay_once(
    manual: Manual, setter: Typesetter, known: Mapping[str, int], progress: Progress | None, number: int
) -> _Laid:
    pages: list[Page] = []

    def sink(page: Page) -> None:
        topics.finish_page(page)
        pages.append(page)

    flow = PageFlow(setter, sink, foot=TITLE)
    topics = PageSetter(flow, setter, manual.pictures, known)
    flow.begin(lambda _: working_sheet(PageSetting()))
    count = sum(1 for _ in manual.topics())
    done = 0
    for group in manual.groups:
        topics.place_group(group.title)
        for topic in group.topics:
            try:
                topics.place_topic(topic)
            except FileNotFoundError as error:
                raise EnvironmentFault("APP-018", file=Path(error.filename or "").name) from error
            done += 1
            if progress is not None:
                progress.step(number * count + done, MOST_ROUNDS * count, "正在排版使用手册")
    flow.close()
    return _Laid(tuple(pages), topics.pages)


def _front(manual: Manual, setter: Typesetter, places: Mapping[str, int]) -> list[Page]:
    """Return cover and contents."""
    pages: list[Page] = []
    flow = PageFlow(setter, pages.append)
    flow.begin(lambda _: working_sheet(PageSetting()), is_numbered=False)
    flow.page.bookmarks.append(Bookmark(0, "封面", flow.y))
    for text, style, size, gap in (
        ("任务台账", FaceStyle.TITLE, 42.0, 180.0),
        ("使用手册", FaceStyle.TITLE, 26.0, 20.0),
        (f"版本 {VERSION}", FaceStyle.SONG, 12.0, 30.0),
        ("全部数据只在本机的台账文件夹里，程序不联网。", FaceStyle.SONG, BODY_PT, 330.0),
    ):
        flow.y += gap
        _put_centred(flow, setter, text, style, size)
    flow.next_page()
    flow.page.bookmarks.append(Bookmark(0, "目录", flow.y))
    _put_centred(flow, setter, "目　录", FaceStyle.HEI, 18.0)
    flow.y += 12
    for group in manual.groups:
        _put_entry(flow, setter, group.title, f"group-{group.title}", places, 0)
        for topic in group.topics:
            _put_entry(flow, setter, topic.title, topic.id, places, 1)
    flow.close()
    return pages


def _put_centred(flow: PageFlow, setter: Typesetter, text: str, style: FaceStyle, size: float) -> None:
    line = setter.set_line(text, style, size)
    flow.put_at(line, flow.sheet.left + (flow.sheet.width - line.width) / 2, flow.y + EM_ASCENT * size, size)
    flow.y += size * 1.4


def _put_entry(flow: PageFlow, setter: Typesetter, text: str, key: str, places: Mapping[str, int], level: int) -> None:
    """Put a line of the contents: name, dots, page, the whole line a link."""
    if level == 0:
        flow.y += 6
    if flow.room < 3 * LEADING:
        flow.next_page()
    style = FaceStyle.SONG if level else FaceStyle.HEI
    left = flow.sheet.left + 22.0 * level
    baseline = flow.y + EM_ASCENT * BODY_PT
    name = setter.set_line(text, style, BODY_PT)
    page = setter.set_line(str(places[key]), FaceStyle.SONG, BODY_PT)
    flow.put_at(name, left, baseline, BODY_PT)
    flow.put_at(page, flow.sheet.right - page.width, baseline, BODY_PT)
    dot = setter.width_of(_DOT, FaceStyle.SONG, BODY_PT)
    begin = left + name.width + 6
    count = int((flow.sheet.right - page.width - 6 - begin) / dot)
    if level and count > 0:
        dots = setter.set_line(_DOT * count, FaceStyle.SONG, BODY_PT, GREY)
        flow.put_at(dots, flow.sheet.right - page.width - 6 - count * dot, baseline, BODY_PT)
    flow.page.links.append(Link(left, flow.y, flow.sheet.right - left, LEADING, key))
    flow.y += LEADING
