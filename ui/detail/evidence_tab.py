"""佐证: the files that support a task, what should be there and is missing, attach, open, take off."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.services import evidence as evidence_service
from ui.actions import Act, Actions
from ui.detail.expected_part import ExpectedPart
from ui.detail.tab import DetailTab, clear, text_label
from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.fields import LineField
from ui.models.task_detail import EvidenceLine, TaskDetail
from ui.open_file import open_stored, size_text
from ui.pages.page import hairline
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
        head.addWidget(text_label("把文件拖到任务上，也会挂到这里", "secondary"), 1)
        head.addWidget(add)
        self.column.addLayout(head)
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
        head = QHBoxLayout()
        head.setSpacing(4)
        words = f"{line.link.number}. {line.evidence.title}"
        title = ElidedButton(words, f"evidence_show_{line.link.id}", "在“佐证材料”里查看")
        title.clicked.connect(lambda: self.workspace.open_place(Place("evidence", evidence_id=line.evidence.id)))
        head.addWidget(title, 1)
        version = line.version
        if version is not None:
            open_it = entry_button("linked_open", line.link.id)
            open_it.clicked.connect(lambda: open_stored(self.workspace, version.sha256, version.original_name, self))
            head.addWidget(open_it)
        if not self.workspace.is_read_only:
            off = entry_button("linked_off", line.link.id)
            off.setAccessibleName(f"移除 {line.evidence.title}")
            off.setIcon(self.look.icon("unlink"))
            off.clicked.connect(lambda: self._unlink(line))
            head.addWidget(off)
        layout.addLayout(head)
        facts = [version.original_name if version else "", size_text(line.size_bytes)]
        if version is not None and version.number > 1:
            facts.append(f"第 {version.number} 版")
        facts.append(line.evidence.added_at[:10])
        if line.evidence.is_personal:
            facts.append("含个人信息")
        layout.addWidget(text_label(" · ".join(filter(None, facts)), "secondary"))
        caption = LineField(f"evidence_caption_{line.link.id}", f"{line.evidence.title} 的说明")
        caption.setPlaceholderText("说明这份材料证明什么")
        caption.show_value(line.link.caption)
        caption.setReadOnly(self.workspace.is_read_only)
        caption.committed.connect(
            lambda text: self.save(lambda work: evidence_service.set_caption(work, line.link.id, text))
        )
        layout.addWidget(caption)
        return box

    def _unlink(self, line: EvidenceLine) -> None:
        job = self.workspace.change(lambda work, _p: evidence_service.unlink(work, [line.link.id]), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已移除佐证“{line.evidence.title}”")).start()
