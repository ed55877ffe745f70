"""A table of tasks as a ledger: what its further columns say of each task, row by row.

Source: docs/domain.md sections 2.2 to 2.4 and 3.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ledger_app.intake.document import Cell, Finding, Table
from ledger_app.intake.folding import squeeze
from ledger_app.intake.own_ledger import layout, notes
from ledger_app.intake.own_ledger.columns import Column, plan_columns
from ledger_app.intake.own_ledger.dates import DayReader
from ledger_app.intake.own_ledger.entries import EntryCollector
from ledger_app.intake.own_ledger.fields import field_value
from ledger_app.intake.own_ledger.layout import LedgerRow
from ledger_app.intake.own_ledger.meanings import Lens
from ledger_app.intake.own_ledger.model import (
    ItemRecord,
    ProposedPerson,
    StateMark,
    StateValue,
    TablePlan,
)
from ledger_app.intake.own_ledger.people import read_people
from ledger_app.intake.own_ledger.periods import Stamp, bare_period
from ledger_app.intake.own_ledger.progress_cell import ProgressPart
from ledger_app.intake.own_ledger.states import meaning_of, split_state
from ledger_app.intake.pace import UNTIMED, Pace
from ledger_app.intake.proposal import ProposedItem, ProposedOwner, Reading
from ledger_app.intake.task_table import TaskTable, looked_at

_LINES = re.compile(r"[\n\u2028;；、]+")
_DAY_MEANINGS = {
    "start": "start",
    "completed_on": "completed_on",
    "closed_on": "closed_on",
    "due_extended": "extended_due",
}
_TEXT_MEANINGS = {"closed_by": "closed_by", "extension_reason": "extension_reason"}


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """A table as a ledger: its items with their records, its plan, and what a person should know."""

    items: tuple[ProposedItem, ...]
    plan: TablePlan
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Draft:
    """The record of one task while its cells are read."""

    entries: EntryCollector
    texts: dict[str, list[str]] = field(default_factory=dict)
    states: list[StateMark] = field(default_factory=list)
    leaders: list[ProposedPerson] = field(default_factory=list)
    people: list[ProposedPerson] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        texts = self.texts.setdefault(name, [])
        if text not in texts:
            texts.append(text)

    def first(self, name: str) -> str:
        return self.texts.get(name, [""])[0]

    def keep(self, column: Column, text: str) -> None:
        """Keep a cell's words in the column's own field, where its meaning has no place for them."""
        column.spilled += 1
        before = self.custom.get(column.key)
        self.custom[column.key] = f"{before}；{text}" if before and text not in before else text


class LedgerReader:
    """Reads one table as a ledger."""

    def __init__(self, table: TaskTable, lens: Lens, year: int | None, names: Sequence[str]) -> None:
        """Begin a table.

        Args:
            table: its rows as items.
            lens: what its columns are for.
            year: of months that are written without one.
            names: further names that may say up to when the table reports (the plan's title, the file's name).
        """
        self._table = table
        self._as_of, self._as_of_reason = layout.as_of(table, names)
        self._year = (self._as_of.year if self._as_of else None) or year
        self._rows = layout.ledger_rows(table)
        self._columns = plan_columns(table, lens, [*self._cells()])
        self._show_unread()
        self._by_index = {column.index: column for column in self._columns}
        self._days = DayReader(self._year)
        self._splits: dict[tuple[str, int | None], list[ProgressPart]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._undated = 0

    def read(self, items: Sequence[ProposedItem], pace: Pace = UNTIMED) -> LedgerReading:
        """Return the table as a ledger.

        Args:
            items: those of the table's rows, in order.
            pace: the clock to look at.
        """
        unit = layout.unit_of_sheet(self._table)
        found = []
        for row in pace.over(self._rows.rows):
            item = items[row.number]
            if unit:
                reason = f"表中没有责任单位一列，取工作表名“{unit}”"
                item = replace(item, owners=(ProposedOwner(unit, "responsible", Reading(unit, None, reason, 0.9)),))
            found.append(replace(item, record=self._record(row, item)))
        plan = TablePlan(
            key=self._columns[0].table_key if self._columns else "",
            sheet=self._table.table.sheet,
            head_row=layout.printed_row(self._table.table, self._table.head.first),
            columns=tuple(column.plan() for column in self._columns),
            states=self._states(),
            left_out=self._rows.left_out,
            undated_period=f"{self._as_of.year or self._year}-{self._as_of.month:02d}"
            if self._as_of and (self._as_of.year or self._year)
            else "",
            undated_reason=self._as_of_reason,
            undated_count=self._undated,
            unit_from_sheet=unit,
        )
        return LedgerReading(tuple(found), plan, tuple(notes.findings_of(plan, self._columns, self._table)))

    def _show_unread(self) -> None:
        """Let columns that say nothing beside the task show their values too: what makes it, what is left out."""
        for column in self._columns:
            if column.cells:
                continue
            for sheet, row in self._table.rows:
                cells = sheet.rows[row.row]
                cell = cells[column.index] if column.index < len(cells) else None
                if cell is not None and cell.text.strip() and not cell.is_merged_copy:
                    column.cells.append(cell)

    def _cells(self) -> Iterator[tuple[int, Cell]]:
        for row in self._rows.rows:
            for table, places in row.places:
                for at, column in places:
                    yield column, table.rows[at][column]

    def _record(self, row: LedgerRow, item: ProposedItem) -> ItemRecord:
        draft = _Draft(EntryCollector(self._year, self._as_of, self._splits))
        seen: set[tuple[int, int, int]] = set()
        for table, places in row.places:
            month = self._month_of(table, places)
            for at, index in places:
                origin = (id(table), *(table.rows[at][index].origin or (at, index)))
                if origin not in seen:
                    seen.add(origin)
                    self._read_cell(draft, self._by_index[index], table.rows[at][index], month)
        entries = draft.entries.entries()
        self._undated += draft.entries.undated
        people = self._with_phones(draft, item)
        return ItemRecord(
            entries=entries,
            states=tuple(draft.states),
            leaders=tuple(draft.leaders),
            people=people,
            source=draft.first("source"),
            source_ref="；".join(draft.texts.get("source_ref", ())),
            start=draft.first("start"),
            completed_on=draft.first("completed_on"),
            closed_on=draft.first("closed_on"),
            closed_by=draft.first("closed_by"),
            extended_due=draft.first("extended_due"),
            extension_reason=draft.first("extension_reason"),
            evidence=tuple(draft.evidence),
            note="；".join(draft.texts.get("note", ())),
            target_words=tuple(draft.texts.get("target", ())),
            due_words="；".join(draft.texts.get("due", ())),
            custom=tuple(draft.custom.items()),
        )

    def _month_of(self, table: Table, places: Sequence[tuple[int, int]]) -> Stamp | None:
        """Return the month that a row says it is about."""
        for at, index in places:
            column = self._by_index[index]
            if column.meaning == "period":
                cell = table.rows[at][index]
                stamp = bare_period(squeeze(cell.text))
                if stamp is None and cell.value_kind in ("date", "datetime"):
                    stamp = Stamp(int(str(cell.value)[5:7]), int(str(cell.value)[:4]))
                return stamp
        return None

    def _read_cell(self, draft: _Draft, column: Column, cell: Cell, row_month: Stamp | None) -> None:
        meaning, text = column.meaning, cell.text.strip()
        month = column.month or row_month
        entries = draft.entries
        if meaning == "progress":
            entries.add_progress(text, month)
        elif meaning == "percent":
            percent = column.percents.read(cell)
            if percent is None:
                column.unread.append(text)
                draft.keep(column, text)
            else:
                entries.add_percent(percent, month)
        elif meaning == "state":
            self._add_state(draft, column, text)
        elif meaning == "problems":
            entries.add_problem(text, month)
        elif meaning == "next":
            # A column 7-9月进度安排 says what comes next, not what was done in September.
            entries.add_next(text, row_month)
        elif meaning == "reporter":
            entries.set_reporter(text, month)
        elif meaning == "received":
            self._add_day(draft, column, cell, month)
        else:
            self._read_other(draft, column, cell, text)

    def _read_other(self, draft: _Draft, column: Column, cell: Cell, text: str) -> None:
        meaning = column.meaning
        if meaning in _DAY_MEANINGS:
            self._add_day(draft, column, cell, None)
        elif meaning in _TEXT_MEANINGS:
            draft.add(_TEXT_MEANINGS[meaning], text)
        elif meaning in ("note", "source", "source_ref", "target", "due"):
            draft.add(meaning, text)
        elif meaning == "leader":
            draft.leaders += read_people(text)
        elif meaning in ("person", "phone"):
            self._add_people(draft, column, text)
        elif meaning == "evidence":
            draft.evidence += [line.strip() for line in _LINES.split(text) if line.strip()]
        elif meaning == "period":
            if bare_period(squeeze(text)) is None and cell.value_kind not in ("date", "datetime"):
                draft.keep(column, text)
        elif meaning == "custom":
            value = field_value(cell, column.field_kind)
            draft.keep(column, value or text)
            column.spilled -= 1

    def _add_state(self, draft: _Draft, column: Column, text: str) -> None:
        value, day = split_state(text, self._year)
        self._counts[column.key, value] = self._counts.get((column.key, value), 0) + 1
        draft.states.append(StateMark(f"{column.key}={value}", column.head, value, day))

    def _add_day(self, draft: _Draft, column: Column, cell: Cell, month: Stamp | None) -> None:
        day = self._days.read(cell)
        if not day:
            column.unread.append(cell.text.strip())
            draft.keep(column, cell.text.strip())
        elif column.meaning == "received":
            draft.entries.set_received(day, month)
        else:
            draft.add(_DAY_MEANINGS[column.meaning], day)

    def _add_people(self, draft: _Draft, column: Column, text: str) -> None:
        people = read_people(text)
        if column.meaning == "phone" and not any(person.name for person in people):
            draft.phones += [person.phone or person.raw for person in people]
            return
        known = [person for person in people if person.name or person.title]
        if len(known) < len(people):
            draft.keep(column, text)
        draft.people += known

    def _with_phones(self, draft: _Draft, item: ProposedItem) -> tuple[ProposedPerson, ...]:
        """Give telephones of a column of their own to the people in order; what finds no place keeps its words."""
        people = list(dict.fromkeys(draft.people))
        waiting = [index for index, person in enumerate(people) if not person.phone]
        for index, phone in zip(waiting, draft.phones, strict=False):
            people[index] = replace(people[index], phone=phone)
        left = draft.phones[len(waiting) :]
        if left:
            self._spill(draft, "phone", "；".join(left))
        places = max(1, len(item.owners))
        if len(people) > places:
            self._spill(draft, "person", "、".join(person.raw for person in people))
        return tuple(people[:places])

    def _spill(self, draft: _Draft, meaning: str, text: str) -> None:
        column = next((one for one in self._columns if one.meaning == meaning), None)
        if column is not None:
            draft.keep(column, text)

    def _states(self) -> tuple[StateValue, ...]:
        by_key = {column.key: column for column in self._columns}
        found = []
        for (key, value), count in self._counts.items():
            column = by_key[key]
            state = f"{key}={value}"
            meaning, reason = meaning_of(value, column.head)
            by, chosen = column.state_choice(state)
            why = {"rule": reason, "person": "由您指定", "learned": "按以前导入时的选择"}[by]
            found.append(StateValue(state, key, column.head, value, count, chosen or meaning, why, by))
        return tuple(found)


def other_table(table: Table, lens: Lens) -> list[TablePlan]:
    """Return how a table in which no task was found stands, so that a person may say what its columns are."""
    head = looked_at(table, lens)
    if head is None:
        return []
    columns = plan_columns(
        TaskTable(table, head, "", (), ()),
        lens,
        (
            (column, cell)
            for row in table.rows[head.last + 1 :]
            for column, cell in enumerate(row)
            if cell.text.strip() and not cell.is_merged_copy
        ),
    )
    plans = tuple(column.plan() for column in columns)
    return [TablePlan(columns[0].table_key, table.sheet, layout.printed_row(table, head.first), plans, is_plan=False)]
