"""Keep the keyboard where it is while rows are made anew below it, with what was being typed there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid


@contextmanager
def kept_typing(tab: QWidget) -> Iterator[None]:
    """Give the keyboard, and unsaved text, to the new widget of the same name where the old one was taken away."""
    focused = QApplication.focusWidget()
    if focused is None or not tab.isAncestorOf(focused) or not focused.objectName():
        yield
        return
    name, typed = focused.objectName(), _typed(focused)
    before = tab.findChildren(QWidget, name)
    yield
    if isValid(focused) and not _is_leaving(focused, tab):
        return
    found = next((one for one in tab.findChildren(QWidget, name) if one not in before), None)
    if found is not None:
        _type(found, typed)
        # What was just put into a layout comes on the screen with the next events, and takes the keyboard then.
        QTimer.singleShot(0, found, partial(found.setFocus, Qt.FocusReason.OtherFocusReason))


def _is_leaving(widget: QWidget, tab: QWidget) -> bool:
    """Say whether a widget stands in a row that was taken away and waits for its end."""
    above: QWidget | None = widget
    while above is not None and above is not tab:
        if above.isHidden():
            return True
        above = above.parentWidget()
    return False


def _typed(widget: QWidget) -> str | None:
    if isinstance(widget, QLineEdit) and widget.isModified():
        return widget.text()
    if isinstance(widget, QPlainTextEdit) and widget.document().isModified():
        return widget.toPlainText()
    return None


def _type(widget: QWidget, text: str | None) -> None:
    if text is None:
        return
    if isinstance(widget, QLineEdit) and not widget.isReadOnly() and widget.text() != text:
        widget.setText(text)
        widget.setModified(True)
    elif isinstance(widget, QPlainTextEdit) and not widget.isReadOnly() and widget.toPlainText() != text:
        widget.setPlainText(text)
        widget.document().setModified(True)
