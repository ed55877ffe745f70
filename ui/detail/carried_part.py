"""往年：what a task was in the ledgers of earlier years; each can be opened where it lies."""

from __future__ import annotations

import json
from pathlib import Path

from ledger_app.domain.task import CarriedTask
from ui.detail.part import DetailPart
from ui.detail.tab import DetailTab
from ui.entry_button import entry_button
from ui.models.task_detail import TaskDetail

_FILES_MOST = 12


class CarriedPart(DetailPart):
    """The earlier years of a task; hidden for one that began in this ledger."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part."""
        super().__init__(tab, "carried", "往年台账")

    def fill(self, detail: TaskDetail) -> None:
        """List the earlier years, the latest first."""
        self.setVisible(bool(detail.carried))
        for one in sorted(detail.carried, key=lambda row: row.id, reverse=True):
            self._add(one)

    def _add(self, one: CarriedTask) -> None:
        year = f"{one.year} 年度" if one.year is not None else "往年"
        percent = f"，进度 {one.last_percent:g}%" if one.last_percent is not None else ""
        last = (
            f"填报 {one.entry_count} 次，最后一次 {one.last_period}{percent}" if one.entry_count else "没有填报过进展"
        )
        overdue = f"；{one.overdue_since} 到期时未完成" if one.overdue_since is not None else ""
        self.add_text(f"{year} {one.code}：{last}{overdue}。")
        files = [f"{file['number']}. {file['title']}" for file in json.loads(one.evidence)]
        if files:
            more = f" 等 {len(files)} 份" if len(files) > _FILES_MOST else ""
            self.add_text(f"佐证 {'；'.join(files[:_FILES_MOST])}{more}", "secondary")
        folder = Path(one.ledger_path)
        name = one.ledger_name or folder.name
        button = entry_button("carried_open", one.id, text=f"打开“{name}”", tip=f"在 {folder}；现在的台账会先存好")
        button.clicked.connect(lambda: self.workspace.ledger_wanted.emit(folder))
        self.rows.addWidget(button)
