"""新任务: register a task that no plan file holds (an instruction, a meeting, a paper from above, a rectification)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ledger_app.services.tasks import Created, create
from ui.entry_button import entry_button
from ui.models.task_form import FormOffers, read_offers
from ui.pages.page import push_button
from ui.views.task_form import TaskForm
from ui.workspace import Place, Workspace

SIZE = QSize(760, 640)
# What the window's frame and the task bar take of a screen.
FRAME_PX = QSize(24, 80)
SAVE_KEY, NEXT_KEY = "Ctrl+Return", "Ctrl+Shift+Return"


class NewTaskDialog(QDialog):
    """The form in a scroll area and three ways on: save, save and go on, build tasks from a text."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Make the form; what can be chosen is read in the background."""
        super().__init__(parent)
        self._workspace = workspace
        self._over = parent
        self._is_saving = False
        self.setObjectName("new_task_dialog")
        self.setWindowTitle("新任务")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = TaskForm(workspace)
        self.form.title_changed.connect(lambda _title: self._show_state())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.setSpacing(10)
        layout.addWidget(self._scroll(), 1)
        layout.addLayout(self._buttons())
        for key, act in ((SAVE_KEY, self._save), (NEXT_KEY, self._save_and_go_on)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        room = (parent.screen().availableGeometry().size() - FRAME_PX).expandedTo(QSize(400, 300))
        self.resize(SIZE.boundedTo(room))
        self._show_state()
        self.form.title.setFocus()
        calendar = workspace.calendar
        job = workspace.query(lambda session, _p: read_offers(session, workspace.cutoff, calendar), self)
        job.on_success(self._show_offers).start()

    def reject(self) -> None:
        """Leave; what was typed is asked about."""
        if not self._is_saving and (
            not self.form.is_touched()
            or self._workspace.messages.ask("填写的内容还没有登记，确定不要了吗？", "不登记", is_dangerous=True)
        ):
            super().reject()

    def _scroll(self) -> QScrollArea:
        area = QScrollArea()
        area.setObjectName("new_task_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        return area

    def _buttons(self) -> QHBoxLayout:
        self._from_text = entry_button("new_task_from_text")
        self._from_text.clicked.connect(self._open_text)
        self._said = QLabel()
        self._said.setObjectName("new_task_said")
        self._said.setProperty("role", "secondary")
        cancel = push_button("取消", "new_task_dialog_cancel")
        cancel.clicked.connect(self.reject)
        self._next = entry_button("new_task_next")
        self._next.clicked.connect(self._save_and_go_on)
        self.verb_button = QPushButton("登记任务")
        self.verb_button.setObjectName("new_task_dialog_accept")
        self.verb_button.setAccessibleName("登记任务")
        self.verb_button.setToolTip(f"登记并关闭（{SAVE_KEY}）")
        self.verb_button.setProperty("kind", "primary")
        self.verb_button.setDefault(True)
        self.verb_button.clicked.connect(self._save)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self._from_text)
        row.addWidget(self._said, 1)
        for button in (cancel, self._next, self.verb_button):
            row.addWidget(button)
        return row

    def _show_offers(self, offers: FormOffers) -> None:
        self.form.show_offers(offers)

    def _show_state(self) -> None:
        is_ready = bool(self.form.title.text().strip()) and not self._is_saving
        self.verb_button.setEnabled(is_ready)
        self._next.setEnabled(is_ready)

    def _save(self) -> None:
        self._create(stays=False)

    def _save_and_go_on(self) -> None:
        self._create(stays=True)

    def _create(self, *, stays: bool) -> None:
        """Register the task; the form is left only once it is stored."""
        wrong = self.form.wrong_field()
        if self._is_saving or wrong is not None:
            if wrong is not None:
                wrong.setFocus()
            return
        new, workspace = self.form.new_task(), self._workspace
        self._is_saving = True
        self._show_state()
        job = workspace.change(lambda work, _p: create(work, new), self)
        job.on_success(lambda created: self._on_created(created, stays=stays)).on_failure(self._refuse).start()

    def _on_created(self, created: Created, *, stays: bool) -> None:
        self._is_saving = False
        task = created.tasks[0]
        if stays:
            self.form.clear_for_next()
            self._said.setText(f"已登记 {task.code}")
            self._show_state()
            return
        self.accept()
        self._workspace.open_place(Place("ledger", task_id=task.id))

    def _refuse(self, error: Exception) -> None:
        self._is_saving = False
        self._show_state()
        self._workspace.messages.show_error(error)

    def _open_text(self) -> None:
        from ui.dialogs.tasks_from_text import TasksFromTextDialog

        source = self.form.new_task()
        self.reject()
        if not self.isVisible():
            TasksFromTextDialog(self._over, self._workspace, source).open()
