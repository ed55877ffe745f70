"""报表: annexes, views, columns and sheets, chosen in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.period import Period
from ledger_app.domain.view import GridView, ViewColumn
from ledger_app.services import views
from tests.ui.conftest import Settle
from tests.ui.test_report_kinds import choose, page, text
from ui.app import ApplicationWindow
from ui.fields import ChoiceField
from ui.number_field import NumberField
from ui.pages.reports import ReportsPage
from ui.views.pdf_viewer import PdfViewer

__all__ = ["page"]


def pick(page: ReportsPage, name: str, key: str, settle: Settle) -> None:
    field = page.findChild(ChoiceField, name)
    assert field is not None
    assert not field.isHidden()
    field.show_value(key)
    field.activated.emit(field.currentIndex())
    page.refresh()
    settle()


def tick(page: ReportsPage, name: str, settle: Settle) -> None:
    box = page.findChild(QCheckBox, name)
    assert box is not None
    box.click()
    page.refresh()
    settle()


def pages(page: ReportsPage) -> list[str]:
    viewer = page.findChild(PdfViewer, "reports_viewer")
    assert viewer is not None
    return [text(page, number) for number in range(viewer.page_count)]


def test_only_ticked_annexes_are_printed(page: ReportsPage, settle: Settle) -> None:
    whole = "".join(pages(page))
    assert "附件1" in whole
    tick(page, "report_annexes_units", settle)
    alone = "".join(pages(page))
    assert "各单位任务完成情况表" in alone
    assert "总体进展表" not in alone
    button = page.findChild(QPushButton, "report_annexes")
    assert button is not None
    assert button.text() == "单位完成情况表"
    assert button.accessibleName() == "通报的附件：单位完成情况表"


@pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)
def test_the_boxes_of_a_menu_are_ticked_by_keys(page: ReportsPage, settle: Settle, qtbot: QtBot) -> None:
    menu = page.findChild(QMenu, "report_annexes_menu")
    assert menu is not None
    menu.popup(page.mapToGlobal(page.rect().center()))
    qtbot.waitUntil(lambda: isinstance(menu.focusWidget(), QCheckBox))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(menu.focusWidget(), key)
    assert menu.isVisible()
    QTest.keyClick(menu.focusWidget(), Qt.Key.Key_Escape)
    assert not menu.isVisible()
    settle()
    assert page.form.paper.annexes.value() == ("units", "leaders")


def test_a_bulletin_is_numbered_by_itself_or_by_hand(page: ReportsPage, settle: Settle) -> None:
    pick(page, "report_form_kind", "bulletin", settle)
    assert "第1期" in text(page)
    issue = page.findChild(NumberField, "report_issue")
    assert issue is not None
    assert issue.text() == "自动续编"
    issue.setValue(7)
    issue.committed.emit(7)
    page.refresh()
    settle()
    assert "第7期" in text(page)


def test_a_view_and_columns_shape_the_ledger_table(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle
) -> None:
    assert opened.workspace is not None
    view = GridView(group_by="lead", columns=(ViewColumn("title", 200), ViewColumn("due", 90)))
    with opened.workspace.ledger.write() as work:
        saved = views.save(work, "按单位看", view)
    opened.workspace.ledger_changed.emit(saved.changes)
    settle()
    choose(page, "ledger", settle)
    pick(page, "report_view", str(saved.id), settle)
    first = text(page)
    assert "（按单位看）" in first
    assert "本期进展" not in first
    tick(page, "report_columns_progress", settle)
    tick(page, "report_columns_title", settle)
    assert "本期进展" in text(page)
    pick(page, "report_paper", "A4", settle)
    pick(page, "report_direction", "portrait", settle)
    viewer = page.findChild(PdfViewer, "reports_viewer")
    assert viewer is not None
    size = viewer.document.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)


def test_what_a_kind_does_not_know_is_not_offered(page: ReportsPage, settle: Settle) -> None:
    names = ("report_annexes", "report_columns")
    shown = {}
    for kind in ("monthly", "ledger", "slip"):
        choose(page, kind, settle)
        shown[kind] = [name for name in names if not page.findChild(QPushButton, name).isHidden()]  # type: ignore[union-attr]
    assert shown == {"monthly": ["report_annexes"], "ledger": ["report_columns"], "slip": []}
    page.form.show_request("monthly", Period.parse("2024-06"))
    settle()


def test_the_seal_is_left_out_of_a_signature_and_asked_of_no_bulletin(page: ReportsPage, settle: Settle) -> None:
    first = page.form.request()
    assert first.seal is None
    pick(page, "report_seal", "no", settle)
    assert page.form.request().seal is False
    pick(page, "report_form_kind", "bulletin", settle)
    field = page.findChild(ChoiceField, "report_seal")
    assert field is not None
    assert field.isHidden()
