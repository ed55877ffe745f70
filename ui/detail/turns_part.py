"""周期: the rule of a recurring duty and the turns it made, by year; what is due when of 长期坚持."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.schedule import report_due
from ledger_app.domain.standings import Standing, report_standing, turn_standing
from ledger_app.domain.task import Occurrence
from ledger_app.ports import UnitOfWork
from ledger_app.services import deadlines as deadline_service
from ledger_app.services import turns as turn_service
from ui.detail.part import DetailPart, more_button
from ui.detail.rhythm_dialog import RhythmDialog
from ui.detail.tab import DetailTab, text_label
from ui.detail.turn_dialogs import ask_finish, ask_move, ask_new, ask_report, ask_skip
from ui.entry_button import add_entry, entry_button
from ui.models.task_detail import TaskDetail
from ui.pages.page import labelled
from ui.views.chips import ChipLabel

TURN_CHIPS: dict[Standing, tuple[str, str, str]] = {
    Standing.DONE: ("green", "完成", "●"),
    Standing.DONE_LATE: ("yellow", "迟完成", "■"),
    Standing.LATE: ("red", "逾期", "▲"),
    Standing.AHEAD: ("grey", "未到", "○"),
    Standing.SKIPPED: ("grey", "免做", "○"),
}
"""Tone, word and sign of a turn or a milestone."""
_REPORT_CHIPS = {
    **TURN_CHIPS,
    Standing.DONE: ("green", "已报", "●"),
    Standing.DONE_LATE: ("yellow", "迟报", "■"),
    Standing.LATE: ("red", "未报", "▲"),
}


class TurnsPart(DetailPart):
    """The rule, and one line for each turn of the year shown."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its act."""
        change = entry_button("turns_rule")
        change.clicked.connect(lambda: RhythmDialog(self).open())
        super().__init__(tab, "turns", "周期与各期", change)
        self._year = 0
        self._task_id = 0

    @property
    def year(self) -> int:
        """Return the year whose turns are shown."""
        return self._year

    def show_year(self, year: int) -> None:
        """Show the turns of another year."""
        self._year = year
        if self.detail is not None:
            self.show_detail(self.detail)

    def fill(self, detail: TaskDetail) -> None:
        """Show the rule and the turns."""
        if detail.task.id != self._task_id:
            self._task_id = detail.task.id
            self._year = self.workspace.cutoff.year
        rules = [(one, turn_service.rhythm_of(one)) for one in detail.deadlines]
        for deadline, rhythm in rules:
            if rhythm is not None:
                quote = f"　原文“{deadline.raw}”" if deadline.raw != rhythm.words else ""
                self.add_text(f"{rhythm.words}{quote}", "", f"turns_words_{deadline.id}")
        if any(rhythm is not None for _, rhythm in rules) or detail.occurrences:
            self._add_year_bar()
            self._add_turns(detail)
            self._add_acts_of_year()
            primary = detail.primary_deadline
            if detail.task.kind != "recurring" and primary is not None:
                words = f"各期供安排和登记；是否逾期按考核时限“{primary.raw}”判断。"
                self.add_text(words, "secondary", "turns_not_judged")
        elif detail.task.kind in ("continuing", "recurring"):
            self._add_reports(detail)
        else:
            self.add_empty("不是周期任务。每月、每季度都要做的工作，按“设定周期…”后按各期考核。")

    def _add_year_bar(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, icon, label, step in (("back", "left", "上一年", -1), ("forth", "right", "下一年", 1)):
            button = entry_button(f"turns_{name}")
            button.setAccessibleName(label)
            button.setIcon(self.look.icon(icon))
            button.clicked.connect(partial(self._turn_year, step))
            row.addWidget(button)
            if step < 0:
                row.addWidget(labelled(f"{self._year}年", "heading", "turns_year"))
        row.addStretch(1)
        self.rows.addLayout(row)

    def _add_acts_of_year(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        if self.is_writable:
            make = entry_button("turns_generate", tip=f"按规则补齐{self._year}年还没有的各期")
            make.clicked.connect(self._generate)
            one = entry_button("turns_add")
            one.clicked.connect(lambda: ask_new(self))
            row.addWidget(make)
            row.addWidget(one)
        row.addStretch(1)
        self.rows.addLayout(row)

    def _add_turns(self, detail: TaskDetail) -> None:
        shown = [one for one in detail.occurrences if one.due.year == self._year]
        for turn in shown:
            self.rows.addWidget(self._row(turn))
        if not shown:
            self.add_empty(f"{self._year}年还没有各期，按“生成各期”。")
            return
        done = sum(1 for one in shown if one.state == "done")
        late = sum(1 for one in shown if turn_standing(one, self.workspace.cutoff) is Standing.LATE)
        skipped = sum(1 for one in shown if one.state == "skipped")
        words = [f"共 {len(shown)} 期", f"完成 {done}"]
        words += [f"逾期 {late}"] if late else []
        words += [f"免做 {skipped}"] if skipped else []
        self.add_text("，".join(words), "secondary", "turns_summary")

    def _row(self, turn: Occurrence) -> QWidget:
        box = QWidget()
        box.setObjectName(f"turn_{turn.id}")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        chip = ChipLabel(self.look, f"turn_state_{turn.id}")
        row.addWidget(chip)
        chip.show_light(*TURN_CHIPS[turn_standing(turn, self.workspace.cutoff)])
        words = text_label(f"{period_name(turn.period)}　{turn.due:%m-%d} 前", "", f"turn_words_{turn.id}")
        if turn.done_on is not None:
            words.setText(f"{words.text()}　{turn.done_on:%m-%d} 完成")
        words.setToolTip(turn.note)
        if turn.note and turn.state != "done":
            words.setText(f"{words.text()}\n{turn.note}")
        row.addWidget(words, 1)
        if self.is_writable:
            self._add_acts(row, turn)
        return box

    def _add_acts(self, row: QHBoxLayout, turn: Occurrence) -> None:
        name = period_name(turn.period)
        if turn.state == "open":
            done = entry_button("turn_done", turn.id, tip=f"登记 {name} 今天完成，日期可以再改")
            done.setAccessibleName(f"{name} 完成")
            today = self.workspace.today
            done.clicked.connect(
                lambda: self.tab.save(lambda work: deadline_service.finish_turn(work, turn.id, today, turn.note))
            )
            say = entry_button("turn_report", turn.id, tip=f"填报 {name} 的完成情况")
            say.setAccessibleName(f"填报 {name}")
            say.clicked.connect(lambda: ask_report(self, turn))
            row.addWidget(done)
            row.addWidget(say)
        button, menu = more_button(f"turn_more_{turn.id}", f"{name} 的其他操作")
        add_entry(menu, "turn_move", lambda: ask_move(self, turn))
        add_entry(menu, "turn_finish", lambda: ask_finish(self, turn))
        if turn.state == "open":
            add_entry(menu, "turn_skip", lambda: ask_skip(self, turn))
        else:
            add_entry(menu, "turn_reopen", lambda: self.tab.save(lambda work: turn_service.reopen_turn(work, turn.id)))
        add_entry(menu, "turn_remove", lambda: self.tab.save(lambda work: turn_service.remove(work, turn.id)))
        row.addWidget(button)

    def _add_reports(self, detail: TaskDetail) -> None:
        """Show of a duty that is judged by its reports alone what was due when, and what came."""
        settings, cutoff = self.workspace.settings, self.workspace.cutoff
        self.add_text("长期坚持的工作不计逾期，看每月进展是否按期报送。", "secondary", "reports_rule")
        start = detail.row.facts.start
        came = {entry.period: entry for entry in reversed(detail.entries)}
        for number in range(1, 13):
            month = Period(self._year, "month", number)
            due = report_due(month, settings)
            if start is not None and month.last_day < start:
                continue
            entry = came.get(str(month))
            received = entry.received if entry is not None else None
            standing = report_standing(received, due, cutoff, is_there=entry is not None)
            words = f"{due:%m-%d} 前报送" + (f"　{received:%m-%d} 收到" if received else "")
            self.rows.addWidget(self._report_row(month, _REPORT_CHIPS[standing], words))

    def _report_row(self, month: Period, chip: tuple[str, str, str], words: str) -> QWidget:
        box = QWidget()
        box.setObjectName(f"report_{month}")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        label = ChipLabel(self.look, f"report_state_{month}")
        row.addWidget(label)
        label.show_light(*chip)
        row.addWidget(text_label(f"{month.number}月　{words}"), 1)
        return box

    def _turn_year(self, step: int) -> None:
        self.show_year(self._year + step)

    def _generate(self) -> None:
        detail = self.detail
        if detail is not None:
            task_id, year = detail.task.id, self._year

            def verb(work: UnitOfWork) -> ChangeSet:
                return turn_service.generate(work, task_id, year)

            self.tab.save(verb)


def period_name(period: str) -> str:
    """Return a turn's period in words: 2024年6月, 2024年第2季度, 2024年第23周; "/2" = its second turn."""
    base, _, number = period.partition("/")
    second = f"（第{number}次）" if number else ""
    if "-W" in base:
        year, week = base.split("-W")
        return f"{year}年第{int(week)}周{second}"
    try:
        return f"{Period.parse(base).name}{second}"
    except ValueError:
        return period
