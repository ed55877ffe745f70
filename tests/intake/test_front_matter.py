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
        ("工作方案\n一、步骤\n（一）启动（2024年3月）。\n（二）总结（2025年12月）。", 2024),
        ("整改清单\n问题一：记录不全\n整改时限：2024年8月底前\n问题二：标识不清\n整改时限：2024年9月5日前", 2024),
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


def test_all_bodies_of_a_joint_head() -> None:
    text = f"松桥县卫生健康局\n松桥县教育局  文件\n松卫发〔2024〕7号\n2024年工作要点\n{BODY}"
    assert plan_of(text).issuer == "松桥县卫生健康局、松桥县教育局"


def test_a_head_with_its_word_alone() -> None:
    text = f"松桥县卫生健康局\n松桥县教育局\n文件\n松卫发〔2024〕7号\n2024年工作要点\n{BODY}"
    assert plan_of(text).issuer == "松桥县卫生健康局、松桥县教育局"


def test_who_signs_in_full_is_the_issuer() -> None:
    text = f"松桥县卫生健康局党组文件\n2024年工作要点\n{BODY}\n中共松桥县卫生健康局党组\n2024年3月1日"
    plan = plan_of(text)
    assert (plan.issuer, plan.issued) == ("中共松桥县卫生健康局党组", dt.date(2024, 3, 1))


def test_blanks_part_two_bodies_and_spread_one() -> None:
    two = f"2024年工作要点\n{BODY}\n松桥县卫生健康局    松桥县财政局\n2024年3月1日"
    assert plan_of(two).issuer == "松桥县卫生健康局 松桥县财政局"
    one = f"2024年工作要点\n{BODY}\n松 桥 县 卫 生 健 康 局\n2024年3月1日"
    assert plan_of(one).issuer == "松桥县卫生健康局"


def test_a_numbered_line_is_no_letterhead() -> None:
    assert plan_of("2024年任务书\n一、制度\n（1）修订制度文件\n①完善办法，3月底前完成。").issuer is None


def test_a_note_with_the_day_is_no_part_of_the_title() -> None:
    plan = plan_of(f"2024年工作要点\n（松桥县卫生健康局 2024年2月5日）\n{BODY}")
    assert (plan.title, plan.issuer, plan.issued) == ("2024年工作要点", "松桥县卫生健康局", dt.date(2024, 2, 5))


def test_the_day_of_printing_gives_way_to_the_notice() -> None:
    text = (
        "关于印发工作要点的通知\n各镇卫生院：\n现将《2024年工作要点》印发给你们。\n松桥县卫生健康局\n2024年3月1日\n"
        f"2024年工作要点\n{BODY}\n松桥县卫生健康局办公室  2024年3月4日印发"
    )
    assert plan_of(text).issued == dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    "head",
    [
        "文 号 | 松卫发〔2024〕7号 | 发文日期 | 2024-02-28 09:00 |\n发布机构 | 松桥县卫生健康局 | 有效性 | 有效 |",
        "索引号 : 01/2024-7 文　　号 : 松卫发〔2024〕7号\n发文日期: 2024年02月28日 发文单位: 松桥县卫生健康局",
        "索引号\n01/2024-7\n发文单位\n松桥县卫生健康局\n发文字号\n松卫发〔2024〕7号\n成文日期\n2024年02月28日",
        "• 索引号: 01/2024-7\n• 发布机构: 松桥县卫生健康局\n• 成文日期: 2024年02月28日\n• 发文字号: 松卫发〔2024〕7号",
    ],
)
def test_the_data_of_a_page_in_other_shapes(head: str) -> None:
    plan = plan_of(f"{head}\n2024年工作要点\n{BODY}")
    assert (plan.title, plan.issuer, plan.doc_number, plan.issued) == (
        "2024年工作要点",
        "松桥县卫生健康局",
        "松卫发〔2024〕7号",
        dt.date(2024, 2, 28),
    )


def test_the_title_among_the_data_of_a_page() -> None:
    text = (
        "索引号: | 1/2024-1 | 组配分类: | 规划计划 |\n发布机构: | 松桥县卫生健康局 | 主题分类: | 卫生 |\n"
        "名称: | 松桥县2023年工作总结及2024年工作安排 | 文号: | |\n今年以来，成效明显。\n"
        "一、工作开展情况\n（一）完善制度。\n二、2024年工作安排\n（一）强化培训。\n（二）强化考核。"
    )
    plan = plan_of(text)
    assert (plan.title, plan.plan_year) == ("松桥县2023年工作总结及2024年工作安排", 2024)
    assert [item.kind for item in plan.items if item.no] == ["background", "schedule", "schedule"]


def test_the_name_of_a_site_is_no_part_of_the_title() -> None:
    text = f"松桥县人民政府\n政府信息公开\n松桥县人民政府关于分解2024年重点任务的通知\n各镇人民政府：\n{BODY}"
    plan = plan_of(text)
    assert (plan.title, plan.issuer) == ("松桥县人民政府关于分解2024年重点任务的通知", "松桥县人民政府")


@pytest.mark.parametrize(
    "title", ["松桥县卫生健康局局长办公会纪要", "在全县卫生健康会议上的讲话", "松桥县2024年六大攻坚战"]
)
def test_titles_of_other_papers(title: str) -> None:
    assert plan_of(f"{title}\n{BODY}").title == title


def test_a_chapter_is_no_title() -> None:
    assert plan_of("松桥县2024年卫生工作安排\n重点工作\n1.完善制度。\n2.强化培训。").title == "松桥县2024年卫生工作安排"


@pytest.mark.parametrize("day", ["2024年3月", "二〇二四年三月", "3月5日"])
def test_a_date_without_day_or_year_ends_a_document_too(day: str) -> None:
    plan = plan_of(f"2024年工作要点\n{BODY}\n松桥县卫生健康局\n{day}")
    assert (plan.issuer, plan.issued) == ("松桥县卫生健康局", None)
    assert not any(day in item.text for item in plan.items)


def test_a_count_under_the_title_is_no_part_of_it() -> None:
    assert plan_of(f"2024年重点项目清单\n（共2项）\n{BODY}").title == "2024年重点项目清单"


def test_who_issues_a_paper_named_in_the_title() -> None:
    assert plan_of(f"县委办公室 县政府办公室印发《2024年若干措施》\n{BODY}").issuer == "县委办公室 县政府办公室"
