from __future__ import annotations

import pytest

from ledger_app.domain.progress import EntryKind, ProgressEntry, TextHint, latest_of, text_hints, unchanged_months


def an_entry(number: int, period: str, kind: EntryKind = "no_change", at: str = "") -> ProgressEntry:
    return ProgressEntry(number, f"e{number}", 1, period, "本月无变化。", kind=kind, created_at=at)


@pytest.mark.parametrize(
    ("text", "before", "hints"),
    [
        ("", "", []),
        ("截至6月底，完成选址5个。", "完成选址 3 个", []),
        ("6月：正在推进 方案制定。", "5月：正在推进方案制定", [TextHint.UNCHANGED, TextHint.NO_NUMBER]),
        ("截至6月底，正在推进。", "", [TextHint.NO_NUMBER]),
        ("开展督导三次，覆盖十二家单位", "", []),
        ("一是加强领导；二是统一思想", "", [TextHint.NO_NUMBER]),
        ("完成率达到百分之八十", "完成80％", [TextHint.NO_NUMBER]),
    ],
)
def test_what_strikes_one_about_the_words(text: str, before: str, hints: list[TextHint]) -> None:
    assert text_hints(text, before) == hints


def test_months_without_change_are_counted_back_to_the_first_other_report() -> None:
    said = [an_entry(1, "2024-02"), an_entry(2, "2024-03", "report"), an_entry(3, "2024-04"), an_entry(4, "2024-05")]
    assert unchanged_months(said, "2024-06") == 2
    assert unchanged_months(said, "2024-07") == 0, "June was not reported at all"
    assert unchanged_months([*said, an_entry(5, "2024-05", "report")], "2024-06") == 0, "the latest entry counts"


def test_the_latest_entry_of_the_latest_month_counts() -> None:
    said = [an_entry(2, "2024-05", at="2"), an_entry(1, "2024-05", at="1"), an_entry(3, "2024-04", at="3")]
    found = latest_of(said)
    assert found is not None
    assert found.id == 2
    assert latest_of([]) is None
