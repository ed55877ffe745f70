from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.lights import Light, judge
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.services import closing
from ledger_app.services.closing import StepTaken
from tests.builders import TODAY, a_task

Verb = Callable[..., ChangeSet]
SAID = StepTaken("赵明", "同意", checklist={"目标已达到": True})


def walk(ledger: SqliteLedger, *verbs: Verb) -> Task:
    with ledger.write() as work:
        task = a_task(work)
    for verb in verbs:
        with ledger.write() as work:
            verb(work, task.id, SAID)
    return task


def light_of(ledger: SqliteLedger, task: Task) -> Light:
    with ledger.read() as session:
        (facts,) = session.facts(TODAY, task_ids=[task.id])
        return judge(facts, TODAY, session.settings()).light


def test_the_way_to_being_struck_off(ledger: SqliteLedger) -> None:
    task = walk(ledger, closing.ask, closing.check)
    assert light_of(ledger, task) is Light.DONE_PENDING
    with ledger.write() as work:
        closing.approve(work, task.id, SAID)
    assert light_of(ledger, task) is Light.CLOSED
    with ledger.read() as session:
        steps = session.of(Closing).find()
    assert [(step.step, step.by_name, step.opinion, step.on_date) for step in steps] == [
        (step, "赵明", "同意", TODAY) for step in ("asked", "checked", "approved")
    ]
    assert json.loads(steps[0].checklist) == {"目标已达到": True}


def test_a_step_is_taken_for_many_in_one_operation(ledger: SqliteLedger) -> None:
    asked = walk(ledger, closing.ask)
    with ledger.write() as work:
        fresh = a_task(work, title="另一项")
    ids = [asked.id, fresh.id]
    with ledger.read() as session:
        assert closing.ready_for(session, ids, "asked") == [fresh.id]
        assert closing.ready_for(session, ids, "approved") == [asked.id]
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        closing.take_for_many(work, ids, "approved", SAID)
    assert caught.value.code == "SVC-047"
    with ledger.read() as session:
        assert session.of(Closing).count(step="approved") == 0, "all or none"
    with ledger.write() as work:
        closing.take_for_many(work, [fresh.id], "asked", SAID)
    with ledger.write() as work:
        closing.take_for_many(work, ids, "approved", SAID)
    assert [light_of(ledger, one) for one in (asked, fresh)] == [Light.CLOSED, Light.CLOSED]
    with ledger.read() as session:
        steps = session.of(Closing).find(step="approved")
    assert [json.loads(one.checklist)["没有未办结的督办单"] for one in steps] == [True, True], "known of each task"
    assert ledger.undo().name == "撤销：2 项任务批准销号"
    assert [light_of(ledger, one) for one in (asked, fresh)] == [Light.DONE_PENDING, Light.DONE_PENDING]


def test_no_task_takes_no_step(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        closing.take_for_many(work, [], "asked", SAID)
    assert caught.value.code == "SVC-005"


@pytest.mark.parametrize(
    ("before", "verb"),
    [
        ((), closing.check),
        ((), closing.approve),
        ((), closing.send_back),
        ((), closing.reopen),
        ((closing.ask,), closing.ask),
        ((closing.ask,), closing.reopen),
        ((closing.ask, closing.approve), closing.ask),
        ((closing.ask, closing.approve), closing.approve),
        ((closing.ask, closing.send_back), closing.approve),
    ],
)
def test_steps_out_of_order_are_refused(before: tuple[Verb, ...], verb: Verb, ledger: SqliteLedger) -> None:
    task = walk(ledger, *before)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        verb(work, task.id, SAID)
    assert caught.value.code == "SVC-047"


@pytest.mark.parametrize("before", [(closing.ask,), (closing.ask, closing.check)])
def test_what_was_sent_back_is_work_again_until_asked_anew(before: tuple[Verb, ...], ledger: SqliteLedger) -> None:
    task = walk(ledger, *before, closing.send_back)
    assert light_of(ledger, task) not in {Light.CLOSED, Light.DONE_PENDING}
    with ledger.write() as work:
        closing.ask(work, task.id, SAID)
    assert light_of(ledger, task) is Light.DONE_PENDING


def test_a_task_opened_again_is_not_done(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        closing.ask(work, task.id, SAID, completed_on=dt.date(2024, 7, 1))
        closing.approve(work, task.id, SAID)
        assert work.of(Task).get(task.id).completed_on == dt.date(2024, 7, 1)  # type: ignore[union-attr]
    with ledger.write() as work:
        closing.reopen(work, task.id, SAID)
        assert work.of(Task).get(task.id).completed_on is None  # type: ignore[union-attr]
    assert light_of(ledger, task) not in {Light.CLOSED, Light.DONE_PENDING}


@pytest.mark.parametrize(
    ("before", "verb"), [((closing.ask,), closing.send_back), ((closing.ask, closing.approve), closing.reopen)]
)
def test_going_back_needs_a_reason(before: tuple[Verb, ...], verb: Verb, ledger: SqliteLedger) -> None:
    task = walk(ledger, *before)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        verb(work, task.id, StepTaken("赵明"))
    assert caught.value.code == "SVC-041"


@pytest.mark.parametrize(("on", "code"), [(TODAY + dt.timedelta(days=1), "SVC-024"), (dt.date(2024, 7, 4), "SVC-028")])
def test_a_step_is_neither_ahead_of_time_nor_before_the_last(on: dt.date, code: str, ledger: SqliteLedger) -> None:
    task = walk(ledger, closing.ask)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        closing.approve(work, task.id, StepTaken(on_date=on))
    assert caught.value.code == code
