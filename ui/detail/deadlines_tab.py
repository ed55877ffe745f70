"""时限: every deadline with its words, the turns of a recurring duty, the milestones."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledger_app.domain.standings import milestone_standing
from ledger_app.domain.task import Milestone
from ledger_app.services import deadlines as deadline_service
from ledger_app.services import milestones as milestone_service
from ledger_app.services.milestones import Step
from ui.detail.deadline_row import DeadlineRow
from ui.detail.part import DetailPart, PercentField, more_button
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab, text_label
from ui.detail.turns_part import TURN_CHIPS, TurnsPart
from ui.entry_button import add_entry, entry_button
from ui.fields import DateField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail
from ui.views.chips import ChipLabel
from ui.workspace import Workspace


class DeadlinesTab(DetailTab):
    """Three parts below each other."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the parts."""
        super().__init__("deadlines", workspace)
        self.parts: tuple[DetailPart, ...] = (DeadlinesPart(self), TurnsPart(self), MilestonesPart(self))
        for part in self.parts:
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task's dates."""
        super().show_detail(detail)
        for part in self.parts:
            part.show_detail(detail)


class DeadlinesPart(DetailPart):
    """All deadlines, the one the task is judged by first."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        add = entry_button("deadline_add")
        add.clicked.connect(self._ask)
        super().__init__(tab, "deadlines", "完成时限", add)

    def fill(self, detail: TaskDetail) -> None:
        """List them."""
        for deadline in detail.deadlines:
            self.rows.addWidget(DeadlineRow(self.tab, deadline, detail, "all_"))
        if not detail.deadlines:
            self.add_empty("没有完成时限，无法判断是否逾期。按“添加时限…”填写，或在下面设定周期。")

    def _ask(self) -> None:
        detail = self.detail
        if detail is None:
            return
        title = f"添加时限：{detail.task.code}"
        dialog = SavingDialog(self, self.workspace, "deadline_dialog", title, "添加时限")
        due = DateField("deadline_new_due", "完成时限", self.look)
        due.show_value(None, self.workspace.cutoff.year)
        dialog.add_row("完成时限", due)
        raw = dialog.add_line("文件原文", "deadline_new_raw")
        raw.setPlaceholderText("如“年底前投入使用”，可不填")
        reason = dialog.add_line("说明", "deadline_new_reason")
        task_id = detail.task.id

        def make() -> Verb | str:
            day_, words, why = due.value(), raw.text(), reason.text()
            if day_ is None:
                return "请填写完成时限。"
            return lambda work: deadline_service.add(work, task_id, day_, words, why)

        dialog.on_save(make)
        dialog.open()


class MilestonesPart(DetailPart):
    """The dated steps inside the task."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        add = entry_button("milestone_add")
        add.clicked.connect(lambda: self._ask(None))
        super().__init__(tab, "milestones", "节点", add)

    def fill(self, detail: TaskDetail) -> None:
        """List them by day."""
        for milestone in detail.milestones:
            self.rows.addWidget(self._row(milestone))
        if not detail.milestones:
            self.add_empty("没有节点。大的任务可以分步记：某月底前选址、某月底前开工、年底前投用。")

    def _row(self, milestone: Milestone) -> QWidget:
        box = QWidget()
        box.setObjectName(f"milestone_{milestone.id}")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        chip = ChipLabel(self.look, f"milestone_state_{milestone.id}")
        row.addWidget(chip)
        chip.show_light(*TURN_CHIPS[milestone_standing(milestone, self.workspace.cutoff)])
        facts = [day(milestone.due) if milestone.due else "日期未定"]
        if milestone.percent is not None:
            facts.append(f"应达 {milestone.percent:g}%")
        if milestone.done_on is not None:
            facts.append(f"{day(milestone.done_on)} 完成")
        row.addWidget(text_label(f"{milestone.title}\n{'　'.join(facts)}"), 1)
        if self.is_writable:
            self._add_acts(row, milestone)
        return box

    def _add_acts(self, row: QHBoxLayout, milestone: Milestone) -> None:
        today = self.workspace.today
        if milestone.done_on is None:
            done = entry_button("milestone_done", milestone.id)
            done.clicked.connect(
                lambda: self.tab.save(lambda work: milestone_service.finish(work, milestone.id, today))
            )
            row.addWidget(done)
        button, menu = more_button(f"milestone_more_{milestone.id}", f"节点“{milestone.title}”的其他操作")
        add_entry(menu, "milestone_change", lambda: self._ask(milestone))
        add_entry(menu, "milestone_done_on", lambda: self._ask_done(milestone))
        if milestone.done_on is not None:
            add_entry(
                menu,
                "milestone_reopen",
                lambda: self.tab.save(lambda work: milestone_service.finish(work, milestone.id, None)),
            )
        add_entry(
            menu,
            "milestone_remove",
            lambda: self.tab.save(lambda work: milestone_service.remove(work, milestone.id)),
        )
        row.addWidget(button)

    def _ask(self, milestone: Milestone | None) -> None:
        detail = self.detail
        if detail is None:
            return
        verb = "添加节点" if milestone is None else "修改节点"
        dialog = SavingDialog(self, self.workspace, "milestone_dialog", f"{verb}：{detail.task.code}", verb)
        title = dialog.add_line("节点", "milestone_title", milestone.title if milestone else "")
        due = DateField("milestone_due", "到期日", self.look)
        due.show_value(milestone.due if milestone else None, self.workspace.cutoff.year)
        dialog.add_row("到期日", due)
        percent = PercentField("milestone_percent", "应达百分比")
        percent.show_value(milestone.percent if milestone else None)
        dialog.add_row("应达 %", percent)
        task_id = detail.task.id

        def make() -> Verb:
            step = Step(title.text(), due.value(), percent.value())
            if milestone is None:
                return lambda work: milestone_service.add(work, task_id, step)
            return lambda work: milestone_service.change(work, milestone.id, step)

        dialog.on_save(make)
        dialog.open()

    def _ask_done(self, milestone: Milestone) -> None:
        dialog = SavingDialog(
            self, self.workspace, "milestone_done_dialog", f"完成日期：{milestone.title}", "登记完成日期"
        )
        done = DateField("milestone_done_day", "完成日期", self.look)
        done.show_value(milestone.done_on or self.workspace.today, self.workspace.today.year)
        dialog.add_row("完成日期", done)

        def make() -> Verb:
            day_ = done.value()
            return lambda work: milestone_service.finish(work, milestone.id, day_)

        dialog.on_save(make)
        dialog.open()
