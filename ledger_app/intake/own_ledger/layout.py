"""Which rows of a table speak of which task, which speak of none, and up to when the table reports.

Source: docs/domain.md section 2.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger_app.intake.document import Table
from ledger_app.intake.folding import squeeze
from ledger_app.intake.own_ledger.meanings import STRUCTURE
from ledger_app.intake.own_ledger.model import LeftOutRow, Meaning
from ledger_app.intake.own_ledger.periods import Stamp, head_period
from ledger_app.intake.own_ledger.periods import as_of as stated_month
from ledger_app.intake.table_headers import OWNER_ROLES, repeats_head
from ledger_app.intake.task_table import NOTHING, TaskRow, TaskTable, row_kind

_UNIT = re.compile(r"[^\d]{1,18}(?:股|科|室|办|处|中心|院|站|所|局|队|会|公司|社区)")
_GENERIC = re.compile(r"(?:sheet|工作表|表|汇总|总表|台账|明细)\d*|.*(?:台账|清单|汇总|任务|情况).*", re.IGNORECASE)
_LONGEST = 200
_KEPT_WORDS = frozenset({"target", "due"})
_REASONS = {"total": "合计行", "note": "说明或签字", "blank": "重复的表头或列号", "item": "没有任务内容"}

Places = list[tuple[int, int]]


@dataclass(slots=True)
class LedgerRow:
    """The cells that speak of one task.

    Attributes:
        number: of its item among the items of the table, from 0.
        places: by table and printed row, the (row, column) of cells that are not the task itself.
    """

    number: int
    places: list[tuple[Table, Places]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """The rows of a table sorted by task."""

    rows: tuple[LedgerRow, ...]
    left_out: tuple[LeftOutRow, ...]


def ledger_rows(table: TaskTable) -> LedgerRows:
    """Return the rows of a table by task: a row a month below one merged task belongs to that task."""
    meanings = _meanings(table)
    found: list[LedgerRow] = []
    left_out = list(_above(table))
    has_months = "period" in meanings
    last_task: object = None
    by_row = {(id(sheet), row.row): (number, row) for number, (sheet, row) in enumerate(table.rows)}
    for sheet, first in _tables(table):
        for at in range(first, len(sheet.rows)):
            known = by_row.get((id(sheet), at))
            if known is None:
                _take_other(table, sheet, at, found, left_out, meanings)
                continue
            number, row = known
            task = _task_origin(sheet, row) if has_months else None
            places = [(line, column) for _, _, line, column in row.cells if _speaks(meanings[column])]
            if task is not None and task == last_task and found:
                found[-1].places.append((sheet, places))
            else:
                found.append(LedgerRow(number, [(sheet, places)]))
            last_task = task
    return LedgerRows(tuple(found), tuple(left_out))


def _meanings(table: TaskTable) -> tuple[Meaning, ...]:
    told = table.head.meanings
    return tuple(one.meaning for one in told.columns) if told else ()


def _speaks(meaning: Meaning) -> bool:
    return meaning != "ignore" and (meaning not in STRUCTURE or meaning in _KEPT_WORDS)


def _task_origin(sheet: Table, row: TaskRow) -> tuple[object, ...]:
    """Return where the words of a task stand, the same for all rows of a merged one."""
    return (id(sheet), *(sheet.rows[at][column].origin or (at, column) for at, column in row.text_cells))


def _tables(table: TaskTable) -> Iterator[tuple[Table, int]]:
    """Yield the tables that make up one, each with its first row below the head."""
    seen: dict[int, Table] = {id(table.table): table.table}
    for sheet, _ in table.rows:
        seen.setdefault(id(sheet), sheet)
    for sheet in seen.values():
        yield sheet, table.head.last + 1 if sheet is table.table else 0


def _take_other(
    table: TaskTable,
    sheet: Table,
    at: int,
    found: list[LedgerRow],
    left_out: list[LeftOutRow],
    meanings: Sequence[Meaning],
) -> None:
    """Sort a row that is no item: more of the task above it, or none of our business, which is said."""
    words = [squeeze(cell.text) for cell in sheet.rows[at]]
    kind = row_kind(words, table.head)
    if kind == "group" or not any(words) or repeats_head(words, table.head):
        return
    if kind == "item" and found:
        places = [
            (at, column)
            for column, text in enumerate(words)
            if text not in NOTHING and not sheet.rows[at][column].is_merged_copy
        ]
        if places and all(meanings[column] not in STRUCTURE for _, column in places):
            found[-1].places.append((sheet, [place for place in places if _speaks(meanings[place[1]])]))
            return
    texts = dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in sheet.rows[at] if cell.text.strip())
    left_out.append(LeftOutRow(sheet.sheet, printed_row(sheet, at), " ".join(texts)[:_LONGEST], _REASONS[kind]))


def _above(table: TaskTable) -> Iterator[LeftOutRow]:
    """Yield what stands above the head besides the title."""
    title = squeeze(table.title)
    for at, cells in enumerate(table.table.rows[: table.head.first]):
        texts = list(dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in cells if cell.text.strip()))
        words = " ".join(texts)
        if words and squeeze(words) != title:
            yield LeftOutRow(table.table.sheet, printed_row(table.table, at), words[:_LONGEST], "表头上方的文字")


def printed_row(table: Table, row: int) -> int:
    """Return the number of a row as the sheet prints it."""
    return table.row_numbers[row] if row < len(table.row_numbers) else table.first_row + row


def as_of(table: TaskTable, names: Sequence[str]) -> tuple[Stamp | None, str]:
    """Return the month up to which a table reports, None if nothing says so, and where that was found (Chinese)."""
    above = ["".join(dict.fromkeys(squeeze(cell.text) for cell in row)) for row in table.table.rows[: table.head.first]]
    for words in above:
        stamp = stated_month(words)
        if stamp is not None:
            return stamp, "表头上方写明"
    places = [("标题", squeeze(table.title)), ("工作表名", squeeze(table.table.sheet or ""))]
    places += [("文件名或标题", squeeze(name)) for name in names]
    for where, words in places:
        stamp = stated_month(words) or head_period(words)
        if stamp is not None and "全年" not in words:
            return stamp, f"取自{where}“{words[:40]}”"
    return None, ""


def unit_of_sheet(table: TaskTable) -> str:
    """Return the unit that a sheet is named after, "" where the rows name their units or the sheet none."""
    name = squeeze(table.table.sheet or "")
    if set(table.head.roles) & OWNER_ROLES or _GENERIC.fullmatch(name) or not _UNIT.fullmatch(name):
        return ""
    return (table.table.sheet or "").strip()
