"""Keep the keyboard where it is while rows are made anew below it, with what was being typed there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid


@contextmanager
def kept_typing(tab: QWidget) -> Iterator[None]:
    """Give the keyboard, and unsaved text, to the new widget of the same name where the old one was taken away."""
    # While a dialog over the pane is still closing the keyboard is not in the pane, but comes back to it.
    focused: QWidget | None = tab.window().focusWidget()
    if focused is None or not tab.isAncestorOf(focused) or not focused.objectName():
        yield
        return
    name, typed = focused.objectName(), _typed(focused)
    part = _part_of(focused)
    before, acts = tab.findChildren(QWidget, name), _acts_of(part)
    yield
    if isValid(focused) and not _is_leaving(focused, tab):
        return
    found = next((one for one in tab.findChildren(QWidget, name) if one not in before), None)
    if found is None:
        # What was pressed is no longer offered: the next act of the same matter takes the keyboard.
        matter = name.split("_")[0]
        fresh = [one for one in _acts_of(part) if one not in acts]
        found = next((one for one in fresh if one.objectName().startswith(f"{matter}_")), tab)
    else:
        _type(found, typed)
    # What was just put into a layout comes on the screen with the next events, and takes the keyboard then.
    QTimer.singleShot(0, found, partial(found.setFocus, Qt.FocusReason.OtherFocusReason))


def _part_of(widget: QWidget) -> QWidget | None:
    above: QWidget | None = widget
    while above is not None and not above.objectName().startswith("part_"):
        above = above.parentWidget()
    return above


def _acts_of(part: QWidget | None) -> list[QPushButton]:
    return part.findChildren(QPushButton) if part is not None and isValid(part) else []


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
