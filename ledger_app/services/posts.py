"""Posts and who holds them: added, renamed, handed from one person to the next.

Tasks are bound to posts, so that handing over a post hands over its tasks.  Source: docs/domain.md sections 1.2, 8.2.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.post_holding import holder_on
from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import TaskLeader, TaskOwner
from ledger_app.domain.unit import POST_KIND_NAMES, Person, Post, PostHolder, PostKind, Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_order, require_text
from ledger_app.services.lookup import row_of

BUREAU = "局机关"


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """A person as chosen: one who is known, or a new one by name."""

    name: str
    phone: str = ""
    person_id: int | None = None


def add_post(
    work: UnitOfWork,
    title: str,
    kind: PostKind,
    unit_id: int | None = None,
    person: PersonChoice | None = None,
    since: dt.date | None = None,
) -> ChangeSet:
    """Add a post, held by a person from the first if one is named.

    Args:
        work: the operation.
        title: "副局长", "院长".
        kind: leaders belong to the bureau itself.
        unit_id: None for posts of the bureau's leaders.
        person: who holds it.
        since: first day of that, None = always.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-025, SVC-026; SVC-301 the unit has it.
    """
    post = _checked(work, Post(0, unit_id, title, kind))
    work.describe("post.add", f"添加职务 {_place(work, post)}{post.title}")
    stored = put_post(work, post)
    if person is not None and person.name.strip():
        put_holder(work, stored, _person(work, person), since)
    return work.changes()


def change_post(work: UnitOfWork, post: Post) -> ChangeSet:
    """Write a post's title, kind and unit.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-025, SVC-026, SVC-301.
    """
    before = row_of(work, Post, post.id, "职务")
    checked = _checked(work, post)
    work.describe("post.change", f"修改职务 {before.title}")
    work.of(Post).update(checked)
    return work.changes()


def remove_post(work: UnitOfWork, post_id: int) -> ChangeSet:
    """Delete a post that no task is bound to, with who held it.

    Raises:
        RejectedError: SVC-004; SVC-300.
    """
    post = row_of(work, Post, post_id, "职务")
    used = sum(work.of(entity).count(post_id=post_id) for entity in (TaskOwner, TaskLeader))
    if used:
        raise RejectedError("SVC-300", post=post.title, count=used)
    work.describe("post.remove", f"删除职务 {_place(work, post)}{post.title}")
    work.of(Post).remove(post_id)
    return work.changes()


def appoint(work: UnitOfWork, post_id: int, person: PersonChoice, since: dt.date) -> ChangeSet:
    """Let a person take a post over: who holds it until then ends the day before; one act, one undo.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026; SVC-302 the present holder began on that day or later; SVC-306 the
            person holds it already.
    """
    post = row_of(work, Post, post_id, "职务")
    incoming = _person(work, person)
    work.describe("post.appoint", f"{_place(work, post)}{post.title} 由 {incoming.name} 接任")
    for holding in work.of(PostHolder).find(post_id=post_id):
        if holding.to_date is not None and holding.to_date < since:
            continue
        if holding.person_id == incoming.id and holding.to_date is None:
            raise RejectedError("SVC-306", name=incoming.name, post=post.title)
        if holding.from_date is not None and holding.from_date >= since:
            name = row_of(work, Person, holding.person_id, "人员").name
            raise RejectedError(
                "SVC-302", post=post.title, name=name, since=holding.from_date.isoformat(), day=since.isoformat()
            )
        work.of(PostHolder).update(replace(holding, to_date=since - dt.timedelta(days=1)))
    work.of(PostHolder).add(PostHolder(0, post_id, incoming.id, since))
    return work.changes()


def end_holding(work: UnitOfWork, holding_id: int, last_day: dt.date) -> ChangeSet:
    """End a person's time in a post; the post is vacant afterwards.

    Raises:
        RejectedError: SVC-004, SVC-028.
    """
    return change_holding(work, replace(row_of(work, PostHolder, holding_id, "任职记录"), to_date=last_day))


def change_holding(work: UnitOfWork, holding: PostHolder) -> ChangeSet:
    """Write from and to which day somebody held a post.

    Raises:
        RejectedError: SVC-004, SVC-028.
    """
    row_of(work, PostHolder, holding.id, "任职记录")
    post, person = row_of(work, Post, holding.post_id, "职务"), row_of(work, Person, holding.person_id, "人员")
    require_order(holding.from_date, holding.to_date)
    work.describe("post.holding", f"修改 {person.name} 任 {post.title} 的日期")
    work.of(PostHolder).update(holding)
    return work.changes()


def remove_holding(work: UnitOfWork, holding_id: int) -> ChangeSet:
    """Delete a time in a post that was entered by mistake.

    Raises:
        RejectedError: SVC-004.
    """
    holding = row_of(work, PostHolder, holding_id, "任职记录")
    person = row_of(work, Person, holding.person_id, "人员")
    work.describe("post.holding", f"删除 {person.name} 的任职记录")
    work.of(PostHolder).remove(holding_id)
    return work.changes()


def change_person(work: UnitOfWork, person: Person) -> ChangeSet:
    """Write a person's name, telephone and note.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026.
    """
    row_of(work, Person, person.id, "人员")
    name = require_text(person.name, "姓名", LONGEST_NAME)
    phone = limit_text(person.phone, "电话", LONGEST_NAME)
    work.describe("person.change", f"修改 {name} 的姓名或电话")
    work.of(Person).update(replace(person, name=name, phone=phone, note=limit_text(person.note, "备注")))
    return work.changes()


def put_post(work: UnitOfWork, post: Post) -> Post:
    """Store a post within a larger act, last among those there are."""
    last = max((one.sort for one in work.of(Post).find()), default=0)
    return work.of(Post).add(replace(post, id=0, sort=post.sort or last + 10))


def put_holder(work: UnitOfWork, post: Post, person: Person, since: dt.date | None = None) -> PostHolder:
    """Store within a larger act that a person holds a post from a day on (None = always)."""
    return work.of(PostHolder).add(PostHolder(0, post.id, person.id, since))


def known_person(work: UnitOfWork, name: str, phone: str = "") -> Person:
    """Return the person of a name (and telephone) within a larger act, stored now if there is none."""
    called = require_text(name, "姓名", LONGEST_NAME)
    for person in work.of(Person).find(name=called):
        if not phone or person.phone == phone:
            return person
        if not person.phone:
            return work.of(Person).update(replace(person, phone=phone))
    return work.of(Person).add(Person(0, called, limit_text(phone, "电话", LONGEST_NAME)))


def present_holder(work: UnitOfWork, post_id: int, day: dt.date) -> Person | None:
    """Return who holds a post on a day, None while it is vacant."""
    held = holder_on(work.of(PostHolder).find(post_id=post_id), post_id, day)
    return work.of(Person).get(held.person_id) if held is not None else None


def _person(work: UnitOfWork, choice: PersonChoice) -> Person:
    if choice.person_id is None:
        return known_person(work, choice.name, choice.phone.strip())
    person = row_of(work, Person, choice.person_id, "人员")
    phone = limit_text(choice.phone, "电话", LONGEST_NAME)
    return work.of(Person).update(replace(person, phone=phone or person.phone))


def _checked(work: UnitOfWork, post: Post) -> Post:
    title = require_text(post.title, "职务", LONGEST_NAME)
    require_choice(post.kind, POST_KIND_NAMES, "职务类别")
    unit_id = None if post.kind == "leader" else post.unit_id
    unit = row_of(work, Unit, unit_id, "单位") if unit_id is not None else None
    for other in work.of(Post).find(unit_id=unit_id):
        if other.id != post.id and fold_name(other.title) == fold_name(title):
            raise RejectedError("SVC-301", unit=unit.name if unit else BUREAU, post=title)
    return replace(post, title=title, unit_id=unit_id)


def _place(work: UnitOfWork, post: Post) -> str:
    unit = work.of(Unit).get(post.unit_id) if post.unit_id is not None else None
    return f"{unit.short_name or unit.name}" if unit is not None else ""
