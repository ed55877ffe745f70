"""Write what a clerk's own ledger says of its tasks: reports, states, people, sources, extensions, own columns.

Works beside `TaskBuilder`: it changes the rows of each task before they are stored, and adds those that need the
ids of stored deadlines.  Source: docs/domain.md sections 2.2 to 2.4, 3.2 and 3.3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.finding import Finding, Severity
from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import (
    Deadline,
    Extension,
    Occurrence,
    SourceKind,
    Target,
    Task,
    TaskLeader,
    TaskOwner,
    TaskSource,
)
from ledger_app.intake.folding import squeeze
from ledger_app.intake.own_ledger.model import (
    ItemRecord,
    TablePlan,
)
from ledger_app.intake.proposal import ProposedItem
from ledger_app.messages import text_of
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text
from ledger_app.services.import_fields import OwnFields, kept_columns, own_values
from ledger_app.services.import_people import People
from ledger_app.services.import_states import StateWriter, last_day_of
from ledger_app.services.record_decisions import RecordCounts, RecordDecisions
from ledger_app.services.record_reports import Reports, with_no_progress

_SOURCES: tuple[tuple[SourceKind, re.Pattern[str]], ...] = (
    ("instruction", re.compile(r"批示|批转|领导交办|签批")),
    ("audit", re.compile(r"审计")),
    ("work_report", re.compile(r"政府工作报告")),
    ("inspection", re.compile(r"巡察|巡视|督查|督导|检查|督察|反馈|暗访|飞检")),
    ("proposal", re.compile(r"建议|提案|人大|政协|议案")),
    ("meeting", re.compile(r"会议|例会|党组会|常务会|全会|议定|纪要|调度会")),
    ("superior", re.compile(r"文件|通知|[〔\[（(]20\d\d[〕\])）]\d*号|省|市|上级|国家|委发|函")),
    ("plan", re.compile(r"计划|要点|方案|工作报告|规划|目标责任书")),
)
_SHOWN = 12


class RecordWriter:
    """Writes the records of one table's tasks."""

    def __init__(
        self,
        work: UnitOfWork,
        table: TablePlan,
        decisions: RecordDecisions,
        items: Sequence[ProposedItem],
        plan_year: int | None,
    ) -> None:
        """Begin a table.

        Args:
            work: the operation.
            table: how it was understood.
            decisions: of the person.
            items: those that become tasks.
            plan_year: year of months that are written without one.
        """
        self._work = work
        self._table = table
        self._people = People(work)
        self._undated = decisions.undated_period or table.undated_period
        self._meanings = {
            state.key: decisions.states.get((table.key, state.key), state.meaning) for state in table.states
        }
        until = Period.parse(self._undated).last_day if self._undated else None
        self._states = StateWriter(self._meanings, work.today, until, sets_lights=decisions.sets_lights)
        self._worded = kept_columns(table, self._meanings)
        self._fields = OwnFields(work, table, decisions.fields, self._values(items))
        self._moved: dict[str, tuple[dt.date, ItemRecord]] = {}
        self._last: dict[str, dt.date] = {}
        self._reports = Reports(work.today, work.at, plan_year, self._undated)
        self._entries = self._extensions = 0
        self._not_later: list[str] = []
        self._future: list[str] = []

    def apply(self, task: Task, children: Sequence[Any], item: ProposedItem) -> tuple[Task, list[Any]]:
        """Return a task with the rows that hang on it, as the ledger has them."""
        record = item.record
        if record is None:
            return task, list(children)
        entries = self._entry_rows(task, record)
        self._entries += len(entries)
        task, steps = self._states.apply(task, record, entries)
        task = self._with_facts(task, record)
        rows = list(self._changed(task, children, record))
        rows += entries
        rows += [replace(step, created_at=self._work.at) for step in steps]
        rows += [self._people.leader(one) for one in record.leaders]
        rows += [
            ExpectedEvidence(0, 0, limit_text(name, "佐证材料")[:LONGEST_NAME], source="原台账", ordinal=ordinal)
            for ordinal, name in enumerate(record.evidence, start=1)
        ]
        rows += self._fields.rows(own_values(record, self._worded))
        rows += _worded_targets(item, record)
        if entries:
            self._last[task.uid] = last_day_of(max(entries, key=lambda entry: entry.period))
        return self._with_future(task), rows

    def after(self, tasks: Iterable[Task], deadlines: Iterable[Deadline]) -> None:
        """Store what hangs on stored deadlines: the extensions."""
        uids = {task.id: task.uid for task in tasks}
        rows = []
        for deadline in deadlines:
            moved = self._moved.get(uids.get(deadline.task_id, ""))
            if moved is not None and deadline.is_primary and deadline.original_due is not None:
                new_due, record = moved
                day = min(deadline.original_due, self._work.today)
                reason = record.extension_reason or "原台账写明延期"
                rows.append(
                    Extension(
                        0, deadline.id, reason, deadline.original_due, new_due, day, is_approved=True, decided_on=day
                    )
                )
        self._work.of(Extension).add_all(rows)

    def settled(self, tasks: Iterable[Task], turns: Iterable[Occurrence]) -> list[Occurrence]:
        """Return turns of recurring duties, those up to the last report as done."""
        last = {task.id: self._last[task.uid] for task in tasks if task.uid in self._last}
        return [
            replace(turn, state="done", done_on=turn.due, note="随原台账进展销记")
            if turn.task_id in last and turn.due <= last[turn.task_id]
            else turn
            for turn in turns
        ]

    @property
    def counts(self) -> RecordCounts:
        """Return what was written."""
        tally = self._states.tally
        unmapped = [column.head or column.field_name for column in self._table.columns if self._is_unmapped(column.key)]
        unmapped += [
            f"{state.head}“{state.value}”" for state in self._table.states if self._meanings[state.key] == "unknown"
        ]
        return RecordCounts(
            self._entries, tally.closed, tally.done, self._extensions, self._fields.names, tuple(unmapped)
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what should be known about what was written."""
        tally = self._states.tally
        for severity, code, codes in (
            ("info", "SVC-160", tally.assumed),
            ("warning", "SVC-161", tally.contradicted),
            ("warning", "SVC-162", tally.future),
            ("warning", "SVC-163", self._not_later),
            ("warning", "SVC-164", self._future),
        ):
            if codes:
                yield _finding("info" if severity == "info" else "warning", code, codes=_listed(codes))
        yield from self._reports.findings()
        if self._extensions:
            yield _finding("info", "SVC-167", count=self._extensions)
        if self._fields.refused:
            yield _finding("info", "SVC-168", names=_listed(self._fields.refused))

    def _is_unmapped(self, key: str) -> bool:
        column = next(one for one in self._table.columns if one.key == key)
        return not column.is_sure and column.filled > 0

    def _values(self, items: Sequence[ProposedItem]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item in items:
            for key, value in own_values(item.record, self._worded) if item.record is not None else ():
                found.setdefault(key, []).append(value)
        return found

    def _entry_rows(self, task: Task, record: ItemRecord) -> list[ProgressEntry]:
        rows = self._reports.of(record)
        self._future += [f"{task.code} {words}" for words in self._reports.future]
        is_waiting = any(self._meanings.get(mark.key) == "not_started" for mark in record.states)
        return with_no_progress(rows) if is_waiting else rows

    def _with_facts(self, task: Task, record: ItemRecord) -> Task:
        source = " ".join(text for text in (record.source, record.source_ref) if text)
        if source:
            task = replace(task, source_kind=source_kind(source), source_ref=source[:LONGEST_NAME])
        if record.start:
            task = replace(task, start=dt.date.fromisoformat(record.start))
        return replace(task, note=record.note)

    def _with_future(self, task: Task) -> Task:
        """Keep reports on months still to come in the note: they cannot be filed yet."""
        mine = [words for words in self._future if words.startswith(f"{task.code} ")]
        if not mine:
            return task
        return replace(task, note="；".join([*filter(None, [task.note]), *(one.partition(" ")[2] for one in mine)]))

    def _changed(self, task: Task, children: Sequence[Any], record: ItemRecord) -> Iterator[Any]:
        people = list(record.people)
        has_due = False
        for child in children:
            if isinstance(child, TaskLeader):
                continue
            if isinstance(child, TaskOwner):
                yield self._people.contact(people.pop(0), child) if people else child
            elif isinstance(child, Deadline):
                has_due = True
                yield self._moved_deadline(task, child, record) if child.is_primary else child
            elif isinstance(child, TaskSource):
                yield replace(child, source_kind=task.source_kind, source_ref=task.source_ref)
            else:
                yield child
        for person in people:
            yield self._people.contact(person, None)
        if not has_due and (record.due_words or record.extended_due):
            yield _worded_deadline(record)

    def _moved_deadline(self, task: Task, deadline: Deadline, record: ItemRecord) -> Deadline:
        if not record.extended_due:
            return deadline
        new_due = dt.date.fromisoformat(record.extended_due)
        if deadline.original_due is None:
            return replace(deadline, original_due=new_due, current_due=new_due)
        if new_due <= deadline.original_due:
            self._not_later.append(task.code)
            return deadline
        self._extensions += 1
        self._moved[task.uid] = (new_due, record)
        return replace(deadline, current_due=new_due)


def source_kind(text: str) -> SourceKind:
    """Return what kind of source a written one is (县委主要领导批示, 局党组会议, …〔2024〕3号)."""
    words = squeeze(text)
    return next((kind for kind, pattern in _SOURCES if pattern.search(words)), "other")


def _worded_deadline(record: ItemRecord) -> Deadline:
    due = dt.date.fromisoformat(record.extended_due) if record.extended_due else None
    raw = record.due_words or record.extended_due
    return Deadline(0, 0, 1, raw, "by" if due else "open", due, due, is_primary=True, needs_answer=due is None)


def _worded_targets(item: ProposedItem, record: ItemRecord) -> Iterator[Target]:
    """Yield the goals in which no figure was found, in words."""
    number = len(item.targets)
    for text in record.target_words:
        if not any(target.reading.raw in text for target in item.targets):
            number += 1
            yield Target(0, 0, number, text, "=", value_text=text)


def _listed(values: Iterable[str]) -> str:
    texts = list(dict.fromkeys(values))
    return "、".join(texts[:_SHOWN]) + (f"等 {len(texts)} 项" if len(texts) > _SHOWN else "")


def _finding(severity: Severity, code: str, **facts: object) -> Finding:
    return Finding(severity, code, text_of(code, facts))
