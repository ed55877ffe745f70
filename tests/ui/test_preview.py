"""The preview through the window: pages, sheets, pictures, finding, the large window, many files, hostile ones."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from openpyxl import Workbook
from openpyxl.styles import Font
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextTable
from pytestqt.qtbot import QtBot

from ledger_app.services import evidence
from ledger_app.services.files import take
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.pages.evidence import EvidencePage
from ui.preview.flow_source import FlowSource
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

Show = Callable[[str, bytes], None]


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> EvidencePage:
    opened.show_place(Place("evidence"))
    settle()
    assert isinstance(opened.page, EvidencePage)
    return opened.page


@pytest.fixture
def show(page: EvidencePage, qtbot: QtBot, settle: Settle, tmp_path: Path) -> Show:
    """Add a file, put the cursor on it and wait until it shows itself."""

    def go(name: str, content: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        with page.workspace.ledger.write() as work:
            added = evidence.attach(work, [take(page.workspace.ledger.store, path)], []).evidence[0]
        page.show_place(Place("evidence", evidence_id=added.id))
        page.refresh()
        settle()
        qtbot.waitUntil(lambda: not page.preview.is_reading, timeout=20_000)

    return go


def a_word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph().add_run("加粗的标题").bold = True
    table = document.add_table(2, 2, "Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并的表头"
    table.columns[0].width, table.columns[1].width = Cm(3), Cm(9)
    for number in range(60):
        document.add_paragraph(f"第{number}段，验收要点在这里。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_workbook(rows: int) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "任务"
    for number in range(rows):
        sheet.append([number, f"任务{number}", 0.5])
    sheet["A1"].font = Font(bold=True)
    sheet["C1"].number_format = "0%"
    sheet["B5"].font = Font(size=24)
    sheet.merge_cells("A2:B2")
    sheet.column_dimensions["B"].width = 40
    sheet.freeze_panes = "A2"
    book.create_sheet("第二张")["A1"] = "另一张"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_word_file_is_set_on_pages_and_searched(page: EvidencePage, show: Show, qtbot: QtBot) -> None:
    show("方案.docx", a_word_file())
    pages = page.preview.pages
    assert page.preview.parts.currentWidget() is pages
    source = pages.canvas.source
    assert isinstance(source, FlowSource)
    assert pages.canvas.page_count > 1
    first = source.document.firstBlock().begin().fragment()
    assert (first.text(), first.charFormat().fontWeight() > 600) == ("加粗的标题", True)
    table = next(frame for frame in source.document.rootFrame().childFrames() if isinstance(frame, QTextTable))
    assert (table.cellAt(0, 0).columnSpan(), table.cellAt(0, 0).firstCursorPosition().block().text()) == (
        2,
        "合并的表头",
    )
    widths = [length.rawValue() for length in table.format().columnWidthConstraints()]
    assert round(widths[1] / widths[0], 1) == 3.0
    box = source.document.documentLayout().frameBoundingRect(table)
    # Twelve centimetres wide, an inch and a quarter from the edge, in points of the page.
    assert round(box.width()) == 340
    assert 84 < box.left() < 96
    pages.find_in_page()
    pages.find_field.insert("第50段")
    qtbot.keyClick(pages.find_field, Qt.Key.Key_Return)
    assert pages.hits.text() == "1 / 1"
    assert pages.canvas.page > 1
    assert pages.canvas.chosen_text == "第50段"
    qtbot.keyClick(pages.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "第50段"


def test_a_workbook_shows_its_sheets_with_widths_merges_and_rows_when_seen(
    page: EvidencePage, show: Show, qtbot: QtBot, settle: Settle
) -> None:
    show("台账.xlsx", a_workbook(1200))
    book = page.preview.book
    assert page.preview.parts.currentWidget() is book
    table = book.table
    assert table is not None
    settle()
    model = table.sheet
    assert [book.tabs.tabText(place) for place in range(book.tabs.count())] == ["任务", "第二张"]
    assert (table.columnSpan(1, 0), table.columnWidth(1)) == (2, 280)
    qtbot.waitUntil(lambda: model.index(0, 2).data() == "50%")
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    assert table.rowHeight(4) > table.rowHeight(5) == table.verticalHeader().defaultSectionSize()
    assert model.index(1100, 1).data() is None
    table.scrollToBottom()
    qtbot.waitUntil(lambda: model.index(1199, 1).data() == "任务1199", timeout=20_000)
    assert model.rowCount() == 1200
    assert [view.isVisible() for view in table.frozen] == [True]
    book.tabs.setCurrentIndex(1)
    assert book.table is not None
    other = book.table.sheet
    settle()
    qtbot.waitUntil(lambda: other.index(0, 0).data() == "另一张", timeout=20_000)


def test_a_picture_is_fitted_enlarged_and_turned(page: EvidencePage, show: Show, qtbot: QtBot) -> None:
    out = io.BytesIO()
    Image.new("RGB", (2400, 100), (200, 0, 0)).save(out, "PNG")
    show("横幅.png", out.getvalue())
    canvas = page.preview.picture.canvas
    assert "2400 × 100" in page.preview.note.text()
    assert (canvas.image.width(), canvas.image.pixelColor(5, 5).red()) == (1600, 200)
    assert canvas.zoom * 2400 <= canvas.width()
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    for _ in range(12):
        qtbot.keyClick(canvas, "+")
    qtbot.waitUntil(lambda: canvas.image.width() == 2400, timeout=20_000)
    canvas.turn_by(90)
    assert canvas.turn == 90


def test_space_opens_the_large_window_arrows_run_through_and_space_closes(
    page: EvidencePage, qtbot: QtBot, settle: Settle
) -> None:
    page.table.setFocus()
    page.table.selectRow(0)
    settle()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    window = page.large.window
    assert window is not None
    qtbot.waitUntil(lambda: not window.pane.is_reading, timeout=20_000)
    first = window.pane.file
    qtbot.keyClick(window, Qt.Key.Key_Down)
    assert window.pane.file != first
    assert page.table.currentIndex().row() == 1
    qtbot.waitUntil(lambda: not window.pane.is_reading, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.large.window is None)
    settle()


def test_while_files_are_run_through_only_the_last_is_read(page: EvidencePage, qtbot: QtBot, settle: Settle) -> None:
    settle()
    qtbot.waitUntil(lambda: not page.preview.is_reading, timeout=20_000)
    begun: list[object] = []
    page.workspace.runner.started.connect(begun.append)
    files = [row for number in range(page.model.rowCount()) if (row := page.model.row_at(number)) is not None]
    for row in files * 40:
        page.preview.show_row(row)
    assert not begun
    qtbot.waitUntil(lambda: not page.preview.is_reading, timeout=20_000)
    last = files[-1].version
    assert last is not None
    assert page.preview.file is not None
    assert page.preview.file.sha256 == last.sha256


def test_a_hostile_file_is_one_sentence_and_the_window_goes_on(page: EvidencePage, show: Show) -> None:
    show("坏.pdf", b"%PDF-1.7\n" + bytes(2000) + b"%%EOF")
    assert page.preview.parts.currentWidget() is page.preview.facts
    assert "坏.pdf" in page.preview.note.text()
    show("好.txt", "还能看。".encode())
    assert page.preview.parts.currentWidget() is page.preview.pages


def test_a_program_is_never_opened_but_can_be_saved_elsewhere(
    page: EvidencePage, show: Show, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    show("工具.exe", b"MZ" + bytes(64))
    recorded.target = tmp_path / "别处.exe"
    page.open_button.click()
    settle()
    assert "程序" in recorded.questions[-1]
    assert recorded.questions[-1].endswith("|另存为…")
    assert recorded.target.read_bytes() == b"MZ" + bytes(64)
