"""The list of item cards: tick, number and title, owners, deadlines with the written word, targets."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.look import SECONDARY_PT, Look
from ui.models.card_list import CARD_ROLE, HEAD_ROLE, CardListModel, Heading
from ui.models.item_card import ItemCard
from ui.views.paint import chip_width, paint_chip

CARD_PX = 70
HEAD_PX = 30
TICK_PX = 14
LEFT_PX = 12
TEXT_LEFT_PX = 36
_LINES = ((7, 20), (28, 18), (47, 18))  # top and height of the three lines

Index = QModelIndex | QPersistentModelIndex


class CardList(QListView):
    """The list; says which item has the cursor and which the pointer is on.

    Signals:
        item_chosen: another item has the cursor (its key).
        item_hovered: the pointer is on another item (its key, None for none).
        item_opened: Enter, F2 or a double click on an item (its key).
        digit_pressed: a number key was pressed (1 to 9); alike_pressed: with Ctrl.
        menu_wanted: a context menu is wanted at a global point.
    """

    item_chosen = Signal(str)
    item_hovered = Signal(object)
    item_opened = Signal(str)
    digit_pressed = Signal(int)
    alike_pressed = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, model: CardListModel, look: Look, name: str, label: str) -> None:
        """Join list and model."""
        super().__init__()
        self._cards = model
        self._hovered: str | None = None
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.delegate = CardDelegate(look, self)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.verticalScrollBar().setSingleStep(CARD_PX // 3)
        self.selectionModel().currentChanged.connect(self._on_current)
        look.changed.connect(self.viewport().update)

    @property
    def current_key(self) -> str:
        """Return the item that has the cursor, "" if none has."""
        return self._cards.key_at(self.currentIndex().row())

    def chosen_keys(self) -> list[str]:
        """Return the chosen items from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [key for row in rows if (key := self._cards.key_at(row))]

    def show_item(self, key: str) -> bool:
        """Put the cursor on an item; return whether it is in the list."""
        row = self._cards.row_of(key)
        if row is None:
            return False
        if self.currentIndex().row() != row:
            # Alone, whatever keys are held: Ctrl of a shortcut must not add it to what was chosen before.
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._cards.index(row), alone)
        self.scrollTo(self._cards.index(row))
        return True

    def show_first(self) -> None:
        """Put the cursor on the first item."""
        keys = self._cards.item_keys()
        if keys:
            self.show_item(keys[0])

    def hover(self, key: str | None) -> None:
        """Show that an item is pointed at elsewhere."""
        if key != self._hovered:
            self._hovered = key
            self.delegate.hovered = key
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick all chosen items with Space, open with Enter or F2, hand number keys on."""
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_digit = Qt.Key.Key_1 <= key <= Qt.Key.Key_9
        if is_digit and not modifiers:
            self.digit_pressed.emit(key - Qt.Key.Key_0)
        elif is_digit and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.alike_pressed.emit(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_Space:
            self._toggle_chosen()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.current_key:
            self.item_opened.emit(self.current_key)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which item the pointer is on."""
        super().mouseMoveEvent(event)
        self._point_at(self._cards.key_at(self.indexAt(event.position().toPoint()).row()) or None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the item under the pointer."""
        super().mouseDoubleClickEvent(event)
        key = self._cards.key_at(self.indexAt(event.position().toPoint()).row())
        if key and event.position().x() > TEXT_LEFT_PX:
            self.item_opened.emit(key)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that no item is pointed at any more."""
        super().leaveEvent(event)
        self._point_at(None)

    def contextMenuEvent(self, event: object) -> None:
        """Ask for the menu of the chosen items."""
        if self.chosen_keys():
            self.menu_wanted.emit(event.globalPos())  # type: ignore[attr-defined]

    def _toggle_chosen(self) -> None:
        state = self.currentIndex().data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        rows = {index.row() for index in self.selectionModel().selectedIndexes()} | {self.currentIndex().row()}
        self._cards.tick_rows(sorted(rows), is_on=state != Qt.CheckState.Checked)

    def _point_at(self, key: str | None) -> None:
        if key != self._hovered:
            self.hover(key)
            self.item_hovered.emit(key)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = self._cards.key_at(current.row())
        if key:
            self.item_chosen.emit(key)


class CardDelegate(QStyledItemDelegate):
    """Paints headings and cards; a click on the box at the left ticks."""

    def __init__(self, look: Look, view: CardList) -> None:
        """Paint in the colours of `look`."""
        super().__init__(view)
        self._look = look
        self._view = view
        self.hovered: str | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a heading or a card."""
        return QSize(200, HEAD_PX if index.data(HEAD_ROLE) is not None else CARD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        heading, card = index.data(HEAD_ROLE), index.data(CARD_ROLE)
        box = QRect(option.rect)
        painter.save()
        if isinstance(heading, Heading):
            self._paint_heading(painter, box, heading, index.data(Qt.ItemDataRole.CheckStateRole))
        elif isinstance(card, ItemCard):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            if is_chosen or card.key == self.hovered:
                painter.fillRect(box, self._look.colour("selection" if is_chosen else "hover"))
            if index == self._view.currentIndex():
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), self._look.colour("accent"))
            if card.is_on is not None:
                self._paint_tick(painter, box, 10, Qt.CheckState.Checked if card.is_on else Qt.CheckState.Unchecked)
            _CardPainter(painter, self._look, box, has_tick=card.is_on is not None).paint(card)
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def editorEvent(self, event: QEvent, model: object, _option: QStyleOptionViewItem, index: Index) -> bool:
        """Tick where the box is clicked; the keyboard is the list's."""
        if event.type() is not QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if event.position().x() > TEXT_LEFT_PX or state is None or not isinstance(model, CardListModel):
            return False
        wished = Qt.CheckState.Unchecked if state == Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, wished, Qt.ItemDataRole.CheckStateRole)

    def _paint_heading(self, painter: QPainter, box: QRect, heading: Heading, state: object) -> None:
        painter.fillRect(box, self._look.colour("window"))
        left = LEFT_PX
        if heading.ticked is not None:
            self._paint_tick(painter, box, 8, Qt.CheckState(state))
            left = TEXT_LEFT_PX
        count = f"{len(heading.keys)} 项" if heading.ticked is None else f"{heading.ticked} / {len(heading.keys)}"
        right = painter.fontMetrics().horizontalAdvance(count)
        font = QFont(painter.font())
        font.setBold(True)
        painter.setPen(self._look.colour("secondary"))
        painter.drawText(box.adjusted(0, 0, -LEFT_PX, 0), _RIGHT, count)
        painter.setFont(font)
        painter.setPen(self._look.colour("text"))
        room = box.adjusted(left, 0, -right - 2 * LEFT_PX, 0)
        shown = painter.fontMetrics().elidedText(heading.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_tick(self, painter: QPainter, box: QRect, top: int, state: Qt.CheckState) -> None:
        tick = QRect(box.left() + LEFT_PX, box.top() + top, TICK_PX, TICK_PX)
        is_on = state is not Qt.CheckState.Unchecked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("accent" if is_on else "control_edge"))
        painter.setBrush(self._look.colour("accent" if is_on else "panel"))
        painter.drawRoundedRect(tick, 3, 3)
        pen = painter.pen()
        pen.setColor(self._look.colour("on_accent"))
        pen.setWidthF(1.8)
        painter.setPen(pen)
        x, y = tick.left(), tick.top()
        if state is Qt.CheckState.Checked:
            painter.drawPolyline([QPoint(x + 3, y + 7), QPoint(x + 6, y + 10), QPoint(x + 11, y + 4)])
        elif state is Qt.CheckState.PartiallyChecked:
            painter.drawLine(x + 4, y + 7, x + 10, y + 7)
        painter.restore()


class _CardPainter:
    """The lines of one card, painted from left to right."""

    def __init__(self, painter: QPainter, look: Look, box: QRect, *, has_tick: bool) -> None:
        self._painter = painter
        self._look = look
        self._box = box
        self._left = box.left() + (TEXT_LEFT_PX if has_tick else LEFT_PX)
        self._right = box.right() - LEFT_PX
        self._x = self._left
        self._line = QRect()
        self._quiet = "text"

    def paint(self, card: ItemCard) -> None:
        self._quiet = "secondary" if card.is_quiet else "text"
        self._start_line(0)
        if card.chip is not None:
            self._chip(card.chip.tone, card.chip.text, card.chip.sign)
        if card.mark:
            self._chip("blue", card.mark, "")
        if card.record:
            self._chip("grey", card.record, "")
        self._word(card.no, self._quiet, is_bold=True)
        self._word(card.title, self._quiet)
        self._right = self._box.right() - LEFT_PX
        self._start_line(1)
        self._owners(card)
        self._start_line(2)
        self._word(card.note, "secondary", is_small=True)
        if not card.note or card.dues:
            self._dues(card)
        for number, target in enumerate(card.targets):
            if not number:
                self._word("目标", "secondary", is_small=True)
            self._word(target, self._quiet, is_small=True, ground="target_ground")

    def _owners(self, card: ItemCard) -> None:
        for owner in card.owners:
            self._word(owner.role, "secondary", is_small=True)
            if owner.is_settled:
                name = f"{owner.name}（新建）" if owner.is_new else owner.name
                self._word(name, self._quiet, is_small=True, line="owner_line")
            else:
                self._word(f"？{owner.name}", "yellow_text", is_small=True, ground="yellow_ground")
        if card.owners_etc:
            self._word("等", "secondary", is_small=True)
        if not card.owners:
            self._word("文中没有写明责任单位", "secondary", is_small=True)

    def _dues(self, card: ItemCard) -> None:
        for number, due in enumerate(card.dues):
            if not number:
                self._word("时限", "secondary", is_small=True)
            ground = "yellow_ground" if due.is_doubtful else ""
            self._word(due.text, "yellow_text" if due.is_doubtful else self._quiet, True, is_bold=True, ground=ground)
            self._word(f"← “{due.raw}”", "secondary", is_small=True)

    def _start_line(self, number: int) -> None:
        top, height = _LINES[number]
        self._line = QRect(self._box.left(), self._box.top() + top, self._box.width(), height)
        self._x = self._left

    def _chip(self, tone: str, text: str, sign: str) -> None:
        width = min(chip_width(self._painter.fontMetrics(), text, has_sign=bool(sign)), self._box.width() // 2)
        place = QRect(self._right - width, self._line.top(), width, self._line.height())
        paint_chip(self._painter, self._look, tone, text, place, sign)
        self._right -= width + 8

    def _word(
        self, text: str, colour: str, is_small: bool = False, *, is_bold: bool = False, line: str = "", ground: str = ""
    ) -> None:
        room = self._right - self._x
        if not text or room < 16:
            return
        painter = self._painter
        before = painter.font()
        font = QFont(before)
        font.setBold(is_bold)
        if is_small:
            font.setPointSizeF(SECONDARY_PT)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown)
        place = QRect(self._x, self._line.top(), width, self._line.height())
        if ground:
            painter.fillRect(place.adjusted(-3, 1, 3, -1), self._look.colour(ground))
        painter.setPen(self._look.colour(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        if line:
            painter.setPen(self._look.colour(line))
            painter.drawLine(place.left(), place.bottom(), place.right(), place.bottom())
        painter.setFont(before)
        self._x += width + (10 if ground else 8)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
