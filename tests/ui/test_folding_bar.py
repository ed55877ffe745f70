"""A bar without room for all its buttons: a menu has the rest, and they do there what they do outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.entries.registry import entry_named
from ui.entry_button import entry_button
from ui.views.folding_bar import FoldingBar

NAMES = ("reports_viewer_list", "reports_viewer_grey", "reports_figures", "reports_faces")


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FoldingBar]:
    holder = QWidget()
    qtbot.addWidget(holder)
    found = FoldingBar("reports_viewer_tools", QLabel(""), field=QLineEdit())
    found.setParent(holder)
    found.add(QLabel("第 1 / 12 页"))
    found.add_folding(*(entry_button(name) for name in NAMES))
    holder.resize(1200, 100)
    holder.show()
    yield found
    # The holder lives as long as the test.
    holder.hide()


def test_buttons_fold_from_the_last_and_come_back(qtbot: QtBot, bar: FoldingBar) -> None:
    seen = []
    for width in (1000, 500, 420, 340, 1000):
        bar.resize(width, 30)
        names = [one.objectName() for one in bar.folded]
        assert names == list(NAMES[len(NAMES) - len(names) :])
        shown = [one for one in bar.findChildren(QPushButton) if one.isVisible()]
        qtbot.waitUntil(lambda shown=shown: all(one.width() >= one.sizeHint().width() for one in shown))
        more = bar.findChild(QPushButton, "reports_viewer_tools")
        assert more is not None
        assert more.isVisible() is bool(names)
        seen.append(len(names))
    assert seen[0] == seen[-1] == 0
    assert seen[:-1] == sorted(seen[:-1])
    assert seen[-2] > 0


def test_longer_words_fold_more(qtbot: QtBot, bar: FoldingBar) -> None:
    bar.resize(1000, 30)
    faces = bar.findChild(QPushButton, "reports_faces")
    assert faces is not None
    assert bar.folded == []
    faces.setText("字体（" + "很多种" * 40 + "代替）")
    qtbot.waitUntil(lambda: bar.folded == [faces])


def test_the_field_goes_to_a_second_row_and_back(bar: FoldingBar) -> None:
    assert not bar.is_high
    bar.resize(bar.minimumSizeHint().width(), 60)
    assert bar.is_high
    assert [one.objectName() for one in bar.folded] == list(NAMES)
    bar.resize(1000, 60)
    assert not bar.is_high


def test_the_menu_does_what_the_buttons_do(bar: FoldingBar) -> None:
    pressed: list[str] = []
    grey = bar.findChild(QPushButton, "reports_viewer_grey")
    assert grey is not None
    grey.setCheckable(True)
    grey.clicked.connect(lambda: pressed.append("grey"))
    bar.resize(bar.minimumSizeHint().width(), 30)
    menu = bar.findChild(QMenu, "reports_viewer_tools_menu")
    assert menu is not None
    menu.aboutToShow.emit()
    actions = {one.objectName(): one for one in menu.actions()}
    assert list(actions) == list(NAMES)
    assert all(entry_named(name) is not None for name in actions)
    actions["reports_viewer_grey"].trigger()
    assert pressed == ["grey"]
    assert grey.isChecked()
    menu.aboutToShow.emit()
    assert {one.objectName(): one.isChecked() for one in menu.actions()}["reports_viewer_grey"]
