"""Builds documents for tests of the understanding: lines of text and tables, with true offsets."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.intake.document import Cell, Document, Paragraph, Table
from ledger_app.intake.folding import squeeze
from ledger_app.intake.proposal import ProposedDeadline, ProposedItem, ProposedPlan

MERGED = "^"
"""A cell that repeats the one above it because of a merge."""


def a_document(*blocks: str | Sequence[Sequence[str]], name: str = "计划.txt", sheet: str | None = None) -> Document:
    """Return a document of text (each line a paragraph) and tables (rows of cells)."""
    made: list[Paragraph | Table] = []
    text = ""
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                if line.strip():
                    made.append(Paragraph(line.strip(), start=len(text)))
                    text += line.strip() + "\n"
            continue
        table = a_table(block, start=len(text), sheet=sheet)
        made.append(table)
        text += "".join(table.line(row) + "\n" for row in range(len(table.rows)))
    return Document(name, "txt", tuple(made), text)


def a_table(rows: Sequence[Sequence[str]], *, start: int = 0, sheet: str | None = None) -> Table:
    """Return a table; MERGED repeats the cell above, MERGED + "<" the cell to the left."""
    cells: list[tuple[Cell, ...]] = []
    for row, texts in enumerate(rows):
        made: list[Cell] = []
        for column, text in enumerate(texts):
            if text == MERGED:
                above = cells[row - 1][column]
                made.append(Cell(above.text, is_merged_copy=True, origin=above.origin or (row - 1, column)))
            elif text == MERGED + "<":
                left = made[-1]
                made.append(Cell(left.text, is_merged_copy=True, origin=left.origin or (row, column - 1)))
            else:
                made.append(Cell(text))
        cells.append(tuple(made))
    bare = Table(tuple(cells), sheet=sheet, start=start)
    starts = []
    for row in range(len(cells)):
        starts.append(start)
        start += len(bare.line(row)) + 1
    return Table(tuple(cells), sheet=sheet, start=bare.start, row_starts=tuple(starts))


def deadline_key(deadline: ProposedDeadline) -> str:
    """Return a deadline in one short line: "by 2024-06-30", "recurring quarter 2"."""
    if deadline.kind == "recurring":
        return " ".join(["recurring", str(deadline.every), str(deadline.times or 1), deadline.date or ""]).strip()
    if deadline.kind == "range":
        return f"range {deadline.start} {deadline.date}"
    return " ".join([deadline.kind, deadline.date or ""]).strip()


def owner_keys(item: ProposedItem) -> list[str]:
    """Return the owners of an item as "L 甲科": the first letter of the role and the name."""
    return [f"{owner.role[0].upper()} {owner.name}" for owner in item.owners]


def reading_of(plan: ProposedPlan) -> list[tuple[object, ...]]:
    """Return what was read from a plan without anything that depends on how its numbers are printed."""
    return [
        (
            squeeze(item.title),
            item.kind,
            len(item.path),
            tuple(owner_keys(item)),
            tuple(deadline_key(deadline) for deadline in item.deadlines),
            tuple(target.value for target in item.targets),
            len(item.measures),
        )
        for item in plan.items
    ]
