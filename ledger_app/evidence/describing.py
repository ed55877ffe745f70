"""What a file says about itself: title, kind, number, author, date, pages, personal information.

Everything here is a suggestion with the place it was taken from; what a person wrote is never replaced by it.
Titles, numbers, dates and issuers are read by the rules that plans are read by.
Source: docs/domain.md sections 5 and 6; GB/T 9704-2012 for the head and foot of official papers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePath

from ledger_app.domain.evidence_text import Description
from ledger_app.evidence.paper_kinds import kind_by_format, kind_by_words
from ledger_app.evidence.personal import find_personal, in_words
from ledger_app.evidence.properties import Properties
from ledger_app.intake import outline_marks as marks
from ledger_app.intake.document import Document, Paragraph, Table
from ledger_app.intake.folding import squeeze
from ledger_app.intake.front_matter import FrontMatter, read_front
from ledger_app.intake.outline_lines import read_flow
from ledger_app.intake.outline_parts import split_parts

MOST_READ = 40_000
"""Characters of a paper in which its head and foot are looked for."""
LONGEST_TITLE = 160
"""Characters of a title; what is longer is a paragraph."""
_FIRST = 12
_LINE_LONGEST = 80
_SHORTEST_OF_PAGES = 2_500
_TITLE_LARGE_PT = 15.0
_NO_TITLE = re.compile(
    r"[。；;，,：:、]$|^[（(]?[一二三四五六七八九十\d]+[）).、]|^第.{1,4}[章条]|^附件|^(?!(?:19|20)\d\d)\d|^[\W\d_]+$"
)
_LABELS = re.compile(r"(?:时间|地点|日期|主持|参加|出席|记录|单位|编号|密级|份号|姓名|电话)[:：]?")
_PROGRAM_TITLES = re.compile(
    r"microsoft|powerpoint|wps|word|excel|untitled|无标题|未命名|文档\s?\d|工作簿|幻灯片|scan|扫描|img|\.\w{2,4}$",
    re.IGNORECASE,
)
_DATED_NAME = re.compile(
    r"(?<!\d)(20[0-4]\d)(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d{1,5}(?!\d))|[-._年](1[0-2]|0?[1-9])[-._月](3[01]|[12]\d|0?[1-9]))"
)
_YEAR_SPAN = range(1990, 2100)


def describe_file(document: Document | None, properties: Properties, name: str, media_type: str) -> Description:
    """Return what a file says about itself.

    Args:
        document: its text as read, None where it has none that can be read.
        properties: what its container says.
        name: its original name.
        media_type: short name of its format by content.
    """
    stem = PurePath(name).stem
    front = _front(document) if document is not None else FrontMatter()
    notes: dict[str, str] = {}
    title = _noted(notes, "title", *_title(document, front, properties))
    kind = _noted(notes, "kind", *_kind(title, stem, media_type))
    date = _date(front, properties, stem)
    if date[0] is not None:
        notes["document_date"] = date[1]
    if front.doc_number:
        notes["doc_number"] = "文件正文"
    if front.issuer:
        notes["author"] = "文件正文"
    pages = _pages(document, properties)
    if pages is not None:
        notes["page_count"] = "文件属性"
    return Description(
        title=title,
        kind=kind,
        doc_number=front.doc_number or "",
        author=front.issuer or "",
        document_date=date[0],
        page_count=pages,
        personal=in_words(find_personal(document.text)) if document is not None else "",
        has_text=document is not None and bool(document.text.strip()),
        sources=tuple(sorted(notes.items())),
    )


def _front(document: Document) -> FrontMatter:
    """Read head and foot of a paper; of a long one its beginning and its end."""
    shown = document
    if len(document.text) > MOST_READ:
        half = MOST_READ // 2
        cut = len(document.text) - half
        blocks = tuple(block for block in document.blocks if block.start < half or block.start >= cut)
        shown = Document(document.name, document.format, blocks, document.text, title_hint=document.title_hint)
    first, *others = split_parts(read_flow(shown))
    front = read_front(first, document.text, None, None)
    if not front.title and others:
        # A line that sends the paper may stand before it, without a title of its own.
        front = read_front(others[0], document.text, None, front)
    return front


def _pages(document: Document | None, properties: Properties) -> int | None:
    """Return the pages, unless a program wrote 1 without counting, as some do for papers of any length."""
    is_uncounted = properties.page_count == 1 and document is not None and document.format in {"docx", "odt", "doc"}
    if is_uncounted and document is not None and len(document.text) > _SHORTEST_OF_PAGES:
        return None
    return properties.page_count


def _noted(notes: dict[str, str], field: str, value: str, source: str) -> str:
    if value:
        notes[field] = source
    return value


def _title(document: Document | None, front: FrontMatter, properties: Properties) -> tuple[str, str]:
    """Return the title: of the official head, the first line that reads like one, or the file's own property."""
    if document is None:
        return _property_title(properties)
    if front.title and len(front.title) <= LONGEST_TITLE:
        return _one_line(front.title), "正文标题"
    for line in _first_lines(document):
        if line is not None:
            return line, "正文首行"
    return _property_title(properties)


def _first_lines(document: Document) -> Iterator[str | None]:
    """Yield the first line if it can be a title, and the first large or centred one."""
    for number, block in enumerate(document.blocks[:_FIRST]):
        if isinstance(block, Table):
            yield _table_title(block)
            return
        text = _one_line(block.text)
        if not _may_be_title(text):
            continue
        if _stands_out(block) or (number == 0 and document.format in {"txt", "picture", "chat"}):
            yield text
            return


def _stands_out(block: Paragraph) -> bool:
    return (
        block.is_centred
        or block.outline_level == 0
        or block.style in {"title", "heading 1"}
        or (block.size_pt is not None and block.size_pt >= _TITLE_LARGE_PT)
    )


def _table_title(table: Table) -> str | None:
    """Return what stands alone in the first row that holds anything: a merged title above the header."""
    for row in table.rows[:3]:
        texts = {_one_line(cell.text) for cell in row if cell.text.strip()}
        if len(texts) > 1:
            return None
        if texts:
            text = texts.pop()
            if not text.startswith("附"):
                return text if _may_be_title(text) else None
    return None


def _may_be_title(text: str) -> bool:
    words = squeeze(text)
    if not 4 <= len(text) <= _LINE_LONGEST or _NO_TITLE.search(text) or _LABELS.match(words):
        return False
    return not (marks.is_body_name(words) or marks.is_trailer(words) or marks.is_date_line(words) or "|" in words)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u2028", " ").split())


def _property_title(properties: Properties) -> tuple[str, str]:
    title = _one_line(properties.title)
    if _may_be_title(title) and not _PROGRAM_TITLES.search(title):
        return title, "文件属性"
    return "", ""


def _kind(title: str, stem: str, media_type: str) -> tuple[str, str]:
    for words, source in ((title, "标题"), (stem, "文件名")):
        kind = kind_by_words(words)
        if kind:
            return kind, source
    return kind_by_format(media_type), "文件格式"


def _date(front: FrontMatter, properties: Properties, stem: str) -> tuple[dt.date | None, str]:
    if front.issued is not None:
        return front.issued, "成文日期"
    if properties.taken_on is not None:
        return properties.taken_on, "拍摄时间"
    return date_in_name(stem), "文件名"


def date_in_name(name: str) -> dt.date | None:
    """Return the day that a file name states (20240612, 2024-6-12, 2024年6月12日), None if it states none."""
    for match in _DATED_NAME.finditer(name):
        year, *rest = match.groups()
        month, day = (part for part in rest if part is not None)
        try:
            found = dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
        if found.year in _YEAR_SPAN:
            return found
    return None
