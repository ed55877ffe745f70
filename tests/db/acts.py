"""Random acts on a ledger, of every kind that services do, for property tests of journal and undo."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from ledger_app.domain.evidence import Evidence, EvidenceVersion, ExpectedEvidence, StoredFile, TaskEvidence
from ledger_app.domain.plan import Doubt, LearnedRule, Plan, PlanDocument, PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing, ReturnLog, SavedView, Slip, SlipTask
from ledger_app.domain.task import (
    CustomField,
    CustomValue,
    Deadline,
    Extension,
    Milestone,
    Occurrence,
    Target,
    Task,
    TaskMeasure,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import Person, Post, PostHolder, Unit, UnitAlias
from ledger_app.ports import UnitOfWork

DAY = dt.date(2024, 3, 1)
_uids = itertools.count(1)
Act = Callable[[UnitOfWork, int], None]


def uid() -> str:
    """Return a uid that no row of this process has."""
    return f"uid{next(_uids)}"


def pick(work: UnitOfWork, entity: type[Any], seed: int) -> Any:  # noqa: ANN401 - of that entity
    """Return some row of an entity, None if there is none."""
    rows = work.of(entity).find()
    return rows[seed % len(rows)] if rows else None


def import_plan(work: UnitOfWork, seed: int) -> None:
    plan = work.of(Plan).add(Plan(0, uid(), f"第{seed}号工作要点", 2024, rules='["首位牵头"]'))
    work.of(PlanDocument).add(PlanDocument(plan.id, f"一、总体要求{seed}"))
    unit = pick(work, Unit, seed)
    for number in range(seed % 3 + 1):
        item = work.of(PlanItem).add(
            PlanItem(0, uid(), plan.id, number, f"{number}.", ("一、重点", "（一）"), f"条目{number}", "task", "原文。")
        )
        task = add_task(work, seed + number, plan.id)
        work.of(TaskSource).add(TaskSource(0, task.id, item.id, quote="原文。"))
        work.of(TaskMeasure).add_all([TaskMeasure(0, task.id, n, f"措施{n}") for n in range(2)])
        work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", unit.id if unit else None, "牵头单位"))
        deadline = dt.date(2024, 12, 31)
        work.of(Deadline).add(Deadline(0, task.id, 1, "年底前", "by", deadline, deadline, confidence=1 / 3))
        work.of(Target).add(Target(0, task.id, 1, "达到90%以上", ">=", 0.1 + 0.2, 90.0))
        work.of(Doubt).add(Doubt(0, item.id, task.id, "deadline", "近期", "何时？"))


def add_task(work: UnitOfWork, seed: int, plan_id: int | None = None) -> Task:
    parent = pick(work, Task, seed)
    return work.of(Task).add(
        Task(
            0,
            uid(),
            work.next_code(str(seed % 3 + 1)),
            f"任务{seed}",
            content="推进县域医共体建设。",
            plan_id=plan_id,
            parent_id=parent.id if parent and seed % 4 == 0 else None,
            ordinal=seed,
        )
    )


def add_unit(work: UnitOfWork, seed: int) -> None:
    unit = work.of(Unit).add(Unit(0, uid(), f"第{next(_uids)}卫生院", pinyin="wsy"))
    work.of(UnitAlias).add(UnitAlias(0, unit.id, f"别名{seed}"))
    post = work.of(Post).add(Post(0, unit.id, "院长", "head"))
    person = work.of(Person).add(Person(0, f"某人{seed}"))
    work.of(PostHolder).add(PostHolder(0, post.id, person.id, DAY))


def edit_task(work: UnitOfWork, seed: int) -> None:
    task = pick(work, Task, seed)
    if task is not None:
        changes: Sequence[dict[str, Any]] = (
            {"title": f"改名{seed}"},
            {"start": DAY + dt.timedelta(days=seed), "note": "备注"},
            {"standing": "suspended", "standing_reason": "待上级明确"},
            {"standing": "active", "standing_reason": ""},
            {"light_override": "overdue", "override_reason": f"理由{seed}"},
            {"light_override": None, "override_reason": ""},
        )
        work.of(Task).update(dataclasses.replace(task, **changes[seed % len(changes)]))


def swap_codes(work: UnitOfWork, seed: int) -> None:
    tasks = work.of(Task).find()
    if len(tasks) >= 2:
        one, other = tasks[seed % len(tasks)], tasks[(seed + 1) % len(tasks)]
        aside = work.of(Task).update(dataclasses.replace(one, code=f"空{seed}"))
        work.of(Task).update(dataclasses.replace(other, code=one.code))
        work.of(Task).update(dataclasses.replace(aside, code=other.code))


def remove_task(work: UnitOfWork, seed: int) -> None:
    task = pick(work, Task, seed)
    if task is not None:
        work.of(Task).remove(task.id)


def replace_task(work: UnitOfWork, seed: int) -> None:
    """Take a task out and give its code to another one, new or old."""
    task = pick(work, Task, seed)
    if task is not None:
        work.of(Task).remove(task.id)
        other = pick(work, Task, seed + 1)
        if other is not None and seed % 2:
            work.of(Task).update(dataclasses.replace(other, code=task.code))
        else:
            work.of(Task).add(dataclasses.replace(task, id=0, uid=uid(), parent_id=None))


def remove_plan(work: UnitOfWork, seed: int) -> None:
    plan = pick(work, Plan, seed)
    if plan is not None:
        for task in work.of(Task).find(plan_id=plan.id):
            work.of(Task).update(dataclasses.replace(task, plan_id=None))
        work.of(Plan).remove(plan.id)


def merge_units(work: UnitOfWork, seed: int) -> None:
    units = work.of(Unit).find()
    if len(units) >= 2:
        gone, stays = units[seed % len(units)], units[(seed + 1) % len(units)]
        for owner in work.of(TaskOwner).find(unit_id=gone.id):
            work.of(TaskOwner).update(dataclasses.replace(owner, unit_id=stays.id))
        for entry in work.of(ProgressEntry).find(unit_id=gone.id):
            work.of(ProgressEntry).update(dataclasses.replace(entry, unit_id=stays.id))
        for slip in work.of(Slip).find(unit_id=gone.id):
            work.of(Slip).update(dataclasses.replace(slip, unit_id=stays.id))
        for alias in work.of(UnitAlias).find(unit_id=gone.id):
            work.of(UnitAlias).update(dataclasses.replace(alias, unit_id=stays.id, alias=f"{alias.alias}{uid()}"))
        for log in work.of(ReturnLog).find(unit_id=gone.id):
            work.of(ReturnLog).remove(log.id)
        work.of(Unit).remove(gone.id)


def file_progress(work: UnitOfWork, seed: int) -> None:
    task, unit = pick(work, Task, seed), pick(work, Unit, seed)
    if task is not None:
        entry = ProgressEntry(
            0, uid(), task.id, f"2024-{seed % 9 + 1:02d}", f"已开展第{seed}次督导", percent=seed % 100 / 3
        )
        work.of(ProgressEntry).add(dataclasses.replace(entry, unit_id=unit.id if unit else None))


def edit_progress(work: UnitOfWork, seed: int) -> None:
    entry, task = pick(work, ProgressEntry, seed), pick(work, Task, seed)
    if entry is not None:
        if seed % 3 == 0:
            work.of(ProgressEntry).remove(entry.id)
        else:
            moved = task.id if seed % 3 == 1 and task is not None else entry.task_id
            work.of(ProgressEntry).update(
                dataclasses.replace(entry, text=f"更正{seed}", period=f"2024-{seed % 5 + 1:02d}", task_id=moved)
            )


def extend(work: UnitOfWork, seed: int) -> None:
    deadline = pick(work, Deadline, seed)
    if deadline is not None:
        new = DAY + dt.timedelta(days=seed)
        work.of(Extension).add(
            Extension(0, deadline.id, "资金未到位", deadline.current_due or DAY, new, DAY, is_approved=True)
        )
        work.of(Deadline).update(dataclasses.replace(deadline, current_due=new))


def attach(work: UnitOfWork, seed: int) -> None:
    task = pick(work, Task, seed)
    if task is not None:
        digest = f"{seed % 4:064x}"
        if work.of(StoredFile).get(digest) is None:
            work.of(StoredFile).add(StoredFile(digest, seed))
        evidence = work.of(Evidence).add(Evidence(0, uid(), f"培训照片{seed}"))
        work.of(EvidenceVersion).add(EvidenceVersion(0, evidence.id, 1, digest, f"照片{seed}.jpg"))
        entry = pick(work, ProgressEntry, seed)
        link = TaskEvidence(0, task.id, evidence.id, 1, progress_id=entry.id if entry else None)
        work.of(TaskEvidence).add(link)
        work.of(ExpectedEvidence).add(ExpectedEvidence(0, task.id, "照片", evidence_id=evidence.id))


def drop_evidence(work: UnitOfWork, seed: int) -> None:
    evidence = pick(work, Evidence, seed)
    if evidence is not None:
        if seed % 2:
            work.of(Evidence).remove(evidence.id)
        else:
            work.of(Evidence).update(dataclasses.replace(evidence, title=f"更名{seed}", removed_at="2024-06-01"))


def supervise(work: UnitOfWork, seed: int) -> None:
    task, unit = pick(work, Task, seed), pick(work, Unit, seed)
    if task is not None:
        slip = work.of(Slip).add(Slip(0, uid(), f"督〔2024〕{next(_uids)}号", "blue", unit.id if unit else None, DAY))
        work.of(SlipTask).add(SlipTask(0, slip.id, task.id))
        work.of(Closing).add(Closing(0, task.id, "asked", DAY))
        work.of(Milestone).add(Milestone(0, task.id, 1, "中期", due=DAY, percent=50.0))
        work.of(Occurrence).add(Occurrence(0, task.id, None, "2024-06", DAY))
    if unit is not None and not work.of(ReturnLog).find(unit_id=unit.id, period="2024-05"):
        work.of(ReturnLog).add(ReturnLog(0, unit.id, "2024-05", received_on=DAY))


def set_up(work: UnitOfWork, seed: int) -> None:
    work.save_settings(dataclasses.replace(LedgerSettings(), bureau_name=f"某县卫健局{seed}", lag_red=float(seed)))
    work.write_setting("extra", None if seed % 2 else f"值{seed}")
    name = f"列{seed % 4}"
    if not work.of(CustomField).find(name=name):
        column = work.of(CustomField).add(CustomField(0, name, "text"))
        task = pick(work, Task, seed)
        if task is not None:
            work.of(CustomValue).add(CustomValue(0, task.id, column.id, "甲"))
    if not work.of(SavedView).find(name=name):
        work.of(SavedView).add(SavedView(0, name))
    if not work.of(LearnedRule).find(raw=name):
        work.of(LearnedRule).add(LearnedRule(0, "", "owner", name, "某单位"))


ACTS: tuple[Act, ...] = (
    import_plan,
    import_plan,
    add_unit,
    edit_task,
    edit_task,
    swap_codes,
    remove_task,
    replace_task,
    remove_plan,
    merge_units,
    file_progress,
    file_progress,
    edit_progress,
    extend,
    attach,
    drop_evidence,
    supervise,
    set_up,
)
