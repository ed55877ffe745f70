"""责任人与牵头领导: by post where possible, so that a successor takes over without any change to the task."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from ledger_app.services import owners as owner_service
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.fields import ChoiceField
from ui.models.task_detail import OwnerLine, PostLine, TaskDetail
from ui.workspace import Workspace

_NOBODY = ""


class LeaderField(QComboBox):
    """The bureau leader in charge: a post from the roster, or a name as typed.

    Signals:
        committed: another leader was given (the post's id or None, the typed name).
    """

    committed = Signal(object, str)

    def __init__(self) -> None:
        """Begin with nobody."""
        super().__init__()
        self._saved = ""
        self.setObjectName("task_leader")
        self.setAccessibleName("牵头领导")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        editor = self.lineEdit()
        assert editor is not None  # noqa: S101 - an editable box has one
        self._editor = editor
        editor.setObjectName("task_leader_text")
        editor.setAccessibleName("牵头领导")
        editor.setPlaceholderText("选职务，或输入姓名")
        editor.editingFinished.connect(self._on_left)
        self.activated.connect(self._on_chosen)
        completer = QCompleter(self.model(), self)
        self.setCompleter(completer)

    def say_mixed(self, words: str) -> None:
        """Say in the empty field that several tasks have several leaders."""
        self._editor.setPlaceholderText(words)

    def show_leader(self, name: str, posts: Sequence[PostLine], *, is_read_only: bool) -> None:
        """Show who leads the task and whom one may choose."""
        is_typing = self._editor.hasFocus() and self._editor.text() != self._saved
        typed = self._editor.text()
        self.clear()
        for line in posts:
            if line.post.kind == "leader":
                self.addItem(line.shown, line.post.id)
        self.setEditText(typed if is_typing else name)
        self._saved = name
        self.setEnabled(not is_read_only)

    def _on_chosen(self, index: int) -> None:
        self._saved = self.itemText(index)
        self.committed.emit(self.itemData(index), "")

    def _on_left(self) -> None:
        text = self._editor.text().strip()
        if text != self._saved:
            self._saved = text
            index = self.findText(text)
            self.committed.emit(self.itemData(index) if index >= 0 else None, "" if index >= 0 else text)

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change a value."""
        event.ignore()


def ask_person(parent: QWidget, workspace: Workspace, detail: TaskDetail, line: OwnerLine) -> None:
    """Ask who within an owning unit answers for the task."""
    note = f"{line.name}里由谁负责。选职务最省事：换了人，任务自动跟到接任者。"
    posts = [one for one in detail.posts if one.post.unit_id == line.owner.unit_id or one.post.unit_id is None]
    if not posts:
        note += "这里还没有职务，可在“单位”页的“职务人员”里添加。"
    dialog = SavingDialog(parent, workspace, "person_dialog", f"责任人：{line.name}", "设定责任人", note)
    post = ChoiceField("person_post", "职务", [(_NOBODY, "不指定"), *((str(one.post.id), one.shown) for one in posts)])
    post.show_value(str(line.owner.post_id or ""))
    dialog.add_row("职务", post)
    names = [(_NOBODY, "由任职的人负责"), *((str(one.id), one.name) for one in detail.people)]
    person = ChoiceField("person_name", "姓名", names)
    person.show_value(str(line.owner.person_id or ""))
    dialog.add_row("指定到人", person)

    def make() -> Verb:
        post_id = int(post.value()) if post.value() else None
        person_id = int(person.value()) if person.value() else None
        return lambda work: owner_service.name_person(work, line.owner.id, post_id=post_id, person_id=person_id)

    dialog.on_save(make)
    dialog.open()
