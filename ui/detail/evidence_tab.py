"""佐证: the files that support a task, what should be there and is missing, attach, open, take off."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.services import evidence as evidence_service
from ledger_app.services import evidence_order
from ledger_app.services.evidence_order import full_number
from ui.actions import Act, Actions
from ui.detail.expected_part import ExpectedPart
from ui.detail.tab import DetailTab, clear, text_label
from ui.dialogs.evidence_picker import EvidencePicker
from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.fields import LineField
from ui.models.evidence_table import media_icon
from ui.models.task_detail import EvidenceLine, TaskDetail
from ui.open_file import open_stored, size_text
from ui.pages.page import hairline
from ui.preview.pane import Shown
from ui.preview.window import LargePreview
from ui.workspace import Place, Workspace


class EvidenceTab(DetailTab):
    """The list of one task's evidence."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make the list; adding goes through the window's action."""
        super().__init__("evidence", workspace)
        add = entry_button("evidence_add", tip=actions[Act.ADD_EVIDENCE].toolTip())
        add.setIcon(self.look.icon("add"))
        add.clicked.connect(actions[Act.ADD_EVIDENCE].trigger)
        actions[Act.ADD_EVIDENCE].enabledChanged.connect(add.setEnabled)
        add.setEnabled(actions[Act.ADD_EVIDENCE].isEnabled())
        head = QHBoxLayout()
        head.addStretch(1)
        self.choose = entry_button("linked_choose")
        self.choose.setIcon(self.look.icon("link"))
        self.choose.clicked.connect(self._choose)
        self.choose.setEnabled(not workspace.is_read_only)
        for button in (self.choose, add):
            head.addWidget(button)
        self.column.addLayout(head)
        self._code = ""
        self._shown: list[int] = []
        self._count = 0
        self._looked_at = 0
        self.large = LargePreview(self, workspace, self._step)
        self._expected = ExpectedPart(workspace, actions)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.column.addWidget(self._expected)
        self.column.addLayout(self._list)
        self.column.addStretch(1)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task's evidence."""
        super().show_detail(detail)
        clear(self._list)
        self._expected.show_detail(detail)
        self._code = detail.task.code
        self._shown = [line.link.id for line in detail.evidence]
        self._count = len(self._shown)
        for line in detail.evidence:
            self._list.addWidget(self._row(line))
        if not detail.evidence:
            self._list.addWidget(text_label("还没有佐证材料。", "secondary", "evidence_none"))

    def _row(self, line: EvidenceLine) -> QWidget:
        box = QWidget()
        box.setObjectName(f"evidence_{line.link.id}")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        layout.addWidget(hairline())
        # Two rows of buttons, so that the title keeps its room in a narrow pane.
        head, below = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(4)
        below.setSpacing(4)
        words = f"{full_number(self._code, line.link.number)}  {line.evidence.title}"
        title = ElidedButton(words, f"evidence_show_{line.link.id}", "在“佐证材料”里查看")
        title.clicked.connect(lambda: self.workspace.open_place(Place("evidence", evidence_id=line.evidence.id)))
        head.addWidget(title, 1)
        version = line.version
        below.addWidget(text_label(_facts(line), "secondary"), 1)
        if version is not None:
            look = entry_button("linked_look", line.link.id)
            look.setAccessibleName(f"预览 {line.evidence.title}")
            look.setIcon(self.look.icon("image"))
            look.clicked.connect(lambda: self._look_at(line.link.id))
            head.addWidget(look)
            open_it = entry_button("linked_open", line.link.id)
            open_it.clicked.connect(lambda: open_stored(self.workspace, version.sha256, version.original_name, self))
            head.addWidget(open_it)
        if not self.workspace.is_read_only:
            self._add_movers(below, line)
            off = entry_button("linked_off", line.link.id)
            off.setAccessibleName(f"移除 {line.evidence.title}")
            off.setIcon(self.look.icon("unlink"))
            off.clicked.connect(lambda: self._unlink(line))
            below.addWidget(off)
        layout.addLayout(head)
        layout.addLayout(below)
        caption = LineField(f"evidence_caption_{line.link.id}", f"{line.evidence.title} 的说明")
        caption.setPlaceholderText("说明这份材料证明什么")
        caption.show_value(line.link.caption)
        caption.setReadOnly(self.workspace.is_read_only)
        caption.committed.connect(
            lambda text: self.save(lambda work: evidence_service.set_caption(work, line.link.id, text))
        )
        layout.addWidget(caption)
        return box

    def _look_at(self, link_id: int) -> None:
        """Show a piece in the large window."""
        file = self._file_of(link_id)
        if file is not None:
            self._looked_at = link_id
            self.large.open(file)

    def _step(self, by: int) -> None:
        """Show the piece before or behind the one in the large window."""
        if self._looked_at in self._shown:
            place = self._shown.index(self._looked_at) + by
            if 0 <= place < len(self._shown):
                self._look_at(self._shown[place])

    def _file_of(self, link_id: int) -> Shown | None:
        lines = self.detail.evidence if self.detail is not None else ()
        line = next((one for one in lines if one.link.id == link_id), None)
        if line is None or line.version is None:
            return None
        name, icon = line.version.original_name, media_icon(line.media_type)
        return Shown(line.version.sha256, name, line.media_type, line.size_bytes, icon)

    def _unlink(self, line: EvidenceLine) -> None:
        job = self.workspace.change(lambda work, _p: evidence_service.unlink(work, [line.link.id]), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已移除佐证“{line.evidence.title}”")).start()

    def _add_movers(self, head: QHBoxLayout, line: EvidenceLine) -> None:
        """Add the buttons that change a piece's number, where there is more than one."""
        ends = {"linked_up": 0, "linked_down": self._count - 1}
        for name, step in (("linked_up", -1), ("linked_down", 1)) if self._count > 1 else ():
            move = entry_button(name, line.link.id)
            move.setAccessibleName(f"{'上移' if step < 0 else '下移'} {line.evidence.title}")
            move.setIcon(self.look.icon("up" if step < 0 else "down"))
            move.setEnabled(self._shown.index(line.link.id) != ends[name])
            move.clicked.connect(
                lambda _on=False, step=step: self.save(lambda work: evidence_order.move_by(work, line.link.id, step))
            )
            head.addWidget(move)

    def _choose(self) -> None:
        if self.detail is None:
            return
        task = self.detail.task
        picker = EvidencePicker(self, self.workspace, task.id, task.code)
        picker.on_chosen(lambda pieces: self._link(task.id, pieces))
        picker.open()

    def _link(self, task_id: int, pieces: list[int]) -> None:
        job = self.workspace.change(lambda work, _p: evidence_service.link(work, pieces, [task_id]), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已关联 {len(pieces)} 份材料")).start()


def _facts(line: EvidenceLine) -> str:
    """Return what there is to say of a piece besides its title."""
    version = line.version
    facts = [version.original_name if version else "", size_text(line.size_bytes)]
    if version is not None and version.number > 1:
        facts.append(f"第 {version.number} 版")
    facts.append(line.evidence.added_at[:10])
    if line.evidence.is_personal:
        facts.append("含个人信息")
    return " · ".join(filter(None, facts))
