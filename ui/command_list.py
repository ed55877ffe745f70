"""The list of commands (Ctrl+Shift+P): every act by its words or pinyin initials, with its key.

An act that cannot be done now says why.  The buttons of the page on sight are listed with the acts of the registry.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.domain.pinyin import initials
from ui.actions import REGISTRY, Act, Actions, Need
from ui.look import SECONDARY_PT, Look

ROW_PX = 40
_COMMAND_ROLE = Qt.ItemDataRole.UserRole
WHY_NOT: dict[Need, str] = {
    Need.LEDGER: "先打开一本台账",
    Need.WRITABLE: "先打开一本可以修改的台账",
    Need.TASK: "先在台账里选中任务",
    Need.UNDOABLE: "没有可以撤销的操作",
    Need.REDOABLE: "没有可以重做的操作",
    Need.PRINTABLE: "当前页没有可打印的报表",
    Need.FINDABLE: "当前页没有可查找的内容",
    Need.FILTERABLE: "先打开台账页",
    Need.EXPORTABLE: "当前页没有可导出的列表",
}
_WRITES = frozenset({Need.WRITABLE, Need.TASK, Need.UNDOABLE, Need.REDOABLE})


@dataclass(frozen=True, slots=True)
class Command:
    """One act as the list shows it.

    Attributes:
        act: what is carried out; of a page's own button the button.
        text: without the sign that more is asked for; tip: what happens.
        key: of the keyboard, "" for none.
        obstacle: why it cannot be done now, "" where it can.
        known_by: what it is found by, lower case.
    """

    act: Act | QPushButton
    text: str
    tip: str
    menu: str
    key: str
    obstacle: str
    known_by: tuple[str, ...]

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
        key = QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText) if spec.shortcut else ""
        tip = action.text() if action.text() != spec.text else spec.tip
        obstacle = "" if action.isEnabled() else _obstacle(spec.need, actions.met)
        known = (plain.lower(), initials(plain).lower(), key.lower(), f"{spec.tip} {spec.menu}".lower())
        found.append(Command(act, plain, tip, spec.menu, key, obstacle, known))
    return found


def page_commands(page: QWidget, own_words: Container[str]) -> list[Command]:
    """Return what the buttons on sight of a page do, those left out whose words a command has already.

    Args:
        page: its buttons are pressed when one of these is chosen.
        own_words: words of the acts, without the sign that more is asked for.
    """
    found = []
    for button in page.findChildren(QPushButton):
        text = (button.text() or button.accessibleName()).removesuffix(" ▾").removesuffix("…").strip()
        if not button.isVisibleTo(page) or not text or text in own_words or button.isCheckable():
            continue
        obstacle = "" if button.isEnabled() else "现在没有可以办的对象"
        tip = button.toolTip() or f"本页的“{text}”"
        key = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        known = (text.lower(), initials(text).lower(), key.lower(), tip.lower())
        found.append(Command(button, text, tip, "本页", key, obstacle, known))
    return found


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
        chosen: a command that is possible now was chosen (its Act, or the page's button).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, actions: Actions, look: Look, page: QWidget | None = None) -> None:
        """List all commands, those of the page too; those that are possible now come first."""
        super().__init__(parent)
        self.setObjectName("command_list")
        self.setWindowTitle("命令")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 460)
        acts = commands(actions)
        own = page_commands(page, {one.text for one in acts}) if page is not None else []
        self._commands = [*own, *acts]
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
        ranked = [(one.rank(words), bool(one.obstacle), place) for place, one in enumerate(self._commands)]
        fitting = sorted((rank, is_off, place) for rank, is_off, place in ranked if rank is not None)
        if not words:
            fitting.sort(key=lambda one: one[1:])
        self._model.clear()
        for _, _, place in fitting:
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
