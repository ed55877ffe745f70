"""The three-colour list of a plan's new issue: filters, old and new beside each other, the whole of one line below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSplitter, QVBoxLayout, QWidget

from ledger_app.domain.plan_revision import Change, LineKind
from ui.entries.registry import entry
from ui.entry_button import add_entry, entry_button
from ui.models.revision import Line, RevisionReview
from ui.models.revision_card import TONES
from ui.models.revision_list import OPEN, RevisionListModel
from ui.pages.page import hairline, labelled, panel
from ui.views.card_list import LEFT_PX, TEXT_LEFT_PX, CardList
from ui.views.chips import FilterChip
from ui.views.revision_delegate import LABEL_PX, RevisionDelegate
from ui.views.revision_detail import RevisionDetail
from ui.workspace import Workspace


class RevisionView(QWidget):
    """Shows a `RevisionReview`; writes nothing.

    Signals:
        line_chosen: another line has the cursor (its key).
        line_hovered: the pointer is on another line (its key, None for none).
        edit_wanted: the fields of an item are to be opened (its key).
        digit_pressed: a number key was pressed (1 to 9).
        decided: something was decided.
    """

    line_chosen = Signal(str)
    line_hovered = Signal(object)
    edit_wanted = Signal(str)
    digit_pressed = Signal(int)
    decided = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Make it empty."""
        super().__init__()
        self._look = workspace.look
        self.revision: RevisionReview | None = None
        self._shown = "all"
        self.setObjectName("revision_view")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame = panel("revision_panel")
        whole.addWidget(frame)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._make_head())
        layout.addWidget(hairline())
        layout.addWidget(self._make_columns())
        layout.addWidget(hairline())
        self.model = RevisionListModel(self)
        self.cards = CardList(self.model, self._look, "revision_items", "新旧对照清单")
        self.cards.delegate = RevisionDelegate(self._look, self.cards)
        self.cards.setItemDelegate(self.cards.delegate)
        self.detail = RevisionDetail(self._look)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("revision_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.cards)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setHandleWidth(5)
        layout.addWidget(splitter, 1)
        self._connect()

    def show_revision(self, revision: RevisionReview) -> None:
        """Show another file's new issue, what differs first: the unchanged lines only where nothing does."""
        self.revision = revision
        self.find_field.clear()
        self._set_filter("all")
        first = next((line.key for line in revision.lines if line.kind is not LineKind.UNCHANGED), "")
        if not (first and self.cards.show_item(first)):
            self.cards.show_first()
        self._show_counts()

    def show_again(self) -> None:
        """Show the same issue after it was compared anew."""
        self._list_rows()
        self._show_counts()

    def show_line(self, key: str) -> None:
        """Go to a line."""
        if not self.cards.show_item(key) and self.revision is not None and self.revision.line(key) is not None:
            self._set_filter("all")
            self.cards.show_item(key)

    def find_words(self) -> None:
        """Put the keyboard into the field that narrows the list."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the last decision back with Ctrl+Z; go back from the comparison to the list with Esc."""
        is_undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_undo and self.revision is not None and self.revision.can_undo:
            self._undo()
        elif event.key() == Qt.Key.Key_Escape and not self.cards.hasFocus():
            self.cards.setFocus()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z for the decisions here; text fields take it before."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Z
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(2)
        self.chips: dict[str, FilterChip] = {}
        for key, word, (tone, sign) in (
            *((kind, kind.word, TONES[kind]) for kind in (LineKind.CHANGED, LineKind.ADDED, LineKind.WITHDRAWN)),
            (LineKind.UNCHANGED, LineKind.UNCHANGED.word, TONES[LineKind.UNCHANGED]),
            (OPEN, "待定", ("yellow", "■")),
        ):
            chip = FilterChip(self._look, f"revision_only_{key}", word)
            chip.show_tone(tone, sign)
            chip.clicked.connect(self._on_chip)
            self.chips[str(key)] = chip
            head.addWidget(chip)
        head.addStretch(1)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("revision_find")
        self.find_field.setAccessibleName("在对照清单中查找")
        self.find_field.setPlaceholderText("查找")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setMaximumWidth(110)
        self.find_field.textChanged.connect(self._list_rows)
        head.addWidget(self.find_field)
        self.batch_button = entry_button("revision_batch")
        self._menu = QMenu(self.batch_button)
        self._menu.setObjectName("revision_menu")
        self._menu.aboutToShow.connect(self._fill_menu)
        self.batch_button.setMenu(self._menu)
        head.addWidget(self.batch_button)
        return head

    def _make_columns(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(TEXT_LEFT_PX + LABEL_PX, 3, LEFT_PX, 3)
        row.setSpacing(12)
        for text in ("原版", "新版"):
            row.addWidget(labelled(text, "secondary"), 1)
        return box

    def _connect(self) -> None:
        self.cards.item_chosen.connect(self._on_chosen)
        self.cards.item_hovered.connect(self.line_hovered)
        self.cards.item_opened.connect(self._on_opened)
        self.cards.digit_pressed.connect(self.digit_pressed)
        self.cards.menu_wanted.connect(self._open_menu)
        self.model.decided.connect(self._on_decided)
        self.detail.taken.connect(self._on_taken)
        self.detail.reason_given.connect(self._on_reason)

    def _on_chip(self) -> None:
        pressed = self.sender()
        for chip in self.chips.values():
            chip.setChecked(chip is pressed and chip.isChecked())
        self._set_filter(next((key for key, chip in self.chips.items() if chip.isChecked()), "all"))

    def _set_filter(self, key: str) -> None:
        self._shown = key
        for name, chip in self.chips.items():
            chip.setChecked(name == key)
        self._list_rows()

    def _list_rows(self, *_args: object) -> None:
        key = self.cards.current_key
        self.model.show_revision(self.revision, self._shown, self.find_field.text().strip())
        if not (key and self.cards.show_item(key)):
            self.cards.show_first()
        self._show_detail()

    def _show_counts(self) -> None:
        if self.revision is not None:
            for kind in LineKind:
                self.chips[kind].show_count(self.revision.count(kind))
            self.chips[OPEN].show_count(len(self.revision.open_lines))

    def _show_detail(self) -> None:
        line = self.revision.line(self.cards.current_key) if self.revision is not None else None
        self.detail.show_line(self.revision, line)

    def _on_chosen(self, key: str) -> None:
        self._show_detail()
        self.line_chosen.emit(key)

    def _on_opened(self, key: str) -> None:
        line = self.revision.line(key) if self.revision is not None else None
        if line is None:
            return
        if line.kind is LineKind.ADDED:
            self.edit_wanted.emit(key)
        else:
            self.detail.start()

    def _on_decided(self) -> None:
        self.model.refresh()
        self._show_counts()
        self._show_detail()
        self.decided.emit()

    def _on_taken(self, key: str, change: Change, is_on: bool) -> None:
        if self.revision is not None:
            self.revision.take(key, change, is_on)
            self.model.refresh()
            self._show_counts()
            self.decided.emit()

    def _on_reason(self, reason: str) -> None:
        if self.revision is not None and reason.strip() != self.revision.reason:
            self.revision.set_reason(reason)
            self.decided.emit()

    def _undo(self) -> None:
        if self.revision is not None:
            self.revision.undo()
            self._list_rows()
            self._on_decided()

    # The menu

    def _chosen(self) -> list[Line]:
        """Return the lines that are chosen, all that are listed where fewer than two are."""
        keys = self.cards.chosen_keys()
        if len(keys) < 2:
            keys = self.model.item_keys()
        revision = self.revision
        return [line for key in keys if revision is not None and (line := revision.line(key)) is not None]

    def _fill_menu(self) -> None:
        self._menu.clear()
        revision = self.revision
        if revision is None:
            return
        lines = [line for line in self._chosen() if revision.is_on(line) is not None]
        changed = [line.key for line in lines if line.kind is LineKind.CHANGED and line.tasks]
        added = [line.key for line in lines if line.kind is not LineKind.WITHDRAWN and not line.tasks]
        gone = [line.key for line in lines if line.kind is LineKind.WITHDRAWN]
        for name, keys, is_on in (
            ("take", changed, True),
            ("keep", changed, False),
            ("add", added, True),
            ("leave", added, False),
            ("cancel", gone, True),
            ("hold", gone, False),
        ):
            words = f"{entry(f'revision_{name}').text}（{len(keys)} 项）"
            action = add_entry(self._menu, f"revision_{name}", partial(self._turn, keys, is_on), text=words)
            action.setEnabled(bool(keys))
        self._menu.addSeparator()
        self._add_pairing(revision)
        add_entry(self._menu, "revision_undo", self._undo).setEnabled(revision.can_undo)

    def _add_pairing(self, revision: RevisionReview) -> None:
        keys = self.cards.chosen_keys()
        add_entry(self._menu, "revision_join", lambda: self._join(keys)).setEnabled(revision.may_join(keys))
        line = revision.line(self.cards.current_key)
        part = add_entry(self._menu, "revision_part", lambda: self._part(self.cards.current_key))
        part.setEnabled(line is not None and line.old is not None and line.new is not None)

    def _turn(self, keys: list[str], is_on: bool) -> None:
        if self.revision is not None:
            self.revision.turn(keys, is_on)
            self._on_decided()

    def _join(self, keys: list[str]) -> None:
        if self.revision is not None:
            key = self.revision.join(keys)
            self._list_rows()
            self._on_decided()
            self.show_line(key)

    def _part(self, key: str) -> None:
        if self.revision is not None:
            self.revision.part(key)
            self._list_rows()
            self._on_decided()

    def _open_menu(self, at: QPoint) -> None:
        self._menu.popup(at)
