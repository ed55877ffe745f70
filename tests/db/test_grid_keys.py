"""Keys kept ready for sorting stay right whatever is changed, and a screen of a big ledger reads few rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.grid_fields import FIELDS
from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.grid import Condition, ConditionGroup, FieldValue, Sorting, TaskQuery, custom_field_name
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import CustomField, CustomValue, Deadline, OwnerRole, Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import Person, Post, PostHolder, Unit
from ledger_app.ports import ReadSession, UnitOfWork
from tests.builders_ledger import Place, build_quick_ledger, quick_folder

JUNE = dt.date(2024, 6, 30)
ALL = TaskQuery(JUNE)


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    """Four tasks: 1 of 甲院 and 乙院, 2 of 乙院, 3 of nobody, 4 of a group; custom fields 1 number, 2 choice."""
    with ledger.write() as work:
        plan = work.of(Plan).add(Plan(0, "p1", "要点", 2024))
        work.of(Plan).add(Plan(0, "p2", "要点", 2024))
        units = work.of(Unit).add_all([Unit(0, "u1", "甲院", "甲"), Unit(0, "u2", "乙院", "乙")])
        for number in range(1, 5):
            plan_id = plan.id if number < 4 else plan.id + 1
            work.of(Task).add(Task(0, f"t{number}", f"1-{number}", f"任务{number}", plan_id=plan_id, ordinal=number))
            work.of(Deadline).add(
                Deadline(0, number, 1, "时限", "by", dt.date(2024, number, 28), dt.date(2024, number, 28))
            )
        owners: list[tuple[int, OwnerRole, int | None]] = [
            (1, "lead", 0),
            (1, "lead", 1),
            (1, "cooperate", None),
            (2, "responsible", 1),
        ]
        for task_id, role, place in owners:
            owner = units[place] if place is not None else None
            name = owner.name if owner is not None else "各科室"
            work.of(TaskOwner).add(TaskOwner(0, task_id, role, owner.id if owner else None, name))
        for unit in units:
            work.of(TaskOwner).add(TaskOwner(0, 4, "lead", unit.id, "各医院"))
        person = work.of(Person).add(Person(0, "王局"))
        post = work.of(Post).add(Post(0, units[0].id, "副局长"))
        work.of(PostHolder).add(PostHolder(0, post.id, person.id))
        work.of(TaskLeader).add(TaskLeader(0, 1, post.id))
        work.of(CustomField).add(CustomField(0, "投资", "number"))
        work.of(CustomField).add(CustomField(0, "级别", "choice", '["重点", "一般"]', 1))
        work.of(CustomValue).add_all(
            [CustomValue(0, 1, 1, "9.5"), CustomValue(0, 2, 1, "10"), CustomValue(0, 2, 2, "重点")]
        )
    return ledger


LEADS_OF_B = TaskQuery(JUNE, (Condition("lead", "any_of", ("乙", "")),), sorting=(Sorting("title"),))
FIELD_NAMES = [*sorted(FIELDS), custom_field_name(1), custom_field_name(2)]


def answers(session: ReadSession) -> dict[str, object]:
    """Return what lists, groups and values of every field say."""
    found: dict[str, object] = {}
    for name in FIELD_NAMES:
        found[f"{name} up"] = session.task_ids(TaskQuery(JUNE, sorting=(Sorting(name), Sorting("code"))))
        found[f"{name} down"] = session.task_ids(TaskQuery(JUNE, sorting=(Sorting(name, descending=True),)))
        found[f"{name} groups"] = session.groups(TaskQuery(JUNE, group_by=name))
        found[f"{name} values"] = session.field_values(ALL, name)
    found["lead is"] = session.task_ids(LEADS_OF_B)
    return found


def _update(work: UnitOfWork, entity: type, key: int, **values: object) -> None:
    row = work.of(entity).get(key)
    assert row is not None
    work.of(entity).update(dataclasses.replace(row, **values))


CHANGES: dict[str, Callable[[UnitOfWork], object]] = {
    "a task's words": lambda work: _update(work, Task, 3, title="阿", section="三", note="注", code="0-1", ordinal=0),
    "its plan": lambda work: _update(work, Task, 1, plan_id=2),
    "a unit's name": lambda work: _update(work, Unit, 2, short_name="丙"),
    "a plan's title": lambda work: _update(work, Plan, 1, title="方案"),
    "a person's name": lambda work: _update(work, Person, 1, name="李局"),
    "who holds a post": lambda work: _update(work, PostHolder, 1, to_date=dt.date(2024, 1, 1)),
    "an owner comes": lambda work: work.of(TaskOwner).add(TaskOwner(0, 3, "lead", 1, "甲院")),
    "an owner goes": lambda work: work.of(TaskOwner).remove(1),
    "a leader goes": lambda work: work.of(TaskLeader).remove(1),
    "a deadline": lambda work: _update(work, Deadline, 4, raw="春节前", current_due=dt.date(2024, 1, 2)),
    "progress": lambda work: work.of(ProgressEntry).add(ProgressEntry(0, "e", 2, "2024-06", "好", 40.0, problems="缺")),
    "a custom value": lambda work: _update(work, CustomValue, 1, value="11"),
    "a custom value goes": lambda work: work.of(CustomValue).remove(3),
    "a custom field's kind": lambda work: _update(work, CustomField, 1, kind="text"),
    "a task comes": lambda work: work.of(Task).add(Task(0, "t9", "0-9", "新的")),
    "a task goes": lambda work: work.of(Task).remove(2),
}


def test_keys_follow_every_kind_of_change(place: Place, filled: SqliteLedger) -> None:
    with filled.read() as session:
        answers(session)
    for name, change in CHANGES.items():
        with filled.write() as work:
            work.describe("test", name)
            change(work)
            told = work.task_ids(LEADS_OF_B)
        with filled.read() as session:
            followed = answers(session)
        fresh = place.open(mode="read")
        with fresh.read() as session:
            assert answers(session) == followed, name
        fresh.close()
        assert told == followed["lead is"], f"{name}, not yet committed"
    filled.undo()
    fresh = place.open(mode="read")
    with filled.read() as session, fresh.read() as other:
        assert answers(session) == answers(other)
    fresh.close()


def test_a_task_is_found_by_each_of_its_leads(filled: SqliteLedger) -> None:
    with filled.read() as session:
        values = session.field_values(ALL, "lead").values
        assert set(values) == {
            FieldValue("甲", "甲", 1),
            FieldValue("乙", "乙", 2),
            FieldValue("各医院", "各医院", 1),
            FieldValue("", "未定牵头单位", 1),
        }
        assert session.task_ids(TaskQuery(JUNE, (Condition("lead", "is", ("乙",)),))) == [1, 2]
        assert session.task_ids(TaskQuery(JUNE, (Condition("lead", "any_of", ("各医院", "")),))) == [3, 4]
        assert session.task_ids(TaskQuery(JUNE, (Condition("lead", "not_contains", ("乙",)),))) == [3, 4]
        assert session.task_ids(TaskQuery(JUNE, (Condition("others", "is", ("各科室",)),))) == [1]


def test_values_are_those_under_the_other_conditions(filled: SqliteLedger) -> None:
    query = TaskQuery(JUNE, (Condition("lead", "is", ("乙",)), Condition("code", "is", ("1-2",))))
    with filled.read() as session:
        assert [one.value for one in session.field_values(query, "code").values] == ["1-1", "1-2"]
        found = session.field_values(ALL, "code", limit=2)
        assert ([one.value for one in found.values], found.distinct_count) == (["1-1", "1-2"], 4)
        assert [one.value for one in session.field_values(ALL, "code", "-3").values] == ["1-3"]
        assert session.field_values(ALL, "content").values == ()
        assert [one.label for one in session.field_values(ALL, "kind", "一次").values] == ["一次性任务"]
        numbers = session.field_values(ALL, custom_field_name(1)).values
        assert [(one.value, one.label, one.count) for one in numbers] == [
            (9.5, "9.5", 1),
            (10, "10", 1),
            ("", "（空）", 2),
        ]


def test_custom_fields_compare_as_what_they_are(filled: SqliteLedger) -> None:
    number, choice = custom_field_name(1), custom_field_name(2)
    with filled.read() as session:
        assert session.task_ids(TaskQuery(JUNE, sorting=(Sorting(number, descending=True),))) == [2, 1, 3, 4]
        assert session.task_ids(TaskQuery(JUNE, (Condition(number, "at_most", (9.5,)),))) == [1]
        assert session.task_ids(TaskQuery(JUNE, (Condition(number, "any_of", (10, "")),))) == [2, 3, 4]
        assert session.task_ids(TaskQuery(JUNE, (Condition(choice, "not_empty"),))) == [2]
        assert [(one.label, one.count) for one in session.groups(TaskQuery(JUNE, group_by=choice))] == [
            ("重点", 1),
            ("（空）", 3),
        ]


def test_one_group_holds_what_its_count_says(filled: SqliteLedger) -> None:
    with filled.read() as session:
        for name in ("plan", "lead", "light", "month_due", "section", "leader"):
            query = TaskQuery(JUNE, group_by=name, sorting=(Sorting("code", descending=True),))
            groups = session.groups(query)
            ids = [session.task_ids(dataclasses.replace(query, group=group.key)) for group in groups]
            assert [len(part) for part in ids] == [group.count for group in groups]
            assert [one for part in ids for one in part] == session.task_ids(query)
        assert [group.label for group in session.groups(TaskQuery(JUNE, group_by="plan"))] == ["要点", "要点"]


def test_a_scope_holds_whatever_joins_the_conditions(filled: SqliteLedger) -> None:
    either = (Condition("code", "is", ("1-1",)), Condition("code", "is", ("1-2",)))
    scope = (Condition("code", "is_not", ("1-1",)),)
    with filled.read() as session:
        assert session.task_ids(TaskQuery(JUNE, either, joined="or", scope=scope)) == [2]


def test_totals_count_what_is_listed(filled: SqliteLedger) -> None:
    with filled.write() as work:
        work.of(ProgressEntry).add(ProgressEntry(0, "e1", 1, "2024-06", "好", 100.0))
        work.of(ProgressEntry).add(ProgressEntry(0, "e2", 2, "2024-06", "好", 50.0))
    with filled.read() as session:
        total = session.totals(ALL)
        assert (total.count, total.done_count, total.mean_percent, total.done_percent) == (4, 1, 75.0, 25.0)
        assert sum(count for _, count in total.lights) == 4
        none = session.totals(TaskQuery(JUNE, (Condition("code", "is", ("x",)),)))
        assert (none.count, none.mean_percent, none.done_percent) == (0, None, 0.0)


@pytest.fixture(scope="module")
def big() -> Iterator[Path]:
    with quick_folder() as folder:
        yield build_quick_ledger(folder)


LATE_OR_FULL = ConditionGroup((Condition("light", "is", ("overdue",)), Condition("percent", "at_least", (90,))), "or")
SCREENS = {
    "sorted": TaskQuery(JUNE, sorting=(Sorting("due"),)),
    "sorted by two": TaskQuery(JUNE, sorting=(Sorting("lead"), Sorting("due", descending=True))),
    "filtered and sorted": TaskQuery(
        JUNE, (Condition("section", "is_not", ("板块1",)),), sorting=(Sorting("lead"), Sorting("due"))
    ),
    "filtered in brackets": TaskQuery(JUNE, (Condition("section", "contains", ("板块",)), LATE_OR_FULL)),
    "searched": TaskQuery(JUNE, search="1-1", sorting=(Sorting("light"),)),
    "a group": TaskQuery(JUNE, group_by="section", group="板块3", sorting=(Sorting("due"),)),
}
PAGE = 200
# A task's rows in the tables that a page reads: itself, its deadline, owner, months and words, and one to spare.
ROWS_A_TASK = 6
# What is asked beside the tasks: settings, the state of the tables kept ready.
ASIDE = 40


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_a_hundred_thousand_reads_at_most_three_pages(big: Path, name: str) -> None:
    """Count every row that SQLite hands over for a list and for what three of its pages show, however it is made."""
    ledger = Place(big).open(mode="read")
    with ledger.read() as session:
        handed = counted_rows(session)
        ids = session.task_ids(SCREENS[name])
        assert len(ids) > 3 * PAGE
        assert len(handed) <= ASIDE, "a whole list is one value"
        for place in (0, len(ids) // 2, len(ids) - PAGE):
            handed.clear()
            chosen = ids[place : place + PAGE]
            page = list(session.facts(JUNE, task_ids=chosen))
            assert [facts.id for facts in page if facts.id not in chosen] == []
            assert len(page) == PAGE
            assert PAGE <= len(handed) <= PAGE * ROWS_A_TASK, "scrolled anywhere, a page costs its own tasks"
        session.connection.row_factory = None
    ledger.close()


def test_groups_totals_and_headings_of_a_hundred_thousand_hand_over_counts_alone(big: Path) -> None:
    ledger = Place(big).open(mode="read")
    with ledger.read() as session:
        handed = counted_rows(session)
        groups = session.groups(TaskQuery(JUNE, group_by="lead"))
        assert (len(groups), sum(group.count for group in groups)) == (50, 100_000)
        assert len(handed) <= 50 * 13 + ASIDE, "one row a group and light"
        handed.clear()
        assert session.totals(TaskQuery(JUNE)).count == 100_000
        assert len(handed) <= 13 + ASIDE
        handed.clear()
        assert session.field_values(TaskQuery(JUNE, (LATE_OR_FULL,)), "lead").distinct_count == 50
        assert len(handed) <= 51 + ASIDE
        session.connection.row_factory = None
    ledger.close()


def counted_rows(session: ReadSession) -> list[tuple[object, ...]]:
    """Return a list that grows by every row that any statement of the session hands over from now on."""
    handed: list[tuple[object, ...]] = []

    def count(_cursor: sqlite3.Cursor, row: tuple[object, ...]) -> tuple[object, ...]:
        handed.append(row)
        return row

    session.connection.row_factory = count  # type: ignore[attr-defined]
    return handed
