"""The left side of a review: the document as read with its colours, below it the rules that hold for all of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QMenu, QVBoxLayout, QWidget

from ui.detail.tab import clear
from ui.entry_button import add_entry
from ui.look import Look
from ui.models.paper import Mark, MarkKind, Paper, headings_of, marks_of, stretches_of
from ui.models.review import Review
from ui.pages.page import hairline
from ui.views.paper_view import PaperView


class ReviewPaper(QFrame):
    """Shows the document of a review.

    Signals:
        rule_switched: a rule is to hold or not (its key, whether it holds).
        menu_opening: a menu opens over an item (the menu, the item's key); others add what they offer.
    """

    rule_switched = Signal(str, bool)
    menu_opening = Signal(QMenu, str)

    def __init__(self, look: Look) -> None:
        """Begin with an empty page."""
        super().__init__()
        self.setObjectName("review_left")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.paper = PaperView(look, "review_paper", "原文")
        self.paper.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.paper.customContextMenuRequested.connect(self._open_menu)
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

    def show_paper(self, review: Review) -> None:
        """Show the text of another review."""
        headings = headings_of(item for plan in review.proposal.plans for item in plan.items)
        title = "".join(plan.title for plan in review.proposal.plans)
        self.paper.show_paper(Paper.of(review.proposal.text, title, headings))

    def show_marks(self, review: Review) -> None:
        """Colour the text as it is understood now."""
        items = [review.item(key) for key in review.keys]
        rules = [
            Mark(rule.place.start, rule.place.end, MarkKind.RULE) for rule in review.rules if rule.place.start >= 0
        ]
        self.paper.show_marks([*rules, *marks_of(items, review.unsettled_names())], stretches_of(items))

    def show_rules(self, review: Review) -> None:
        """Show the document-wide rules as lines that can be switched."""
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
            box.toggled.connect(partial(self.rule_switched.emit, rule.key))
            self._rules.addWidget(box)

    def _open_menu(self, at: QPoint) -> None:
        """Put the caret where the menu opens, unless text is selected, and open it."""
        if not self.paper.textCursor().hasSelection():
            self.paper.setTextCursor(self.paper.cursorForPosition(at))
        menu = QMenu(self.paper)
        menu.setObjectName("paper_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        key = self.paper.item_key_at(at)
        if key:
            self.menu_opening.emit(menu, key)
        add_entry(menu, "paper_copy", self.paper.copy).setEnabled(self.paper.textCursor().hasSelection())
        menu.popup(self.paper.viewport().mapToGlobal(at))
