"""The printed page against the standard's figures, read back by an independent library, within 0.2 mm."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import (
    Annex,
    Head,
    Imprint,
    PageSetting,
    Paragraph,
    Signature,
    Words,
)
from tests.reports.pdf_reader import Printed, Sign
from tests.reports.samples import BUREAU, a_notice, a_table

NEAR = 0.2
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
EM = 15.75 * 25.4 / 72
PITCH = 29.6 * 25.4 / 72
FULL = "国" * 27


@pytest.fixture(scope="module")
def notice(book: FontBook) -> Printed:
    body = (Paragraph((Words("国" * 28 * 60),)),)
    return Printed(a_notice(body=body, annexes=(), imprint=None), book)


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def sizes(signs: list[Sign]) -> set[float]:
    return {round(sign.size, 2) for sign in signs}


def rows_of(signs: list[Sign], text: str) -> list[list[Sign]]:
    """Return the lines made of one sign, from the top."""
    rows: dict[float, list[Sign]] = {}
    for sign in signs:
        if sign.text == text and sign.size == pytest.approx(15.75):
            rows.setdefault(round(sign.top, 1), []).append(sign)
    return [rows[top] for top in sorted(rows)]


def test_a_full_page_holds_22_lines_of_28_characters_in_the_frame(notice: Printed) -> None:
    assert notice.size_mm(1) == (near(210), near(297))
    rows = rows_of(notice.signs(1), "国")
    assert [len(row) for row in rows] == [28] * 22
    face_left, face_right = 0.099 * EM, (1 - 0.944) * EM
    for row in rows:
        assert row[0].left - face_left == near(LEFT)
        assert row[-1].right + face_right == near(RIGHT)
    assert rows[0][0].top - (0.88 - 0.821) * EM == near(TOP)
    assert rows[-1][0].bottom + (0.12 - 0.078) * EM == near(BOTTOM)
    for upper, lower in pairwise(rows):
        assert lower[0].top - upper[0].top == near(PITCH)


def test_the_first_line_of_a_paragraph_stands_in_by_two_characters(notice: Printed) -> None:
    first = rows_of(notice.signs(0), "国")[0]
    assert first[0].left - 0.099 * EM == near(LEFT + 2 * EM)


def test_the_mark_begins_35_mm_below_the_frame_and_is_red(notice: Printed) -> None:
    mark = notice.find(0, f"{BUREAU}文件")
    assert min(sign.top for sign in mark) == near(TOP + 35)
    assert max(sign.bottom for sign in mark) - min(sign.top for sign in mark) <= 22
    assert (mark[0].left + mark[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1.0)
    assert LEFT - NEAR <= mark[0].left < mark[-1].right <= RIGHT + NEAR


def test_two_blank_lines_part_mark_and_number(notice: Printed) -> None:
    mark, number = notice.find(0, f"{BUREAU}文件"), notice.find(0, "青卫发〔2024〕36号")
    assert sizes(number) == {15.75}
    assert number[0].left - LEFT == pytest.approx(RIGHT - number[-1].right, abs=1.0)
    blank = number[0].top - max(sign.bottom for sign in mark)
    assert 2 * PITCH - NEAR <= blank <= 2 * PITCH + EM * 0.3


def test_the_red_rule_is_4_mm_below_the_number_and_as_wide_as_the_frame(notice: Printed) -> None:
    number = notice.find(0, "青卫发〔2024〕36号")
    (rule,) = [stroke for stroke in notice.strokes(0) if stroke.is_red]
    assert rule.top - max(sign.bottom for sign in number) == near(4)
    assert (rule.left, rule.right) == (near(LEFT), near(RIGHT))
    assert 0.3 <= rule.width <= 1.0


def test_the_title_stands_two_lines_below_the_rule_in_its_face_and_size(notice: Printed) -> None:
    (rule,) = [stroke for stroke in notice.strokes(0) if stroke.is_red]
    title = notice.find(0, "关于2024年6月")
    assert sizes(title) == {22}
    assert {sign.font for sign in title} == {"LedgerSong-Bold"}
    assert 2 * PITCH <= title[0].top - rule.top <= 2 * PITCH + EM * 0.5


def test_addressees_follow_one_blank_line_below_the_title_from_the_left_edge(notice: Printed) -> None:
    signs = notice.signs(0)
    title_bottom = max(sign.bottom for sign in signs if sign.size == pytest.approx(22))
    addressees = notice.find(0, "各乡镇卫生院")
    assert addressees[0].left == pytest.approx(LEFT, abs=0.1 * EM + NEAR)
    assert PITCH <= addressees[0].top - title_bottom <= 2 * PITCH


@pytest.mark.parametrize("page", [0, 1, 2])
def test_page_numbers_stand_7_mm_below_the_frame_right_on_odd_left_on_even_pages(notice: Printed, page: int) -> None:
    number = notice.find(page, f"—{page + 1}—")
    dash = number[0]
    four = 14 * 25.4 / 72
    assert dash.top == near(BOTTOM + 7)
    assert sizes(number) == {14}
    if page % 2 == 0:
        assert number[-1].right == near(RIGHT - four)
    else:
        assert number[0].left == near(LEFT + four)


def test_mirrored_margins_put_the_binding_right_on_even_pages(book: FontBook) -> None:
    body = (Paragraph((Words("国" * 28 * 30),)),)
    setting = PageSetting(mirror_margins=True)
    printed = Printed(a_notice(body=body, annexes=(), imprint=None, page=setting), book)
    row = rows_of(printed.signs(1), "国")[0]
    assert row[0].left - 0.099 * EM == near(26)


def test_headings_have_their_faces(book: FontBook) -> None:
    printed = Printed(a_notice(), book)
    assert {sign.font for sign in printed.find(0, "一、总体情况")} == {"LedgerHei-Medium"}
    assert {sign.font for sign in printed.find(0, "（一）进度。")} == {"LedgerKai-Regular"}
    assert {sign.font for sign in printed.find(0, "1.报送。")} == {"LedgerSong-Regular"}


def ending(book: FontBook, signature: Signature) -> tuple[Printed, list[Sign], list[Sign], list[Sign]]:
    body = (Paragraph((Words("特此通报。"),)),)
    printed = Printed(a_notice(body=body, annexes=(), imprint=None, signature=signature), book)
    signs = [sign for sign in printed.signs(0) if sign.size == pytest.approx(15.75)]
    text = "".join(sign.text for sign in signs)
    at, day = text.rindex(signature.name), text.rindex(signature.date)
    end = text.rindex("特此通报。")
    return printed, signs[end : end + 5], signs[at : at + len(signature.name)], signs[day : day + len(signature.date)]


def test_with_a_seal_the_date_ends_four_characters_in_and_the_name_is_centred_on_it(book: FontBook) -> None:
    _, text, name, date = ending(book, Signature(BUREAU, "2024年7月5日"))
    assert date[-1].right == pytest.approx(RIGHT - 4 * EM, abs=0.2 * EM + NEAR)
    middle = (date[0].left + date[-1].right) / 2
    assert (name[0].left + name[-1].right) / 2 == pytest.approx(middle, abs=0.1 * EM + NEAR)
    assert name[0].top - text[0].top == pytest.approx(4 * PITCH, abs=0.1 * EM)
    assert date[-1].top - name[-1].top == pytest.approx(PITCH, abs=0.1 * EM)


def test_without_a_seal_the_name_ends_two_characters_in_and_the_date_is_two_right_of_it(book: FontBook) -> None:
    _, text, name, date = ending(book, Signature("青溪县卫生健康局办公室", "2024年7月5日", has_seal=False))
    assert name[-1].right == pytest.approx(RIGHT - 2 * EM, abs=0.1 * EM + NEAR)
    assert date[0].left - name[0].left == pytest.approx(2 * EM, abs=0.1 * EM + NEAR)
    assert name[0].top - text[0].top == pytest.approx(2 * PITCH, abs=0.1 * EM)


def test_a_date_longer_than_the_name_ends_two_characters_in(book: FontBook) -> None:
    _, _, name, date = ending(book, Signature("卫健局", "2024年10月15日", has_seal=False))
    assert date[-1].right == pytest.approx(RIGHT - 2 * EM, abs=0.2 * EM + NEAR)
    assert name[0].left < date[0].left


@pytest.mark.parametrize("count", range(180, 720, 28))
def test_a_signature_never_stands_alone_on_a_page(book: FontBook, count: int) -> None:
    body = (Paragraph((Words("国" * count),)),)
    printed = Printed(a_notice(body=body, annexes=(), imprint=None), book)
    last = "".join(sign.text for sign in printed.signs(len(printed) - 1))
    assert "国" in last
    assert "2024年7月5日" in last


def test_the_imprint_ends_at_the_lower_edge_of_an_even_page(book: FontBook) -> None:
    printed = Printed(a_notice(annexes=()), book)
    page = len(printed) - 1
    assert page % 2 == 1
    rules = sorted((stroke for stroke in printed.strokes(page)), key=lambda stroke: stroke.top)
    assert [round(rule.width, 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert rules[-1].top == near(BOTTOM)
    assert all((rule.left, rule.right) == (near(LEFT), near(RIGHT)) for rule in rules)
    four = 14 * 25.4 / 72
    copies, day = printed.find(page, "抄送"), printed.find(page, "2024年7月5日印发")
    assert copies[0].left == pytest.approx(LEFT + four, abs=0.1 * four + NEAR)
    assert day[-1].right == pytest.approx(RIGHT - four, abs=0.1 * four + NEAR)
    assert sizes(copies) == {14}


def test_a_blank_page_before_the_imprint_and_its_page_bear_no_number(book: FontBook) -> None:
    # A body that fills two pages leaves no room for the imprint on the even one.
    body = (Paragraph((Words("国" * (28 * 30 - 2)),)),)
    model = a_notice(body=body, annexes=(), signature=None)
    for more in range(8):
        printed = Printed(dataclasses.replace(model, body=(*body, *[Paragraph((Words("国"),))] * more)), book)
        if len(printed) == 4:
            assert "—" not in printed.text(2) + printed.text(3)
            assert printed.text(2).strip() == ""
            assert "印发" in printed.text(3)
            return
    pytest.fail("no such length was met")


def test_annexes_begin_on_their_own_page_with_label_and_title(book: FontBook) -> None:
    printed = Printed(a_notice(), book)
    page = next(page for page in range(len(printed)) if printed.text(page).startswith("附件1"))
    label, title = printed.find(page, "附件1"), printed.find(page, "总体进展情况表")
    assert {sign.font for sign in label} == {"LedgerHei-Medium"}
    assert label[0].left == pytest.approx(LEFT, abs=0.1 * EM + NEAR)
    assert label[0].top == pytest.approx(TOP, abs=0.15 * EM)
    assert title[0].top - label[0].top == pytest.approx(2 * PITCH, abs=0.35 * EM)
    assert sizes(title) == {22}


def turned_page(printed: Printed) -> int:
    return next(page for page in range(len(printed)) if printed.document[page].get_rotation() == 90)


def test_turned_tables_have_their_head_at_the_left_edge_and_upright_page_numbers(book: FontBook) -> None:
    printed = Printed(a_notice(), book)
    page = turned_page(printed)
    assert printed.size_mm(page) == (near(297), near(210))
    label = printed.find(page, "附件2")
    assert label[0].left == pytest.approx(LEFT, abs=0.15 * EM + NEAR)
    assert label[0].bottom == pytest.approx(BOTTOM, abs=0.1 * EM + NEAR)
    assert label[1].top < label[0].top
    number = printed.find(page, f"—{page + 1}—")
    four = 14 * 25.4 / 72
    assert number[0].top == near(BOTTOM + 7)
    edge = number[-1].right if page % 2 == 0 else number[0].left
    assert edge == near(RIGHT - four if page % 2 == 0 else LEFT + four)
    for stroke in printed.strokes(page):
        assert LEFT - NEAR <= stroke.left <= stroke.right <= RIGHT + NEAR
        assert TOP - NEAR <= stroke.top <= stroke.bottom <= BOTTOM + NEAR


def test_turned_annexes_can_be_printed_plainly_landscape(book: FontBook) -> None:
    printed = Printed(a_notice(page=PageSetting(plain_landscape=True)), book)
    page = next(page for page in range(len(printed)) if printed.text(page).startswith("附件2"))
    assert printed.document[page].get_rotation() == 0
    assert printed.size_mm(page) == (near(297), near(210))


def test_an_annex_can_be_a3(book: FontBook) -> None:
    annex = Annex("附件", "任务总表", (a_table(5),), "landscape", "A3")
    printed = Printed(a_notice(annexes=(annex,), imprint=None), book)
    assert printed.size_mm(len(printed) - 1) == (near(420), near(297))


def test_a_bulletin_has_its_issue_office_and_date_above_the_rule(book: FontBook) -> None:
    head = Head("卫生健康工作督查", "第6期", office=f"{BUREAU}办公室", date="2024年7月5日")
    printed = Printed(a_notice(form="bulletin", head=head, signature=None), book)
    mark, issue, date = printed.find(0, head.mark), printed.find(0, "第6期"), printed.find(0, "2024年7月5日")
    office = printed.find(0, head.office)
    (rule,) = [stroke for stroke in printed.strokes(0) if stroke.is_red]
    assert min(sign.top for sign in mark) == near(TOP + 35)
    assert mark[0].bottom < issue[0].top < office[0].top < rule.top
    assert office[0].left == pytest.approx(LEFT + EM, abs=0.15 * EM)
    assert date[-1].right == pytest.approx(RIGHT - EM, abs=0.2 * EM)
    assert rule.top - max(sign.bottom for sign in (*office, *date)) == near(4)


def test_upward_papers_have_number_left_and_signer_right(book: FontBook) -> None:
    head = Head(BUREAU, "青卫发〔2024〕36号", signer="李明", serial="000012", urgency="特急")
    printed = Printed(a_notice(head=head, imprint=Imprint(office=BUREAU, date="2024年7月5日")), book)
    number, signer = printed.find(0, "青卫发"), printed.find(0, "李明")
    assert number[0].left == pytest.approx(LEFT + EM, abs=0.15 * EM)
    assert signer[-1].right == pytest.approx(RIGHT - EM, abs=0.15 * EM)
    assert {sign.font for sign in signer} == {"LedgerKai-Regular"}
    assert printed.find(0, "000012")[0].top == pytest.approx(TOP, abs=0.25 * EM)
    assert {sign.font for sign in printed.find(0, "特急")} == {"LedgerHei-Medium"}
