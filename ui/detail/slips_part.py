"""督办单: the slips that were issued about the task, and one more about it."""

from __future__ import annotations

from ledger_app.domain.slips import SLIP_COLOUR_NAMES
from ledger_app.domain.supervision import Slip
from ui.detail.part import DetailPart
from ui.detail.tab import DetailTab, text_label
from ui.entry_button import entry_button
from ui.models.columns import day
from ui.models.task_detail import TaskDetail


class SlipsPart(DetailPart):
    """Slips by day of issue."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        issue = entry_button("slip_issue")
        issue.clicked.connect(self._ask)
        super().__init__(tab, "slips", "督办单", issue)

    def fill(self, detail: TaskDetail) -> None:
        """List the slips."""
        for slip in detail.slips:
            self.rows.addWidget(text_label(_words(slip), "", f"slip_{slip.id}"))
            self.add_print("slip", "打印督办单", (slip.id,))
        if not detail.slips:
            self.add_empty("没有督办单。逾期或严重滞后的任务，可按“开具督办单…”。")

    def _ask(self) -> None:
        # Loaded when it is first wanted: the pane is made with the ledger page, few slips are issued.
        from ui.monthly.slip_acts import SlipActs

        if self.detail is not None:
            SlipActs(self, self.workspace).new([self.detail.task.id])


def _words(slip: Slip) -> str:
    if slip.closed_on is not None:
        state = f"{day(slip.closed_on)} 办结"
    elif slip.replied_on is not None:
        state = f"{day(slip.replied_on)} 回复"
    else:
        state = f"限 {day(slip.due)} 回复" if slip.due is not None else "未回复"
    head = "　".join((f"{slip.number}（{SLIP_COLOUR_NAMES[slip.colour]}）", day(slip.issued), state))
    return "\n".join(filter(None, (head, slip.matter, f"回复：{slip.reply}" if slip.reply else "")))
