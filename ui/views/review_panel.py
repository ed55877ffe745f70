"""The review of one file: left the document as read, right the proposed tasks, below what is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.models import questions as ask
from ui.models.card_list import ReviewListModel
from ui.models.questions import Question, Topic
from ui.models.review import Review
from ui.pages.page import panel
from ui.unit_picker import UnitName
from ui.views.card_list import CardList
from ui.views.item_editor import ItemEditor
from ui.views.question_tray import QuestionTray
from ui.views.review_head import ReviewHead
from ui.views.review_menu import KEYS, ReviewMenu
from ui.views.review_paper import ReviewPaper
from ui.workspace import Workspace


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
        self.left = ReviewPaper(self._workspace.look)
        self.paper = self.left.paper
        self.paper.installEventFilter(self)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self._make_right())
        self.splitter.setSizes([586, 586])
        workspace.state.restore_layout(self.splitter)
        self.splitter.splitterMoved.connect(lambda: workspace.state.save_layout(self.splitter))
        self.tray = QuestionTray(workspace.look)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.tray)
        self._connect()
        self._add_shortcuts()

    def show_review(self, review: Review) -> None:
        """Show another review, from its beginning."""
        self.review = review
        self.left.show_paper(review)
        self.editor.hide()
        self.head.find_field.clear()
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
        self.menu.set_units(units, full_names)
        self.tray.set_units(units)
        self.editor.set_units(units, full_names)

    def find_in_page(self) -> None:
        """Put the keyboard into the field that narrows the list."""
        self.head.find_field.setFocus()
        self.head.find_field.selectAll()

    def show_item(self, key: str) -> None:
        """Go to an item on both sides."""
        if not self.cards.show_item(key):
            self._set_filter("all")
            self.cards.show_item(key)
        self.paper.light_up(key)

    def undo(self) -> None:
        """Take the last decision back."""
        if self.review is not None:
            self._after_step(self.review, self.review.state.basis, self.review.undo())

    def redo(self) -> None:
        """Take a decision again."""
        if self.review is not None:
            self._after_step(self.review, self.review.state.basis, self.review.redo())

    def _after_step(self, review: Review, basis: object, name: str) -> None:
        if not name:
            return
        self._list_rows()
        self._on_decided()
        if review.state.basis != basis:
            self.reread_wanted.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z and Ctrl+Y for the steps of the review; text fields take them before."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go a step back or forth."""
        step = _step_of(event)
        if step:
            (self.undo if step == "undo" else self.redo)()
            event.accept()
        else:
            super().keyPressEvent(event)

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
        if is_key and _step_of(event):  # type: ignore[arg-type]
            self.keyPressEvent(event)  # type: ignore[arg-type]
            return True
        if is_key and not event.modifiers() and self.tray.press(event.key() - Qt.Key.Key_0):  # type: ignore[attr-defined]
            return True
        return super().eventFilter(watched, event)

    def _make_right(self) -> QWidget:
        right = panel("review_right")
        layout = QVBoxLayout(right)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.head = ReviewHead(self._workspace.look)
        layout.addWidget(self.head)
        self.model = ReviewListModel(self)
        self.cards = CardList(self.model, self._workspace.look, "review_items", "拟建任务")
        layout.addWidget(self.cards, 1)
        self.editor = ItemEditor(self._workspace.look)
        self.editor.hide()
        layout.addWidget(self.editor)
        self.menu = ReviewMenu(self.head.batch_button, self._workspace.look, self._chosen, self._places)
        self.head.batch_button.setMenu(self.menu)
        return right

    def _connect(self) -> None:
        self.cards.item_chosen.connect(self._on_item_chosen)
        self.cards.item_hovered.connect(self.paper.hover)
        self.cards.item_opened.connect(self.edit_item)
        self.cards.digit_pressed.connect(self.tray.press)
        self.cards.menu_wanted.connect(self._open_menu)
        self.model.ticked.connect(self._on_ticked)
        self.paper.item_clicked.connect(self._on_paper_clicked)
        self.paper.item_hovered.connect(self.cards.hover)
        self.cards.alike_pressed.connect(lambda digit: self.tray.press(digit, with_alike=True))
        self.left.rule_switched.connect(self._switch_rule)
        self.left.menu_opening.connect(self._fill_paper_menu)
        self.head.filter_chosen.connect(self._set_filter)
        self.head.words_typed.connect(self._list_rows)
        self.head.level_chosen.connect(self._on_level)
        for source in (self.head, self.menu):
            source.undo_wanted.connect(self.undo)
            source.redo_wanted.connect(self.redo)
        self.editor.edited.connect(lambda _key: self._on_decided())
        self.editor.name_claimed.connect(self._on_claimed)
        self.editor.closed.connect(self._close_editor)
        self.menu.decided.connect(self._on_batch)
        self.menu.edit_wanted.connect(self.edit_item)
        self.tray.answered.connect(self._on_answered)
        self.tray.taken_back.connect(self._on_taken_back)
        self.tray.all_new_wanted.connect(self._on_all_new)
        self.tray.shown.connect(self._show_question)

    def _set_filter(self, key: str) -> None:
        self._shown = key
        self.head.show_filter(key)
        self._list_rows()

    def _list_rows(self, *_args: object) -> None:
        key = self.cards.current_key
        self.model.show_review(self.review, self._shown, self.head.find_field.text().strip())
        if not (key and self.cards.show_item(key)):
            self.cards.show_first()

    def _show_all(self) -> None:
        if self.review is not None:
            self.left.show_marks(self.review)
        self._show_decisions()

    def _show_decisions(self) -> None:
        review = self.review
        if review is None:
            return
        self.model.refresh()
        self.tray.show_review(review)
        self.head.show_review(review)
        self.left.show_rules(review)
        if self.editor.key not in review.keys:
            self.editor.hide()
        elif self.editor.isVisible():
            self.editor.show_item(review, self.editor.key)

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

    def _on_batch(self, key: str) -> None:
        self._list_rows()
        self._on_decided()
        if key:
            self.show_item(key)
        self.cards.setFocus()

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

    def _on_answered(self, question: Question, key: str, with_alike: bool) -> None:
        if self.review is None:
            return
        if with_alike:
            self.review.answer_alike(question, key)
        else:
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
        self.menu.popup(at)

    def _add_shortcuts(self) -> None:
        """Let the acts be reached by key wherever the keyboard is in the review."""
        for act, key in KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._open_split if act == "split" else partial(self.menu.run, act))

    def _open_split(self) -> None:
        """Offer the ways to split the item under the cursor, beside it."""
        key = self.cards.current_key
        if self.review is None or not key:
            return
        menu = self.menu.split_menu(self.review, key, self)
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
            box = self.cards.visualRect(self.cards.currentIndex())
            menu.popup(self.cards.viewport().mapToGlobal(QPoint(box.left() + 40, box.bottom())))
        else:
            menu.deleteLater()

    def _fill_paper_menu(self, menu: QMenu, key: str) -> None:
        """Offer to split the item that was clicked on in the document."""
        if self.review is not None:
            self.show_item(key)
            menu.addMenu(self.menu.split_menu(self.review, key, menu)).setText("拆成几项")

    def _places(self) -> list[int]:
        """Return where the caret, or the selection's ends, stand in the document's text."""
        return self.paper.chosen_places()

    def _on_level(self, form: str) -> None:
        if self.review is not None and form != self.review.level:
            self.review.choose_level(form)
            self._on_decided()
            self.reread_wanted.emit()


def _step_of(event: QKeyEvent) -> str:
    """Return the step a key asks for: "undo", "redo", or ""."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    is_redo = event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _CTRL_Y
    return "redo" if is_redo else ""


_CTRL_Y = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)
