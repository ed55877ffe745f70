"""Make, edit, split and end tasks; set and clear manual lights.

Edits are guarded by the task's version: what was changed since it was read is rejected, never overwritten.
Source: docs/domain.md sections 1.1 and 3.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.lights import Light
from ledger_app.domain.plan import Plan
from ledger_app.domain.task import (
    SOURCE_KIND_NAMES,
    Deadline,
    SourceKind,
    Standing,
    Target,
    Task,
    TaskKind,
)
from ledger_app.domain.task_code import is_valid_code, tidy_code
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import (
    LONGEST_NAME,
    limit_text,
    require_choice,
    require_reason,
    require_text,
)
from ledger_app.services.lookup import new_uid, refuse_if_closed, row_of, task_of
from ledger_app.services.owners import OwnerChoice
from ledger_app.services.sources import Origin
from ledger_app.services.task_rows import add_rows, deadlines_for, kind_for

HAND_PREFIX = "0"
"""Codes of tasks that come from no plan begin with this ("0-01")."""

_FIELD_NAMES = {
    "code": "编号",
    "title": "任务名称",
    "content": "任务内容",
    "kind": "任务类型",
    "section": "板块",
    "source_kind": "任务来源",
    "source_ref": "来源文号",
    "start": "启动日期",
    "issued": "交办日期",
    "completed_on": "完成日期",
    "note": "备注",
}
"""What `edit` may change; standing, light and plan have verbs of their own."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task entered by hand.

    Attributes:
        code: None = the next free one.
        kind: None = as its deadlines make it.
        deadlines: as read from typed words (`intake.typed_deadline`); without any, `due` and `due_raw` count.
        owners: more than the plain units: units under a printed name, names that are no unit.
        leader: name of the bureau leader in charge.
        targets: figures to be reached.
        origins: further papers that ask for the same.
        values: custom field id -> value as typed.
        rectification: purpose of a rectification field -> value as typed.
    """

    title: str
    content: str = ""
    code: str | None = None
    kind: TaskKind | None = None
    section: str = ""
    plan_id: int | None = None
    source_kind: SourceKind = "instruction"
    source_ref: str = ""
    start: dt.date | None = None
    issued: dt.date | None = None
    due: dt.date | None = None
    due_raw: str = ""
    lead_unit_ids: tuple[int, ...] = ()
    responsible_unit_ids: tuple[int, ...] = ()
    cooperate_unit_ids: tuple[int, ...] = ()
    owners: tuple[OwnerChoice, ...] = ()
    leader: str = ""
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    origins: tuple[Origin, ...] = ()
    values: Mapping[int, str] = field(default_factory=dict)
    rectification: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """Tasks that a verb made, as stored."""

    tasks: tuple[Task, ...]
    changes: ChangeSet


def create(work: UnitOfWork, new: NewTask) -> Created:
    """Make a task by hand, with all that was entered about it.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-025, SVC-026, SVC-028, SVC-042, SVC-173, SVC-174, SVC-191, SVC-197.
    """
    title = require_text(new.title, "任务名称", LONGEST_NAME)
    require_choice(new.source_kind, SOURCE_KIND_NAMES, _FIELD_NAMES["source_kind"])
    deadlines = deadlines_for(new)
    if new.plan_id is not None:
        row_of(work, Plan, new.plan_id, "计划")
    code = _checked_code(work, new.code or work.next_code(HAND_PREFIX))
    work.describe("task.create", f"新增任务 {code} {_short(title)}")
    task = work.of(Task).add(
        Task(
            id=0,
            uid=new_uid(),
            code=code,
            title=title,
            content=limit_text(new.content, "任务内容"),
            kind=kind_for(new, deadlines),
            section=limit_text(new.section, "板块", LONGEST_NAME),
            plan_id=new.plan_id,
            source_kind=new.source_kind,
            source_ref=limit_text(new.source_ref, "来源文号", LONGEST_NAME),
            start=new.start,
            issued=new.issued,
            ordinal=work.of(Task).count(plan_id=new.plan_id) + 1,
            note=limit_text(new.note, "备注"),
            created_at=work.at,
        )
    )
    add_rows(work, task, new, deadlines)
    return Created((task,), work.changes())


def create_many(work: UnitOfWork, news: Sequence[NewTask]) -> Created:
    """Make several tasks by hand in one step.

    Raises:
        RejectedError: SVC-005; as `create`.
    """
    if not news:
        raise RejectedError("SVC-005", what="任务")
    work.describe("task.create", f"新增 {len(news)} 项任务" if len(news) > 1 else f"新增任务 {_short(news[0].title)}")
    made = [create(work, new).tasks[0] for new in news]
    return Created(tuple(made), work.changes())


def edit(work: UnitOfWork, task_id: int, version: int, values: Mapping[str, Any]) -> ChangeSet:
    """Change fields of one task.

    Args:
        work: the operation.
        task_id: which task.
        version: of the task as it was read.
        values: field name -> new value; the names are those of `Task` that a person may edit.

    Raises:
        ConflictError: DB-020 the task was changed since it was read.
        RejectedError: SVC-004, SVC-020, SVC-025, SVC-026, SVC-028, SVC-042.
    """
    task = task_of(work, task_id)
    work.describe("task.edit", f"修改 {task.code} 的{_field_names(values)}")
    _update(work, replace(task, version=version), values)
    return work.changes()


def edit_many(work: UnitOfWork, task_ids: Sequence[int], values: Mapping[str, Any]) -> ChangeSet:
    """Give several tasks the same field values (not the code).

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-020, SVC-025, SVC-026, SVC-028.
    """
    if "code" in values:
        raise RejectedError("SVC-025", field="可批量修改的列", value=_FIELD_NAMES["code"])
    tasks = _tasks(work, task_ids)
    work.describe("task.edit", f"修改 {_named(tasks)} 的{_field_names(values)}")
    for task in tasks:
        _update(work, task, values)
    return work.changes()


def suspend(work: UnitOfWork, task_ids: Sequence[int], reason: str, since: dt.date | None = None) -> ChangeSet:
    """Put tasks on hold (暂缓), with the reason.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026, SVC-040, SVC-041.
    """
    return _set_standing(work, task_ids, "suspended", reason, since, "暂缓")


def cancel(work: UnitOfWork, task_ids: Sequence[int], reason: str, since: dt.date | None = None) -> ChangeSet:
    """Call tasks off (调整取消), with the reason.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026, SVC-040, SVC-041.
    """
    return _set_standing(work, task_ids, "cancelled", reason, since, "取消")


def resume(work: UnitOfWork, task_ids: Sequence[int], reason: str = "") -> ChangeSet:
    """Take suspended or cancelled tasks up again; the reason goes into the journal.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026.
    """
    tasks = _tasks(work, task_ids)
    why = limit_text(reason, "原因", LONGEST_NAME)
    work.describe("task.resume", f"恢复 {_named(tasks)}{f'：{why}' if why else ''}")
    for task in tasks:
        work.of(Task).update(replace(task, standing="active", standing_reason="", standing_since=None))
    return work.changes()


def complete(work: UnitOfWork, task_ids: Sequence[int], on: dt.date | None) -> ChangeSet:
    """Record the day on which the work was in fact done; None takes that back.

    Raises:
        RejectedError: SVC-004, SVC-005; SVC-024 the day has not come yet.
    """
    if on is not None and on > work.today:
        raise RejectedError("SVC-024", value=on.isoformat())
    tasks = _tasks(work, task_ids)
    work.describe("task.complete", f"{_named(tasks)} {'标记完成' if on else '取消完成标记'}")
    for task in tasks:
        work.of(Task).update(replace(task, completed_on=on))
    return work.changes()


def override_light(work: UnitOfWork, task_id: int, light: str | None, reason: str = "") -> ChangeSet:
    """Set a task's light by hand, with the reason, or give it back to the rules (None).

    Raises:
        RejectedError: SVC-004, SVC-025, SVC-026, SVC-041.
    """
    task = task_of(work, task_id)
    if light is None:
        work.describe("task.light", f"{task.code} 恢复自动亮灯")
        work.of(Task).update(replace(task, light_override=None, override_reason=""))
        return work.changes()
    require_choice(light, [one.value for one in Light], "状态")
    text = require_reason(reason, "人工设定状态")
    work.describe("task.light", f"{task.code} 人工设为“{Light(light).word}”")
    work.of(Task).update(replace(task, light_override=light, override_reason=text))
    return work.changes()


def remove(work: UnitOfWork, task_ids: Sequence[int]) -> ChangeSet:
    """Take tasks out of the ledger, with all that hangs on them; undo brings everything back.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-040.
    """
    tasks = _tasks(work, task_ids)
    work.describe("task.remove", f"删除 {_named(tasks)}")
    for task in tasks:
        refuse_if_closed(work, task, "删除")
        work.of(Task).remove(task.id)
    return work.changes()


def set_target_actual(work: UnitOfWork, target_id: int, actual: str) -> ChangeSet:
    """Write down the latest figure reached for a target.

    Raises:
        RejectedError: SVC-004, SVC-026.
    """
    target = work.of(Target).get(target_id)
    if target is None:
        raise RejectedError("SVC-004", what="目标指标")
    task = task_of(work, target.task_id)
    work.describe("target.actual", f"更新 {task.code} 的指标完成值")
    work.of(Target).update(replace(target, actual=limit_text(actual, "完成值", LONGEST_NAME)))
    return work.changes()


def _update(work: UnitOfWork, task: Task, values: Mapping[str, Any]) -> None:
    checked: dict[str, Any] = {}
    for name, value in values.items():
        longest = LONGEST_NAME if name not in {"content", "note"} else 20_000
        checked[name] = limit_text(value, _FIELD_NAMES[name], longest) if isinstance(value, str) else value
    if "title" in checked:
        require_text(checked["title"], _FIELD_NAMES["title"])
    if "kind" in checked:
        require_choice(checked["kind"], get_args(TaskKind), _FIELD_NAMES["kind"])
    if "source_kind" in checked:
        require_choice(checked["source_kind"], SOURCE_KIND_NAMES, _FIELD_NAMES["source_kind"])
    if checked.get("code", task.code) != task.code:
        checked["code"] = _checked_code(work, checked["code"])
    work.of(Task).update(replace(task, **checked))


def _field_names(values: Mapping[str, Any]) -> str:
    unknown = sorted(set(values) - set(_FIELD_NAMES))
    if unknown:
        raise RejectedError("SVC-025", field="可修改的列", value="、".join(unknown))
    return "、".join(_FIELD_NAMES[name] for name in values)


def _checked_code(work: UnitOfWork, code: str) -> str:
    tidy = tidy_code(code)
    if not is_valid_code(tidy):
        raise RejectedError("SVC-025", field="编号", value=code)
    if work.of(Task).count(code=tidy):
        raise RejectedError("SVC-042", task=tidy)
    return tidy


def _set_standing(
    work: UnitOfWork, task_ids: Sequence[int], standing: Standing, reason: str, since: dt.date | None, verb: str
) -> ChangeSet:
    text = require_reason(reason, f"{verb}任务")
    tasks = _tasks(work, task_ids)
    work.describe(f"task.{standing}", f"{verb} {_named(tasks)}")
    for task in tasks:
        refuse_if_closed(work, task, verb)
        changed = replace(task, standing=standing, standing_reason=text, standing_since=since or work.today)
        work.of(Task).update(changed)
    return work.changes()


def _tasks(work: UnitOfWork, task_ids: Sequence[int]) -> list[Task]:
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    return [task_of(work, task_id) for task_id in task_ids]


def _named(tasks: Sequence[Task]) -> str:
    return tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
