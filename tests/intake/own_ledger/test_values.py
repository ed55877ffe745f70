"""Percentages, states, people and kinds of columns as ledgers write them."""

from __future__ import annotations

import pytest

from ledger_app.intake.document import Cell
from ledger_app.intake.own_ledger.fields import field_kind
from ledger_app.intake.own_ledger.people import read_people
from ledger_app.intake.own_ledger.percents import Percents, percent_of_words
from ledger_app.intake.own_ledger.states import DATED, meaning_of, split_state


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("75%", 75),
        ("约75％", 75),
        ("完成进度85.5%", 85.5),
        ("百分之六十", 60),
        ("七成", 70),
        ("八成五", 85),
        ("过半", 50),
        ("三分之二", 66.7),
        ("3/4", 75),
        ("已完成", 100),
        ("尚未启动", 0),
        ("120%", 100),
        ("70-80%", None),
        ("基本完成", None),
        ("待定", None),
        ("5/3", None),
    ],
)
def test_percentages_in_words(text: str, percent: float | None) -> None:
    assert percent_of_words(text) == (None if percent is None else pytest.approx(percent, abs=0.05))


@pytest.mark.parametrize(
    ("texts", "percents"),
    [
        (["0.75", "1", "0.2"], [75, 100, 20]),
        (["75", "1", "100"], [75, 1, 100]),
        (["75%", "0.5"], [75, 50]),
        (["75%", "50"], [75, 50]),
        (["0.5", "过半", "60"], [0.5, 50, 60]),
    ],
)
def test_the_column_tells_the_scale(texts: list[str], percents: list[float]) -> None:
    cells = [Cell(text) for text in texts]
    reads = Percents.of(cells)
    assert [reads.read(cell) for cell in cells] == percents


def test_nothing_but_nought_and_one_is_doubtful() -> None:
    assert Percents.of([Cell("0"), Cell("1")]).is_doubtful
    assert not Percents.of([Cell("0"), Cell("0.5")]).is_doubtful


@pytest.mark.parametrize(
    ("head", "text", "meaning", "day"),
    [
        ("状态", "已完成", "done", ""),
        ("是否完成", "是", "done", ""),
        ("是否完成", "√", "done", ""),
        ("是否完成", "否", "not_done", ""),
        ("是否销号", "是", "closed", ""),
        ("是否销号", "是（2024年5月6日）", "closed", "2024-05-06"),
        ("销号情况", "2024.5.6", "closed", "2024-05-06"),
        ("销号情况", "5月6日已销号", "closed", "2024-05-06"),
        ("销号情况", "未销号", "not_done", ""),
        ("销号情况", "待销号", "asked", ""),
        ("销号情况", "退回整改", "sent_back", ""),
        ("办理状态", "正在办理", "on_track", ""),
        ("办理状态", "未办结", "not_done", ""),
        ("工作评价", "慢于序时进度", "lagging", ""),
        ("工作评价", "超时序", "ahead", ""),
        ("亮灯", "红灯", "overdue", ""),
        ("是否逾期", "是", "overdue", ""),
        ("状态", "暂缓实施", "suspended", ""),
        ("状态", "长期坚持", "continuing", ""),
        ("状态", "调整取消", "cancelled", ""),
        ("状态", "年终考核", "year_end", ""),
        ("状态", "基本完成", "unknown", ""),
        ("状态", "视情况而定", "unknown", ""),
        ("是否涉密", "是", "unknown", ""),
    ],
)
def test_states(head: str, text: str, meaning: str, day: str) -> None:
    value, found = split_state(text, 2024)
    assert (meaning_of(value, head)[0], found) == (meaning, day)
    assert (value == DATED) == (text == "2024.5.6")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("赵  明", [("赵明", "", "")]),
        ("赵明  孙立", [("赵明", "", ""), ("孙立", "", "")]),
        ("赵  明（副局长）", [("赵明", "副局长", "")]),
        ("副局长赵明", [("赵明", "副局长", "")]),
        ("赵明副局长", [("赵明", "副局长", "")]),
        ("党组书记、局长 冯远", [("", "党组书记", ""), ("冯远", "局长", "")]),
        ("分管副局长", [("", "分管副局长", "")]),
        ("钱进 13900000001", [("钱进", "", "13900000001")]),
        ("钱进\n0551-6000001", [("钱进", "", "0551-6000001")]),
        ("钱进：13900000001；李想：13900000002", [("钱进", "", "13900000001"), ("李想", "", "13900000002")]),
        ("—", []),
    ],
)
def test_people(text: str, people: list[tuple[str, str, str]]) -> None:
    assert [(one.name, one.title, one.phone) for one in read_people(text)] == people


@pytest.mark.parametrize(
    ("head", "texts", "kind"),
    [
        ("资金", ["12.5", "80", "1,200"], "number"),
        ("账号", ["0123", "0456"], "text"),
        ("开工", ["2024.3.1", "2024年5月6日"], "date"),
        ("类型", ["甲", "乙", "甲", "乙"], "choice"),
        ("名称", ["甲", "乙", "丙"], "text"),
        ("是否民生", ["是", "是"], "bool"),
        ("空", [], "text"),
    ],
)
def test_kinds_of_columns(head: str, texts: list[str], kind: str) -> None:
    assert field_kind([Cell(text) for text in texts], head)[0] == kind
