"""Who answers for a task: set owners, claim printed names for units, and learn the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import Doubt
from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import OWNER_ROLE_NAMES, OwnerRole, Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import Person, Post, Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_text
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of
from ledger_app.services.units import learn_alias


@dataclass(frozen=True, slots=True)
class OwnerChoice:
    """One owner as chosen: a unit of the roster, or a name as printed that is not matched yet."""

    role: OwnerRole
    unit_id: int | None = None
    raw: str = ""


def set_owners(work: UnitOfWork, task_id: int, choices: Sequence[OwnerChoice]) -> ChangeSet:
    """Replace a task's owners; an owner that stays keeps its row, what was printed for it, its post and person.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-025.
    """
    task = task_of(work, task_id)
    work.describe("task.owners", f"修改 {task.code} 的责任单位")
    left = work.of(TaskOwner).find(task_id=task_id)
    kept: list[tuple[TaskOwner | None, TaskOwner]] = []
    seen: set[tuple[int | None, str]] = set()
    for choice in choices:
        require_choice(choice.role, OWNER_ROLE_NAMES, "分工")
        unit = row_of(work, Unit, choice.unit_id, "单位") if choice.unit_id is not None else None
        earlier = _stored_owner(left, choice)
        raw = choice.raw.strip() or (earlier.raw if earlier else unit.name if unit else "")
        if (choice.unit_id, raw) in seen:
            continue
        seen.add((choice.unit_id, raw))
        name = require_text(raw, "责任单位", LONGEST_NAME)
        if earlier is None:
            kept.append((None, TaskOwner(0, task_id, choice.role, choice.unit_id, name, len(seen))))
        else:
            left.remove(earlier)
            is_assumed = earlier.is_assumed and earlier.role == choice.role
            now = replace(earlier, role=choice.role, raw=name, ordinal=len(seen), is_assumed=is_assumed)
            kept.append((earlier, now))
    for owner in left:
        work.of(TaskOwner).remove(owner.id)
    for before, now in kept:
        if before is None:
            work.of(TaskOwner).add(now)
        elif before != now:
            work.of(TaskOwner).update(now)
    return work.changes()


def name_person(
    work: UnitOfWork, owner_id: int, *, post_id: int | None = None, person_id: int | None = None
) -> ChangeSet:
    """Say by post or by name who answers for a task within an owning unit; neither means nobody in particular.

    A post is the better choice: whoever holds it on a day answers on that day, successors without any change.

    Raises:
        RejectedError: SVC-004, SVC-040; SVC-176 the post belongs to another unit.
    """
    owner = row_of(work, TaskOwner, owner_id, "责任单位")
    task = task_of(work, owner.task_id)
    refuse_if_closed(work, task, "修改责任人")
    if post_id is not None:
        post = row_of(work, Post, post_id, "职务")
        if post.unit_id is not None and owner.unit_id is not None and post.unit_id != owner.unit_id:
            raise RejectedError("SVC-176", post=post.title)
    if person_id is not None:
        row_of(work, Person, person_id, "人员")
    work.describe("task.person", f"修改 {task.code} 的责任人")
    work.of(TaskOwner).update(replace(owner, post_id=post_id, person_id=person_id))
    return work.changes()


def assign(work: UnitOfWork, task_ids: Sequence[int], unit_id: int, role: OwnerRole) -> ChangeSet:
    """Make a unit an owner of tasks; where it is one already it gets the role.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-025.
    """
    require_choice(role, OWNER_ROLE_NAMES, "分工")
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    unit = row_of(work, Unit, unit_id, "单位")
    tasks = [task_of(work, task_id) for task_id in task_ids]
    named = tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"
    work.describe("task.assign", f"{unit.name}作为{named}的{OWNER_ROLE_NAMES[role]}单位")
    for task in tasks:
        owners = work.of(TaskOwner).find(task_id=task.id)
        present = [owner for owner in owners if owner.unit_id == unit_id]
        if present:
            work.of(TaskOwner).update(replace(present[0], role=role, is_assumed=False))
        else:
            last = max((owner.ordinal for owner in owners), default=0)
            work.of(TaskOwner).add(TaskOwner(0, task.id, role, unit_id, unit.name, last + 1))
    return work.changes()


def claim_name(work: UnitOfWork, printed: str, unit_ids: Sequence[int], *, learn: bool = True) -> ChangeSet:
    """Say which units a printed name means, wherever it stands unmatched; one unit's name is learned as an alias.

    Raises:
        RejectedError: SVC-004, SVC-005; SVC-044 the alias belongs to another unit.
    """
    if not unit_ids:
        raise RejectedError("SVC-005", what="单位")
    units = [row_of(work, Unit, unit_id, "单位") for unit_id in unit_ids]
    work.describe("owner.claim", f"认领责任单位“{printed}”为{'、'.join(unit.name for unit in units)[:60]}")
    key = fold_name(printed)
    for owner in work.of(TaskOwner).find(unit_id=None):
        if fold_name(owner.raw) == key:
            _give_units(work, owner, units)
    if learn and len(units) == 1:
        learn_alias(work, units[0].id, printed, source="导入确认")
    _close_doubts(work, key, "、".join(unit.name for unit in units))
    return work.changes()


def set_leader(work: UnitOfWork, task_ids: Sequence[int], name: str = "", post_id: int | None = None) -> ChangeSet:
    """Name the bureau leader in charge of tasks, by post where there is one, else by name; neither clears it.

    A name is matched to a post whose title it is, so that the successor takes over with the post.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026.
    """
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    tasks = [task_of(work, task_id) for task_id in task_ids]
    named = tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"
    work.describe("task.leader", f"修改 {named} 的牵头领导")
    post = row_of(work, Post, post_id, "职务") if post_id is not None else _leader_post(work, name)
    raw = post.title if post is not None else limit_text(name, "牵头领导", LONGEST_NAME)
    for task in tasks:
        before = work.of(TaskLeader).find(task_id=task.id)
        wanted = TaskLeader(
            0, task.id, post_id=post.id if post else None, unit_id=post.unit_id if post else None, raw=raw
        )
        for leader in before[1 if raw else 0 :]:
            work.of(TaskLeader).remove(leader.id)
        if raw and before:
            work.of(TaskLeader).update(replace(wanted, id=before[0].id))
        elif raw:
            work.of(TaskLeader).add(wanted)
    return work.changes()


def tasks_with_unmatched(work: UnitOfWork, printed: str) -> list[Task]:
    """Return the tasks on which a printed name still stands unmatched, by id."""
    key = fold_name(printed)
    ids = {owner.task_id for owner in work.of(TaskOwner).find(unit_id=None) if fold_name(owner.raw) == key}
    return work.of(Task).find(id=sorted(ids))


def _stored_owner(left: Sequence[TaskOwner], choice: OwnerChoice) -> TaskOwner | None:
    """Return the stored owner that a choice means: by unit, or by the printed name where no unit is matched."""
    same = [owner for owner in left if owner.unit_id == choice.unit_id]
    printed = [owner for owner in same if owner.raw == choice.raw.strip()]
    if printed:
        return printed[0]
    return same[0] if same and choice.unit_id is not None else None


def _leader_post(work: UnitOfWork, name: str) -> Post | None:
    """Return the leader's post that has this very title, None if none or several have."""
    titled = work.of(Post).find(title=name.strip(), kind="leader") if name.strip() else []
    return titled[0] if len(titled) == 1 else None


def _give_units(work: UnitOfWork, owner: TaskOwner, units: Sequence[Unit]) -> None:
    """Match an owner row to the first unit and add rows for the others, none twice on one task."""
    siblings = work.of(TaskOwner).find(task_id=owner.task_id)
    present = {sibling.unit_id for sibling in siblings}
    missing = [unit for unit in units if unit.id not in present]
    if not missing:
        work.of(TaskOwner).remove(owner.id)
        return
    work.of(TaskOwner).update(replace(owner, unit_id=missing[0].id))
    for unit in missing[1:]:
        work.of(TaskOwner).add(replace(owner, id=0, unit_id=unit.id))


def _close_doubts(work: UnitOfWork, key: str, answer: str) -> None:
    for doubt in work.of(Doubt).find(field="owner", answer=None):
        if fold_name(doubt.raw) == key:
            work.of(Doubt).update(replace(doubt, answer=answer, answered_at=work.at))
