"""Measures inside one item."""

from __future__ import annotations

import pytest

from ledger_app.intake.fields.measures import read_measures
from ledger_app.intake.folding import fold, fold_text


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("一是摸清底数；二是分类整改；三是跟踪问效。", ("摸清底数；", "分类整改；", "跟踪问效。")),
        ("强化管理。一是摸清底数。按月更新。二是分类整改。（基层股负责）", ("摸清底数。按月更新。", "分类整改。")),
        ("第一，摸清底数。第二，分类整改。", ("摸清底数。", "分类整改。")),
        ("首先，摸清底数。其次，分类整改。最后，跟踪问效。", ("摸清底数。", "分类整改。", "跟踪问效。")),
        ("一要摸清底数，二要分类整改。", ("摸清底数，", "分类整改。")),
        ("一是摸清底数。", ()),
        ("统一是前提，二是关键。", ()),
        ("没有分条。", ()),
    ],
)
def test_measures(text: str, measures: tuple[str, ...]) -> None:
    assert read_measures(fold_text(text)) == measures


def test_points_on_lines_of_their_own() -> None:
    lines = ("到2025年，体系更加完善。", "——服务更可及。", "——保障更有力。")
    source = "\n".join(lines)
    ranges, start = [], 0
    for line in lines:
        ranges.append((start, start + len(line)))
        start += len(line) + 1
    assert read_measures(fold(source, ranges)) == ("服务更可及。", "保障更有力。")
