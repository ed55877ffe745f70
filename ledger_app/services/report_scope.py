"""Which tasks a report is about, in words and as the text that snapshots are compared by."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.plan import Plan
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession
from ledger_app.services.lookup import row_of
from ledger_app.services.pack_scope import view_by_id, view_by_name, view_query
from ledger_app.services.report_leaders import tasks_of_leader
from ledger_app.services.report_request import ReportRequest

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Scope:
    """The tasks of a report.

    Attributes:
        name: in words for people, "" = the whole ledger; text: JSON, "{}" = the whole ledger.
        task_ids: in ledger order, None = all.
    """

    name: str = ""
    text: str = "{}"
    task_ids: tuple[int, ...] | None = None


def scope_of(session: ReadSession, request: ReportRequest, cutoff: dt.date) -> Scope:
    """Return the tasks that unit, leader, plan and chosen tasks leave over.

    Raises:
        RejectedError: SVC-004 unit, plan or task is gone.
    """
    names: list[str] = []
    parts: dict[str, object] = {}
    found: list[Sequence[int]] = []
    if request.unit_id is not None:
        unit = row_of(session, Unit, request.unit_id, "单位")
        names.append(f"{unit.name}承担的任务")
        parts["unit"] = unit.uid
        found.append(session.task_ids(TaskQuery(cutoff, unit_id=unit.id)))
    if request.leader:
        names.append(f"{request.leader}分管的任务")
        parts["leader"] = request.leader
        found.append(tasks_of_leader(session, request.leader, cutoff))
    if request.plan_id is not None:
        plan = row_of(session, Plan, request.plan_id, "计划")
        names.append(f"《{plan.title.strip('《》')}》")
        parts["plan"] = plan.uid
        found.append([task.id for task in session.of(Task).find(plan_id=plan.id)])
    if request.view_id is not None:
        view = view_by_id(session, request.view_id)
        names.append(f"视图“{view.name}”")
        parts["view"] = view.name
        found.append(session.task_ids(view_query(view.view, cutoff)))
    if request.task_ids:
        tasks = [row_of(session, Task, task_id, "任务") for task_id in request.task_ids]
        names.append("、".join(task.code for task in tasks[:5]) + (f"等{len(tasks)}项" if len(tasks) > 5 else ""))
        parts["tasks"] = [task.uid for task in tasks]
        found.append(request.task_ids)
    if not found:
        return Scope()
    first, *others = found
    kept = tuple(one for one in first if all(one in set(other) for other in others))
    return Scope("，".join(names), json.dumps(parts, ensure_ascii=False), kept)


def tasks_of_text(session: ReadSession, text: str, cutoff: dt.date) -> tuple[int, ...] | None:
    """Return the tasks that a kept report's scope names now, None = all; tasks that are gone are left out.

    Raises:
        RejectedError: SVC-004 its unit or plan is gone.
    """
    parts = json.loads(text)
    found: list[Sequence[int]] = []
    if "unit" in parts:
        found.append(session.task_ids(TaskQuery(cutoff, unit_id=_by_uid(session, Unit, parts["unit"], "单位").id)))
    if "leader" in parts:
        found.append(tasks_of_leader(session, parts["leader"], cutoff))
    if "plan" in parts:
        plan = _by_uid(session, Plan, parts["plan"], "计划")
        found.append([task.id for task in session.of(Task).find(plan_id=plan.id)])
    if "view" in parts:
        found.append(session.task_ids(view_query(view_by_name(session, parts["view"]).view, cutoff)))
    if "tasks" in parts:
        found.append([task.id for task in session.of(Task).find(uid=list(parts["tasks"]))])
    if not found:
        return None
    first, *others = found
    return tuple(one for one in first if all(one in set(other) for other in others))


def _by_uid(session: ReadSession, entity: type[E], uid: str, what: str) -> E:
    rows = session.of(entity).find(uid=uid)
    if not rows:
        raise RejectedError("SVC-004", what=what)
    return rows[0]
