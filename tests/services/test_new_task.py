"""A task entered by hand with everything about it; rectification tasks fill columns of the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import (
    CustomField,
    Deadline,
    Occurrence,
    Target,
    TaskLeader,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.task_preset import RECTIFICATION_FIELDS
from ledger_app.errors import RejectedError
from ledger_app.intake.typed_deadline import Basis, read_typed
from ledger_app.services import custom_fields, tasks
from ledger_app.services.rectification import rectification_fields
from ledger_app.services.sources import Origin
from ledger_app.services.tasks import NewTask
from tests.builders import TODAY, a_unit

BASIS = Basis(TODAY)


def values(ledger: SqliteLedger, task_id: int) -> dict[str, str]:
    with ledger.read() as session:
        return {one.field.name: one.value for one in custom_fields.values_of(session, task_id)}


def test_everything_about_a_task_is_one_step(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        lead, responsible, helper = (a_unit(work, name) for name in ("县医院", "县中医院", "县妇幼保健院"))
        field = custom_fields.define(work, "投资额", "number").field
    new = NewTask(
        "建设胸痛中心",
        source_kind="work_report",
        source_ref="2024年政府工作报告",
        issued=TODAY,
        lead_unit_ids=(lead.id,),
        responsible_unit_ids=(responsible.id,),
        cooperate_unit_ids=(helper.id,),
        leader="王建国",
        deadlines=read_typed("收到后10个工作日内", BASIS),
        targets=(Target(0, 0, 1, "达到95%以上", ">=", 95, 95, unit="%"),),
        origins=(Origin(kind="instruction", ref="县长批示〔2024〕12号"),),
        values={field.id: "1,200"},
    )
    with ledger.write() as work:
        task = tasks.create(work, new).tasks[0]
    with ledger.read() as session:
        assert [(one.role, one.raw) for one in session.of(TaskOwner).find()] == [
            ("lead", "县医院"),
            ("responsible", "县中医院"),
            ("cooperate", "县妇幼保健院"),
        ]
        assert [one.raw for one in session.of(TaskLeader).find()] == ["王建国"]
        (deadline,) = session.of(Deadline).find()
        assert [one.value_low for one in session.of(Target).find()] == [95]
        assert [(one.source_kind, one.source_ref) for one in session.of(TaskSource).find()] == [
            ("instruction", "县长批示〔2024〕12号")
        ]
    assert (deadline.raw, deadline.current_due, deadline.is_primary) == (
        "收到后10个工作日内",
        dt.date(2024, 7, 19),
        True,
    )
    assert (task.kind, task.source_kind, values(ledger, task.id)) == ("once", "work_report", {"投资额": "1200"})
    ledger.undo()
    with ledger.read() as session:
        assert session.of(TaskOwner).count() == 0
        assert session.of(TaskSource).count() == 0


def test_the_kind_follows_the_deadline_unless_it_is_chosen(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        monthly = tasks.create(work, NewTask("月报", issued=TODAY, deadlines=read_typed("每月5日前", BASIS))).tasks[0]
        lasting = tasks.create(work, NewTask("坚持", deadlines=read_typed("长期坚持", BASIS))).tasks[0]
        chosen = tasks.create(work, NewTask("考核", kind="year_end", deadlines=read_typed("年底前", BASIS))).tasks[0]
    assert (monthly.kind, lasting.kind, chosen.kind) == ("recurring", "continuing", "year_end")
    with ledger.read() as session:
        turns = session.of(Occurrence).find(task_id=monthly.id)
    year = next(iter(turns)).due.year
    assert {one.due.day for one in turns} == {5}
    assert all(one.due >= TODAY for one in turns if one.due.year == year)


def test_a_value_that_is_wrong_leaves_no_task(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        field = custom_fields.define(work, "投资额", "number").field
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        tasks.create(work, NewTask("任务", values={field.id: "很多"}))
    assert caught.value.code == "SVC-191"
    with ledger.read() as session:
        assert session.of(Deadline).count() == 0
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        tasks.create_many(work, [])
    assert caught.value.code == "SVC-005"


def test_several_tasks_are_one_step(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        made = tasks.create_many(work, [NewTask("甲"), NewTask("乙")]).tasks
    assert [one.code for one in made] == ["0-01", "0-02"]
    operation = ledger.undoable()
    assert operation is not None
    assert operation.name == "新增 2 项任务"


def test_rectification_fills_columns_that_are_made_when_needed(ledger: SqliteLedger) -> None:
    given = {one.purpose: f"{one.name}的内容" for one in RECTIFICATION_FIELDS} | {"rectification.kind": "立行立改"}
    with ledger.write() as work:
        task = tasks.create(work, NewTask("整改处方点评", source_kind="inspection", rectification=given)).tasks[0]
    assert list(values(ledger, task.id)) == ["问题表现", "原因分析", "整改措施", "整改类型", "预期成效", "验收人"]
    assert values(ledger, task.id)["整改类型"] == "立行立改"
    with ledger.write() as work:
        field = rectification_fields(work)["rectification.problem"]
        custom_fields.rename(work, field.id, "存在问题")
        again = tasks.create(work, NewTask("整改台账", rectification={"rectification.problem": "台账不全"})).tasks[0]
    assert values(ledger, again.id)["存在问题"] == "台账不全", "a renamed column is known again"
    assert len(values(ledger, again.id)) == len(RECTIFICATION_FIELDS)


def test_rectification_takes_over_a_column_of_an_import(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        cause = custom_fields.define(work, "原因分析", "text").field
        taken = custom_fields.define(work, "验收人", "number").field
        custom_fields.retire(work, cause.id)
    given = {"rectification.cause": "人手不足\n管理松懈", "rectification.verifier": "李主任"}
    with ledger.write() as work:
        task = tasks.create(work, NewTask("整改", rectification=given)).tasks[0]
    with ledger.read() as session:
        fields = {one.name: one for one in session.of(CustomField).find()}
    assert (fields["原因分析"].id, fields["原因分析"].is_long, fields["原因分析"].is_retired) == (cause.id, True, False)
    assert fields["验收人"] == taken
    assert values(ledger, task.id) == {"原因分析": "人手不足\n管理松懈", "验收人": "", "验收人（整改）": "李主任"}


def test_a_kind_of_rectification_is_one_of_three(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        tasks.create(work, NewTask("整改", rectification={"rectification.kind": "慢慢改"}))
    assert caught.value.code == "SVC-191"
