"""Compare what a file says of a task with what the ledger has, laid beside what an earlier file said.

Reads nothing and writes nothing: it is handed the rows of the task.  What the file says as before is nothing new,
and what a person entered since is left until somebody decides.  Source: docs/domain.md sections 2.4 and 3.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import CLOSING_STEP_NAMES, Closing
from ledger_app.domain.task import STANDING_NAMES, TASK_KIND_NAMES, Deadline, Task
from ledger_app.intake.own_ledger.model import ItemRecord, StateMeaning, TablePlan
from ledger_app.intake.own_ledger.states import meaning_of
from ledger_app.services.checks import LONGEST_NAME, limit_text
from ledger_app.services.import_fields import kept_columns, own_values
from ledger_app.services.import_states import StateWriter
from ledger_app.services.record_changes import RecordChange, UpdateChoice
from ledger_app.services.record_decisions import RecordDecisions
from ledger_app.services.record_reports import Reports, with_no_progress
from ledger_app.services.report_comparison import fresh_entries, report_changes

NOTHING_SAID = ItemRecord()
_TAKE_OR_LEAVE: tuple[UpdateChoice, ...] = ("replace", "leave")
_LEAVE: tuple[UpdateChoice, ...] = ("leave",)
_CLOSED = "任务已销号，文件里的变动没有写入"
_SPLIT = "这一条已拆成几项任务，请决定记到哪一项"
_BY_HAND = "台账里这一处在程序中改过，请决定"
_ASSUMED = "文件没有写日期，按最后一次进展计"
_STEPS_AFTER: dict[str, dict[str | None, tuple[str, ...]]] = {
    "approved": {
        None: ("asked", "approved"),
        "sent_back": ("asked", "approved"),
        "reopened": ("asked", "approved"),
        "asked": ("approved",),
        "checked": ("approved",),
    },
    "asked": {None: ("asked",), "sent_back": ("asked",), "reopened": ("asked",)},
    "sent_back": {None: ("asked", "sent_back"), "asked": ("sent_back",), "checked": ("sent_back",)},
}
"""Step that the file names -> latest step of the task -> steps that lead there; none = it stands."""


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """What hangs on one task.

    Attributes:
        closing: the latest step of its striking off, None for none.
        values: name of a field -> value; due: the deadline it is judged by.
        is_split: its item has other tasks too.
    """

    task: Task
    entries: tuple[ProgressEntry, ...] = ()
    closing: Closing | None = None
    values: Mapping[str, str] | None = None
    due: Deadline | None = None
    evidence: frozenset[str] = frozenset()
    is_split: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """How the states of a record would leave a task, and whether a day was assumed for it."""

    task: Task
    steps: tuple[Closing, ...]
    is_assumed: bool


class RecordComparison:
    """Compares the tasks of one table."""

    def __init__(self, table: TablePlan, decisions: RecordDecisions, year: int | None, today: dt.date) -> None:
        """Begin a table.

        Args:
            table: how it was understood.
            decisions: of the person.
            year: of months that are written without one.
            today: the day of import.
        """
        self._table = table
        self._decisions = decisions
        self._today = today
        self._undated = decisions.undated_period or table.undated_period
        self._year = year
        self._meanings = {
            state.key: decisions.states.get((table.key, state.key), state.meaning) for state in table.states
        }
        self._columns = {column.key: column for column in table.columns}

    def changes(self, key: str, held: HeldRecord, record: ItemRecord, base: ItemRecord | None) -> list[RecordChange]:
        """Return what a record brings to a task.

        Args:
            key: of the item.
            held: the task.
            record: what the file says.
            base: what an earlier file said, None if that is not known.
        """
        key = f"{key}|{held.task.id}"
        rows = self._rows(record)
        months = self._reports()
        fresh = {months.period_of(entry) for entry in fresh_entries(record, base)}
        before = self._rows(base or NOTHING_SAID)
        found = list(report_changes(key, held.entries, rows, fresh, before))
        found += self._state_changes(key, held, record, base, rows)
        found += self._due_change(key, held, record, base)
        found += self._field_changes(key, held, record, base)
        found += self._evidence_change(key, held, record, base)
        if held.closing is not None and held.closing.step == "approved":
            return [replace(one, usual="leave", choices=_LEAVE, is_open=False, why=_CLOSED) for one in found]
        if held.is_split:
            return [replace(one, usual="leave", is_open=True, why=_SPLIT) for one in found]
        return found

    def _reports(self) -> Reports:
        return Reports(self._today, "", self._year, self._undated)

    def _rows(self, record: ItemRecord) -> list[ProgressEntry]:
        rows = self._reports().of(record)
        return with_no_progress(rows) if "not_started" in self._meant(record) else rows

    def _meant(self, record: ItemRecord) -> set[StateMeaning]:
        return {self._meaning(mark.key, mark.value, mark.head) for mark in record.states}

    def _meaning(self, key: str, value: str, head: str) -> StateMeaning:
        # A state that an earlier file had need not occur in this one.
        return self._meanings[key] if key in self._meanings else meaning_of(value, head)[0]

    # States

    def _state(self, task: Task, record: ItemRecord, rows: Sequence[ProgressEntry]) -> _State:
        until = Period.parse(self._undated).last_day if self._undated else None
        meanings = {mark.key: self._meaning(mark.key, mark.value, mark.head) for mark in record.states}
        writer = StateWriter(meanings, self._today, until, sets_lights=self._decisions.sets_lights)
        made, steps = writer.apply(Task(0, "", task.code, task.title), record, rows)
        return _State(made, tuple(steps), bool(writer.tally.assumed))

    def _state_changes(
        self,
        key: str,
        held: HeldRecord,
        record: ItemRecord,
        base: ItemRecord | None,
        rows: Sequence[ProgressEntry],
    ) -> Iterator[RecordChange]:
        said = self._state(held.task, base or NOTHING_SAID, self._rows(base or NOTHING_SAID))
        says = self._state(held.task, record, rows)
        facts: dict[str, object] = {}
        has_day = held.task.completed_on is not None
        is_new_day = says.task.completed_on is not None and (
            said.task.completed_on is None or (says.task.completed_on != said.task.completed_on and not says.is_assumed)
        )
        if is_new_day and not has_day:
            facts = {"completed_on": says.task.completed_on}
        closing = self._closing(key, held, says, said)
        if closing is not None:
            yield replace(closing, facts=facts if closing.rows else {})
        elif is_new_day and held.task.completed_on != says.task.completed_on:
            is_as_said = not has_day or held.task.completed_on == said.task.completed_on
            facts = {"completed_on": says.task.completed_on}
            why = _ASSUMED if says.is_assumed else ""
            days = (held.task.completed_on, says.task.completed_on)
            yield _fact(f"{key}|done", "完成日期", *days, facts, is_as_said=is_as_said, why=why)
        yield from self._standing(key, held.task, says.task, said.task)
        yield from self._notes(key, held.task, record, base)

    def _closing(self, key: str, held: HeldRecord, says: _State, said: _State) -> RecordChange | None:
        step = says.steps[-1].step if says.steps else None
        before = said.steps[-1].step if said.steps else None
        mine = held.closing.step if held.closing is not None else None
        old = CLOSING_STEP_NAMES[mine] if mine is not None else ""
        if step == before:
            return None
        if step is None:
            if mine != before:
                return None
            why = "文件里不再写明，台账保持不变；需要重新办理的请在任务中操作"
            return RecordChange(f"{key}|closing", "closing", "销号", old, "没有写明", "leave", _LEAVE, why=why)
        wanted = _STEPS_AFTER[step].get(mine, ()) if step in _STEPS_AFTER else ()
        steps = tuple(replace(one, task_id=held.task.id) for one in says.steps if one.step in wanted)
        if not steps:
            return None
        new = f"{CLOSING_STEP_NAMES[step]} {steps[-1].on_date.isoformat()}"
        change = RecordChange(f"{key}|closing", "closing", "销号", old, new, "replace", _TAKE_OR_LEAVE, rows=steps)
        if held.closing is not None and steps[0].on_date < held.closing.on_date:
            why = f"文件写的日期早于台账的{old}日期，请在任务中核对"
            return replace(change, usual="leave", choices=_LEAVE, is_open=False, why=why, rows=())
        return replace(change, why=_ASSUMED if says.is_assumed else "")

    def _standing(self, key: str, task: Task, says: Task, said: Task) -> Iterator[RecordChange]:
        if says.standing not in (said.standing, task.standing):
            facts = {name: getattr(says, name) for name in ("standing", "standing_reason", "standing_since")}
            words = (STANDING_NAMES[task.standing], STANDING_NAMES[says.standing])
            yield _fact(f"{key}|standing", "状态", *words, facts, is_as_said=task.standing == said.standing)
        if says.kind not in (said.kind, task.kind) and says.kind != "once":
            words = (TASK_KIND_NAMES[task.kind], TASK_KIND_NAMES[says.kind])
            yield _fact(f"{key}|kind", "任务类型", *words, {"kind": says.kind}, is_as_said=task.kind == said.kind)
        if says.light_override is not None and says.light_override not in (said.light_override, task.light_override):
            facts = {"light_override": says.light_override, "override_reason": says.override_reason}
            is_as_said = task.light_override in (None, said.light_override)
            yield _fact(
                f"{key}|light", "手工亮灯", task.override_reason, says.override_reason, facts, is_as_said=is_as_said
            )

    def _notes(self, key: str, task: Task, record: ItemRecord, base: ItemRecord | None) -> Iterator[RecordChange]:
        said = base.note if base is not None else ""
        # Months still to come were put behind the note when the task came in.
        if record.note and record.note != said and record.note not in task.note:
            new = task.note.replace(said, record.note, 1) if said and said in task.note else record.note
            is_as_said = not task.note or (bool(said) and said in task.note)
            yield _fact(f"{key}|note", "备注", task.note, new, {"note": new}, is_as_said=is_as_said)

    # Deadline, fields, evidence

    def _due_change(
        self, key: str, held: HeldRecord, record: ItemRecord, base: ItemRecord | None
    ) -> Iterator[RecordChange]:
        due, said = held.due, base.extended_due if base is not None else ""
        if not record.extended_due or record.extended_due == said or due is None or due.current_due is None:
            return
        new = dt.date.fromisoformat(record.extended_due)
        if new <= due.current_due:
            return
        is_as_said = due.current_due in (due.original_due, dt.date.fromisoformat(said) if said else None)
        reason = record.extension_reason or "原台账写明延期"
        change = _fact(
            f"{key}|due", "延期至", due.current_due, new, {"current_due": new, "reason": reason}, is_as_said=is_as_said
        )
        yield replace(change, kind="due")

    def _field_changes(
        self, key: str, held: HeldRecord, record: ItemRecord, base: ItemRecord | None
    ) -> Iterator[RecordChange]:
        said = dict(base.custom) if base is not None else {}
        said |= {mark.key.partition("=")[0]: mark.value for mark in base.states} if base is not None else {}
        values = held.values or {}
        worded = kept_columns(self._table, self._meanings)
        states = {state.column for state in self._table.states}
        for column, value in own_values(record, states):
            name = self._field_name(column)
            mine = values.get(name, "") or values.get(f"{name}（文字）", "")
            choice = self._decisions.fields.get((self._table.key, column))
            is_wanted = choice is None or choice.is_wanted
            # The words of a state that does something are kept only where such words are kept already.
            is_kept = column not in states or column in worded or bool(mine)
            if is_wanted and is_kept and value not in (mine, said.get(column)):
                is_as_said = mine in ("", said.get(column))
                change = _fact(f"{key}|{column}", name, mine, value, {}, is_as_said=is_as_said)
                yield replace(change, kind="field", column=column)

    def _field_name(self, key: str) -> str:
        choice = self._decisions.fields.get((self._table.key, key))
        name = choice.name.strip() if choice is not None else ""
        return (name or self._columns[key].field_name)[:LONGEST_NAME]

    def _evidence_change(
        self, key: str, held: HeldRecord, record: ItemRecord, base: ItemRecord | None
    ) -> Iterator[RecordChange]:
        said = base.evidence if base is not None else ()
        names = [name for name in record.evidence if name not in said]
        rows = tuple(
            ExpectedEvidence(0, held.task.id, limit_text(name, "佐证材料")[:LONGEST_NAME], source="原台账")
            for name in dict.fromkeys(names)
            if name[:LONGEST_NAME] not in held.evidence
        )
        if rows:
            new = "、".join(row.name for row in rows)
            yield RecordChange(f"{key}|evidence", "evidence", "应有佐证", "", new, "replace", _TAKE_OR_LEAVE, rows=rows)


def _fact(
    key: str,
    label: str,
    old: object,
    new: object,
    facts: Mapping[str, object],
    *,
    is_as_said: bool,
    why: str = "",
) -> RecordChange:
    """Return a change of one fact; what is no longer as an earlier file said it waits for a decision."""
    return RecordChange(
        key,
        "fact",
        label,
        "" if old is None else str(old),
        "" if new is None else str(new),
        "replace" if is_as_said else "leave",
        _TAKE_OR_LEAVE,
        is_open=not is_as_said,
        why=why if is_as_said else _BY_HAND,
        facts=facts,
    )
