"""What is asked about one turn of a recurring duty: its report, its day, why it is left out."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QCheckBox

from ledger_app.domain.period import month_of
from ledger_app.domain.task import Occurrence
from ledger_app.services import deadlines as deadline_service
from ledger_app.services import turns as turn_service
from ledger_app.services.progress import Report
from ui.detail.part import DetailPart, PercentField
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.fields import DateField, TextField


def ask_report(part: DetailPart, turn: Occurrence) -> None:
    """Ask for the report on a turn."""
    dialog = _dialog(part, "turn_report_dialog", f"填报 {turn.period}", "填报这一期")
    text = TextField("turn_text", "完成情况", 4)
    dialog.add_row("完成情况", text)
    percent = PercentField("turn_percent", "全年完成百分比")
    dialog.add_row("全年完成 %", percent)
    problems = TextField("turn_problems", "存在问题", 2)
    dialog.add_row("存在问题", problems)
    received = _date(dialog, part, "turn_received", "收到日期", part.workspace.today)
    reporter = dialog.add_line("填报人", "turn_reporter")
    is_done = QCheckBox("这一期就此完成")
    is_done.setObjectName("turn_is_done")
    is_done.setChecked(True)
    dialog.extra.addWidget(is_done)
    month = month_of(min(turn.due, part.workspace.cutoff))

    def make() -> Verb:
        said = Report(
            text.text(), percent.value(), problems.text(), reporter=reporter.text(), received=received.value()
        )
        done = is_done.isChecked()
        return lambda work: turn_service.report(work, turn.id, month, said, is_done=done)

    dialog.on_save(make)
    dialog.open()


def ask_move(part: DetailPart, turn: Occurrence) -> None:
    """Ask for another day of a single turn."""
    note = "只改这一期，规则和其余各期不变。"
    dialog = _dialog(part, "turn_move_dialog", f"改时限：{turn.period}", "改这一期的时限", note)
    due = _date(dialog, part, "turn_due", "到期日", turn.due)
    reason = dialog.add_line("原因", "turn_reason", turn.note)

    def make() -> Verb | str:
        day, why = due.value(), reason.text()
        if day is None:
            return "请填写到期日。"
        return lambda work: turn_service.move(work, turn.id, day, why)

    dialog.on_save(make)
    dialog.open()


def ask_finish(part: DetailPart, turn: Occurrence) -> None:
    """Ask for the day a turn was done."""
    dialog = _dialog(part, "turn_finish_dialog", f"完成日期：{turn.period}", "登记完成日期")
    done = _date(dialog, part, "turn_done_on", "完成日期", turn.done_on or part.workspace.today)
    note = dialog.add_line("备注", "turn_note", turn.note)

    def make() -> Verb | str:
        day, words = done.value(), note.text()
        if day is None:
            return "请填写完成日期。"
        return lambda work: deadline_service.finish_turn(work, turn.id, day, words)

    dialog.on_save(make)
    dialog.open()


def ask_skip(part: DetailPart, turn: Occurrence) -> None:
    """Ask why a turn is left out."""
    note = "免做的一期不再提醒，也不计逾期；原因随任务保存。"
    dialog = _dialog(part, "turn_skip_dialog", f"免做：{turn.period}", "免做这一期", note)
    reason = dialog.add_line("原因", "turn_skip_reason")

    def make() -> Verb:
        why = reason.text()
        return lambda work: deadline_service.skip_turn(work, turn.id, why)

    dialog.on_save(make)
    dialog.open()


def ask_new(part: DetailPart) -> None:
    """Ask for the day of a turn outside the rule."""
    detail = part.detail
    if detail is None:
        return
    dialog = _dialog(part, "turn_new_dialog", "加一期", "加一期", "在规则之外单独加一期。")
    due = _date(dialog, part, "turn_new_due", "到期日", None)
    note = dialog.add_line("说明", "turn_new_note")
    task_id = detail.task.id

    def make() -> Verb | str:
        day, words = due.value(), note.text()
        if day is None:
            return "请填写到期日。"
        return lambda work: turn_service.add(work, task_id, day, words)

    dialog.on_save(make)
    dialog.open()


def _dialog(part: DetailPart, name: str, title: str, verb: str, note: str = "") -> SavingDialog:
    code = part.detail.task.code if part.detail is not None else ""
    return SavingDialog(part, part.workspace, name, f"{title}　{code}", verb, note)


def _date(dialog: SavingDialog, part: DetailPart, name: str, label: str, value: dt.date | None) -> DateField:
    field = DateField(name, label, part.look)
    field.show_value(value, part.workspace.cutoff.year)
    dialog.add_row(label, field)
    return field
