"""A new issue of a plan: tasks keep what hangs on them and take over what the paper changed, as one undoable act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.deadline_rules import REVISION, is_by_revision
from ledger_app.domain.plan import Doubt, Plan, PlanDocument, PlanItem
from ledger_app.domain.plan_revision import Change, LineKind, RevisionLine
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Extension, Occurrence, Target, Task, TaskOwner, TaskSource
from ledger_app.errors import RejectedError
from ledger_app.intake.proposal import ProposedItem, ProposedPlan
from ledger_app.services import closing, deadlines, owners, progress, tasks
from ledger_app.services.closing import StepTaken
from ledger_app.services.import_plan import ImportDecisions, ImportSummary, import_plan
from ledger_app.services.progress import Report
from ledger_app.services.revise_plan import RevisionSummary
from ledger_app.services.revision_reading import (
    PlanRevision,
    choose,
    compare_issues,
    read_earlier,
    recognise,
    usual_revision,
    usual_revisions,
)
from tests.builders import TODAY, a_deadline, a_file, a_plan, a_proposal, a_target, a_unit, an_item, an_owner

TITLE = "2024年卫生健康工作要点"
NEW_TITLE = "2024年卫生健康工作要点（修订）"
WORDS = {
    "1.": "建设胸痛中心。配置急救设备并组织全员培训，按月通报运行情况。",
    "2.": "规范家庭医生签约。覆盖全部重点人群，履约情况每季度抽查一次。",
    "3.": "提升院前急救能力。新增急救站点，缩短平均反应时间。",
}


def first_items(**changes: dict[str, Any]) -> tuple[ProposedItem, ...]:
    """Return the items of the first issue, fields of single ones given by n1, n2, n3."""
    fields: dict[str, Any] = {
        "owners": (an_owner("县医院", "lead"),),
        "deadlines": (a_deadline(),),
        "targets": (a_target("不低于95%"),),
    }
    made = []
    for number, (no, words) in enumerate(WORDS.items(), start=1):
        own = {**fields, **changes.get(f"n{number}", {})}
        title = words.partition("。")[0]
        made.append(an_item(title, no, **{"text": no + words, **own}))
    return tuple(made)


def issue(*items: ProposedItem, title: str = NEW_TITLE, **fields: Any) -> ProposedPlan:  # noqa: ANN401
    return a_plan(*items, title=title, **fields)


Bring = Callable[..., ImportSummary]


@pytest.fixture
def bring(ledger: SqliteLedger) -> Bring:
    """Return a function that imports a plan, by the usual decisions for a new issue or those it is given."""

    def import_it(plan: ProposedPlan, content: bytes = b"", **decided: Any) -> ImportSummary:  # noqa: ANN401
        proposal = a_proposal(plan, content=content)
        with ledger.write() as work:
            if "revisions" not in decided:
                usual = usual_revisions(work, proposal)
                changes = decided.pop("revision", {})
                decided["revisions"] = {number: replace(one, **changes) for number, one in usual.items()}
            return import_plan(work, proposal, None, ImportDecisions(**decided))

    with ledger.write() as work:
        a_unit(work, "县人民医院", short_name="县医院")
        a_unit(work, "县中医医院")
    import_it(a_plan(*first_items(), title=TITLE))
    return import_it


def everything(ledger: SqliteLedger, entity: type) -> list[Any]:
    with ledger.read() as session:
        return session.of(entity).find()


def lines_of(ledger: SqliteLedger, *items: ProposedItem) -> tuple[RevisionLine, ...]:
    with ledger.read() as session:
        return compare_issues(read_earlier(session, 1), items)


def revised(summary: ImportSummary) -> RevisionSummary:
    assert len(summary.revisions) == 1
    return summary.revisions[0]


def test_a_renumbered_issue_keeps_its_tasks_and_takes_their_plan(ledger: SqliteLedger, bring: Bring) -> None:
    one, two, three = first_items()
    shuffled = [
        replace(item, key=f"k{no}", no=no, path=("二、新的一章",), text=f"{no}{WORDS[item.no]}")
        for item, no in ((three, "1."), (one, "2."), (two, "3."))
    ]
    with ledger.write() as work:
        progress.file_entry(work, 1, "2024-06", Report("已完成设备采购", 40))
    summary = bring(issue(*shuffled, doc_number="卫发〔2024〕9号"))
    assert summary.tasks == ()
    assert (revised(summary).unchanged, revised(summary).renumbered, revised(summary).changed) == (3, 3, 0)
    old, new = everything(ledger, Plan)
    assert (old.status, new.status, new.supersedes_id) == ("superseded", "active", old.id)
    assert {document.id for document in everything(ledger, PlanDocument)} == {old.id, new.id}
    assert [(task.code, task.plan_id, task.section, task.ordinal) for task in everything(ledger, Task)] == [
        ("1-01", new.id, "新的一章", 2),
        ("1-02", new.id, "新的一章", 3),
        ("1-03", new.id, "新的一章", 1),
    ]
    items = {item.id: item for item in everything(ledger, PlanItem)}
    sources = [(items[one.plan_item_id].plan_id, one.task_id) for one in everything(ledger, TaskSource)]
    assert sorted(sources) == [(old.id, 1), (old.id, 2), (old.id, 3), (new.id, 1), (new.id, 2), (new.id, 3)]
    assert [entry.task_id for entry in everything(ledger, ProgressEntry)] == [1]


def test_a_new_date_keeps_the_first_one_and_says_why(ledger: SqliteLedger, bring: Bring) -> None:
    items = first_items(n2={"deadlines": (a_deadline("9月底前", "2024-09-30"),)})
    summary = bring(issue(*items))
    assert revised(summary).changes[Change.DUE] == 1
    row = next(one for one in everything(ledger, Deadline) if one.task_id == 2)
    assert (row.original_due, row.current_due) == (dt.date(2024, 12, 31), dt.date(2024, 9, 30))
    assert row.raw == "9月底前"
    assert REVISION in row.reason
    step = everything(ledger, Extension)[0]
    assert is_by_revision(step)
    assert (step.old_due, step.new_due, step.decided_on) == (dt.date(2024, 12, 31), dt.date(2024, 9, 30), TODAY)
    with ledger.read() as session:
        before, after = (
            next(iter(session.facts(day, task_ids=[2]))).current_due for day in (TODAY - dt.timedelta(1), TODAY)
        )
    assert (before, after) == (dt.date(2024, 12, 31), dt.date(2024, 9, 30))


def test_new_words_owner_and_target_are_taken_over(ledger: SqliteLedger, bring: Bring) -> None:
    with ledger.write() as work:
        tasks.set_target_actual(work, 3, "93.5")
    items = first_items(
        n1={"text": "1." + WORDS["1."].replace("按月通报", "按季度通报")},
        n2={"owners": (an_owner("县中医医院", "lead"), an_owner("县医院", "cooperate"))},
        n3={"targets": (a_target("不低于98%", value=98),)},
    )
    summary = bring(issue(*items))
    assert revised(summary).changes == {Change.WORDING: 1, Change.DUE: 0, Change.OWNER: 1, Change.TARGET: 1}
    assert "按季度通报" in everything(ledger, Task)[0].content
    rows = sorted((one for one in everything(ledger, TaskOwner) if one.task_id == 2), key=lambda one: one.ordinal)
    found = [(one.raw, one.role, one.unit_id) for one in rows]
    assert found == [("县中医医院", "lead", 2), ("县医院", "cooperate", 1)]
    target = next(one for one in everything(ledger, Target) if one.task_id == 3)
    assert (target.raw, target.value_low, target.actual) == ("不低于98%", 98, "93.5")
    assert revised(summary).left == ()


def test_added_items_become_tasks_that_go_on_counting(ledger: SqliteLedger, bring: Bring) -> None:
    added = an_item("推广中医药适宜技术", "4.", text="4.推广中医药适宜技术。每个乡镇卫生院至少开展六类。")
    summary = bring(issue(*first_items(), added))
    assert [(task.code, task.title) for task in summary.tasks] == [("1-04", "推广中医药适宜技术")]
    assert revised(summary).added == 1


def test_withdrawn_items_are_listed_and_called_off_only_where_that_is_decided(
    ledger: SqliteLedger, bring: Bring
) -> None:
    summary = bring(issue(*first_items()[:2]))
    gone = revised(summary).withdrawn
    assert [(item.codes, item.is_cancelled) for item in gone] == [(("1-03",), False)]
    assert [(task.standing, task.plan_id) for task in everything(ledger, Task)][2] == ("active", 1)
    ledger.undo()
    bring(issue(*first_items()[:2]), revision={"cancels": frozenset({3}), "reason": "文件不再要求"})
    task = everything(ledger, Task)[2]
    assert (task.standing, task.standing_reason, task.standing_since) == ("cancelled", "文件不再要求", TODAY)


def test_the_usual_reason_of_a_withdrawal_names_the_new_issue(ledger: SqliteLedger, bring: Bring) -> None:
    bring(issue(*first_items()[:2]), revision={"cancels": frozenset({3})})
    assert everything(ledger, Task)[2].standing_reason == f"计划修订：《{NEW_TITLE}》不再列入"


def test_what_a_person_changed_is_left_until_somebody_decides(ledger: SqliteLedger, bring: Bring) -> None:
    with ledger.write() as work:
        tasks.edit(work, 1, 1, {"title": "建好胸痛中心"})
        deadlines.set_due(work, 2, dt.date(2024, 11, 30), "局长要求")
        owners.set_owners(work, 3, [owners.OwnerChoice("lead", 2)])
    items = first_items(
        n1={"text": "1." + WORDS["1."].replace("按月", "按周")},
        n2={"deadlines": (a_deadline("9月底前", "2024-09-30"),)},
        n3={"owners": (an_owner("县中医医院", "cooperate"),)},
    )
    summary = bring(issue(*items))
    assert [(one.code, one.changes, one.is_closed) for one in revised(summary).left] == [
        ("1-01", (Change.WORDING,), False),
        ("1-02", (Change.DUE,), False),
        ("1-03", (Change.OWNER,), False),
    ]
    assert everything(ledger, Task)[0].title == "建好胸痛中心"
    assert everything(ledger, Deadline)[1].current_due == dt.date(2024, 11, 30)
    assert everything(ledger, Extension) == []
    ledger.undo()
    takes = {items[0].key: frozenset({Change.WORDING}), items[1].key: frozenset({Change.DUE})}
    bring(issue(*items), revision={"takes": takes})
    assert everything(ledger, Task)[0].title == "建设胸痛中心"
    assert everything(ledger, Deadline)[1].current_due == dt.date(2024, 9, 30)


def test_a_task_that_was_struck_off_is_listed_and_left(ledger: SqliteLedger, bring: Bring) -> None:
    with ledger.write() as work:
        closing.ask(work, 1, StepTaken("张三"))
        closing.approve(work, 1, StepTaken("李局长"))
    items = first_items(n1={"deadlines": (a_deadline("9月底前", "2024-09-30"),)})
    summary = bring(issue(*items))
    assert [(one.code, one.is_closed) for one in revised(summary).left] == [("1-01", True)]
    assert everything(ledger, Deadline)[0].current_due == dt.date(2024, 12, 31)
    assert {task.plan_id for task in everything(ledger, Task)} == {2}


def test_one_undo_takes_the_whole_new_issue_back(ledger: SqliteLedger, bring: Bring) -> None:
    entities = (Plan, PlanItem, Task, TaskSource, TaskOwner, Deadline, Extension, Target, Doubt, Occurrence)
    before = {entity: everything(ledger, entity) for entity in entities}
    items = first_items(
        n1={"text": "1." + WORDS["1."].replace("按月", "按周"), "owners": (an_owner("急救站"),)},
        n2={"deadlines": (a_deadline("每季度", None, "recurring", every="quarter"),), "targets": ()},
    )
    bring(issue(*items[:2], an_item("另一件事", "9.")), revision={"cancels": frozenset({3})})
    assert next(operation.name for operation in ledger.operations()) == "导入“要点.txt”"
    assert everything(ledger, Task) != before[Task]
    ledger.undo()
    assert {entity: everything(ledger, entity) for entity in entities} == before


def test_a_new_rhythm_brings_turns_from_today_and_keeps_those_that_were(ledger: SqliteLedger, bring: Bring) -> None:
    monthly = a_deadline("每月底前", None, "recurring", every="month", times=1)
    bring(issue(*first_items(n1={"deadlines": (monthly,)}), title="2024年疾控工作要点", doc_number=""), revisions={})
    first = next(task for task in everything(ledger, Task) if task.code == "2-01")
    quarterly = a_deadline("每季度末", None, "recurring", every="quarter", times=1)
    bring(issue(*first_items(n1={"deadlines": (quarterly,)}), title="2024年疾控工作要点（修订）", doc_number=""))
    turns = [turn for turn in everything(ledger, Occurrence) if turn.task_id == first.id]
    assert [turn.period for turn in turns if turn.due < TODAY] == [f"2024-{month:02d}" for month in range(1, 7)]
    assert [turn.period for turn in turns if turn.due >= TODAY] == ["2024-Q3", "2024-Q4"]


def test_a_second_issue_follows_the_first(ledger: SqliteLedger, bring: Bring) -> None:
    bring(issue(*first_items(n1={"deadlines": (a_deadline("9月底前", "2024-09-30"),)})))
    items = first_items(n1={"deadlines": (a_deadline("10月底前", "2024-10-31"),)})
    summary = bring(issue(*items, title="2024年卫生健康工作要点（第二次修订）"))
    assert (revised(summary).earlier.title, revised(summary).left) == (NEW_TITLE, ())
    row = everything(ledger, Deadline)[0]
    assert (row.original_due, row.current_due) == (dt.date(2024, 12, 31), dt.date(2024, 10, 31))
    assert [plan.status for plan in everything(ledger, Plan)] == ["superseded", "superseded", "active"]


def test_the_same_paper_in_another_form_changes_nothing(ledger: SqliteLedger, bring: Bring) -> None:
    count = len(ledger.operations())
    summary = bring(a_plan(*first_items(), title=TITLE), content=b"as pdf")
    assert (summary.tasks, len(summary.skipped), len(everything(ledger, Plan))) == ((), 3, 1)
    assert "SVC-107" in {finding.code for finding in summary.findings}
    assert len(ledger.operations()) == count


def test_a_final_paper_that_says_what_its_draft_said_takes_its_place(ledger: SqliteLedger, bring: Bring) -> None:
    summary = bring(issue(*first_items(), title=f"关于印发《{TITLE}》的通知", doc_number="卫发〔2024〕30号"))
    assert [plan.status for plan in everything(ledger, Plan)] == ["superseded", "active"]
    assert (len(summary.plans), len(summary.tasks), len(summary.skipped)) == (1, 0, 3)


def test_an_item_that_nobody_took_as_a_task_stays_out(ledger: SqliteLedger, bring: Bring) -> None:
    with ledger.write() as work:
        tasks.remove(work, [2])
    proposal = a_proposal(issue(*first_items()))
    with ledger.read() as session:
        earlier = read_earlier(session, 1)
        lines = compare_issues(earlier, proposal.plans[0].items)
    assert {line.kind for line in lines} == {LineKind.UNCHANGED}
    assert earlier.tasks.keys() == {"1", "3"}
    summary = bring(issue(*first_items(), doc_number="卫发〔2024〕9号"))
    assert len(everything(ledger, Task)) == 2
    assert len(summary.skipped) == 2
    ledger.undo()
    second = first_items()[1]
    summary = bring(issue(*first_items()), accepted=frozenset({second.key}))
    assert [task.title for task in summary.tasks] == [second.title]


def test_a_split_task_is_not_changed_unasked(ledger: SqliteLedger, bring: Bring) -> None:
    with ledger.write() as work:
        part = replace(work.of(Task).find()[0], id=0, uid="part", code="1-01-1", title="采购设备", parent_id=1)
        work.of(TaskSource).add(TaskSource(0, work.of(Task).add(part).id, 1))
    items = first_items(n1={"deadlines": (a_deadline("9月底前", "2024-09-30"),)})
    summary = bring(issue(*items))
    assert {one.code for one in revised(summary).left} == {"1-01", "1-01-1"}
    assert everything(ledger, Extension) == []


# Recognition


def recognised(ledger: SqliteLedger, plan: ProposedPlan, content: bytes = b"") -> list[Plan | None]:
    with ledger.read() as session:
        found = choose(recognise(session, a_proposal(plan, content=content)))
        return [one.plan if one else None for one in found]


@pytest.mark.usefixtures("bring")
@pytest.mark.parametrize(
    ("plan", "is_known"),
    [
        (issue(*first_items()), True),
        (issue(*first_items(), title="卫健工作安排", doc_number="卫发〔2024〕3号"), True),
        (issue(*first_items(), title="全年工作任务清单", doc_number="卫发〔2024〕7号"), False),
        (issue(*first_items(), title="", doc_number=""), True),
        (issue(*first_items(), title="2025年卫生健康工作要点", plan_year=2025), False),
        (issue(*first_items(), title="2024年卫生健康工作要点", plan_year=2025), False),
        (issue(an_item("另一件事", "1."), title="2024年疾控工作要点", doc_number="卫发〔2024〕7号"), False),
        (issue(an_item("另一件事", "1."), title=TITLE, doc_number=""), False),
    ],
)
def test_a_new_issue_is_known_by_number_title_or_items(
    ledger: SqliteLedger, plan: ProposedPlan, is_known: bool
) -> None:
    assert [one is not None for one in recognised(ledger, plan)] == [is_known]


@pytest.mark.usefixtures("bring")
def test_the_same_items_under_another_name_are_asked_about(ledger: SqliteLedger) -> None:
    plan = issue(*first_items(), title="全年工作任务清单", doc_number="")
    with ledger.read() as session:
        found = recognise(session, a_proposal(plan))[0][0]
    assert (found.is_sure, found.is_likely, found.share) == (False, True, 1.0)


def test_a_file_that_was_imported_is_no_new_issue(ledger: SqliteLedger, tmp_path: Path) -> None:
    proposal = a_proposal(a_plan(*first_items(), title=TITLE), content=b"paper")
    with ledger.write() as work:
        import_plan(work, proposal, a_file(ledger, tmp_path, "要点.txt", b"paper"))
    assert recognised(ledger, proposal.plans[0], b"paper") == [None]
    assert recognised(ledger, proposal.plans[0], b"another") != [None]


@pytest.mark.usefixtures("bring")
def test_two_plans_of_a_file_never_take_the_same_one(ledger: SqliteLedger) -> None:
    proposal = a_proposal(issue(*first_items()[:1]), issue(*first_items()))
    with ledger.read() as session:
        found = choose(recognise(session, proposal))
    assert sum(one is not None for one in found) == 1


def test_a_person_may_choose_another_earlier_plan(ledger: SqliteLedger, bring: Bring) -> None:
    bring(issue(an_item("另一件事", "1."), title="2024年疾控工作要点", doc_number=""), revisions={})
    items = first_items()
    with ledger.read() as session:
        earlier = read_earlier(session, 2)
        revision = usual_revision(earlier, compare_issues(earlier, items))
    summary = bring(issue(*items), revisions={0: revision})
    assert revised(summary).earlier.title == "2024年疾控工作要点"
    assert [plan.status for plan in everything(ledger, Plan)] == ["active", "superseded", "active"]


def test_a_plan_that_is_gone_is_said_so(bring: Bring) -> None:
    with pytest.raises(RejectedError, match="SVC-004"):
        bring(issue(*first_items()), revisions={0: PlanRevision(99, {})})


def test_what_another_plan_asks_for_too_is_marked(ledger: SqliteLedger, bring: Bring) -> None:
    bring(issue(an_item("另一件事", "1."), title="2024年疾控工作要点", doc_number=""), revisions={})
    with ledger.write() as work:
        work.of(TaskSource).add(TaskSource(0, 3, 4, "plan", "", "另一件事"))
    with ledger.read() as session:
        held = read_earlier(session, 1).tasks
    assert [task.is_shared for tasks_ in held.values() for task in tasks_] == [False, False, True]
    assert lines_of(ledger, *first_items()[:2])[-1].kind is LineKind.WITHDRAWN
