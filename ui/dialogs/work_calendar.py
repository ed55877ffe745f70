"""工作日历: the days off and the weekends worked of each year, day by day or read from the pasted notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.holiday_notice import WEEKDAYS, NoticeReading, read_notice
from ledger_app.domain.workday import WorkCalendar
from ledger_app.ports import UnitOfWork
from ledger_app.services import workdays
from ledger_app.services.workdays import DAY_MARKS, DayMark
from ui.entry_button import entry_button
from ui.pages.page import labelled
from ui.views.year_days import YearDays
from ui.workspace import Workspace


class WorkCalendarDialog(QDialog):
    """A tab to look and correct, a tab to import."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Begin with the cut-off date's year."""
        super().__init__(parent)
        self._workspace = workspace
        self._reading = NoticeReading(None)
        self.setObjectName("work_calendar_dialog")
        self.setWindowTitle("工作日历")
        self.setMinimumSize(720, 470)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("work_calendar_tabs")
        self._tabs.setAccessibleName("工作日历的两部分")
        self._tabs.addTab(self._make_days(), "放假调休")
        self._tabs.addTab(self._make_import(), "导入放假通知")
        layout.addWidget(self._tabs)
        workspace.calendar_changed.connect(self._show_calendar)
        self.days.choose(workspace.cutoff)
        self._show_calendar()
        self.days.setFocus()

    def _make_days(self) -> QWidget:
        tab = QWidget()
        layout = QVBoxLayout(tab)
        head = QHBoxLayout()
        for name, steps in (("work_year_back", -1), ("work_year_forth", 1)):
            button = entry_button(name)
            button.clicked.connect(lambda _c=False, steps=steps: self._turn(steps))
            if steps > 0:
                self._year = labelled("", "heading", "work_year")
                head.addWidget(self._year)
            head.addWidget(button)
        self._reach = labelled("", "secondary", "work_reach")
        head.addSpacing(8)
        head.addWidget(self._reach, 1)
        self._restore = entry_button("work_restore")
        self._restore.clicked.connect(self._forget)
        head.addWidget(self._restore)
        layout.addLayout(head)
        self.days = YearDays(self._workspace.look)
        self.days.day_chosen.connect(lambda _day: self._show_day())
        layout.addWidget(self.days, 1)
        layout.addLayout(self._make_marks())
        return tab

    def _make_marks(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._words = labelled("", "", "work_day")
        row.addWidget(self._words, 1)
        self.name = QLineEdit()
        self.name.setObjectName("work_name")
        self.name.setAccessibleName("节日或原因")
        self.name.setPlaceholderText("节日或原因")
        self.name.setMaximumWidth(150)
        row.addWidget(self.name)
        self._marks: dict[DayMark, QPushButton] = {}
        for mark, word in DAY_MARKS.items():
            button = entry_button("work_mark", mark, text=word, tip=f"把选中的这一天改为{word}")
            button.clicked.connect(lambda _c=False, mark=mark: self._mark(mark))
            self._marks[mark] = button
            row.addWidget(button)
        for widget in (self.name, *self._marks.values(), self._restore):
            widget.setEnabled(not self._workspace.is_read_only)
        return row

    def _make_import(self) -> QWidget:
        tab = QWidget()
        layout = QVBoxLayout(tab)
        words = "把国务院办公厅的放假通知全文粘贴到左边，右边核对读到的日期，再导入。"
        layout.addWidget(labelled(words, "secondary"))
        row = QHBoxLayout()
        self.notice = QPlainTextEdit()
        self.notice.setObjectName("work_notice")
        self.notice.setAccessibleName("放假通知的文字")
        self.notice.setPlaceholderText("例如：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）上班。")
        self.notice.setTabChangesFocus(True)
        self.notice.textChanged.connect(self._read)
        self.preview = QListWidget()
        self.preview.setObjectName("work_preview")
        self.preview.setAccessibleName("读到的日期")
        row.addWidget(self.notice, 1)
        row.addWidget(self.preview, 1)
        layout.addLayout(row, 1)
        self._doubts = labelled("", "", "work_doubts")
        self._doubts.setWordWrap(True)
        layout.addWidget(self._doubts)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.take_button = entry_button("work_take")
        self.take_button.setEnabled(False)
        self.take_button.clicked.connect(self._take)
        buttons.addWidget(self.take_button)
        layout.addLayout(buttons)
        return tab

    def _show_calendar(self) -> None:
        self.days.show_calendar(self._calendar)

    def _show_day(self) -> None:
        day, calendar = self.days.day, self._calendar
        self._year.setText(f"{day.year}年")
        unknown = "" if day.year in calendar.known_years else f"{day.year}年的安排还没有载入。"
        self._reach.setText(unknown + calendar.reach)
        found = calendar.holiday(day)
        source = f"（{found.source}）" if found is not None and found.source else ""
        self._words.setText(self.days.words(day))
        self._words.setToolTip(f"{self.days.words(day)}{source}")
        self.name.setText(found.name if found is not None else "")

    @property
    def _calendar(self) -> WorkCalendar:
        return self._workspace.calendar

    def _turn(self, years: int) -> None:
        day = self.days.day
        self.days.choose(dt.date(day.year + years, day.month, min(day.day, 28)))

    def _mark(self, mark: DayMark) -> None:
        day, name, shipped = self.days.day, self.name.text(), self._workspace.session.shipped_holidays()
        self._change(lambda work: workdays.mark_day(work, shipped, day, mark, name))

    def _forget(self) -> None:
        year = self.days.day.year
        self._change(lambda work: workdays.forget_year(work, year))

    def _read(self) -> None:
        """Read the pasted text and show what it says; anything but doubts on the year can still be taken."""
        self._reading = reading = read_notice(self.notice.toPlainText(), self.days.day.year + 1)
        self.preview.clear()
        self.preview.addItems(notice_lines(reading))
        self._doubts.setText("\n".join(f"▲ {doubt}" for doubt in reading.doubts) if self.notice.toPlainText() else "")
        self.take_button.setText(f"导入 {reading.year} 年放假安排")
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(bool(reading.days) and not self._workspace.is_read_only)

    def _take(self) -> None:
        reading, shipped = self._reading, self._workspace.session.shipped_holidays()
        year = reading.year
        if year is None:
            return
        self._change(lambda work: workdays.take_notice(work, shipped, year, reading.days))
        self.days.choose(dt.date(year, 1, 1))
        self._tabs.setCurrentIndex(0)

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet]) -> None:
        job = self._workspace.change(lambda work, _p: verb(work), self)
        job.on_failure(self._workspace.messages.show_error)
        job.on_success(lambda changes: self._workspace.say_done(f"已{changes.name}")).start()


def notice_lines(reading: NoticeReading) -> list[str]:
    """Return what was read, a line a block of days off or a weekend worked."""
    lines: list[tuple[dt.date, str]] = []
    calendar = WorkCalendar(reading.days)
    for year in sorted({one.day.year for one in reading.days}):
        for block in calendar.blocks(year):
            days = (block.last - block.first).days + 1
            span = _day(block.first) + (f" 至 {_day(block.last)}" if days > 1 else "")
            lines.append((block.first, f"休　{span}，{days} 天　{block.name}"))
    lines += [(one.day, f"班　{_day(one.day)}　{one.name}") for one in reading.days if one.is_workday]
    return [text for _first, text in sorted(lines)]


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
