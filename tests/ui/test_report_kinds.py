"""报表: the other kinds of pages: their options, from a task and from the register, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from ledger_app.domain.period import Period
from ledger_app.domain.supervision import Slip, Snapshot
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.fields import ChoiceField
from ui.pages.reports import ReportsPage
from ui.views.pdf_viewer import PdfViewer
from ui.views.report_options import KINDS
from ui.workspace import Place


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> ReportsPage:
    """Return the page, asked for June."""
    opened.show_place(Place("reports"))
    page = opened.page
    assert isinstance(page, ReportsPage)
    page.form.show_request("monthly", Period.parse("2024-06"))
    settle()
    return page


def test_the_page_begins_with_the_month_of_an_earlier_cut_off_date(opened: ApplicationWindow, settle: Settle) -> None:
    opened.show_place(Place("reports"))
    settle()
    page = opened.page
    assert isinstance(page, ReportsPage)
    assert page.form.request().period == Period.parse("2024-06")


def choose(page: ReportsPage, kind: str, settle: Settle) -> None:
    field = page.findChild(ChoiceField, "report_kind")
    assert field is not None
    field.show_value(kind)
    field.activated.emit(field.currentIndex())
    page.refresh()
    settle()


def text(page: ReportsPage, number: int = 0) -> str:
    viewer = page.findChild(PdfViewer, "reports_viewer")
    assert viewer is not None
    return viewer.document.getAllText(number).text().replace("\n", "").replace("\r", "")


def stored(window: ApplicationWindow) -> tuple[list[Slip], list[Snapshot]]:
    assert window.workspace is not None
    with window.workspace.ledger.read() as session:
        return session.of(Slip).find(), session.of(Snapshot).find()


SAID = {
    "slip": "督办通知单",
    "chase": "现予催办",
    "unit": "重点工作任务清单",
    "leader": "分管工作一页清单",
    "meeting": "重点工作调度会议简表",
    "breakdown": "关于印发",
    "evidence": "佐证材料清单",
    "extension": "任务延期审批表",
}


def test_every_kind_is_shown_and_nothing_is_stored(
    opened: ApplicationWindow, page: ReportsPage, settle: Settle
) -> None:
    before = stored(opened)
    for kind, said in SAID.items():
        choose(page, kind, settle)
        assert said in text(page), kind
    assert stored(opened) == before


def test_options_are_offered_to_the_kinds_that_know_them(page: ReportsPage, settle: Settle) -> None:
    shown: dict[str, set[str]] = {}
    names = ("report_colour", "report_leader", "report_plan", "report_tasks_row", "report_reply_by", "report_form_kind")
    field = page.findChild(ChoiceField, "report_kind")
    assert field is not None
    for kind, _ in KINDS:
        field.show_value(kind)
        field.activated.emit(field.currentIndex())
        widgets = {name: page.form.findChild(QWidget, name) for name in names}
        shown[kind] = {name for name, widget in widgets.items() if widget is not None and widget.isVisibleTo(page)}
    assert shown["slip"] == {"report_colour", "report_tasks_row"}
    assert shown["letter"] == shown["chase"] == {"report_reply_by", "report_tasks_row"}
    assert shown["leader"] == {"report_leader"}
    assert shown["monthly"] == {"report_form_kind", "report_reply_by"}
    assert shown["meeting"] == set()
    settle()


def test_keeping_slips_registers_them_and_each_can_be_saved_by_itself(
    opened: ApplicationWindow,
    page: ReportsPage,
    settle: Settle,
    recorded: RecordedMessages,
    tmp_path: Path,
) -> None:
    choose(page, "slip", settle)
    recorded.folder = tmp_path / "督办单"
    recorded.folder.mkdir()
    button = page.findChild(QPushButton, "reports_each")
    assert button is not None
    assert button.isVisible()
    button.click()
    settle()
    slips, _ = stored(opened)
    assert slips
    assert sorted(path.stem for path in recorded.folder.iterdir()) == sorted(slip.number for slip in slips)
    assert not recorded.errors


def test_only_the_register_on_wish(page: ReportsPage, settle: Settle) -> None:
    choose(page, "slip", settle)
    box = page.findChild(QCheckBox, "report_issues")
    assert box is not None
    box.click()
    assert not page.form.request().issues_slips


def test_a_tasks_form_is_asked_for_from_the_task(opened: ApplicationWindow, page: ReportsPage, settle: Settle) -> None:
    opened.show_place(Place("ledger", task_id=1, tab="supervision"))
    settle()
    button = opened.findChild(QPushButton, "print_closing")
    assert button is not None
    button.click()
    settle()
    page.refresh()
    settle()
    assert opened.page is page
    assert page.form.request().task_ids == (1,)
    assert "任务销号审批表" in text(page)
    clear = page.findChild(QPushButton, "report_tasks_clear")
    assert clear is not None
    clear.click()
    assert page.form.request().task_ids == ()
