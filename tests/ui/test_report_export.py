"""报表 — 导出: Word and Excel of what is shown, and all papers of the period in one act."""

from __future__ import annotations

from pathlib import Path

import docx
from openpyxl import load_workbook
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui import test_reports_page as reports_page
from tests.ui.recorded import RecordedMessages
from tests.ui.sheet_hands import Settle
from tests.ui.test_reports_page import snapshots, wait_for_draft
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.pages.reports import ReportsPage

page = reports_page.page


def entry(page: ReportsPage, name: str) -> QAction:
    """Return an entry of the menu of the button 导出."""
    button = page.findChild(QPushButton, "reports_export")
    assert button is not None
    assert button.isVisible()
    found = {action.objectName(): action for action in button.menu().actions()}
    return found[name]


def test_a_draft_is_kept_and_saved_as_a_word_file(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    recorded.target = tmp_path / "通报.docx"
    entry(page, "reports_export_word").trigger()
    settle()
    assert not recorded.errors
    said = docx.Document(str(tmp_path / "通报.docx"))
    assert said.core_properties.identifier == snapshots(opened)[-1].number
    assert "2024年6月" in "".join(paragraph.text for paragraph in said.paragraphs)
    texts = " ".join(label.text() for label in opened.findChildren(QLabel))
    assert "Word 文件指定了" in texts


def test_the_tables_are_saved_as_a_workbook(
    page: ReportsPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    recorded.target = tmp_path / "附表.xlsx"
    entry(page, "reports_export_excel").trigger()
    settle()
    assert not recorded.errors
    assert load_workbook(tmp_path / "附表.xlsx").sheetnames[0].startswith("附件1 ")


def test_a_report_without_tables_offers_no_workbook(page: ReportsPage, settle: Settle) -> None:
    assert entry(page, "reports_export_excel").isEnabled()
    page.form.show_request("meeting", page.form.request().period)
    wait_for_draft(page, settle)
    assert entry(page, "reports_export_word").isEnabled()
    assert not entry(page, "reports_export_excel").isEnabled()


def test_everything_is_exported_in_one_act_and_never_over_an_old_folder(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    before = len(snapshots(opened))
    recorded.folder = tmp_path
    entry(page, "reports_export_all").trigger()
    settle()
    assert not recorded.errors
    folder = tmp_path / "2024年6月督查材料"
    assert {"01 通报.pdf", "01 通报.docx", "01 通报.xlsx"} <= {path.name for path in folder.iterdir()}
    kept = len(snapshots(opened))
    assert kept > before
    entry(page, "reports_export_all").trigger()
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["REP-062"]
    recorded.errors.clear()
    assert len(snapshots(opened)) == kept
    opened.actions_[Act.UNDO].trigger()
    settle()
    assert len(snapshots(opened)) == before
