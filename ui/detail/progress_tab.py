"""进展: file this period's report, see and correct the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry
from ledger_app.services import progress as progress_service
from ui.detail.progress_curve import ProgressCurve
from ui.detail.tab import DetailTab, clear, text_label
from ui.fields import TextField
from ui.models.columns import percent_text
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline, labelled, push_button
from ui.workspace import Workspace

_KINDS = {"report": "", "no_change": "无变化", "carried": "沿用上期"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for one task and month and is not saved yet."""

    text: str
    percent: str
    problems: str
    next_step: str


class ProgressTab(DetailTab):
    """The form of one month on top, earlier reports below."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the form; the month is the cut-off date's until another is chosen."""
        super().__init__("progress", workspace)
        self._period = Period.containing(workspace.cutoff)
        self._drafts: dict[tuple[int, str], Draft] = {}
        self._entry: ProgressEntry | None = None
        self._make_head()
        self.text = TextField("progress_text", "本期进展情况", 4)
        self.text.setPlaceholderText("写清做了什么、到了哪一步，例如：完成选址 5 个，开工 3 个。")
        self.column.addWidget(self.text)
        self._make_percent_row()
        self.curve = ProgressCurve(self.look)
        self.column.addWidget(self.curve)
        self.problems = TextField("progress_problems", "存在问题", 2)
        self.add_field("存在问题", self.problems)
        self.next_step = TextField("progress_next", "下一步打算", 2)
        self.add_field("下一步打算", self.next_step)
        self._make_buttons()
        self._past = QVBoxLayout()
        self._past.setSpacing(4)
        self.column.addLayout(self._past)
        self.column.addStretch(1)
        workspace.cutoff_changed.connect(self._on_cutoff_changed)

    @property
    def has_drafts(self) -> bool:
        """Say whether something was typed that is not saved."""
        self._keep_draft()
        return bool(self._drafts)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show a task's form for the month, with what was typed before if it is not saved yet."""
        self._keep_draft()
        super().show_detail(detail)
        self._show_form()
        self._show_past()
        judged = detail.row.judgement
        facts = detail.row.facts
        gap = judged.gap
        words = [] if judged.elapsed_percent is None else [f"时序 {judged.elapsed_percent:g}%"]
        if gap is not None:
            words.append("与时序持平" if gap == 0 else f"{'超' if gap > 0 else '差'} {abs(gap):g} 个百分点")
        self._gap.setText("　".join(words))
        reported = {entry.period: entry.percent for entry in reversed(detail.entries) if entry.percent is not None}
        start = facts.start or (Period(facts.plan_year, "year").first_day if facts.plan_year else None)
        self.curve.show_points(sorted(reported.items()), start, judged.due, judged.elapsed_percent)

    def start_filing(self) -> None:
        """Put the keyboard into the form of the cut-off date's month."""
        self.text.setFocus()

    def _make_head(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        self._back = push_button("", "progress_back", "flat", "上一个月")
        self._back.setIcon(self.look.icon("left"))
        self._back.setAccessibleName("上一个月")
        self._month = labelled("", "heading", "progress_month")
        self._forth = push_button("", "progress_forth", "flat", "下一个月")
        self._forth.setIcon(self.look.icon("right"))
        self._forth.setAccessibleName("下一个月")
        self._back.clicked.connect(lambda: self._turn(-1))
        self._forth.clicked.connect(lambda: self._turn(1))
        self._carry = push_button("沿用上期", "progress_carry", "flat", "把上期文字和进度照样登记为本期，注明沿用")
        self._same = push_button("无变化", "progress_no_change", "flat", "登记“本月无变化”，进度不变")
        self._carry.clicked.connect(self._on_carry)
        self._same.clicked.connect(self._on_same)
        for widget in (self._back, self._month, self._forth):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._carry)
        head.addWidget(self._same)
        self.column.addLayout(head)

    def _make_percent_row(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.percent = QLineEdit()
        self.percent.setObjectName("progress_percent")
        self.percent.setAccessibleName("完成百分比")
        self.percent.setFixedWidth(64)
        self.percent.setPlaceholderText("未填")
        validator = QDoubleValidator(0, 100, 1, self.percent)
        validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        self.percent.setValidator(validator)
        self._gap = labelled("", "secondary", "progress_gap")
        row.addWidget(QLabel("完成"))
        row.addWidget(self.percent)
        row.addWidget(QLabel("%"))
        row.addWidget(self._gap, 1)
        self.column.addSpacing(4)
        self.column.addLayout(row)

    def _make_buttons(self) -> None:
        row = QHBoxLayout()
        self._save_button = push_button("保存", "progress_save", "primary", "保存这个月的进展（Ctrl+Enter）")
        self._save_button.setShortcut("Ctrl+Return")
        self._save_button.clicked.connect(self._on_save)
        self._state = labelled("", "secondary", "progress_state")
        row.addWidget(self._state, 1)
        row.addWidget(self._save_button)
        self.column.addSpacing(6)
        self.column.addLayout(row)
        self.column.addSpacing(4)

    def _show_form(self) -> None:
        detail = self.detail
        if detail is None:
            return
        self._entry = detail.entry_of(str(self._period))
        draft = self._drafts.pop((detail.task.id, str(self._period)), None) or _stored(self._entry)
        for field, value in (
            (self.text, draft.text),
            (self.problems, draft.problems),
            (self.next_step, draft.next_step),
        ):
            field.setPlainText(value)
        self.percent.setText(draft.percent)
        self._month.setText(self._period.name)
        self._save_button.setText(f"{'更正' if self._entry else '保存'}{self._period.short_name}进展")
        kind = _KINDS[self._entry.kind] if self._entry else ""
        received = f"{self._entry.received.isoformat()} 收到" if self._entry and self._entry.received else ""
        self._state.setText("　".join(filter(None, (received, kind))) if self._entry else "本月尚未填报")
        writable = not self.workspace.is_read_only
        closed = detail.row.judgement.light.value == "closed"
        for widget in (self._save_button, self._carry, self._same):
            widget.setEnabled(writable and not closed)
        self._carry.setVisible(self._entry is None)
        self._same.setVisible(self._entry is None)
        for editor in (self.text, self.problems, self.next_step, self.percent):
            editor.setReadOnly(not writable or closed)

    def _show_past(self) -> None:
        clear(self._past)
        for entry in self.detail.entries if self.detail else ():
            if entry.period != str(self._period):
                self._past.addWidget(self._past_entry(entry))

    def _past_entry(self, entry: ProgressEntry) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        layout.addWidget(hairline())
        head = QHBoxLayout()
        head.addWidget(labelled(Period.parse(entry.period).name, "heading"))
        facts = [percent_text(entry.percent) if entry.percent is not None else "", _KINDS[entry.kind]]
        facts += [entry.reporter, f"{entry.received:%m-%d} 收到" if entry.received else ""]
        head.addWidget(labelled(" · ".join(filter(None, facts)), "secondary"), 1)
        open_it = push_button("查看", f"progress_open_{entry.id}", "link", "在上面打开这个月的进展")
        open_it.clicked.connect(lambda: self._show_month(Period.parse(entry.period)))
        head.addWidget(open_it)
        layout.addLayout(head)
        layout.addWidget(text_label(entry.text))
        if entry.problems:
            layout.addWidget(text_label(f"问题：{entry.problems}", "secondary"))
        return box

    def _turn(self, steps: int) -> None:
        self._show_month(self._period.shifted(steps))

    def _show_month(self, period: Period) -> None:
        self._keep_draft()
        self._period = period
        self._show_form()
        self._show_past()
        self.ensureVisible(0, 0)

    def _on_cutoff_changed(self) -> None:
        self._show_month(Period.containing(self.workspace.cutoff))

    def _report(self) -> progress_service.Report:
        percent = self.percent.text().strip()
        entry = self._entry
        return progress_service.Report(
            text=self.text.text(),
            percent=float(percent) if percent else None,
            problems=self.problems.text(),
            next_step=self.next_step.text(),
            unit_id=entry.unit_id if entry else None,
            occurrence_id=entry.occurrence_id if entry else None,
            reporter=entry.reporter if entry else "",
            received=entry.received if entry else None,
        )

    def _on_save(self) -> None:
        if self.detail is None:
            return
        task_id, period, report, entry = self.detail.task.id, str(self._period), self._report(), self._entry
        if entry is None:
            job = self.workspace.change(
                lambda work, _p: progress_service.file_entry(work, task_id, period, report), self
            )
        else:
            job = self.workspace.change(lambda work, _p: progress_service.amend(work, entry.id, report), self)
        draft = self._typed()
        self._saving = (task_id, period, draft)
        job.on_failure(self._on_refused).start()

    def _on_carry(self) -> None:
        if self.detail is not None:
            task_id, period = self.detail.task.id, str(self._period)
            self.save(lambda work: progress_service.carry_over(work, [task_id], period))

    def _on_same(self) -> None:
        if self.detail is not None:
            task_id, period = self.detail.task.id, str(self._period)
            self.save(lambda work: progress_service.no_change(work, [task_id], period))

    def _on_refused(self, error: Exception) -> None:
        # What was typed stays in the form, to be mended and saved again.
        self._saving = None
        self.workspace.messages.show_error(error)

    _saving: tuple[int, str, Draft] | None = None

    def _typed(self) -> Draft:
        return Draft(self.text.text(), self.percent.text().strip(), self.problems.text(), self.next_step.text())

    def _keep_draft(self) -> None:
        """Keep what was typed and not saved, by task and month, while something else is shown."""
        if self.detail is None:
            return
        key, typed = (self.detail.task.id, str(self._period)), self._typed()
        saving, self._saving = self._saving, None
        if typed == _stored(self._entry) or saving == (*key, typed):
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = typed


def _stored(entry: ProgressEntry | None) -> Draft:
    if entry is None:
        return Draft("", "", "", "")
    percent = "" if entry.percent is None else f"{entry.percent:g}"
    return Draft(entry.text, percent, entry.problems, entry.next_step)
