"""Reads PDF documents that have text: paragraphs joined over lines and pages, ruled tables over pages.

pdfium takes the glyphs off the pages; their order, lines, columns, paragraphs and tables are worked out here
from where they stand, because a file's own order need not be the page's.  A page that is only a picture goes
through the recognition of text where that is installed; else it is said to be one, and a document of such
pages is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from ledger_app.errors import LedgerError
from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder, clean_line
from ledger_app.intake.readers.page_flow import Flow, Page, without_running_heads
from ledger_app.intake.readers.page_tables import JoinedTable
from ledger_app.intake.readers.pdf_lines import Line, lines_of
from ledger_app.intake.readers.pdf_page import PageContent, read_page
from ledger_app.intake.readers.pdf_tables import RuledTable, split_tables
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.source import Source

if TYPE_CHECKING:
    from ledger_app.intake.ocr.reading import Recognition

TITLE = "PDF 文档"

_MARK = b"%PDF-"
_MARK_WITHIN = 1024
_PASSWORD_ERROR = 4
_FEWEST_GLYPHS = 12
_PICTURE_SHARE = 0.3
_DRAWN_OBJECTS = 60
_UNKNOWN_SHARE = 0.5
_ONE_AT_A_TIME = Lock()
"""pdfium may be used by one thread at a time only."""


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a PDF, None where it is not."""
    return 1.0 if _MARK in peek.head[:_MARK_WITHIN] else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected, INT-111 pictures only, INT-112 no text,
            INT-115 too many pages, INT-120 characters that cannot be told, INT-131 to INT-134 no recognition.
    """
    with _ONE_AT_A_TIME:
        contents, title, page_count = _contents(source)
    recognition = _recognised(source, contents)
    if recognition is not None:
        contents = [recognition.contents.get(content.number, content) for content in contents]
    _require_text(source, contents)
    damaged = sorted(set(range(1, page_count + 1)) - {content.number for content in contents})
    return document_of(source, "pdf", contents, recognition, title=title, damaged=damaged)


def pages_to_recognise(source: Source) -> list[int]:
    """Return the numbers of the pages that show text which their characters do not give, ascending.

    Raises:
        UnreadableFileError: INT-108, INT-109, INT-115; as `read`.
    """
    with _ONE_AT_A_TIME:
        contents, _, _ = _contents(source)
    return [content.number for content in contents if _is_worth_recognising(content)]


def document_of(
    source: Source,
    format_name: str,
    contents: Sequence[PageContent],
    recognition: Recognition | None,
    *,
    title: str = "",
    damaged: Sequence[int] = (),
) -> Document:
    """Return the document that pages make up.

    Args:
        source: the file.
        format_name: short name of its format.
        contents: its pages in order, recognised ones in place of pictures.
        recognition: where recognised pages came from, None without any.
        title: title from the file's properties.
        damaged: numbers of pages that could not be opened.
    """
    builder = DocumentBuilder(source, format_name)
    builder.title_hint = title
    pages, had_heads = without_running_heads([_page(content) for content in contents])
    add_pages(builder, pages)
    if had_heads:
        builder.note("info", "INT-162")
    if damaged:
        builder.note("warning", "INT-167", pages=_page_names(damaged))
    if recognition is None:
        pictures = [content.number for content in contents if _is_picture(content)]
        if pictures:
            from ledger_app.intake.ocr.installed import how_to_install

            builder.note("warning", "INT-160", pages=_page_names(pictures), how=how_to_install())
        return builder.build()
    return recognition.findings(builder.build(), [page for page in pages if page.number in recognition.contents])


def add_pages(builder: DocumentBuilder, pages: Sequence[Page]) -> None:
    """Append the paragraphs and tables of pages."""
    flow = Flow(builder, pages)
    table: JoinedTable | None = None
    for page in pages:
        for part in page.parts:
            if isinstance(part, Line):
                _hand_over(builder, table)
                table = None
                flow.add(part, page)
            elif table is None or not table.take(part):
                flow.end()
                _hand_over(builder, table)
                table = JoinedTable(part, page.number)
    _hand_over(builder, table)
    flow.end()


def _hand_over(builder: DocumentBuilder, table: JoinedTable | None) -> None:
    if table is not None:
        builder.add_table(table.rows(), page=table.page)


def _contents(source: Source) -> tuple[list[PageContent], str, int]:
    """Return what stands on each page that can be read, the file's own title, and the number of pages."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        is_protected = getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        raise source.refuse("INT-109" if is_protected else "INT-108", format=TITLE) from error
    try:
        count = len(document)
        if count > source.limits.pages:
            raise source.refuse("INT-115", what=f"超过 {source.limits.pages} 页")
        title = clean_line(document.get_metadata_dict().get("Title", ""))
        contents = list(_each_page(source, document, count))
        source.step(count, count)
        if not contents:
            raise source.refuse("INT-108", format=TITLE)
        return contents, title, count
    except LedgerError:
        raise
    except pypdfium2.PdfiumError as error:
        raise source.refuse("INT-108", format=TITLE) from error
    finally:
        document.close()


def _each_page(source: Source, document: Any, count: int) -> Iterator[PageContent]:  # noqa: ANN401
    from pypdfium2 import PdfiumError

    glyphs = 0
    for index in range(count):
        source.step(index, count)
        try:
            page = document[index]
        except PdfiumError:
            # One damaged page must not cost the others; that it is missing is said.
            continue
        content = read_page(page, index + 1)
        page.close()
        glyphs += len(content.glyphs)
        if glyphs > source.limits.characters:
            raise source.refuse("INT-115", what="文字过长")
        yield content


def _recognised(source: Source, contents: Sequence[PageContent]) -> Recognition | None:
    """Return the recognition of the pages without text, None where there are none or it is not installed."""
    wanted = [content.number for content in contents if _is_worth_recognising(content)]
    if not wanted:
        return None
    from ledger_app.intake.ocr.installed import is_installed

    if not source.limits.recognises or not is_installed():
        return None
    from ledger_app.intake.ocr.reading import recognition_of

    return recognition_of(source, "pdf", wanted)


def _is_worth_recognising(content: PageContent) -> bool:
    """Tell whether a page shows text that its characters do not give: a picture, outlines, an unknown encoding."""
    shown = sum(1 for glyph in content.glyphs if glyph.text.strip())
    if content.unknown > max(_UNKNOWN_SHARE * (shown + content.unknown), _FEWEST_GLYPHS):
        return True
    return _is_picture(content) or (not shown and content.objects > _DRAWN_OBJECTS)


def _require_text(source: Source, contents: Sequence[PageContent]) -> None:
    """Refuse a document that shows pictures of text only, or characters nobody can tell."""
    glyphs = sum(len(content.glyphs) for content in contents)
    unknown = sum(content.unknown for content in contents)
    if unknown > _UNKNOWN_SHARE * (glyphs + unknown) and unknown > _FEWEST_GLYPHS:
        raise source.refuse("INT-120")
    has_text = any(not _is_picture(content) and content.glyphs for content in contents)
    if not has_text and any(content.image_share for content in contents):
        from ledger_app.intake.ocr.installed import how_to_install

        raise source.refuse("INT-111", how=how_to_install())


def _page_names(numbers: Sequence[int]) -> str:
    return "第 " + "、".join(map(str, numbers)) + " 页"


def _is_picture(content: PageContent) -> bool:
    shown = sum(1 for glyph in content.glyphs if glyph.text.strip())
    return shown < _FEWEST_GLYPHS and content.image_share > _PICTURE_SHARE


def _page(content: PageContent) -> Page:
    """Return a page's lines and tables in reading order: tables part the lines above from those below."""
    tables, glyphs = split_tables(content)
    parts: list[Line | RuledTable] = []
    for table in tables:
        above = [glyph for glyph in glyphs if glyph.base <= table.top]
        taken = {id(glyph) for glyph in above}
        glyphs = [glyph for glyph in glyphs if id(glyph) not in taken]
        parts += [*lines_of(above), table]
    parts += lines_of(glyphs)
    return Page(content.number, content.width, content.height, tuple(parts))
