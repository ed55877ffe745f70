"""A supervision slip on paper, read back: its frame, its parts, its colour also in grey, one page whatever it says."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from ledger_app.domain.supervision import Slip, SlipColour
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.form_layout import GRADES
from ledger_app.reports.model_json import model_from_json, model_to_json
from ledger_app.reports.slip_form import SlipPaper, compose_slips
from tests.reports.pdf_reader import Printed, Stroke
from tests.reports.samples import BUREAU, PROPERTIES

NEAR = 0.2
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
PIXELS = 2 * 72 / 25.4  # a millimetre at scale 2
BAND = 37.0 + 22 * 1.4 * 25.4 / 72 + 1.2  # middle of the blocks under the heading
SLIP = Slip(
    7,
    "u7",
    "青卫督〔2024〕7号",
    "red",
    1,
    dt.date(2024, 7, 3),
    dt.date(2024, 7, 10),
    signer="李四",
    matter="2-07 建设胸痛中心（应于 2024-05-31 完成，截至 2024-06-30 已逾期 30 天）",
    basis="《2024年工作要点》（青卫发〔2024〕8号）",
    requirement="请查明原因，于2024年7月10日前书面报局办公室。",
    contact="王五 0000-1234567",
)
PAPER = SlipPaper(SLIP, "县人民医院", "县急救中心", (7,))


def print_slips(book: FontBook, *papers: SlipPaper) -> Printed:
    return Printed(compose_slips(papers, BUREAU, PROPERTIES, "2024-06-督办单-01 数据截至2024-06-30"), book)


@pytest.fixture(scope="module")
def printed(book: FontBook) -> Printed:
    return print_slips(book, PAPER)


def frame_of(strokes: list[Stroke]) -> tuple[float, float, float, float]:
    thick = [stroke for stroke in strokes if stroke.width == pytest.approx(1.0 / 72 * 25.4, abs=0.02)]
    return (
        min(stroke.left for stroke in thick),
        min(stroke.top for stroke in thick),
        max(stroke.right for stroke in thick),
        max(stroke.bottom for stroke in thick),
    )


def test_a_slip_is_one_page_within_the_frame_of_official_pages(printed: Printed) -> None:
    assert len(printed) == 1
    assert printed.size_mm(0) == (pytest.approx(210, abs=NEAR), pytest.approx(297, abs=NEAR))
    left, top, right, bottom = frame_of(printed.strokes(0))
    assert (left, right) == (pytest.approx(LEFT, abs=NEAR), pytest.approx(RIGHT, abs=NEAR))
    assert TOP < top < bottom <= BOTTOM
    signs = [sign for sign in printed.signs(0) if sign.bottom < BOTTOM + 5]
    assert min(sign.left for sign in signs) >= LEFT - NEAR
    assert max(sign.right for sign in signs) <= RIGHT + NEAR
    assert min(sign.top for sign in signs) == pytest.approx(TOP, abs=1.0)


def test_all_parts_are_there_the_reply_in_the_lower_half(printed: Printed) -> None:
    text = printed.text(0).replace("\n", "")
    for words in (
        "【红色】",
        "督办通知单",
        SLIP.number,
        "2024年7月3日",
        "李四",
        SLIP.contact,
        "县人民医院",
        "县急救中心",
    ):
        assert words in text
    places = [
        printed.find(0, label)[0].top
        for label in ("督办事项", "立项依据", "承办单位", "办理要求", "办结时限", "督办人及电话", "回执", "办理情况")
    ]
    assert places == sorted(places)
    assert printed.find(0, "回执")[0].top > 297 / 2
    for label in ("存在困难", "承办单位意见", "领导意见", "是否销号"):
        assert printed.find(0, label)[0].top > places[-1]


def test_text_copies_out_right_and_the_slip_has_no_page_number(printed: Printed) -> None:
    text = printed.text(0)
    assert SLIP.matter in text.replace("\n", "")
    assert "— 1 —" not in text
    assert "2024-06-督办单-01" in text


@pytest.mark.parametrize(("colour", "filled"), [("blue", 1), ("yellow", 2), ("orange", 3), ("red", 4)])
def test_colours_are_told_apart_in_grey(colour: SlipColour, filled: int, book: FontBook) -> None:
    page = print_slips(book, replace(PAPER, slip=replace(SLIP, colour=colour))).document[0]
    picture = page.render(scale=2, grayscale=True)
    middles = [LEFT + (RIGHT - LEFT) * (2 * place + 1) / (2 * GRADES) for place in range(GRADES)]
    shades = [picture.buffer[int(BAND * PIXELS) * picture.stride + int(x * PIXELS)] for x in middles]
    assert [shade < 230 for shade in shades] == [place < filled for place in range(GRADES)]


@pytest.mark.parametrize("length", [10, 400, 800])
def test_a_slip_stays_one_page_however_much_it_says(length: int, book: FontBook) -> None:
    long = replace(SLIP, matter="推进县域医共体建设，" * (length // 10))
    printed = print_slips(book, replace(PAPER, slip=long))
    assert len(printed) == 1
    assert frame_of(printed.strokes(0))[3] <= BOTTOM + NEAR


def test_what_no_page_could_hold_goes_on_to_the_next_and_nothing_is_lost(book: FontBook) -> None:
    long = replace(SLIP, matter="".join(f"第{number}件。" for number in range(900)))
    printed = print_slips(book, replace(PAPER, slip=long))
    text = printed.all_text().replace("\n", "")
    assert len(printed) > 1
    assert all(f"第{number}件。" in text for number in (0, 450, 899))
    assert "是否销号" in text
    for page in range(len(printed)):
        assert max(sign.bottom for sign in printed.signs(page) if sign.size != pytest.approx(9)) <= BOTTOM + NEAR


def test_several_slips_have_a_page_and_a_bookmark_each(book: FontBook) -> None:
    papers = [replace(PAPER, slip=replace(SLIP, number=f"青卫督〔2024〕{n}号")) for n in (1, 2, 3)]
    printed = print_slips(book, *papers)
    assert len(printed) == 3
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in printed.document.get_toc()]
    assert [index for _, index in marks] == [0, 1, 2]
    assert all(f"〔2024〕{n}号" in title for n, (title, _) in enumerate(marks, 1))


def test_the_same_slip_gives_the_same_bytes_also_from_its_snapshot(printed: Printed, book: FontBook) -> None:
    model = compose_slips([PAPER], BUREAU, PROPERTIES, "2024-06-督办单-01 数据截至2024-06-30")
    assert Printed(model_from_json(model_to_json(model)), book).content == printed.content


def test_the_matter_leads_to_its_tasks(printed: Printed) -> None:
    assert set(itertools.chain.from_iterable(one.area.task_ids for one in printed.report.figures)) == {7}


def test_the_file_says_what_it_is(printed: Printed) -> None:
    facts = printed.document.get_metadata_dict()
    assert (facts["Title"], facts["Author"]) == ("督办通知单（青卫督〔2024〕7号）", BUREAU)
    assert PROPERTIES.snapshot in facts["Keywords"]
