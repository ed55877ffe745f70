"""进展: file a month's report, see, correct and take back the earlier ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ledger_app.domain.period import Period
from ledger_app.domain.progress import ProgressEntry, latest_of, unchanged_months
from ledger_app.services import progress as progress_service
from ui.detail.progress_form import Draft, ProgressForm
from ui.detail.tab import DetailTab, clear, text_label
from ui.entries import registry
from ui.entry_button import add_entry, entry_button
from ui.models.columns import percent_text
from ui.models.task_detail import TaskDetail
from ui.pages.page import hairline, labelled
from ui.workspace import Workspace

CARRY_KEY, SAME_KEY = "F7", "F8"
_KINDS = {"report": "", "no_change": "无变化", "carried": "沿用上期"}


class ProgressTab(DetailTab):
    """The form of one month on top, earlier reports below."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the form; the month is the cut-off date's until another is chosen."""
        super().__init__("progress", workspace)
        self._period = Period.containing(workspace.cutoff)
        self._drafts: dict[tuple[int, str], Draft] = {}
        self._entry: ProgressEntry | None = None
        self._saving: tuple[int, str, Draft] | None = None
        self.form = ProgressForm(self.look)
        self.text, self.percent = self.form.text, self.form.percent
        self._make_head()
        self.column.addWidget(self.form)
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

    @property
    def period(self) -> Period:
        """Return the month that stands in the form."""
        return self._period

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
        checked = next((one.percent for one in detail.verifications if one.percent is not None), None)
        if checked is not None and checked != facts.percent:
            words.append(f"核查 {checked:g}%")
        self.form.gap.setText("　".join(words))
        reported = {entry.period: entry.percent for entry in reversed(detail.entries) if entry.percent is not None}
        start = facts.start or (Period(facts.plan_year, "year").first_day if facts.plan_year else None)
        self.form.curve.show_points(sorted(reported.items()), start, judged.due, judged.elapsed_percent)

    def start_filing(self) -> None:
        """Put the keyboard into the form of the cut-off date's month."""
        self.text.setFocus()

    def _make_head(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        for name, icon, label, step in (("back", "left", "上一个月", -1), ("forth", "right", "下一个月", 1)):
            button = entry_button(f"progress_{name}")
            button.setIcon(self.look.icon(icon))
            button.setAccessibleName(label)
            button.clicked.connect(partial(self._turn, step))
            head.addWidget(button)
            if step < 0:
                head.addWidget(self._make_chooser())
        head.addStretch(1)
        self.column.addLayout(head)
        self.column.addLayout(self._make_quick_row())

    def _make_quick_row(self) -> QHBoxLayout:
        """Make the two acts that file a month with one press; they are gone once it is filed."""
        row = QHBoxLayout()
        row.setSpacing(4)
        self._carry = entry_button("progress_carry")
        self._same = entry_button("progress_no_change")
        for button, key, act in ((self._carry, CARRY_KEY, self._on_carry), (self._same, SAME_KEY, self._on_same)):
            button.clicked.connect(act)
            row.addWidget(button)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        row.addStretch(1)
        return row

    def _make_chooser(self) -> QToolButton:
        """Make the button with the month's name; its menu holds the year's months and marks those reported."""
        self._month = QToolButton()
        self._month.setObjectName("progress_month")
        self._month.setAccessibleName("填报月份")
        self._month.setProperty("kind", "button")
        self._month.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._month.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._months = QMenu(self._month)
        self._months.setObjectName("progress_months")
        self._months.aboutToShow.connect(self._fill_months)
        self._month.setMenu(self._months)
        return self._month

    def _fill_months(self) -> None:
        self._months.clear()
        reported = {entry.period for entry in self.detail.entries} if self.detail else set()
        for year in (self._period.year - 1, self._period.year, self._period.year + 1):
            menu = self._months if year == self._period.year else self._months.addMenu(f"{year}年")
            for number in range(1, 13):
                month = Period(year, "month", number)
                mark = "✓ " if str(month) in reported else "　 "
                words = f"{mark}{month.name}"
                add_entry(menu, "progress_month", partial(self._show_month, month), key=month, text=words)

    def _make_buttons(self) -> None:
        row = QHBoxLayout()
        self._save_button = entry_button("progress_save")
        # Not the button's own key: another text takes a button's key away.
        shortcut = QShortcut(QKeySequence(registry.entry("progress_save").shortcut), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._save_button.click)
        self._save_button.clicked.connect(self._on_save)
        self._remove_button = entry_button("progress_remove")
        self._remove_button.clicked.connect(self._on_remove)
        self._state = text_label("", "secondary", "progress_state")
        row.addWidget(self._state, 1)
        row.addWidget(self._remove_button)
        row.addWidget(self._save_button)
        self.column.addSpacing(6)
        self.column.addLayout(row)
        self.column.addSpacing(4)

    def _show_form(self) -> None:
        detail = self.detail
        if detail is None:
            return
        self._entry = detail.entry_of(str(self._period))
        draft = self._drafts.pop((detail.task.id, str(self._period)), None) or Draft.of(self._entry)
        earlier = [one for one in detail.entries if one.period < str(self._period)]
        before = latest_of(earlier)
        self.form.show_draft(draft, before.text if before else "")
        self._month.setText(f"{self._period.name} ")
        self._month.setAccessibleName(f"填报月份：{self._period.name}")
        self._save_button.setText(f"{'更正' if self._entry else '保存'}{self._period.short_name}进展")
        self._show_state(earlier)
        writable = not self.workspace.is_read_only and not detail.is_closed
        self._save_button.setEnabled(writable)
        self._remove_button.setVisible(writable and self._entry is not None)
        self._carry.setEnabled(writable and before is not None)
        self._show_no_change(earlier, writable=writable)
        self._carry.setVisible(self._entry is None)
        self._same.setVisible(self._entry is None)
        self.form.set_read_only(is_read_only=not writable)

    def _show_state(self, earlier: list[ProgressEntry]) -> None:
        if self._entry is not None:
            self._state.setText(_KINDS[self._entry.kind] or "已填报")
            return
        running = unchanged_months(earlier, str(self._period))
        self._state.setText(f"本月尚未填报{f'，已连续 {running} 期无变化' if running else ''}")

    def _show_no_change(self, earlier: list[ProgressEntry], *, writable: bool) -> None:
        """Offer 无变化 as long as it was not said too often running; the service refuses it as well."""
        limit, running = self.workspace.settings.no_change_limit, unchanged_months(earlier, str(self._period))
        is_over = bool(limit) and running >= limit
        self._same.setEnabled(writable and not is_over)
        tip = f"登记“本月无变化”，进度不变（{SAME_KEY}）"
        self._same.setToolTip(f"已连续 {running} 期无变化，请写明本期情况" if is_over else tip)

    def _show_past(self) -> None:
        clear(self._past)
        others = [one for one in self.detail.entries if one is not self._entry] if self.detail else []
        if self.detail is not None and not self.detail.entries:
            self._past.addWidget(text_label("还没有填报过进展。", "secondary", "progress_none"))
        for entry in others:
            self._past.addWidget(self._past_entry(entry))

    def _past_entry(self, entry: ProgressEntry) -> QWidget:
        box = QWidget()
        box.setObjectName(f"progress_entry_{entry.id}")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(2)
        layout.addWidget(hairline())
        head = QHBoxLayout()
        head.addWidget(labelled(Period.parse(entry.period).name, "heading"))
        facts = [percent_text(entry.percent) if entry.percent is not None else "", _KINDS[entry.kind]]
        facts += [entry.reporter, f"{entry.received:%m-%d} 收到" if entry.received else ""]
        if entry.period == str(self._period):
            facts.append("已被同月后一条代替")
        head.addWidget(text_label(" · ".join(filter(None, facts)), "secondary"), 1)
        if entry.period != str(self._period):
            open_it = entry_button("progress_open", entry.id)
            open_it.clicked.connect(lambda: self._show_month(Period.parse(entry.period)))
            head.addWidget(open_it)
        if not self.workspace.is_read_only and self.detail is not None and not self.detail.is_closed:
            off = entry_button("progress_off", entry.id)
            off.setAccessibleName(f"删除 {Period.parse(entry.period).name}的进展")
            off.setIcon(self.look.icon("close"))
            off.clicked.connect(lambda: self._remove(entry))
            head.addWidget(off)
        layout.addLayout(head)
        layout.addWidget(text_label(entry.text))
        for label, words in (("问题", entry.problems), ("下一步", entry.next_step)):
            if words:
                layout.addWidget(text_label(f"{label}：{words}", "secondary"))
        return box

    def _turn(self, steps: int) -> None:
        self._show_month(self._period.shifted(steps))

    def show_month(self, period: Period) -> None:
        """Show the progress of another month."""
        if period != self._period:
            self._show_month(period)

    def _show_month(self, period: Period) -> None:
        self._keep_draft()
        self._period = period
        self._show_form()
        self._show_past()
        self.ensureVisible(0, 0)

    def _on_cutoff_changed(self) -> None:
        self._show_month(Period.containing(self.workspace.cutoff))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter: a text that is being written keeps the key from the button and hands it on."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._save_button.isEnabled():
            self._save_button.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        if self.detail is None:
            return
        unreadable = self.form.unreadable()
        if unreadable:
            self._state.setText(unreadable)
            return
        task_id, period, entry = self.detail.task.id, str(self._period), self._entry
        report = self.form.report(entry)
        if entry is None:
            job = self.workspace.change(
                lambda work, _p: progress_service.file_entry(work, task_id, period, report), self
            )
        else:
            job = self.workspace.change(lambda work, _p: progress_service.amend(work, entry.id, report), self)
        self._saving = (task_id, period, self.form.typed())
        job.on_failure(self._on_refused).start()

    def _on_remove(self) -> None:
        if self._entry is not None:
            self._remove(self._entry)

    def _remove(self, entry: ProgressEntry) -> None:
        name = Period.parse(entry.period).name
        if entry is self._entry and self.detail is not None:
            # What stands in the form is the entry itself; it must not come back as a draft.
            self._saving = (self.detail.task.id, entry.period, self.form.typed())
        job = self.workspace.change(lambda work, _p: progress_service.remove_entry(work, entry.id), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已删除{name}的进展"))
        job.on_failure(self._on_refused).start()

    def _on_carry(self) -> None:
        if self.detail is not None and self._carry.isEnabled():
            task_id, period = self.detail.task.id, str(self._period)
            self.save(lambda work: progress_service.carry_over(work, [task_id], period).changes)

    def _on_same(self) -> None:
        if self.detail is not None and self._same.isEnabled():
            task_id, period = self.detail.task.id, str(self._period)
            self.save(lambda work: progress_service.no_change(work, [task_id], period).changes)

    def _on_refused(self, error: Exception) -> None:
        # What was typed stays in the form, to be mended and saved again.
        self._saving = None
        self.workspace.messages.show_error(error)

    def _keep_draft(self) -> None:
        """Keep what was typed and not saved, by task and month, while something else is shown."""
        if self.detail is None:
            return
        key, typed = (self.detail.task.id, str(self._period)), self.form.typed()
        saving, self._saving = self._saving, None
        if typed == Draft.of(self._entry) or saving == (*key, typed):
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = typed
