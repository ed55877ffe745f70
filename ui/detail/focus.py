"""Keep the keyboard where it is while rows are made anew below it, with what was being typed there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
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
    yield
    if isValid(focused) and not focused.isHidden() and not _is_leaving(focused, tab):
        return
    for found in tab.findChildren(QWidget, name):
        if found is not focused and not found.isHidden() and not _is_leaving(found, tab):
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            _type(found, typed)
            return


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
