"""Which tasks a pack is about: all, those of a unit or a plan, a saved view, some chosen ones, or an indicator tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.evidence import IndicatorTree
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.plan import Plan
from ledger_app.domain.ready_lists import view_conditions
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.domain.view import GridView
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession
from ledger_app.services.lookup import row_of
from ledger_app.services.pack_contents import PackRequest
from ledger_app.services.views import StoredView, stored_views

ScopeKind = Literal["chosen", "all", "unit", "plan", "view", "tree"]


@dataclass(frozen=True, slots=True)
class PackScope:
    """What a pack is about.

    Attributes:
        kind: which way the tasks are named.
        key: id of the unit, plan, view or tree; None for the others.
        task_ids: of "chosen", in their order.
    """

    kind: ScopeKind = "all"
    key: int | None = None
    task_ids: tuple[int, ...] = ()


def request_of(
    session: ReadSession, scope: PackScope, cutoff: dt.date, title: str = "", *, with_personal: bool = False
) -> PackRequest:
    """Return what is to be packed, with the words that say of what.

    Raises:
        RejectedError: SVC-004 the unit, plan, view or tree is gone.
    """
    if scope.kind == "tree":
        tree = row_of(session, IndicatorTree, scope.key or 0, "考核标准")
        return PackRequest(title or tree.title, f"考核标准“{tree.title}”", (), tree.id, with_personal)
    ids, words = _tasks(session, scope, cutoff)
    said = f"{words}，{len(ids)} 项任务" if words else f"{len(ids)} 项任务"
    bureau = session.settings().bureau_name
    proposed = title or f"{words or bureau}{cutoff.year}年度"
    return PackRequest(proposed, said, tuple(ids), None, with_personal)


def view_by_name(session: ReadSession, name: str) -> StoredView:
    """Return a saved view by its name.

    Raises:
        RejectedError: EVI-036 there is none of that name.
    """
    views = stored_views(session)
    found = next((view for view in views if view.name == name.strip()), None)
    if found is None:
        raise RejectedError("EVI-036", what="视图", name=name, known="、".join(view.name for view in views) or "（无）")
    return found


def tree_by_title(session: ReadSession, title: str) -> IndicatorTree:
    """Return an indicator tree by its title, or by a part of it that only one has.

    Raises:
        RejectedError: EVI-036 none or several have it.
    """
    trees = session.of(IndicatorTree).find()
    found = [tree for tree in trees if tree.title == title.strip()]
    found = found or [tree for tree in trees if title.strip() in tree.title]
    if len(found) != 1:
        known = "、".join(tree.title for tree in trees) or "（无）"
        raise RejectedError("EVI-036", what="考核标准", name=title, known=known)
    return found[0]


def view_by_id(session: ReadSession, view_id: int) -> StoredView:
    """Return a saved view.

    Raises:
        RejectedError: SVC-004 it is gone.
    """
    found = next((view for view in stored_views(session) if view.id == view_id), None)
    if found is None:
        raise RejectedError("SVC-004", what="视图")
    return found


def view_query(view: GridView, cutoff: dt.date) -> TaskQuery:
    """Return the tasks a view shows, in its order."""
    return TaskQuery(
        cutoff,
        view.conditions,
        view.joined,
        sorting=view.sorting,
        group_by=view.group_by or None,
        scope=view_conditions(view.ready_list, view.chip, cutoff),
    )


def _tasks(session: ReadSession, scope: PackScope, cutoff: dt.date) -> tuple[Sequence[int], str]:
    """Return the tasks, and whose they are in words ("" where the number says it)."""
    if scope.kind == "chosen":
        return scope.task_ids, ""
    if scope.kind == "unit":
        unit = row_of(session, Unit, scope.key or 0, "单位")
        return session.task_ids(TaskQuery(cutoff, unit_id=unit.id)), unit.name
    if scope.kind == "view":
        view = next((one for one in stored_views(session) if one.id == scope.key), None)
        if view is None:
            raise RejectedError("SVC-004", what="视图")
        return session.task_ids(view_query(view.view, cutoff)), view.name
    every = session.task_ids(TaskQuery(cutoff))
    if scope.kind == "plan":
        plan = row_of(session, Plan, scope.key or 0, "计划")
        own = {task.id for task in session.of(Task).find(plan_id=plan.id)}
        return [id_ for id_ in every if id_ in own], plan.title.strip("《》")
    return every, ""
