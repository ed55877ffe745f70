"""分管 and 联系: by which leader a unit is looked after, and the leader its tasks get by it."""

from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import TaskLeader
from ledger_app.domain.unit import Post, Unit, UnitLeader
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import leaders, owners, posts, units
from tests.builders import TODAY, a_task, a_unit

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
        units.merge(work, centre.id, clinic.id)
        units.merge(work, hospital.id, clinic.id)
        (duty,) = work.of(UnitLeader).find()
        assert (duty.unit_id, duty.post_id) == (clinic.id, one.id)
