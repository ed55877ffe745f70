from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.task import Occurrence, Task
from ledger_app.errors import RejectedError
from ledger_app.services import closing, plans
from ledger_app.services.closing import StepTaken
from ledger_app.services.import_plan import import_plan
from tests.builders import TODAY, a_deadline, a_plan, a_proposal, an_item


@pytest.fixture
def planned(ledger: SqliteLedger) -> SqliteLedger:
    """Return a ledger with one plan, whose year is unknown, of two tasks."""
    rhythm = a_deadline("每季度", None, "recurring", every="quarter", times=1)
    plan = a_plan(an_item("甲", deadlines=(rhythm,)), an_item("乙", "2."), plan_year=None)
    with ledger.write() as work:
        import_plan(work, a_proposal(plan), None)
    return ledger


def test_a_plan_is_mended_and_its_year_makes_the_turns(planned: SqliteLedger) -> None:
    with planned.write() as work:
        assert work.of(Occurrence).count() == 0
        plans.edit(work, 1, {"title": "新标题", "plan_year": 2024, "issued": dt.date(2024, 2, 1)})
        found = work.of(Plan).get(1)
        assert work.of(Occurrence).count() == 4
    assert found is not None
    assert (found.title, found.plan_year, found.issued) == ("新标题", 2024, dt.date(2024, 2, 1))
    assert planned.operations()[0].name == "修改计划“2024年卫生健康工作要点”的标题、年度、印发日期"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"title": " "}, "SVC-020"), ({"plan_year": 24}, "SVC-027"), ({"source_name": "x"}, "SVC-025")],
)
def test_what_cannot_be_is_refused(values: dict[str, object], code: str, planned: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught, planned.write() as work:
        plans.edit(work, 1, values)
    assert caught.value.code == code


def test_a_plan_is_archived(planned: SqliteLedger) -> None:
    with planned.write() as work:
        plans.set_status(work, 1, "archived")
        assert work.of(Plan).find(status="archived")
        assert work.of(Task).count(standing="active") == 2


def test_a_withdrawn_plan_calls_its_tasks_off(planned: SqliteLedger) -> None:
    with planned.write() as work:
        plans.withdraw(work, 1, "上级撤回")
        found = [(task.standing, task.standing_reason, task.standing_since) for task in work.of(Task).find()]
    assert found == [("cancelled", "上级撤回", TODAY)] * 2


def test_a_removed_plan_comes_back_whole(planned: SqliteLedger) -> None:
    with planned.write() as work:
        plans.remove(work, 1)
    with planned.read() as session:
        assert (session.of(Plan).count(), session.of(Task).count(), session.of(PlanItem).count()) == (0, 0, 0)
    planned.undo()
    with planned.read() as session:
        assert (session.of(Plan).count(), session.of(Task).count(), session.of(PlanItem).count()) == (1, 2, 2)


def test_a_plan_with_a_task_that_was_struck_off_stays(planned: SqliteLedger) -> None:
    with planned.write() as work:
        closing.ask(work, 1, StepTaken())
        closing.approve(work, 1, StepTaken())
    with pytest.raises(RejectedError) as caught, planned.write() as work:
        plans.remove(work, 1)
    assert caught.value.code == "SVC-040"
