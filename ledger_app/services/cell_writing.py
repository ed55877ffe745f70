"""Write the values of cells, task by task, through the verbs that everything else uses too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.deadline_rules import primary_of
from ledger_app.domain.grid import custom_field_id
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, TaskOwner
from ledger_app.ports import UnitOfWork
from ledger_app.services import custom_fields, deadlines, owners, progress, tasks
from ledger_app.services.cell_fields import DONE, ENTRY_FIELDS, NOT_DONE
from ledger_app.services.cell_reading import Known
from ledger_app.services.cell_values import TypedDue, is_lead
from ledger_app.services.owners import OwnerChoice
from ledger_app.services.progress import Report
from ledger_app.services.tasks import NewTask

REASONED = frozenset({"暂缓", "调整取消"})
NOT_FOR_NEW = frozenset({*ENTRY_FIELDS, "standing"})
"""Fields that a task must exist for."""
# Fields that are columns of the task itself.
_OF_TASK = ("title", "content", "section", "kind", "source_kind", "source_ref", "start", "note")
_EMPTY = ChangeSet()


class _Part:
    """An operation under way whose verbs are not asked what they changed: that is told once, at the end."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def changes(self) -> ChangeSet:
        """Return nothing: reading it for each of a thousand rows would take the square of them."""
        return _EMPTY

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the operation has
        return getattr(self._work, name)


def part_of(work: UnitOfWork) -> UnitOfWork:
    """Return the operation for use by many verbs whose own ChangeSets nobody reads."""
    return cast("UnitOfWork", _Part(work))


def write_task(work: UnitOfWork, known: Known, task_id: int, values: Mapping[str, object], reason: str) -> None:
    """Give one task the values of its cells.

    Args:
        work: the operation, already named.
        known: the task as it is now.
        task_id: which task.
        values: field name -> value as `cell_values` reads it.
        reason: why it is put on hold or called off.
    """
    own = {name: values[name] for name in _OF_TASK if name in values}
    if own:
        tasks.edit_many(work, [task_id], own)
    if "lead" in values or "others" in values:
        _write_owners(work, task_id, values)
    if "leader" in values:
        owners.set_leader(work, [task_id], str(values["leader"]))
    if "due" in values:
        _write_due(work, task_id, values["due"])
    if "standing" in values:
        _write_standing(work, known, task_id, str(values["standing"]), reason)
    custom = {id_: str(value) for name, value in values.items() if (id_ := custom_field_id(name)) is not None}
    if custom:
        custom_fields.set_values(work, task_id, custom)
    if ENTRY_FIELDS & set(values):
        _write_entry(work, known, task_id, values)


def make_task(work: UnitOfWork, values: Mapping[str, object]) -> int:
    """Make a task of the values of a row, and return its id."""
    due = values.get("due")
    rows = (
        (Deadline(0, 0, 1, due.raw, "by", due.day, due.day, rule="typed", reason=due.reason, is_primary=True),)
        if isinstance(due, TypedDue)
        else ()
    )
    text: dict[str, Any] = {
        name: str(values[name]) for name in ("content", "section", "source_ref", "note", "leader") if name in values
    }
    custom = {id_: str(value) for name, value in values.items() if (id_ := custom_field_id(name)) is not None}
    more: dict[str, Any] = {name: values[name] for name in ("kind", "source_kind", "start") if name in values}
    named = (*_choices(values, "lead"), *_choices(values, "others"))
    new = NewTask(str(values["title"]), deadlines=rows, owners=named, values=custom, **text, **more)
    return tasks.create(work, new).tasks[0].id


def _choices(values: Mapping[str, object], name: str) -> tuple[OwnerChoice, ...]:
    return cast("tuple[OwnerChoice, ...]", values.get(name, ()))


def _write_owners(work: UnitOfWork, task_id: int, values: Mapping[str, object]) -> None:
    """Replace the leads, the others, or both; whoever is named on one side is no longer on the other."""
    stored = sorted(work.of(TaskOwner).find(task_id=task_id), key=lambda one: (one.ordinal, one.id))
    leads = _choices(values, "lead") if "lead" in values else _as_choices(stored, leading=True)
    others = _choices(values, "others") if "others" in values else _as_choices(stored, leading=False)
    if "lead" in values:
        taken = {_who(one) for one in leads}
        others = tuple(one for one in others if _who(one) not in taken)
    else:
        taken = {_who(one) for one in others}
        leads = tuple(one for one in leads if _who(one) not in taken)
    owners.set_owners(work, task_id, [*leads, *others])


def _as_choices(stored: Sequence[TaskOwner], *, leading: bool) -> tuple[OwnerChoice, ...]:
    rows = [one for one in stored if is_lead(one, list(stored)) is leading]
    return tuple(OwnerChoice(one.role, one.unit_id, one.raw) for one in rows)


def _who(choice: OwnerChoice) -> int | str:
    return choice.unit_id if choice.unit_id is not None else choice.raw


def _write_due(work: UnitOfWork, task_id: int, value: object) -> None:
    """Correct the day a task is judged by; the words of a paper stay, a task without any gets the typed ones."""
    if not isinstance(value, TypedDue):
        deadlines.set_due(work, task_id, None)
        return
    has_words = primary_of(work.of(Deadline).find(task_id=task_id)) is not None
    is_plain = value.raw == value.day.isoformat()
    reason = "手工填写" if is_plain else f"手工填写“{value.raw}”，{value.reason}".rstrip("，")
    deadlines.set_due(work, task_id, value.day, reason, "" if has_words else value.raw)


def _write_standing(work: UnitOfWork, known: Known, task_id: int, word: str, reason: str) -> None:
    facts = known.facts[task_id][0]
    if word == "暂缓":
        tasks.suspend(work, [task_id], reason)
    elif word == "调整取消":
        tasks.cancel(work, [task_id], reason)
    elif word in (DONE, NOT_DONE):
        tasks.complete(work, [task_id], work.today if word == DONE else None)
    if word not in REASONED and facts.standing != "active":
        tasks.resume(work, [task_id], reason)


def _write_entry(work: UnitOfWork, known: Known, task_id: int, values: Mapping[str, object]) -> None:
    """File the period's report, or correct it; without a word on the work it is taken back."""
    entry = known.entries.get(task_id)
    before = Report("") if entry is None else _report_of(entry)
    now = replace(
        before,
        text=str(values.get("progress", before.text)),
        percent=cast("float | None", values.get("percent", before.percent)),
        problems=str(values.get("problems", before.problems)),
        next_step=str(values.get("next_step", before.next_step)),
    )
    if not now.text.strip() and now.percent is not None and "progress" not in values:
        now = replace(now, text=f"完成进度 {now.percent:g}%。")
    if entry is None:
        progress.file_entry(work, task_id, known.time.period, now)
    elif now.text.strip():
        progress.amend(work, entry.id, now)
    else:
        progress.remove_entry(work, entry.id)


def _report_of(entry: ProgressEntry) -> Report:
    return Report(
        entry.text,
        entry.percent,
        entry.problems,
        entry.next_step,
        entry.unit_id,
        entry.occurrence_id,
        entry.reporter,
        entry.received,
    )
