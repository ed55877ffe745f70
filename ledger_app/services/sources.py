"""Where a task comes from: several sentences, of plans or of other papers, may ask for the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.task import SOURCE_KIND_NAMES, SourceKind, TaskSource
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice
from ledger_app.services.lookup import row_of, task_of

MOST_OFFERED = 40


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as entered: an item of a plan in the ledger, or another paper by number or occasion and words."""

    plan_item_id: int | None = None
    kind: SourceKind = "plan"
    ref: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """An item of a plan that a task may come from."""

    item: PlanItem
    plan: Plan


def add(work: UnitOfWork, task_id: int, origin: Origin) -> ChangeSet:
    """Add a source to a task.

    Raises:
        RejectedError: SVC-004, SVC-025, SVC-026; SVC-173 nothing says where it comes from; SVC-174 it is there already.
    """
    task = task_of(work, task_id)
    require_choice(origin.kind, SOURCE_KIND_NAMES, "任务来源")
    ref = limit_text(origin.ref, "来源文号", LONGEST_NAME)
    quote = limit_text(origin.quote, "来源原文")
    if origin.plan_item_id is not None:
        item = row_of(work, PlanItem, origin.plan_item_id, "计划条目")
        if work.of(TaskSource).count(task_id=task_id, plan_item_id=item.id):
            raise RejectedError("SVC-174", task=task.code)
        quote = quote or item.text
    elif not ref and not quote:
        raise RejectedError("SVC-173")
    work.describe("source.add", f"为 {task.code} 添加来源")
    work.of(TaskSource).add(TaskSource(0, task_id, origin.plan_item_id, origin.kind, ref, quote))
    return work.changes()


def remove(work: UnitOfWork, source_id: int) -> ChangeSet:
    """Take a source off a task; the plan's text stays.

    Raises:
        RejectedError: SVC-004.
    """
    source = row_of(work, TaskSource, source_id, "任务来源")
    task = task_of(work, source.task_id)
    work.describe("source.remove", f"去掉 {task.code} 的一处来源")
    work.of(TaskSource).remove(source_id)
    return work.changes()


def offer_items(session: ReadSession, words: str, limit: int = MOST_OFFERED) -> list[OfferedItem]:
    """Return plan items that hold all the words, newest plan first, in the order of the paper.

    Args:
        session: the ledger.
        words: what was typed; blanks part words, nothing typed gives the first items of the newest plans.
        limit: how many at most.
    """
    wanted = words.split()
    found: list[OfferedItem] = []
    for plan in sorted(session.of(Plan).find(), key=lambda one: one.id, reverse=True):
        if plan.status == "withdrawn":
            continue
        for item in sorted(session.of(PlanItem).find(plan_id=plan.id), key=lambda one: one.ordinal):
            known = f"{plan.title}{item.no}{item.title}{item.text}"
            if item.kind != "background" and all(word in known for word in wanted):
                found.append(OfferedItem(item, plan))
                if len(found) == limit:
                    return found
    return found
