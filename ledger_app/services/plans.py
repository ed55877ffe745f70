"""Mend, archive, withdraw and remove plans; what their papers say never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import Plan, PlanStatus
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_reason, require_text
from ledger_app.services.deadlines import make_turns
from ledger_app.services.lookup import refuse_if_closed, row_of

_FIELD_NAMES = {
    "title": "标题",
    "plan_year": "年度",
    "issuer": "发文单位",
    "doc_number": "文号",
    "issued": "印发日期",
    "received": "收到日期",
    "period_end": "截止日期",
    "note": "备注",
}
_STATUS_NAMES: dict[PlanStatus, str] = {
    "active": "在办",
    "archived": "归档",
    "withdrawn": "撤回",
    "superseded": "被新文件替代",
}


def edit(work: UnitOfWork, plan_id: int, values: Mapping[str, Any]) -> ChangeSet:
    """Mend what was read of a plan as a whole; a year that is given late makes the turns of its recurring tasks.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-025 to SVC-027.
    """
    plan = row_of(work, Plan, plan_id, "计划")
    unknown = sorted(set(values) - set(_FIELD_NAMES))
    if unknown:
        raise RejectedError("SVC-025", field="可修改的列", value="、".join(unknown))
    checked: dict[str, Any] = {
        name: limit_text(value, _FIELD_NAMES[name], LONGEST_NAME) if isinstance(value, str) else value
        for name, value in values.items()
    }
    if "title" in checked:
        require_text(checked["title"], _FIELD_NAMES["title"])
    year = checked.get("plan_year")
    if year is not None and not 1990 <= year <= 2100:
        raise RejectedError("SVC-027", field="年度", value=year, low=1990, high=2100)
    work.describe("plan.edit", f"修改计划“{plan.title[:30]}”的{'、'.join(_FIELD_NAMES[name] for name in values)}")
    work.of(Plan).update(replace(plan, **checked))
    if year is not None and plan.plan_year is None:
        for task in work.of(Task).find(plan_id=plan_id, kind="recurring"):
            make_turns(work, task)
    return work.changes()


def set_status(work: UnitOfWork, plan_id: int, status: PlanStatus) -> ChangeSet:
    """Say how a plan stands; its tasks stay as they are.

    Raises:
        RejectedError: SVC-004, SVC-025.
    """
    plan = row_of(work, Plan, plan_id, "计划")
    require_choice(status, get_args(PlanStatus), "计划状态")
    work.describe("plan.status", f"计划“{plan.title[:30]}”设为{_STATUS_NAMES[status]}")
    work.of(Plan).update(replace(plan, status=status))
    return work.changes()


def withdraw(work: UnitOfWork, plan_id: int, reason: str, since: dt.date | None = None) -> ChangeSet:
    """Take a plan back with its open tasks, which are called off with the reason; nothing is lost.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-041.
    """
    plan = row_of(work, Plan, plan_id, "计划")
    text = require_reason(reason, "撤回计划")
    work.describe("plan.withdraw", f"撤回计划“{plan.title[:30]}”")
    work.of(Plan).update(replace(plan, status="withdrawn"))
    for task in work.of(Task).find(plan_id=plan_id, standing="active"):
        called_off = replace(task, standing="cancelled", standing_reason=text, standing_since=since or work.today)
        work.of(Task).update(called_off)
    return work.changes()


def remove(work: UnitOfWork, plan_id: int) -> ChangeSet:
    """Take a plan out of the ledger with all its tasks; undo brings everything back.

    Raises:
        RejectedError: SVC-004; SVC-040 a task of it was struck off.
    """
    plan = row_of(work, Plan, plan_id, "计划")
    tasks = work.of(Task).find(plan_id=plan_id)
    for task in tasks:
        refuse_if_closed(work, task, "随计划删除")
    work.describe("plan.remove", f"删除计划“{plan.title[:30]}”及其 {len(tasks)} 项任务")
    for task in tasks:
        work.of(Task).remove(task.id)
    work.of(Plan).remove(plan_id)
    return work.changes()
