from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import Doubt, Plan, PlanDocument, PlanItem
from ledger_app.domain.task import (
    Deadline,
    Occurrence,
    Target,
    Task,
    TaskLeader,
    TaskMeasure,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import Person, Unit, UnitAlias
from ledger_app.errors import Cancelled, RejectedError
from ledger_app.intake.document import Place as TextPlace
from ledger_app.intake.proposal import DocumentRule, Proposal
from ledger_app.services import tasks, unit_groups, units
from ledger_app.services.import_plan import ImportDecisions, ImportSummary, import_plan
from tests.builders import a_deadline, a_file, a_plan, a_proposal, a_target, a_unit, an_item, an_owner


def bring_in(ledger: SqliteLedger, proposal: Proposal, **decisions: object) -> ImportSummary:
    with ledger.write() as work:
        return import_plan(work, proposal, None, ImportDecisions(**decisions))  # type: ignore[arg-type]


def everything(ledger: SqliteLedger, entity: type) -> list:
    with ledger.read() as session:
        return session.of(entity).find()


def test_task_like_items_become_tasks_and_all_items_are_kept(ledger: SqliteLedger) -> None:
    items = (
        an_item("指导思想", "", kind="background"),
        an_item("建设胸痛中心", "1."),
        an_item("年度目标", "2.", kind="goal"),
        an_item("动员部署", "3.", kind="schedule"),
        an_item("加强领导", "4.", kind="safeguard"),
    )
    summary = bring_in(ledger, a_proposal(a_plan(*items)))
    assert [task.title for task in summary.tasks] == ["建设胸痛中心", "年度目标", "动员部署"]
    assert [item.kind for item in everything(ledger, PlanItem)] == [
        "background",
        "task",
        "goal",
        "schedule",
        "safeguard",
    ]
    assert [plan.title for plan in summary.plans] == ["2024年卫生健康工作要点"]
    assert everything(ledger, PlanDocument)[0].text == "全文"
    assert {source.quote for source in everything(ledger, TaskSource)} == {item.text for item in items[1:4]}
    assert summary.changes.ids("task") == {task.id for task in summary.tasks}


def test_an_import_is_one_operation_and_one_undo(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.describe("plan.import", "导入 2 个计划文件")
        import_plan(work, a_proposal(a_plan(an_item(owners=(an_owner("县医院"),)))), None)
        import_plan(work, a_proposal(a_plan(an_item("另一项"), title="方案")), None)
    assert [operation.name for operation in ledger.operations()] == ["导入 2 个计划文件"]
    ledger.undo()
    for entity in (Plan, PlanItem, Task, TaskOwner, Doubt, TaskSource):
        assert everything(ledger, entity) == []


def test_chosen_items_alone_become_tasks(ledger: SqliteLedger) -> None:
    one, two, three = an_item("一"), an_item("二", "2."), an_item("三", "3.", kind="background")
    summary = bring_in(ledger, a_proposal(a_plan(one, two, three)), accepted=frozenset({two.key, three.key}))
    assert [task.title for task in summary.tasks] == ["二", "三"]


def test_what_the_clerk_changed_goes_into_the_task_and_the_paper_stays(ledger: SqliteLedger) -> None:
    item = an_item("建设胸痛中心")
    edited = {item.key: an_item("建好胸痛中心", key=item.key, deadlines=(a_deadline(date="2024-09-30"),))}
    summary = bring_in(ledger, a_proposal(a_plan(item)), edited=edited)
    assert summary.tasks[0].title == "建好胸痛中心"
    assert everything(ledger, PlanItem)[0].title == "建设胸痛中心"
    assert everything(ledger, Deadline)[0].original_due == dt.date(2024, 9, 30)


def test_codes_are_plan_number_and_printed_number(ledger: SqliteLedger) -> None:
    first = bring_in(ledger, a_proposal(a_plan(an_item("甲", "3."), an_item("乙", "7."))))
    second = bring_in(ledger, a_proposal(a_plan(an_item("丙", "（一）"), an_item("丁", "（一）"), title="方案")))
    assert [task.code for task in first.tasks] == ["1-03", "1-07"]
    assert [task.code for task in second.tasks] == ["2-01", "2-02"]


def test_codes_never_come_twice_after_an_undo(ledger: SqliteLedger) -> None:
    bring_in(ledger, a_proposal(a_plan(an_item("甲"))))
    with ledger.write() as work:
        tasks.edit(work, 1, work.of(Task).find()[0].version, {"code": "2-01"})
    summary = bring_in(ledger, a_proposal(a_plan(an_item("乙"), title="方案")))
    assert summary.tasks[0].code == "3-01"


def test_owners_find_their_units_by_name_short_name_alias_and_group(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        hospital = a_unit(work, "县人民医院", short_name="县医院")
        centre = a_unit(work, "县疾病预防控制中心")
        units.add_alias(work, centre.id, "疾控中心")
        townships = [a_unit(work, f"{name}镇卫生院", "township") for name in ("柳塘", "白鹭")]
        clinic = a_unit(work, "城北社区卫生服务中心", "community")
        unit_groups.set_group(work, "各医疗机构", [hospital.id, clinic.id])
    owners = (
        an_owner("县医院", "lead"),
        an_owner("疾控中心"),
        an_owner("各乡镇卫生院", is_group=True),
        an_owner("各医疗机构", "cooperate", is_group=True),
    )
    bring_in(ledger, a_proposal(a_plan(an_item(owners=owners))))
    found = [(owner.role, owner.unit_id, owner.raw) for owner in everything(ledger, TaskOwner)]
    assert found == [
        ("lead", hospital.id, "县医院"),
        ("responsible", centre.id, "疾控中心"),
        ("responsible", townships[0].id, "各乡镇卫生院"),
        ("responsible", townships[1].id, "各乡镇卫生院"),
        ("cooperate", clinic.id, "各医疗机构"),
    ]
    assert everything(ledger, Doubt) == []


def test_an_unknown_owner_is_kept_as_printed_and_asked_about_once(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_unit(work, "县妇幼保健院")
    items = (an_item("甲", owners=(an_owner("县妇幼院"),)), an_item("乙", "2.", owners=(an_owner("县妇幼院"),)))
    summary = bring_in(ledger, a_proposal(a_plan(*items)))
    assert [(owner.unit_id, owner.raw) for owner in everything(ledger, TaskOwner)] == [(None, "县妇幼院")] * 2
    doubts = everything(ledger, Doubt)
    assert [(doubt.field, doubt.raw) for doubt in doubts] == [("owner", "县妇幼院")]
    assert json.loads(doubts[0].options) == ["县妇幼保健院"]
    assert summary.doubt_count == 1
    assert "SVC-103" in {finding.code for finding in summary.findings}


def test_a_part_of_a_group_is_not_guessed(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_unit(work, "柳塘镇卫生院", "township")
    bring_in(ledger, a_proposal(a_plan(an_item(owners=(an_owner("有关乡镇卫生院", is_group=True),)))))
    assert [owner.unit_id for owner in everything(ledger, TaskOwner)] == [None]


def test_a_group_is_the_one_of_the_plans_day(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        old = a_unit(work, "旧镇卫生院", "township", active_to=dt.date(2023, 12, 31))
        new = a_unit(work, "新镇卫生院", "township", active_from=dt.date(2024, 1, 1))
    item = an_item(owners=(an_owner("各乡镇卫生院"),))
    bring_in(ledger, a_proposal(a_plan(item, title="去年", issued=dt.date(2023, 2, 1))))
    bring_in(ledger, a_proposal(a_plan(item, title="今年", issued=dt.date(2024, 2, 1))))
    assert [owner.unit_id for owner in everything(ledger, TaskOwner)] == [old.id, new.id]


def test_matches_and_new_units_of_the_review_are_used_and_learned(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        hospital = a_unit(work, "县人民医院")
    items = (an_item("甲", owners=(an_owner("人民医院本部"), an_owner("急救站", "cooperate"))),)
    decisions = {"unit_matches": {"人民医院本部": (hospital.id,)}, "new_units": {"急救站": "subordinate"}}
    bring_in(ledger, a_proposal(a_plan(*items)), **decisions)
    added = everything(ledger, Unit)[-1]
    assert (added.name, added.kind, added.pinyin) == ("急救站", "subordinate", "jjz")
    assert [owner.unit_id for owner in everything(ledger, TaskOwner)] == [hospital.id, added.id]
    assert [alias.alias for alias in everything(ledger, UnitAlias)] == ["人民医院本部"]


def test_the_last_firm_date_judges_the_task(ledger: SqliteLedger) -> None:
    deadlines = (
        a_deadline("6月底前", "2024-06-30"),
        a_deadline("10月底前", "2024-10-31"),
        a_deadline("力争12月", "2024-12-31", is_stretch=True),
    )
    bring_in(ledger, a_proposal(a_plan(an_item(deadlines=deadlines))))
    rows = everything(ledger, Deadline)
    assert [(row.raw, row.is_primary) for row in rows] == [("6月底前", False), ("10月底前", True), ("力争12月", False)]
    assert rows[1].original_due == rows[1].current_due == dt.date(2024, 10, 31)


def test_a_span_gives_the_task_its_start(ledger: SqliteLedger) -> None:
    span = a_deadline("3月至9月", "2024-09-30", "range", start="2024-03-01")
    summary = bring_in(ledger, a_proposal(a_plan(an_item(deadlines=(span,)))))
    assert summary.tasks[0].start == dt.date(2024, 3, 1)


def test_a_rhythm_becomes_turns_from_the_day_of_issue(ledger: SqliteLedger) -> None:
    rhythm = a_deadline("每季度末", None, "recurring", every="quarter", times=1)
    plan = a_plan(an_item(deadlines=(rhythm,)), issued=dt.date(2024, 4, 2))
    summary = bring_in(ledger, a_proposal(plan))
    assert summary.tasks[0].kind == "recurring"
    assert [(turn.period, turn.due) for turn in everything(ledger, Occurrence)] == [
        ("2024-Q2", dt.date(2024, 6, 30)),
        ("2024-Q3", dt.date(2024, 9, 30)),
        ("2024-Q4", dt.date(2024, 12, 31)),
    ]


def test_a_rhythm_goes_on_to_the_end_of_a_plan_of_several_years(ledger: SqliteLedger) -> None:
    rhythm = a_deadline("每年10月底前", "10-31", "recurring", every="year")
    plan = a_plan(an_item(deadlines=(rhythm,)), issued=dt.date(2024, 4, 2), period_end=dt.date(2026, 12, 31))
    bring_in(ledger, a_proposal(plan))
    assert [turn.due.year for turn in everything(ledger, Occurrence)] == [2024, 2025, 2026]


def test_a_lasting_duty_has_no_date(ledger: SqliteLedger) -> None:
    summary = bring_in(ledger, a_proposal(a_plan(an_item(deadlines=(a_deadline("长期坚持", None, "continuing"),)))))
    assert summary.tasks[0].kind == "continuing"
    assert everything(ledger, Deadline)[0].current_due is None


def test_doubtful_readings_are_asked_about(ledger: SqliteLedger) -> None:
    item = an_item(
        deadlines=(a_deadline("8月前", "2024-07-31", needs_answer=True), a_deadline("年内", confidence=0.5)),
        targets=(a_target("显著提高", "increase", None, "", 0.4), a_target("95%以上")),
        doubts=("“三、四级”是编号还是正文？",),
    )
    summary = bring_in(ledger, a_proposal(a_plan(item)))
    doubts = everything(ledger, Doubt)
    assert [doubt.field for doubt in doubts] == ["kind", "deadline", "deadline", "target"]
    assert json.loads(doubts[1].options) == ["2024-07-31"]
    assert all(doubt.task_id == summary.tasks[0].id and doubt.answer is None for doubt in doubts)


def test_measures_and_targets_are_kept_in_order(ledger: SqliteLedger) -> None:
    targets = (
        a_target("95%以上"),
        a_target("3至5个", "range", (3, 5), "个"),
        a_target("基本建成", "=", "基本建成", ""),
    )
    bring_in(ledger, a_proposal(a_plan(an_item(measures=("建章立制", "抓好培训"), targets=targets))))
    assert [(one.ordinal, one.text) for one in everything(ledger, TaskMeasure)] == [(1, "建章立制"), (2, "抓好培训")]
    found = [(one.op, one.value_low, one.value_high, one.value_text, one.unit) for one in everything(ledger, Target)]
    assert found == [(">=", 95, 95, "", "%"), ("range", 3, 5, "", "个"), ("=", None, None, "基本建成", "")]


def test_columns_of_a_table_name_leader_person_and_note(ledger: SqliteLedger) -> None:
    extra = (
        ("牵头领导", "赵明 钱亮、孙华"),
        ("责任人", "李强（科长） 13800000000"),
        ("备注", "新增"),
        ("进展情况", "略"),
    )
    owners = (an_owner("医政股"), an_owner("基层股"))
    place = TextPlace(-1, -1, sheet="Sheet1", row=5)
    summary = bring_in(ledger, a_proposal(a_plan(an_item("甲", "5", owners=owners, extra=extra, place=place))))
    assert [leader.raw for leader in everything(ledger, TaskLeader)] == ["赵明 钱亮", "孙华"]
    people = {person.id: person.name for person in everything(ledger, Person)}
    found = [(owner.raw, people.get(owner.person_id)) for owner in everything(ledger, TaskOwner)]
    assert found == [("医政股", "李强"), ("基层股", None)]
    assert summary.tasks[0].note == "新增"
    item = everything(ledger, PlanItem)[0]
    assert (item.place_start, item.sheet, item.row) == (None, "Sheet1", 5)


@pytest.mark.parametrize(
    ("path", "section"),
    [
        (("一、深化医改", "（一）医共体"), "深化医改"),
        (("一、深化医改（12项）",), "深化医改"),
        (("第一部分 总体要求",), "总体要求"),
        (("公共卫生",), "公共卫生"),
        ((), ""),
    ],
)
def test_the_outermost_heading_is_the_section(path: tuple[str, ...], section: str, ledger: SqliteLedger) -> None:
    assert bring_in(ledger, a_proposal(a_plan(an_item(path=path)))).tasks[0].section == section


def test_a_paragraph_without_title_is_named_by_its_first_sentence(ledger: SqliteLedger) -> None:
    item = an_item("", "", text="各单位要在6月底前报送方案。逾期通报。")
    assert bring_in(ledger, a_proposal(a_plan(item))).tasks[0].title == "各单位要在6月底前报送方案"


def test_the_rules_of_the_document_are_kept_with_the_plan(ledger: SqliteLedger) -> None:
    rule = DocumentRule("first-named-leads", "列第一位的为牵头单位", TextPlace(0, 5), is_on=False)
    bring_in(ledger, a_proposal(a_plan(an_item(), rules=(rule,))))
    assert json.loads(everything(ledger, Plan)[0].rules) == [
        {"key": "first-named-leads", "text": "列第一位的为牵头单位", "is_on": False}
    ]


def test_readings_keep_words_reason_and_place(ledger: SqliteLedger) -> None:
    bring_in(ledger, a_proposal(a_plan(an_item(deadlines=(a_deadline(),), owners=(an_owner("县医院"),)))))
    readings = json.loads(everything(ledger, PlanItem)[0].readings)
    assert readings["deadlines"][0]["raw"] == "年底前"
    assert readings["deadlines"][0]["end"] == 3
    assert readings["owners"][0]["reason"] == "按原文"


# What is there already.


def test_the_same_file_is_not_imported_twice(ledger: SqliteLedger, tmp_path: Path) -> None:
    content = b"the plan"
    proposal = a_proposal(a_plan(an_item("甲"), an_item("乙", "2.")), content=content)
    source = a_file(ledger, tmp_path / "in", "要点.txt", content)
    with ledger.write() as work:
        import_plan(work, proposal, source)
    with ledger.write() as work:
        again = import_plan(work, proposal, source)
    assert (again.plans, again.tasks) == ((), ())
    assert [(item.no, item.reason) for item in again.skipped] == [
        ("1.", "该文件以前已导入"),
        ("2.", "该文件以前已导入"),
    ]
    assert len(everything(ledger, Plan)) == 1


def test_what_was_left_out_of_a_file_can_be_added_later(ledger: SqliteLedger, tmp_path: Path) -> None:
    content = b"the plan"
    one, two = an_item("甲", "1."), an_item("乙", "2.")
    proposal = a_proposal(a_plan(one, two), content=content)
    source = a_file(ledger, tmp_path / "in", "要点.txt", content)
    with ledger.write() as work:
        import_plan(work, proposal, source, ImportDecisions(accepted=frozenset({one.key})))
    with ledger.write() as work:
        again = import_plan(work, proposal, source)
    assert [task.code for task in everything(ledger, Task)] == ["1-01", "1-02"]
    assert [task.title for task in again.tasks] == ["乙"]
    assert len(everything(ledger, Plan)) == 1
    assert len(everything(ledger, PlanItem)) == 2


def test_a_file_that_brings_nothing_new_is_no_operation(ledger: SqliteLedger, tmp_path: Path) -> None:
    proposal = a_proposal(a_plan(an_item("甲", "1.")))
    bring_in(ledger, proposal)
    before = ledger.operations()
    other = a_file(ledger, tmp_path, "另一份.txt")
    with ledger.write() as work:
        again = import_plan(work, replace(proposal, sha256=other.sha256), other)
    assert (again.plans, len(again.skipped)) == ((), 1)
    assert ledger.operations() == before


def test_the_same_wording_in_a_plan_of_the_same_title_is_skipped(ledger: SqliteLedger) -> None:
    bring_in(ledger, a_proposal(a_plan(an_item("甲"))))
    again = bring_in(
        ledger, a_proposal(a_plan(an_item("甲", text="1. 甲。 各单位按要求抓好落实。"), an_item("乙", "2.")))
    )
    assert [item.title for item in again.skipped] == ["甲"]
    assert [task.title for task in again.tasks] == ["乙"]


def test_the_same_wording_in_another_plan_is_another_task(ledger: SqliteLedger) -> None:
    bring_in(ledger, a_proposal(a_plan(an_item("甲"))))
    again = bring_in(ledger, a_proposal(a_plan(an_item("甲"), title="另一方案")))
    assert len(again.tasks) == 1


def test_an_undone_import_can_be_made_again(ledger: SqliteLedger) -> None:
    proposal = a_proposal(a_plan(an_item("甲")))
    bring_in(ledger, proposal)
    ledger.undo()
    assert len(bring_in(ledger, proposal).tasks) == 1


def test_a_file_that_changed_since_it_was_read_is_refused(ledger: SqliteLedger, tmp_path: Path) -> None:
    source = a_file(ledger, tmp_path / "in", content=b"other")
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        import_plan(work, a_proposal(a_plan(an_item()), content=b"read"), source)
    assert caught.value.code == "SVC-053"
    assert everything(ledger, Plan) == []


def test_a_stopped_import_leaves_nothing(ledger: SqliteLedger) -> None:
    class Stop:
        def step(self, done: int, total: int, label: str = "") -> None:
            if done == 2:
                raise Cancelled

    proposal = a_proposal(a_plan(*(an_item(str(number), f"{number}.") for number in range(1, 6))))
    with pytest.raises(Cancelled), ledger.write() as work:
        import_plan(work, proposal, None, progress=Stop())
    assert everything(ledger, Plan) == everything(ledger, Task) == []
    assert ledger.operations() == []


def test_a_file_without_tasks_says_so(ledger: SqliteLedger) -> None:
    summary = bring_in(ledger, a_proposal(a_plan(an_item(kind="background"))))
    assert (summary.plans, summary.tasks) == ((), ())
    assert "SVC-106" in {finding.code for finding in summary.findings}


def test_a_date_that_waits_for_an_answer_is_asked_about_once(ledger: SqliteLedger) -> None:
    vague = a_deadline("8月前", "2024-07-31", needs_answer=True)
    item = an_item(deadlines=(vague,), doubts=("“8月前”是否按 2024-07-31 计？“前”可以不含当月。",))
    bring_in(ledger, a_proposal(a_plan(item)))
    assert [(doubt.field, doubt.raw) for doubt in everything(ledger, Doubt)] == [("deadline", "8月前")]
