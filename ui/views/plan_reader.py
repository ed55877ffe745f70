"""An imported plan: its text as it was read, beside it the items and the tasks made of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from ledger_app.services.import_readings import item_of
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.paper import Paper, headings_of, marks_of, stretches_of
from ui.models.plan_table import OpenPlan, PlanItemModel, read_open_plan
from ui.pages.page import hairline, labelled, panel
from ui.views.card_list import CardList
from ui.views.paper_view import PaperView
from ui.workspace import Place, Workspace


class PlanReader(QSplitter):
    """Shows one plan.

    Signals:
        plan_shown: another plan is on show (its OpenPlan, None when it is gone).
    """

    plan_shown = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        """Make it empty."""
        super().__init__(Qt.Orientation.Horizontal)
        self._workspace = workspace
        self._job: QueryJob[OpenPlan | None] | None = None
        self._wanted_item: int | None = None
        self.plan: OpenPlan | None = None
        self.model = PlanItemModel(self)
        self.cards: CardList = CardList(self.model, workspace.look, "reader_items", "计划的各条")
        self.setObjectName("plan_reader")
        self.setChildrenCollapsible(False)
        self.addWidget(self._make_left())
        self.addWidget(self._make_right())
        self.setSizes([640, 532])
        workspace.state.restore_layout(self)
        self.splitterMoved.connect(lambda: workspace.state.save_layout(self))
        self.cards.item_chosen.connect(self._on_item_chosen)
        self.cards.item_hovered.connect(self.paper.hover)
        self.cards.item_opened.connect(self._open_task)
        self.paper.item_hovered.connect(self.cards.hover)
        self.paper.item_clicked.connect(self._on_paper_clicked)
        self.find_field.textChanged.connect(self._narrow)

    def show_plan(self, plan_id: int, item_id: int | None = None) -> None:
        """Show a plan, and light up one of its items."""
        self._wanted_item = item_id
        if self.plan is not None and self.plan.plan.id == plan_id and item_id is not None:
            self._light_up(item_id)
        self._read(plan_id)

    def reload(self) -> None:
        """Read the plan on show anew."""
        if self.plan is not None:
            self._read(self.plan.plan.id)

    def find_in_page(self) -> None:
        """Put the keyboard into the field that narrows the items."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    def _make_left(self) -> QWidget:
        left = panel("reader_left")
        layout = QVBoxLayout(left)
        layout.setContentsMargins(1, 1, 1, 1)
        self.paper = PaperView(self._workspace.look, "reader_paper", "计划原文")
        layout.addWidget(self.paper)
        return left

    def _make_right(self) -> QWidget:
        right = panel("reader_right")
        layout = QVBoxLayout(right)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        self._counts = labelled("", "heading", "reader_counts")
        self.find_field = QLineEdit()
        self.find_field.setObjectName("reader_find")
        self.find_field.setAccessibleName("在各条中查找")
        self.find_field.setPlaceholderText("查找")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setProperty("role", "search")
        self.find_field.setMaximumWidth(160)
        self.task_button = entry_button("reader_task")
        self.task_button.clicked.connect(lambda: self._open_task(self.cards.current_key))
        head.addWidget(self._counts, 1)
        head.addWidget(self.find_field)
        head.addWidget(self.task_button)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(self.cards, 1)
        return right

    def _read(self, plan_id: int) -> None:
        if self._job is not None:
            self._job.cancel()
        job = self._workspace.query(lambda session, _progress: read_open_plan(session, plan_id), self)
        self._job = job.on_success(self._take).start()

    def _take(self, found: OpenPlan | None) -> None:
        before, self.plan = self.plan, found
        key = self.cards.current_key
        self.model.show_plan(found, self.find_field.text().strip())
        if found is not None:
            self._show_text(
                found, is_new=before is None or before.plan.id != found.plan.id or before.text != found.text
            )
            total = sum(bool(found.tasks.get(item.id)) for item in found.items)
            self._counts.setText(f"{len(found.items)} 条 · 列为任务 {total} 条")
            if self._wanted_item is not None:
                self._light_up(self._wanted_item)
            elif not self.cards.show_item(key):
                self.cards.show_first()
        self._wanted_item = None
        self.plan_shown.emit(found)

    def _show_text(self, found: OpenPlan, *, is_new: bool) -> None:
        items = [item_of(row) for row in found.items]
        if is_new:
            headings = headings_of(items)
            self.paper.show_paper(Paper.of(found.text, found.plan.title, headings))
        self.paper.show_marks(marks_of(items), stretches_of(items))

    def _narrow(self, words: str) -> None:
        key = self.cards.current_key
        self.model.show_plan(self.plan, words.strip())
        if not self.cards.show_item(key):
            self.cards.show_first()

    def _light_up(self, item_id: int) -> None:
        if not self.cards.show_item(str(item_id)) and self.find_field.text():
            self.find_field.clear()
            self.cards.show_item(str(item_id))
        self.paper.light_up(str(item_id))

    def _on_item_chosen(self, key: str) -> None:
        self.paper.light_up(key)
        tasks = self._tasks_of(key)
        self.task_button.setEnabled(bool(tasks))
        self.task_button.setText(f"查看任务 {tasks[0][1]}" if tasks else "没有列为任务")

    def _on_paper_clicked(self, key: str) -> None:
        self.cards.show_item(key)
        self.paper.light_up(key, scroll=False)

    def _open_task(self, key: str) -> None:
        tasks = self._tasks_of(key)
        if tasks:
            self._workspace.open_place(Place("ledger", task_id=tasks[0][0]))

    def _tasks_of(self, key: str) -> tuple[tuple[int, str], ...]:
        return self.plan.tasks.get(int(key), ()) if self.plan is not None and key else ()
