"""Plans whose line breaks were lost on the way."""

from __future__ import annotations

import pytest

from ledger_app.intake.outline_copies import split_copies
from ledger_app.intake.outline_lines import Line, read_flow
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document
from tests.steps import growth

LINES = (
    "松桥县卫生健康局文件",
    "松卫发〔2024〕15号",
    "关于印发2024年基层卫生工作要点的通知",
    "各镇卫生院，局属各单位：",
    "现将《2024年基层卫生工作要点》印发给你们，请认真落实。",
    "松桥县卫生健康局",
    "2024年2月20日",
    "2024年基层卫生工作要点",
    "一、提升服务能力",
    "1.推进达标建设。6月底前完成自评。（基层股负责）",
    "2.充实人才队伍。年内招聘医师20名。（人事股牵头）",
    "二、强化保障",
    "（一）落实经费。每季度拨付一次补助资金。（财务股负责）",
    "（二）建设信息平台。9月底前上线试用。（信息股负责）",
    "三、做好宣传",
    "（一）开展义诊。全年不少于20场。（宣教股负责）",
    "（二）选树典型。年内评选十名最美医生。（人事股负责）",
)


def facts(text: str) -> object:
    plan = propose(a_document(text)).plans[0]
    return (
        plan.title,
        plan.plan_year,
        plan.doc_number,
        [
            (
                item.no,
                item.path,
                item.title,
                item.kind,
                [one.name for one in item.owners],
                [one.date for one in item.deadlines],
            )
            for item in plan.items
        ],
    )


@pytest.mark.parametrize("between", ["", " ", "\u3000", "  "])
def test_a_plan_in_one_paragraph_is_read_as_the_plan_itself(between: str) -> None:
    assert facts(between.join(LINES)) == facts("\n".join(LINES))


def test_numbers_inside_a_sentence_do_not_cut_it() -> None:
    first = "一、做好服务。开展第一、第二季度督导，覆盖三、四级手术，版本2.0上线，增长1.5万人次。"
    text = f"2024年要点{first}二、做好保障。落实经费。三、做好宣传。"
    flow = split_copies(read_flow(a_document(text)))
    assert [line.text for line in flow if isinstance(line, Line)] == [
        "2024年要点",
        first,
        "二、做好保障。落实经费。",
        "三、做好宣传。",
    ]


def test_a_very_long_copy_is_cut_in_steps_in_proportion() -> None:
    def cut(times: int) -> None:
        body = "".join(f"{n}.推进第{n}号点位建设。" for n in range(1, 100)) * times
        flow = split_copies(read_flow(a_document(f"一、任务{body}二、保障{body}三、做好宣传。")))
        assert len(flow) > 150 * times

    assert growth(cut, 10) < 2
