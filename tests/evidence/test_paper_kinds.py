"""Kinds of papers by their titles and names."""

from __future__ import annotations

import pytest

from ledger_app.evidence.paper_kinds import kind_by_format, kind_by_words


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("关于印发《慢病管理实施方案》的通知", "通知"),
        ("关于召开家庭医生签约推进会的通知", "通知"),
        ("2024年健康促进工作方案（征求意见稿）", "方案"),
        ("慢病管理实施方案(盖章通知版)", "方案"),
        ("基层卫生工作例会会议记录", "会议记录"),
        ("局长办公会议纪要", "会议记录"),
        ("培训班签到表", "签到表"),
        ("妇幼健康工作总结", "总结"),
        ("关于医共体建设情况的报告", "报告"),
        ("关于商请支持疫苗接种的函", "函"),
        ("函授学员登记表", "数据表"),
        ("院感防控管理制度", "制度"),
        ("IMG_20240612_093021", "照片"),
        ("微信图片_20240612", "照片"),
        ("mmexport1718158822", "照片"),
        ("系统截图", "截图"),
        ("《工作总结》", "总结"),
        ("材料一", ""),
        ("", ""),
    ],
)
def test_the_last_word_of_a_title_tells_what_a_paper_is(words: str, kind: str) -> None:
    assert kind_by_words(words) == kind


def test_a_format_suggests_a_kind_where_it_is_telling() -> None:
    assert [kind_by_format(name) for name in ("jpeg", "xls", "mp4", "pdf", "png")] == ["照片", "数据表", "视频", "", ""]
