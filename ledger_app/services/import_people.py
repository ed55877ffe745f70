"""People and posts that an imported ledger names: known ones are used, new ones added once.

Source: docs/domain.md sections 2.2 and 8.2.
"""

from __future__ import annotations

from dataclasses import replace

from ledger_app.domain.task import TaskLeader, TaskOwner
from ledger_app.domain.unit import Person, Post, PostHolder
from ledger_app.intake.own_ledger.model import ProposedPerson
from ledger_app.ports import UnitOfWork

_PostKind = tuple[str, bool]


class People:
    """The people and posts of one import."""

    def __init__(self, work: UnitOfWork) -> None:
        """Begin with those the ledger knows."""
        self._work = work
        self._by_name: dict[str, list[Person]] = {}
        self._posts: dict[_PostKind, Post] = {
            (post.title, post.kind == "leader"): post for post in work.of(Post).find() if post.unit_id is None
        }
        self._holders = {(one.post_id, one.person_id) for one in work.of(PostHolder).find()}

    def leader(self, named: ProposedPerson) -> TaskLeader:
        """Return the row of a leader in charge, for a task that has no id yet."""
        person = self.person(named) if named.name else None
        post = self._post(named.title, is_leader=True) if named.title else None
        if person is not None and post is not None and (post.id, person.id) not in self._holders:
            self._holders.add((post.id, person.id))
            self._work.of(PostHolder).add(PostHolder(0, post.id, person.id))
        return TaskLeader(
            0,
            0,
            post_id=post.id if post else None,
            person_id=person.id if person else None,
            raw=named.raw,
        )

    def contact(self, named: ProposedPerson, owner: TaskOwner | None) -> TaskOwner:
        """Return an owner's row with the person or post that works on the task; without an owner a row of its own."""
        person = self.person(named) if named.name else None
        post = self._post(named.title, is_leader=False) if named.title else None
        row = owner or TaskOwner(0, 0, "responsible", None, named.raw, 1)
        return replace(row, person_id=person.id if person else None, post_id=post.id if post else None)

    def person(self, named: ProposedPerson) -> Person:
        """Return a person by name and telephone; another telephone is another person of that name."""
        if named.name not in self._by_name:
            self._by_name[named.name] = self._work.of(Person).find(name=named.name)
        known = self._by_name[named.name]
        for place, person in enumerate(known):
            if not named.phone or person.phone == named.phone:
                return person
            if not person.phone:
                known[place] = self._work.of(Person).update(replace(person, phone=named.phone))
                return known[place]
        known.append(self._work.of(Person).add(Person(0, named.name, named.phone)))
        return known[-1]

    def _post(self, title: str, *, is_leader: bool) -> Post:
        key = (title, is_leader)
        if key not in self._posts:
            self._posts[key] = self._work.of(Post).add(Post(0, None, title, "leader" if is_leader else "contact"))
        return self._posts[key]
