"""工作台: numbers that open their lists, the month's way, due dates, matters, charts, the open questions."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.lights import Light, judge_all, nearness
from ledger_app.domain.period import Period
from ledger_app.domain.plan import Doubt
from ledger_app.domain.supervision import Chase, Holiday, ReturnLog
from ledger_app.intake.typed_deadline import Basis, read_typed
from tests.ui.conftest import CUTOFF, Settle
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.work_calendar import WorkCalendarDialog
from ui.models.due_dates import TIMELINE_NAMES, TimelineBy, read_due_days, read_year, timeline_query
from ui.models.task_form import read_offers
from ui.pages.ledger import LedgerPage
from ui.pages.workbench import CARDS, WorkbenchPage
from ui.workspace import Place


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> WorkbenchPage:
    opened.show_place(Place("workbench"))
    settle()
    page = opened.page
    assert isinstance(page, WorkbenchPage)
    return page


def _count(page: WorkbenchPage, key: str) -> int:
    return int(page.cards[key].text().rpartition(" ")[2].replace(",", ""))


@pytest.mark.parametrize("key", [key for key, *_ in CARDS if key != "doubts"])
def test_each_number_opens_a_list_of_as_many_tasks(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle, key: str
) -> None:
    count = _count(page, key)
    qtbot.mouseClick(page.cards[key], Qt.MouseButton.LeftButton)
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    assert ledger.model.rowCount() == count


def test_the_open_questions_open_their_task(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    with page.workspace.ledger.read() as session:
        count = session.of(Doubt).count(answer=None)
    assert _count(page, "doubts") == count
    qtbot.mouseClick(page.cards["doubts"], Qt.MouseButton.LeftButton)
    settle()
    dialog = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "doubts_dialog")
    questions = dialog.findChild(QListWidget, "doubts_list")
    assert questions is not None
    assert questions.count() == count
    questions.itemActivated.emit(questions.item(0))
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert opened.page.detail.task_id is not None


def test_a_matter_of_today_opens_its_task(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    matters = [button for button in page.findChildren(QPushButton) if button.objectName().startswith("matter_")]
    assert matters
    qtbot.mouseClick(matters[0], Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert f"matter_{opened.page.detail.task_id}" == matters[0].objectName()


def test_a_day_of_the_calendar_opens_what_is_due_on_it(
    page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    with page.workspace.ledger.read() as session:
        due = read_due_days(session, CUTOFF, Period.containing(CUTOFF))[CUTOFF]
    assert due.count > 0
    page.due.calendar.day_opened.emit(CUTOFF)
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert opened.page.model.rowCount() == due.count


def test_the_calendar_turns_and_is_used_by_keys(qtbot: QtBot, page: WorkbenchPage, settle: Settle) -> None:
    button = page.findChild(QPushButton, "calendar_forth")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert "2024年7月" in page.due.calendar.accessibleName()
    page.due.calendar.setFocus()
    opened_days: list[object] = []
    page.due.calendar.day_opened.connect(opened_days.append)
    for _ in range(31):
        qtbot.keyClick(page.due.calendar, Qt.Key.Key_Right)
    qtbot.keyClick(page.due.calendar, Qt.Key.Key_Return)
    assert opened_days, "the last day of July has tasks due"


def test_the_circular_of_the_month_is_one_press_away(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    button = page.findChild(QPushButton, "workbench_report")
    assert button is not None
    assert button.text() == "生成 6月通报"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    keep = opened.findChild(QPushButton, "reports_keep")
    assert keep is not None
    qtbot.waitUntil(lambda: "2024-06" in keep.text(), timeout=20_000)
    settle()


def test_a_unit_opens_its_tasks(qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle) -> None:
    page.right.units.setFocus()
    qtbot.keyClick(page.right.units, Qt.Key.Key_Down)
    qtbot.keyClick(page.right.units, Qt.Key.Key_Return)
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    assert ledger.model.rowCount() > 0
    name = ledger.bar.list_button.text()
    assert {ledger.model.index(row, 3).data() for row in range(ledger.model.rowCount())}, name


def test_numbers_follow_a_change_elsewhere_when_the_page_is_seen_again(
    page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    overdue = _count(page, "overdue")
    page.cards["overdue"].click()
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    ledger.grid.selectAll()
    ledger.actions_[Act.DELETE_TASK].trigger()
    settle()
    opened.show_place(Place("workbench"))
    settle()
    assert overdue > 0
    assert _count(page, "overdue") == 0


def test_the_numbers_are_those_of_the_rules(page: WorkbenchPage) -> None:
    with page.workspace.ledger.read() as session:
        settings = session.settings()
        judged = list(judge_all(session.facts(CUTOFF), CUTOFF, settings))
    lights = [found.light for _, found in judged]
    assert _count(page, "overdue") == lights.count(Light.OVERDUE) > 0
    assert _count(page, "lagging") == lights.count(Light.LAGGING) + lights.count(Light.NOT_STARTED)
    assert _count(page, "pending") == lights.count(Light.DONE_PENDING)
    assert _count(page, "due_soon") == sum(1 for facts, found in judged if nearness(facts, found, settings)) > 0
    assert _count(page, "unreported") == sum(1 for _, found in judged if found.is_unreported) > 0
    assert _count(page, "no_evidence") == sum(
        1 for facts, found in judged if facts.missing_count and found.light is not Light.CANCELLED
    )
    assert [part.count for part in page.right.lights.parts] == [
        sum(1 for light in lights if light.value in part.lights) for part in page.right.lights.parts
    ]


@pytest.mark.parametrize("by", list(TIMELINE_NAMES))
def test_each_cell_of_the_year_counts_what_it_lists(page: WorkbenchPage, by: TimelineBy) -> None:
    with page.workspace.ledger.read() as session:
        rows = read_year(session, CUTOFF, 2024, by)
        for row in rows:
            for month, cell in enumerate(row.months, start=1):
                listed = session.task_ids(timeline_query(CUTOFF, 2024, row, month, by))
                assert len(listed) == cell.count, (row.label, month)
    everything = rows[0].months
    assert sum(cell.count for cell in everything) > 0
    groups = [row for row in rows if row.kind == "group"]
    if by != "lead":  # a task with two leads stands in two rows
        assert [sum(row.months[month].count for row in groups) for month in range(12)] == [
            one.count for one in everything
        ]
    assert {row.kind for row in rows} == {"all", "group", "milestone", "turn"}


def test_the_year_is_walked_and_opened_by_keys(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    button = page.findChild(QPushButton, "due_view_year")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    timeline = page.due.timeline
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    qtbot.keyClick(timeline, Qt.Key.Key_Down)
    qtbot.keyClick(timeline, Qt.Key.Key_Up)
    assert "全部任务 2024年12月：到期" in timeline.accessibleDescription()
    qtbot.keyClick(timeline, Qt.Key.Key_Return)
    settle()
    ledger = opened.page
    assert isinstance(ledger, LedgerPage)
    assert ledger.model.rowCount() == timeline.rows[0].months[11].count > 0


def test_the_trend_judges_each_month_at_its_own_day(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    button = page.findChild(QPushButton, "chart_trend")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    trend = page.right.trend
    assert [str(point.month) for point in trend.points] == [f"2024-{month:02d}" for month in range(1, 7)]
    with page.workspace.ledger.read() as session:
        for point in trend.points:
            judged = list(judge_all(session.facts(point.cutoff), point.cutoff, session.settings()))
            assert point.overdue == sum(1 for _, found in judged if found.light is Light.OVERDUE)
            assert point.done == sum(1 for _, found in judged if found.light.is_done)
    shown = trend.points
    page.refresh()
    settle()
    assert trend.points is shown, "months are not judged again while the ledger stays the same"
    trend.setFocus()
    qtbot.keyClick(trend, Qt.Key.Key_Left)
    may = trend.points[-2]
    qtbot.keyClick(trend, Qt.Key.Key_Return)
    settle()
    assert page.workspace.cutoff == may.cutoff
    assert isinstance(opened.page, LedgerPage)
    assert opened.page.model.rowCount() == may.overdue


def test_a_part_of_the_lights_opens_its_tasks(
    qtbot: QtBot, page: WorkbenchPage, opened: ApplicationWindow, settle: Settle
) -> None:
    bar = page.right.lights
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    settle()
    assert isinstance(opened.page, LedgerPage)
    assert opened.page.model.rowCount() == bar.parts[1].count > 0


def test_the_month_goes_from_asking_to_chasing(qtbot: QtBot, page: WorkbenchPage, settle: Settle) -> None:
    workspace = page.workspace
    with workspace.ledger.write() as work:
        work.describe("test", "清空报送")
        for log in work.of(ReturnLog).find(period="2024-06"):
            work.of(ReturnLog).remove(log.id)
    page.refresh()
    settle()
    step = page.way.next_button
    if page.way.next_button.text() != "登记应报单位":  # the samples have the month's circular already
        page.way.step_wanted.emit("ask")
    else:
        qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
    settle()
    with workspace.ledger.read() as session:
        asked = session.of(ReturnLog).count(period="2024-06")
    assert asked > 0
    label = page.findChild(QPushButton, "month_step_chase")
    assert label is not None
    assert f"未报 {asked} 家" in label.text()
    page.way.step_wanted.emit("chase")
    settle()
    dialog = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "chase_dialog")
    accept = dialog.findChild(QPushButton, "chase_dialog_accept")
    assert accept is not None
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    settle()
    text = QApplication.clipboard().text()
    assert f"截至6月30日18时，以下{asked}家尚未报送" in text
    with workspace.ledger.read() as session:
        assert session.of(Chase).count() >= asked


def test_the_working_calendar_is_corrected_and_imported(qtbot: QtBot, page: WorkbenchPage, settle: Settle) -> None:
    link = page.findChild(QPushButton, "calendar_reach")
    assert link is not None
    assert link.text() == "工作日历到2026年底，之后按周一至周五推算。"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "work_calendar_dialog")
    assert isinstance(dialog, WorkCalendarDialog)
    qtbot.waitExposed(dialog)
    dialog.days.choose(CUTOFF)
    qtbot.keyClick(dialog.days, Qt.Key.Key_Left)
    assert dialog.days.day.isoformat() == "2024-06-29"
    button = dialog.findChild(QPushButton, "work_mark_work")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert page.workspace.calendar.is_workday(dialog.days.day)
    dialog.notice.setPlainText(
        "2027年部分节假日安排。国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。"
    )
    assert dialog.take_button.text() == "导入 2027 年放假安排"
    assert [dialog.preview.item(row).text()[0] for row in range(dialog.preview.count())] == ["休", "班"]
    qtbot.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    settle()
    assert link.text() == "工作日历到2027年底，之后按周一至周五推算。"
    with page.workspace.ledger.read() as session:
        assert {one.day.year for one in session.of(Holiday).find()} == {2024, 2027}
    page.workspace.undo()
    settle()
    assert page.workspace.calendar.known_until is not None
    assert page.workspace.calendar.known_until.year == 2026
    dialog.close()


def test_the_age_of_the_backup_is_told(page: WorkbenchPage) -> None:
    assert "备份" in page.way.backup.text()


def test_relative_deadlines_of_new_tasks_count_with_the_calendar_that_ships(
    page: WorkbenchPage, settle: Settle
) -> None:
    calendar = page.workspace.calendar
    with page.workspace.ledger.read() as session:
        offers = read_offers(session, CUTOFF, calendar)
    # Over the National Day of 2025, with the Saturday worked for it.
    basis = Basis(dt.date(2025, 9, 29), dt.date(2025, 9, 29), 2025, offers.calendar)
    (deadline,) = read_typed("收到后5个工作日内", basis)
    assert deadline.current_due == dt.date(2025, 10, 13)
    settle()
