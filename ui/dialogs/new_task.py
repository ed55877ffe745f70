"""新任务: register a task by hand (an instruction, a meeting, a letter from above)."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ledger_app.domain.task import SOURCE_KIND_NAMES, SourceKind
from ledger_app.services.tasks import Created, NewTask, create
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField, DateField, TextField
from ui.unit_picker import UnitPicker, read_unit_names
from ui.workspace import Place, Workspace


class NewTaskDialog(FormDialog):
    """The fields a new task needs; the rest is filled in the detail pane."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Make the form; units are read in the background."""
        super().__init__(parent, "new_task_dialog", "新任务", "登记任务", "编号自动给出；其余内容登记后在右侧补充。")
        self._workspace = workspace
        self._title = QLineEdit()
        self._title.setObjectName("new_task_title")
        self._title.setAccessibleName("任务名称")
        self._title.textChanged.connect(lambda text: self.verb_button.setEnabled(bool(text.strip())))
        self.verb_button.setEnabled(False)
        self._source = ChoiceField("new_task_source", "任务来源", SOURCE_KIND_NAMES.items())
        self._source.show_value("instruction")
        self._reference = QLineEdit()
        self._reference.setObjectName("new_task_reference")
        self._reference.setAccessibleName("来源文号")
        self._reference.setPlaceholderText("如批示日期、会议名称、文号")
        self._lead = UnitPicker("new_task_lead", "牵头单位")
        self._due = DateField("new_task_due", "完成时限", workspace.look)
        self._due.show_value(None, workspace.cutoff.year)
        self._content = TextField("new_task_content", "任务内容", 4)
        self.add_row("任务名称", self._title)
        self.add_row("任务来源", self._source)
        self.add_row("来源文号", self._reference)
        self.add_row("牵头单位", self._lead)
        self.add_row("完成时限", self._due)
        self.add_row("任务内容", self._content)
        self.on_accepted(self._create)
        workspace.query(lambda session, _p: read_unit_names(session), self).on_success(self._lead.set_units).start()

    def _create(self) -> None:
        source: SourceKind = next((kind for kind in SOURCE_KIND_NAMES if kind == self._source.value()), "other")
        new = NewTask(
            title=self._title.text(),
            content=self._content.text(),
            source_kind=source,
            source_ref=self._reference.text(),
            issued=self._workspace.today,
            due=self._due.value(),
            lead_unit_ids=() if self._lead.unit_id is None else (self._lead.unit_id,),
        )
        workspace = self._workspace

        def show(created: Created) -> None:
            workspace.open_place(Place("ledger", task_id=created.tasks[0].id))

        workspace.change(lambda work, _p: create(work, new), workspace).on_success(show).start()
