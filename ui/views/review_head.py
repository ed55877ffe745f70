"""What stands above the list of a review: counts and filters, and below them level, steps and the bars of others."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from ui.elided_button import ElidedButton
from ui.entry_button import add_entry, entry_button
from ui.look import Look
from ui.models.review import Review
from ui.pages.page import hairline, labelled
from ui.views.chips import FilterChip

_FINDINGS_SHOWN = 3
_AS_READ = "按识别的层级"


class ReviewHead(QWidget):
    """Two rows, what the reading found fault with, and a place for further bars (`add_bar`).

    Signals:
        filter_chosen: "all", "open" or "left".
        words_typed: text that must occur.
        level_chosen: the form of number whose level is that of the tasks, "" for as read.
        undo_wanted, redo_wanted: a step back or forth.
    """

    filter_chosen = Signal(str)
    words_typed = Signal(str)
    level_chosen = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """Make it without a review."""
        super().__init__()
        self._look = look
        self.setObjectName("review_head")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_first_row())
        layout.addLayout(self._make_second_row())
        layout.addWidget(hairline())
        self._bars = QVBoxLayout()
        self._bars.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._bars)
        self._findings = QLabel()
        self._findings.setObjectName("review_findings")
        self._findings.setProperty("role", "secondary")
        self._findings.setWordWrap(True)
        self._findings.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._findings)
        look.changed.connect(self._set_icons)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar between the head and the list."""
        self._bars.addWidget(bar)

    def show_review(self, review: Review) -> None:
        """Show the counts, steps and level of a review."""
        accepted = len(review.accepted())
        self._counts.setText(f"拟建任务 {accepted}")
        self.chips["open"].show_count(len(review.open_questions))
        self.chips["left"].show_count(len(review.keys) - accepted)
        for button, word, name in (
            (self.undo_button, "撤销", review.undo_name),
            (self.redo_button, "重做", review.redo_name),
        ):
            button.setEnabled(bool(name))
            button.setToolTip(
                (f"{word}：{name}" if name else f"没有可{word}的") + f"（{'Ctrl+Z' if word == '撤销' else 'Ctrl+Y'}）"
            )
            button.setAccessibleName(f"{word}：{name}" if name else word)
        self._show_level(review)
        self._show_findings(review)

    def show_filter(self, key: str) -> None:
        """Show which filter is on."""
        for name, chip in self.chips.items():
            chip.setChecked(name == key)

    def _make_first_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 2)
        row.setSpacing(4)
        self._counts = labelled("", "heading", "review_counts")
        row.addWidget(self._counts)
        self.chips = {
            "open": self._chip("review_only_open", "待定", "yellow", "■"),
            "left": self._chip("review_only_left", "不导入", "grey", "○"),
        }
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("review_find")
        self.find_field.setAccessibleName("在各项中查找")
        self.find_field.setPlaceholderText("查找")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setMaximumWidth(130)
        self.find_field.textChanged.connect(lambda text: self.words_typed.emit(text.strip()))
        row.addWidget(self.find_field)
        return row

    def _make_second_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 8, 4)
        row.setSpacing(2)
        self.level_button = ElidedButton("", "review_level", "")
        self.level_button.setProperty("kind", "flat")
        self.level_button.setAccessibleName("任务层级")
        self._levels = QMenu(self.level_button)
        self._levels.setObjectName("review_level_menu")
        self._levels.setToolTipsVisible(True)
        self.level_button.setMenu(self._levels)
        row.addWidget(self.level_button)
        row.addStretch(1)
        self.undo_button = entry_button("review_undo")
        self.undo_button.setAccessibleName("撤销")
        self.redo_button = entry_button("review_redo")
        self.redo_button.setAccessibleName("重做")
        self.undo_button.clicked.connect(self.undo_wanted)
        self.redo_button.clicked.connect(self.redo_wanted)
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        tip = "合并、拆分、升降级，指定单位和时限，按章节和类别取舍"
        self.batch_button = entry_button("review_batch", tip=tip)
        row.addWidget(self.batch_button)
        self._set_icons()
        return row

    def _chip(self, name: str, word: str, tone: str, sign: str) -> FilterChip:
        chip = FilterChip(self._look, name, word)
        chip.show_tone(tone, sign)
        chip.clicked.connect(self._on_chip)
        return chip

    def _on_chip(self) -> None:
        pressed = self.sender()
        for chip in self.chips.values():
            chip.setChecked(chip is pressed and chip.isChecked())
        self.filter_chosen.emit(next((key for key, chip in self.chips.items() if chip.isChecked()), "all"))

    def _show_level(self, review: Review) -> None:
        levels = review.proposal.levels
        self.level_button.setVisible(bool(levels))
        chosen = next((one for one in levels if one.form == review.level), None)
        text = f"任务层级：{f'“{chosen.sample}”一级' if chosen else _AS_READ}"
        self.level_button.setText(f"{text} ▾")
        self.level_button.setAccessibleName(text)
        self.level_button.setToolTip("文件有几级标题，选哪一级的条目作为任务；更深的归入措施，更浅的作为章节")
        self._levels.clear()
        group = QActionGroup(self._levels)
        choices: list[tuple[str, str, tuple[str, ...]]] = [("", f"{_AS_READ}（逐条到最深一级）", ())]
        choices += [(one.form, f"“{one.sample}”这一级　{one.count} 项任务", one.titles) for one in levels]
        for form, words, titles in choices:
            action = add_entry(self._levels, "level", key=form or "as_read", text=words)
            action.setToolTip("\n".join([*titles, "…"]) if titles else "每个没有下级的条目是一项")
            action.setCheckable(True)
            action.setChecked(form == review.level)
            action.triggered.connect(partial(self._on_level, form))
            group.addAction(action)

    def _on_level(self, form: str, *_args: object) -> None:
        self.level_chosen.emit(form)

    def _show_findings(self, review: Review) -> None:
        found = [one.message for one in review.proposal.findings if one.severity != "info"]
        others = [one.message for one in review.proposal.findings if one.severity == "info"]
        self._findings.setText("\n".join((found or others)[:_FINDINGS_SHOWN]))
        self._findings.setToolTip("\n".join([*found, *others]))
        self._findings.setVisible(bool(found))

    def _set_icons(self) -> None:
        self.undo_button.setIcon(self._look.icon("undo"))
        self.redo_button.setIcon(self._look.icon("redo"))
