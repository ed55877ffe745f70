"""督办单: the slips that were issued about the task."""

from __future__ import annotations

from ledger_app.domain.supervision import Slip
from ui.detail.part import DetailPart
from ui.detail.tab import DetailTab, text_label
from ui.models.columns import day
from ui.models.task_detail import TaskDetail

_COLOURS = {"blue": "蓝色", "yellow": "黄色", "orange": "橙色", "red": "红色"}


class SlipsPart(DetailPart):
    """Slips by day of issue, to be read."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part."""
        super().__init__(tab, "slips", "督办单")

    def fill(self, detail: TaskDetail) -> None:
        """List the slips."""
        for slip in detail.slips:
            self.rows.addWidget(text_label(_words(slip), "", f"slip_{slip.id}"))
        if not detail.slips:
            self.add_empty("没有督办单。")


def _words(slip: Slip) -> str:
    if slip.closed_on is not None:
        state = f"{day(slip.closed_on)} 办结"
    elif slip.replied_on is not None:
        state = f"{day(slip.replied_on)} 回复"
    else:
        state = f"限 {day(slip.due)} 回复" if slip.due is not None else "未回复"
    head = "　".join((f"{slip.number}（{_COLOURS[slip.colour]}）", day(slip.issued), state))
    return "\n".join(filter(None, (head, slip.matter, f"回复：{slip.reply}" if slip.reply else "")))
