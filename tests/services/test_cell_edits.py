"""Cells of the grid: texts are checked, written in one operation, and undone in one step."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import SOURCE_KIND_NAMES, TASK_KIND_NAMES, Deadline, Task, TaskOwner
from ledger_app.errors import ConflictError, RejectedError
from ledger_app.services import closing, custom_fields, deadlines, progress, tasks, turns
from ledger_app.services.cell_edits import Applied, CellText, EditPlan, EditVerb, apply_edits, plan_edits
from ledger_app.services.cell_fields import CELL_FIELDS, STANDING_WORDS
from ledger_app.services.cell_reading import EditTime, read_known
from ledger_app.services.closing import StepTaken
from ledger_app.services.progress import Report
from ledger_app.services.turns import Rhythm
from tests.builders import TODAY, a_ledger, a_task, a_unit

TIME = EditTime(TODAY, TODAY)


def plan_of(ledger: SqliteLedger, *texts: CellText, time: EditTime = TIME) -> EditPlan:
    with ledger.read() as session:
        return plan_edits(session, texts, time)


def put(ledger: SqliteLedger, *texts: CellText, verb: EditVerb = "edit", reason: str = "") -> Applied:
    plan = plan_of(ledger, *texts)
    assert not plan.refusals, [one.reason for one in plan.refusals]
    with ledger.write() as work:
        return apply_edits(work, plan, TIME, verb=verb, reason=reason)


def text_of(ledger: SqliteLedger, task: Task, field: str) -> str:
    with ledger.read() as session:
        return read_known(session, [task.id], TIME).text(task.id, field)


def refusal(ledger: SqliteLedger, cell: CellText) -> str:
    plan = plan_of(ledger, cell)
    assert not plan.changes
    (refused,) = plan.refusals
    return refused.reason


@pytest.fixture
def task(ledger: SqliteLedger) -> Task:
    with ledger.write() as work:
        return a_task(work)


def test_each_field_takes_its_text_and_one_undo_takes_all_back(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        for name in ("县人民医院", "疾控中心", "医政股"):
            a_unit(work, name)
        field = custom_fields.define(work, "经费（万元）", "number").field
        task = a_task(work, lead_unit_ids=())
    wanted = {
        "title": "建成胸痛中心",
        "content": "按标准建成，\n通过省级认证",
        "section": "能力提升",
        "lead": "县人民医院",
        "others": "疾控中心、医政股",
        "leader": "李副局长",
        "due": "2024-09-30",
        "start": "2024-02-01",
        "percent": "45%",
        "progress": "完成设备采购 3 台",
        "problems": "人员不足",
        "next_step": "8月底前招聘",
        "kind": "一次性任务",
        "source_kind": "上级文件",
        "source_ref": "卫发〔2024〕8号",
        "note": "重点",
        f"custom:{field.id}": "1200.5",
    }
    before = {name: text_of(ledger, task, name) for name in wanted}
    put(ledger, *(CellText(task.id, name, text) for name, text in wanted.items()), verb="paste")
    assert {name: text_of(ledger, task, name) for name in wanted} == wanted
    operation = ledger.undoable()
    assert operation is not None
    assert operation.name == "粘贴 16 个单元格"  # 类型 held its word already
    ledger.undo()
    assert {name: text_of(ledger, task, name) for name in wanted} == before


def test_what_a_cell_holds_changes_nothing_when_it_is_pasted_back(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        task = a_task(work, lead_unit_ids=(unit.id,))
        progress.file_entry(work, task.id, "2024-06", Report("完成一半", 50))
    texts = [CellText(task.id, name, text_of(ledger, task, name)) for name in CELL_FIELDS]
    # What the grid prints where the cell holds nothing.
    texts += [CellText(task.id, "progress", "（2024-06）完成一半")]
    plan = plan_of(ledger, *texts)
    assert (plan.changes, plan.refusals, plan.unchanged) == ((), (), len(CELL_FIELDS))


_LINE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
_VALUES = {
    "title": _LINE,
    "content": _LINE,
    "section": _LINE,
    "leader": _LINE,
    "note": _LINE,
    "source_ref": _LINE,
    "lead": st.lists(st.sampled_from(["县人民医院", "疾控中心", "医政股"]), unique=True).map("、".join),
    "others": st.lists(st.sampled_from(["县人民医院", "疾控中心", "医政股"]), unique=True).map("、".join),
    "due": st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)).map(dt.date.isoformat),
    "start": st.dates(dt.date(2020, 1, 1), dt.date(2024, 6, 30)).map(dt.date.isoformat),
    "percent": st.integers(0, 1000).map(lambda tenths: f"{tenths / 10:g}%"),
    "progress": _LINE,
    "kind": st.sampled_from(sorted(set(TASK_KIND_NAMES.values()) - {"周期性任务"})),
    "source_kind": st.sampled_from(list(SOURCE_KIND_NAMES.values())),
    "standing": st.sampled_from([word for word in STANDING_WORDS if word != "未完成"]),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> SqliteLedger:
    """Return one ledger for all examples: each changes what the one before left."""
    ledger = a_ledger(tmp_path_factory.mktemp("cells") / "台账")
    with ledger.write() as work:
        for name in ("县人民医院", "疾控中心", "医政股"):
            a_unit(work, name)
        a_task(work)
    return ledger


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(_VALUES)).flatmap(lambda name: st.tuples(st.just(name), _VALUES[name])))
def test_what_is_written_is_read_back(kept: SqliteLedger, cell: tuple[str, str]) -> None:
    name, text = cell
    with kept.read() as session:
        task = session.of(Task).find()[0]
    if plan_of(kept, CellText(task.id, name, text)).changes:
        put(kept, CellText(task.id, name, text), reason="试验")
    assert text_of(kept, task, name) in (text, "" if text in ("—", "未定", "本期未报") else text)
    assert plan_of(kept, CellText(task.id, name, text_of(kept, task, name))).unchanged == 1


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("年底前", "2024-12-31"),
        ("6月底", "2024-06-30"),
        ("明年一季度", "2025-03-31"),
        ("2024年9月5日", "2024-09-05"),
        ("+10工作日", "2024-07-19"),
    ],
)
def test_a_deadline_takes_words_and_says_how_it_read_them(
    ledger: SqliteLedger, task: Task, typed: str, day: str
) -> None:
    plan = plan_of(ledger, CellText(task.id, "due", typed))
    if day == "2024-12-31":
        assert plan.unchanged == 1
    else:
        (change,) = plan.changes
        assert change.value.shown == day
        assert change.value.note.startswith(f"“{typed}”读作 {day}")


def test_what_no_cell_can_take_is_refused_in_a_sentence(ledger: SqliteLedger, task: Task) -> None:
    with ledger.write() as work:
        a_unit(work, "县人民医院")
        duty = a_task(work, "每月例会", due=None)
        turns.set_rhythm(work, duty.id, Rhythm("month"))
        late = a_task(work, "改造病房")
        asked = deadlines.request_extension(work, late.id, dt.date(2025, 3, 31), "土建未完")
        deadlines.decide_extension(work, asked.extension.id, is_approved=True, decided_by="局长办公会")
        progress.file_entry(work, late.id, "2024-06", Report("图纸完成", 20))
        shut = a_task(work, "义诊")
        closing.ask(work, shut.id, StepTaken())
        closing.approve(work, shut.id, StepTaken())
    assert "看不懂时限“随便”" in refusal(ledger, CellText(task.id, "due", "随便"))
    assert "没有具体日期" in refusal(ledger, CellText(task.id, "due", "长期坚持"))
    assert "周期任务" in refusal(ledger, CellText(duty.id, "due", "2024-09-01"))
    assert "已延期到 2025-03-31" in refusal(ledger, CellText(late.id, "due", "2024-11-01"))
    assert "已销号" in refusal(ledger, CellText(shut.id, "title", "义诊活动"))
    assert "相近的有：县人民医院" in refusal(ledger, CellText(task.id, "lead", "县人民医元"))
    assert "0 到 100" in refusal(ledger, CellText(task.id, "percent", "120"))
    assert "不能为空" in refusal(ledger, CellText(task.id, "title", " "))
    assert "程序计算" in refusal(ledger, CellText(task.id, "days_left", "3"))
    assert "可填：正常推进" in refusal(ledger, CellText(task.id, "standing", "逾期"))
    assert "进展情况" in refusal(ledger, CellText(task.id, "problems", "缺人"))
    assert "没有可以清除" in refusal(ledger, CellText(late.id, "percent", ""))
    assert "早于开始日期" in refusal(ledger, CellText(task.id, "start", "2025-06-01"))


def test_a_percent_alone_files_a_report_that_says_so_and_later_ones_correct_it(
    ledger: SqliteLedger, task: Task
) -> None:
    put(ledger, CellText(task.id, "percent", "30"))
    put(ledger, CellText(task.id, "progress", "采购完成"), CellText(task.id, "percent", "60"))
    with ledger.read() as session:
        (entry,) = session.of(ProgressEntry).find(task_id=task.id)
    assert (entry.period, entry.text, entry.percent) == ("2024-07", "采购完成", 60)
    put(ledger, CellText(task.id, "progress", ""))
    with ledger.read() as session:
        assert session.of(ProgressEntry).count(task_id=task.id) == 0


def test_leads_and_others_keep_what_was_known_of_them(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a, b, c = (a_unit(work, name) for name in ("甲医院", "乙医院", "丙医院"))
        task = a_task(work, lead_unit_ids=(a.id,), responsible_unit_ids=(b.id,), cooperate_unit_ids=(c.id,))
    put(ledger, CellText(task.id, "others", "丙医院、乙医院"))
    put(ledger, CellText(task.id, "lead", "丙医院"))
    with ledger.read() as session:
        found = {one.raw: one.role for one in session.of(TaskOwner).find(task_id=task.id)}
    assert found == {"丙医院": "lead", "乙医院": "responsible"}


def test_standing_needs_one_reason_for_all(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        ids = [a_task(work, f"任务{number}").id for number in range(3)]
    texts = [CellText(id_, "standing", "暂缓") for id_ in ids]
    plan = plan_of(ledger, *texts)
    assert plan.needs_reason
    with pytest.raises(RejectedError, match="SVC-041"), ledger.write() as work:
        apply_edits(work, plan, TIME)
    put(ledger, *texts, reason="等上级文件")
    with ledger.read() as session:
        assert {one.standing_reason for one in session.of(Task).find(id=ids)} == {"等上级文件"}
    put(ledger, *(CellText(id_, "standing", "已完成") for id_ in ids))
    with ledger.read() as session:
        assert {(one.standing, one.completed_on) for one in session.of(Task).find(id=ids)} == {("active", TODAY)}


def test_somebody_elses_change_is_not_overwritten(ledger: SqliteLedger, task: Task) -> None:
    plan = plan_of(ledger, CellText(task.id, "title", "甲"), CellText(task.id, "note", "乙"))
    with ledger.write() as work:
        tasks.edit_many(work, [task.id], {"note": "别人写的"})
    with pytest.raises(ConflictError, match="SVC-276"), ledger.write() as work:
        apply_edits(work, plan, TIME)
    assert text_of(ledger, task, "title") == task.title


def test_rows_below_the_last_become_tasks(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_unit(work, "县人民医院")
    rows = [("建设卒中中心", "县人民医院", "年底前"), ("", "县人民医院", ""), ("培训村医", "", "10月底")]
    texts = [
        CellText(None, name, text, number)
        for number, row in enumerate(rows)
        for name, text in zip(("title", "lead", "due"), row, strict=True)
    ]
    plan = plan_of(ledger, *texts, CellText(None, "percent", "5", 2))
    assert plan.new_rows == (0, 2)
    assert sorted(one.reason[:6] for one in plan.refusals) == ["“完成进度”", "这一行没有任"]
    with ledger.write() as work:
        made = apply_edits(work, plan, TIME, verb="paste").new_ids
    with ledger.read() as session:
        assert [session.of(Task).get(id_).title for id_ in made] == ["建设卒中中心", "培训村医"]  # type: ignore[union-attr]
        dues = [session.of(Deadline).find(task_id=id_)[0] for id_ in made]
        assert [(one.raw, one.original_due) for one in dues] == [
            ("年底前", dt.date(2024, 12, 31)),
            ("10月底", dt.date(2024, 10, 31)),
        ]
    operation = ledger.undoable()
    assert operation is not None
    assert operation.name == "粘贴新增 2 项任务"
    ledger.undo()
    with ledger.read() as session:
        assert session.of(Task).count() == 0


def test_one_cell_is_named_in_full(ledger: SqliteLedger, task: Task) -> None:
    put(ledger, CellText(task.id, "due", "9月底"))
    operation = ledger.undoable()
    assert operation is not None
    assert operation.name == f"把 {task.code} 的时限改为“2024-09-30”"
    put(ledger, CellText(task.id, "due", ""))
    assert (ledger.undoable() or operation).name == f"清空 {task.code} 的时限"


def test_too_many_cells_at_once_are_refused(ledger: SqliteLedger, task: Task) -> None:
    with pytest.raises(RejectedError, match="SVC-282"):
        plan_of(ledger, *(CellText(task.id, "note", "x") for _ in range(60_001)))


def test_a_ledger_is_not_touched_by_a_plan_alone(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path / "台账")
    with ledger.write() as work:
        task = a_task(work)
    before = ledger.operations()
    plan_of(ledger, CellText(task.id, "title", "另一个"))
    assert ledger.operations() == before
    ledger.close()
