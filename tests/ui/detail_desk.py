"""A detail pane on the screen, with a small ledger of its own behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import (
    Task,
)
from ledger_app.domain.unit import Person, Post, PostHolder
from ledger_app.ports import UnitOfWork
from ledger_app.services import progress
from ledger_app.services.progress import Report
from tests.builders import CLOCK, a_task, a_unit
from tests.ui.recorded import RecordedMessages
from ui.actions import Actions
from ui.detail.pane import DetailPane
from ui.jobs import JobRunner
from ui.look import Look
from ui.state import WindowState
from ui.workspace import Workspace

W = TypeVar("W", bound=QWidget)
E = TypeVar("E")
CUTOFF = dt.date(2024, 6, 30)


@dataclass
class Desk:
    """A pane on the screen with the ledger behind it."""

    qtbot: QtBot
    workspace: Workspace
    pane: DetailPane
    messages: RecordedMessages
    task: Task

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.workspace.runner.running, timeout=10_000)
            QApplication.processEvents()

    def write(self, act: Callable[[UnitOfWork], object]) -> None:
        with self.workspace.ledger.write() as work:
            act(work)
        self.pane.reload()
        self.settle()

    def rows(self, entity: type[E], **equal: object) -> list[E]:
        with self.workspace.ledger.read() as session:
            return session.of(entity).find(**equal)

    def tab(self, name: str) -> None:
        self.pane.show_tab(name)
        self.settle()

    def find(self, kind: type[W], name: str, parent: QWidget | None = None) -> W:
        found = [one for one in (parent or self.pane).findChildren(kind, name) if not is_gone(one)]
        assert len(found) == 1, f"{len(found)} of {name}"
        return found[0]

    def press(self, name: str, parent: QWidget | None = None) -> None:
        button = self.find(QPushButton, name, parent)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
        self.settle()

    def act(self, button: str, action: str) -> None:
        """Take an act out of the menu behind a row's ⋯."""
        menu = self.find(QMenu, f"{button}_menu")
        found = menu.findChild(QAction, action)
        assert found is not None, action
        found.trigger()
        self.settle()

    def dialog(self, name: str) -> QWidget:
        found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()]
        assert len(found) == 1, name
        return found[0]

    def is_open(self, name: str) -> bool:
        return any(one.objectName() == name and one.isVisible() for one in QApplication.topLevelWidgets())

    def accept(self, name: str) -> None:
        self.press(f"{name}_accept", self.dialog(name))

    def fill(self, dialog: str, **values: str) -> None:
        for name, value in values.items():
            field = self.dialog(dialog).findChild(QWidget, name)
            if isinstance(field, QLineEdit):
                field.setText(value)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(value)
            else:
                choose(field, value)

    def key(self, field: QWidget, key: Qt.Key) -> None:
        self.qtbot.keyClick(field, key)  # type: ignore[no-untyped-call]
        self.settle()

    def keys(self, field: QWidget, text: str) -> None:
        self.qtbot.keyClicks(field, text)  # type: ignore[no-untyped-call]

    def undo(self) -> None:
        self.workspace.undo()
        self.settle()

    def texts(self) -> str:
        labels = self.pane.tabs.currentWidget().findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not is_gone(label))


def choose(field: QWidget | None, key: str) -> None:
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


def is_gone(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, DetailPane):
        if above.isHidden() and not above.isWindow() and not isinstance(above.parentWidget(), QStackedWidget):
            return True
        above = above.parentWidget()
    return False


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, look: Look, recorded: RecordedMessages, state: WindowState) -> Iterator[Desk]:
    session = create_session(tmp_path / "台账", "青禾县卫生健康局", clock=CLOCK)
    with session.ledger.write() as work:
        unit = a_unit(work)
        plan = work.of(Plan).add(Plan(0, "p", "2024年卫生健康工作要点", 2024))
        task = a_task(work, "建设胸痛中心", dt.date(2024, 9, 30), plan_id=plan.id, lead_unit_ids=(unit.id,))
        work.of(PlanItem).add(
            PlanItem(0, "i", plan.id, 1, "（二）", (), "推进五大中心建设", "task", "推进五大中心建设。")
        )
        post = work.of(Post).add(Post(0, unit.id, "院长", "head"))
        for name, first, last in (("李强", None, dt.date(2024, 5, 31)), ("王芳", dt.date(2024, 6, 1), None)):
            person = work.of(Person).add(Person(0, name))
            work.of(PostHolder).add(PostHolder(0, post.id, person.id, first, last))
        work.of(Post).add(Post(0, None, "分管副局长", "leader"))
        progress.file_entry(work, task.id, "2024-05", Report("正在推进方案制定", 20))
    window = QMainWindow()
    qtbot.addWidget(window)
    workspace = Workspace(session, JobRunner(), look, recorded, state, window)
    workspace.settings = LedgerSettings(year=2024)
    workspace.set_cutoff(CUTOFF)
    pane = DetailPane(workspace, Actions(window, look))
    window.setCentralWidget(pane)
    window.resize(340, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    pane.show_task(task.id)
    desk = Desk(qtbot, workspace, pane, recorded, task)
    desk.settle()
    yield desk
    desk.settle()
    window.close()
    session.close()
