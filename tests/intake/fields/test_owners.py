"""How owners are named, and the part each unit plays."""

from __future__ import annotations

import pytest

from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.fields.owner_blocks import FIRST_LEADS
from ledger_app.intake.fields.owner_names import is_unit
from ledger_app.intake.fields.owners import owners_of, read_cell, read_owners
from ledger_app.intake.folding import fold_text
from ledger_app.intake.roster import EMPTY_ROSTER, Roster

SENTENCES = [
    # brackets after and before the stop
    ("推进试点。（基层股牵头，财务股、人事股配合）", ["L 基层股", "C 财务股", "C 人事股"], False),
    ("推进试点（基层股牵头，财务股、人事股配合）。", ["L 基层股", "C 财务股", "C 人事股"], False),
    ("推进试点。(基层股、财务股按职责分工负责)", ["R 基层股", "R 财务股"], False),
    ("推进试点。（基层股、财务股等按职责分工负责）", ["R 基层股", "R 财务股"], True),
    ("推进试点。（基层股牵头，财务股等按职责分工负责）", ["L 基层股", "R 财务股"], True),
    ("推进试点。（基层股牵头、财务股参与）", ["L 基层股", "C 财务股"], False),
    ("推进试点。（基层股、财务股分别负责）", ["R 基层股", "R 财务股"], False),
    ("推进试点。（各股室分别负责，年内持续推进）", ["R 各股室"], False),
    ("推进试点。〔基层股负责〕", ["R 基层股"], False),
    ("推进试点。（基层股负责)", ["R 基层股"], False),
    ("推进试点。【基层股 财务股】", ["R 基层股", "R 财务股"], False),
    ("推进试点。（基层股，各镇卫生院）", ["R 基层股", "R 各镇卫生院"], False),
    ("推进试点。（基层股；6月底前）", ["R 基层股"], False),
    ("推进试点。（县卫健局（县爱卫办）、县城管局负责）", ["R 县卫健局（县爱卫办）", "R 县城管局"], False),
    ("推进试点。（县卫健局牵头负责）", ["L 县卫健局"], False),
    ("推进试点。（县卫健局主办，县民政局、县残联协办）", ["L 县卫健局", "C 县民政局", "C 县残联"], False),
    ("推进试点。（县卫健局等12个部门负责）", ["R 县卫健局"], True),
    ("推进试点。（甲区、乙区管委会各部门负责）", ["R 甲区、乙区管委会各部门"], False),
    ("推进试点。（市卫健委、市医保局，各县区人民政府）", ["R 市卫健委", "R 市医保局", "R 各县区人民政府"], False),
    # names that must not be cut, and names that must
    ("推进试点。（医政医管和药政股、规划财务与信息股负责）", ["R 医政医管和药政股", "R 规划财务与信息股"], False),
    ("推进试点。（县财政局和县医保局负责）", ["R 县财政局", "R 县医保局"], False),
    ("推进试点。（县人力资源和社会保障局负责）", ["R 县人力资源和社会保障局"], False),
    ("推进试点。（人口监测与家庭发展股负责）", ["R 人口监测与家庭发展股"], False),
    # labelled fields
    ("推进试点。责任单位：基层股、各镇卫生院", ["R 基层股", "R 各镇卫生院"], False),
    ("推进试点。牵头单位：基层股；配合单位：财务股、人事股", ["L 基层股", "C 财务股", "C 人事股"], False),
    ("推进试点。\n牵头责任单位：基层股\n主要协作单位：财务股", ["L 基层股", "C 财务股"], False),
    ("推进试点。（责任科室：基层科；完成时限：6月底）", ["R 基层科"], False),
    ("推进试点。（牵头科室：基层科 配合科室：财务科）", ["L 基层科", "C 财务科"], False),
    ("推进试点。（责任股室：基层股、财务股）", ["R 基层股", "R 财务股"], False),
    ("推进试点。主体责任单位：各镇卫生院；其他责任单位：县财政局", ["R 各镇卫生院", "C 县财政局"], False),
    ("推进试点。主办单位:县卫健局 协办单位:县教育局", ["L 县卫健局", "C 县教育局"], False),
    ("推进试点。责任单位：安全办　各医疗卫生单位", ["R 安全办", "R 各医疗卫生单位"], False),
    ("推进试点。责任单位：县人民医院等县直医疗单位", ["R 县人民医院"], True),
    ("推进试点。责任单位：基层股；责任人：王某；联系电话：01234567890", ["R 基层股"], False),
    ("推进试点。责任单位：基层股（牵头）、财务股、各镇卫生院", ["L 基层股", "R 财务股", "R 各镇卫生院"], False),
    ("推进试点。责任单位：财务股、基层股（牵头），人事股（配合）", ["R 财务股", "L 基层股", "C 人事股"], False),
    ("推进试点。（杭城市、宁城市人民政府负责）", ["R 杭城市", "R 宁城市人民政府"], False),
    ("推进试点。（各县（市）、区人民政府负责）", ["R 各县（市）、区人民政府"], False),
    ("推进试点。（县卫健局负责，以下均需各镇落实，不再列出）", ["R 县卫健局"], False),
    ("推进试点。（县卫健局为主，县残联协助）", ["L 县卫健局", "C 县残联"], False),
    ("推进试点。（县卫健局牵头，各镇人民政府组织实施）", ["L 县卫健局", "R 各镇人民政府"], False),
    ("推进试点。（县委组织部，各镇党委和政府）", ["R 县委组织部", "R 各镇党委和政府"], False),
    ("推进试点。（各镇党委、政府，县财政局负责）", ["R 各镇党委、政府", "R 县财政局"], False),
    ("推进试点。\n责任单位：人事股；各镇卫生院", ["R 人事股", "R 各镇卫生院"], False),
    ("推进试点。第一责任单位：县中医院，第二责任单位：县妇幼保健院", ["R 县中医院", "R 县妇幼保健院"], False),
    # sentences
    (
        "推进试点，由基层股牵头，财务股、人事股配合，各镇卫生院具体负责。",
        ["L 基层股", "C 财务股", "C 人事股", "R 各镇卫生院"],
        False,
    ),
    ("由基层股牵头负责，财务股参与。", ["L 基层股", "C 财务股"], False),
    ("由基层股牵头，财务股配合，制定方案。", ["L 基层股", "C 财务股"], False),
    ("督导工作由县卫生监督所具体负责。", ["R 县卫生监督所"], False),
    ("县财政局负责落实补助资金。", ["R 县财政局"], False),
    ("方案由宣传科牵头制定，各科室参与。", ["L 宣传科"], False),
    # no owners
    ("做好慢病管理（坚持预防为主）。", [], False),
    ("推进试点。（鼓励社会力量参与）", [], False),
    ("建成两家(东城、西城)互联网医院。", [], False),
    ("推进多学科诊疗(MDT)。", [], False),
    ("改善医疗机构（乡镇卫生院、村卫生室）。", [], False),
    ("各单位主要负责同志要亲自抓。", [], False),
    ("压实责任（各地负责同志要靠前指挥）。", [], False),
    ("购置设备（由医院自行采购并按规定入库）。", [], False),
    ("提高服务能力（含公共卫生服务）。", [], False),
]

CELLS = [
    ("县卫健局", "responsible", ["R 县卫健局"]),
    ("县卫健局、县财政局", "lead", ["L 县卫健局", "L 县财政局"]),
    ("县卫健局\n县财政局", "cooperate", ["C 县卫健局", "C 县财政局"]),
    ("县卫生健\n康局", "responsible", ["R 县卫生健康局"]),
    ("县卫健局 县财政局", "responsible", ["R 县卫健局", "R 县财政局"]),
    ("基层股牵头，财务股配合", "responsible", ["L 基层股", "C 财务股"]),
    ("应急处、监督处等按职责分工落实", "responsible", ["R 应急处", "R 监督处"]),
    ("县卫健局，各乡镇卫生院", "responsible", ["R 县卫健局", "R 各乡镇卫生院"]),
    ("基层股 13800000000", "responsible", ["R 基层股"]),
    ("牵头单位：基层股；配合单位：财务股、人事股", "responsible", ["L 基层股", "C 财务股", "C 人事股"]),
    ("—", "responsible", []),
    ("", "lead", []),
]


@pytest.mark.parametrize(("sentence", "expected", "is_open"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_sentence(sentence: str, expected: list[str], is_open: bool) -> None:
    folded = fold_text(sentence)
    owners, opened = read_owners(folded, find_fields(folded.text), EMPTY_ROSTER, first_leads=False)
    assert [f"{owner.role[0].upper()} {owner.name}" for owner in owners] == expected
    assert opened is is_open


@pytest.mark.parametrize(("cell", "role", "expected"), CELLS, ids=[row[0] for row in CELLS])
def test_cell(cell: str, role: str, expected: list[str]) -> None:
    folded = fold_text(cell)
    owners, _ = owners_of(folded, read_cell(folded, role, EMPTY_ROSTER), first_leads=False)  # type: ignore[arg-type]
    assert [f"{owner.role[0].upper()} {owner.name}" for owner in owners] == expected


def test_the_roster_decides_before_any_cutting() -> None:
    folded = fold_text("推进试点。（疾控中心和妇幼保健院、财务股负责）")
    cut, _ = read_owners(folded, (), EMPTY_ROSTER, first_leads=False)
    assert [owner.name for owner in cut] == ["疾控中心", "妇幼保健院", "财务股"]
    known = Roster.of(["疾控中心和妇幼保健院"])
    kept, _ = read_owners(folded, (), known, first_leads=False)
    assert [owner.name for owner in kept] == ["疾控中心和妇幼保健院", "财务股"]


def test_first_named_leads_where_the_document_says_so() -> None:
    folded = fold_text("推进试点。（基层股、财务股负责。列第一位的为牵头单位，下同）")
    owners, _ = read_owners(folded, (), EMPTY_ROSTER, first_leads=True)
    assert [(owner.name, owner.role) for owner in owners] == [("基层股", "lead"), ("财务股", "responsible")]


def test_a_written_lead_is_not_overruled() -> None:
    folded = fold_text("推进试点。（财务股、基层股按职责分工负责，人事股牵头）")
    owners, _ = read_owners(folded, (), EMPTY_ROSTER, first_leads=True)
    assert [(owner.name, owner.role) for owner in owners] == [
        ("财务股", "responsible"),
        ("基层股", "responsible"),
        ("人事股", "lead"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "列第一位的为牵头单位，下同",
        "列第一位者为牵头单位",
        "责任单位中排在首位的为牵头单位",
        "排名第一的单位为牵头单位",
        "排第一位的为汇总单位",
        "列首位的为牵头部门",
    ],
)
def test_wordings_of_the_first_named_rule(sentence: str) -> None:
    assert FIRST_LEADS.search(fold_text(sentence).text)


def test_groups_are_marked() -> None:
    folded = fold_text("推进试点。（基层股、各乡镇卫生院、相关股室负责）")
    owners, _ = read_owners(folded, (), EMPTY_ROSTER, first_leads=False)
    assert [(owner.name, owner.is_group) for owner in owners] == [
        ("基层股", False),
        ("各乡镇卫生院", True),
        ("相关股室", True),
    ]


@pytest.mark.parametrize("words", ["县卫健局", "基层卫生股", "各镇（街道）", "县人民医院", "办公室", "张某科长"])
def test_names_of_units(words: str) -> None:
    assert is_unit(fold_text(words).text, EMPTY_ROSTER)


@pytest.mark.parametrize("words", ["加强建设", "提高能力", "局", "以上", "完善机制的部门要落实责任。"])
def test_words_that_name_no_unit(words: str) -> None:
    assert not is_unit(fold_text(words).text, EMPTY_ROSTER)


def test_places_point_at_the_names() -> None:
    text = "推进试点。（基层卫生 股牵头，财务股配合）"
    folded = fold_text(text)
    owners, _ = read_owners(folded, (), EMPTY_ROSTER, first_leads=False)
    place = owners[0].reading.place
    assert place is not None
    assert text[place.start : place.end] == "基层卫生 股"
    assert owners[0].name == "基层卫生股"
