"""子任务: the task that this one is a part of, its own parts with how far they are, each a step away."""

from __future__ import annotations

from ledger_app.domain.facts import TaskFacts
from ledger_app.services.parts import Family
from ui.detail.part import DetailPart
from ui.detail.tab import DetailTab
from ui.elided_button import ElidedButton
from ui.models.task_detail import TaskDetail
from ui.workspace import Place


class FamilyPart(DetailPart):
    """Parent and parts; not there for a task that has neither."""

    def __init__(self, tab: DetailTab) -> None:
        """Make an empty part."""
        super().__init__(tab, "family", "子任务")
        self.hide()

    def fill(self, detail: TaskDetail) -> None:
        """List parent and parts."""
        family = detail.family
        self.setVisible(family.parent is not None or bool(family.parts))
        self.heading.setText("子任务" if family.parts else "上级任务")
        if family.parent is not None:
            whole = family.parent
            lead = "上级任务 " if family.parts else ""
            self._add_link(whole.id, f"{lead}{whole.code}　{whole.title}", "打开这项任务拆分前的总任务")
        if family.parts:
            self.add_text(_state(family), "secondary", "family_state")
        for part in family.parts:
            self._add_link(part.id, f"{part.code}　{part.title}　{_how_far(part)}", "打开这项子任务")

    def _add_link(self, task_id: int, text: str, tip: str) -> None:
        link = ElidedButton(text, f"family_{task_id}", tip)
        link.clicked.connect(lambda: self.workspace.open_place(Place("ledger", task_id=task_id)))
        self.rows.addWidget(link)


def _state(family: Family) -> str:
    percent = "" if family.percent is None else f"，按子任务平均进度 {family.percent:.0f}%"
    return f"完成 {family.done_count}/{family.live_count}{percent}"


def _how_far(part: TaskFacts) -> str:
    if part.closed_on is not None:
        return "已销号"
    if part.standing != "active":
        return "已取消" if part.standing == "cancelled" else "暂缓"
    if part.completed_on is not None:
        return "已完成"
    return "未报" if part.percent is None else f"{part.percent:g}%"
