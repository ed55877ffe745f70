"""Milestones, sources, checks, persons, dates added and removed: the small verbs around one task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.supervision import Slip, SlipTask, Verification
from ledger_app.domain.task import Deadline, Milestone, Occurrence, TaskLeader, TaskOwner, TaskSource
from ledger_app.domain.unit import Person, Post
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import (
    closing,
    deadlines,
    milestones,
    owners,
    progress,
    settings,
    sources,
    tasks,
    turns,
    verifications,
)
from ledger_app.services.milestones import Step
from ledger_app.services.owners import OwnerChoice
from ledger_app.services.progress import Report
from ledger_app.services.sources import Origin
from ledger_app.services.verifications import Found
from tests.builders import TODAY, a_task, a_unit


def code_of(ledger: SqliteLedger, act: Callable[[UnitOfWork], object]) -> str:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        act(work)
    return caught.value.code


def test_milestones_stand_by_day_and_are_ticked_off(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        milestones.add(work, task.id, Step("主体封顶", dt.date(2024, 9, 30), 60))
        milestones.add(work, task.id, Step("完成选址", dt.date(2024, 3, 31), 20))
        milestones.add(work, task.id, Step("投入使用"))
    with ledger.read() as session:
        rows = sorted(session.of(Milestone).find(), key=lambda one: one.ordinal)
    assert [one.title for one in rows] == ["完成选址", "主体封顶", "投入使用"]
    with ledger.write() as work:
        milestones.change(work, rows[0].id, Step("选址批复", dt.date(2024, 10, 31), 70))
        milestones.finish(work, rows[1].id, TODAY)
        milestones.remove(work, rows[2].id)
    with ledger.read() as session:
        rows = sorted(session.of(Milestone).find(), key=lambda one: one.ordinal)
    assert [(one.title, one.done_on) for one in rows] == [("主体封顶", TODAY), ("选址批复", None)]
    assert code_of(ledger, lambda work: milestones.finish(work, rows[0].id, dt.date(2024, 7, 6))) == "SVC-024"
    assert code_of(ledger, lambda work: milestones.add(work, task.id, Step(" "))) == "SVC-020"
    assert code_of(ledger, lambda work: milestones.change(work, rows[0].id, Step("甲", percent=101))) == "SVC-021"


def test_a_task_may_have_several_sources(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        plan = work.of(Plan).add(Plan(0, "p", "2024年工作要点", 2024))
        item = work.of(PlanItem).add(PlanItem(0, "i", plan.id, 1, "1.", (), "建设胸痛中心", "task", "1.建设胸痛中心。"))
        sources.add(work, task.id, Origin(item.id))
        sources.add(work, task.id, Origin(kind="meeting", ref="第5次局务会", quote="年内建成"))
    with ledger.read() as session:
        rows = session.of(TaskSource).find(task_id=task.id)
        assert [one.quote for one in rows] == ["1.建设胸痛中心。", "年内建成"]
        assert [one.item.id for one in sources.offer_items(session, "胸痛 要点")] == [item.id]
        assert sources.offer_items(session, "卒中") == []
    assert code_of(ledger, lambda work: sources.add(work, task.id, Origin(item.id))) == "SVC-174"
    assert code_of(ledger, lambda work: sources.add(work, task.id, Origin(kind="meeting"))) == "SVC-173"
    with ledger.write() as work:
        sources.remove(work, rows[0].id)
    with ledger.read() as session:
        assert [one.id for one in session.of(TaskSource).find(task_id=task.id)] == [rows[1].id]


def test_a_check_stands_beside_the_report(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        progress.file_entry(work, task.id, "2024-06", Report("已完成 8 个", 80))
        verifications.record(work, task.id, Found("doubtful", "赵某", "实地核查", percent=50, note="只见到 5 个"))
    with ledger.read() as session:
        (row,) = session.of(Verification).find()
        assert (row.on_date, row.percent, row.result) == (TODAY, 50, "doubtful")
        (facts,) = session.facts(TODAY)
        assert (facts.percent, facts.verdict) == (80, "存疑"), "what was reported is not touched"
    assert code_of(ledger, lambda work: verifications.record(work, task.id, Found("refuted", "赵某"))) == "SVC-172"
    assert code_of(ledger, lambda work: verifications.record(work, task.id, Found("confirmed", ""))) == "SVC-020"
    later = Found("confirmed", "赵某", on_date=dt.date(2024, 7, 6))
    assert code_of(ledger, lambda work: verifications.record(work, task.id, later)) == "SVC-024"
    with ledger.write() as work:
        verifications.remove(work, row.id)
    with ledger.read() as session:
        assert session.of(Verification).count() == 0


def test_a_post_answers_for_a_task_and_stays_when_owners_change(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit, other = a_unit(work), a_unit(work, "县中医院")
        task = a_task(work, lead_unit_ids=(unit.id,))
        post = work.of(Post).add(Post(0, unit.id, "院长", "head"))
        foreign = work.of(Post).add(Post(0, other.id, "院长", "head"))
        (owner,) = work.of(TaskOwner).find(task_id=task.id)
        owners.name_person(work, owner.id, post_id=post.id)
    with ledger.write() as work:
        owners.set_owners(work, task.id, [OwnerChoice("cooperate", other.id), OwnerChoice("lead", unit.id)])
    with ledger.read() as session:
        kept = session.of(TaskOwner).find(unit_id=unit.id)[0]
        assert (kept.id, kept.post_id, kept.ordinal) == (owner.id, post.id, 2)
    assert code_of(ledger, lambda work: owners.name_person(work, owner.id, post_id=foreign.id)) == "SVC-176"
    with ledger.write() as work:
        person = work.of(Person).add(Person(0, "李强"))
        owners.name_person(work, owner.id, person_id=person.id)
        changed = work.of(TaskOwner).get(owner.id)
        assert changed is not None
        assert (changed.post_id, changed.person_id) == (None, person.id)


def test_a_leader_is_named_by_post_or_by_words(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        post = work.of(Post).add(Post(0, None, "分管副局长", "leader"))
        owners.set_leader(work, [task.id], "张局长")
        owners.set_leader(work, [task.id], "分管副局长")
    with ledger.read() as session:
        (leader,) = session.of(TaskLeader).find()
        assert (leader.post_id, leader.raw) == (post.id, "分管副局长")
    with ledger.write() as work:
        owners.set_leader(work, [task.id], "张局长")
        assert [(one.post_id, one.raw) for one in work.of(TaskLeader).find()] == [(None, "张局长")]
        owners.set_leader(work, [task.id], post_id=post.id)
        assert [one.post_id for one in work.of(TaskLeader).find()] == [post.id]
        owners.set_leader(work, [task.id])
        assert work.of(TaskLeader).count() == 0


def test_dates_are_added_and_removed_and_one_is_always_judged_by(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=dt.date(2024, 6, 30))
        deadlines.add(work, task.id, dt.date(2024, 12, 31), "年底前投入使用")
        turns.set_rhythm(work, task.id, turns.Rhythm("month"))
        first = work.of(Deadline).find(is_primary=True)[0]
    with ledger.write() as work:
        deadlines.remove(work, first.id)
    with ledger.read() as session:
        (judged,) = session.of(Deadline).find(is_primary=True)
        assert judged.raw == "年底前投入使用"
        recurring = session.of(Deadline).find(kind="recurring")[0]
        assert session.of(Occurrence).count(deadline_id=recurring.id) > 0
    with ledger.write() as work:
        deadlines.remove(work, recurring.id)
        assert work.of(Occurrence).count() == 0, "turns go with their rule"


def test_no_change_is_taken_only_so_often_running(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        for month in ("2024-03", "2024-04", "2024-05"):
            progress.no_change(work, [task.id], month)
    assert code_of(ledger, lambda work: progress.no_change(work, [task.id], "2024-06")) == "SVC-175"
    with ledger.write() as work:
        progress.file_entry(work, task.id, "2024-06", Report("有进展"))
        progress.no_change(work, [task.id], "2024-07")
        settings.change(work, work.settings())


def test_what_the_ledger_knows_of_the_conditions_is_told(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        work.of(ExpectedEvidence).add(ExpectedEvidence(0, task.id, name="验收报告"))
        slip = work.of(Slip).add(Slip(0, "s", "卫督〔2024〕1号", "blue", None, TODAY))
        work.of(SlipTask).add(SlipTask(0, slip.id, task.id))
        progress.file_entry(work, task.id, "2024-06", Report("完成 9 个", 90))
    with ledger.read() as session:
        known = closing.known_conditions(session, task.id)
    assert {name: one.holds for name, one in known.items()} == {
        closing.TARGET_MET: False,
        closing.EVIDENCE_THERE: False,
        closing.NO_OPEN_SLIP: False,
    }
    assert "验收报告" in known[closing.EVIDENCE_THERE].why
    assert "卫督〔2024〕1号" in known[closing.NO_OPEN_SLIP].why


def test_a_reason_for_taking_up_again_is_kept_in_the_journal(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        tasks.suspend(work, [task.id], "等批复")
    with ledger.write() as work:
        tasks.resume(work, [task.id], "批复已到")
    assert ledger.operations()[0].name == "恢复 0-01：批复已到"
