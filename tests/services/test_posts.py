"""Posts outlive people: one act hands a post over, and its tasks go with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import TaskOwner
from ledger_app.domain.unit import Person, Post, PostHolder
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import owners, posts
from ledger_app.services.posts import PersonChoice
from tests.builders import a_task, a_unit

JULY = dt.date(2024, 7, 1)


def a_post(work: UnitOfWork, title: str = "院长", person: str = "李强") -> Post:
    unit = a_unit(work)
    posts.add_post(work, title, "head", unit.id, PersonChoice(person, "13800000001") if person else None)
    return work.of(Post).find(title=title)[0]


def held(work: UnitOfWork, post: Post, day: dt.date) -> str:
    person = posts.present_holder(work, post.id, day)
    return person.name if person else ""


def test_one_act_hands_a_post_over_and_one_undo_takes_it_back(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        post = a_post(work)
        task = a_task(work)
        work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", post.unit_id, "县人民医院"))
        owners.name_person(work, work.of(TaskOwner).find()[0].id, post_id=post.id)
    with ledger.write() as work:
        posts.appoint(work, post.id, PersonChoice("王明", "13800000002"), JULY)
    with ledger.write() as work:
        assert held(work, post, dt.date(2024, 6, 30)) == "李强"
        assert held(work, post, JULY) == "王明"
        assert work.of(TaskOwner).find()[0].post_id == post.id
    ledger.undo()
    with ledger.write() as work:
        assert held(work, post, JULY) == "李强"
        assert [person.name for person in work.of(Person).find()] == ["李强"]


def test_nobody_takes_over_before_the_present_holder_began(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        post = a_post(work)
        posts.appoint(work, post.id, PersonChoice("王明"), JULY)
    for name, day, code in (("张三", JULY, "SVC-302"), ("王明", dt.date(2024, 8, 1), "SVC-306")):
        with pytest.raises(RejectedError) as caught, ledger.write() as work:
            posts.appoint(work, post.id, PersonChoice(name), day)
        assert caught.value.code == code
    with ledger.read() as session:
        assert session.of(Person).count(name="张三") == 0


def test_an_ended_post_is_vacant_and_can_be_taken_again(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        post = a_post(work)
        (holding,) = work.of(PostHolder).find(post_id=post.id)
        posts.end_holding(work, holding.id, dt.date(2024, 5, 31))
        assert held(work, post, dt.date(2024, 6, 15)) == ""
        posts.appoint(work, post.id, PersonChoice("王明"), JULY)
        assert work.of(PostHolder).get(holding.id) == replace(holding, to_date=dt.date(2024, 5, 31))


def test_a_post_is_there_once_and_stays_while_tasks_need_it(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        post = a_post(work)
        task = a_task(work)
        owner = work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", post.unit_id, "县人民医院"))
        owners.name_person(work, owner.id, post_id=post.id)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        posts.remove_post(work, post.id)
    assert caught.value.code == "SVC-300"
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        posts.add_post(work, " 院 长", "head", post.unit_id)
    assert caught.value.code == "SVC-301"


def test_people_of_one_name_are_told_apart_by_telephone(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        first = posts.known_person(work, "李强")
        assert posts.known_person(work, "李强", "1").id == first.id
        assert posts.known_person(work, "李强", "2").id != first.id
        posts.change_person(work, replace(first, name="李 强", phone="3"))
        assert work.of(Person).get(first.id) == Person(first.id, "李 强", "3")
