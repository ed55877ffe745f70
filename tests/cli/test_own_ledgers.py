"""Ledgers kept in Excel come in whole: progress, states, strike-offs, people, sources, columns of one's own."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledger_app.bootstrap import open_session
from ledger_app.cli.app import run
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.plan import Doubt, LearnedRule, Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import (
    CustomField,
    CustomValue,
    Deadline,
    Extension,
    Task,
    TaskLeader,
    TaskMeasure,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import Person, Post
from tests.builders_own_ledgers import ALL, write_ledger
from tests.cli.conftest import Answer, Cli

_KEPT = (
    *(Task, TaskMeasure, TaskOwner, TaskLeader, Deadline, Extension, ProgressEntry, Closing, CustomField, CustomValue),
    *(Person, Post, ExpectedEvidence, TaskSource, Plan, Doubt, LearnedRule),
)


@dataclass
class Imported:
    """What an import left in the ledger."""

    folder: Path
    answer: Answer
    rows: dict[type, list[Any]]

    def task(self, title: str) -> Task:
        (found,) = [task for task in self.rows[Task] if task.title == title]
        return found

    def entries(self, title: str) -> list[tuple[str, str, float | None]]:
        return [(one.period, one.text, one.percent) for one in self.all_entries(title)]

    def all_entries(self, title: str) -> list[ProgressEntry]:
        mine = [one for one in self.rows[ProgressEntry] if one.task_id == self.task(title).id]
        return sorted(mine, key=lambda one: one.period)

    def steps(self, title: str) -> list[tuple[str, str, str]]:
        mine = [one for one in self.rows[Closing] if one.task_id == self.task(title).id]
        return [(one.step, one.on_date.isoformat(), one.by_name) for one in mine]

    def custom(self, title: str) -> dict[str, str]:
        names = {field.id: field.name for field in self.rows[CustomField]}
        mine = [one for one in self.rows[CustomValue] if one.task_id == self.task(title).id]
        return {names[one.field_id]: one.value for one in mine}

    def leaders(self, title: str) -> list[tuple[str | None, str | None]]:
        people = {one.id: one.name for one in self.rows[Person]}
        posts = {one.id: one.title for one in self.rows[Post]}
        mine = [one for one in self.rows[TaskLeader] if one.task_id == self.task(title).id]
        return [(people.get(one.person_id), posts.get(one.post_id)) for one in mine]

    def contacts(self, title: str) -> list[tuple[str, str]]:
        people = {one.id: one for one in self.rows[Person]}
        mine = [one for one in self.rows[TaskOwner] if one.task_id == self.task(title).id and one.person_id]
        return [(people[one.person_id].name, people[one.person_id].phone) for one in mine]


def bring_in(cli: Cli, tmp_path: Path, name: str, **how: str) -> Imported:
    path = write_ledger(tmp_path / f"{name}.xlsx", ALL[name], **how)
    return import_file(cli, tmp_path, path)


def import_file(cli: Cli, tmp_path: Path, path: Path) -> Imported:
    folder = tmp_path / "台账"
    if not folder.exists():
        assert run(["init", str(folder)]) == 0
    answer = cli("import", path, "--ledger", folder)
    assert answer.code == 0, answer.err
    with open_session(folder, read_only=True) as session, session.ledger.read() as reading:
        return Imported(folder, answer, {entity: reading.of(entity).find() for entity in _KEPT})


def test_month_columns_under_one_head(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "two_levels")
    assert len(found.rows[Task]) == 2
    assert found.entries("建成县级胸痛中心") == [
        ("2024-01", "完成选址", None),
        ("2024-02", "完成设备招标", None),
        ("2024-03", "设备安装过半", 40),
    ]
    latest = found.all_entries("建成县级胸痛中心")[-1]
    assert (latest.problems, latest.next_step) == ("资金缺口50万元", "争取专项债券")
    assert found.steps("建成县级胸痛中心") == []
    assert found.task("建成县级胸痛中心").note == "重点督办"
    assert found.leaders("建成县级胸痛中心") == [("赵明", "副局长")]
    assert found.contacts("建成县级胸痛中心") == [("钱进", "13900000001")]
    closed = "完成村卫生室标准化改造"
    assert found.entries(closed) == [("2024-01", "摸底12个村", None), ("2024-03", "12个村全部完工", 100)]
    assert [step[:2] for step in found.steps(closed)] == [("asked", "2024-04-10"), ("approved", "2024-04-10")]
    assert found.task(closed).completed_on == dt.date(2024, 3, 31)
    assert found.rows[CustomField] == []
    first = found.answer.out.splitlines()
    assert first[0].startswith("导入计划 1 个，任务 2 项")
    assert any("进展记录 5 条" in line and "销号 1 项" in line for line in first)


def test_everything_is_one_undo(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "supervision")
    with open_session(found.folder) as session:
        session.ledger.undo()
        with session.ledger.read() as reading:
            left = {entity.__name__: reading.of(entity).count() for entity in _KEPT}
    assert not any(left.values()), left


def test_months_in_one_cell_and_columns_of_ones_own(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "one_cell")
    assert found.entries("开展慢病筛查") == [
        ("2024-01", "印发筛查方案", None),
        ("2024-02", "培训筛查人员86人", None),
        ("2024-03", "筛查3200人，发现高血压患者410人", 35),
    ]
    assert found.entries("建设智慧预防接种门诊") == [
        ("2024-03", "完成5家门诊改造。", None),
        ("2024-05", "8家门诊全部投入使用。", 100),
    ]
    assert found.task("建设智慧预防接种门诊").completed_on == dt.date(2024, 5, 31)
    assert found.entries("推进医共体信息互通") == [
        ("2024-02", "完成需求调研", None),
        ("2024-04", "完成系统招标，中标金额260万元", 50),
    ]
    towns = found.entries("创建省级卫生乡镇")
    assert towns == [("2024-03", "召开动员会", None), ("2024-04", "完成中期自查，整改问题23个", 60)]
    assert [one.received for one in found.all_entries("创建省级卫生乡镇")] == [
        dt.date(2024, 3, 15),
        dt.date(2024, 4, 28),
    ]
    suspended = found.task("创建省级卫生乡镇")
    assert (suspended.standing, suspended.light_override) == ("suspended", None)
    assert "暂缓" in suspended.standing_reason
    kinds = {field.name: field.kind for field in found.rows[CustomField]}
    assert kinds == {
        "资金（万元）": "number",
        "涉及乡镇": "choice",
        "上会日期": "date",
        "是否民生实事": "bool",
        "状态": "choice",
    }
    assert found.custom("开展慢病筛查") == {
        "资金（万元）": "12.5",
        "涉及乡镇": "城关镇",
        "上会日期": "2024-01-15",
        "是否民生实事": "是",
        "状态": "正常推进",
    }
    (towns_field,) = [field for field in found.rows[CustomField] if field.name == "涉及乡镇"]
    assert json.loads(towns_field.options) == ["城关镇", "河东乡"]


def test_rectification_ledger(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "rectification")
    first = "药品采购未按规定公示"
    assert found.steps(first) == [("asked", "2024-04-12", ""), ("approved", "2024-04-12", "吴清")]
    assert found.task(first).completed_on == dt.date(2024, 3, 20)
    assert found.task(first).source_kind == "inspection"
    assert found.task(first).source_ref == "县委第二巡察组反馈意见"
    assert found.entries(first) == [("2024-02", "印发公示办法", None), ("2024-03", "在官网公示4批次", None)]
    assert found.custom(first) == {
        "问题原因": "制度不健全",
        "整改类型": "立行立改",
        "整改成效": "公示率100%",
        "是否整改到位": "是",
    }
    second = found.task("村医养老补助发放不及时")
    (extension,) = found.rows[Extension]
    assert (extension.old_due, extension.new_due) == (dt.date(2024, 6, 30), dt.date(2024, 9, 30))
    assert extension.is_approved
    assert "县级财政资金未到位" in extension.reason
    (moved,) = [one for one in found.rows[Deadline] if one.task_id == second.id]
    assert (moved.original_due, moved.current_due) == (dt.date(2024, 6, 30), dt.date(2024, 9, 30))
    assert (found.steps(second.title), second.completed_on) == ([], None)
    third = found.task("医疗废物台账登记不全")
    assert (third.kind, third.source_kind) == ("continuing", "audit")
    assert found.steps(third.title) == [("asked", "2024-05-06", "")]
    assert "基本到位" in found.answer.err
    assert found.custom(third.title)["是否整改到位"] == "基本到位"


def test_sheets_of_units(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "sheets_by_unit")
    owners = [(one.raw, one.role) for one in found.rows[TaskOwner]]
    assert owners == [("医政股", "responsible")] * 2 + [("妇幼股", "responsible")] * 2
    assert len(found.rows[Task]) == 4
    assert {(one.period, one.text, one.percent) for one in found.rows[ProgressEntry]} == {
        ("2024-05", "已提交评审材料", 50),
        ("2024-05", "抽查病历300份", 75),
        ("2024-05", "筛查1200人", 60),
        ("2024-05", "抽查产科病历80份", 100),
    }
    assert len({plan.title for plan in found.rows[Plan]}) == 2


def test_a_row_a_month_under_a_merged_task(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "month_rows")
    assert [task.title for task in found.rows[Task]] == ["改造急诊科", "配置移动筛查车"]
    assert found.entries("改造急诊科") == [
        ("2024-03", "完成图纸设计", 20),
        ("2024-04", "完成主体施工", 60),
        ("2024-05", "设备进场调试", 85),
    ]
    entries = found.all_entries("改造急诊科")
    assert [one.problems for one in entries] == ["场地狭窄", "", "配件未到"]
    assert {one.reporter for one in entries} == {"何平"}
    assert found.entries("配置移动筛查车")[-1] == ("2024-04", "车辆验收入库", 100)


def test_supervision_ledger_and_a_wrong_dimension(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "supervision", dimension="A1")
    done = "落实县委书记关于急救体系建设的批示"
    assert found.entries(done) == [("2024-03", "选定急救站点4个", None), ("2024-06", "4个站点全部运行", None)]
    assert found.task(done).completed_on == dt.date(2024, 6, 18)
    assert found.steps(done) == []
    assert [found.task(task.title).source_kind for task in found.rows[Task]] == [
        "instruction",
        "meeting",
        "proposal",
        "superior",
    ]
    assert [task.source_ref for task in found.rows[Task]] == [
        "县委主要领导批示",
        "局党组会议 清卫党组纪〔2024〕8号",
        "人大建议",
        "省卫健委文件 省卫基层函〔2024〕12号",
    ]
    assert found.leaders(done) == [("冯远", "局长")]
    second = "落实第8次党组会议定事项"
    assert found.leaders(second) == [("陈果", "副局长"), ("楚云", "总会计师")]
    latest = found.all_entries(second)[-1]
    assert (latest.period, latest.next_step) == ("2024-06", "完成盘盈资产处置")
    assert [one.name for one in found.rows[ExpectedEvidence]] == ["运行照片", "验收报告", "沟通记录"]
    assert "挂账观察" in found.answer.err
    assert {task.light_override for task in found.rows[Task]} == {None}
    assert found.custom(second) == {"亮灯": "黄灯", "办理状态": "挂账观察", "督办次数": "1"}


def test_each_month_divided_into_parts(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "month_parts")
    assert found.entries("中医院迁建") == [("2024-04", "主体封顶", 45), ("2024-05", "外墙完成", 55)]
    assert [one.problems for one in found.all_entries("中医院迁建")] == ["雨天停工", ""]
    assert found.entries("疾控实验楼") == [("2024-04", "基础施工", 10), ("2024-05", "二层完工", 30)]
    assert found.custom("疾控实验楼") == {"工作评价": "慢于时序进度"}


def test_a_messy_ledger(cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, "messy")
    assert [task.section for task in found.rows[Task]] == ["医疗服务", "医疗服务", "公共卫生", "公共卫生"]
    assert [one[2] for one in found.entries("开设夜间门诊")] == [100]
    assert found.entries("引进专家6名")[0][2] == pytest.approx(66.7, abs=0.1)
    assert found.contacts("开设夜间门诊") == [("尤敏", "13700000003")]
    assert found.contacts("引进专家6名") == [("许诺", "0551-6000001")]
    assert found.task("开设夜间门诊").note == "群众满意；甲"
    assert found.custom("开设夜间门诊") == {"H列（无表头）": "回头看"}
    said = found.answer.err
    assert "待定" in said
    assert "填表人" in said
    assert "没有写明日期" in said


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_cell_is_in_the_ledger_or_in_a_finding(name: str, cli: Cli, tmp_path: Path) -> None:
    found = bring_in(cli, tmp_path, name)
    kept = _squeezed(" ".join(str(astuple(row)) for rows in found.rows.values() for row in rows))
    said = _squeezed(found.answer.err + found.answer.out)
    numbers = {one.percent for one in found.rows[ProgressEntry] if one.percent is not None}
    dates = set(re.findall(r"datetime\.date\(\d+,\d+,\d+\)", kept))
    book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
    lost = [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not _is_kept(cell.value, kept, said, numbers, dates)
    ]
    assert not lost, "\n".join(lost)


def _is_kept(value: Any, kept: str, said: str, numbers: set[float], dates: set[str]) -> bool:  # noqa: ANN401 - of a cell
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return day.isoformat() in kept or f"datetime.date({day.year},{day.month},{day.day})" in dates
    if isinstance(value, int | float):
        return (
            f"'{value}'" in kept
            or any(abs(number - value) < 0.1 or abs(number - value * 100) < 0.1 for number in numbers)
            or value < 5
        )
    # A cell that was divided into its months, names or lines is there when each of its words is.
    # A name and its telephone part where the digits begin; the numeral of a heading is only its number.
    words = re.sub(r"(?<=[\u3400-\u9fff])(?=1\d{10})", " ", re.sub(r"^[一二三四五]、", "", str(value)))
    parts = [part for part in re.split(r"[\s;；:：、。【】（）(),，]+", words) if part]
    return all(_squeezed(part) in kept or _squeezed(part) in said or _is_read(part, dates) for part in parts)


def _is_read(part: str, dates: set[str]) -> bool:
    """Say whether a word became a value of another form: a date, a month, a yes or no, a share, a dash."""
    numbers = [int(number) for number in re.findall(r"\d+", part)]
    if any(f"datetime.date({','.join(str(number) for number in numbers)})" in one for one in dates):
        return True
    return bool(
        re.fullmatch(
            r"(?:截至)?\d+月底?|是|否|无|[-—/]|[\d.]+%?|20\d\d[.\d]+|过半|六成|三分之二|已完成|已办结|已销号|未销号|申请销号|暂缓|长期坚持|20\d\d年.*",
            part,
        )
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s|\\n", "", unicodedata.normalize("NFKC", text))
