"""Posts as the page lists them: who holds each on a day, since when, and which units a leader looks after."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ledger_app.domain.pinyin import initials
from ledger_app.domain.post_holding import holder_on
from ledger_app.domain.task import TaskLeader, TaskOwner
from ledger_app.domain.unit import POST_KIND_NAMES, Person, Post, PostHolder, Unit
from ledger_app.ports import ReadSession
from ledger_app.services.leaders import duties_on, missing_leaders
from ui.models.list_table import ListColumn, ListTableModel

_KIND_ORDER = {kind: place for place, kind in enumerate(POST_KIND_NAMES)}
BUREAU = "局机关"


@dataclass(frozen=True, slots=True)
class HolderLine:
    """A time in a post with the person."""

    holding: PostHolder
    person: Person

    @property
    def span(self) -> str:
        """Return from and to which day: "2023-05-01 至今"."""
        first = self.holding.from_date.isoformat() if self.holding.from_date else "一直"
        last = self.holding.to_date.isoformat() if self.holding.to_date else "至今"
        return f"{first} — {last}" if self.holding.to_date else f"{first}{'' if first == '一直' else ' '}{last}"


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post on a day.

    Attributes:
        unit_name: "局机关" for the bureau's leaders.
        holder: who holds it on the day, None while it is vacant; history: all who did, the latest first.
        charge, contact: the units a leader is in charge of and in touch with, in the roster's order.
        task_count: tasks bound to the post.
    """

    post: Post
    unit_name: str
    holder: HolderLine | None
    history: tuple[HolderLine, ...]
    charge: tuple[Unit, ...] = ()
    contact: tuple[Unit, ...] = ()
    task_count: int = 0

    @property
    def known_by(self) -> str:
        """Return everything it can be found by, lower case."""
        name = self.holder.person.name if self.holder else ""
        texts = [self.post.title, self.unit_name, name, self.holder.person.phone if self.holder else ""]
        return "\n".join([*texts, *(initials(text) for text in texts[:3] if text)]).lower()


@dataclass(frozen=True, slots=True)
class PostsView:
    """Everything the part shows, read in one session.

    Attributes:
        people: everybody by name; units: those in use, in the roster's order.
        leaderless: how many open tasks could get a leader by 分管.
    """

    lines: tuple[PostLine, ...] = ()
    people: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()
    leaderless: int = 0


def names_of(units: Sequence[Unit]) -> str:
    """Return short names, joined."""
    return "、".join(unit.short_name or unit.name for unit in units)


def _looks_after(line: PostLine) -> str:
    parts = [("分管", names_of(line.charge)), ("联系", names_of(line.contact))]
    return "；".join(f"{word} {names}" for word, names in parts if names) or "—"


COLUMNS: tuple[ListColumn[PostLine], ...] = (
    ListColumn("unit", "单位", lambda line: line.unit_name, 104),
    ListColumn("title", "职务", lambda line: line.post.title, 124),
    ListColumn("kind", "类别", lambda line: POST_KIND_NAMES[line.post.kind], 60),
    ListColumn("holder", "现任", lambda line: line.holder.person.name if line.holder else "空缺", 72),
    ListColumn("phone", "电话", lambda line: (line.holder.person.phone if line.holder else "") or "—", 104),
    ListColumn("since", "任职", lambda line: line.holder.span if line.holder else "—", 110),
    ListColumn("tasks", "任务", lambda line: str(line.task_count) if line.task_count else "—", 44),
    ListColumn("units", "分管和联系", _looks_after, 160),
)


class PostTableModel(ListTableModel[PostLine]):
    """Posts by row: the bureau's leaders first, then by unit."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)
        self._words = ""

    def show_words(self, words: str) -> None:
        """Show only posts that are known by these words, or by these initials."""
        self._words = words.strip().lower()
        self.narrow()

    def key_of(self, line: PostLine) -> int:
        """Return the post's id."""
        return line.post.id

    def lets_through(self, line: PostLine) -> bool:
        """Say whether a post is known by the words."""
        return not self._words or self._words in line.known_by


def read_posts(session: ReadSession, day: dt.date) -> PostsView:
    """Read the posts with their holders and duties on a day."""
    units = {unit.id: unit for unit in sorted(session.of(Unit).find(), key=lambda one: (one.sort, one.id))}
    people = {person.id: person for person in session.of(Person).find()}
    holders = session.of(PostHolder).find()
    duties = duties_on(session, day)
    tasks = Counter(row.post_id for row in session.of(TaskOwner).find())
    tasks += Counter(row.post_id for row in session.of(TaskLeader).find())
    order = {unit_id: place for place, unit_id in enumerate(units)}

    def looked_after(post: Post, duty: str) -> tuple[Unit, ...]:
        ids = {one.unit_id for one in duties if one.post_id == post.id and one.duty == duty}
        return tuple(unit for unit_id, unit in units.items() if unit_id in ids)

    lines = []
    for post in session.of(Post).find():
        held = holder_on(holders, post.id, day)
        mine = [HolderLine(one, people[one.person_id]) for one in holders if one.post_id == post.id]
        mine.sort(key=lambda one: (one.holding.from_date or dt.date.min, one.holding.id), reverse=True)
        unit = units.get(post.unit_id or 0)
        lines.append(
            PostLine(
                post,
                (unit.short_name or unit.name) if unit is not None else BUREAU,
                HolderLine(held, people[held.person_id]) if held is not None else None,
                tuple(mine),
                looked_after(post, "charge"),
                looked_after(post, "contact"),
                tasks[post.id],
            )
        )
    lines.sort(
        key=lambda one: (
            _KIND_ORDER[one.post.kind] > 0,
            order.get(one.post.unit_id or 0, -1),
            _KIND_ORDER[one.post.kind],
            one.post.sort,
            one.post.id,
        )
    )
    return PostsView(
        tuple(lines),
        tuple(sorted(people.values(), key=lambda one: (one.name, one.id))),
        tuple(unit for unit in units.values() if unit.active_to is None),
        len(missing_leaders(session, day)),
    )
