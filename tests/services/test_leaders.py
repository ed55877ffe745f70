"""分管 and 联系: by which leader a unit is looked after, and the leader its tasks get by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Task, TaskLeader
from ledger_app.domain.unit import Post, Unit, UnitLeader
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import leaders, owners, parts, posts, settings, tasks, unit_succession
from ledger_app.services.import_plan import import_plan
from ledger_app.services.owners import OwnerChoice
from ledger_app.services.parts import NewPart
from ledger_app.services.tasks import NewTask
from tests.builders import TODAY, a_plan, a_proposal, a_task, a_unit, an_item, an_owner

JULY = dt.date(2024, 7, 1)


def a_leader(work: UnitOfWork, title: str) -> Post:
    posts.add_post(work, title, "leader")
    return work.of(Post).find(title=title)[0]


@pytest.fixture
def led(ledger: SqliteLedger) -> tuple[Post, Post, Unit, Unit]:
    with ledger.write() as work:
        one, two = a_leader(work, "副局长甲"), a_leader(work, "副局长乙")
        hospital, centre = a_unit(work, "县医院"), a_unit(work, "县疾控中心")
        leaders.set_duties(work, one.id, [hospital.id, centre.id], [], JULY)
    return one, two, hospital, centre


def test_a_unit_has_one_leader_in_charge_who_gives_way_on_a_day(
    ledger: SqliteLedger, led: tuple[Post, Post, Unit, Unit]
) -> None:
    one, two, hospital, centre = led
    with ledger.write() as work:
        leaders.set_duties(work, two.id, [hospital.id], [centre.id], dt.date(2024, 8, 1))
    with ledger.read() as session:
        for day, unit, expected in (
            (dt.date(2024, 1, 1), hospital, one),
            (dt.date(2024, 7, 31), hospital, one),
            (dt.date(2024, 8, 1), hospital, two),
            (dt.date(2024, 8, 1), centre, one),
        ):
            assert leaders.default_leader(session, unit.id, day) == expected, day
        assert [one.duty for one in leaders.duties_on(session, dt.date(2024, 8, 1))].count("contact") == 1
    ledger.undo()
    with ledger.read() as session:
        assert leaders.default_leader(session, hospital.id, dt.date(2024, 8, 1)) == one


def test_only_leaders_look_after_units(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        posts.add_post(work, "院长", "head", unit.id)
        post = work.of(Post).find()[0]
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        leaders.set_duties(work, post.id, [unit.id], [], JULY)
    assert caught.value.code == "SVC-304"


def test_open_tasks_without_a_leader_get_the_one_in_charge_of_their_lead_unit(
    ledger: SqliteLedger, led: tuple[Post, Post, Unit, Unit]
) -> None:
    one, two, hospital, _centre = led
    with ledger.write() as work:
        mine, named, other = (a_task(work, title) for title in ("甲", "乙", "丙"))
        owners.assign(work, [mine.id, named.id], hospital.id, "lead")
        owners.assign(work, [other.id], hospital.id, "cooperate")
        owners.set_leader(work, [named.id], post_id=two.id)
        assert [entry.task_id for entry in leaders.missing_leaders(work, TODAY)] == [mine.id]
        leaders.fill_leaders(work)
        assert {row.task_id: row.post_id for row in work.of(TaskLeader).find()} == {mine.id: one.id, named.id: two.id}
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        leaders.fill_leaders(work)
    assert caught.value.code == "SVC-305"


def test_a_unit_that_is_joined_takes_its_leader_along(ledger: SqliteLedger, led: tuple[Post, Post, Unit, Unit]) -> None:
    one, _two, hospital, centre = led
    with ledger.write() as work:
        clinic = a_unit(work, "门诊部")
        unit_succession.merge(work, centre.id, clinic.id)
        unit_succession.merge(work, hospital.id, clinic.id)
        (duty,) = work.of(UnitLeader).find()
        assert (duty.unit_id, duty.post_id) == (clinic.id, one.id)


def leaders_of(work: UnitOfWork, task_id: int) -> list[tuple[str, bool]]:
    return [(row.raw, bool(row.reason)) for row in work.of(TaskLeader).find(task_id=task_id)]


def test_a_new_task_gets_the_leader_in_charge_with_the_reason_and_one_undo_takes_both(
    ledger: SqliteLedger, led: tuple[Post, Post, Unit, Unit]
) -> None:
    _one, _two, hospital, centre = led
    with ledger.write() as work:
        created = tasks.create(work, NewTask("改造发热门诊", lead_unit_ids=(hospital.id,)))
        (task,) = created.tasks
        (leader,) = work.of(TaskLeader).find(task_id=task.id)
    assert leader.reason == "文件没有写明牵头领导，按分管关系读出：县医院由副局长甲分管"
    ledger.undo()
    with ledger.write() as work:
        assert (work.of(Task).count(), work.of(TaskLeader).count()) == (0, 0)
        named = tasks.create(work, NewTask("乙", lead_unit_ids=(hospital.id,), leader="副局长乙")).tasks[0]
        helping = tasks.create(work, NewTask("丙", cooperate_unit_ids=(hospital.id,))).tasks[0]
        two = tasks.create(work, NewTask("丁", lead_unit_ids=(a_unit(work, "新院").id, centre.id))).tasks[0]
        assert leaders_of(work, named.id) == [("副局长乙", False)], "what was said counts"
        assert leaders_of(work, helping.id) == []
        assert leaders_of(work, two.id) == [("副局长甲", True)], "the first that has a leader in charge"
        owners.set_leader(work, [two.id], "副局长乙")
        assert leaders_of(work, two.id) == [("副局长乙", False)], "changed by hand there is no reason any more"


def test_a_setting_leaves_new_tasks_without_a_leader(ledger: SqliteLedger, led: tuple[Post, Post, Unit, Unit]) -> None:
    _one, _two, hospital, _centre = led
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), names_leaders=False))
        task = tasks.create(work, NewTask("改造发热门诊", lead_unit_ids=(hospital.id,))).tasks[0]
        assert leaders_of(work, task.id) == []


def test_imported_tasks_and_parts_get_the_leader_in_charge(
    ledger: SqliteLedger, led: tuple[Post, Post, Unit, Unit]
) -> None:
    _one, _two, _hospital, centre = led
    items = [
        an_item("改造门诊", "1.", owners=(an_owner("县医院", "lead"),)),
        an_item("开展监测", "2.", owners=(an_owner("某某院", "lead"),)),
    ]
    proposal = a_proposal(a_plan(*items))
    with ledger.write() as work:
        import_plan(work, proposal, None)
        (first, second) = work.of(Task).find()
        assert leaders_of(work, first.id) == [("副局长甲", True)]
        assert leaders_of(work, second.id) == []
        part = parts.split(work, second.id, [NewPart("一", owners=(OwnerChoice("lead", centre.id),)), "二"]).tasks[0]
        assert leaders_of(work, part.id) == [("副局长甲", True)]
