"""子任务: split a task into parts with owners and deadlines of their own, see how far they are, move or join them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.task import Task
from ledger_app.intake.typed_deadline import Basis
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import parts
from ledger_app.services.lookup import task_of
from ledger_app.services.parts import Family, NewPart
from ui.deadline_field import DeadlineField
from ui.entry_button import entry_button
from ui.fields import LineField
from ui.models.task_form import FormOffers, read_offers
from ui.pages.page import hairline, labelled, push_button
from ui.units_edit import UnitsEdit
from ui.views.form_grid import FormGrid
from ui.window_parts import lead_tab
from ui.workspace import Place, Workspace

SIZE, FRAME_PX = QSize(640, 520), QSize(24, 80)
FEWEST_PARTS = 2

Known = tuple[Task, Family, FormOffers]


class PartRow(QWidget):
    """The fields of one part."""

    def __init__(self, workspace: Workspace, number: int) -> None:
        """Make empty fields; `take_offers` fills what can be chosen."""
        super().__init__()
        self.title = LineField(f"part_title_{number}", f"第 {number} 项名称")
        self.owners = UnitsEdit(f"part_owners_{number}", f"第 {number} 项牵头单位")
        self.owners.setPlaceholderText("不填则同原任务")
        self.due = DeadlineField(f"part_due_{number}", f"第 {number} 项时限", workspace.look, workspace.today)
        self.due.edit.setPlaceholderText("不填则同原任务；可写 8月底前、10个工作日内")
        grid = FormGrid()
        grid.add_wide(f"第 {number} 项", self.title)
        grid.add_wide("牵头单位", self.owners, self.owners.reading)
        grid.add_wide("完成时限", self.due, self.due.reading)
        grid.setContentsMargins(0, 4, 8, 8)
        self.setLayout(grid)

    def take_offers(self, offers: FormOffers, basis: Basis) -> None:
        """Offer units, and read deadlines against the task's day of issue."""
        self.owners.set_units(offers.units)
        self.due.set_basis(basis)

    def part(self) -> NewPart | None:
        """Return the part, None where no name is given."""
        title = self.title.text().strip()
        owners = self.owners.choices("lead")
        return NewPart(title, owners or None, self.due.deadlines) if title else None


class TaskPartsDialog(QDialog):
    """What a task consists of, and the fields for further parts."""

    def __init__(self, parent: QWidget, workspace: Workspace, task_id: int) -> None:
        """Make the dialog for a task; what it consists of is read in the background."""
        super().__init__(parent)
        self._workspace = workspace
        self._over = parent
        self._task_id = task_id
        self._known: Known | None = None
        self._rows: list[PartRow] = []
        self.setObjectName("task_parts_dialog")
        self.setWindowTitle("子任务")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._head = labelled("", "heading", "parts_head")
        self._head.setWordWrap(True)
        self._state = labelled("", "secondary", "parts_state")
        self._state.setWordWrap(True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._more = entry_button("part_add")
        self._more.clicked.connect(self._add_and_go)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for widget in (self._head, self._state, hairline()):
            layout.addWidget(widget)
        layout.addWidget(area, 1)
        layout.addLayout(self._buttons())
        for _ in range(FEWEST_PARTS):
            self._add_row()
        room = (parent.screen().availableGeometry().size() - FRAME_PX).expandedTo(QSize(400, 300))
        self.resize(SIZE.boundedTo(room))
        self._rows[0].title.setFocus()
        self._show_verbs()
        workspace.query(self._read, self).on_success(self._show).start()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Lead Tab through the rows as they stand: new ones are made after the buttons below them."""
        return lead_tab(self, is_next=is_next)

    def _buttons(self) -> QHBoxLayout:
        self._join = entry_button("parts_join")
        self._join.clicked.connect(lambda: self._run(lambda work: parts.join(work, self._task_id)))
        self._free = entry_button("parts_free")
        self._free.clicked.connect(lambda: self._run(lambda work: parts.move(work, [self._task_id], None)))
        self._move = entry_button("parts_move")
        self._move.clicked.connect(self._pick_parent)
        cancel = push_button("取消", "parts_cancel")
        cancel.clicked.connect(self.reject)
        self.verb_button = QPushButton("拆分任务")
        self.verb_button.setObjectName("parts_accept")
        self.verb_button.setProperty("kind", "primary")
        self.verb_button.setDefault(True)
        self.verb_button.clicked.connect(self._split)
        row = QHBoxLayout()
        for button in (self._join, self._free, self._move):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.verb_button)
        return row

    def _read(self, session: ReadSession, _progress: object) -> Known:
        cutoff = self._workspace.cutoff
        family = parts.family_of(session, self._task_id, cutoff)
        return task_of(session, self._task_id), family, read_offers(session, cutoff, self._workspace.calendar)

    def _show(self, known: Known) -> None:
        self._known = known
        task, family, _ = known
        self._head.setText(f"{task.code}　{task.title}")
        lines = [f"上级任务：{family.parent.code}　{family.parent.title}"] if family.parent is not None else []
        if family.parts:
            percent = "" if family.percent is None else f"，按子任务平均进度 {family.percent:.0f}%"
            lines.append(f"已拆成 {len(family.parts)} 项，完成 {family.done_count}/{family.live_count}{percent}：")
            lines += [f"　{one.code}　{one.title}" for one in family.parts]
        else:
            lines.append("拆分后原任务留作总览，不再单独计数；牵头领导、目标和来源随各子任务保留。")
        self._state.setText("\n".join(lines))
        for row in self._rows:
            self._equip(row)
        self._show_verbs()

    def _add_row(self) -> PartRow:
        row = PartRow(self._workspace, len(self._rows) + 1)
        row.title.textChanged.connect(lambda _text: self._show_verbs())
        self._rows.append(row)
        self._column.insertWidget(self._column.indexOf(self._more), row)
        self._equip(row)
        return row

    def _add_and_go(self) -> None:
        self._add_row().title.setFocus()

    def _equip(self, row: PartRow) -> None:
        if self._known is not None:
            task, _, offers = self._known
            planned = next((plan.plan_year for plan in offers.plans if plan.id == task.plan_id), None)
            year = planned or self._workspace.settings.year
            row.take_offers(offers, Basis(self._workspace.today, task.issued, year, offers.calendar))

    def _wanted(self) -> list[NewPart]:
        return [part for row in self._rows if (part := row.part()) is not None]

    def _show_verbs(self) -> None:
        family = self._known[1] if self._known is not None else Family(None)
        count = len(self._wanted())
        is_enough = count + len(family.parts) >= FEWEST_PARTS and count > 0
        self.verb_button.setText(f"拆成 {count} 项" if not family.parts else f"再拆出 {count} 项")
        self.verb_button.setEnabled(self._known is not None and is_enough)
        self._join.setVisible(bool(family.parts))
        self._free.setVisible(family.parent is not None)
        self._move.setEnabled(self._known is not None)

    def _split(self) -> None:
        unread = next((row.due for row in self._rows if row.part() is not None and not row.due.is_readable), None)
        if unread is not None:
            unread.edit.setFocus()
            return
        wanted = self._wanted()
        self._run(lambda work: parts.split(work, self._task_id, wanted).changes)

    def _pick_parent(self) -> None:
        from ui.dialogs.task_picker import TaskPicker

        workspace, task_id = self._workspace, self._task_id
        picker = TaskPicker(self._over, workspace, "移到哪一项任务之下", "移动", "勾选一项任务作为上级任务。")

        def move(chosen: list[int]) -> None:
            if chosen:
                workspace.change(lambda work, _p: parts.move(work, [task_id], chosen[0]), workspace).start()

        picker.on_chosen(move)
        self.reject()
        picker.open()

    def _run(self, act: Callable[[UnitOfWork], ChangeSet]) -> None:
        job = self._workspace.change(lambda work, _p: act(work), self)
        job.on_success(lambda _changes: self._leave()).start()

    def _leave(self) -> None:
        self.accept()
        self._workspace.open_place(Place("ledger", task_id=self._task_id))
