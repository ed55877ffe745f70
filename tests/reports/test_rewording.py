from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.reports.model import Block, Figure, Heading, Paragraph, Words
from ledger_app.reports.narrative import NarrativeFacts, figures_of, write_narrative
from ledger_app.reports.rewording import body_text, reword
from tests.reports.made_circulars import JUNE, SEEDS, made_statistics

BLOCKS: tuple[Block, ...] = (
    Heading(1, "一、总体情况"),
    Paragraph(
        (Words("共"), Figure("13", tuple(range(13))), Words("项，逾期"), Figure("7", tuple(range(7))), Words("项。"))
    ),
    Heading(2, "（一）滞后。", (Words("滞后"), Figure("7", (20,) * 7), Words("项，占"), Figure("53.8%"), Words("。"))),
)
TEXT = body_text(BLOCKS)


def written(seed: int) -> tuple[Block, ...]:
    return write_narrative(made_statistics(seed), JUNE, NarrativeFacts("县卫生健康局办公室", "联系人：王芳"))


@pytest.mark.parametrize("seed", SEEDS)
def test_text_that_nobody_touched_is_the_same_report(seed: int) -> None:
    blocks = written(seed)
    read = reword(blocks, body_text(blocks))
    numbers = [figure for figure in figures_of(blocks) if figure.text[-1].isdigit() or figure.text.endswith("%")]
    kept = [figure for figure in figures_of(read.blocks) if figure in numbers]
    assert body_text(read.blocks) == body_text(blocks)
    assert kept == numbers
    assert read.mismatches == ()
    assert [type(block) for block in read.blocks] == [type(block) for block in blocks]


def test_words_around_figures_may_change() -> None:
    read = reword(
        BLOCKS, TEXT.replace("共", "全县列入台账的任务合计").replace("。\n（一）滞后", "，形势严峻。\n（一）进度滞后")
    )
    assert [figure.text for figure in figures_of(read.blocks)] == ["13", "7", "7", "53.8%"]
    assert read.blocks[2] == Heading(2, "（一）进度滞后。", BLOCKS[2].runs_in)  # type: ignore[union-attr]
    assert read.mismatches == ()


def test_a_number_typed_for_a_figure_is_named_and_stays() -> None:
    text = TEXT.replace("逾期7项", "逾期8项")
    read = reword(BLOCKS, text)
    (mismatch,) = read.mismatches
    assert (mismatch.written, mismatch.counted, mismatch.unit) == ("8", "7", "项")
    assert mismatch.near.endswith("逾期8项")
    assert text[mismatch.start : mismatch.end] == "8"
    assert body_text(read.blocks) == text
    assert [figure.text for figure in figures_of(read.blocks)] == ["13", "7", "53.8%"]


def test_a_sentence_taken_out_takes_its_figures_along() -> None:
    read = reword(BLOCKS, TEXT.replace("，逾期7项", ""))
    assert [figure.task_ids for figure in figures_of(read.blocks)] == [tuple(range(13)), (20,) * 7, ()]
    assert read.mismatches == ()


def test_text_of_ones_own_has_no_links() -> None:
    read = reword(BLOCKS, "\n  一、自己写的标题  \n\n明年要完成20项。\n（一）很短")
    assert read.blocks == (
        Heading(1, "一、自己写的标题"),
        Paragraph((Words("明年要完成20项。"),)),
        Heading(2, "（一）很短"),
    )


def test_figures_of_the_ledger_that_changed_since_are_named() -> None:
    later = (
        BLOCKS[0],
        Paragraph((Words("共"), Figure("13"), Words("项，逾期"), Figure("9"), Words("项。"))),
        BLOCKS[2],
    )
    (mismatch,) = reword(later, TEXT).mismatches
    assert (mismatch.written, mismatch.counted) == ("7", "9")


@given(st.text(alphabet="一、（）。，；0123456789.%项共逾期滞后\n \u3000", max_size=120), st.integers(0, 60))
def test_whatever_is_typed_is_printed(typed: str, place: int) -> None:
    text = TEXT[:place] + typed + TEXT[place:]
    read = reword(BLOCKS, text)
    assert "".join(body_text(read.blocks).split()) == "".join(text.split())
    for one in read.linked:
        assert text[one.start : one.end] == one.figure.text
