from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, ExpectedEvidence, TaskEvidence
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing, Slip, SlipTask, Verification
from ledger_app.domain.task import Deadline, Extension, Milestone, Occurrence, Task, TaskLeader, TaskOwner
from ledger_app.domain.unit import Person, Post, PostHolder, Unit
from ledger_app.ports import UnitOfWork

JUNE = dt.date(2024, 6, 30)


def facts_of(ledger: SqliteLedger, cutoff: dt.date = JUNE, code: str = "1-01") -> TaskFacts:
    with ledger.read() as session:
        return next(one for one in session.facts(cutoff) if one.code == code)


def a_task(work: UnitOfWork, **fields: object) -> Task:
    return work.of(Task).add(dataclasses.replace(Task(0, "t1", "1-01", "任务"), **fields))  # type: ignore[arg-type]


def day(month: int, number: int = 15) -> dt.date:
    return dt.date(2024, month, number)


def test_a_bare_task_has_bare_facts(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work)
    assert facts_of(ledger) == TaskFacts(1, "t1", "1-01", "任务")


def test_the_latest_entry_of_a_month_counts_and_later_months_do_not(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        for number, (period, percent, text) in enumerate(
            [
                ("2024-04", 20.0, "四月"),
                ("2024-06", 50.0, "六月初报"),
                ("2024-06", None, "六月更正"),
                ("2024-07", 80.0, "七月"),
            ]
        ):
            entry = ProgressEntry(0, f"e{number}", task.id, period, text, percent, received=day(7, 3))
            work.of(ProgressEntry).add(dataclasses.replace(entry, created_at=f"2024-07-0{number + 1}T00:00:00Z"))
    found = facts_of(ledger)
    assert (found.percent, found.percent_before) == (50.0, 20.0)
    assert (found.period, found.text, found.period_text) == ("2024-06", "六月更正", "六月更正")
    assert found.reported_periods == ("2024-04", "2024-06")
    in_may = facts_of(ledger, day(5, 31))
    assert (in_may.text, in_may.period_text, in_may.percent) == ("四月", "", 20.0)
    assert facts_of(ledger, day(8)).percent == 80.0


@pytest.mark.parametrize(
    ("reports", "since"),
    [
        ([("2024-05", 100.0, day(5, 28)), ("2024-06", 100.0, day(6, 25))], day(5, 28)),
        ([("2024-05", 100.0, day(6, 5)), ("2024-06", None, day(6, 25))], day(5, 31)),
        ([("2024-05", 100.0, None)], day(5, 31)),
        ([("2024-04", 100.0, day(4, 20)), ("2024-05", 90.0, day(5, 20)), ("2024-06", 100.0, day(6, 20))], day(6, 20)),
        ([("2024-05", 100.0, day(5, 28)), ("2024-06", 99.0, day(6, 25))], None),
        ([("2024-07", 100.0, day(6, 28))], None),
    ],
)
def test_work_counts_as_done_from_the_first_report_that_said_so(
    ledger: SqliteLedger, reports: list[tuple[str, float | None, dt.date | None]], since: dt.date | None
) -> None:
    with ledger.write() as work:
        task = a_task(work)
        for number, (period, percent, received) in enumerate(reports):
            work.of(ProgressEntry).add(
                ProgressEntry(0, f"e{number}", task.id, period, "进展", percent, received=received)
            )
    assert facts_of(ledger).full_since == since


@pytest.mark.parametrize("role", ["lead", "responsible"])
def test_a_name_for_several_units_leads_as_printed_and_charges_none_alone(ledger: SqliteLedger, role: str) -> None:
    with ledger.write() as work:
        task = a_task(work)
        units = [work.of(Unit).add(Unit(0, f"u{n}", f"{n}镇卫生院", f"{n}院")) for n in "甲乙丙"]
        rows = [TaskOwner(0, task.id, role, unit.id, "各乡镇卫生院", n) for n, unit in enumerate(units)]
        work.of(TaskOwner).add_all([*rows, TaskOwner(0, task.id, "cooperate", units[0].id, "甲镇卫生院", 9)])
    found = facts_of(ledger)
    assert (found.lead_names, found.lead_unit_ids) == (("各乡镇卫生院",), ())
    assert found.unit_ids == tuple(unit.id for unit in units)
    assert found.cooperate_names == ("甲院",)
    with ledger.read() as session:
        (group,) = session.groups(TaskQuery(JUNE, group_by="lead"))
    assert (group.key, group.count) == ("各乡镇卫生院", 1)


def test_an_extension_counts_from_the_day_it_was_approved(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        deadline = work.of(Deadline).add(
            Deadline(0, task.id, 1, "5月底前", "by", day(5, 31), day(10, 31), is_primary=True, needs_answer=True)
        )
        work.of(Deadline).add(Deadline(0, task.id, 0, "另一时限", "open"))
        for decided, old, new, is_approved in [
            (day(5, 20), day(5, 31), day(8, 31), True),
            (day(8, 20), day(8, 31), day(10, 31), True),
            (day(6, 1), day(8, 31), day(12, 31), False),
            (None, day(8, 31), day(11, 30), None),
        ]:
            work.of(Extension).add(
                Extension(0, deadline.id, "原因", old, new, day(5, 1), is_approved=is_approved, decided_on=decided)
            )
    found = facts_of(ledger)
    assert (found.due_raw, found.original_due, found.current_due) == ("5月底前", day(5, 31), day(8, 31))
    assert found.has_open_deadline
    assert found.is_deadline_doubtful
    assert facts_of(ledger, day(5, 19)).current_due == day(5, 31)
    assert facts_of(ledger, day(9, 1)).current_due == day(10, 31)


def test_closing_completion_and_standing_count_from_their_day(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(
            work, completed_on=day(6, 20), standing="suspended", standing_reason="等文件", standing_since=day(6, 10)
        )
        work.of(Closing).add_all(
            [
                Closing(0, task.id, "asked", day(6, 21)),
                Closing(0, task.id, "approved", day(6, 25)),
                Closing(0, task.id, "reopened", day(7, 2)),
            ]
        )
        work.of(Verification).add(Verification(0, task.id, day(6, 26), result="doubtful"))
    found = facts_of(ledger)
    assert (found.closing_step, found.closed_on, found.completed_on) == ("approved", day(6, 25), day(6, 20))
    assert (found.standing, found.verdict) == ("suspended", "存疑")
    early = facts_of(ledger, day(6, 9))
    assert (early.closing_step, early.closed_on, early.completed_on) == (None, None, None)
    assert (early.standing, early.verdict) == ("active", "")
    late = facts_of(ledger, day(7, 3))
    assert (late.closing_step, late.closed_on) == ("reopened", None)


def test_owners_are_leads_and_others_matched_or_as_printed(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one = work.of(Unit).add(Unit(0, "u1", "青禾县人民医院", "县医院"))
        two = work.of(Unit).add(Unit(0, "u2", "疾控中心"))
        person = work.of(Person).add(Person(0, "赵六"))
        task = a_task(work)
        work.of(TaskOwner).add_all(
            [
                TaskOwner(0, task.id, "cooperate", two.id, "疾控", 0),
                TaskOwner(0, task.id, "lead", one.id, "县人民医院", 2),
                TaskOwner(0, task.id, "lead", None, "各乡镇", 1),
                TaskOwner(0, task.id, "responsible", one.id, "县人民医院", 3, person_id=person.id),
            ]
        )
    found = facts_of(ledger)
    assert found.lead_names == ("各乡镇", "县医院")
    assert found.lead_unit_ids == (one.id,)
    assert found.unit_ids == (one.id, two.id)
    assert found.cooperate_names == ("县医院", "疾控中心")
    assert found.contact_names == ("赵六",)
    assert found.owner_names == (
        ("各乡镇", "lead"),
        ("县医院", "lead"),
        ("县医院", "responsible"),
        ("疾控中心", "cooperate"),
    )
    with ledger.read() as session:
        values = session.field_values(TaskQuery(JUNE), "owners").values
        assert {one.value for one in values} == {"各乡镇", "县医院", "疾控中心"}, "each once, as it is printed"
        other = TaskQuery(JUNE, (Condition("owners", "any_of", ("疾控中心",)),))
        assert session.task_ids(other) == [1]


def test_without_a_lead_the_first_responsible_unit_leads(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        units = work.of(Unit).add_all([Unit(0, f"u{n}", f"第{n}卫生院") for n in (1, 2, 3)])
        task = a_task(work)
        work.of(TaskOwner).add_all([TaskOwner(0, task.id, "responsible", u.id, u.name, 9 - u.id) for u in units[:2]])
        work.of(TaskOwner).add(TaskOwner(0, task.id, "cooperate", units[2].id, "配合"))
    found = facts_of(ledger)
    assert (found.lead_unit_ids, found.lead_names) == ((2,), ("第2卫生院",))
    assert found.cooperate_names == ("第1卫生院", "第3卫生院")
    with ledger.read() as session:
        (row,) = session.task_rows([1], JUNE)
    assert (row.lead_names, row.other_owners) == (found.lead_names, found.cooperate_names)


def test_a_leader_is_whoever_held_the_post_at_the_cutoff(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        post = work.of(Post).add(Post(0, None, "副局长", "leader"))
        old, new = work.of(Person).add_all([Person(0, "钱七"), Person(0, "孙八")])
        work.of(PostHolder).add(PostHolder(0, post.id, old.id, None, day(5, 31)))
        work.of(PostHolder).add(PostHolder(0, post.id, new.id, day(6, 1)))
        task = a_task(work)
        work.of(TaskLeader).add(TaskLeader(0, task.id, post.id, raw="分管领导"))
        work.of(TaskLeader).add(TaskLeader(0, task.id, raw="周局长"))
    assert facts_of(ledger).leader_names == ("孙八", "周局长")
    assert facts_of(ledger, day(5, 1)).leader_names == ("钱七", "周局长")


def test_counts_leave_out_what_is_in_the_bin_or_later(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        used, binned = work.of(Evidence).add_all(
            [Evidence(0, "v1", "照片"), Evidence(0, "v2", "旧照", removed_at="2024-06-01")]
        )
        work.of(TaskEvidence).add_all([TaskEvidence(0, task.id, v.id, n) for n, v in enumerate((used, binned), 1)])
        work.of(ExpectedEvidence).add_all(
            [ExpectedEvidence(0, task.id, "照片", evidence_id=v) for v in (used.id, binned.id, None)]
        )
        for number, issued in enumerate((day(6, 1), day(7, 1))):
            slip = work.of(Slip).add(Slip(0, f"s{number}", f"{number}", "blue", None, issued))
            work.of(SlipTask).add(SlipTask(0, slip.id, task.id))
    found = facts_of(ledger)
    assert (found.evidence_count, found.expected_count, found.missing_count, found.slip_count) == (1, 3, 2, 1)


def test_milestones_and_turns(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, kind="recurring")
        work.of(Milestone).add_all(
            [Milestone(0, task.id, 1, "中", due=day(6), percent=40.0), Milestone(0, task.id, 2, "无日期")]
        )
        work.of(Occurrence).add_all(
            [
                Occurrence(0, task.id, None, "2024-05", day(5, 31), "done", day(7, 1)),
                Occurrence(0, task.id, None, "2024-06", day(6, 30)),
                Occurrence(0, task.id, None, "2024-04", day(4, 30), "skipped"),
            ]
        )
    found = facts_of(ledger)
    assert found.milestones == ((day(6), 40.0),)
    assert (found.occurrence_count, found.next_occurrence_due) == (3, day(5, 31))
    assert facts_of(ledger, day(7, 2)).next_occurrence_due == day(6, 30)


@pytest.mark.parametrize("chosen", [None, [5, 2, 99, 3], []])
def test_facts_come_by_plan_ordinal_and_id(ledger: SqliteLedger, chosen: list[int] | None) -> None:
    with ledger.write() as work:
        plans = work.of(Plan).add_all([Plan(0, "p1", "甲计划", 2024), Plan(0, "p2", "乙计划", 2023)])
        for number, (plan, ordinal) in enumerate([(1, 2), (0, 5), (0, 1), (None, 0), (0, 1)]):
            plan_id = plans[plan].id if plan is not None else None
            work.of(Task).add(Task(0, f"t{number}", f"c{number}", "任务", plan_id=plan_id, ordinal=ordinal))
    with ledger.read() as session:
        found = list(session.facts(JUNE, task_ids=chosen))
    order = [3, 5, 2, 1, 4]
    assert [one.id for one in found] == [i for i in order if chosen is None or i in chosen]
    assert all(one.plan_year == {1: 2024, 2: 2023, None: None}[one.plan_id] for one in found)
