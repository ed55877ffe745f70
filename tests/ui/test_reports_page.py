"""报表: drafts are shown and not stored, kept ones are numbered and come back byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.period import Period
from ledger_app.domain.supervision import Snapshot
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.fields import ChoiceField
from ui.pages.reports import ReportsPage
from ui.views import page_strip, pdf_printing
from ui.views.pdf_viewer import PdfViewer
from ui.workspace import Place


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> ReportsPage:
    """Return the page with the draft of June's circular."""
    opened.show_place(Place("reports"))
    page = opened.page
    assert isinstance(page, ReportsPage)
    page.form.show_request("monthly", Period.parse("2024-06"))
    wait_for_draft(page, settle)
    return page


def wait_for_draft(page: ReportsPage, settle: Settle) -> None:
    page.refresh()
    settle()


def snapshots(window: ApplicationWindow) -> list[Snapshot]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Snapshot).find()


def viewer(page: ReportsPage) -> PdfViewer:
    found = page.findChild(PdfViewer, "reports_viewer")
    assert found is not None
    return found


def click(qtbot: QtBot, page: ReportsPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_draft_shows_real_pages_and_stores_nothing(opened: ApplicationWindow, page: ReportsPage) -> None:
    before = len(snapshots(opened))
    assert viewer(page).page_count >= 5
    assert "2024年6月" in viewer(page).document.getAllText(0).text().replace("\n", "").replace("\r", "")
    state = page.findChild(QLabel, "reports_state")
    assert state is not None
    assert state.text().startswith("草稿")
    assert len(snapshots(opened)) == before


def test_keeping_freezes_under_the_promised_number_and_undo_takes_it_back(
    qtbot: QtBot, opened: ApplicationWindow, page: ReportsPage, settle: Settle
) -> None:
    before = len(snapshots(opened))
    keep = page.findChild(QPushButton, "reports_keep")
    assert keep is not None
    promised = keep.text().removeprefix("留存为 ")
    click(qtbot, page, "reports_keep")
    settle()
    kept = snapshots(opened)
    assert len(kept) == before + 1
    assert kept[-1].number == promised
    history = page.findChild(QListWidget, "reports_history")
    assert history is not None
    assert history.item(0).text().startswith(promised)
    opened.actions_[Act.UNDO].trigger()
    settle()
    assert len(snapshots(opened)) == before
    assert history.count() == before


def test_saving_a_draft_keeps_it_first_and_the_file_is_the_kept_one(
    qtbot: QtBot,
    opened: ApplicationWindow,
    page: ReportsPage,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
) -> None:
    recorded.target = tmp_path / "通报.pdf"
    click(qtbot, page, "reports_save")
    settle()
    kept = snapshots(opened)[-1]
    assert kept.pdf_sha256 is not None
    assert opened.workspace is not None
    with opened.workspace.ledger.store.open(kept.pdf_sha256) as stream:
        assert (tmp_path / "通报.pdf").read_bytes() == stream.read()
    assert not recorded.errors


def test_a_target_that_cannot_be_written_is_said(
    qtbot: QtBot, page: ReportsPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    recorded.target = tmp_path / "没有这个文件夹" / "通报.pdf"
    click(qtbot, page, "reports_save")
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["REP-002"]
    recorded.errors.clear()


def test_an_earlier_report_comes_back_as_it_was(
    qtbot: QtBot, opened: ApplicationWindow, page: ReportsPage, settle: Settle
) -> None:
    click(qtbot, page, "reports_keep")
    settle()
    page.form.show_request("ledger", Period.parse("2024-06"))
    wait_for_draft(page, settle)
    history = page.findChild(QListWidget, "reports_history")
    assert history is not None
    first = history.item(history.count() - 1)
    history.itemClicked.emit(first)
    settle()
    snapshot = first.data(Qt.ItemDataRole.UserRole)
    assert opened.workspace is not None
    with opened.workspace.ledger.store.open(snapshot.pdf_sha256) as stream:
        assert page.content == stream.read()


def test_a_period_to_come_is_refused_in_words_not_in_a_dialog(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle, recorded: RecordedMessages
) -> None:
    assert opened.workspace is not None
    later = opened.workspace.today.year + 1
    page.form.show_request("monthly", Period(later, "month", 6))
    wait_for_draft(page, settle)
    waiting = page.findChild(QLabel, "reports_waiting")
    keep = page.findChild(QPushButton, "reports_keep")
    assert waiting is not None
    assert keep is not None
    assert not recorded.errors
    assert str(later) in waiting.text()
    assert not keep.isEnabled()


def test_the_ledger_table_asks_for_nothing_a_circular_needs(page: ReportsPage, settle: Settle) -> None:
    kind = page.findChild(ChoiceField, "report_kind")
    number = page.findChild(QLineEdit, "report_number")
    assert kind is not None
    assert number is not None
    assert number.isVisibleTo(page)
    page.form.show_request("ledger", Period.parse("2024-06"))
    wait_for_draft(page, settle)
    assert not number.isVisibleTo(page)
    size = viewer(page).document.pagePointSize(0)
    assert size.width() > size.height()


def test_words_are_found_in_the_pages(qtbot: QtBot, page: ReportsPage) -> None:
    find = page.findChild(QLineEdit, "reports_viewer_find")
    hits = page.findChild(QLabel, "reports_viewer_hits")
    assert find is not None
    assert hits is not None
    qtbot.keyClicks(find, "2024")
    qtbot.waitUntil(lambda: hits.text().startswith("找到") and hits.text() != "找到 0 处")


def test_printing_turns_wide_pages_and_keeps_their_range(page: ReportsPage, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    shown = viewer(page)
    wide = next(
        number
        for number in range(shown.page_count)
        if shown.document.pagePointSize(number).width() > shown.document.pagePointSize(number).height()
    )
    printer.setFromTo(wide, wide + 1)
    shown.print_on(printer)
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Landscape
    from PySide6.QtPdf import QPdfDocument

    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 2
    printed.close()


def test_the_pages_are_listed_and_chosen_from(qtbot: QtBot, page: ReportsPage) -> None:
    shown = viewer(page)
    assert not shown.strip.isVisible()
    click(qtbot, page, "reports_viewer_list")
    assert shown.strip.isVisible()
    assert shown.strip.model().rowCount() == shown.page_count
    shown.strip.setCurrentIndex(shown.strip.model().index(2, 0))
    assert shown.current_page == 3
    shown.go_to_page(2)
    assert shown.strip.currentIndex().row() == 1


def test_pictures_of_pages_stay_within_bounds(page: ReportsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_strip, "MOST_KEPT", 3)
    pages = viewer(page).strip.model()
    assert isinstance(pages, page_strip.PageListModel)
    for row in range(pages.rowCount()):
        icon = pages.data(pages.index(row, 0), Qt.ItemDataRole.DecorationRole)
        assert isinstance(icon, QIcon)
        assert not icon.isNull()
    assert pages.kept == 3


def test_zoom_goes_by_keys_between_half_and_three_times(qtbot: QtBot, page: ReportsPage) -> None:
    shown = viewer(page)
    shown.setFocus()
    zoom = shown.findChild(QComboBox, "reports_viewer_zoom")
    assert zoom is not None
    for _ in range(12):
        shown.zoom_by(1)
    assert zoom.currentText() == "300%"
    for _ in range(12):
        shown.zoom_by(-1)
    assert zoom.currentText() == "50%"


def test_words_that_were_found_are_gone_through_both_ways(qtbot: QtBot, page: ReportsPage) -> None:
    field = page.findChild(QLineEdit, "reports_viewer_find")
    hits = page.findChild(QLabel, "reports_viewer_hits")
    assert field is not None
    assert hits is not None
    field.setFocus()
    field.setText("任务")
    qtbot.waitUntil(lambda: hits.text().startswith("第 1 /"))
    count = int(hits.text().split("/")[1].split()[0])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert hits.text() == f"第 2 / {count} 处"
    for _ in range(2):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert hits.text() == f"第 {count} / {count} 处"


def test_a_page_is_copied_as_text_and_as_a_grey_picture(qtbot: QtBot, page: ReportsPage) -> None:
    shown = viewer(page)
    shown.copy_page_text()
    assert "2024年6月" in QGuiApplication.clipboard().text()
    shown.copy_page_picture()
    assert not QGuiApplication.clipboard().image().isGrayscale()
    click(qtbot, page, "reports_viewer_grey")
    shown.copy_page_picture()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.isGrayscale()) == (1240, True)


def test_a_report_of_several_pages_is_offered_on_both_sides(page: ReportsPage) -> None:
    printer = QPrinter()
    pdf_printing.set_up(printer, viewer(page).document, "通报")
    # Whether it can print on both sides is the printer's affair; here there is none.
    assert (printer.docName(), printer.pageLayout().orientation()) == ("通报", QPageLayout.Orientation.Portrait)
    assert "沿长边翻转" in pdf_printing.duplex_words(viewer(page).document)
    assert f"用纸 {(viewer(page).page_count + 1) // 2} 张" in pdf_printing.duplex_words(viewer(page).document)
