from __future__ import annotations

import pytest

from ledger_app.domain.expected_evidence import TEMPLATES, is_likely, kind_of_name, likeness, name_key


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("会议通知", "文件"),
        ("培训签到表", "会议"),
        ("现场照片", "照片"),
        ("质量分析报告", "总结"),
        ("问题清单", "台账"),
        ("目标责任书", "合同"),
        ("其它东西", "其他"),
    ],
)
def test_the_last_word_says_what_kind_of_paper_it_is(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind


def test_marks_of_versions_and_signs_do_not_count() -> None:
    assert name_key("《关于建设方案》（最终版）") == name_key("建设 方案")
    assert likeness("建设方案", "关于建设的方案(改2)") == 1.0


def test_likely_are_the_same_words_and_pictures_for_photos() -> None:
    assert is_likely(likeness("胸痛中心建设方案", "关于印发胸痛中心建设方案的通知"))
    assert is_likely(likeness("工作照片", "IMG_2024", is_picture=True))
    assert not is_likely(likeness("工作照片", "会议纪要"))
    assert not is_likely(likeness("培训签到表", "经费预算"))
    assert likeness("", "会议纪要") == 0.0


def test_every_kind_of_task_has_usual_papers_of_different_names() -> None:
    for papers in TEMPLATES.values():
        assert papers
        assert len({name_key(name) for name, _ in papers}) == len(papers)
