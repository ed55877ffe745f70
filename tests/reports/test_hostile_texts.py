"""Texts that nobody would write on purpose: nothing breaks, nothing is lost, nothing stands outside the frame."""

from __future__ import annotations

import errno
import io
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from ledger_app.errors import Cancelled, EnvironmentFault
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import (
    Annex,
    Column,
    FormCell,
    FormPage,
    FormPart,
    FormRow,
    Head,
    PageSetting,
    Paragraph,
    ReportModel,
    ReportTable,
    Row,
    Words,
)
from ledger_app.reports.pdf import render_pdf
from ledger_app.reports.typeset import clean
from tests.reports.pdf_reader import Printed
from tests.reports.samples import PROPERTIES, a_notice, a_table

LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0
TEXTS = {
    "long": "".join(f"第{n}项工作已落实，" for n in range(2200)),
    "empty": "",
    "blanks": "  　 \t ",
    "controls": "甲\x00乙\x07丙\x1b[31m丁\u200b戊\ufeff己\r\n庚\u2028辛\x7f壬",
    "right to left": "مرحبا بالعالم 与 שלום 并列",
    "emoji": "完成👍🏽，👨‍👩‍👧 家庭医生✅ 进度🚀",
    "word": "W" * 3000,
    "address": "https://example.org/" + "path/to/" * 300 + "?q=" + "x" * 500,
    "marks": "，。！？；：）》" * 200,
    "openers": "（《“‘【〔" * 200,
    "digits": "1234567890" * 200,
    "rare": "㐂𠮷䶮\U00030000\ue000",
}


class StopAt:
    """A person who stops the work when so many steps were told."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.told: list[int] = []

    def step(self, done: int, total: int, label: str = "") -> None:
        self.told.append(done)
        if len(self.told) >= self.steps:
            raise Cancelled


def bare(text: str) -> str:
    return re.sub(r"\s", "", clean(text))


def in_frame(printed: Printed) -> bool:
    """Say whether all ink is within the 版心 or is a page number, a mark or a foot; a hair's breadth is let go."""
    for page in range(min(len(printed), 4)):
        for sign in printed.signs(page):
            if sign.colour == (255, 0, 0) or sign.top > BOTTOM + 4:
                continue
            # The ink of a letter may hang over its body, as in any face: half a millimetre.
            if not (LEFT - 0.5 <= sign.left <= sign.right <= RIGHT + 0.5 and TOP - 0.5 <= sign.top <= BOTTOM + 0.5):
                return False
    return True


def in_order(wanted: str, found: str) -> bool:
    """Say whether all characters of a text are found, in their order, with page feet or heads between at most."""
    if re.search("[\u0590-\u06ff]", wanted):
        # The reader turns what runs leftwards to the order in which it is seen.
        return not Counter(wanted) - Counter(found)
    at = 0
    for sign in wanted:
        at = found.find(sign, at) + 1
        if not at:
            return False
    return True


@pytest.mark.parametrize("name", TEXTS)
def test_a_paragraph_keeps_every_character_inside_the_frame(name: str, book: FontBook) -> None:
    text = TEXTS[name]
    printed = Printed(a_notice(body=(Paragraph((Words(text),)),), annexes=(), imprint=None), book)
    assert in_order(_visible(text), bare(printed.all_text()))
    assert in_frame(printed)


@pytest.mark.parametrize("name", TEXTS)
def test_a_cell_of_a_table_keeps_every_character_inside_the_frame(name: str, book: FontBook) -> None:
    text = TEXTS[name]
    annex = Annex("附件", "任务总表", (a_table(3, text=text),))
    printed = Printed(a_notice(annexes=(annex,), imprint=None), book)
    assert in_order(_visible(text), bare(printed.all_text()))
    assert in_frame(printed)


@pytest.mark.parametrize("name", TEXTS)
def test_a_cell_of_a_form_keeps_every_character_inside_the_frame(name: str, book: FontBook) -> None:
    text = TEXTS[name]
    rows = (FormRow((FormCell("督办事项", is_label=True, width_mm=26), FormCell(text, foot="年　月　日"))),)
    model = ReportModel(
        "slip", "督办通知单", "forms", body=(FormPage("f", "督办通知单", (FormPart(rows),)),), properties=PROPERTIES
    )
    printed = Printed(model, book)
    assert in_order(_visible(text), bare(printed.all_text()))
    assert in_frame(printed)


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in {"long", "empty", "blanks"}])
def test_titles_marks_and_names_of_any_text_are_printed(name: str, book: FontBook) -> None:
    text = TEXTS[name][:60]
    head = Head(text, text[:20])
    printed = Printed(a_notice(title=text, head=head, addressees=text, annexes=(), imprint=None), book)
    assert len(printed) >= 1
    assert in_order(_visible(text), bare(printed.all_text()))


def test_three_hundred_columns_are_all_there_and_none_leaves_the_sheet(book: FontBook) -> None:
    columns = tuple(Column(f"c{n}", f"列{n}") for n in range(300))
    rows = tuple(Row(tuple(f"{n}" for n in range(300))) for _ in range(2))
    sheet = ReportModel(
        "ledger",
        "台账",
        "sheet",
        body=(ReportTable("t", columns, rows),),
        page=PageSetting(paper="A3", orientation="landscape"),
        properties=PROPERTIES,
    )
    printed = Printed(sheet, book)
    found = bare(printed.all_text())
    assert all(sign in found for sign in "列0123456789")
    width, _ = printed.size_mm(0)
    assert all(15 <= sign.left <= sign.right <= width - 15 for sign in printed.signs(0))


def test_a_character_that_no_face_has_is_named_and_still_copies_out(book: FontBook) -> None:
    printed = Printed(a_notice(body=(Paragraph((Words("联系人：王\U00030000"),)),), annexes=(), imprint=None), book)
    assert "王\U00030000" in bare(printed.all_text())
    assert any("没有“\U00030000”（U+30000）" in note for note in printed.report.substitutions)


def test_a_stop_is_heard_within_a_page_and_leaves_no_file(book: FontBook, tmp_path: Path) -> None:
    model = a_notice(annexes=(Annex("附件", "逾期任务清单", (a_table(200),)),))
    whole = StopAt(10_000)
    render_pdf(model, book, io.BytesIO(), whole)
    gaps = [later - earlier for earlier, later in zip(whole.told, whole.told[1:], strict=False)]
    assert max(gaps) <= 20
    for steps in range(1, len(whole.told) + 1):
        with pytest.raises(Cancelled):
            render_pdf(model, book, tmp_path / "通报.pdf", StopAt(steps))
        assert list(tmp_path.iterdir()) == []


def test_papers_of_a_set_are_told_as_one_work(book: FontBook) -> None:
    one = a_notice(annexes=(), imprint=None, body=(a_table(30),))
    whole = StopAt(10_000)
    render_pdf(
        ReportModel("letter", "提醒函", "set", parts=(one,) * 3, properties=PROPERTIES), book, io.BytesIO(), whole
    )
    assert whole.told == sorted(whole.told)
    assert whole.told[-1] == 3 * 30 + 2


def test_a_full_disk_leaves_neither_a_file_nor_a_torn_old_one(
    book: FontBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    target = tmp_path / "通报.pdf"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault) as caught:
        render_pdf(a_notice(annexes=(), imprint=None), book, target)
    assert caught.value.code == "REP-002"
    assert [path.name for path in tmp_path.iterdir()] == ["通报.pdf"]
    assert target.read_bytes() == b"old"


def _visible(text: str) -> str:
    """Return what any reader copies: it may leave out private signs."""
    return re.sub(r"[\ue000-\uf8ff]", "", bare(text))
