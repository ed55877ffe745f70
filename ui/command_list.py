"""The list of commands (Ctrl+Shift+P): every act by its words or pinyin initials, with its key.

An act that cannot be done now says why.  What the pages offer is listed too: on the page on sight it is carried
out, from another one the list leads there.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.pinyin import initials
from ui.actions import REGISTRY, Act, Actions, Need
from ui.entries.acts import WHY_NOT
from ui.entries.entry import ActionEntry
from ui.entries.registry import all_actions
from ui.keys import key_words, said_key
from ui.look import SECONDARY_PT, Look

ROW_PX = 40
_COMMAND_ROLE = Qt.ItemDataRole.UserRole
_WRITES = frozenset({Need.WRITABLE, Need.TASK, Need.UNDOABLE, Need.REDOABLE})


@dataclass(frozen=True, slots=True)
class Command:
    """One act as the list shows it.

    Attributes:
        act: what is carried out, or the entry of a page.
        text: without the sign that more is asked for; tip: what happens; menu: where it stands.
        key: of the keyboard, "" for none.
        obstacle: why it cannot be done now, "" where it can.
        known_by: what it is found by, lower case.
        is_near: it is done at once; False for what another page offers.
    """

    act: Act | ActionEntry
    text: str
    tip: str
    menu: str
    key: str
    obstacle: str
    known_by: tuple[str, ...]
    is_near: bool = True

    def rank(self, words: Sequence[str]) -> int | None:
        """Return how well all words fit, 0 best; None where one does not."""
        worst = 0
        for word in words:
            ranks = [place for place, text in enumerate(self.known_by) if word in text]
            if not ranks:
                return None
            worst = max(worst, ranks[0] * 2 + (not self.known_by[ranks[0]].startswith(word)))
        return worst


def commands(actions: Actions) -> list[Command]:
    """Return every act in the order of the menus, as it can be done now."""
    found = []
    for act, spec in REGISTRY.items():
        action = actions[act]
        plain = spec.text.removesuffix("…")
        key = key_words(spec.shortcut)
        tip = action.iconText() if action.iconText() != spec.text else spec.tip
        obstacle = "" if action.isEnabled() else _obstacle(spec.need, actions.met)
        known = (plain.lower(), initials(plain).lower(), key.lower(), f"{spec.tip} {spec.menu}".lower())
        found.append(Command(act, plain, tip, spec.menu, key, obstacle, known))
    return found


def page_commands(page: QWidget, shown: str, own_words: Container[str]) -> list[Command]:
    """Return what the pages offer besides the acts: first of the page on sight, then of the others.

    Args:
        page: the page on sight.
        shown: its name, as in `Place`.
        own_words: words of the acts, without the sign that more is asked for; they are not listed twice.
    """
    found: list[Command] = []
    for is_here in (True, False):
        seen: set[tuple[str, str]] = set()
        for one in all_actions():
            if not one.page or one.way not in ("button", "menu") or (one.page == shown) is not is_here:
                continue
            if one.name in own_words or (one.section, one.name) in seen:
                continue
            button = button_of(page, one) if is_here else None
            if is_here and button is None and _twin_is_on_sight(page, one):
                continue
            seen.add((one.section, one.name))
            found.append(_page_command(one, button, is_here=is_here))
    return found


def button_of(page: QWidget, one: ActionEntry) -> QAbstractButton | None:
    """Return the button of an entry that is on sight on a page, None for none."""
    buttons = page.findChildren(QAbstractButton, one.id)
    return next((button for button in buttons if button.isVisibleTo(page)), None)


def _twin_is_on_sight(page: QWidget, one: ActionEntry) -> bool:
    """Say whether another button of the same words stands there instead (that of a page still empty)."""
    twins = (other for other in all_actions() if (other.section, other.name) == (one.section, one.name))
    return any(button_of(page, other) is not None for other in twins)


def _page_command(one: ActionEntry, button: QAbstractButton | None, *, is_here: bool) -> Command:
    text = button.accessibleName() if button is not None and button.text() and one.is_icon else one.name
    obstacle, tip, key = "", one.tip or f"“{one.section}”里的“{one.name}”", said_key(one)
    if not is_here:
        tip = f"转到“{one.section}”：{tip}"
    elif button is None:
        where = "选好对象后按 Shift+F10，在菜单里" if one.way == "menu" else f"先打开“{one.section}”"
        obstacle = f"{one.when}后可用" if one.when and one.way == "button" else where
    elif not button.isEnabled():
        obstacle = f"{one.when}后可用" if one.when else "现在没有可以办的对象"
    known = (text.lower(), initials(text).lower(), key.lower(), f"{tip} {one.section}".lower())
    return Command(one, text, tip, one.section, key, obstacle, known, is_near=is_here)


def _of_pages(page: QWidget, acts: Sequence[Command]) -> list[Command]:
    shown = page.objectName().removeprefix("page_")
    return page_commands(page, shown, {one.text for one in acts})


def _obstacle(need: Need, met: Container[Need]) -> str:
    """Return why an act cannot be done: the first thing that is missing."""
    if Need.LEDGER not in met:
        return WHY_NOT[Need.LEDGER]
    if Need.WRITABLE not in met and need in _WRITES:
        return "台账是只读打开的"
    return WHY_NOT.get(need, "现在不能做")


class CommandList(QDialog):
    """A field and the commands that fit it; Enter carries one out.

    Signals:
        chosen: a command that is possible now was chosen (its Act, or the entry of a page).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, actions: Actions, look: Look, page: QWidget | None = None) -> None:
        """List all commands, those of the pages too; those that are possible now come first."""
        super().__init__(parent)
        self.setObjectName("command_list")
        self.setWindowTitle("命令")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 460)
        acts = commands(actions)
        own = _of_pages(page, acts) if page is not None else []
        near = [one for one in own if one.is_near]
        self._commands = [*near, *acts, *(one for one in own if not one.is_near)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        self.field = QLineEdit()
        self.field.setObjectName("command_field")
        self.field.setAccessibleName("查找命令")
        self.field.setPlaceholderText("输入几个字或拼音首字母，如“导出”或 dc")
        self.field.installEventFilter(self)
        self.view = QListView()
        self.view.setObjectName("command_view")
        self.view.setAccessibleName("命令列表")
        self.view.setUniformItemSizes(True)
        self.view.setItemDelegate(_CommandDelegate(look, self.view))
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._choose)
        self.view.activated.connect(lambda _index: self._choose())
        self._narrow("")
        self.field.setFocus()

    def shown(self) -> list[Command]:
        """Return the commands that fit, best first."""
        return [self._model.item(row).data(_COMMAND_ROLE) for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while one types."""
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = keys.get(Qt.Key(event.key()))
            if step is not None:
                row = min(max(self.view.currentIndex().row() + step, 0), self._model.rowCount() - 1)
                self.view.setCurrentIndex(self._model.index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        words = text.lower().split()
        ranked = [
            (one.rank(words), not one.is_near, bool(one.obstacle), place) for place, one in enumerate(self._commands)
        ]
        fitting = sorted((rank, *others) for rank, *others in ranked if rank is not None)
        if not words:
            fitting.sort(key=lambda one: one[1:])
        self._model.clear()
        for *_, place in fitting:
            command = self._commands[place]
            said = (command.text, command.key, f"现在不能做：{command.obstacle}" if command.obstacle else "")
            item = QStandardItem("，".join(filter(None, said)))
            item.setData(command, _COMMAND_ROLE)
            item.setToolTip(command.tip)
            item.setEditable(False)
            self._model.appendRow(item)
        self.view.setCurrentIndex(self._model.index(0, 0))

    def _choose(self) -> None:
        command = self.view.currentIndex().data(_COMMAND_ROLE)
        if isinstance(command, Command) and not command.obstacle:
            self.accept()
            self.chosen.emit(command.act)


class _CommandDelegate(QStyledItemDelegate):
    """Name and key on the first line, what it does or why it cannot be done on the second."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command = index.data(_COMMAND_ROLE)
        if not isinstance(command, Command):
            return
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._look.colour("selection"))
        painter.save()
        upper, lower = box.adjusted(8, 2, -8, -box.height() // 2), box.adjusted(8, box.height() // 2, -8, -2)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(self._look.colour("secondary" if command.obstacle else "text"))
        painter.drawText(upper, middle, command.text)
        painter.setPen(self._look.colour("secondary"))
        painter.drawText(upper, right, command.key or command.menu)
        font = QFont(painter.font())
        font.setPointSizeF(SECONDARY_PT)
        painter.setFont(font)
        said = f"现在不能做：{command.obstacle}" if command.obstacle else command.tip
        short = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, middle, short)
        painter.restore()
