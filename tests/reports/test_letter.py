"""The letter form against the standard's figures, read back by an independent library, within 0.2 mm."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.letter import MOST_IN_TEXT, LetterFacts, LetterPoint, LetterTask, compose_letters
from ledger_app.reports.model import Imprint
from tests.reports.pdf_reader import Printed, Stroke
from tests.reports.samples import BUREAU, PROPERTIES

NEAR = 0.2
EM = 15.75 * 25.4 / 72
PITCH = 29.6 * 25.4 / 72
NUMBER = "青卫函〔2024〕12号"
TASK = LetterTask(7, "2-07", "建设胸痛中心", "▲逾期", "red", "2024-05-31", "60%", "应于2024年5月31日完成，已逾期30天")
FACTS = LetterFacts(
    kind="chase",
    bureau=BUREAU,
    unit="县人民医院",
    period_name="2024年6月",
    cutoff=dt.date(2024, 6, 30),
    issued=dt.date(2024, 7, 3),
    reply_by=dt.date(2024, 7, 6),
    points=(LetterPoint("逾期未完成的任务", (TASK,)),),
    number=NUMBER,
    copies="县政府办公室",
    properties=PROPERTIES,
    foot="2024-06-催办通知-01",
)
MANY = (LetterPoint("逾期未完成的任务", tuple(replace(TASK, id=n, code=f"2-{n:02d}") for n in range(1, 60))),)


@pytest.fixture(scope="module")
def letter(book: FontBook) -> Printed:
    return Printed(compose_letters([FACTS]), book)


@pytest.fixture(scope="module")
def long_letter(book: FontBook) -> Printed:
    return Printed(compose_letters([replace(FACTS, points=MANY)]), book)


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def red_rules(printed: Printed, page: int) -> list[Stroke]:
    return sorted((one for one in printed.strokes(page) if one.is_red), key=lambda one: one.top)


def test_the_mark_begins_30_mm_below_the_paper_and_is_centred(letter: Printed) -> None:
    mark = letter.find(0, BUREAU)
    assert min(sign.top for sign in mark) == near(30)
    assert (mark[0].left + mark[-1].right) / 2 == pytest.approx(105, abs=1.0)
    assert "文件" not in letter.text(0)


def test_two_pairs_of_red_rules_170_mm_wide_stand_4_mm_below_the_mark_and_20_mm_above_the_foot(
    letter: Printed,
) -> None:
    upper, upper_thin, lower_thin, lower = red_rules(letter, 0)
    mark_bottom = max(sign.bottom for sign in letter.find(0, BUREAU))
    assert upper.top - mark_bottom == near(4)
    assert 297 - lower.bottom == near(20)
    for rule in (upper, upper_thin, lower_thin, lower):
        assert (rule.left, rule.right) == (near(20), near(190))
    assert upper.width > upper_thin.width
    assert lower.width > lower_thin.width


def test_the_number_ends_at_the_frame_below_the_upper_rules(letter: Printed) -> None:
    number = letter.find(0, NUMBER)
    thin = red_rules(letter, 0)[1]
    assert number[-1].right == pytest.approx(184, abs=EM * 0.2)
    assert {round(sign.size, 2) for sign in number} == {15.75}
    face_top = min(sign.top for sign in number) - (thin.top + thin.width / 2)
    assert face_top == pytest.approx(EM * 7 / 8, abs=EM * 0.15)


def test_the_title_stands_two_blank_lines_below_the_number(letter: Printed) -> None:
    number, title = letter.find(0, NUMBER), letter.find(0, "关于催办2024年6月")
    assert {round(sign.size, 2) for sign in title} == {22}
    blank = min(sign.top for sign in title) - max(sign.bottom for sign in number)
    assert 2 * PITCH <= blank <= 2 * PITCH + EM


def test_only_pages_after_the_first_are_numbered_and_only_the_first_has_rules(long_letter: Printed) -> None:
    assert len(long_letter) > 1
    assert "— 1 —" not in long_letter.text(0)
    assert "— 2 —" in long_letter.text(1)
    assert len(red_rules(long_letter, 0)) == 4
    assert red_rules(long_letter, 1) == []
    dash = long_letter.find(1, "—2—")[0]
    assert dash.top - 262 == near(7)


def test_copies_stand_at_the_frames_foot_without_rules_and_without_printing_office(letter: Printed) -> None:
    copies = letter.find(0, "抄送：县政府办公室。")
    assert {round(sign.size, 2) for sign in copies} == {14}
    assert 255 < copies[0].top < copies[0].bottom <= 262
    assert all(stroke.is_red for stroke in letter.strokes(0))
    assert "印发" not in letter.text(0)


def test_few_tasks_stand_in_the_text_many_in_an_annex(letter: Printed, long_letter: Printed) -> None:
    text = letter.text(0).replace("\n", "")
    assert "1.建设胸痛中心（2-07），应于2024年5月31日完成，已逾期30天。" in text
    assert "附件" not in text
    whole = long_letter.all_text().replace("\n", "")
    assert "附件：需催办任务清单" in whole
    assert all(f"2-{n:02d}" in whole for n in (1, 30, 59))
    assert len(MANY[0].tasks) > MOST_IN_TEXT


def test_the_demand_names_the_day_and_the_signature_ends_the_letter(letter: Printed) -> None:
    text = letter.text(0).replace("\n", "")
    assert "于2024年7月6日前" in text
    assert text.index("2024年7月6日前") < text.rindex(BUREAU) < text.index("2024年7月3日")


def test_letters_in_one_file_each_begin_anew(book: FontBook) -> None:
    reminder = replace(FACTS, kind="letter")
    printed = Printed(
        compose_letters([reminder, replace(reminder, unit="县疾控中心", number="青卫函〔2024〕13号")]), book
    )
    assert len(printed) == 2
    assert "县疾控中心" in printed.text(1)
    assert "— 2 —" not in printed.all_text()
    assert len(list(printed.document.get_toc())) >= 2
    for page in range(2):
        assert len(red_rules(printed, page)) == 4
        assert "提醒函" in printed.text(page)


def test_a_letter_gives_the_same_bytes_again(letter: Printed, book: FontBook) -> None:
    assert Printed(compose_letters([FACTS]), book).content == letter.content


def test_long_copies_find_room_on_a_page_of_their_own(book: FontBook) -> None:
    model = replace(compose_letters([FACTS]), imprint=Imprint((("抄送", "各有关单位，" * 150),)))
    printed = Printed(model, book)
    assert printed.all_text().replace("\n", "").count("各有关单位") == 150
    for page in range(len(printed)):
        assert all(sign.bottom <= 262 + 12 for sign in printed.signs(page))
