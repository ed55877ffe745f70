"""Every kind of report, made of one ledger and read back by an independent library: places, faces, text, greys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import Figure, Words
from ledger_app.reports.typeset import clean
from tests.reports.pdf_reader import MM, Printed, Sign
from tests.reports.printed_kinds import BUREAU, FORMS, LETTERS, NAMES, NOTICES, RARE, MadeKinds, parts_of, texts_of

NEAR = 0.2
EM, FOUR = 15.75 * 25.4 / 72, 14 * 25.4 / 72
PITCH = 29.6 * 25.4 / 72
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0
OFFICIAL = (*NOTICES, "bulletin", *LETTERS, "slip")
NUMBERED = tuple(name for name in NAMES if name not in (*FORMS, "leader", "meeting"))
BELOW = 0.12
Frame = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory, book: FontBook) -> Iterator[MadeKinds]:
    made = MadeKinds(tmp_path_factory.mktemp("kinds") / "台账", book)
    yield made
    made.ledger.close()


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def frame_of(name: str, printed: Printed, page: int) -> Frame:
    """Return left, top, right, bottom of the 版心 on the unturned sheet, in millimetres."""
    if name in OFFICIAL:
        return LEFT, TOP, RIGHT, BOTTOM
    width, height = printed.size_mm(page)
    return 20.0, 20.0, width - 20.0, height - 18.0


def is_number(sign: Sign, frame: Frame) -> bool:
    return sign.top > frame[3] + 4


def red(sign: Sign) -> bool:
    return sign.colour == (255, 0, 0)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_outside_the_frame_but_marks_and_page_numbers(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    for page in range(len(printed)):
        left, top, right, bottom = frame = frame_of(name, printed, page)
        is_turned = printed.document[page].get_rotation() == 90
        for sign in printed.signs(page):
            if red(sign) and sign.size > 20:
                continue
            assert left - NEAR <= sign.left <= sign.right <= right + NEAR, sign
            assert top - NEAR <= sign.top, sign
            # The tails of commas hang below the body of the type, which is what the frame is for.
            foot = sign.bottom if is_turned else sign.baseline + BELOW * sign.size / MM
            assert foot <= bottom + NEAR or is_number(sign, frame), sign
        for stroke in printed.strokes(page):
            if stroke.is_red and name in LETTERS:
                continue
            assert left - NEAR <= stroke.left <= stroke.right <= right + NEAR, stroke
            assert top - NEAR <= stroke.top <= stroke.bottom <= bottom + NEAR, stroke


@pytest.mark.parametrize("name", NUMBERED)
def test_page_numbers_stand_7_mm_below_the_frame_in_by_one_character(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    seen = 0
    for page in range(len(printed)):
        left, _, right, bottom = frame_of(name, printed, page)
        below = [sign for sign in printed.signs(page) if sign.top > bottom + 4 and round(sign.size, 1) == 14.0]
        if not below:
            continue
        seen += 1
        text = "".join(sign.text for sign in below)
        assert re.fullmatch(r"—\d+—", text)
        assert below[0].top == near(bottom + 7)
        assert {sign.font for sign in below} == {"LedgerSong-Regular"}
        if int(text.strip("—")) % 2:
            assert below[-1].right == near(right - FOUR)
        else:
            assert below[0].left == near(left + FOUR)
    assert seen or name in LETTERS


@pytest.mark.parametrize("name", [name for name in OFFICIAL if name != "slip"])
def test_body_type_stands_on_the_grid(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    pages = [page for page in range(len(printed)) if printed.document[page].get_rotation() == 0]
    if name in LETTERS:
        # A letter's first page hangs from its red rules; the pages after it stand on the grid.
        pages = [page for page in pages if not any(stroke.is_red for stroke in printed.strokes(page))]
    lines: Counter[float] = Counter()
    for page in pages:
        for sign in printed.signs(page):
            if sign.size == pytest.approx(15.75) and sign.baseline < BOTTOM:
                line = (sign.baseline - TOP - 0.88 * EM) / PITCH
                assert abs(line - round(line)) * PITCH < NEAR, sign
                lines[round(line)] += 1
    assert not lines or set(lines) <= set(range(22))
    assert lines or name in LETTERS


@pytest.mark.parametrize("name", NOTICES)
def test_the_head_of_notices_has_the_places_and_faces_of_the_standard(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    mark = printed.find(0, f"{BUREAU}文件")
    number = printed.find(0, "青卫发〔2024〕36号")
    title = [sign for sign in printed.signs(0) if sign.size == pytest.approx(22)]
    (rule,) = [stroke for stroke in printed.strokes(0) if stroke.is_red]
    assert min(sign.top for sign in mark) == near(TOP + 35)
    assert rule.top - max(sign.bottom for sign in number) == near(4)
    assert rule.right - rule.left == near(156)
    assert 2 * PITCH <= title[0].top - rule.top <= 2 * PITCH + 0.5 * EM
    assert {sign.font for sign in mark + title} == {"LedgerSong-Bold"}
    assert {sign.font for sign in number} == {"LedgerSong-Regular"}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_have_the_places_of_their_form(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    firsts = [page for page in range(len(printed)) if any(stroke.is_red for stroke in printed.strokes(page))]
    assert len(firsts) > 1
    for page in firsts:
        rules = sorted((stroke for stroke in printed.strokes(page) if stroke.is_red), key=lambda one: one.top)
        mark = printed.find(page, BUREAU)
        assert min(sign.top for sign in mark) == near(30)
        assert rules[0].top - max(sign.bottom for sign in mark) == near(4)
        assert 297 - rules[3].top == near(20)
        assert all((rule.left, rule.right) == (near(20), near(190)) for rule in rules)
        assert [rule.width > 0.3 for rule in rules] == [True, False, False, True]
        assert not [sign for sign in printed.signs(page) if sign.text == "—" and sign.top > BOTTOM]


@pytest.mark.parametrize("name", [*NOTICES, "bulletin"])
def test_the_imprint_closes_an_even_page_at_the_foot_of_the_frame(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    page = len(printed) - 1
    assert page % 2 == 1
    rules = sorted((stroke for stroke in printed.strokes(page)), key=lambda one: one.top)
    outer = [rule for rule in rules if round(rule.width, 2) == 0.35]
    assert len(outer) == 2
    assert outer[-1].top == near(BOTTOM)
    assert all((rule.left, rule.right) == (near(LEFT), near(RIGHT)) for rule in outer)
    inner = [rule for rule in rules if outer[0].top < rule.top < outer[1].top]
    assert inner
    assert {round(rule.width, 2) for rule in inner} == {0.25}


@pytest.mark.parametrize("name", [name for name in OFFICIAL if name != "slip"])
def test_turned_tables_stand_with_their_head_at_the_left_edge(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    for page in range(len(printed)):
        if printed.document[page].get_rotation() == 0:
            continue
        assert printed.document[page].get_rotation() == 90
        assert printed.size_mm(page) == (near(297), near(210))
        signs = [sign for sign in printed.signs(page) if sign.baseline < BOTTOM]
        heads = [sign for sign in signs if sign.font == "LedgerHei-Medium"]
        # The head of the table lies left of its rows on the sheet, as the reader turns it.
        assert heads
        body = [sign.left for sign in signs if sign.font == "LedgerSong-Regular" and sign.size < 12]
        assert not body or min(sign.left for sign in heads) < min(body) + NEAR


@pytest.mark.parametrize("name", NAMES)
def test_all_that_a_report_says_copies_out_of_its_file(name: str, kinds: MadeKinds) -> None:
    made = kinds[name]
    whole = re.sub(r"\s|—\d+—", "", made.printed.all_text())
    for text in set(texts_of(made.model)):
        wanted = re.sub(r"\s", "", clean(text))
        if wanted in whole:
            continue
        # What goes over to the next page has the foot of a page and the head of a table in between.
        assert any(wanted[:at] in whole and wanted[at:] in whole for at in range(1, len(wanted))), text


@pytest.mark.parametrize("name", ["ledger", "unit", "breakdown"])
def test_rare_characters_of_names_are_printed_and_copy_out(name: str, kinds: MadeKinds) -> None:
    made = kinds[name]
    assert RARE in re.sub(r"\s", "", made.printed.all_text())
    # The shipped faces have the one; the two others are copied out right, and said to have no glyph here.
    (said,) = [note for note in made.printed.report.substitutions if "都没有" in note]
    assert [sign for sign in RARE if sign in said] == ["㐂", "𠮷"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_names_itself_its_language_and_its_parts(name: str, kinds: MadeKinds) -> None:
    made = kinds[name]
    document = made.printed.document
    facts = document.get_metadata_dict()
    assert facts["Title"] == made.model.title.replace("\n", "")
    assert facts["Author"] == BUREAU
    assert b"/Lang (zh-CN)" in made.printed.content
    pages = [mark.get_dest().get_index() for mark in document.get_toc()]
    assert pages == sorted(pages)
    assert pages[0] == 0


def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour as a printer without colours shows it."""
    grey = (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255
    return grey / 12.92 if grey <= 0.04045 else float(((grey + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("name", NAMES)
def test_all_text_can_be_read_in_grey(name: str, kinds: MadeKinds) -> None:
    printed = kinds[name].printed
    for page in range(len(printed)):
        fills = printed.fills(page)
        for sign in printed.signs(page):
            x, y = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
            under = [fill for fill in fills if fill.left <= x <= fill.right and fill.top <= y <= fill.bottom]
            pair = luminance(sign.colour), luminance(under[-1].colour if under else (255, 255, 255))
            least = 3.0 if sign.size >= 18 else 4.5
            assert (max(pair) + 0.05) / (min(pair) + 0.05) >= least, (sign, under)


@pytest.mark.parametrize("name", NAMES)
def test_a_light_is_a_sign_and_a_word_never_a_colour_alone(name: str, kinds: MadeKinds) -> None:
    for part in parts_of(kinds[name].model):
        if isinstance(part, Words | Figure) and part.tone in {"red", "amber", "orange", "green", "blue"}:
            assert re.search(r"[●▲■○◆△□◇★]?[\u4e00-\u9fff]{2}|\d", part.text), part
