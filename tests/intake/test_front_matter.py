"""Issuer, number, date and year, from the many places where documents put them."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger_app.intake.plan_year import years_of
from ledger_app.intake.proposal import ProposedPlan
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document

BODY = "一、任务\n（一）完善制度。6月底前完成。\n（二）强化培训。年内完成。"


def plan_of(text: str, **options: int) -> ProposedPlan:
    (plan,) = propose(a_document(text), **options).plans  # type: ignore[arg-type]
    return plan


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2024年工作要点", (2024, None)),
        ("县卫健局2024年度工作要点", (2024, None)),
        ("二〇二四年工作要点", (2024, None)),
        ("能力提升方案（2022-2025年）", (2022, 2025)),
        ("三年行动计划（2023年—2025年）", (2023, 2025)),
        ("三年行动计划（2023至2025年）", (2023, 2025)),
        ("行动计划（2026—28年）", (2026, 2028)),
        ("“十四五”卫生健康规划", (2021, 2025)),
        ("“十五五”卫生健康规划", (2026, 2030)),
        ("“健康2030”行动方案", (None, None)),
        ("《健康松桥2030》2024年度实施要点", (2024, None)),
        ("关于印发《2024年工作要点》的通知", (2024, None)),
        ("2024卫生健康工作要点", (2024, None)),
        ("工作要点", (None, None)),
        ("第35个爱国卫生月方案", (None, None)),
    ],
)
def test_years_of_a_title(title: str, years: tuple[int | None, int | None]) -> None:
    assert years_of(title) == years


def test_signature_with_the_date_below() -> None:
    plan = plan_of(f"2024年工作要点\n{BODY}\n松桥县卫生健康局\n2024年3月1日")
    assert (plan.issuer, plan.issued) == ("松桥县卫生健康局", dt.date(2024, 3, 1))
    assert len(plan.items) == 2


def test_signature_and_date_on_one_line() -> None:
    plan = plan_of(f"2024年工作要点\n{BODY}\n松桥县卫生健康局  2024年3月1日")
    assert (plan.issuer, plan.issued) == ("松桥县卫生健康局", dt.date(2024, 3, 1))


def test_two_signatures() -> None:
    plan = plan_of(f"2024年工作要点\n{BODY}\n松桥县卫生健康局\n松桥县财政局\n2024年3月1日")
    assert plan.issuer == "松桥县卫生健康局、松桥县财政局"


def test_the_issuer_in_the_title() -> None:
    plan = plan_of(f"松桥县卫生健康局关于做好2024年夏季防病工作的通知\n各镇卫生院：\n{BODY}\n2024年6月1日")
    assert plan.issuer == "松桥县卫生健康局"
    assert plan.addressees == ("各镇卫生院",)


def test_the_letterhead_and_the_number() -> None:
    plan = plan_of(f"松桥县卫生健康局文件\n松卫发〔2024〕7号\n关于印发2024年工作要点的通知\n各镇卫生院：\n{BODY}")
    assert (plan.issuer, plan.doc_number) == ("松桥县卫生健康局", "松卫发〔2024〕7号")
    assert plan.title == "关于印发2024年工作要点的通知"


def test_a_number_in_other_brackets() -> None:
    assert plan_of(f"2024年工作要点\n松卫发[2024]7号\n{BODY}").doc_number == "松卫发[2024]7号"


def test_documents_that_are_only_named_give_no_number() -> None:
    text = f"2024年工作要点\n根据《省实施意见》（省卫发〔2023〕9号），制定本要点。\n{BODY}"
    assert plan_of(text).doc_number is None


def test_the_data_of_a_published_page() -> None:
    head = (
        "索引号: | 1/2024-1 | 发布机构: | 松桥县卫生健康局 |\n发文字号: | 松卫发〔2024〕7号 | 成文时间: | 2024-02-28 |"
    )
    plan = plan_of(f"{head}\n2024年工作要点\n- 发布日期:2024-03-05 15:37\n- 浏览次数:\n{BODY}")
    assert (plan.issuer, plan.doc_number, plan.issued) == (
        "松桥县卫生健康局",
        "松卫发〔2024〕7号",
        dt.date(2024, 2, 28),
    )


def test_a_date_under_the_title() -> None:
    assert plan_of(f"2024年工作要点\n（2024年2月5日）\n{BODY}").issued == dt.date(2024, 2, 5)


def test_a_date_in_chinese_numerals() -> None:
    assert plan_of(f"2024年工作要点\n{BODY}\n松桥县卫生健康局\n二〇二四年二月二十八日").issued == dt.date(2024, 2, 28)


def test_a_title_over_several_lines() -> None:
    plan = plan_of(f"松桥县加快医共体建设 推动优质资源下沉\n高质量发展行动方案\n（2024—2026年）\n{BODY}")
    assert plan.title == "松桥县加快医共体建设 推动优质资源下沉高质量发展行动方案（2024—2026年）"
    assert (plan.plan_year, plan.period_end) == (2024, dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"工作要点\n{BODY}\n松桥县卫生健康局\n2023年12月28日", 2023),
        (f"工作要点\n松卫发〔2022〕7号\n{BODY}", 2022),
        (f"工作要点\n2025年，全县卫生健康工作要稳中求进。\n{BODY}", 2025),
    ],
)
def test_a_year_from_elsewhere_is_said_to_be(text: str, year: int) -> None:
    proposal = propose(a_document(text))
    assert proposal.plans[0].plan_year == year
    assert "INT-203" in [finding.code for finding in proposal.findings]


def test_a_stated_year_is_taken_where_the_title_has_none() -> None:
    assert plan_of(f"工作要点\n{BODY}\n松桥县卫生健康局\n2023年12月28日", year=2024).plan_year == 2024


def test_an_introduction_that_ends_with_a_colon_is_no_addressee() -> None:
    plan = plan_of(f"2024年任务分解方案\n为确保各单位落实任务，现将事项分解如下：\n{BODY}")
    assert plan.addressees == ()
    assert [item.no for item in plan.items] == ["", "（一）", "（二）"]
