"""Which bureau leader answers for which tasks: named on the task, or in charge of its lead unit.

Source: docs/domain.md sections 1.2 and 4.2 (T3).
"""

from __future__ import annotations

import datetime as dt

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.post_holding import holder_on
from ledger_app.domain.task import TaskLeader
from ledger_app.domain.unit import Person, Post, PostHolder, Unit
from ledger_app.ports import ReadSession
from ledger_app.services.leaders import duties_on


def leader_names(session: ReadSession, cutoff: dt.date) -> list[str]:
    """Return the leaders that are in charge of a unit, by their posts, then those that tasks name, by first mention."""
    names = dict.fromkeys(_charge(session, cutoff).values())
    people = {person.id: person.name for person in session.of(Person).find()}
    holders = session.of(PostHolder).find()
    found: dict[tuple[int | None, int | None, str], None] = {}
    for one in session.of(TaskLeader).find():
        found[one.person_id, one.post_id, one.raw] = None
    for person_id, post_id, raw in found:
        holder = holder_on(holders, post_id, cutoff) if post_id is not None else None
        names[people.get(person_id or 0) or (people[holder.person_id] if holder is not None else raw)] = None
    return [name for name in names if name]


def tasks_of_leader(session: ReadSession, leader: str, cutoff: dt.date) -> list[int]:
    """Return the tasks a leader answers for, in ledger order."""
    units = set(units_in_charge(session, leader, cutoff))
    return [facts.id for facts in session.facts(cutoff) if _answers(facts, leader, units)]


def units_in_charge(session: ReadSession, leader: str, cutoff: dt.date) -> list[int]:
    """Return the units a leader is in charge of on a day, by the roster's order."""
    units = {unit.id: unit for unit in session.of(Unit).find()}
    found = [unit_id for unit_id, name in _charge(session, cutoff).items() if name == leader and unit_id in units]
    return sorted(found, key=lambda one: (units[one].sort, one))


def _answers(facts: TaskFacts, leader: str, units: set[int]) -> bool:
    if facts.leader_names:
        return leader in facts.leader_names
    return bool(units & set(facts.lead_unit_ids))


def _charge(session: ReadSession, day: dt.date) -> dict[int, str]:
    """Return unit -> the leader in charge of it on a day, by the posts' order."""
    posts = {post.id: post for post in session.of(Post).find(kind="leader")}
    people = {person.id: person for person in session.of(Person).find()}
    holders = session.of(PostHolder).find()
    names: dict[int, str] = {}
    for post in posts.values():
        holder = holder_on(holders, post.id, day)
        names[post.id] = people[holder.person_id].name if holder is not None else post.title
    duties = [one for one in duties_on(session, day) if one.duty == "charge" and one.post_id in posts]
    duties.sort(key=lambda one: (posts[one.post_id].sort, one.post_id, one.id))
    return {one.unit_id: names[one.post_id] for one in duties}
