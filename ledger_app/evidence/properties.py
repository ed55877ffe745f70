"""What a file's container says besides its text: pages, title, the day a photograph was taken.

Each format is asked by its own reader; a container that cannot be read says nothing.  Works on hostile files only in
a process of its own.  Source: ECMA-376 part 1 (docProps), MS-OLEPS, OpenDocument 1.3 (meta.xml), Exif 2.32.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ledger_app.evidence.pictures import taken_on
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.source import Source

_RTF_PAGES = re.compile(rb"\\nofpages(\d{1,5})")
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Properties:
    """What a container says; None and "" where it says nothing.

    Attributes:
        page_count: pages of a paper, frames of a picture, slides of a presentation.
        title: its title property.
        taken_on: the local day a photograph was taken.
    """

    page_count: int | None = None
    title: str = ""
    taken_on: dt.date | None = None


def read_properties(source: Source, media_type: str) -> Properties:
    """Return what a file's container says; nothing where it is damaged or of a format that says nothing."""
    read = _READERS.get(media_type)
    if read is None:
        return Properties()
    try:
        return read(source)
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        # The border to the libraries of formats: a damaged file makes them raise anything.
        return Properties()


def _pdf(source: Source) -> Properties:
    import pypdfium2

    document = pypdfium2.PdfDocument(source.data)
    try:
        return Properties(_pages(len(document)), str(document.get_metadata_value("Title")))
    finally:
        document.close()


def _office(source: Source) -> Properties:
    """Ask the property parts of a docx, xlsx, pptx package."""
    archive = SafeZip(source, "文档")
    values = {**_leaves(source, archive, "docProps/app.xml"), **_leaves(source, archive, "docProps/core.xml")}
    pages = values.get("Slides") if "ppt/presentation.xml" in archive.names else values.get("Pages")
    is_sheet = any(name.startswith("xl/") for name in archive.names)
    return Properties(None if is_sheet else _pages(pages), values.get("title", ""))


def _open_document(source: Source) -> Properties:
    archive = SafeZip(source, "文档")
    values = _leaves(source, archive, "meta.xml")
    statistics: dict[str, str] = {}
    data = archive.read("meta.xml")
    if data is not None:
        for element in parse_xml(source, data, "文档").iter():
            if _local(element.tag) == "document-statistic":
                statistics = {_local(str(key)): str(value) for key, value in element.attrib.items()}
    pages = statistics.get("page-count") if "table-count" not in statistics or "paragraph-count" in statistics else None
    return Properties(_pages(pages), values.get("title", ""))


def _ofd(source: Source) -> Properties:
    names = SafeZip(source, "OFD 文档").names
    pages = {name for name in names if re.fullmatch(r"(?:.*/)?Pages/[^/]+/Content\.xml", name)}
    return Properties(_pages(len(pages)))


def _old_office(source: Source) -> Properties:
    import olefile

    with olefile.OleFileIO(BytesIO(source.data)) as container:
        metadata: Any = container.get_metadata()
        is_paper = container.exists("WordDocument")
        pages = metadata.num_pages if is_paper else metadata.slides
        return Properties(_pages(pages), _decoded(metadata.title, metadata.codepage))


def _rtf(source: Source) -> Properties:
    match = _RTF_PAGES.search(source.data[:65536])
    return Properties(_pages(match[1].decode()) if match else None)


def _picture(source: Source) -> Properties:
    """Ask a picture's head; nothing of it is unpacked."""
    return Properties(1, "", taken_on(BytesIO(source.data)))


def _tiff(source: Source) -> Properties:
    """Count the pages of a scan or fax: each has a folder of tags that names the next."""
    data = source.data
    order = "<" if data[:2] == b"II" else ">"
    (place,) = struct.unpack_from(order + "I", data, 4)
    seen: set[int] = set()
    while place and place not in seen and len(seen) < _MOST_PAGES:
        seen.add(place)
        (entries,) = struct.unpack_from(order + "H", data, place)
        (place,) = struct.unpack_from(order + "I", data, place + 2 + 12 * entries)
    return Properties(_pages(len(seen)))


def _leaves(source: Source, archive: SafeZip, name: str) -> dict[str, str]:
    """Return the elements without children of an XML part, by their local names."""
    data = archive.read(name)
    if data is None:
        return {}
    root = parse_xml(source, data, "文档")
    return {_local(element.tag): (element.text or "").strip() for element in root.iter() if len(element) == 0}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _decoded(value: object, codepage: object) -> str:
    """Return a text property of an old Office file; its code page is 65001 or 936 here, or not given."""
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    # The library gives the page as a signed number of two bytes.
    number = int(codepage) & 0xFFFF if isinstance(codepage, int) else 936
    encoding = "utf-8" if number == 65001 else "utf-16-le" if number == 1200 else "gb18030"
    return value.decode(encoding, "replace").rstrip("\0")


def _pages(value: object) -> int | None:
    """Return a number of pages that can be one."""
    text = str(value or "").strip()
    number = int(text) if text.isdecimal() and len(text) < 9 else 0
    return number if 0 < number < _MOST_PAGES else None


def _zip(source: Source) -> Properties:
    """Ask a package of which the first look told no more than that it is an archive."""
    with zipfile.ZipFile(BytesIO(source.data)) as archive:
        names = set(archive.namelist())
    return _open_document(source) if {"mimetype", "meta.xml"} <= names else Properties()


_READERS: dict[str, Callable[[Source], Properties]] = {
    "pdf": _pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx"), _office),
    **dict.fromkeys(("doc", "ppt"), _old_office),
    **dict.fromkeys(("jpeg", "png", "gif", "bmp", "webp", "heic"), _picture),
    "tiff": _tiff,
    "rtf": _rtf,
    "ofd": _ofd,
    "zip": _zip,
}
