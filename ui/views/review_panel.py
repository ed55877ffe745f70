"""The review of one file: left the document as read, right the proposed tasks, below what is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.detail.tab import clear
from ui.models import questions as ask
from ui.models.card_list import ReviewListModel
from ui.models.paper import Mark, MarkKind, Paper, headings_of, marks_of, stretches_of
from ui.models.questions import Question, Topic
from ui.models.review import Review
from ui.pages.page import hairline, labelled, panel, push_button
from ui.unit_picker import UnitName
from ui.views.card_list import CardList
from ui.views.chips import FilterChip
from ui.views.item_editor import ItemEditor
from ui.views.paper_view import PaperView
from ui.views.question_tray import QuestionTray
from ui.views.review_batch import ReviewBatch
from ui.workspace import Workspace

_FINDINGS_SHOWN = 3


class ReviewPanel(QWidget):
    """Shows a `Review`; writes nothing.

    Signals:
        changed: something was decided; counts may differ.
        reread_wanted: the document is to be understood anew: another year, a rule on or off.
    """

    changed = Signal()
    reread_wanted = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Make it empty."""
        super().__init__()
        self._workspace = workspace
        self._shown = "all"
        self.review: Review | None = None
        self.setObjectName("review_panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("review_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_left())
        self.splitter.addWidget(self._make_right())
        self.splitter.setSizes([586, 586])
        workspace.state.restore_layout(self.splitter)
        self.splitter.splitterMoved.connect(lambda: workspace.state.save_layout(self.splitter))
        self.tray = QuestionTray(workspace.look)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.tray)
        self._connect()

    def show_review(self, review: Review) -> None:
        """Show another review, from its beginning."""
        self.review = review
        headings = headings_of(item for plan in review.proposal.plans for item in plan.items)
        title = "".join(plan.title for plan in review.proposal.plans)
        self.paper.show_paper(Paper.of(review.proposal.text, title, headings))
        self.editor.hide()
        self.find_field.clear()
        self._set_filter("all")
        self._show_all()
        self.cards.show_first()
        self.cards.setFocus()

    def show_reread(self) -> None:
        """Show the same review after its document was understood anew."""
        key = self.cards.current_key
        self._list_rows()
        self._show_all()
        self.cards.show_item(key)

    def set_units(self, units: Sequence[UnitName], full_names: dict[int, str]) -> None:
        """Offer these units wherever one can be named."""
        self.batch.set_units(units, full_names)
        self.tray.set_units(units)
        self.editor.set_units(units, full_names)

    def find_in_page(self) -> None:
        """Put the keyboard into the field that narrows the list."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    def show_item(self, key: str) -> None:
        """Go to an item on both sides."""
        if not self.cards.show_item(key):
            self._set_filter("all")
            self.cards.show_item(key)
        self.paper.light_up(key)

    def edit_item(self, key: str) -> None:
        """Open the fields of an item below the list."""
        if self.review is not None and key:
            self.editor.show_item(self.review, key)
            self.editor.show()
            self.cards.show_item(key)
            self.editor.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let number keys answer also while the text has the keyboard."""
        is_key = watched is self.paper and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and not event.modifiers() and self.tray.press(event.key() - Qt.Key.Key_0):  # type: ignore[attr-defined]
            return True
        return super().eventFilter(watched, event)

    def _make_left(self) -> QWidget:
        left = panel("review_left")
        layout = QVBoxLayout(left)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.paper = PaperView(self._workspace.look, "review_paper", "原文")
        self.paper.installEventFilter(self)
        layout.addWidget(self.paper, 1)
        self._rules = QVBoxLayout()
        self._rules.setContentsMargins(12, 6, 12, 6)
        self._rules.setSpacing(2)
        self._rules_box = QWidget()
        self._rules_box.setObjectName("review_rules")
        self._rules_box.setLayout(self._rules)
        self._rules_line = hairline()
        layout.addWidget(self._rules_line)
        layout.addWidget(self._rules_box)
        return left

    def _make_right(self) -> QWidget:
        right = panel("review_right")
        layout = QVBoxLayout(right)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._make_list_head())
        layout.addWidget(hairline())
        self._findings = QLabel()
        self._findings.setObjectName("review_findings")
        self._findings.setProperty("role", "secondary")
        self._findings.setWordWrap(True)
        self._findings.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._findings)
        self.model = ReviewListModel(self)
        self.cards = CardList(self.model, self._workspace.look, "review_items", "拟建任务")
        layout.addWidget(self.cards, 1)
        self.editor = ItemEditor(self._workspace.look)
        self.editor.hide()
        layout.addWidget(self.editor)
        return right

    def _make_list_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(4)
        self._counts = labelled("", "heading", "review_counts")
        head.addWidget(self._counts)
        self.chips = {
            "open": self._chip("review_only_open", "待定", "yellow", "■"),
            "left": self._chip("review_only_left", "不导入", "grey", "○"),
        }
        for chip in self.chips.values():
            head.addWidget(chip)
        head.addStretch(1)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("review_find")
        self.find_field.setAccessibleName("在各项中查找")
        self.find_field.setPlaceholderText("查找")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setMaximumWidth(130)
        head.addWidget(self.find_field)
        self.batch_button = push_button("批量 ▾", "review_batch", "flat", "对选中的各项，或某一类的各项，一起指定")
        self.batch = ReviewBatch(self.batch_button, self._workspace.look, self._chosen)
        self.batch_button.setMenu(self.batch)
        head.addWidget(self.batch_button)
        return head

    def _chip(self, name: str, word: str, tone: str, sign: str) -> FilterChip:
        chip = FilterChip(self._workspace.look, name, word)
        chip.show_tone(tone, sign)
        chip.clicked.connect(self._on_chip)
        return chip

    def _connect(self) -> None:
        self.cards.item_chosen.connect(self._on_item_chosen)
        self.cards.item_hovered.connect(self.paper.hover)
        self.cards.item_opened.connect(self.edit_item)
        self.cards.digit_pressed.connect(self.tray.press)
        self.cards.menu_wanted.connect(self._open_menu)
        self.model.ticked.connect(self._on_ticked)
        self.paper.item_clicked.connect(self._on_paper_clicked)
        self.paper.item_hovered.connect(self.cards.hover)
        self.find_field.textChanged.connect(self._list_rows)
        self.editor.edited.connect(lambda _key: self._on_decided())
        self.editor.name_claimed.connect(self._on_claimed)
        self.editor.closed.connect(self._close_editor)
        self.batch.decided.connect(self._on_batch)
        self.batch.edit_wanted.connect(self.edit_item)
        self.tray.answered.connect(self._on_answered)
        self.tray.taken_back.connect(self._on_taken_back)
        self.tray.all_new_wanted.connect(self._on_all_new)
        self.tray.shown.connect(self._show_question)

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
        self.model.show_review(self.review, self._shown, self.find_field.text().strip())
        if not (key and self.cards.show_item(key)):
            self.cards.show_first()

    def _show_all(self) -> None:
        self._show_marks()
        self._show_decisions()

    def _show_marks(self) -> None:
        review = self.review
        if review is None:
            return
        items = [review.item(key) for key in review.keys]
        rules = [
            Mark(rule.place.start, rule.place.end, MarkKind.RULE) for rule in review.rules if rule.place.start >= 0
        ]
        self.paper.show_marks([*rules, *marks_of(items, review.unsettled_names())], stretches_of(items))

    def _show_decisions(self) -> None:
        review = self.review
        if review is None:
            return
        self.model.refresh()
        self.tray.show_review(review)
        self._show_counts(review)
        self._show_findings(review)
        self._show_rules(review)
        if self.editor.isVisible():
            self.editor.show_item(review, self.editor.key)

    def _show_counts(self, review: Review) -> None:
        accepted, still = len(review.accepted()), len(review.open_questions)
        self._counts.setText(f"拟建任务 {accepted}")
        self.chips["open"].show_count(still)
        self.chips["left"].show_count(len(review.keys) - accepted)

    def _show_findings(self, review: Review) -> None:
        found = [one.message for one in review.proposal.findings if one.severity != "info"]
        others = [one.message for one in review.proposal.findings if one.severity == "info"]
        self._findings.setText("\n".join((found or others)[:_FINDINGS_SHOWN]))
        self._findings.setToolTip("\n".join([*found, *others]))
        self._findings.setVisible(bool(found))

    def _show_rules(self, review: Review) -> None:
        clear(self._rules)
        rules = review.rules
        for part in (self._rules_box, self._rules_line):
            part.setVisible(bool(rules))
        for rule in rules:
            box = QCheckBox(f"全文规则：{rule.text}")
            box.setObjectName(f"rule_{rule.key}")
            box.setAccessibleName(f"全文规则：{rule.text}")
            box.setToolTip("文中写明、对全部条目都有效的规则；取消勾选后重新识别")
            box.setChecked(rule.key not in review.rules_off)
            box.toggled.connect(partial(self._switch_rule, rule.key))
            self._rules.addWidget(box)

    def _switch_rule(self, key: str, is_on: bool) -> None:
        if self.review is not None:
            self.review.rules_off = self.review.rules_off - {key} if is_on else self.review.rules_off | {key}
            self.reread_wanted.emit()

    def _on_ticked(self) -> None:
        # The text's colours do not depend on what is ticked.
        self._show_decisions()
        self.changed.emit()

    def _on_decided(self) -> None:
        self._show_all()
        self.changed.emit()

    def _on_batch(self) -> None:
        self._list_rows()
        self._on_decided()

    def _chosen(self) -> tuple[Review | None, list[str]]:
        return self.review, self.cards.chosen_keys()

    def _on_item_chosen(self, key: str) -> None:
        self.paper.light_up(key)
        self.tray.show_question_of(key)
        if self.review is not None and self.editor.isVisible() and self.editor.key != key:
            self.editor.show_item(self.review, key)

    def _on_paper_clicked(self, key: str) -> None:
        if not self.cards.show_item(key):
            self._set_filter("all")
            self.cards.show_item(key)
        self.paper.light_up(key, scroll=False)

    def _on_answered(self, question: Question, key: str) -> None:
        if self.review is None:
            return
        self.review.answer(question, key)
        if question.topic is Topic.YEAR:
            self.reread_wanted.emit()
        self._on_decided()
        if self.tray.question is not None and self.review.is_open(self.tray.question):
            self._show_question(self.tray.question)

    def _on_taken_back(self, question: Question) -> None:
        if self.review is not None:
            self.review.take_back(question)
            if question.topic is Topic.YEAR:
                self.reread_wanted.emit()
            self._on_decided()

    def _on_all_new(self) -> None:
        if self.review is not None and self.review.answer_new_units():
            self._on_decided()

    def _on_claimed(self, name: str, unit_id: int) -> None:
        if self.review is not None:
            self.review.answer_name(name, ask.unit_option(unit_id))
            self._on_decided()

    def _show_question(self, question: Question) -> None:
        if question.item_keys and self.cards.current_key not in question.item_keys:
            self.show_item(question.item_keys[0])

    def _close_editor(self) -> None:
        self.editor.hide()
        self.cards.setFocus()

    def _open_menu(self, at: QPoint) -> None:
        self.batch.popup(at)
