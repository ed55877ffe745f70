"""The words and figures of circulars in the window: edited by hand and by template, a number opens its tasks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.period import Period
from ledger_app.domain.supervision import Snapshot
from ledger_app.messages import describe
from ledger_app.reports.model_json import model_from_json
from ledger_app.reports.rewording import body_text
from ledger_app.services.wordings import read_wordings
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.report_text import ReportTextDialog
from ui.dialogs.wordings import WordingsDialog
from ui.models.report_figures import FigureLine
from ui.pages.ledger import LedgerPage
from ui.pages.reports import ReportsPage
from ui.report_words import ReportWords
from ui.views.pdf_places import page_rects, place_on_page, rect_in_view
from ui.views.pdf_viewer import PdfViewer
from ui.workspace import Place


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> ReportsPage:
    """Return the page with the draft of June's circular."""
    opened.show_place(Place("reports"))
    page = opened.page
    assert isinstance(page, ReportsPage)
    page.form.show_request("monthly", Period.parse("2024-06"))
    page.refresh()
    settle()
    return page


def press(qtbot: QtBot, parent: ReportsPage | ReportTextDialog | WordingsDialog, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def viewer(page: ReportsPage) -> PdfViewer:
    found = page.findChild(PdfViewer, "reports_viewer")
    assert found is not None
    return found


def text_dialog(qtbot: QtBot, page: ReportsPage, settle: Settle) -> ReportTextDialog:
    press(qtbot, page, "reports_text")
    settle()
    return page.findChildren(ReportTextDialog)[-1]


def wordings_dialog(qtbot: QtBot, page: ReportsPage, settle: Settle) -> WordingsDialog:
    press(qtbot, page, "reports_wordings")
    settle()
    return page.findChildren(WordingsDialog)[-1]


def in_view(page: ReportsPage, line: FigureLine) -> QPoint:
    """Bring a figure into the viewer and return its middle."""
    pages = viewer(page).pages
    place = QRectF(line.x, line.y, line.width, line.height)
    bar = pages.verticalScrollBar()
    bar.setValue(bar.value() + int(rect_in_view(pages, line.page, place).y()) - 100)
    return rect_in_view(pages, line.page, place).center().toPoint()


def hover(viewport: QWidget, point: QPoint) -> None:
    """Move the mouse without the platform's own: where it really is makes no difference."""
    place, none = QPointF(point), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def figures(page: ReportsPage) -> list[FigureLine]:
    return [line for line in page.figures.lines if not line.is_row]


def test_the_hand_stands_over_figures_and_a_click_lists_as_many_tasks_as_it_says(
    qtbot: QtBot, page: ReportsPage, settle: Settle
) -> None:
    lines = [line for line in figures(page) if line.page == 0 and line.meaning.endswith("项任务")]
    assert lines
    viewport = viewer(page).pages.viewport()
    for line in lines:
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=in_view(page, line))
        settle()
        behind = page.figures.behind
        assert behind is not None
        assert f"{len(behind.tasks)} 项任务" in line.meaning
        assert [task.id for task in behind.tasks] == list(line.ids)
    tasks = page.findChild(QListWidget, "report_figures_tasks")
    assert tasks is not None
    assert tasks.count() == len(lines[-1].ids)
    hand = Qt.CursorShape.PointingHandCursor
    hover(viewport, in_view(page, figures(page)[0]))
    assert viewport.cursor().shape() is hand
    hover(viewport, QPoint(1, 1))
    assert viewport.cursor().shape() is not hand


def test_pages_lie_where_the_viewer_draws_them(page: ReportsPage, settle: Settle) -> None:
    for zoom in range(4):
        pages_lie_where_they_are_drawn(page, zoom, settle)


def pages_lie_where_they_are_drawn(page: ReportsPage, zoom: int, settle: Settle) -> None:
    view = viewer(page)
    chosen = page.findChild(QComboBox, "reports_viewer_zoom")
    assert chosen is not None
    chosen.setCurrentIndex(zoom)
    chosen.activated.emit(zoom)
    settle()
    viewport = view.pages.viewport()
    rect = page_rects(view.pages)[0].toAlignedRect()
    image = viewport.grab().toImage()
    middle = min(rect.center().y(), viewport.height() - 5)
    ratio = image.devicePixelRatio()

    def is_paper(x: int) -> bool:
        return image.pixelColor(int(x * ratio), int(middle * ratio)).lightness() > 250

    assert is_paper(rect.left() + 3)
    assert is_paper(min(rect.right(), viewport.width()) - 3)
    if rect.left() > 4:
        assert not is_paper(rect.left() - 3)
    place = place_on_page(view.pages, page_rects(view.pages)[0].center())
    assert place is not None
    assert place[1].x() == pytest.approx(view.document.pagePointSize(0).width() / 2, abs=1.0)


def test_figures_are_gone_through_by_keyboard_and_open_the_ledger(
    qtbot: QtBot, page: ReportsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    press(qtbot, page, "reports_figures")
    settle()
    listed = page.findChild(QListWidget, "report_figures_list")
    assert listed is not None
    assert listed.hasFocus()
    assert listed.count() == len([line for line in page.figures.lines if line.page == 0])
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    settle()
    tasks = page.findChild(QListWidget, "report_figures_tasks")
    assert tasks is not None
    assert tasks.count() == len(page.figures.panel.lines[1].ids)
    behind = page.figures.behind
    assert behind is not None
    button = page.findChild(QPushButton, "report_figures_open")
    assert button is not None
    button.click()
    settle()
    assert isinstance(opened.page, LedgerPage)


def test_a_kept_report_has_its_figures_with_the_states_it_was_printed_with(
    qtbot: QtBot, page: ReportsPage, settle: Settle
) -> None:
    drafted = [(line.page, line.label, line.ids) for line in figures(page)]
    press(qtbot, page, "reports_keep")
    settle()
    assert page.shows_kept
    assert [(line.page, line.label, line.ids) for line in figures(page)] == drafted
    qtbot.mouseClick(viewer(page).pages.viewport(), Qt.MouseButton.LeftButton, pos=in_view(page, figures(page)[0]))
    settle()
    assert page.figures.behind is not None
    assert all(task.state for task in page.figures.behind.tasks)


def test_edited_words_are_shown_doubted_and_kept(
    qtbot: QtBot, page: ReportsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    dialog = text_dialog(qtbot, page, settle)
    text = dialog.editor.toPlainText()
    number = text.split("任务共")[1].split("项")[0]
    edited = text.replace(f"任务共{number}项", "任务共99项", 1).replace("特此通报。", "请认真落实。")
    dialog.editor.setPlainText(edited)
    faults = dialog.faults
    qtbot.waitUntil(lambda: faults.count() == 1)
    assert f"文中写 99 项，台账为 {number} 项" in faults.item(0).text()
    qtbot.keyClick(dialog.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    page.refresh()
    settle()
    notes = page.findChild(QLabel, "reports_notes")
    assert notes is not None
    assert f"文中写 99 项，台账为 {number} 项" in notes.text()
    press(qtbot, page, "reports_keep")
    settle()
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        (snapshot,) = session.of(Snapshot).find()
    assert body_text(model_from_json(snapshot.model).body) == edited
    button = page.findChild(QPushButton, "reports_text")
    assert button is not None
    assert not button.isEnabled(), "a kept report is not edited"


def test_words_of_one_report_do_not_get_into_another(qtbot: QtBot, page: ReportsPage, settle: Settle) -> None:
    dialog = text_dialog(qtbot, page, settle)
    dialog.editor.setPlainText("只有这一句。")
    press(qtbot, dialog, "report_text_use")
    settle()
    june = page.form.request()
    assert page.words.applied(june).edited == "只有这一句。"
    page.form.show_request("monthly", Period.parse("2024-05"))
    assert page.words.applied(page.form.request()).edited == ""
    page.form.show_request("monthly", Period.parse("2024-06"))
    assert page.words.applied(page.form.request()).edited == "只有这一句。"
    dialog = text_dialog(qtbot, page, settle)
    press(qtbot, dialog, "report_text_back")
    press(qtbot, dialog, "report_text_use")
    settle()
    assert page.words.applied(june).edited == ""


def test_edited_words_are_there_after_a_restart_and_the_button_says_so(
    qtbot: QtBot, page: ReportsPage, opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    button = page.findChild(QPushButton, "reports_text")
    assert button is not None
    assert button.text() == "编辑文字…"
    dialog = text_dialog(qtbot, page, settle)
    dialog.editor.setPlainText("只有这一句。")
    press(qtbot, dialog, "report_text_use")
    page.refresh()
    settle()
    assert button.text() == "文字已改…"
    assert button.accessibleName() == "编辑文字，已改过"
    assert opened.workspace is not None
    june = page.form.request()
    again = ReportWords(page, opened.workspace, page.form.request)
    assert again.applied(june).edited == "只有这一句。"
    dialog = text_dialog(qtbot, page, settle)
    press(qtbot, dialog, "report_text_back")
    press(qtbot, dialog, "report_text_use")
    page.refresh()
    settle()
    assert button.text() == "编辑文字…"
    assert ReportWords(page, opened.workspace, page.form.request).applied(june).edited == ""
    file = opened.workspace.session.words_file
    file.unlink()
    file.mkdir()
    dialog = text_dialog(qtbot, page, settle)
    dialog.editor.setPlainText("记不到本机的一句。")
    press(qtbot, dialog, "report_text_use")
    settle()
    assert page.words.applied(june).edited == "记不到本机的一句。"
    assert "改过的通报文字没能记到本机" in describe(recorded.errors[-1])


def test_a_template_is_copied_edited_checked_and_kept(
    qtbot: QtBot, page: ReportsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    dialog = wordings_dialog(qtbot, page, settle)
    assert dialog.editor.isReadOnly(), "the built-in one stays as it is"
    assert not dialog.save.isEnabled()
    press(qtbot, dialog, "wording_copy")
    dialog.name.selectAll()
    dialog.name.insert("本局月报")
    dialog.kinds["monthly"].click()
    dialog.sections.list.setCurrentRow(1)
    dialog.editor.setPlainText("共{任务总敉}项。")
    qtbot.waitUntil(lambda: dialog.faults.count() == 1)
    assert "是不是“任务总数”" in dialog.faults.item(0).text()
    dialog.editor.setPlainText("共")
    dialog.editor.moveCursor(dialog.editor.textCursor().MoveOperation.End)
    dialog.terms.field.setText("列入台账的任务数")
    press(qtbot, dialog, "wording_insert")
    assert dialog.editor.toPlainText() == "共{任务总数}"
    qtbot.waitUntil(lambda: dialog.faults.count() == 0)
    assert "一、总体情况\n共" in dialog.preview.toPlainText()
    press(qtbot, dialog, "wording_save")
    settle()
    assert opened.workspace is not None
    with opened.workspace.ledger.read() as session:
        (kept,) = read_wordings(session)
    assert (kept.name, kept.kinds, kept.sections[1].text) == ("本局月报", ("monthly",), "共{任务总数}")
    dialog.reject()
    settle()
    page.refresh()
    settle()
    assert page.form.options.wording.findData("本局月报") >= 0
    words = text_dialog(qtbot, page, settle)
    assert "一、总体情况\n共" in words.editor.toPlainText()


def test_chosen_words_become_a_part_that_may_drop_out(qtbot: QtBot, page: ReportsPage, settle: Settle) -> None:
    dialog = wordings_dialog(qtbot, page, settle)
    press(qtbot, dialog, "wording_copy")
    dialog.editor.setPlainText("甲{逾期任务数}")
    dialog.editor.selectAll()
    press(qtbot, dialog, "wording_optional")
    assert dialog.editor.toPlainText() == "〔甲{逾期任务数}〕"
    press(qtbot, dialog, "wording_add")
    assert dialog.sections.list.count() == 7
    press(qtbot, dialog, "wording_up")
    press(qtbot, dialog, "wording_remove")
    assert dialog.sections.list.count() == 6
    press(qtbot, dialog, "wording_restore")
    assert "{任务总数}" in dialog.preview.toPlainText() or "列入台账的任务共" in dialog.preview.toPlainText()


def test_leaving_with_changes_is_asked_about(
    qtbot: QtBot, page: ReportsPage, recorded: RecordedMessages, settle: Settle
) -> None:
    dialog = wordings_dialog(qtbot, page, settle)
    press(qtbot, dialog, "wording_copy")
    recorded.agrees = False
    dialog.reject()
    assert dialog.isVisible()
    assert len(recorded.questions) == 1
    recorded.agrees = True
    dialog.reject()
    assert len(recorded.questions) == 2


def test_a_template_goes_out_as_a_file_and_comes_in_again(
    qtbot: QtBot, page: ReportsPage, recorded: RecordedMessages, tmp_path: Path, settle: Settle
) -> None:
    dialog = wordings_dialog(qtbot, page, settle)
    recorded.target = tmp_path / "模板.json"
    press(qtbot, dialog, "wording_export")
    settle()
    assert json.loads(recorded.target.read_text(encoding="utf-8"))["name"] == "内置"
    recorded.files = [recorded.target]
    press(qtbot, dialog, "wording_import")
    settle()
    assert dialog.draft.wording.name == "内置（导入）"
    assert dialog.draft.wording not in dialog.draft.wordings
    press(qtbot, dialog, "wording_save")
    settle()
    assert dialog.draft.wording in dialog.draft.wordings
    press(qtbot, dialog, "wording_delete")
    settle()
    assert [one.name for one in dialog.draft.wordings] == ["内置"]
    recorded.target.write_text("不是模板", encoding="utf-8")
    press(qtbot, dialog, "wording_import")
    settle()
    assert getattr(recorded.errors[-1], "code", "") == "REP-051"
