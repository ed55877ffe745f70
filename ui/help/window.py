"""The window of the manual: contents and search on the left, the text on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ledger_app.manual.book import FIRST, Manual
from ledger_app.manual.finding import Finder, Hit, fold
from ui.entry_button import entry_button
from ui.help.browser import ManualBrowser
from ui.look import Look
from ui.pages.page import labelled
from ui.state import WindowState

PLACE_ROLE = Qt.ItemDataRole.UserRole
STEP_KEY = "help/text_step"
USUAL = QSize(1000, 680)
SIDE_PX = 270
MOST_HITS = 100


class HelpWindow(QMainWindow):
    """The manual in a window of its own, beside which the work goes on.

    Signals:
        print_wanted: the topic shown is to be printed.
        save_wanted: the whole manual is to be saved as a PDF.
    """

    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, manual: Manual, look: Look, state: WindowState, parent: QWidget) -> None:
        """Make the window; nothing is shown yet."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("help_window")
        self.setWindowTitle("使用手册")
        self._manual = manual
        self._topics = manual.by_id()
        self._look = look
        self._state = state
        self._finder = Finder(manual)
        self._places: list[str] = []
        self._at = -1
        self.browser = ManualBrowser(manual.pictures, look)
        self.browser.place_wanted.connect(self.show_place)
        self._build()
        self._set_icons()
        look.changed.connect(self._set_icons)
        self._add_keys()
        if not state.restore_geometry(self):
            self.resize(USUAL)
        if not state.restore_layout(self._splitter):
            self._splitter.setSizes([SIDE_PX, USUAL.width() - SIDE_PX])
        self.browser.setFocus()
        self.browser.set_text_step(int(state.text(STEP_KEY, "0") or 0))

    @property
    def place(self) -> str:
        """Return what is shown ("topic#anchor"), "" at first."""
        return self._places[self._at] if self._at >= 0 else ""

    def show_place(self, place: str, words: Sequence[str] = ()) -> None:
        """Show a topic, at an anchor if named; one that is not there gives way to the first.

        Args:
            place: "topic" or "topic#anchor".
            words: marked in the text.
        """
        if self.place != place:
            del self._places[self._at + 1 :]
            self._places.append(place)
            self._at = len(self._places) - 1
        self._show(place, words)

    def go(self, steps: int) -> None:
        """Go back (-1) or forth (1) among what was shown."""
        if 0 <= self._at + steps < len(self._places):
            self._at += steps
            self._show(self.place)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember place, sizes and the size of the text; also when the main window takes this one along."""
        super().hideEvent(event)
        self._state.save_geometry(self)
        self._state.save_layout(self._splitter)
        self._state.set_text(STEP_KEY, str(self.browser.text_step))

    def _show(self, place: str, words: Sequence[str] = ()) -> None:
        name, _, anchor = place.partition("#")
        topic = self._topics.get(name) or self._topics[FIRST]
        self.browser.show_topic(topic, self._manual.group_of(topic.id), anchor, tuple(words))
        self.setWindowTitle(f"{topic.title} — 使用手册")
        item = self._items[topic.id]
        self.contents.blockSignals(True)
        self.contents.setCurrentItem(item)
        self.contents.blockSignals(False)
        self.contents.scrollToItem(item)
        self._back.setEnabled(self._at > 0)
        self._forth.setEnabled(self._at + 1 < len(self._places))

    def _build(self) -> None:
        centre = QWidget()
        centre.setObjectName("help_centre")
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self._bar())
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("help_splitter")
        self._splitter.addWidget(self._side())
        self._splitter.addWidget(self.browser)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        layout.addWidget(self._splitter, 1)
        self.setCentralWidget(centre)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        self._back, self._forth = entry_button("help_back"), entry_button("help_forth")
        self._smaller, self._larger = entry_button("help_smaller"), entry_button("help_larger")
        self._smaller.setText("字－")
        self._larger.setText("字＋")
        self._print, self._save = entry_button("help_print"), entry_button("help_save")
        acts: dict[QPushButton, object] = {
            self._back: lambda: self.go(-1),
            self._forth: lambda: self.go(1),
            self._smaller: lambda: self._resize_text(-1),
            self._larger: lambda: self._resize_text(1),
            self._print: self.print_wanted.emit,
            self._save: self.save_wanted.emit,
        }
        for button, act in acts.items():
            if button is self._print:
                bar.addStretch(1)
            button.clicked.connect(act)
            bar.addWidget(button)
        return bar

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("help_side")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("help_find")
        self.find_field.setAccessibleName("在手册里查找")
        self.find_field.setPlaceholderText("查找，如 红灯、延期、U盘  Ctrl+F")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.textChanged.connect(self._find)
        self.find_field.returnPressed.connect(self._open_first)
        self._said = labelled("", "secondary", "help_said")
        self._said.hide()
        column.addWidget(self.find_field)
        column.addWidget(self._said)
        self._lists = QStackedWidget()
        self._lists.addWidget(self._contents_tree())
        self._lists.addWidget(self._hit_list())
        column.addWidget(self._lists, 1)
        return side

    def _contents_tree(self) -> QTreeWidget:
        self.contents = QTreeWidget()
        self.contents.setObjectName("help_contents")
        self.contents.setAccessibleName("目录")
        self.contents.setHeaderHidden(True)
        self._items: dict[str, QTreeWidgetItem] = {}
        for group in self._manual.groups:
            head = QTreeWidgetItem(self.contents, [group.title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for topic in group.topics:
                item = QTreeWidgetItem(head, [topic.title])
                item.setData(0, PLACE_ROLE, topic.id)
                item.setToolTip(0, topic.title)
                self._items[topic.id] = item
        self.contents.expandAll()
        self.contents.currentItemChanged.connect(lambda item, _before: self._open(item.data(0, PLACE_ROLE)))
        return self.contents

    def _hit_list(self) -> QListWidget:
        self.hits = QListWidget()
        self.hits.setObjectName("help_hits")
        self.hits.setAccessibleName("找到的地方")
        self.hits.setWordWrap(True)
        self.hits.setSpacing(3)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.currentItemChanged.connect(self._on_hit)
        return self.hits

    def _add_keys(self) -> None:
        keys = {
            "Alt+Left": lambda: self.go(-1),
            "Alt+Right": lambda: self.go(1),
            "Ctrl+F": self._start_find,
            "Ctrl+P": self.print_wanted.emit,
            "Ctrl++": lambda: self._resize_text(1),
            "Ctrl+=": lambda: self._resize_text(1),
            "Ctrl+-": lambda: self._resize_text(-1),
            "Ctrl+0": lambda: self.browser.set_text_step(0),
            "Esc": self._leave,
        }
        for name, act in keys.items():
            QShortcut(QKeySequence(name), self).activated.connect(act)
        down = QShortcut(QKeySequence("Down"), self.find_field)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._enter_list)

    def _set_icons(self) -> None:
        icons = {self._back: "left", self._forth: "right", self._print: "print", self._save: "save"}
        for button, name in icons.items():
            button.setIcon(self._look.icon(name))

    def _resize_text(self, by: int) -> None:
        self.browser.set_text_step(self.browser.text_step + by)

    def _start_find(self) -> None:
        self.find_field.setFocus()
        self.find_field.selectAll()

    def _leave(self) -> None:
        """Leave one level: what was asked for, then the window."""
        if self.find_field.text():
            self.find_field.clear()
        else:
            self.close()

    def _enter_list(self) -> None:
        shown = self._lists.currentWidget()
        if shown is not None:
            shown.setFocus()
        if shown is self.hits and self.hits.currentRow() < 0:
            self.hits.setCurrentRow(0)

    def _open(self, place: str | None) -> None:
        if place:
            self.show_place(place)

    def _find(self, text: str) -> None:
        self.hits.blockSignals(True)
        self.hits.clear()
        found = self._finder.find(text)
        for hit in found[:MOST_HITS]:
            item = QListWidgetItem(_said_hit(hit))
            item.setData(PLACE_ROLE, f"{hit.topic_id}#{hit.anchor}" if hit.anchor else hit.topic_id)
            self.hits.addItem(item)
        self.hits.blockSignals(False)
        is_asked = bool(fold(text).split())
        self._lists.setCurrentIndex(1 if is_asked else 0)
        self._said.setVisible(is_asked)
        self._said.setText(f"找到 {len(found)} 处" if found else "没有找到，换几个字试试")
        if not is_asked and self.place:
            self._show(self.place)

    def _open_first(self) -> None:
        if self.hits.count():
            self.hits.setCurrentRow(-1)
            self.hits.setCurrentRow(0)

    def _on_hit(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_place(item.data(PLACE_ROLE), self.find_field.text().split())


def _said_hit(hit: Hit) -> str:
    head = hit.title if not hit.heading else f"{hit.title} › {hit.heading}"
    return f"{head}\n{hit.snippet}" if hit.snippet else head
