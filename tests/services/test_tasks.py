from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.task import Deadline, Target, Task, TaskOwner
from ledger_app.errors import ConflictError, RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing, parts, tasks
from ledger_app.services.closing import StepTaken
from ledger_app.services.tasks import NewTask
from tests.builders import a_task, a_unit


def the_task(ledger: SqliteLedger, code: str = "0-01") -> Task:
    with ledger.read() as session:
        return session.of(Task).find(code=code)[0]


def test_a_task_made_by_hand_has_its_date_and_owners(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        lead, helper = a_unit(work, "县医院"), a_unit(work, "县中医院")
        new = NewTask("急件办理", due=dt.date(2024, 8, 1), lead_unit_ids=(lead.id,), cooperate_unit_ids=(helper.id,))
        created = tasks.create(work, new)
    assert created.tasks[0].code == "0-01"
    assert created.tasks[0].source_kind == "instruction"
    with ledger.read() as session:
        deadline = session.of(Deadline).find()[0]
        owners = [(owner.role, owner.raw) for owner in session.of(TaskOwner).find()]
    assert (deadline.current_due, deadline.is_primary, deadline.raw) == (dt.date(2024, 8, 1), True, "2024-08-01")
    assert owners == [("lead", "县医院"), ("cooperate", "县中医院")]


def test_codes_run_on_and_own_ones_are_taken(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        codes = [a_task(work).code, a_task(work, code="急－1").code, a_task(work).code]
    assert codes == ["0-01", "急-1", "0-02"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewTask(" "), "SVC-020"),
        (NewTask("长" * 201), "SVC-026"),
        (NewTask("x", code="a b"), "SVC-025"),
        (NewTask("x", code="0-01"), "SVC-042"),
        (NewTask("x", start=dt.date(2024, 2, 1), due=dt.date(2024, 1, 1)), "SVC-028"),
        (NewTask("x", lead_unit_ids=(9,)), "SVC-004"),
    ],
)
def test_what_cannot_be_is_refused(new: NewTask, code: str, ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        tasks.create(work, new)
    assert caught.value.code == code
    with ledger.read() as session:
        assert session.of(Task).count() == 1


def test_an_edit_changes_what_was_named_and_says_so(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
    with ledger.write() as work:
        tasks.edit(work, task.id, task.version, {"title": "建好胸痛中心", "section": "能力提升"})
    assert (the_task(ledger).title, the_task(ledger).section) == ("建好胸痛中心", "能力提升")
    assert ledger.operations()[0].name == "修改 0-01 的任务名称、板块"


def test_an_edit_of_something_that_changed_meanwhile_is_refused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
    with ledger.write() as work:
        tasks.edit(work, task.id, task.version, {"title": "先改"})
    with pytest.raises(ConflictError), ledger.write() as work:
        tasks.edit(work, task.id, task.version, {"title": "后改"})
    assert the_task(ledger).title == "先改"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": ""}, "SVC-020"),
        ({"kind": "often"}, "SVC-025"),
        ({"source_kind": "rumour"}, "SVC-025"),
        ({"standing": "cancelled"}, "SVC-025"),
        ({"code": "0-02"}, "SVC-042"),
        ({"code": ""}, "SVC-025"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(values: dict[str, Any], code: str, ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task, _ = a_task(work), a_task(work)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        tasks.edit(work, task.id, task.version, values)
    assert caught.value.code == code


def test_several_tasks_are_edited_at_once(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = [a_task(work).id for _ in range(3)]
        tasks.edit_many(work, ids[:2], {"section": "公共卫生"})
    with ledger.read() as session:
        assert [task.section for task in session.of(Task).find()] == ["公共卫生", "公共卫生", ""]


def test_the_code_is_no_column_to_fill_down(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError), ledger.write() as work:
        tasks.edit_many(work, [a_task(work).id], {"code": "1"})


@pytest.mark.parametrize(("verb", "standing"), [(tasks.suspend, "suspended"), (tasks.cancel, "cancelled")])
def test_putting_aside_needs_a_reason_and_can_be_taken_back(
    verb: Callable[..., ChangeSet], standing: str, ledger: SqliteLedger
) -> None:
    with ledger.write() as work:
        task = a_task(work)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        verb(work, [task.id], " ")
    assert caught.value.code == "SVC-041"
    with ledger.write() as work:
        verb(work, [task.id], "等待上级政策")
    found = the_task(ledger)
    assert (found.standing, found.standing_reason, found.standing_since) == (
        standing,
        "等待上级政策",
        dt.date(2024, 7, 5),
    )
    with ledger.write() as work:
        tasks.resume(work, [task.id])
    assert (the_task(ledger).standing, the_task(ledger).standing_reason) == ("active", "")


def test_the_day_of_completion_cannot_lie_ahead(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        tasks.complete(work, [task.id], dt.date(2024, 7, 1))
    assert the_task(ledger).completed_on == dt.date(2024, 7, 1)
    with pytest.raises(RejectedError), ledger.write() as work:
        tasks.complete(work, [task.id], dt.date(2024, 7, 6))
    with ledger.write() as work:
        tasks.complete(work, [task.id], None)
    assert the_task(ledger).completed_on is None


def test_a_light_set_by_hand_needs_a_reason(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
    for light, reason, code in (("on_track", "", "SVC-041"), ("bright", "因为", "SVC-025")):
        with pytest.raises(RejectedError) as caught, ledger.write() as work:
            tasks.override_light(work, task.id, light, reason)
        assert caught.value.code == code
    with ledger.write() as work:
        tasks.override_light(work, task.id, "on_track", "领导确认")
    assert (the_task(ledger).light_override, the_task(ledger).override_reason) == ("on_track", "领导确认")
    with ledger.write() as work:
        tasks.override_light(work, task.id, None)
    assert (the_task(ledger).light_override, the_task(ledger).override_reason) == (None, "")


def test_a_removed_task_comes_back_whole(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
    with ledger.write() as work:
        tasks.remove(work, [task.id])
    with ledger.read() as session:
        assert (session.of(Task).count(), session.of(Deadline).count()) == (0, 0)
    ledger.undo()
    with ledger.read() as session:
        assert (session.of(Task).count(), session.of(Deadline).count()) == (1, 1)


def test_a_task_that_was_struck_off_stays(ledger: SqliteLedger) -> None:
    def removing(work: UnitOfWork, task: Task) -> object:
        return tasks.remove(work, [task.id])

    def splitting(work: UnitOfWork, task: Task) -> object:
        return parts.split(work, task.id, ["a", "b"])

    with ledger.write() as work:
        task = a_task(work)
        closing.ask(work, task.id, StepTaken())
        closing.approve(work, task.id, StepTaken())
    for act in (removing, splitting):
        with pytest.raises(RejectedError) as caught, ledger.write() as work:
            act(work, task)
        assert caught.value.code == "SVC-040"


def test_acting_on_nothing_is_said(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        tasks.remove(work, [])
    assert caught.value.code == "SVC-005"


def test_the_figure_reached_is_written_beside_the_target(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        target = work.of(Target).add(Target(0, a_task(work).id, 1, "95%以上", ">=", 95, 95, unit="%"))
        tasks.set_target_actual(work, target.id, "96.2%")
    with ledger.read() as session:
        assert session.of(Target).find()[0].actual == "96.2%"
