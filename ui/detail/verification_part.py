"""核查: what checks found, beside what was reported where the two differ."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledger_app.domain.supervision import VERIFICATION_NAMES, Verification
from ledger_app.services import verifications as verification_service
from ledger_app.services.verifications import METHODS, Found
from ui.detail.part import DetailPart, PercentField
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab, text_label
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField, TextField
from ui.models.columns import day
from ui.models.task_detail import TaskDetail
from ui.views.chips import ChipLabel

_TONES = {"confirmed": ("green", "●"), "doubtful": ("yellow", "■"), "refuted": ("red", "▲")}
_RESULTS: tuple[Literal["confirmed", "doubtful", "refuted"], ...] = ("confirmed", "doubtful", "refuted")


class VerificationPart(DetailPart):
    """Results of checks, latest first."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        add = entry_button("verification_add")
        add.clicked.connect(self._ask)
        super().__init__(tab, "verification", "核查", add)

    def fill(self, detail: TaskDetail) -> None:
        """List the checks, and say where the latest differs from the report."""
        reported = detail.row.facts.percent
        latest = next((one for one in detail.verifications if one.percent is not None), None)
        if latest is not None and latest.percent is not None and reported is not None and latest.percent != reported:
            gap = latest.percent - reported
            words = f"自报 {reported:g}%，核查 {latest.percent:g}%，相差 {abs(gap):g} 个百分点。"
            self.add_text(words, "error" if gap < 0 else "", "verification_gap")
        for check in detail.verifications:
            self.rows.addWidget(self._row(check))
        if not detail.verifications:
            self.add_empty("还没有核查记录。核查结果与单位自报分开保存，不改动自报内容。")

    def _row(self, check: Verification) -> QWidget:
        box = QWidget()
        box.setObjectName(f"verification_{check.id}")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        tone, sign = _TONES[check.result]
        chip = ChipLabel(self.look, f"verification_result_{check.id}")
        row.addWidget(chip)
        chip.show_light(tone, VERIFICATION_NAMES[check.result], sign)
        facts = [day(check.on_date), check.method, check.by_name]
        if check.percent is not None:
            facts.append(f"{check.percent:g}%")
        words = "　".join(filter(None, facts))
        row.addWidget(text_label(f"{words}\n{check.note}" if check.note else words), 1)
        if not self.workspace.is_read_only:
            off = entry_button("verification_remove", check.id)
            off.setAccessibleName(f"删除 {day(check.on_date)} 的核查记录")
            off.setIcon(self.look.icon("close"))
            off.clicked.connect(lambda: self.tab.save(lambda work: verification_service.remove(work, check.id)))
            row.addWidget(off)
        return box

    def _ask(self) -> None:
        detail = self.detail
        if detail is None:
            return
        reported = detail.row.facts.percent
        note = f"单位自报 {reported:g}%。" if reported is not None else "单位还没有报过进度。"
        dialog = SavingDialog(
            self, self.workspace, "verification_dialog", f"登记核查：{detail.task.code}", "登记核查结果", note
        )
        result = ChoiceField("verification_result", "结果", [(key, VERIFICATION_NAMES[key]) for key in _RESULTS])
        dialog.add_row("结果", result)
        by_name = dialog.add_line("核查人", "verification_by")
        on_date = DateField("verification_date", "核查日期", self.look)
        on_date.show_value(self.workspace.today, self.workspace.today.year)
        dialog.add_row("核查日期", on_date)
        method = dialog.add_line("方式", "verification_method", offers=METHODS)
        method.setPlaceholderText("、".join(METHODS[:3]))
        percent = PercentField("verification_percent", "核查认定的完成百分比")
        dialog.add_row("认定 %", percent)
        said = TextField("verification_note", "核查情况", 3)
        dialog.add_row("情况", said)
        task_id = detail.task.id

        def make() -> Verb:
            chosen = next(one for one in _RESULTS if one == result.value())
            found = Found(chosen, by_name.text(), method.text(), on_date.value(), percent.value(), said.text())
            return lambda work: verification_service.record(work, task_id, found)

        dialog.on_save(make)
        dialog.open()
