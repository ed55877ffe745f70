"""A new issue of a plan some of whose items were merged into one task, or split into several, at the import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan_revision import REAL_CHANGES, Change
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Target, Task, TaskOwner, TaskSource
from ledger_app.intake.proposal import ProposedItem, ProposedPlan
from ledger_app.intake.restructure import merged
from ledger_app.services import progress, tasks
from ledger_app.services.import_decisions import ImportDecisions, MadeItem
from ledger_app.services.import_plan import import_plan
from ledger_app.services.import_summary import ImportSummary
from ledger_app.services.progress import Report
from ledger_app.services.revision_reading import usual_revisions
from tests.builders import a_deadline, a_plan, a_proposal, a_target, a_unit, an_item, an_owner

ONE = an_item(
    "建设胸痛中心",
    "1.",
    text="1.建设胸痛中心。配置急救设备并组织全员培训，按月通报运行情况。",
    owners=(an_owner("县医院", "lead"),),
    deadlines=(a_deadline("6月底前", "2024-06-30"),),
    targets=(a_target("不低于95%"),),
)
TWO = an_item(
    "规范家庭医生签约",
    "2.",
    text="2.规范家庭医生签约。覆盖全部重点人群，履约情况每季度抽查一次。",
    owners=(an_owner("县中医院", "lead"),),
    deadlines=(a_deadline("10月底前", "2024-10-31"),),
    targets=(a_target("达到80%", value=80),),
)
THREE = an_item("提升院前急救能力", "3.", text="3.提升院前急救能力。新增急救站点，缩短平均反应时间。")

Bring = Callable[..., ImportSummary]


@pytest.fixture
def bring(ledger: SqliteLedger) -> Bring:
    """Return a function that imports a new issue of a plan whose first two items are one task, the third is two."""

    def import_it(plan: ProposedPlan, takes: frozenset[Change] | None = None, **decided: Any) -> ImportSummary:  # noqa: ANN401
        proposal = a_proposal(plan)
        with ledger.write() as work:
            revisions = usual_revisions(work, proposal)
            for number, one in revisions.items():
                chosen = dict.fromkeys(one.takes, takes) if takes is not None else one.takes
                revisions[number] = replace(one, takes=chosen, **decided)
            return import_plan(work, proposal, None, ImportDecisions(revisions=revisions))

    parts = [
        replace(THREE, key=f"{THREE.key}-{no}", no=f"3.-{no}", title=f"第{no}步", text=f"第{no}步") for no in (1, 2)
    ]
    made = (MadeItem(merged([ONE, TWO]), (ONE.key, TWO.key)), *(MadeItem(part, (THREE.key,)) for part in parts))
    with ledger.write() as work:
        a_unit(work, "县医院")
        a_unit(work, "县中医院")
        a_unit(work, "县疾控中心")
        first = a_proposal(a_plan(ONE, TWO, THREE, title="2024年要点"))
        import_plan(work, first, None, ImportDecisions(accepted=frozenset(), made=made))
        progress.file_entry(work, 1, "2024-06", Report("已完成一半", 50))
    return import_it


def issue(*items: ProposedItem) -> ProposedPlan:
    return a_plan(*items, title="2024年要点（修订）", doc_number="卫发〔2024〕9号")


def rows(ledger: SqliteLedger, entity: type, task_id: int = 1) -> list[Any]:
    with ledger.read() as session:
        return session.of(entity).find(task_id=task_id)


def task(ledger: SqliteLedger, task_id: int = 1) -> Task:
    with ledger.read() as session:
        found = session.of(Task).get(task_id)
    assert found is not None
    return found


def dues(ledger: SqliteLedger) -> list[dt.date | None]:
    return sorted(one.current_due for one in rows(ledger, Deadline))


def test_a_joined_task_takes_one_items_change_and_keeps_what_the_other_says(ledger: SqliteLedger, bring: Bring) -> None:
    new = replace(
        ONE,
        text="1.建设胸痛中心。配置急救设备并组织全员培训，按季通报运行情况，年底前通过省级认证。",
        owners=(an_owner("县疾控中心", "lead"),),
        deadlines=(a_deadline("9月底前", "2024-09-30"),),
        targets=(a_target("不低于98%", value=98),),
    )
    summary = bring(issue(new, TWO, THREE))
    assert summary.tasks == ()
    assert summary.revisions[0].left == (), "nobody changed the task: it follows the paper"
    held = task(ledger)
    assert held.content == f"{new.text}\n{TWO.text}"
    assert held.title == ONE.title
    assert dues(ledger) == [dt.date(2024, 9, 30), dt.date(2024, 10, 31)]
    assert {one.raw for one in rows(ledger, TaskOwner)} == {"县疾控中心", "县中医院"}
    assert {one.raw for one in rows(ledger, Target)} == {"不低于98%", "达到80%"}
    assert [entry.percent for entry in rows(ledger, ProgressEntry)] == [50]
    quotes = [one.quote for one in rows(ledger, TaskSource) if one.plan_item_id in (4, 5)]
    assert quotes == [new.text, TWO.text]


def test_changes_of_both_items_come_together(ledger: SqliteLedger, bring: Bring) -> None:
    one = replace(ONE, deadlines=(a_deadline("7月底前", "2024-07-31"),))
    two = replace(TWO, deadlines=(a_deadline("11月底前", "2024-11-30"),))
    bring(issue(one, two, THREE))
    assert dues(ledger) == [dt.date(2024, 7, 31), dt.date(2024, 11, 30)]


def test_what_a_person_changed_in_a_joined_task_is_left(ledger: SqliteLedger, bring: Bring) -> None:
    with ledger.write() as work:
        tasks.edit(work, 1, 1, {"title": "两件事一起办"})
    new = replace(ONE, text=ONE.text.replace("按月", "按季"), deadlines=(a_deadline("9月底前", "2024-09-30"),))
    summary = bring(issue(new, TWO, THREE))
    assert task(ledger).title == "两件事一起办"
    assert dues(ledger) == [dt.date(2024, 9, 30), dt.date(2024, 10, 31)]
    assert [one.changes for one in summary.revisions[0].left] == [(Change.WORDING,)]
    bring(issue(replace(new, text=new.text.replace("全员", "骨干")), TWO, THREE), takes=REAL_CHANGES)
    assert "骨干" in task(ledger).content
    assert TWO.text in task(ledger).content


def test_a_joined_task_is_called_off_only_with_the_last_of_its_items(ledger: SqliteLedger, bring: Bring) -> None:
    summary = bring(issue(ONE, THREE), cancels=frozenset({2}))
    assert task(ledger).standing == "active"
    assert [one.is_cancelled for one in summary.revisions[0].withdrawn] == [False]
    assert task(ledger).content == ONE.text
    assert dues(ledger) == [dt.date(2024, 6, 30)]
    assert [one.raw for one in rows(ledger, Target)] == ["不低于95%"]


def test_a_withdrawn_part_that_is_not_called_off_stays(ledger: SqliteLedger, bring: Bring) -> None:
    bring(issue(replace(ONE, deadlines=(a_deadline("9月底前", "2024-09-30"),)), THREE))
    assert TWO.text in task(ledger).content
    assert dues(ledger) == [dt.date(2024, 9, 30), dt.date(2024, 10, 31)]


def test_a_joined_task_whose_items_are_all_withdrawn_is_called_off(ledger: SqliteLedger, bring: Bring) -> None:
    bring(issue(THREE), cancels=frozenset({1, 2}))
    assert task(ledger).standing == "cancelled"


def test_the_parts_of_a_split_item_are_called_off_together_and_never_reworded(
    ledger: SqliteLedger, bring: Bring
) -> None:
    reworded = replace(THREE, text="3.提升院前急救能力。新增急救站点四个，缩短平均反应时间。")
    bring(issue(ONE, TWO, reworded), takes=REAL_CHANGES)
    assert [task(ledger, number).content for number in (2, 3)] == ["第1步", "第2步"]
    again = a_plan(ONE, TWO, title="2024年要点（修订）", doc_number="卫发〔2024〕10号")
    bring(again, cancels=frozenset({6}))
    assert [task(ledger, number).standing for number in (2, 3)] == ["cancelled", "cancelled"]


def test_one_undo_takes_the_new_issue_of_a_joined_task_back(ledger: SqliteLedger, bring: Bring) -> None:
    before = task(ledger), dues(ledger), rows(ledger, TaskSource)
    bring(issue(replace(ONE, deadlines=(a_deadline("9月底前", "2024-09-30"),)), TWO, THREE))
    ledger.undo()
    assert (task(ledger), dues(ledger), rows(ledger, TaskSource)) == before
