"""Every control of every page can be named, by tests and by screen readers, and be reached by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from tests.ui.conftest import Settle
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTabWidget)


def _ours(page: QWidget) -> list[QWidget]:
    """Return the controls of a page, without those that Qt puts into its own widgets."""
    found = []
    for widget in page.findChildren(QWidget):
        inner = isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)
        private = widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView)
        in_popup = widget.window() is not page.window()
        if isinstance(widget, CONTROLS) and not (inner or private or in_popup):
            found.append(widget)
    return found


def _says(widget: QWidget, page: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    buddies = (label.buddy() for label in page.findChildren(QLabel))
    return bool(widget.accessibleName() or text or any(buddy is widget for buddy in buddies))


@pytest.mark.parametrize("act", [*PAGES, Act.GO_RETURNS, Act.GO_SLIPS])
def test_every_control_of_a_page_is_named(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    opened.actions_[act].trigger()
    settle()
    page = opened.page
    assert page is not None
    controls = _ours(page)
    assert controls
    nameless = [f"{type(one).__name__} {one.parent()}" for one in controls if not one.objectName()]
    assert nameless == []
    speechless = [f"{type(one).__name__} {one.objectName()}" for one in controls if not _says(one, page)]
    assert speechless == []


@pytest.mark.parametrize("act", [*PAGES, Act.GO_RETURNS, Act.GO_SLIPS])
def test_every_control_that_is_on_can_be_reached_by_keyboard(
    opened: ApplicationWindow, settle: Settle, act: Act
) -> None:
    opened.actions_[act].trigger()
    settle()
    page = opened.page
    assert page is not None
    deaf = [
        f"{type(one).__name__} {one.objectName()}"
        for one in _ours(page)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() == Qt.FocusPolicy.NoFocus
    ]
    assert deaf == []
