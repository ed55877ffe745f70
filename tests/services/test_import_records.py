"""What a person decides about a ledger's columns and states, and what is kept of it for the next one."""

# ruff: noqa: ANN401 - the cells of a sheet hold anything

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import LearnedRule
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import CustomField, CustomValue, Deadline, Extension, Occurrence, Task, TaskOwner
from ledger_app.domain.unit import Person
from ledger_app.intake.own_ledger.model import NO_CHOICES, OwnChoices, TablePlan
from ledger_app.intake.proposal import Proposal
from ledger_app.intake.readers import read_document
from ledger_app.intake.understand import propose
from ledger_app.services import custom_fields
from ledger_app.services.column_memory import choices_of
from ledger_app.services.import_fields import FieldChoice
from ledger_app.services.import_plan import ImportDecisions, ImportSummary, import_plan
from ledger_app.services.record_decisions import RecordDecisions
from tests.builders_own_ledgers import SUPERVISION, write_ledger

HEADS = ("序号", "重点任务", "责任单位", "完成时限", "进展情况")


def read(folder: Path, rows: Sequence[Any], own: OwnChoices = NO_CHOICES, title: str = "2024年台账") -> Proposal:
    path = write_ledger(folder / "台账.xlsx", [("Sheet1", [[title], *rows], [])])
    return propose(read_document(path), own=own)


def one(folder: Path, own: OwnChoices = NO_CHOICES, **cells: Any) -> Proposal:
    """Return what a ledger of one task with further columns offers."""
    return read(
        folder, [[*HEADS, *cells], [1, "建设胸痛中心", "县医院", "2024年6月底", "1月：完成选址", *cells.values()]], own
    )


def table_of(proposal: Proposal) -> TablePlan:
    (plan,) = proposal.plans
    assert plan.table is not None
    return plan.table


def bring_in(ledger: SqliteLedger, proposal: Proposal, **decided: Any) -> ImportSummary:
    with ledger.write() as work:
        return import_plan(work, proposal, None, ImportDecisions(records=RecordDecisions(**decided)))


def rows_of(ledger: SqliteLedger, entity: type) -> list[Any]:
    with ledger.read() as session:
        return session.of(entity).find()


def meaning_of(proposal: Proposal, column: str) -> str:
    return next(one.meaning for one in table_of(proposal).columns if one.key == column)


def test_a_column_is_given_another_meaning_and_the_proposal_made_anew(ledger: SqliteLedger, tmp_path: Path) -> None:
    proposal = one(tmp_path, 症结="资金不足")
    assert meaning_of(proposal, "症结") == "custom"
    own = NO_CHOICES.with_column(table_of(proposal).key, "症结", "problems")
    again = one(tmp_path, own, 症结="资金不足")
    (column,) = [found for found in table_of(again).columns if found.key == "症结"]
    assert (column.meaning, column.proposed, column.by) == ("problems", "custom", "person")
    bring_in(ledger, again, columns=own.columns)
    (entry,) = rows_of(ledger, ProgressEntry)
    assert (entry.text, entry.problems) == ("完成选址", "资金不足")
    assert rows_of(ledger, CustomField) == []


def test_what_was_chosen_is_used_for_the_next_ledger_with_these_heads(ledger: SqliteLedger, tmp_path: Path) -> None:
    proposal = one(tmp_path, 症结="资金不足", 状态="挂账")
    table = table_of(proposal)
    own = NO_CHOICES.with_column(table.key, "症结", "problems")
    bring_in(
        ledger,
        one(tmp_path, own, 症结="资金不足", 状态="挂账"),
        columns=own.columns,
        states={(table.key, "状态=挂账"): "suspended"},
    )
    with ledger.read() as session:
        kept = choices_of(session)
    following = one(tmp_path, kept, 症结="人手不足", 状态="挂账")
    assert meaning_of(following, "症结") == "problems"
    assert [(state.meaning, state.by) for state in table_of(following).states] == [("suspended", "learned")]
    assert {rule.kind for rule in rows_of(ledger, LearnedRule)} == {"column", "state"}


def test_a_structural_column_can_be_named(tmp_path: Path) -> None:
    rows: list[Any] = [["序号", "要干的活", "谁来干", "干到哪了"], [1, "建设胸痛中心", "县医院", "完成选址"]]
    proposal = read(tmp_path, rows)
    assert proposal.plans == ()
    rows = [
        ["序号", "要干的活", "责任单位", "完成时限", "干到哪了"],
        [1, "建设胸痛中心", "县医院", "6月底", "完成选址"],
    ]
    (other,) = read(tmp_path, rows).other_tables
    assert not other.is_plan
    own = NO_CHOICES.with_column(other.key, "要干的活", "task").with_column(other.key, "干到哪了", "progress")
    (plan,) = read(tmp_path, rows, own).plans
    assert [item.title for item in plan.items] == ["建设胸痛中心"]
    record = plan.items[0].record
    assert record is not None
    assert [entry.text for entry in record.entries] == ["完成选址"]


def test_a_state_is_given_its_meaning(ledger: SqliteLedger, tmp_path: Path) -> None:
    proposal = one(tmp_path, 状态="挂账观察")
    table = table_of(proposal)
    (state,) = table.states
    assert (state.value, state.count, state.meaning) == ("挂账观察", 1, "unknown")
    summary = bring_in(ledger, proposal, states={(table.key, state.key): "closed"})
    assert [step.step for step in rows_of(ledger, Closing)] == ["asked", "approved"]
    assert rows_of(ledger, CustomField) == []
    assert (summary.records.closed, summary.records.unmapped) == (1, ())


def test_ratings_become_lights_only_when_asked(ledger: SqliteLedger, tmp_path: Path) -> None:
    bring_in(ledger, one(tmp_path, 亮灯="黄灯"), sets_lights=True)
    (task,) = rows_of(ledger, Task)
    assert task.light_override == "lagging"
    assert "黄灯" in task.override_reason


def test_a_field_is_renamed_left_out_or_of_another_kind(ledger: SqliteLedger, tmp_path: Path) -> None:
    proposal = one(tmp_path, 资金="12", 乡镇="城关镇", 批次="第3批")
    key = table_of(proposal).key
    choices = {
        (key, "资金"): FieldChoice(name="投入（万元）"),
        (key, "乡镇"): FieldChoice(is_wanted=False),
        (key, "批次"): FieldChoice(kind="number"),
    }
    summary = bring_in(ledger, proposal, fields=choices)
    assert [(field.name, field.kind) for field in rows_of(ledger, CustomField)] == [
        ("投入（万元）", "number"),
        ("批次", "text"),
    ]
    assert [value.value for value in rows_of(ledger, CustomValue)] == ["12", "第3批"]
    assert any("乡镇" in finding.message for finding in summary.findings)


def test_a_field_of_that_name_is_used_again(ledger: SqliteLedger, tmp_path: Path) -> None:
    for text in ("甲", "乙"):
        folder = tmp_path / text
        folder.mkdir()
        bring_in(
            ledger,
            read(
                folder, [[*HEADS, "批次"], [1, f"任务{text}", "县医院", "6月底", "好", text]], title=f"2024年{text}台账"
            ),
        )
    assert len(rows_of(ledger, CustomField)) == 1
    assert len(rows_of(ledger, CustomValue)) == 2


def test_a_field_that_was_retired_is_in_use_again(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.write() as work:
        field = custom_fields.define(work, "批次", "choice", ["甲"]).field
    with ledger.write() as work:
        custom_fields.retire(work, field.id)
    bring_in(ledger, one(tmp_path, 批次="乙"))
    (kept,) = rows_of(ledger, CustomField)
    assert (kept.id, kept.is_retired, json.loads(kept.options)) == (field.id, False, ["甲", "乙"])
    ledger.undo()
    assert [one.is_retired for one in rows_of(ledger, CustomField)] == [True], "with the import goes what it did"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2024年政府工作报告", "work_report"),
        ("省政府工作报告第三部分", "work_report"),
        ("县委主要领导批示", "instruction"),
        ("2024年工作要点", "plan"),
        ("局党组会纪要", "meeting"),
    ],
)
def test_where_a_task_comes_from_is_read(ledger: SqliteLedger, tmp_path: Path, written: str, kind: str) -> None:
    bring_in(ledger, one(tmp_path, 任务来源=written))
    assert [task.source_kind for task in rows_of(ledger, Task)] == [kind]


def test_reports_without_a_date_go_to_the_month_that_is_chosen(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows: list[Any] = [[*HEADS], [1, "建设胸痛中心", "县医院", "2024年6月底", "完成选址"]]
    proposal = read(tmp_path, rows)
    assert (table_of(proposal).undated_count, table_of(proposal).undated_period) == (1, "")
    bring_in(ledger, proposal, undated_period="2024-05")
    assert [entry.period for entry in rows_of(ledger, ProgressEntry)] == ["2024-05"]


def test_the_sheet_says_up_to_when_it_reports(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows: list[Any] = [
        ["填报单位：县医院", None, None, "填报时间：2024年4月28日"],
        [*HEADS],
        [1, "建设胸痛中心", "县医院", "6月底", "完成选址"],
    ]
    bring_in(ledger, read(tmp_path, rows))
    assert [entry.period for entry in rows_of(ledger, ProgressEntry)] == ["2024-04"]


def test_months_still_to_come_are_kept_in_the_note(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows: list[Any] = [[*HEADS], [1, "建设胸痛中心", "县医院", "2024年12月底", "6月：完成选址；11月：计划验收"]]
    summary = bring_in(ledger, read(tmp_path, rows))
    (task,) = rows_of(ledger, Task)
    assert task.note == "2024-11：计划验收"
    assert [entry.period for entry in rows_of(ledger, ProgressEntry)] == ["2024-06"]
    assert any(finding.code == "SVC-164" for finding in summary.findings)


def test_a_day_of_striking_off_beside_a_no_is_said(ledger: SqliteLedger, tmp_path: Path) -> None:
    summary = bring_in(ledger, one(tmp_path, 是否销号="否", 销号时间="2024.5.6"))
    assert rows_of(ledger, Closing) == []
    assert any(finding.code == "SVC-161" for finding in summary.findings)


def test_an_extension_that_is_none_is_said(ledger: SqliteLedger, tmp_path: Path) -> None:
    summary = bring_in(ledger, one(tmp_path, 延期后时限="2024.5.31"))
    assert rows_of(ledger, Extension) == []
    assert [one.current_due for one in rows_of(ledger, Deadline)] == [dt.date(2024, 6, 30)]
    assert any(finding.code == "SVC-163" for finding in summary.findings)


def test_reports_settle_the_turns_of_a_recurring_duty(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows: list[Any] = [[*HEADS], [1, "开展督导检查", "县医院", "每季度一次", "一季度：督导3次；二季度：督导4次"]]
    bring_in(ledger, read(tmp_path, rows))
    assert [turn.state for turn in rows_of(ledger, Occurrence)] == ["done", "done", "open", "open"]


def test_several_people_and_telephones_keep_their_words(ledger: SqliteLedger, tmp_path: Path) -> None:
    bring_in(ledger, one(tmp_path, 联系人="钱进、李想", 联系电话="13900000001、13900000002、0551-6000001"))
    assert [(person.name, person.phone) for person in rows_of(ledger, Person)] == [("钱进", "13900000001")]
    assert [owner.person_id for owner in rows_of(ledger, TaskOwner)] == [1]
    assert [value.value for value in rows_of(ledger, CustomValue)] == ["0551-6000001", "钱进、李想"]


def test_the_same_file_a_second_time_brings_nothing_twice(ledger: SqliteLedger, tmp_path: Path) -> None:
    path = write_ledger(tmp_path / "督查.xlsx", SUPERVISION)
    for _ in range(2):
        bring_in(ledger, propose(read_document(path)))
    assert len(rows_of(ledger, Task)) == 4
    assert len({(entry.task_id, entry.period) for entry in rows_of(ledger, ProgressEntry)}) == len(
        rows_of(ledger, ProgressEntry)
    )


def test_heads_on_three_levels_give_each_month_its_column(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows: list[Any] = [
        ["序号", "重点任务", "责任单位", "2023年进展情况", None, None, None],
        [None, None, None, "一季度", None, "二季度", None],
        [None, None, None, "2月", "3月", "4月", "5月"],
        [1, "建设胸痛中心", "县医院", "甲", "乙", "丙", "丁"],
    ]
    merged = ["A2:A4", "B2:B4", "C2:C4", "D2:G2", "D3:E3", "F3:G3"]
    path = write_ledger(tmp_path / "台账.xlsx", [("Sheet1", [["重点工作台账"], *rows], merged)])
    bring_in(ledger, propose(read_document(path)))
    found = [(entry.period, entry.text) for entry in rows_of(ledger, ProgressEntry)]
    assert found == [("2023-02", "甲"), ("2023-03", "乙"), ("2023-04", "丙"), ("2023-05", "丁")]


def test_a_month_alone_takes_the_year_of_the_ledger_or_is_said(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows: list[Any] = [
        ["序号", "重点任务", "责任单位", "进展情况"],
        [1, "建设胸痛中心", "县医院", "6月：完成选址；11月：完成招标"],
    ]
    summary = bring_in(ledger, read(tmp_path, rows, title="重点工作台账"))
    assert [entry.period for entry in rows_of(ledger, ProgressEntry)] == ["2024-06", "2023-11"]
    assert any(finding.code == "SVC-165" for finding in summary.findings)


def test_points_that_were_given_are_a_column_but_a_standard_makes_a_table_of_scores(tmp_path: Path) -> None:
    rows: list[Any] = [[*HEADS, "得分"], [1, "建设胸痛中心", "县医院", "6月底", "完成选址", 9.5]]
    assert meaning_of(read(tmp_path, rows), "得分") == "custom"
    rows = [["序号", "考核任务", "完成情况", "分值", "评分标准"], [1, "建设胸痛中心", "完成选址", 10, "完成得满分"]]
    assert read(tmp_path, rows).plans == ()
