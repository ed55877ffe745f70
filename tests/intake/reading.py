"""Short ways to read bytes and to look at what came out."""

from __future__ import annotations

from ledger_app.intake.document import Document, Paragraph, Table
from ledger_app.intake.readers import ReadLimits, Source, read_source


def read_bytes(data: bytes, name: str = "计划", limits: ReadLimits | None = None) -> Document:
    """Return the document of bytes in memory."""
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    return read_source(Source(name, data, suffix, limits or ReadLimits()))


def lines(document: Document) -> list[str]:
    """Return the printed form of each paragraph, tables left out."""
    return [block.printed for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[Table]:
    """Return the tables."""
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    """Return the texts of a table's cells."""
    return [[cell.text for cell in row] for row in table.rows]


def codes(document: Document) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in document.findings]


def assert_offsets_hold(document: Document) -> None:
    """Check that every block stands in the text where it says."""
    expected = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert block.start == expected
            assert document.text[block.start :].startswith(block.printed + "\n")
            assert "\n" not in block.text
            expected += len(block.printed) + 1
            continue
        assert len({len(row) for row in block.rows}) == 1
        assert block.start == block.row_starts[0] == expected
        for index, start in enumerate(block.row_starts):
            assert document.text[start : start + len(block.line(index)) + 1] == block.line(index) + "\n"
            _assert_cells_hold(document, block, index)
            expected = start + len(block.line(index)) + 1
    assert len(document.text) == expected


def _assert_cells_hold(document: Document, table: Table, row: int) -> None:
    for column, cell in enumerate(table.rows[row]):
        shown = cell.text.replace("\n", "\u2028").replace("\t", " ")
        start = table.cell_start(row, column)
        assert document.text[start : start + len(shown)] == shown
        if cell.origin is not None:
            assert table.rows[cell.origin[0]][cell.origin[1]].text == cell.text
