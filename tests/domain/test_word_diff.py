from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.word_diff import Piece, PieceKind, side_of, word_diff

TEXTS = st.text("建设胸痛中心。，年底前12月\n", max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_wordings(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in side_of(pieces, is_new=False)) == old
    assert "".join(piece.text for piece in side_of(pieces, is_new=True)) == new


@given(TEXTS)
def test_the_same_wording_has_no_change(text: str) -> None:
    assert all(piece.kind is PieceKind.SAME for piece in word_diff(text, text))


def test_numbers_and_dates_are_exchanged_whole() -> None:
    pieces = word_diff("覆盖率达到95%以上，12月31日前完成。", "覆盖率达到98%以上，11月30日前完成。")
    assert pieces == (
        Piece(PieceKind.SAME, "覆盖率达到"),
        Piece(PieceKind.GONE, "95%"),
        Piece(PieceKind.NEW, "98%"),
        Piece(PieceKind.SAME, "以上，"),
        Piece(PieceKind.GONE, "12月31日"),
        Piece(PieceKind.NEW, "11月30日"),
        Piece(PieceKind.SAME, "前完成。"),
    )


def test_a_sentence_that_was_put_in_is_one_piece() -> None:
    pieces = word_diff("建设卒中中心。开展培训。", "建设卒中中心。每月开展一次义诊。开展培训。")
    assert [piece for piece in pieces if piece.kind is not PieceKind.SAME] == [
        Piece(PieceKind.NEW, "每月开展一次义诊。")
    ]


def test_a_letter_between_two_changes_goes_with_them() -> None:
    changed = [piece for piece in word_diff("统筹抓好宣传", "全力抓实宣传") if piece.kind is not PieceKind.SAME]
    assert changed == [Piece(PieceKind.GONE, "统筹抓好"), Piece(PieceKind.NEW, "全力抓实")]


def test_endless_wordings_are_exchanged_whole() -> None:
    assert word_diff("甲" * 3000, "乙" * 3000) == (
        Piece(PieceKind.GONE, "甲" * 3000),
        Piece(PieceKind.NEW, "乙" * 3000),
    )
