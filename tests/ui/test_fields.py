"""Editors of single fields: they save when left, once, never while composing; days in any usual form."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.fields import ChoiceField, DateField, LineField, TextField, read_day
from ui.look import Look

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-06-30", dt.date(2024, 6, 30)),
        ("2024-6-3", dt.date(2024, 6, 3)),
        ("2024.6.3", dt.date(2024, 6, 3)),
        ("2024/6/3", dt.date(2024, 6, 3)),
        ("2024年6月3日", dt.date(2024, 6, 3)),
        ("20240603", dt.date(2024, 6, 3)),
        ("6.30", dt.date(2023, 6, 30)),
        ("6月30日", dt.date(2023, 6, 30)),
        ("6月底", dt.date(2023, 6, 30)),
        ("2024年2月底", dt.date(2024, 2, 29)),
        ("年底前", dt.date(2023, 12, 31)),
        ("2024年底", dt.date(2024, 12, 31)),
        (" 6 月 底 ", dt.date(2023, 6, 30)),
        ("", None),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("尽快", None),
    ],
)
def test_days_are_read_as_offices_write_them(text: str, day: dt.date | None) -> None:
    assert read_day(text, 2023) == day


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_what_is_shown_is_read_again(day: dt.date) -> None:
    assert read_day(day.isoformat(), 2000) == day


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    read_day(text, 2024)


def test_a_line_is_given_once_and_only_when_it_changed(qtbot: QtBot) -> None:
    field = LineField("name", "名称")
    qtbot.addWidget(field)
    given_values: list[str] = []
    field.committed.connect(given_values.append)
    field.show_value("甲")
    field.commit()
    field.setText("乙")
    field.commit()
    field.commit()
    assert given_values == ["乙"]


def test_escape_puts_the_stored_value_back(qtbot: QtBot) -> None:
    field = LineField("name", "名称")
    qtbot.addWidget(field)
    field.show_value("甲")
    field.setText("乙")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "甲"


def test_typing_is_not_overwritten_by_a_refresh(qtbot: QtBot) -> None:
    field = LineField("name", "名称")
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.show_value("甲")
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.setText("正在写")
    field.show_value("别处改的")
    assert field.text() == "正在写"


def test_the_first_letter_goes_into_the_composition(qtbot: QtBot) -> None:
    field = TextField("text", "进展")
    qtbot.addWidget(field)
    given_values: list[str] = []
    field.committed.connect(given_values.append)
    QApplication.sendEvent(field, QInputMethodEvent("wancheng", []))
    assert given_values == []
    done = QInputMethodEvent()
    done.setCommitString("完成")
    QApplication.sendEvent(field, done)
    assert field.text() == "完成"
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert given_values == ["完成"]


def test_a_menu_over_the_field_is_no_leaving(qtbot: QtBot) -> None:
    field = TextField("text", "进展")
    qtbot.addWidget(field)
    given_values: list[str] = []
    field.committed.connect(given_values.append)
    field.setPlainText("写了一半")
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert given_values == []


def test_a_date_is_tidied_marked_and_cleared(qtbot: QtBot, look: Look) -> None:
    field = DateField("due", "时限", look)
    qtbot.addWidget(field)
    given_values: list[object] = []
    field.committed.connect(given_values.append)
    field.show_value(None, 2024)
    field.edit.setText("9月底")
    field.commit()
    assert field.edit.text() == "2024-09-30"
    field.edit.setText("看情况")
    field.commit()
    assert field.edit.property("state") == "wrong"
    field.edit.setText("")
    field.commit()
    assert field.edit.property("state") == ""
    assert given_values == [dt.date(2024, 9, 30), None]


class _Window(QWidget):
    """A window with a date field that can be taken away, as a refreshed pane takes its rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.field = DateField("due", "时限", look)
        QVBoxLayout(self).addWidget(self.field)


def _window_with(qtbot: QtBot, look: Look) -> _Window:
    window = _Window(look)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_a_calendar_outlives_its_field(qtbot: QtBot, look: Look) -> None:
    window = _window_with(qtbot, look)
    button = window.findChild(QToolButton, "due_calendar")
    assert button is not None
    button.click()
    calendar = window.findChild(QCalendarWidget, "calendar")
    assert calendar is not None
    window.field.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window.field))
    calendar.clicked.emit(QDate(2024, 6, 28))
    qtbot.waitUntil(lambda: window.findChild(QCalendarWidget, "calendar") is None)


def test_a_day_is_picked_from_the_calendar(qtbot: QtBot, look: Look) -> None:
    window = _window_with(qtbot, look)
    field = window.field
    field.show_value(dt.date(2024, 6, 3))
    given_values: list[object] = []
    field.committed.connect(given_values.append)
    button = field.findChild(QToolButton, "due_calendar")
    assert button is not None
    button.click()
    calendar = window.findChild(QCalendarWidget, "calendar")
    assert calendar is not None
    assert calendar.selectedDate() == QDate(2024, 6, 3)
    calendar.clicked.emit(QDate(2024, 6, 28))
    assert given_values == [dt.date(2024, 6, 28)]
    qtbot.waitUntil(lambda: window.findChild(QCalendarWidget, "calendar") is None)


def test_the_wheel_changes_no_choice(qtbot: QtBot) -> None:
    field = ChoiceField("role", "分工", [("lead", "牵头"), ("cooperate", "配合")])
    qtbot.addWidget(field)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), none, Qt.KeyboardModifier.NoModifier, phase, False
    )
    QApplication.sendEvent(field, wheel)
    assert field.value() == "lead"
