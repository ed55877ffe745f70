"""The small curve of one task."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from ui.detail.progress_curve import ProgressCurve
from ui.look import Look

AREA = QRectF(4, 12, 236, 62)


@pytest.mark.parametrize(("percent", "goes_down"), [(100, True), (85, True), (40, False)])
def test_the_word_of_time_leaves_room_for_a_percentage_beside_it(percent: float, *, goes_down: bool) -> None:
    """A task that was done on its last day wrote its 100 % over the word 时序."""
    last = QPointF(AREA.right(), AREA.bottom() - percent / 100 * AREA.height())
    drop = ProgressCurve.word_drop_px([QPointF(AREA.left(), AREA.bottom()), last], AREA)
    assert (drop > 0) is goes_down
    assert abs(AREA.top() + drop - last.y()) >= 15


def test_a_percentage_long_before_the_end_moves_nothing() -> None:
    assert ProgressCurve.word_drop_px([QPointF(AREA.center().x(), AREA.top())], AREA) == 0
    assert ProgressCurve.word_drop_px([], AREA) == 0


def test_a_curve_without_a_report_takes_no_room(qtbot: QtBot, look: Look) -> None:
    curve = ProgressCurve(look)
    qtbot.addWidget(curve)
    curve.show_points([], dt.date(2024, 1, 1), dt.date(2024, 6, 30), 50.0)
    assert curve.isHidden()
    curve.show_points([("2024-06", 100.0)], dt.date(2024, 1, 1), dt.date(2024, 6, 30), 100.0)
    assert not curve.isHidden()
    assert curve.accessibleName() == "进度曲线：最近报 100%，时序 100%"
