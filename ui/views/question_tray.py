"""The tray of undecided readings: one question at a time, one number key an answer, answers can be changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout

from ui.detail.tab import clear
from ui.entry_button import entry_button
from ui.fields import DateField
from ui.look import Look
from ui.models.questions import NEW, Question, Topic, day_option, unit_option, year_option
from ui.models.review import Review
from ui.pages.page import labelled
from ui.unit_picker import UnitName, UnitPicker

_FIELD_PX = 168


class QuestionTray(QFrame):
    """Shows one of a review's questions.

    Signals:
        answered: an answer was given (the question, the option's key, whether it holds for all questions alike).
        taken_back: a question is to be open again (the question).
        all_new_wanted: every open name is to become a new unit.
        shown: another question is on show (the question).
    """

    answered = Signal(object, str, bool)
    taken_back = Signal(object)
    all_new_wanted = Signal()
    shown = Signal(object)

    def __init__(self, look: Look) -> None:
        """Begin without questions."""
        super().__init__()
        self._look = look
        self._review: Review | None = None
        self._questions: tuple[Question, ...] = ()
        self._number = 0
        self._buttons: list[QPushButton] = []
        self.setObjectName("question_tray")
        self.setAccessibleName("待定")
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._count = labelled("", "heading", "question_count")
        self._text = QLabel()
        self._text.setObjectName("question_text")
        self._note = labelled("", "secondary", "question_note")
        self._answers = QHBoxLayout()
        self._answers.setSpacing(6)
        self._back = entry_button("question_back")
        self._back.setAccessibleName("上一条")
        self._back.setIcon(look.icon("up"))
        self._back.setShortcut("Alt+Up")
        self._forth = entry_button("question_forth")
        self._forth.setAccessibleName("下一条")
        self._forth.setIcon(look.icon("down"))
        self._forth.setShortcut("Alt+Down")
        self._back.clicked.connect(lambda: self.step(-1))
        self._forth.clicked.connect(lambda: self.step(1))
        self.unit = UnitPicker("question_unit", "它是哪个单位")
        self.unit.setPlaceholderText("或输入单位名、首字母")
        self.unit.picked.connect(lambda unit_id: self._give(unit_option(unit_id)))
        self.day = DateField("question_day", "按哪一天", look)
        self.day.edit.setPlaceholderText("或输入日期")
        self.day.committed.connect(self._on_day)
        self.year = QSpinBox()
        self.year.setObjectName("question_year")
        self.year.setAccessibleName("计划年度")
        self.year.setRange(1990, 2100)
        self.year.setSuffix(" 年")
        self._year_set = entry_button("question_year_set")
        self._year_set.clicked.connect(lambda: self._give(year_option(self.year.value())))
        for field in (self.unit, self.day, self.year):
            field.setFixedWidth(_FIELD_PX)
        self._lay_out()

    @property
    def question(self) -> Question | None:
        """Return the question on show."""
        return self._questions[self._number] if self._questions else None

    def set_units(self, units: Sequence[UnitName]) -> None:
        """Offer these units."""
        self.unit.set_units(units)

    def show_review(self, review: Review) -> None:
        """Show a review's questions; the one on show stays, or the next open one comes."""
        before = self.question
        position = self._number
        self._review, self._questions = review, review.questions
        self.setVisible(bool(self._questions))
        keys = [question.key for question in self._questions]
        if before is not None and before.key in keys and review.is_open(before):
            self._number = keys.index(before.key)
        else:
            self._number = min(keys.index(before.key) if before and before.key in keys else position, len(keys) - 1)
            self._number = self._next_open(max(self._number, 0))
        self._fill()

    def show_question_of(self, item_key: str) -> None:
        """Bring the first open question about an item to the front, if there is one."""
        review, shown = self._review, self.question
        if review is None or (shown is not None and item_key in shown.item_keys):
            return
        # The year decides what every other date means: it waits until it is answered.
        if shown is not None and shown.topic is Topic.YEAR and review.is_open(shown):
            return
        for number, question in enumerate(self._questions):
            if item_key in question.item_keys and review.is_open(question):
                self._number = number
                self._fill()
                return

    def step(self, by: int) -> None:
        """Go to another question, open or answered."""
        if self._questions:
            self._number = (self._number + by) % len(self._questions)
            self._fill()
            self.shown.emit(self._questions[self._number])

    def press(self, digit: int, *, with_alike: bool = False) -> bool:
        """Give the answer of a number key, 1 to 9, to the questions alike too; return whether there is one."""
        question = self.question
        if not self.isVisible() or question is None or not 0 < digit <= len(question.options):
            return False
        if with_alike and self.together.isVisible():
            self.together.setChecked(True)
        self._buttons[digit - 1].click()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with a number key; with Ctrl for all questions alike."""
        with_alike = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self.press(event.key() - Qt.Key.Key_0, with_alike=with_alike):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the question to the new width."""
        super().resizeEvent(event)
        self._show_text()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 7, 12, 7)
        outer.setSpacing(5)
        words = QHBoxLayout()
        words.setSpacing(10)
        words.addWidget(self._count)
        words.addWidget(self._text)
        words.addWidget(self._note, 1)
        words.addWidget(self._back)
        words.addWidget(self._forth)
        outer.addLayout(words)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addLayout(self._answers)
        for field in (self.unit, self.day, self.year, self._year_set):
            row.addWidget(field)
        self.together = QCheckBox()
        self.together.setObjectName("question_together")
        self.together.setAccessibleName("同类一起答")
        self.together.setToolTip("勾选后，答案同时用于还没有答复的同类问题；也可以按 Ctrl+数字键")
        row.addWidget(self.together)
        row.addStretch(1)
        self.all_new = entry_button("question_all_new")
        self.all_new.setAccessibleName("名册里没有的名称全部新建单位")
        self.all_new.clicked.connect(self.all_new_wanted)
        row.addWidget(self.all_new)
        outer.addLayout(row)

    def _fill(self) -> None:
        clear(self._answers)
        self._buttons = []
        question, review = self.question, self._review
        if question is None or review is None:
            return
        given = review.answer_of(question)
        still = len(review.open_questions)
        self._count.setText(f"待定 {self._number + 1} / {len(self._questions)}")
        self._count.setToolTip(f"还有 {still} 条没有答复" if still else "全部已答复，可以再改")
        self._show_text()
        for number, option in enumerate(question.options, start=1):
            button = entry_button("answer", number, text=f"{number}  {option.text}", tip=f"按 {number} 键")
            button.setCheckable(True)
            button.setChecked(given == option.key)
            button.clicked.connect(lambda _c=False, key=option.key: self._give(key))
            self._answers.addWidget(button)
            self._buttons.append(button)
        self._show_fields(question, given)
        self._show_together(question, review)
        fresh = sum(
            one.topic is Topic.UNIT and review.is_open(one) and one.option(NEW) is not None for one in self._questions
        )
        self.all_new.setText(f"{fresh} 个名称全部新建单位")
        self.all_new.setVisible(fresh > 1 and question.topic is Topic.UNIT)

    def _show_together(self, question: Question, review: Review) -> None:
        count = len(review.alike(question)) if question.topic is not Topic.YEAR else 0
        self.together.setChecked(False)
        self.together.setVisible(count > 0)
        self.together.setText(f"同类 {count} 条一起答")
        self.together.setAccessibleName(self.together.text())

    def _show_fields(self, question: Question, given: str | None) -> None:
        review = self._review
        self.unit.setVisible(question.is_unit)
        self.day.setVisible(question.is_day)
        self.year.setVisible(question.topic is Topic.YEAR)
        self._year_set.setVisible(question.topic is Topic.YEAR)
        self.unit.pick(None)
        self.day.show_value(None, review.usual_year if review else 0)
        if review is not None:
            self.year.setValue(review.year or review.today.year)
        if given is not None and question.option(given) is None:
            if question.is_unit:
                self.unit.pick(int(given.partition(":")[2]))
            elif question.is_day:
                self.day.show_value(dt.date.fromisoformat(given.partition(":")[2]))

    def _show_text(self) -> None:
        question, review = self.question, self._review
        if question is None or review is None:
            return
        done = "" if review.is_open(question) else "✓ 按以前的回答：" if review.is_learned(question) else "✓ "
        room = max(self.width() - 340, 240)
        metrics = self._text.fontMetrics()
        self._text.setText(done + metrics.elidedText(question.text, Qt.TextElideMode.ElideMiddle, room))
        self._text.setToolTip("\n".join(filter(None, (question.text, question.note))))
        left = room + 60 - metrics.horizontalAdvance(self._text.text())
        self._note.setText(
            self._note.fontMetrics().elidedText(question.note, Qt.TextElideMode.ElideRight, left) if left > 80 else ""
        )

    def _next_open(self, number: int) -> int:
        """Return the first open question from a number on, going round; the number itself if all are answered."""
        review = self._review
        if review is None or not self._questions:
            return 0
        for step in range(len(self._questions)):
            place = (number + step) % len(self._questions)
            if review.is_open(self._questions[place]):
                return place
        return number

    def _on_day(self, day: dt.date | None) -> None:
        if day is not None:
            self._give(day_option(day))

    def _give(self, key: str) -> None:
        question, review = self.question, self._review
        if question is None or review is None:
            return
        if review.answer_of(question) == key:
            self.taken_back.emit(question)
        else:
            self.answered.emit(question, key, self.together.isVisible() and self.together.isChecked())
