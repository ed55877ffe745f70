"""What the chosen tasks should have: read from their words and usual for their kind, ticked, and put down at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QWidget

from ledger_app.domain.task import Task
from ledger_app.ports import ReadSession
from ledger_app.services import expected_evidence
from ledger_app.services.expected_evidence import ProposedEvidence
from ui.dialogs.expected_waivers import ask_templates
from ui.dialogs.form import FormDialog
from ui.entry_button import entry_button
from ui.workspace import Workspace

_NUMBER = Qt.ItemDataRole.UserRole


class ExpectedDialog(FormDialog):
    """The proposals under their tasks; those read from the tasks' own words are ticked."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, proposals: Sequence[ProposedEvidence], names: dict[int, str]
    ) -> None:
        """Show the proposals.

        Args:
            parent: the window.
            workspace: the ledger they are put into.
            proposals: by task.
            names: task id -> number and title.
        """
        note = "勾选的会记为“应有材料”，以后缺什么一目了然。从任务文字里读出的已经勾上，常用材料按需勾选。"
        super().__init__(parent, "expected_dialog", "应有材料", "记下", note)
        self._workspace = workspace
        self._proposals = tuple(proposals)
        self.setMinimumWidth(680)
        self.usual = QCheckBox("同时勾选常用材料（通知、签到、照片、数据、总结等）")
        self.usual.setObjectName("expected_usual")
        self.usual.setAccessibleName("同时勾选常用材料")
        self.usual.toggled.connect(self._tick_usual)
        self.templates = entry_button("expected_templates")
        self.templates.clicked.connect(lambda: ask_templates(self, workspace, self._read_anew))
        self.tree = QTreeWidget()
        self.tree.setObjectName("expected_tree")
        self.tree.setAccessibleName("应有材料，空格勾选")
        self.tree.setHeaderLabels(["材料", "依据"])
        self.tree.setMinimumHeight(320)
        self.tree.setUniformRowHeights(True)
        self._fill(names)
        self.tree.setColumnWidth(0, 330)
        self.tree.itemChanged.connect(lambda *_args: self._show_verb())
        row = QHBoxLayout()
        row.addWidget(self.usual, 1)
        row.addWidget(self.templates)
        self.extra.addLayout(row)
        self.extra.addWidget(self.tree, 1)
        self._show_verb()
        self.tree.setFocus()
        self.on_accepted(self._save)

    def _read_anew(self) -> None:
        """Show the proposals with the usual papers as they are now."""
        window, task_ids = self.parentWidget(), list(dict.fromkeys(one.task_id for one in self._proposals))
        self.reject()
        if window is not None:
            open_expected_dialog(window, self._workspace, task_ids)

    def _fill(self, names: dict[int, str]) -> None:
        tops: dict[int, QTreeWidgetItem] = {}
        for number, one in enumerate(self._proposals):
            top = tops.get(one.task_id)
            if top is None:
                top = tops[one.task_id] = QTreeWidgetItem(self.tree, [names.get(one.task_id, "")])
                top.setFirstColumnSpanned(True)
                top.setExpanded(True)
            item = QTreeWidgetItem(top, [one.name, one.source])
            item.setToolTip(0, one.name)
            item.setToolTip(1, one.source)
            item.setData(0, _NUMBER, number)
            item.setCheckState(0, Qt.CheckState.Checked if one.is_read else Qt.CheckState.Unchecked)

    def _items(self) -> list[tuple[ProposedEvidence, QTreeWidgetItem]]:
        found = []
        for place in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(place)
            for row in range(top.childCount() if top is not None else 0):
                item = top.child(row) if top is not None else None
                if item is not None:
                    found.append((self._proposals[int(item.data(0, _NUMBER))], item))
        return found

    def _chosen(self) -> list[ProposedEvidence]:
        return [one for one, item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def _tick_usual(self, is_on: bool) -> None:
        state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        self.tree.blockSignals(True)
        for one, item in self._items():
            if not one.is_read:
                item.setCheckState(0, state)
        self.tree.blockSignals(False)
        self.tree.viewport().update()
        self._show_verb()

    def _show_verb(self) -> None:
        count = len(self._chosen())
        self.verb_button.setText(f"记下 {count} 项" if count else "记下")
        self.verb_button.setEnabled(bool(count))

    def _save(self) -> None:
        chosen, workspace = self._chosen(), self._workspace
        job = workspace.change(lambda work, _progress: expected_evidence.add(work, chosen), workspace)
        job.on_success(lambda _changes: workspace.say_done(f"已记下 {len(chosen)} 项应有材料")).start()


def open_expected_dialog(parent: QWidget, workspace: Workspace, task_ids: Sequence[int]) -> None:
    """Read what tasks should have, and open the dialog; tasks that lack nothing more are told so."""
    ids = tuple(task_ids)

    def show(found: tuple[list[ProposedEvidence], dict[int, str]]) -> None:
        proposals, names = found
        if proposals:
            ExpectedDialog(parent, workspace, proposals, names).open()
        else:
            workspace.messages.show_text("应有材料", "没有可以再添加的：应有材料都已经记下了。")

    job = workspace.query(lambda session, _progress: _read(session, ids), parent)
    job.on_success(show).start()


def _read(session: ReadSession, task_ids: Sequence[int]) -> tuple[list[ProposedEvidence], dict[int, str]]:
    names = {task.id: f"{task.code}　{task.title}" for task in session.of(Task).find(id=tuple(task_ids))}
    return expected_evidence.propose(session, task_ids), names
