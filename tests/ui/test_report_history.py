"""Kept reports: what changed since, corrections, comparing, the same bytes again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.period import Period
from ledger_app.domain.supervision import Snapshot
from ledger_app.services import progress
from ledger_app.services.progress import Report
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.report_differences import DifferencesDialog
from ui.dialogs.report_history import ReportHistoryDialog
from ui.fields import ChoiceField
from ui.jobs import CancelToken
from ui.pages import reports as reports_module
from ui.pages.reports import ReportsPage
from ui.views.since_bar import SinceBar
from ui.workspace import Place


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> ReportsPage:
    """Return the page with June's circular kept, and the number of that."""
    opened.show_place(Place("reports"))
    page = opened.page
    assert isinstance(page, ReportsPage)
    page.form.show_request("monthly", Period.parse("2024-06"))
    page.refresh()
    settle()
    press(page, "reports_keep")
    settle()
    return page


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()


def wait_for_draft(page: ReportsPage, settle: Settle) -> None:
    """Wait for the draft of what the form says, without the pause that typing is given."""
    settle()
    page.refresh()
    settle()


def file_late(window: ApplicationWindow, settle: Settle) -> str:
    """Report on a task for June after the circular was kept; return the task's title."""
    workspace = window.workspace
    assert workspace is not None
    with workspace.ledger.read() as session:
        facts = next(one for one in session.facts(workspace.cutoff) if one.percent and one.percent < 90)
    assert window.page is not None
    job = workspace.change(
        lambda work, _p: progress.file_entry(work, facts.id, "2024-06", Report("已全部完成", 100)), window.page
    )
    job.start()
    settle()
    return facts.title


def snapshots(window: ApplicationWindow) -> list[Snapshot]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Snapshot).find()


def since(page: ReportsPage) -> SinceBar:
    bar = page.findChild(SinceBar, "reports_since")
    assert bar is not None
    return bar


def test_a_late_report_is_told_and_corrected(
    qtbot: QtBot, opened: ApplicationWindow, page: ReportsPage, settle: Settle
) -> None:
    first = snapshots(opened)[-1]
    assert not since(page).isVisible()
    page.show_kept(first)
    settle()
    assert not since(page).isVisible()
    title = file_late(opened, settle)
    assert since(page).isVisible()
    assert since(page).words.text() == f"2024年6月快照（{first.number}）之后有 1 项任务的情况变化"
    press(page, "since_show")
    dialog = page.findChild(DifferencesDialog)
    assert dialog is not None
    assert {line.title for line in dialog.model.lines} == {title}
    assert any(line.what == "进展情况" and line.after == "已全部完成" for line in dialog.model.lines)
    press(dialog, "differences_correct")
    wait_for_draft(page, settle)
    corrects = page.findChild(ChoiceField, "report_corrects")
    assert corrects is not None
    assert corrects.currentText() == f"更正 {first.number}"
    press(page, "reports_keep")
    settle()
    second = snapshots(opened)[-1]
    assert (second.corrects_id, second.cutoff) == (first.id, first.cutoff)
    assert "更正说明" in second.model
    assert not since(page).isVisible()


def test_the_note_of_a_correction_is_left_out_on_wish(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle
) -> None:
    page.past.correct(snapshots(opened)[-1])
    wait_for_draft(page, settle)
    before = len(page.content)
    lists = page.findChild(QCheckBox, "report_lists_corrections")
    assert lists is not None
    assert lists.isEnabled()
    lists.click()
    wait_for_draft(page, settle)
    assert len(page.content) < before


def test_another_period_is_no_correction_any_more(opened: ApplicationWindow, page: ReportsPage, settle: Settle) -> None:
    page.past.correct(snapshots(opened)[-1])
    settle()
    assert page.form.request().corrects_id is not None
    page.form.show_request("monthly", Period.parse("2024-05"))
    assert page.form.request().corrects_id is None


def test_the_history_opens_compares_and_makes_anew(
    qtbot: QtBot,
    opened: ApplicationWindow,
    page: ReportsPage,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
) -> None:
    first = snapshots(opened)[-1]
    file_late(opened, settle)
    page.past.correct(first)
    wait_for_draft(page, settle)
    press(page, "reports_keep")
    settle()
    press(page, "reports_all_kept")
    settle()
    dialog = page.findChild(ReportHistoryDialog)
    assert dialog is not None
    rows = [[dialog.model.index(row, column).data() for column in (0, 8)] for row in range(2)]
    second = snapshots(opened)[-1]
    assert rows == [[second.number, f"更正 {first.number}"], [first.number, f"已由 {second.number} 更正"]]
    assert dialog.model.index(0, 6).data() == str(second.pages) != "0"
    press(dialog, "history_remake")
    settle()
    assert any("逐字节相同" in text for text in map("".join, recorded.texts))
    dialog.table.choose_rows([0, 1])
    press(dialog, "history_compare")
    settle()
    differences = dialog.findChild(DifferencesDialog)
    assert differences is not None
    assert any(line.what == "已完成" for line in differences.model.lines)
    recorded.target, recorded.agrees = tmp_path / "变化.csv", False
    press(differences, "differences_export")
    settle()
    assert "已全部完成" in (tmp_path / "变化.csv").read_text(encoding="utf-8-sig")
    differences.reject()
    dialog.table.choose_rows([1])
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    settle()
    state = page.findChild(QLabel, "reports_state")
    assert state is not None
    assert state.text().startswith(f"已留存 {first.number}")


def test_the_faces_are_said(page: ReportsPage, settle: Settle, recorded: RecordedMessages) -> None:
    press(page, "reports_faces")
    assert any("仿宋：" in text for text in map("".join, recorded.texts))


def test_without_a_printer_that_is_said(
    page: ReportsPage, settle: Settle, recorded: RecordedMessages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", list)
    page.print_page()
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["UI-031"]
    recorded.errors.clear()


def test_what_was_chosen_is_offered_again_at_the_next_start(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle, ledger_folder: Path
) -> None:
    kind = page.findChild(ChoiceField, "report_kind")
    leader = page.findChild(ChoiceField, "report_leader")
    assert kind is not None
    assert leader is not None
    kind.show_value("leader")
    kind.committed.emit("leader")
    leader.setCurrentIndex(1)
    leader.committed.emit(leader.value())
    chosen = leader.value()
    page.remember()
    opened.ledger_acts.open_folder(ledger_folder)
    settle()
    opened.show_place(Place("reports"))
    settle()
    again = opened.page
    assert isinstance(again, ReportsPage)
    assert again is not page
    request = again.form.request()
    assert (request.kind, request.leader) == ("leader", chosen)


def test_laying_out_can_be_stopped_and_begun_again(
    opened: ApplicationWindow, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []

    def slow(*arguments: object) -> object:
        token = arguments[-1]
        assert isinstance(token, CancelToken)
        for done in range(1000):
            token.step(done, 1000, "正在排版")
            told.append((done, 1000))
            if done == 10:
                token.cancel()
        return None

    monkeypatch.setattr(reports_module, "compose_draft", slow)
    opened.show_place(Place("reports"))
    settle()
    page = opened.page
    assert isinstance(page, ReportsPage)
    waiting = page.findChild(QLabel, "reports_waiting")
    assert waiting is not None
    assert waiting.text().startswith("已停止排版")
    assert len(told) == 11
    monkeypatch.undo()
    page.refresh()
    settle()
    assert page.content.startswith(b"%PDF")
