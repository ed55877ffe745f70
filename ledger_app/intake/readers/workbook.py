"""Reads workbooks: .xlsx, .xlsm by their parts, .xls and WPS's .et by their OLE stream.

calamine reads the cells; extent, percentages and hidden rows are read beside it, because calamine trusts the
file with its memory and knows no number formats.  Formulas are never evaluated: saved results are read.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.readers.sheet_facts import SheetFacts, percent_styles, read_facts
from ledger_app.intake.readers.sheets import SheetValues, add_sheet
from ledger_app.intake.readers.silence import SilentErrorStream
from ledger_app.intake.source import Source

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

TITLE = "电子表格"

_UNWANTED_PARTS = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/vbaProject", "xl/printerSettings/", "docProps/")
_SILENCE = SilentErrorStream()
_COUNTED_PARTS = ("xl/sharedStrings.xml", "xl/styles.xml")
_OTHER_PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml")
_COUNT = re.compile(rb"""ount\s*=\s*["']\s*\+?(\d{7,})""")
_HEAD = 256
_OLE_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a workbook, None where it is not."""
    if peek.is_ole:
        return 1.0 if any(name in peek.ole_streams for name in _OLE_STREAMS) else None
    if "spreadsheetml" in peek.content_types or "ms-excel" in peek.content_types:
        return 1.0
    return 0.9 if "xl/workbook.xml" in peek.zip_names else None


def read(source: Source) -> Document:
    """Return the document, one table a sheet.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected, INT-112 no text, INT-113 to INT-115 over a limit.
    """
    from ledger_app.intake.readers.biff import read_biff_facts

    if Peek(source).is_ole:
        facts = read_biff_facts(source)
        for found in facts.values():
            _check_extent(source, found)
        return _read_sheets(source, "xls", source.data, facts)
    archive = SafeZip(source, TITLE)
    facts = _package_facts(source, archive)
    return _read_sheets(source, "xlsx", archive.repacked(_UNWANTED_PARTS), facts)


def _read_sheets(source: Source, format_name: str, data: bytes, facts: dict[str, SheetFacts]) -> Document:
    with _SILENCE:
        return _read_quietly(source, format_name, data, facts)


def _read_quietly(source: Source, format_name: str, data: bytes, facts: dict[str, SheetFacts]) -> Document:
    workbook = _open(source, data)
    builder = DocumentBuilder(source, format_name)
    sheets = workbook.sheets_metadata
    for index, metadata in enumerate(sheets):
        source.step(index, len(sheets))
        if metadata.typ.__class__.__name__ and str(metadata.typ).rpartition(".")[2] not in ("WorkSheet", "MacroSheet"):
            continue
        known = facts.get(metadata.name, SheetFacts())
        sheet = workbook.get_sheet_by_index(index)
        is_hidden = str(metadata.visible).rpartition(".")[2] != "Visible"
        before = len(builder)
        add_sheet(
            builder,
            SheetValues(
                metadata.name,
                sheet.to_python(),
                sheet.start or (0, 0),
                sheet.merged_cell_ranges or (),
                known.percent,
                is_hidden,
            ),
        )
        if len(builder) > before:
            _note(builder, metadata.name, known, is_hidden=is_hidden)
    source.step(len(sheets), len(sheets))
    return builder.build()


def _open(source: Source, data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise source.refuse("INT-109") from error
    except (CalamineError, ValueError, OSError) as error:
        raise source.refuse("INT-108", format=TITLE) from error


def _package_facts(source: Source, archive: SafeZip) -> dict[str, SheetFacts]:
    """Return facts by sheet name, from the package's own parts.

    Raises:
        UnreadableFileError: INT-115, a part holds a sheet of too great an extent, whether a sheet names it or not.
    """
    for name in _COUNTED_PARTS:
        part = archive.read(name) or b""
        if b"\x00" in part[:_HEAD]:
            # The pattern reads UTF-8 only; no program writes these parts otherwise.
            raise source.refuse("INT-108", format=TITLE)
        _check_counts(source, part)
    workbook = archive.read("xl/workbook.xml")
    links = archive.read("xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        raise source.refuse("INT-108", format=TITLE)
    styles = archive.read("xl/styles.xml")
    percent = percent_styles(None if styles is None else parse_xml(source, styles, TITLE))
    by_part: dict[str, SheetFacts] = {}
    for name in archive.names:
        sheet_part = None if name.startswith(_UNWANTED_PARTS) or name in _OTHER_PARTS else archive.read(name)
        _check_counts(source, sheet_part or b"")
        if sheet_part is not None and (b"sheetData" in sheet_part or b"s\x00h\x00e\x00e\x00t\x00D" in sheet_part):
            by_part[name] = read_facts(sheet_part, percent, source.limits.cells)
            _check_extent(source, by_part[name])
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in parse_xml(source, links, TITLE).iterfind("{*}Relationship")
    }
    facts: dict[str, SheetFacts] = {}
    for sheet in parse_xml(source, workbook, TITLE).iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(str(link), "").lstrip("/")
        found = by_part.get(target if target.startswith("xl/") else "xl/" + target)
        if found is not None:
            facts[sheet.get("name", "")] = found
    return facts


def _check_counts(source: Source, part: bytes) -> None:
    """Refuse a part that says it has more entries than bytes.

    calamine sets memory aside for what is said, and ends the whole process where there is not so much.
    """
    if any(int(found[:20]) > len(part) for found in _COUNT.findall(part)):
        raise source.refuse("INT-108", format=TITLE)


def _check_extent(source: Source, facts: SheetFacts) -> None:
    if facts.area > source.limits.cells:
        raise source.refuse("INT-115", what=f"工作表的范围超过 {source.limits.cells} 格")


def _note(builder: DocumentBuilder, sheet: str, facts: SheetFacts, *, is_hidden: bool) -> None:
    if is_hidden:
        builder.note("warning", "INT-157", sheet=sheet)
    if facts.has_hidden:
        builder.note("info", "INT-158", sheet=sheet)
    if facts.unsaved_formulas:
        builder.note("warning", "INT-159", sheet=sheet, count=facts.unsaved_formulas)
