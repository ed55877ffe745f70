"""Reads OFD documents, the Chinese standard for fixed pages, as far as they hold text.

An OFD is an archive of XML pages whose text stands as codes with places.  The glyphs are put together as those
of a PDF are; ruling lines and text inside pictures are not read, which is said.  Source: GB/T 33190-2016.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.page_flow import Flow, Page, without_running_heads
from ledger_app.intake.readers.pdf_lines import Line, is_wide, lines_of
from ledger_app.intake.readers.pdf_page import Glyph
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.source import Source

TITLE = "OFD 文档"

_POINTS_PER_MM = 72 / 25.4
_A4_MM = (0.0, 0.0, 210.0, 297.0)
_MOST_STEPS = 10_000
_BOLD_WEIGHT = 600


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is an OFD, None where it is not."""
    return 1.0 if any(name.lower() == "ofd.xml" for name in peek.zip_names) else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-111 pictures only, INT-112 no text, INT-113 to INT-115 over a limit.
    """
    archive = SafeZip(source, TITLE)
    pages: list[Page] = []
    has_pictures = False
    places = list(islice(_page_names(source, archive), source.limits.pages + 1))
    if len(places) > source.limits.pages:
        raise source.refuse("INT-115", what=f"超过 {source.limits.pages} 页")
    for number, (name, box) in enumerate(places, start=1):
        source.step(number - 1, len(places))
        root = _parsed(source, archive, name)
        if root is None:
            continue
        own = _numbers(root.findtext("{*}Area/{*}PhysicalBox") or "")
        left, top, width, height = (value * _POINTS_PER_MM for value in (own if len(own) == 4 else box))
        has_pictures = has_pictures or root.find(".//{*}ImageObject") is not None
        glyphs = [glyph for element in root.iterfind(".//{*}TextObject") for glyph in _glyphs(element)]
        moved = lines_of(glyphs) if not (left or top) else [_moved(line, -left, -top) for line in lines_of(glyphs)]
        pages.append(Page(number, width, height, tuple(moved)))
    if has_pictures and not any(page.parts for page in pages):
        raise source.refuse("INT-111")
    return _built(source, pages)


def _built(source: Source, pages: list[Page]) -> Document:
    builder = DocumentBuilder(source, "ofd")
    kept, had_heads = without_running_heads(pages)
    flow = Flow(builder, kept)
    for page in kept:
        for part in page.parts:
            if isinstance(part, Line):
                flow.add(part, page)
    flow.end()
    builder.note("warning", "INT-161")
    if had_heads:
        builder.note("info", "INT-162")
    return builder.build()


def _page_names(source: Source, archive: SafeZip) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield the part and the usual box of each page of all documents in the archive."""
    main = next((name for name in archive.names if name.lower() == "ofd.xml"), "OFD.xml")
    root = _parsed(source, archive, main)
    if root is None:
        raise source.refuse("INT-108", format=TITLE)
    for place in root.iterfind("{*}DocBody/{*}DocRoot"):
        name = _resolved("", place.text)
        document = _parsed(source, archive, name)
        if document is None:
            continue
        box = _numbers(document.findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox") or "")
        for page in document.iterfind("{*}Pages/{*}Page"):
            yield _resolved(name, page.get("BaseLoc")), tuple(box) if len(box) == 4 else _A4_MM


def _parsed(source: Source, archive: SafeZip, name: str) -> etree._Element | None:
    data = archive.read(name)
    return None if data is None else parse_xml(source, data, TITLE)


def _resolved(base: str, place: str | None) -> str:
    """Return a part's name from a place written in another part."""
    place = (place or "").strip()
    if place.startswith("/"):
        return posixpath.normpath(place).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), place))


def _glyphs(element: etree._Element) -> Iterator[Glyph]:
    """Yield the characters of a text object with their places, in points from the page's top left."""
    boundary = _numbers(element.get("Boundary", ""))
    if len(boundary) != 4:
        return
    matrix = _numbers(element.get("CTM", "")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    if len(matrix) != 6:
        return
    size = _number(element.get("Size"), 3.5)
    is_bold = _number(element.get("Weight"), 400) >= _BOLD_WEIGHT or element.get("Bold") == "true"
    a, b, c, d, e, f = matrix
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = code.text or ""
        steps_x, steps_y = _steps(code.get("DeltaX", "")), _steps(code.get("DeltaY", ""))
        at_x, at_y = x, y
        for index, character in enumerate(text):
            left = (boundary[0] + a * at_x + c * at_y + e) * _POINTS_PER_MM
            base = (boundary[1] + b * at_x + d * at_y + f) * _POINTS_PER_MM
            em = size * max(abs(a), abs(b), 0.01) * _POINTS_PER_MM
            width = em if is_wide(character) else em / 2
            yield Glyph(character, left, left + width, base, em, is_bold)
            # Where no distance is said, characters follow each other closely.
            close = 0.0 if steps_y else size * width / em
            at_x += steps_x[index] if index < len(steps_x) else close
            at_y += steps_y[index] if index < len(steps_y) else 0.0


def _steps(text: str) -> list[float]:
    """Return distances, with "g 3 5.6" for three times 5.6 written out."""
    out: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            count, step = int(_number(next(words, "0"), 0)), _number(next(words, "0"), 0)
            out += [step] * min(max(count, 0), _MOST_STEPS)
        else:
            out.append(_number(word, 0))
        if len(out) > _MOST_STEPS:
            break
    return out


def _moved(line: Line, across: float, down: float) -> Line:
    return Line(
        line.text,
        line.left + across,
        line.right + across,
        line.base + down,
        line.size,
        line.is_bold,
        line.first_unit,
        line.body_right + across,
        line.column,
    )


def _numbers(text: str) -> list[float]:
    return [_number(word, 0.0) for word in text.split()[:16]]


def _number(text: str | None, otherwise: float) -> float:
    try:
        value = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if abs(value) < 1e6 else otherwise
