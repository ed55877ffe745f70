"""The part of a review that says what the columns and states of a ledger become.

Without Qt; builds on `review_core`.  Another meaning of a column needs the document to be understood anew; everything
else holds at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ledger_app.intake.own_ledger.model import (
    LIGHT_MEANINGS,
    MEANING_NAMES,
    STATE_NAMES,
    ColumnPlan,
    FieldKind,
    Meaning,
    StateMark,
    StateMeaning,
    StateValue,
    TablePlan,
)
from ledger_app.intake.proposal import ProposedItem
from ledger_app.services.import_fields import FieldChoice
from ledger_app.services.record_changes import UpdateChoice
from ledger_app.services.record_decisions import RecordDecisions
from ui.models.record_choices import RecordChoices
from ui.models.review_core import ReviewCore


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """One table of the file; number is that of its plan, None where it is not taken for tasks."""

    plan: TablePlan
    title: str
    number: int | None


class ReviewColumns(ReviewCore):
    """Columns, states and fields of the tables of one file; each decision is one step."""

    @property
    def records(self) -> RecordChoices:
        """Return what was decided."""
        return self._state.records

    @property
    def tables(self) -> tuple[LedgerTable, ...]:
        """Return the tables of the file: those of tasks, then those that were taken for something else."""
        found = [
            LedgerTable(plan.table, plan.title, number)
            for number, plan in enumerate(self.proposal.plans)
            if plan.table is not None
        ]
        return (*found, *(LedgerTable(table, "", None) for table in self.proposal.other_tables))

    # What holds

    def state_meaning(self, table: TablePlan, state: StateValue) -> StateMeaning:
        """Return what a written state is taken to mean."""
        return self.records.states.get((table.key, state.key), state.meaning)

    def column_meaning(self, table: TablePlan, column: ColumnPlan) -> Meaning:
        """Return what a column is taken for, or will be once the document was understood anew."""
        return self.records.columns.get((table.key, column.key), column.meaning)

    def mark_meaning(self, mark: StateMark) -> StateMeaning:
        """Return what a state that stands in a row is taken to mean."""
        tables = (plan.table for plan in self.proposal.plans if plan.table is not None)
        for table in tables:
            for state in table.states:
                if state.key == mark.key:
                    return self.state_meaning(table, state)
        return "unknown"

    def is_column_open(self, table: TablePlan, column: ColumnPlan) -> bool:
        """Say whether a person should look at a column: no rule knew its head."""
        decided = (table.key, column.key) in self.records.columns or (table.key, column.key) in self.records.fields
        return not column.is_sure and bool(column.filled) and not decided

    def is_state_open(self, table: TablePlan, state: StateValue) -> bool:
        """Say whether nobody knows what a written state means."""
        return self.state_meaning(table, state) == "unknown"

    def field_name(self, table: TablePlan, column: ColumnPlan) -> str:
        """Return the name of the field that a column becomes."""
        choice = self.records.fields.get((table.key, column.key))
        return choice.name if choice is not None and choice.name else column.field_name

    def field_kind(self, table: TablePlan, column: ColumnPlan) -> FieldKind:
        """Return the kind of field that a column becomes."""
        choice = self.records.fields.get((table.key, column.key))
        return choice.kind if choice is not None and choice.kind is not None else column.field_kind

    def open_tables(self) -> dict[str, int]:
        """Return what waits for a person: "column" and "state" -> how many."""
        tables = [table.plan for table in self.tables if table.number is not None]
        columns = {(table.key, one.key) for table in tables for one in table.columns if self.is_column_open(table, one)}
        states = {(table.key, one.key) for table in tables for one in table.states if self.is_state_open(table, one)}
        return {"column": len(columns), "state": len(states)}

    def rates_lights(self, table: TablePlan) -> bool:
        """Say whether a table has ratings that could become lights."""
        return any(self.state_meaning(table, state) in LIGHT_MEANINGS for state in table.states)

    def rows_of(self, table: LedgerTable) -> tuple[ProposedItem, ...]:
        """Return the tasks of a table that have a record, in order."""
        if table.number is None:
            return ()
        return tuple(item for item in self.proposal.plans[table.number].items if item.record is not None)

    def record_decisions(self) -> RecordDecisions:
        """Return what was decided, as the import takes it; columns that were let pass count as looked at."""
        passed = {
            (table.plan.key, one.key): one.meaning
            for table in self.tables
            for one in table.plan.columns
            if table.number is not None and not one.is_sure and one.filled
        }
        decisions = self.records.decisions()
        return replace(decisions, columns={**passed, **decisions.columns})

    # Decisions

    def set_column(self, table: TablePlan, column: ColumnPlan, meaning: Meaning) -> None:
        """Say what a column is for; the document is to be understood anew."""
        columns = {**self.records.columns, (table.key, column.key): meaning}
        self._decide(f"“{column.head or column.letter}”列改为{MEANING_NAMES[meaning]}", columns=columns)

    def confirm_columns(self, table: TablePlan) -> None:
        """Say that the columns nobody was sure of are what they were taken for."""
        found = {
            (table.key, one.key): self.column_meaning(table, one)
            for one in table.columns
            if self.is_column_open(table, one)
        }
        if found:
            self._decide(f"确认 {len(found)} 列", columns={**self.records.columns, **found})

    def set_state(self, table: TablePlan, state: StateValue, meaning: StateMeaning) -> None:
        """Say what a written state means."""
        states = {**self.records.states, (table.key, state.key): meaning}
        self._decide(f"“{state.value}”对应{STATE_NAMES[meaning]}", states=states)

    def set_field(
        self, table: TablePlan, column: ColumnPlan, name: str | None = None, kind: FieldKind | None = None
    ) -> None:
        """Give the field that a column becomes another name or kind."""
        key = (table.key, column.key)
        choice = self.records.fields.get(key, FieldChoice())
        choice = replace(choice, name=choice.name if name is None else name.strip(), kind=kind or choice.kind)
        self._decide(f"“{column.head or column.letter}”列的字段", fields={**self.records.fields, key: choice})

    def set_undated(self, period: str) -> None:
        """Say which month reports without a date belong to ("YYYY-MM"), "" as the table says."""
        self._decide("没写日期的进展归月", undated_period=period)

    def set_lights(self, sets_lights: bool) -> None:
        """Let written ratings become lights set by hand, or not."""
        self._decide("评价写成亮灯" if sets_lights else "不采用评价亮灯", sets_lights=sets_lights)

    def set_updates(self, keys: Iterable[str], choices: Mapping[str, UpdateChoice]) -> None:
        """Say what is done with news for tasks that are there; choices: key -> what is done."""
        found = {key: choices[key] for key in keys if key in choices}
        if found:
            self._decide(f"决定 {len(found)} 处更新", updates={**self.records.updates, **found})

    def _decide(self, name: str, **changes: Any) -> None:  # noqa: ANN401 - fields of the choices, checked by replace
        self._do(name, records=replace(self.records, **changes))
