"""A plan's text as a page: styles, marks, places; and the document that shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ledger_app.intake.document import Place
from ledger_app.intake.proposal import Reading
from tests.builders import a_deadline, an_item, an_owner
from ui.look import Look
from ui.models.paper import BlockStyle, Mark, MarkKind, Paper, Stretch, StretchIndex, headings_of, marks_of
from ui.views.paper_document import build_document
from ui.views.paper_view import PaperView

TEXT = (
    "2024年全县工作要点\n一、抓基层\n（一）做实签约。年底前达到75%。\n"
    "序号\t任务\t时限\n1\t建中心\t6月底\n2\t配药品\t12月\n完。"
)


def test_lines_are_set_as_title_heading_table_row_or_body() -> None:
    paper = Paper.of(TEXT, "2024年全县工作要点", ["一、抓基层"])
    styles = [block.style for block in paper.blocks]
    row, body = BlockStyle.ROW, BlockStyle.BODY
    assert styles == [BlockStyle.TITLE, BlockStyle.HEADING, body, row, row, row, body]
    assert [TEXT[block.start : block.end] for block in paper.blocks] == TEXT.split("\n")


def test_a_single_tab_in_prose_is_no_table() -> None:
    assert {block.style for block in Paper.of("联系人：张三\t电话：123\n正文").blocks} == {BlockStyle.BODY}


def test_headings_are_those_above_items_and_first_lines_that_go_on_below() -> None:
    item = an_item(path=("一、总则",), text="（一）目标\n做到位。")
    assert headings_of([item]) == {"一、总则", "（一）目标"}


def test_the_innermost_item_is_found_at_a_place() -> None:
    index = StretchIndex([Stretch(0, 40, "outer"), Stretch(10, 20, "inner"), Stretch(50, 60, "later")])
    assert [getattr(index.at(place), "key", None) for place in (5, 10, 19, 20, 45, 50, 60)] == [
        "outer",
        "inner",
        "inner",
        "outer",
        None,
        "later",
        None,
    ]
    assert index.of("inner") == Stretch(10, 20, "inner")
    assert index.of("none") is None


def test_unsettled_names_and_ambiguous_days_are_marked_as_doubtful() -> None:
    owner = an_owner("县医院")
    unknown = an_owner("财金局")
    unknown = type(unknown)(unknown.name, unknown.role, Reading("财金局", Place(5, 8), "", 1.0))
    day = a_deadline("8月前", "2024-07-31", needs_answer=True)
    marks = marks_of([an_item(owners=(owner, unknown), deadlines=(day,))], frozenset({"财金局"}))
    assert marks == [
        Mark(0, 3, MarkKind.OWNER),
        Mark(0, 3, MarkKind.DEADLINE, is_doubtful=True),
        Mark(5, 8, MarkKind.OWNER, is_doubtful=True),
    ]


_LINES = st.lists(st.text("甲乙丙丁12 ，。\t\u2028𠀀𫠝", max_size=12), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def shared_look(qapp: QApplication) -> Look:
    from resources import locate

    return Look(locate.root(), "light")


@given(_LINES)
def test_every_letter_of_the_text_stands_at_its_place(shared_look: Look, lines: list[str]) -> None:
    text = "\n".join(lines)
    document, places = build_document(Paper.of(text), QFont(), shared_look)
    for offset, letter in enumerate(text):
        if letter in "\n\t":
            continue
        cursor = QTextCursor(document)
        cursor.setPosition(places.to_view(offset))
        units = 2 if letter > "\uffff" else 1
        cursor.setPosition(places.to_view(offset) + units, QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == letter
        assert places.to_text(places.to_view(offset)) == offset


def test_a_long_table_stays_lines_with_strokes(shared_look: Look) -> None:
    text = "\n".join("一\t二\t三" for _ in range(1000))
    document, places = build_document(Paper.of(text), QFont(), shared_look)
    assert document.firstBlock().text() == "一│二│三"
    assert places.to_view(6 * 999 + 4) == 6 * 999 + 4


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> PaperView:
    view = PaperView(look, "paper", "原文")
    qtbot.addWidget(view)
    view.resize(400, 300)
    long = "\n".join([TEXT, *(f"第{number}段，内容不多。" for number in range(200)), "最后一段。"])
    view.show_paper(Paper.of(long, "2024年全县工作要点", ["一、抓基层"]))
    start = long.index("（一）")
    last = long.index("最后")
    marks = [Mark(long.index("年底前"), long.index("年底前") + 3, MarkKind.DEADLINE)]
    view.show_marks(marks, [Stretch(start, start + 18, "first"), Stretch(last, last + 5, "last")])
    view.show()
    qtbot.waitExposed(view)
    return view


def test_an_item_is_lit_up_brought_into_view_and_clicked(qtbot: QtBot, view: PaperView) -> None:
    assert view.verticalScrollBar().value() == 0
    view.light_up("last")
    assert view.verticalScrollBar().value() > 100
    view.light_up("first")
    box = view.item_box("first")
    shown = view.verticalScrollBar().value()
    assert shown <= box.top() < shown + 300
    middle = QPoint(60, int(box.top() - shown + 8))
    with qtbot.waitSignal(view.item_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert clicked.args == ["first"]
    with qtbot.waitSignal(view.item_hovered) as hovered:
        QTest.mouseMove(view.viewport(), QPoint(60, 2))
        QTest.mouseMove(view.viewport(), middle)
    assert hovered.args is not None


def test_marks_are_coloured_by_the_scheme(view: PaperView, look: Look) -> None:
    block = view.document().find("年底前").block()
    formats = [form for form in block.layout().formats() if form.length == 3]
    assert [form.format.background().color() for form in formats] == [look.colour("deadline_ground")]
    pixel = _pixel_left_of(view)
    assert pixel == look.colour("accent")


def _pixel_left_of(view: PaperView) -> QColor:
    view.light_up("first")
    box = view.item_box("first")
    point = QPointF(4, box.center().y() - view.verticalScrollBar().value())
    return view.viewport().grab().toImage().pixelColor(point.toPoint())
