"""Make tasks of accepted plan items: owners matched to the roster, deadlines, targets, turns, open questions.

Rows are gathered for a whole plan and stored kind by kind, so that a table of ten thousand rows is written as fast
as ten thousand rows can be.  Source: docs/domain.md sections 2.2, 8.1 and 8.2.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledger_app.domain.deadline_rules import primary_of, task_kind_of
from ledger_app.domain.plan import Doubt, Plan, PlanItem
from ledger_app.domain.roster import Match, Roster, fold_name
from ledger_app.domain.task import (
    Deadline,
    Occurrence,
    Target,
    Task,
    TaskLeader,
    TaskMeasure,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import Person, Unit
from ledger_app.intake.numbering import read_label
from ledger_app.intake.proposal import ProposedDeadline, ProposedItem, ProposedOwner, ProposedTarget, Reading
from ledger_app.ports import UnitOfWork
from ledger_app.services import leaders
from ledger_app.services.deadlines import turns_of
from ledger_app.services.import_records import RecordWriter
from ledger_app.services.lookup import new_uid

SURE = 0.8
"""Readings below this confidence are asked about (`Reading.confidence`)."""

_LONGEST_TITLE = 60
_LONGEST_SECTION = 60
_LEADER_COLUMN = re.compile(r"领导")
_PERSON_COLUMN = re.compile(r"责任人|联系人|联络员|经办人|承办人|负责人")
_NOTE_COLUMN = re.compile(r"备注|说明")
_NAME_BREAK = re.compile(r"[、，,；;/\n\u2028]+|\s{2,}")
_PERSON = re.compile(r"^([\u3400-\u9fff·]{2,4})(?=$|[（(\s\d:：])")
_COUNT = re.compile(r"[(（]共?\d+[项条个][)）]$")
"""What a section row of a table adds to its name: 一、深化医改（12项）."""

_NO_ONE = {"", "-", "—", "/", "无"}


class TaskBuilder:
    """The tasks of one plan, gathered and then stored together.

    Attributes:
        unmatched: owner names that the roster does not know, folded -> as printed, in order.
        ownerless: tasks without any owner.
        doubt_count: questions stored.
    """

    def __init__(
        self,
        work: UnitOfWork,
        plan: Plan,
        roster: Roster,
        matches: Mapping[str, tuple[Unit, ...]],
        records: RecordWriter | None = None,
    ) -> None:
        """Begin a plan.

        Args:
            work: the operation.
            plan: stored already.
            roster: the units as of the plan's day.
            matches: printed names that the clerk has matched.
            records: writes what a ledger's further columns say, None where the items come from no table.
        """
        self._work = work
        self._records = records
        self._plan = plan
        self._roster = roster
        self._matches = {fold_name(name): units for name, units in matches.items()}
        self._cache: dict[str, Match] = {}
        self._persons = {person.name: person for person in work.of(Person).find()}
        self._tasks: list[Task] = []
        self._children: list[list[Any]] = []
        self._asked: set[str] = set()
        self.unmatched: dict[str, str] = {}
        self.ownerless = 0
        self.doubt_count = 0

    def add(self, item: ProposedItem, rows: Sequence[PlanItem], code: str) -> None:
        """Gather the task of one item.

        Args:
            item: as it is to be.
            rows: the stored items whose words it has, in order; one, or several that were merged.
            code: of the task.
        """
        children = self.children(item, rows)
        deadlines = [one for one in children if isinstance(one, Deadline)]
        primary = next((deadline for deadline in deadlines if deadline.is_primary), None)
        task = Task(
            id=0,
            uid=new_uid(),
            code=code,
            title=title_of(item),
            content=item.text,
            kind=task_kind_of(deadlines),
            section=section_of(item.path),
            plan_id=self._plan.id,
            source_ref=self._plan.doc_number,
            start=primary.start if primary is not None else None,
            issued=self._plan.issued,
            ordinal=rows[0].ordinal,
            note="；".join(text for head, text in item.extra if _NOTE_COLUMN.search(head) and text not in _NO_ONE),
            created_at=self._work.at,
        )
        if self._records is not None:
            task, children = self._records.apply(task, children, item)
        self._tasks.append(task)
        self._children.append(children)

    def children(self, item: ProposedItem, rows: Sequence[PlanItem]) -> list[Any]:
        """Return the rows that hang on the task of an item, for a task that has no id yet."""
        owners = list(self._owners(item))
        self.ownerless += not owners
        # The paper's own words beside each source; a task of one source quotes its part of it.
        quotes = [item.text] if len(rows) == 1 else [one.text for one in rows]
        children: list[Any] = [
            TaskSource(0, 0, one.id, "plan", self._plan.doc_number, quote)
            for one, quote in zip(rows, quotes, strict=True)
        ]
        children += [TaskMeasure(0, 0, ordinal, text) for ordinal, text in enumerate(item.measures, start=1)]
        children += owners if self._records is not None and item.record is not None else self._with_person(owners, item)
        children += _leaders(item)
        children += deadlines_of(item)
        children += [target_row(ordinal, target) for ordinal, target in enumerate(item.targets, start=1)]
        children += self._doubts(item, rows[0], owners)
        return children

    def store(self) -> list[Task]:
        """Store everything gathered and return the tasks with their ids."""
        stored = self._work.of(Task).add_all(self._tasks)
        by_kind: dict[type[Any], list[Any]] = {}
        for task, children in zip(stored, self._children, strict=True):
            for child in children:
                by_kind.setdefault(type(child), []).append(replace(child, task_id=task.id))
        for kind, rows in by_kind.items():
            with_ids = self._work.of(kind).add_all(rows)
            if kind is Deadline:
                self._store_turns(stored, with_ids)
                if self._records is not None:
                    self._records.after(stored, with_ids)
        leaders.name_leaders(self._work, [task.id for task in stored])
        self.doubt_count = len(by_kind.get(Doubt, ()))
        return stored

    def _store_turns(self, tasks: list[Task], deadlines: list[Deadline]) -> None:
        year = self._plan.plan_year
        recurring = {task.id: task for task in tasks if task.kind == "recurring"}
        if year is None or not recurring:
            return
        rows: list[Occurrence] = []
        for deadline in deadlines:
            if deadline.task_id in recurring:
                rows += turns_of(recurring[deadline.task_id], [deadline], year, self._plan.period_end)
        self._work.of(Occurrence).add_all(rows if self._records is None else self._records.settled(tasks, rows))

    def _owners(self, item: ProposedItem) -> Iterator[TaskOwner]:
        seen: set[int | str] = set()
        for owner in item.owners:
            units = self._match(owner)
            if not units:
                self.unmatched.setdefault(fold_name(owner.name), owner.name)
                if owner.name not in seen:
                    seen.add(owner.name)
                    yield _owner(owner, None, len(seen))
            for unit in units:
                if unit.id not in seen:
                    seen.add(unit.id)
                    yield _owner(owner, unit.id, len(seen))

    def _match(self, owner: ProposedOwner) -> tuple[Unit, ...]:
        key = fold_name(owner.name)
        if key in self._matches:
            return self._matches[key]
        if key not in self._cache:
            self._cache[key] = self._roster.match(owner.name)
        return self._cache[key].units

    def _with_person(self, owners: list[TaskOwner], item: ProposedItem) -> list[TaskOwner]:
        """Name the first person of a column such as 责任人 or 联系人 beside the first owner."""
        for head, text in item.extra:
            if _PERSON_COLUMN.search(head) and not _LEADER_COLUMN.search(head):
                for name in _NAME_BREAK.split(text):
                    match = _PERSON.match(name.strip())
                    if match:
                        person = self._person(match[1])
                        if owners:
                            return [replace(owners[0], person_id=person.id), *owners[1:]]
                        return [TaskOwner(0, 0, "responsible", None, name.strip(), 1, person_id=person.id)]
        return owners

    def _person(self, name: str) -> Person:
        if name not in self._persons:
            self._persons[name] = self._work.of(Person).add(Person(0, name))
        return self._persons[name]

    def _doubts(self, item: ProposedItem, row: PlanItem, owners: list[TaskOwner]) -> Iterator[Doubt]:
        """Yield the questions about an item; an unknown name is asked about once an import."""
        for question in _open_questions(item):
            yield Doubt(0, row.id, 0, "kind", item.no, question)
        for owner in owners:
            key = fold_name(owner.raw)
            if owner.unit_id is None and key not in self._asked:
                self._asked.add(key)
                similar = self._cache[key].suggestions if key in self._cache else ()
                question = f"单位名册中没有“{owner.raw}”，它是哪个单位？"
                yield Doubt(0, row.id, 0, "owner", owner.raw, question, _options(unit.name for unit in similar))
        for deadline in item.deadlines:
            if deadline.needs_answer or deadline.reading.confidence < SURE:
                read = f"按 {deadline.date} 计" if deadline.date else "没有读出日期"
                question = f"“{deadline.reading.raw}”{read}，对吗？{deadline.reading.reason}"
                yield Doubt(0, row.id, 0, "deadline", deadline.reading.raw, question, _options([deadline.date]))
        for reading in (target.reading for target in item.targets):
            if reading.confidence < SURE:
                yield Doubt(0, row.id, 0, "target", reading.raw, _is_it_right(reading))
        for one in item.owners:
            if one.reading.confidence < SURE and self._match(one):
                yield Doubt(0, row.id, 0, "owner", one.name, _is_it_right(one.reading), _options([one.name]))


def deadlines_of(item: ProposedItem) -> list[Deadline]:
    """Return an item's deadlines as rows, the one that judges the task marked."""
    rows = [_deadline(ordinal, one) for ordinal, one in enumerate(item.deadlines, start=1)]
    # 力争 does not bind: a task is judged by it only where nothing else is dated.
    firm = [row for row in rows if not row.is_stretch]
    primary = primary_of(firm) or primary_of(rows)
    return [replace(row, is_primary=row is primary) for row in rows]


def _open_questions(item: ProposedItem) -> list[str]:
    """Return the reader's questions, but for dates: those are asked about with the readings to choose from."""
    dated = tuple(f"“{one.reading.raw}”" for one in item.deadlines if one.needs_answer)
    return [question for question in item.doubts if not question.startswith(dated)]


def _is_it_right(reading: Reading) -> str:
    return f"“{reading.raw}”这样理解对吗？{reading.reason}"


def _options(values: Any) -> str:  # noqa: ANN401 - any iterable of texts or None
    return json.dumps([value for value in values if value], ensure_ascii=False)


def title_of(item: ProposedItem) -> str:
    """Return the item's title, or the beginning of an unnumbered paragraph's first sentence."""
    if item.title.strip():
        return item.title.strip()
    first = item.text.strip().partition("\n")[0].partition("。")[0]
    return first if len(first) <= _LONGEST_TITLE else first[:_LONGEST_TITLE] + "…"


def section_of(path: Sequence[str]) -> str:
    """Return the outermost heading without its number, for grouping."""
    if not path:
        return ""
    heading = path[0].strip()
    label = read_label(heading)
    text = heading[label.end :].strip(" \u3000、.．") if label is not None else heading
    return _COUNT.sub("", text or heading)[:_LONGEST_SECTION]


def _owner(owner: ProposedOwner, unit_id: int | None, ordinal: int) -> TaskOwner:
    is_assumed = owner.role == "lead" and owner.reading.confidence < SURE
    return TaskOwner(0, 0, owner.role, unit_id, owner.name, ordinal, is_assumed=is_assumed)


def _leaders(item: ProposedItem) -> Iterator[TaskLeader]:
    for head, text in item.extra:
        if _LEADER_COLUMN.search(head):
            for name in _NAME_BREAK.split(text):
                if name.strip() not in _NO_ONE:
                    yield TaskLeader(0, 0, raw=name.strip())


def _deadline(ordinal: int, one: ProposedDeadline) -> Deadline:
    is_recurring = one.kind == "recurring"
    due = None if is_recurring else _date(one.date)
    return Deadline(
        id=0,
        task_id=0,
        ordinal=ordinal,
        raw=one.reading.raw,
        kind=one.kind,
        original_due=due,
        current_due=due,
        start=_date(one.start),
        every=one.every,
        times=one.times,
        day=one.date if is_recurring else None,
        time=one.time,
        reason=one.reading.reason,
        confidence=one.reading.confidence,
        is_inherited=one.is_inherited,
        is_stretch=one.is_stretch,
        needs_answer=one.needs_answer,
    )


def target_row(ordinal: int, target: ProposedTarget) -> Target:
    """Return a figure as a row, for a task that has no id yet."""
    low: float | None = None
    high: float | None = None
    text = ""
    if isinstance(target.value, tuple):
        low, high = float(target.value[0]), float(target.value[1])
    elif isinstance(target.value, str):
        text = target.value
    elif target.value is not None:
        low = high = float(target.value)
    return Target(0, 0, ordinal, target.reading.raw, target.op, low, high, text, target.unit)


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
