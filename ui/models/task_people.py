"""Who answers for a task and who leads it, by unit, post and name, as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.post_holding import holder_on
from ledger_app.domain.task import TaskLeader, TaskOwner
from ledger_app.domain.unit import Person, Post, PostHolder, Unit
from ledger_app.ports import ReadSession


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """An owner with the name to show: the roster's where it is matched, else as printed.

    Attributes:
        person: who answers within the unit: "院长 李强", "院长（空缺）", "李强", "" if nobody is named.
    """

    owner: TaskOwner
    name: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A bureau leader of a task as shown: "分管副局长 王明", or the name as written."""

    leader: TaskLeader
    name: str


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post that may be chosen.

    Attributes:
        unit_name: "" for posts of the bureau's leaders that belong to no unit.
        holder: who holds it on the day, "" while it is vacant.
    """

    post: Post
    unit_name: str
    holder: str

    @property
    def shown(self) -> str:
        """Return the post with its holder: "院长 李强"."""
        return f"{self.post.title} {self.holder}" if self.holder else f"{self.post.title}（空缺）"


class Roster:
    """Units, posts and people as of a day, read once for one task."""

    def __init__(self, session: ReadSession, day: dt.date) -> None:
        """Read the posts with their holders."""
        self._session = session
        self._people = {one.id: one for one in session.of(Person).find()}
        units = {one.id: one.short_name or one.name for one in session.of(Unit).find()}
        self._units = units
        holders = session.of(PostHolder).find()
        lines = []
        for post in session.of(Post).find():
            held = holder_on(holders, post.id, day)
            name = self._name(held.person_id) if held is not None else ""
            lines.append(PostLine(post, units.get(post.unit_id or 0, ""), name))
        self.posts = tuple(sorted(lines, key=lambda one: (one.post.kind != "leader", one.post.sort, one.post.id)))
        self._posts = {one.post.id: one for one in self.posts}

    @property
    def people(self) -> tuple[Person, ...]:
        """Return everybody by name."""
        return tuple(sorted(self._people.values(), key=lambda one: (one.name, one.id)))

    def owners(self, task_id: int) -> tuple[OwnerLine, ...]:
        """Return a task's owners in their order."""
        found = sorted(self._session.of(TaskOwner).find(task_id=task_id), key=lambda one: (one.ordinal, one.id))
        return tuple(
            OwnerLine(one, self._units.get(one.unit_id or 0, one.raw), self._person(one.post_id, one.person_id))
            for one in found
        )

    def leaders(self, task_id: int) -> tuple[LeaderLine, ...]:
        """Return the bureau leaders in charge of a task."""
        found = self._session.of(TaskLeader).find(task_id=task_id)
        return tuple(LeaderLine(one, self._person(one.post_id, one.person_id) or one.raw) for one in found)

    def _person(self, post_id: int | None, person_id: int | None) -> str:
        line = self._posts.get(post_id or 0)
        name = self._name(person_id)
        if line is None:
            return name
        return f"{line.post.title} {name}" if name else line.shown

    def _name(self, person_id: int | None) -> str:
        person = self._people.get(person_id or 0)
        return person.name if person is not None else ""
