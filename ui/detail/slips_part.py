"""督办单: the slips that were issued about the task, and one more about it."""

from __future__ import annotations

from ledger_app.domain.slips import SLIP_COLOUR_NAMES
from ledger_app.domain.supervision import Slip
from ledger_app.services import slips as slip_service
from ledger_app.services.slips import SlipDraft
from ui.detail.part import DetailPart
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab, text_label
from ui.fields import ChoiceField, DateField, TextField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail
from ui.pages.page import push_button


class SlipsPart(DetailPart):
    """Slips by day of issue."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        issue = push_button("开具督办单…", "slip_issue", "flat", "就这项任务给责任单位开一张督办单，自动编号")
        issue.clicked.connect(self._ask)
        super().__init__(tab, "slips", "督办单", issue)

    def fill(self, detail: TaskDetail) -> None:
        """List the slips."""
        for slip in detail.slips:
            self.rows.addWidget(text_label(_words(slip), "", f"slip_{slip.id}"))
        if not detail.slips:
            self.add_empty("没有督办单。逾期或严重滞后的任务，可按“开具督办单…”。")

    def _ask(self) -> None:
        detail = self.detail
        if detail is None:
            return
        dialog = SavingDialog(
            self,
            self.workspace,
            "slip_dialog",
            f"开具督办单：{detail.task.code}",
            "开具督办单",
            "编号按台账的规则顺排。",
        )
        units = [(str(one.owner.unit_id), one.name) for one in detail.owners if one.owner.unit_id is not None]
        unit = ChoiceField("slip_unit", "承办单位", units or [("", "（没有责任单位）")])
        dialog.add_row("承办单位", unit)
        colour = ChoiceField("slip_colour", "颜色", SLIP_COLOUR_NAMES.items())
        dialog.add_row("颜色", colour)
        matter = TextField("slip_matter", "督办事项", 2)
        matter.setPlainText(detail.task.title)
        dialog.add_row("督办事项", matter)
        requirement = TextField("slip_requirement", "办理要求", 2)
        dialog.add_row("办理要求", requirement)
        due = DateField("slip_due", "回复期限", self.look)
        due.show_value(None, self.workspace.today.year)
        dialog.add_row("回复期限", due)
        signer = dialog.add_line("签发人", "slip_signer")
        task_id, today = detail.task.id, self.workspace.today

        def make() -> Verb:
            draft = SlipDraft(
                next(one for one in SLIP_COLOUR_NAMES if one == colour.value()),
                int(unit.value()) if unit.value() else None,
                (task_id,),
                matter.text(),
                today,
                due.value(),
                requirement=requirement.text(),
                signer=signer.text(),
            )
            return lambda work: slip_service.issue(work, [draft]).changes

        dialog.on_save(make)
        dialog.open()


def _words(slip: Slip) -> str:
    if slip.closed_on is not None:
        state = f"{day(slip.closed_on)} 办结"
    elif slip.replied_on is not None:
        state = f"{day(slip.replied_on)} 回复"
    else:
        state = f"限 {day(slip.due)} 回复" if slip.due is not None else "未回复"
    head = "　".join((f"{slip.number}（{SLIP_COLOUR_NAMES[slip.colour]}）", day(slip.issued), state))
    return "\n".join(filter(None, (head, slip.matter, f"回复：{slip.reply}" if slip.reply else "")))
