"""自定义列: what one of the ledger's own columns is called and what it holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.custom_field import FIELD_TYPE_NAMES, FieldType, options_of, type_of
from ledger_app.domain.task import CustomField
from ledger_app.ports import UnitOfWork
from ledger_app.services import custom_fields
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField, TextField

Change = Callable[[UnitOfWork], ChangeSet]


class CustomFieldDialog(FormDialog):
    """Name, type and, for a choice, its words by line; for a new column or one that is there."""

    def __init__(self, parent: QWidget, field: CustomField | None) -> None:
        """Show a column, or an empty form for a new one (None)."""
        title, verb = ("修改自定义列", "保存") if field else ("新增自定义列", "新增列")
        note = "改类型时，已填的内容都要符合新类型。" if field else "新列会出现在台账列表、任务详情、新任务和导出表里。"
        super().__init__(parent, "custom_field_dialog", title, verb, note)
        self._field = field
        self._name = QLineEdit(field.name if field else "")
        self._name.setObjectName("custom_field_name")
        self._name.setAccessibleName("列名")
        self._name.setMaxLength(custom_fields.LONGEST_FIELD_NAME)
        self._name.textChanged.connect(lambda _text: self._show_state())
        self._kind = ChoiceField("custom_field_kind", "类型", FIELD_TYPE_NAMES.items())
        self._kind.show_value(type_of(field) if field else "text")
        self._kind.currentIndexChanged.connect(lambda _at: self._show_state())
        self._options = TextField("custom_field_options", "可选项，每行一个", 5)
        self._options.setPlaceholderText("每行一个，如\n立行立改\n限期整改\n长期坚持")
        self._options.show_value("\n".join(options_of(field)) if field else "")
        self._options.textChanged.connect(self._show_state)
        self.add_row("列名", self._name)
        self.add_row("类型", self._kind)
        self.add_row("可选项", self._options)
        self._show_state()

    def change(self) -> Change:
        """Return what is to be done, read from the fields now: they are gone when the job runs."""
        name, kind, options = self._name.text(), self._chosen(), self._words()
        field = self._field
        if field is None:
            return lambda work: custom_fields.define(work, name, kind, options).changes
        return lambda work: custom_fields.redefine(work, field.id, name, kind, options).changes

    def _chosen(self) -> FieldType:
        return next((kind for kind in FIELD_TYPE_NAMES if kind == self._kind.value()), "text")

    def _words(self) -> list[str]:
        return [line.strip() for line in self._options.text().splitlines() if line.strip()]

    def _show_state(self) -> None:
        is_choice = self._chosen() == "choice"
        self.form.setRowVisible(self._options, is_choice)
        self.verb_button.setEnabled(bool(self._name.text().strip()) and (not is_choice or bool(self._words())))
