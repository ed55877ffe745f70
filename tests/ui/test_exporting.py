"""Handing lists over from the window: the grid's view and the lists of other pages, as files and by the clipboard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.pages.ledger import LedgerPage


def ledger_page(window: ApplicationWindow, settle: Settle) -> LedgerPage:
    window.actions_[Act.GO_LEDGER].trigger()
    settle()
    assert isinstance(window.page, LedgerPage)
    return window.page


def export_dialog(window: ApplicationWindow) -> QDialog:
    window.actions_[Act.EXPORT].trigger()
    dialog = window.findChild(QDialog, "export_dialog")
    assert dialog is not None
    return dialog


def accept(dialog: QDialog) -> None:
    button = dialog.findChild(QPushButton, "export_dialog_accept")
    assert button is not None
    button.click()


def sheet_of(path: Path) -> Any:  # noqa: ANN401 - the library's sheet
    return load_workbook(path).active


def test_the_view_as_it_is_arranged_becomes_a_workbook(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    page = ledger_page(opened, settle)
    page.grid.layout_.set_shown(page.grid.layout_.number_of("progress"), is_shown=False)
    page.group_by("plan")
    settle()
    recorded.target, recorded.agrees = tmp_path / "台账", False
    accept(export_dialog(opened))
    settle()
    sheet = sheet_of(tmp_path / "台账.xlsx")
    headings = [cell.value for cell in sheet[3]]
    shown = [page.model.columns[number].heading for number in page.grid.layout_.shown()]
    assert headings == [heading.replace(" | 时序", "") for heading in shown]
    assert "本期进展" not in headings
    tasks = [row for row in range(4, sheet.max_row + 1) if sheet.row_dimensions[row].outlineLevel]
    assert len(tasks) == page.model.listing.count
    assert sheet.max_row - 3 - len(tasks) == len(page.model.listing.groups)
    assert recorded.questions == ["已导出到“台账.xlsx”。|打开文件"]
    assert not recorded.errors


def test_only_the_chosen_rows_as_csv(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    page = ledger_page(opened, settle)
    page.grid.selectRow(1)
    page.grid.selectAll()
    dialog = export_dialog(opened)
    for name, key in (("export_scope", "chosen"), ("export_format", ".csv")):
        field = dialog.findChild(QComboBox, name)
        assert field is not None
        field.setCurrentIndex(field.findData(key))
    paper = dialog.findChild(QComboBox, "export_paper")
    assert paper is not None
    assert not paper.isEnabled(), "a csv file has no paper"
    recorded.target, recorded.agrees = tmp_path / "选中.csv", False
    accept(dialog)
    settle()
    text = (tmp_path / "选中.csv").read_text("utf-8-sig")
    assert text.startswith("状态,编号,任务")


def test_nothing_is_written_when_no_place_is_named(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    ledger_page(opened, settle)
    accept(export_dialog(opened))
    settle()
    assert not recorded.questions
    assert not recorded.errors


def test_the_list_is_copied_with_its_headings(opened: ApplicationWindow, settle: Settle) -> None:
    page = ledger_page(opened, settle)
    opened.actions_[Act.COPY_TABLE].trigger()
    settle()
    content = QGuiApplication.clipboard().mimeData()
    assert content.text().split("\n")[0].startswith("状态\t编号\t任务")
    assert len(content.text().split("\n")) == page.model.listing.count + 1
    assert content.html().count("<tr>") == page.model.listing.count + 1
    banner = opened.findChild(QLabel, "undo_banner_text")
    undo = opened.findChild(QPushButton, "undo_banner_button")
    assert banner is not None
    assert banner.text().startswith("已复制 ")
    assert undo is not None
    assert not undo.isVisible(), "nothing of the ledger was changed"


def test_a_file_that_another_program_holds_is_one_sentence(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    ledger_page(opened, settle)
    held = tmp_path / "台账.xlsx"
    held.mkdir()
    recorded.target = held
    accept(export_dialog(opened))
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["REP-002"]


@pytest.mark.parametrize(
    ("act", "heading", "day"),
    [(Act.GO_UNITS, "单位名称", ""), (Act.GO_PLANS, "计划", "成文日期"), (Act.GO_EVIDENCE, "材料", "存入日期")],
)
def test_the_lists_of_other_pages_become_workbooks(
    opened: ApplicationWindow,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
    act: Act,
    heading: str,
    day: str,
) -> None:
    opened.actions_[act].trigger()
    settle()
    recorded.target, recorded.agrees = tmp_path / "清单.xlsx", False
    assert opened.actions_[Act.EXPORT].isEnabled()
    opened.actions_[Act.EXPORT].trigger()
    settle()
    assert not recorded.errors
    sheet = sheet_of(tmp_path / "清单.xlsx")
    headings = [cell.value for cell in sheet[3]]
    assert heading in headings
    assert sheet.max_row > 4
    if day:
        values = [sheet.cell(row, headings.index(day) + 1).value for row in range(4, sheet.max_row + 1)]
        assert any(isinstance(value, dt.datetime) for value in values)


def test_pages_without_a_list_cannot_be_exported(opened: ApplicationWindow, settle: Settle, qtbot: QtBot) -> None:
    for act in (Act.GO_WORKBENCH, Act.GO_REPORTS, Act.GO_SETTINGS):
        opened.actions_[act].trigger()
        settle()
        assert not opened.actions_[Act.EXPORT].isEnabled(), act
