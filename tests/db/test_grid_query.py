from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest

from db.grid_fields import FIELDS, code_key, zh_key
from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.domain.grid import Condition, ConditionGroup, FilterOp, Joint, Sorting, TaskField, TaskQuery
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Deadline, Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.errors import BugError, RejectedError

JUNE = dt.date(2024, 6, 30)
ALL = TaskQuery(JUNE)


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    """Five tasks: 1 overdue, 2 lagging, 3 ahead, 4 continuing and reported, 5 closed and without plan."""
    with ledger.write() as work:
        plans = work.of(Plan).add_all([Plan(0, "p1", "工作要点", 2024), Plan(0, "p2", "行动方案", 2024)])
        units = work.of(Unit).add_all(
            [Unit(0, "u1", "青禾县人民医院", "县医院", sort=2), Unit(0, "u2", "疾控中心", sort=1)]
        )
        rows = [
            ("1-2", "整治医疗废物", "一、重点", plans[0].id, dt.date(2024, 5, 31), 40.0, units[0], "once"),
            ("1-10", "建设医共体", "一、重点", plans[0].id, dt.date(2024, 12, 31), 30.0, units[1], "once"),
            ("2-1", "开展体检", "二、民生", plans[1].id, dt.date(2024, 12, 31), 85.5, units[0], "once"),
            ("2-2", "长期宣传", "", plans[1].id, None, None, None, "continuing"),
            ("3-1", "阿胶监管", "", None, dt.date(2024, 3, 31), 100.0, units[1], "once"),
        ]
        for number, (code, title, section, plan_id, due, percent, unit, kind) in enumerate(rows, 1):
            task = work.of(Task).add(
                Task(0, f"t{number}", code, title, section=section, plan_id=plan_id, kind=kind, ordinal=9 - number)  # type: ignore[arg-type]
            )
            work.of(Deadline).add(Deadline(0, task.id, 1, "时限" if due else "长期", "by", due, due, is_primary=True))
            work.of(ProgressEntry).add(ProgressEntry(0, f"e{number}", task.id, "2024-06", f"第{number}项", percent))
            if unit is not None:
                work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", unit.id, unit.name))
                work.of(TaskOwner).add(TaskOwner(0, task.id, "cooperate", None, f"配合{number}"))
        work.of(TaskLeader).add(TaskLeader(0, 2, raw="王局长"))
        work.of(Closing).add(Closing(0, 5, "approved", dt.date(2024, 4, 1)))
        evidence = work.of(Evidence).add(Evidence(0, "v", "照片"))
        work.of(TaskEvidence).add(TaskEvidence(0, 3, evidence.id, 1))
    return ledger


def ids(ledger: SqliteLedger, query: TaskQuery) -> list[int]:
    with ledger.read() as session:
        return list(session.task_ids(query))


def test_every_field_of_the_language_is_known() -> None:
    assert set(FIELDS) == set(TaskField.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_can_be_sorted_grouped_and_filtered(filled: SqliteLedger, field: str) -> None:
    for descending in (False, True):
        query = dataclasses.replace(ALL, sorting=(Sorting(field, descending),))
        assert sorted(ids(filled, query)) == [1, 2, 3, 4, 5]
    grouped = dataclasses.replace(ALL, group_by=field)
    assert sorted(ids(filled, grouped)) == [1, 2, 3, 4, 5]
    with filled.read() as session:
        groups = session.groups(grouped)
        assert sum(group.count for group in groups) == 5
        assert all(sum(count for _, count in group.lights) == group.count for group in groups)
        assert all(group.label for group in groups)
    ops = {"is", "is_not", "any_of"} if field == "light" else set(FilterOp.__args__)  # type: ignore[attr-defined]
    value = "逾期" if field == "light" else 5 if FIELDS[field].kind == "number" else "2024-06"
    for op in ops:
        chosen = set(ids(filled, dataclasses.replace(ALL, conditions=(Condition(field, op, (value, value)),))))
        assert chosen <= {1, 2, 3, 4, 5}
        opposite = {"is": "is_not", "empty": "not_empty"}.get(op)
        if opposite is not None:
            others = dataclasses.replace(ALL, conditions=(Condition(field, opposite, (value, value)),))  # type: ignore[arg-type]
            assert set(ids(filled, others)) == {1, 2, 3, 4, 5} - chosen


@pytest.mark.parametrize(
    ("sorting", "order"),
    [
        ((), [2, 1, 4, 3, 5]),
        ((Sorting("code"),), [1, 2, 3, 4, 5]),
        ((Sorting("code", descending=True),), [5, 4, 3, 2, 1]),
        ((Sorting("title"),), [5, 4, 2, 3, 1]),
        ((Sorting("due"),), [5, 1, 2, 3, 4]),
        ((Sorting("due", descending=True),), [2, 3, 1, 5, 4]),
        ((Sorting("percent", descending=True),), [5, 3, 1, 2, 4]),
        ((Sorting("light"),), [1, 2, 3, 4, 5]),
        ((Sorting("lead"), Sorting("code")), [2, 5, 1, 3, 4]),
        ((Sorting("section"),), [2, 1, 3, 4, 5]),
    ],
)
def test_lists_are_sorted_with_the_unknown_last(
    filled: SqliteLedger, sorting: tuple[Sorting, ...], order: list[int]
) -> None:
    assert ids(filled, dataclasses.replace(ALL, sorting=sorting)) == order


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("light", "is", ("overdue",)), {1}),
        (Condition("light", "any_of", ("红",)), {1}),
        (Condition("light", "any_of", ("逾期", "滞后")), {1, 2}),
        (Condition("light", "is_not", ("绿",)), {1, 2, 4}),
        (Condition("title", "contains", ("医",)), {1, 2}),
        (Condition("title", "contains", ("%",)), set()),
        (Condition("code", "starts", ("1-",)), {1, 2}),
        (Condition("due", "before", ("2024-06-01",)), {1, 5}),
        (Condition("due", "between", ("2024-05-01", "2024-12-31")), {1, 2, 3}),
        (Condition("due", "empty"), {4}),
        (Condition("percent", "after", (40,)), {3, 5}),
        (Condition("percent", "is", (85.5,)), {3}),
        (Condition("percent", "empty"), {4}),
        (Condition("owner", "is", ("青禾县人民医院",)), {1, 3}),
        (Condition("owner", "contains", ("配合2",)), {2}),
        (Condition("owner", "any_of", ("县医院", "疾控中心")), {1, 2, 3, 5}),
        (Condition("owner", "is_not", ("县医院",)), {2, 4, 5}),
        (Condition("owner", "empty"), {4}),
        (Condition("leader", "starts", ("王",)), {2}),
        (Condition("leader", "empty"), {1, 3, 4, 5}),
        (Condition("lead", "is", ("县医院",)), {1, 3}),
        (Condition("plan", "empty"), {5}),
        (Condition("progress", "contains", ("第3项",)), {3}),
        (Condition("evidence", "after", (0,)), {3}),
        (Condition("month_due", "is", ("2024-12",)), {2, 3}),
        (Condition("days_left", "before", (0,)), {1}),
        (Condition("section", "any_of", ("一、重点", "")), {1, 2, 4, 5}),
    ],
)
def test_conditions_choose_rows(filled: SqliteLedger, condition: Condition, expected: set[int]) -> None:
    assert set(ids(filled, dataclasses.replace(ALL, conditions=(condition,)))) == expected


def test_conditions_are_joined_by_and_or(filled: SqliteLedger) -> None:
    both = (Condition("title", "contains", ("医",)), Condition("light", "is", ("lagging",)))
    assert ids(filled, TaskQuery(JUNE, both)) == [2]
    assert sorted(ids(filled, TaskQuery(JUNE, both, joined="or"))) == [1, 2]
    assert sorted(ids(filled, TaskQuery(JUNE, both, joined="or", unit_id=1))) == [1]


def test_brackets_hold_together_what_stands_in_them(filled: SqliteLedger) -> None:
    """Every tree of two levels over three conditions chooses what and, or of their own rows choose."""
    single = (
        Condition("title", "contains", ("医",)),
        Condition("light", "is", ("lagging",)),
        Condition("lead", "not_empty"),
    )
    chosen = [set(ids(filled, dataclasses.replace(ALL, conditions=(one,)))) for one in single]
    assert len({frozenset(one) for one in chosen}) == len(chosen), "the three differ"
    joints: tuple[Joint, Joint] = ("and", "or")
    for inner, outer, place in itertools.product(joints, joints, (0, 1)):
        parts = (
            (ConditionGroup(single[:2], inner), single[2])
            if place == 0
            else (single[2], ConditionGroup(single[:2], inner))
        )
        within = chosen[0] & chosen[1] if inner == "and" else chosen[0] | chosen[1]
        expected = within & chosen[2] if outer == "and" else within | chosen[2]
        assert set(ids(filled, TaskQuery(JUNE, parts, outer))) == expected, (inner, outer)
    nothing = ConditionGroup((), "or")
    assert ids(filled, TaskQuery(JUNE, (nothing,))) == ids(filled, ALL)


def test_the_values_of_a_heading_are_those_beside_its_own_brackets(filled: SqliteLedger) -> None:
    either = ConditionGroup((Condition("light", "is", ("lagging",)), Condition("lead", "is", ("无此单位",))), "or")
    with filled.read() as session:
        everything = session.field_values(ALL, "light")
        assert session.field_values(TaskQuery(JUNE, (either,)), "light") == everything
        assert session.field_values(TaskQuery(JUNE, (either,)), "plan").distinct_count == 1


def test_groups_come_in_list_order_with_lights(filled: SqliteLedger) -> None:
    query = TaskQuery(JUNE, group_by="plan")
    with filled.read() as session:
        groups = session.groups(query)
        assert [(group.label, group.count, group.done_count) for group in groups] == [
            ("工作要点", 2, 0),
            ("行动方案", 2, 0),
            ("无计划文件", 1, 1),
        ]
        assert groups[0].lights == (("lagging", 1), ("overdue", 1))
        assert session.light_counts(query) == {
            "overdue": 1,
            "lagging": 1,
            "ahead": 1,
            "continuing": 1,
            "closed": 1,
        }
        assert [group.label for group in session.groups(TaskQuery(JUNE, group_by="month_due"))] == [
            "2024年3月",
            "2024年5月",
            "2024年12月",
            "无时限",
        ]
        assert next(group.label for group in session.groups(TaskQuery(JUNE, group_by="light"))) == "逾期"
        kinds = session.groups(TaskQuery(JUNE, group_by="kind"))
        assert {group.label for group in kinds} == {"一次性任务", "长期坚持"}
        assert session.groups(ALL) == []


def test_groups_stay_together_before_any_sorting(filled: SqliteLedger) -> None:
    query = TaskQuery(JUNE, group_by="lead", sorting=(Sorting("code", descending=True),))
    order = ids(filled, query)
    with filled.read() as session:
        names = [row.lead_names for row in session.task_rows(order, JUNE)]
    assert order == [5, 2, 3, 1, 4]
    assert names == [("疾控中心",)] * 2 + [("县医院",)] * 2 + [()]


def test_a_row_shows_the_task_at_its_cutoff(filled: SqliteLedger) -> None:
    with filled.read() as session:
        rows = session.task_rows([3, 99, 1], JUNE)
        assert [row.id for row in rows] == [3, 1]
        late = rows[1]
        assert (late.light, late.tone, late.label, late.days_left) == ("overdue", "red", "▲逾期", -30)
        assert (late.lead_names, late.other_owners, late.plan_title) == (("县医院",), ("配合1",), "工作要点")
        assert (rows[0].evidence_count, rows[0].gap, rows[0].light) == (1, 35.5, "ahead")
        before = session.task_rows([1], dt.date(2024, 5, 1))[0]
        assert (before.light, before.percent, before.text) == ("not_started", None, "")


@pytest.mark.parametrize(("prefix", "code"), [("1", "1-11"), ("2", "2-03"), ("7", "7-01"), ("", "001")])
def test_the_next_code_is_free(filled: SqliteLedger, prefix: str, code: str) -> None:
    with filled.read() as session:
        assert session.next_code(prefix) == code


def test_codes_sort_by_number_and_chinese_by_reading() -> None:
    codes = ["2-9", "2-09", "2-10", "10-1"]
    assert sorted(["2-10", "2-9", "10-1", "2-09"], key=lambda code: str(code_key(code))) == codes
    words = ["B超", "阿", "李", "王", "张", "赵"]
    assert sorted({*words}, key=lambda word: zh_key(word) or b"") == words


@pytest.mark.parametrize(
    "headings",
    [
        ["一、总体", "二、重点", "三、保障", "九、其他", "十、附则", "十一、补充", "二十一、末尾"],
        ["（一）党建", "（二）医改", "（九）宣传", "（十）安全", "（十二）信息"],
        ["第一章", "第二章", "第十章"],
        ["第2号文", "第10号文", "第100号文"],
        ["一般工作", "一次性任务"],
    ],
)
def test_headings_sort_by_their_number(headings: list[str]) -> None:
    assert sorted({*headings}, key=lambda text: zh_key(text) or b"") == headings


def test_a_word_that_names_no_light_is_refused(filled: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught:
        ids(filled, TaskQuery(JUNE, (Condition("light", "is", ("紫",)),)))
    assert caught.value.code == "DB-027"
    with pytest.raises(BugError):
        ids(filled, TaskQuery(JUNE, sorting=(Sorting("no such field"),)))


def test_lists_that_need_no_light_do_not_judge(filled: SqliteLedger) -> None:
    with filled.read() as session:
        session.task_ids(TaskQuery(JUNE, sorting=(Sorting("code"),)))
        tables = session.connection.execute("SELECT count(*) FROM temp.sqlite_schema WHERE name LIKE 'judged%'")
        assert tables.fetchone()[0] == 0
