from __future__ import annotations

import pytest

from ledger_app.domain.plan_titles import is_other_year, title_stem, title_years

PLAN = "2024年柳塘县卫生健康工作要点"


@pytest.mark.parametrize(
    "other",
    [
        "柳塘县卫生健康局关于印发《2024年柳塘县卫生健康工作要点》的通知",
        "关于印发2024年柳塘县卫生健康工作要点的通知",
        "2024年柳塘县卫生健康工作要点（征求意见稿）",
        "2024年柳塘县卫生健康工作要点（2024年6月修订）",
        "2024年柳塘县卫生健康工作要点(修订版)",
        "关于调整《2024年柳塘县卫生健康工作要点》的通知",
        "柳塘县卫生健康工作要点（2024年）",
        "2024年 柳塘县卫生健康工作要点（第二次修订）",
        "2024年柳塘县卫生健康工作要点-定稿",
        "2024年柳塘县卫生健康工作要点 V2",
    ],
)
def test_issues_of_one_plan_have_one_stem(other: str) -> None:
    assert title_stem(other) == title_stem(PLAN) == "柳塘县卫生健康工作要点"


@pytest.mark.parametrize("other", ["2024年柳塘县疾控工作要点", "2024年柳塘县卫生健康工作要点任务分解表"])
def test_other_plans_have_another_stem(other: str) -> None:
    assert title_stem(other) != title_stem(PLAN)


def test_a_plan_of_another_year_is_another_plan() -> None:
    assert is_other_year(PLAN, "2025年柳塘县卫生健康工作要点")
    assert not is_other_year(PLAN, "柳塘县卫生健康工作要点")
    assert not is_other_year("三年行动方案（2024—2026年）", "三年行动方案（2024-2026年）（修订稿）")


def test_the_year_of_a_revision_is_not_the_year_of_the_plan() -> None:
    assert title_years("三年行动方案（2023—2025年）（2024年修订）") == (2023, 2025)
    assert title_years("工作要点") == ()
