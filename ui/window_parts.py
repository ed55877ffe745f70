"""Where Tab goes in the window, and F6 from one part to the next: navigation, head, list, pane, status.

A part gets the keyboard back where it had it; the first time its list has it, or its first control.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

# What has the keyboard as a whole: the widgets inside are its own affair.
_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)


class PartWalk:
    """Leads through the parts of one window; remembers where each had the keyboard."""

    def __init__(self, window: QWidget) -> None:
        """Know the window."""
        self._window = window
        self._last: dict[QWidget, QWidget] = {}

    def step(self, frame: Sequence[QWidget], page: QWidget | None, step: int) -> None:
        """Give the keyboard to the next part (1) or to the one before (-1).

        Args:
            frame: the parts around the page, those before it and the status line last.
            page: what is shown now, None for nothing.
            step: how far.
        """
        inner = page_parts(page) if page is not None else []
        parts = [one for one in (*frame[:-1], *inner, frame[-1]) if _stops(one, inner)]
        if not parts:
            return
        self._last = {part: kept for part, kept in self._last.items() if isValid(part) and isValid(kept)}
        focus: QWidget | None = self._window.focusWidget()
        now = _innermost(parts, focus)
        if now is not None and focus is not None:
            self._last[now] = focus
        place = parts.index(now) if now is not None else (-1 if step > 0 else 0)
        part = parts[(place + step) % len(parts)]
        stops = _stops(part, inner)
        lists = [one for one in stops if isinstance(one, QAbstractItemView)]
        kept = self._last.get(part)
        wanted = kept if kept is not None and takes_keyboard(kept) else [*lists, *stops][0]
        _focus(wanted, is_next=step > 0)


def page_parts(page: QWidget) -> list[QWidget]:
    """Return the parts of a page in reading order: the page itself for its head, then what its splitters hold."""
    splitters = [one for one in page.findChildren(QSplitter) if one.isVisibleTo(page)]
    held = [one.widget(number) for one in splitters for number in range(one.count())]
    leaves = [
        one
        for one in held
        if one is not None
        and one.isVisibleTo(page)
        and not any(splitter is one or one.isAncestorOf(splitter) for splitter in splitters)
    ]
    return [page, *sorted(leaves, key=lambda one: _place(one, page))]


def stops_of(root: QWidget) -> list[QWidget]:
    """Return what in a widget Tab stops at, in reading order.

    Box by box: what lies in one box is read before the next box; boxes from above, beside each other from the left.
    Pages and panes are built anew while they are shown, so the order cannot be fixed when they are made.
    """
    boxes = [one for one in root.children() if isinstance(one, QWidget) and one.isVisible() and not one.isWindow()]
    found: list[QWidget] = []
    for box in _in_rows(boxes):
        if takes_keyboard(box):
            found.append(box)
        if not isinstance(box, _WHOLE):
            found += stops_of(box)
    return found


def lead_tab(window: QWidget, *, is_next: bool) -> bool:
    """Give the keyboard to the next control of a window in reading order, or to the one before.

    Returns:
        Whether there was one.
    """
    wanted = tab_neighbour(window, window.focusWidget(), 1 if is_next else -1)
    if wanted is None:
        return False
    _focus(wanted, is_next=is_next)
    return True


def tab_neighbour(root: QWidget, focus: QWidget | None, step: int) -> QWidget | None:
    """Return where Tab (1) or Shift+Tab (-1) goes from the widget that has the keyboard, None for nowhere."""
    stops = [one for one in stops_of(root) if one is focus or not is_passed(one)]
    if not stops:
        return None
    if focus in stops:
        return stops[(stops.index(focus) + step) % len(stops)]
    holder = next((one for one in stops if focus is not None and one.isAncestorOf(focus)), None)
    place = stops.index(holder) if holder is not None else (-1 if step > 0 else 0)
    return stops[(place + step) % len(stops)]


def is_passed(widget: QWidget) -> bool:
    """Say whether Tab passes a widget by: of several choices it stops at the one that holds, arrows do the rest."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    if widget.autoExclusive():
        parent = widget.parentWidget()
        others = parent.findChildren(QAbstractButton) if parent is not None else []
        return any(one.isChecked() and one.autoExclusive() for one in others)
    group = _group_of(widget)
    return group is not None and group.exclusive() and any(one.isChecked() for one in group.buttons())


def _group_of(button: QAbstractButton) -> QButtonGroup | None:
    return button.group()


def _in_rows(boxes: Sequence[QWidget]) -> list[QWidget]:
    """Return boxes row by row; a box stands in the row above where its middle is not below the row's end."""
    rows: list[tuple[int, list[QWidget]]] = []
    for box in sorted(boxes, key=lambda one: (one.y(), one.x())):
        if rows and box.geometry().center().y() <= rows[-1][0]:
            rows[-1][1].append(box)
        else:
            rows.append((box.geometry().bottom(), [box]))
    return [box for _end, row in rows for box in sorted(row, key=lambda one: one.x())]


def takes_keyboard(widget: QWidget) -> bool:
    """Say whether Tab stops at a widget."""
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def _focus(widget: QWidget, *, is_next: bool) -> None:
    """Give a widget the keyboard and bring it on sight in everything that scrolls around it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def _stops(part: QWidget, inner: Sequence[QWidget]) -> list[QWidget]:
    """Return where a part can have the keyboard; what belongs to a part inside it is that part's."""
    others = [one for one in inner if one is not part and part.isAncestorOf(one)]
    return [one for one in stops_of(part) if not any(other.isAncestorOf(one) for other in others)]


def _innermost(parts: Sequence[QWidget], focus: QWidget | None) -> QWidget | None:
    """Return the part that holds a widget: the head is the page itself, which holds the other parts too."""
    holding = [part for part in parts if focus is not None and part.isAncestorOf(focus)]
    inner = (one for one in holding if not any(one is not other and one.isAncestorOf(other) for other in holding))
    return next(inner, None)


def _place(widget: QWidget, root: QWidget) -> tuple[int, int]:
    point = widget.mapTo(root, QPoint(0, 0))
    return point.x(), point.y()
