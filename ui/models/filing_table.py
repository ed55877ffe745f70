"""One unit's tasks of a month as a sheet to type into: what was said before, what is said now."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from ledger_app.domain.progress import EntryKind, ProgressEntry, text_hints
from ledger_app.services.progress import NO_CHANGE_TEXT
from ledger_app.services.unit_filing import FiledRow, FilingRow
from ui.models.list_table import RIGHT, HeadedTable, Index

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

TASK, BEFORE, TEXT, PERCENT, PROBLEMS, NEXT, STATE = range(7)
HEADINGS = ("任务", "上期进展", "本期进展情况", "进度 %", "存在问题", "下一步打算", "状态")
_NAMED: Final = 10
EDITABLE: Final = (TEXT, PERCENT, PROBLEMS, NEXT)
_KIND_WORDS: Mapping[EntryKind, str] = {"report": "已填", "no_change": "无变化", "carried": "沿用上期"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in one row's cells."""

    text: str = ""
    percent: str = ""
    problems: str = ""
    next_step: str = ""
    kind: EntryKind = "report"

    def value(self, column: int) -> str:
        """Return a cell's text."""
        return {TEXT: self.text, PERCENT: self.percent, PROBLEMS: self.problems, NEXT: self.next_step}[column]

    def changed(self, column: int, value: str) -> Sheet:
        """Return the row with another text in a cell; typing makes it a report of its own."""
        text, percent, problems, step = (value.strip() if one == column else self.value(one) for one in EDITABLE)
        return Sheet(text, percent, problems, step)


class FilingTableModel(HeadedTable):
    """Tasks by row; edits are kept here until they are saved.

    Signals:
        edited: something is typed that is not saved.
        refused: a value could not be taken (a Chinese sentence).
    """

    edited = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: tuple[FilingRow, ...] = ()
        self._stored: list[Sheet] = []
        self._sheets: list[Sheet] = []

    def show_rows(self, rows: Sequence[FilingRow], drafts: Mapping[int, Sheet]) -> None:
        """Show tasks with what is stored, and over it what was typed before by task id."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._stored = [_sheet(row.entry) for row in rows]
        self._sheets = [drafts.get(row.facts.id, sheet) for row, sheet in zip(rows, self._stored, strict=True)]
        self.endResetModel()
        self.edited.emit()

    @property
    def drafts(self) -> dict[int, Sheet]:
        """Return what was typed and is not saved, by task id."""
        return {
            row.facts.id: sheet
            for row, sheet, stored in zip(self._rows, self._sheets, self._stored, strict=True)
            if sheet != stored
        }

    @property
    def has_stored(self) -> bool:
        """Say whether something was filed of these tasks for the month before."""
        return any(row.entry is not None for row in self._rows)

    @property
    def unfilled(self) -> list[int]:
        """Return the rows of which nothing is said yet."""
        return [row for row, sheet in enumerate(self._sheets) if sheet == Sheet()]

    def filed_rows(self) -> list[FiledRow]:
        """Return what is to be saved: the rows that were changed."""
        changed = self.drafts
        return [_filed(row, changed[row.facts.id]) for row in self._rows if row.facts.id in changed]

    def row_at(self, row: int) -> FilingRow | None:
        """Return the task of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def say_same(self, rows: Sequence[int], kind: EntryKind) -> None:
        """Say 无变化, or last month's text once more, for rows; those of which it cannot be said are named."""
        bare = [row for row in rows if kind == "carried" and self._rows[row].before is None]
        over = [row for row in rows if kind == "no_change" and self._rows[row].unchanged]
        for row in rows:
            if row not in bare and row not in over:
                self._put(row, _same(self._rows[row].before, kind))
        if bare:
            self.refused.emit(f"{len(bare)} 项任务没有上一期的进展，不能沿用，请直接填写。")
        if over:
            self.refused.emit(too_often([self._rows[row].facts.code for row in over]))

    def fill_from_above(self, cells: Sequence[tuple[int, int]]) -> None:
        """Put the text above the topmost of each column's cells into them; a single cell takes the one above it."""
        by_column: dict[int, list[int]] = {}
        for row, column in cells:
            if column in EDITABLE:
                by_column.setdefault(column, []).append(row)
        for column, rows in by_column.items():
            first = min(rows)
            source = first if len(rows) > 1 else first - 1
            if source >= 0:
                value = self._sheets[source].value(column)
                for row in rows:
                    if row != source:
                        self._put(row, self._sheets[row].changed(column, value))

    def clear_cells(self, cells: Sequence[tuple[int, int]]) -> None:
        """Empty cells; a row said to be the same is emptied whole."""
        for row, column in cells:
            sheet = self._sheets[row]
            if sheet.kind != "report" and self._rows[row].entry is None:
                self._put(row, Sheet())
            elif column in EDITABLE:
                self._put(row, sheet.changed(column, ""))

    def paste(self, row: int, column: int, block: str) -> int:
        """Put a block copied from a sheet at a cell; return how many cells were filled, refused ones aside."""
        lines = list(csv.reader(io.StringIO(block.rstrip("\r\n")), delimiter="\t"))
        filled = 0
        for down, line in enumerate(lines):
            for right, value in enumerate(line):
                index = self.index(row + down, column + right)
                if index.isValid() and column + right in EDITABLE and value.strip():
                    filled += self.setData(index, value)
        return filled

    def headings(self) -> Sequence[str]:
        """Return the headings."""
        return HEADINGS

    def row_total(self) -> int:
        """Return the number of tasks."""
        return len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let what is said now be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() in EDITABLE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() == PERCENT else _LEFT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(index.row(), index.column())
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was typed; a percentage that is none is refused."""
        if not index.isValid() or index.column() not in EDITABLE or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value or "").strip()
        if index.column() == PERCENT:
            text = text.replace("％", "%").removesuffix("%").strip()
            if text and _percent(text) is None:
                self.refused.emit(f"完成进度“{text}”不对，应是 0 到 100 之间的数字。")
                return False
        if text != self._sheets[index.row()].value(index.column()):
            self._put(index.row(), self._sheets[index.row()].changed(index.column(), text))
        return True

    def _put(self, row: int, sheet: Sheet) -> None:
        if sheet != self._sheets[row]:
            self._sheets[row] = sheet
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))
            self.edited.emit()

    def _text(self, row: int, column: int) -> str:
        source, sheet = self._rows[row], self._sheets[row]
        if column == TASK:
            return f"{source.facts.code}　{source.facts.title}"
        if column == BEFORE:
            before = source.before
            if before is None:
                return "没有上期进展"
            percent = "" if before.percent is None else f" {before.percent:g}%"
            return f"{int(before.period[5:])}月{percent}：{before.text}"
        return self._state(source, row) if column == STATE else sheet.value(column)

    def _state(self, source: FilingRow, row: int) -> str:
        sheet = self._sheets[row]
        if sheet == Sheet():
            return "未填"
        word = _KIND_WORDS[sheet.kind] if sheet == self._stored[row] else f"{_KIND_WORDS[sheet.kind]}·待保存"
        hints = text_hints(sheet.text, source.before.text if source.before else "") if sheet.kind == "report" else []
        return "\n".join([word, *(hint.text for hint in hints)])


def too_often(codes: Sequence[str]) -> str:
    """Return the sentence that names the tasks of which 无变化 may not be said once more."""
    others = f"等 {len(codes)} 项" if len(codes) > _NAMED else ""
    named = "、".join(codes[:_NAMED])
    return f"任务 {named}{others}连续“无变化”已到上限（可在“设置”中修改），没有登记，请写明本期情况。"


def _sheet(entry: ProgressEntry | None) -> Sheet:
    if entry is None:
        return Sheet()
    percent = "" if entry.percent is None else f"{entry.percent:g}"
    return Sheet(entry.text, percent, entry.problems, entry.next_step, entry.kind)


def _same(before: ProgressEntry | None, kind: EntryKind) -> Sheet:
    percent = "" if before is None or before.percent is None else f"{before.percent:g}"
    if kind == "no_change" or before is None:
        return Sheet(NO_CHANGE_TEXT, percent, kind="no_change")
    return Sheet(before.text, percent, before.problems, before.next_step, "carried")


def _filed(row: FilingRow, sheet: Sheet) -> FiledRow:
    entry_id = row.entry.id if row.entry is not None else None
    percent = _percent(sheet.percent)
    return FiledRow(row.facts.id, sheet.text, percent, sheet.problems, sheet.next_step, sheet.kind, entry_id)


def _percent(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None
