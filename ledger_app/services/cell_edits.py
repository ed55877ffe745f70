"""Change cells of the grid, one or thousands: texts -> a checked plan of changes -> one operation with one undo.

Typing into a cell, filling down, pasting a block, typing once for many rows, find and replace: all of them are a
list of (task, field, text).  `plan_edits` says what would change and what is refused, and writes nothing;
`apply_edits` writes a plan, unless a cell was changed by somebody else since it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ledger_app.domain.changes import ChangeSet
from ledger_app.errors import ConflictError, RejectedError
from ledger_app.messages import describe
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import cell_writing
from ledger_app.services.cell_fields import DONE, ENTRY_FIELDS, NOT_DONE, also_shown
from ledger_app.services.cell_reading import EditTime, Known, read_known
from ledger_app.services.cell_values import CellValue, TypedDue, label_of, read_cell_text
from ledger_app.services.checks import require_order

MOST_CELLS = 60_000
EditVerb = Literal["edit", "paste", "fill", "replace", "clear", "cut"]
VERB_NAMES: dict[EditVerb, str] = {
    "edit": "修改",
    "paste": "粘贴",
    "fill": "填充",
    "replace": "替换",
    "clear": "清空",
    "cut": "剪切",
}
_LONGEST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class CellText:
    """A text for a cell.

    Attributes:
        task_id: None = a new task, one for each `row`.
        field: as queries call it; row: tells apart the rows of a paste, its place from 0.
    """

    task_id: int | None
    field: str
    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class CellChange:
    """A change that can be made.

    Attributes:
        task: code of the task, "" for a new one; label: Chinese name of the field.
        before, value: text that stands there; what is to stand there.
    """

    cell: CellText
    task: str
    label: str
    before: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class CellRefusal:
    """A text that cannot be taken, and why in one Chinese sentence."""

    cell: CellText
    task: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What a list of texts would do.

    Attributes:
        changes: of tasks that are there, then of new ones, each in the order given; refusals likewise.
        unchanged: number of cells that hold their text already.
        needs_reason: some task would be put on hold or called off, which must be reasoned.
    """

    changes: tuple[CellChange, ...] = ()
    refusals: tuple[CellRefusal, ...] = ()
    unchanged: int = 0
    needs_reason: bool = False

    @property
    def task_count(self) -> int:
        """Return how many tasks that are there would change."""
        return len({change.cell.task_id for change in self.changes} - {None})

    @property
    def new_rows(self) -> tuple[int, ...]:
        """Return the rows that would become new tasks."""
        return tuple(dict.fromkeys(change.cell.row for change in self.changes if change.cell.task_id is None))

    @property
    def cell_count(self) -> int:
        """Return how many cells of tasks that are there would change."""
        return sum(change.cell.task_id is not None for change in self.changes)


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the tasks that were made, in the order of their rows, and the changes."""

    new_ids: tuple[int, ...]
    changes: ChangeSet


@dataclass(slots=True)
class _Sheet:
    """A plan in the making."""

    changes: list[CellChange] = field(default_factory=list)
    refusals: list[CellRefusal] = field(default_factory=list)
    unchanged: int = 0

    def refuse(self, cell: CellText, task: str, label: str, error: RejectedError) -> None:
        self.refusals.append(CellRefusal(cell, task, label, describe(error)))


def plan_edits(session: ReadSession, texts: Sequence[CellText], time: EditTime) -> EditPlan:
    """Say what a list of texts would do; a cell named twice gets the last.

    Raises:
        RejectedError: SVC-282 there are too many of them.
    """
    if len(texts) > MOST_CELLS:
        raise RejectedError("SVC-282", limit=MOST_CELLS, count=len(texts))
    ids = (cell.task_id for cell in texts if cell.task_id is not None)
    return plan_known(read_known(session, ids, time), texts)


def plan_known(known: Known, texts: Iterable[CellText]) -> EditPlan:
    """Say what texts would do to tasks that were read; pure."""
    last = {(cell.task_id, cell.row if cell.task_id is None else 0, cell.field): cell for cell in texts}
    by_task: dict[tuple[int | None, int], list[CellText]] = {}
    for (task_id, row, _), cell in last.items():
        by_task.setdefault((task_id, row), []).append(cell)
    sheet = _Sheet()
    for (task_id, _), cells in by_task.items():
        if task_id is None:
            _plan_new(known, cells, sheet)
        else:
            _plan_task(known, task_id, cells, sheet)
    changes = sorted(sheet.changes, key=lambda change: change.cell.task_id is None)
    return EditPlan(tuple(changes), tuple(sheet.refusals), sheet.unchanged, _needs_reason(changes))


def apply_edits(
    work: UnitOfWork,
    plan: EditPlan,
    time: EditTime,
    *,
    verb: EditVerb = "edit",
    reason: str = "",
) -> Applied:
    """Write a plan as one operation; new tasks are made last, in the order of their rows.

    Args:
        work: the operation.
        plan: as `plan_edits` made it; what it refuses is left out.
        time: the same as for the plan.
        verb: names the operation.
        reason: why tasks are put on hold or called off.

    Raises:
        ConflictError: SVC-276 a cell was changed since the plan was made.
        RejectedError: SVC-005 the plan changes nothing; SVC-041 the reason is missing; as the verbs of the fields.
    """
    if not plan.changes:
        raise RejectedError("SVC-005", what="要修改的单元格")
    known = read_known(work, (one.cell.task_id for one in plan.changes if one.cell.task_id is not None), time)
    _refuse_conflicts(known, plan.changes)
    work.describe(f"cells.{verb}", name_of(plan, verb))
    by_task: dict[int, dict[str, object]] = {}
    new: dict[int, dict[str, object]] = {}
    for change in plan.changes:
        cell = change.cell
        into = new.setdefault(cell.row, {}) if cell.task_id is None else by_task.setdefault(cell.task_id, {})
        into[cell.field] = change.value.value
    part = cell_writing.part_of(work)
    for task_id, values in by_task.items():
        cell_writing.write_task(part, known, task_id, values, reason)
    made = tuple(cell_writing.make_task(part, values) for values in new.values())
    return Applied(made, work.changes())


def name_of(plan: EditPlan, verb: EditVerb) -> str:
    """Return how undo and history call a plan that was written."""
    if len(plan.changes) == 1 and plan.changes[0].cell.task_id is not None:
        one = plan.changes[0]
        shown = " ".join(one.value.shown.split())
        cut = shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
        return f"把 {one.task} 的{one.label}改为“{cut}”" if cut else f"清空 {one.task} 的{one.label}"
    parts = []
    if plan.cell_count:
        labels = list(dict.fromkeys(one.label for one in plan.changes if one.cell.task_id is not None))
        where = f"（{labels[0]}）" if len(labels) == 1 else ""
        parts.append(f"{VERB_NAMES[verb]} {plan.cell_count:,} 个单元格{where}")
    if plan.new_rows:
        parts.append(f"{'' if parts else VERB_NAMES[verb]}新增 {len(plan.new_rows)} 项任务")
    return "，".join(parts)


def _plan_task(known: Known, task_id: int, cells: Sequence[CellText], sheet: _Sheet) -> None:
    found = known.facts.get(task_id)
    if found is None:
        for cell in cells:
            sheet.refuse(cell, "", label_of(known, cell.field), RejectedError("SVC-004", what="任务"))
        return
    facts = found[0]
    changes: list[CellChange] = []
    for cell in cells:
        label, before = label_of(known, cell.field), known.text(task_id, cell.field)
        text = cell.text.strip()
        if text == before.strip() or (text and text == also_shown(cell.field, facts).strip()):
            sheet.unchanged += 1
            continue
        try:
            if task_id in known.closed:
                raise RejectedError("SVC-040", task=facts.code, what=f"修改{label}")
            value = read_cell_text(known, task_id, cell.field, cell.text)
        except RejectedError as error:
            sheet.refuse(cell, facts.code, label, error)
            continue
        if value.shown == before or (cell.field == "standing" and value.shown == NOT_DONE and before != DONE):
            sheet.unchanged += 1
        else:
            changes.append(CellChange(cell, facts.code, label, before, value))
    sheet.changes += _without_bad_span(known, task_id, _with_entries(known, task_id, changes, sheet), sheet)


def _with_entries(known: Known, task_id: int, changes: list[CellChange], sheet: _Sheet) -> list[CellChange]:
    """Leave out what no report of the period can say: a problem without a word on the work, nothing at all."""
    entry = known.entries.get(task_id)
    own = {change.cell.field: change for change in changes if change.cell.field in ENTRY_FIELDS}
    if entry is not None or not own or (own.get("progress") and own["progress"].value.shown):
        return changes
    kept = []
    for change in changes:
        name = change.cell.field
        if name not in own or (name == "percent" and change.value.value is not None):
            kept.append(change)
        elif change.value.shown and "percent" not in own:
            sheet.refuse(change.cell, change.task, change.label, RejectedError("SVC-224", task=change.task))
        elif change.value.shown:
            kept.append(change)
        else:
            error = RejectedError("SVC-277", task=change.task, field=change.label)
            sheet.refuse(change.cell, change.task, change.label, error)
    return kept


def _without_bad_span(known: Known, task_id: int, changes: list[CellChange], sheet: _Sheet) -> list[CellChange]:
    """Leave out a first and a last day that would stand the wrong way round."""
    facts = known.facts[task_id][0]
    own = {change.cell.field: change for change in changes if change.cell.field in ("start", "due")}
    if not own:
        return changes
    start, due = facts.start, facts.current_due
    if "start" in own:
        start = own["start"].value.value  # type: ignore[assignment]  # a day or None, by its field
    if "due" in own:
        typed = own["due"].value.value
        due = typed.day if isinstance(typed, TypedDue) else None
    try:
        require_order(start, due)
    except RejectedError as error:
        for change in own.values():
            sheet.refuse(change.cell, change.task, change.label, error)
        return [change for change in changes if change.cell.field not in own]
    return changes


def _plan_new(known: Known, cells: Sequence[CellText], sheet: _Sheet) -> None:
    """Plan a new task of the row's texts; without a name it is none, and all of the row is refused."""
    changes: list[CellChange] = []
    for cell in cells:
        label = label_of(known, cell.field)
        try:
            if not cell.text.strip():
                continue
            if cell.field in cell_writing.NOT_FOR_NEW:
                raise RejectedError("SVC-280", field=label)
            value = read_cell_text(known, None, cell.field, cell.text)
        except RejectedError as error:
            sheet.refuse(cell, "", label, error)
        else:
            if value.value is not None:
                changes.append(CellChange(cell, "", label, "", value))
    if any(change.cell.field == "title" for change in changes):
        sheet.changes += changes
    else:
        for change in changes:
            sheet.refuse(change.cell, "", change.label, RejectedError("SVC-279"))


def _needs_reason(changes: Iterable[CellChange]) -> bool:
    return any(one.cell.field == "standing" and one.value.value in cell_writing.REASONED for one in changes)


def _refuse_conflicts(known: Known, changes: Iterable[CellChange]) -> None:
    for change in changes:
        task_id, name = change.cell.task_id, change.cell.field
        if task_id is None:
            continue
        if task_id not in known.facts:
            raise RejectedError("SVC-004", what="任务")
        if task_id in known.closed:
            raise RejectedError("SVC-040", task=change.task, what=f"修改{change.label}")
        now = known.text(task_id, name)
        if now != change.before:
            raise ConflictError("SVC-276", task=change.task, field=change.label, now=now[:_LONGEST_SHOWN])
