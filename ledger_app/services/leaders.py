"""Which bureau leader looks after which unit (分管, 联系), and the 牵头领导 that a unit's tasks get by it.

Source: docs/domain.md section 1.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.task import Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import LeaderDuty, Post, Unit, UnitLeader
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.lookup import latest_closing, row_of

# So many tasks are asked for in one statement.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MissingLeader:
    """A task without 牵头领导 whose lead unit has a leader in charge."""

    task_id: int
    unit_id: int
    post: Post


def set_duties(
    work: UnitOfWork, post_id: int, charge: Iterable[int], contact: Iterable[int], since: dt.date
) -> ChangeSet:
    """Say which units a leader's post is in charge of and in touch with from a day on; what was before stays known.

    A unit has one leader in charge: whoever was until then ends the day before.

    Raises:
        RejectedError: SVC-004; SVC-304 the post is no leader's.
    """
    post = row_of(work, Post, post_id, "职务")
    if post.kind != "leader":
        raise RejectedError("SVC-304", post=post.title)
    work.describe("leader.duties", f"设置 {post.title} 分管和联系的单位")
    wanted: dict[LeaderDuty, set[int]] = {"charge": set(charge), "contact": set(contact)}
    for duty, unit_ids in wanted.items():
        present = {one.unit_id: one for one in work.of(UnitLeader).find(post_id=post_id, duty=duty, to_date=None)}
        for unit_id in sorted(present.keys() - unit_ids):
            _end(work, present[unit_id], since)
        for unit_id in sorted(unit_ids - present.keys()):
            row_of(work, Unit, unit_id, "单位")
            if duty == "charge":
                for other in work.of(UnitLeader).find(unit_id=unit_id, duty="charge", to_date=None):
                    _end(work, other, since)
            work.of(UnitLeader).add(UnitLeader(0, unit_id, post_id, duty, _first_day(work, unit_id, duty, since)))
    return work.changes()


def duties_on(session: ReadSession, day: dt.date) -> list[UnitLeader]:
    """Return which posts look after which units on a day, by id."""
    return [
        one
        for one in session.of(UnitLeader).find()
        if (one.from_date is None or one.from_date <= day) and (one.to_date is None or day <= one.to_date)
    ]


def default_leader(session: ReadSession, unit_id: int, day: dt.date) -> Post | None:
    """Return the post in charge of a unit on a day: the 牵头领导 of its tasks where they name none; None if none is."""
    found = [one for one in duties_on(session, day) if one.unit_id == unit_id and one.duty == "charge"]
    return session.of(Post).get(found[-1].post_id) if found else None


def missing_leaders(session: ReadSession, day: dt.date) -> list[MissingLeader]:
    """Return the tasks without 牵头领导 whose lead unit has a leader in charge on a day, by task."""
    cancelled = {task.id for task in session.of(Task).find(standing="cancelled")}
    named = {one.task_id for one in session.of(TaskLeader).find()}
    owners = session.of(TaskOwner).find(role="lead")
    found = _in_charge(session, owners, day, named | cancelled)
    return [one for one in found if not _is_struck_off(session, one.task_id)]


def fill_leaders(work: UnitOfWork) -> ChangeSet:
    """Give every open task without 牵头领导 the leader in charge of its lead unit.

    Raises:
        RejectedError: SVC-305 there is none to give.
    """
    missing = missing_leaders(work, work.today)
    if not missing:
        raise RejectedError("SVC-305")
    work.describe("leader.fill", f"按分管关系为 {len(missing)} 项任务补上牵头领导")
    _name(work, missing)
    return work.changes()


def name_leaders(work: UnitOfWork, task_ids: Sequence[int]) -> int:
    """Give new tasks that name no 牵头领导 the leader in charge of their lead unit, within a larger act.

    Does nothing where the ledger's settings say so.  Returns how many were named.
    """
    if not task_ids or not work.settings().names_leaders or not work.of(UnitLeader).count(duty="charge"):
        return 0
    found: list[MissingLeader] = []
    for start in range(0, len(task_ids), _AT_ONCE):
        ids = list(task_ids[start : start + _AT_ONCE])
        named = {one.task_id for one in work.of(TaskLeader).find(task_id=ids)}
        found += _in_charge(work, work.of(TaskOwner).find(task_id=ids, role="lead"), work.today, named)
    _name(work, found)
    return len(found)


def _in_charge(
    session: ReadSession, leads: Iterable[TaskOwner], day: dt.date, without: AbstractSet[int]
) -> list[MissingLeader]:
    """Return the leader in charge of the first unit that leads each task, by task; tasks in `without` are left out."""
    posts = {post.id: post for post in session.of(Post).find(kind="leader")}
    charge = {one.unit_id: posts[one.post_id] for one in duties_on(session, day) if _is_charge(one, posts)}
    found: dict[int, MissingLeader] = {}
    for owner in sorted(leads, key=lambda one: (one.task_id, one.ordinal, one.id)):
        unit_id = owner.unit_id or 0
        if owner.task_id not in without and owner.task_id not in found and unit_id in charge:
            found[owner.task_id] = MissingLeader(owner.task_id, unit_id, charge[unit_id])
    return list(found.values())


def _name(work: UnitOfWork, missing: Iterable[MissingLeader]) -> None:
    names = {unit.id: unit.short_name or unit.name for unit in work.of(Unit).find()}
    work.of(TaskLeader).add_all(
        TaskLeader(
            0,
            one.task_id,
            post_id=one.post.id,
            raw=one.post.title,
            reason=f"文件没有写明牵头领导，按分管关系读出：{names[one.unit_id]}由{one.post.title}分管",
        )
        for one in missing
    )


def _is_charge(duty: UnitLeader, posts: dict[int, Post]) -> bool:
    return duty.duty == "charge" and duty.post_id in posts


def _is_struck_off(session: ReadSession, task_id: int) -> bool:
    latest = latest_closing(session, task_id)
    return latest is not None and latest.step == "approved"


def _end(work: UnitOfWork, duty: UnitLeader, since: dt.date) -> None:
    """End a duty the day before; one that would not have begun then is taken away."""
    last = since - dt.timedelta(days=1)
    if duty.from_date is not None and duty.from_date > last:
        work.of(UnitLeader).remove(duty.id)
    else:
        work.of(UnitLeader).update(replace(duty, to_date=last))


def _first_day(work: UnitOfWork, unit_id: int, duty: LeaderDuty, since: dt.date) -> dt.date | None:
    """Return from when a duty holds: the first one of a unit has always held, later ones from their day on."""
    return since if work.of(UnitLeader).count(unit_id=unit_id, duty=duty) else None
