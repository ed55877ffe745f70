"""报送: who sent in the month's report, entered for many units at once; the whole year; a unit's tasks to be filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.chase_text import TONE_NAMES, Tone
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import ReturnLine, count_states
from ledger_app.domain.returns import ReturnState
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import chasing, return_round, returns
from ledger_app.services.unit_filing import count_filed
from ui.dialogs.chase import ChaseDialog, ChaseWordsDialog, Chasing, ReasonDialog
from ui.entry_button import entry_button
from ui.fields import DateField
from ui.jobs import QueryJob
from ui.models.return_table import STATE_FILTERS, ReturnTableModel
from ui.monthly.filing_part import FilingPart
from ui.monthly.list_table import PLAIN, ListTable
from ui.monthly.register_part import RegisterPart, register_panel
from ui.monthly.year_part import YearPart
from ui.pages.page import labelled
from ui.views.chips import FilterChip
from ui.workspace import Workspace

TABLES = ("return_log", "chase", "unit", "progress_entry", "task", "task_owner", "closing")
SEND_BACK_REASONS = ("没有数据支撑", "与上期文字相同", "缺少佐证材料", "进度与佐证不符", "未经负责人审核", "格式不对")
EXCUSE_REASONS = ("本月无任务", "新设单位", "机构撤并", "经领导同意")


class ReturnsPart(RegisterPart[list[ReturnLine]]):
    """The register of a month; beside it the year and the form of one unit, one of the three on sight."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the register of the cut-off date's month; it is read when first seen."""
        super().__init__("returns", workspace)
        self.month = Period.containing(workspace.cutoff)
        self._kept: list[int] = []
        self.register = self._make_register()
        self.year = YearPart(workspace)
        self.filing = FilingPart(workspace)
        for part in (self.register, self.year, self.filing):
            self.stack.addWidget(part)
        self._connect()

    def show_month(self, month: Period) -> None:
        """Show the register of another month."""
        self.month = month
        self.stack.setCurrentWidget(self.register)
        self.refresh()

    def reading(self) -> QueryJob[list[ReturnLine]]:
        """Prepare the job that reads the month."""
        period, cutoff = str(self.month), self.workspace.cutoff
        self._show_month_name()
        return self.workspace.query(lambda session, _p: return_round.read_round(session, period, cutoff), self)

    def has_drafts(self) -> bool:
        """Say whether something was typed for a unit and is not saved."""
        return self.filing.draft_count > 0

    def _make_register(self) -> QWidget:
        box, layout = register_panel("returns_panel")
        layout.addLayout(self._make_head())
        layout.addLayout(self._make_acts())
        self.model = ReturnTableModel(self)
        self.table = ListTable("return_list", "报送登记，空格登记收到", self.look)
        self.table.show_list(self.model)
        layout.addWidget(self.table, 1)
        self.totals = labelled("", "secondary", "return_totals")
        self.totals.setContentsMargins(12, 6, 12, 8)
        layout.addWidget(self.totals)
        return box

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 0)
        row.setSpacing(6)
        self.back = entry_button("returns_back")
        self.forth = entry_button("returns_forth")
        for button, icon, words, steps in (
            (self.back, "left", "上一个月", -1),
            (self.forth, "right", "下一个月", 1),
        ):
            button.setIcon(self.look.icon(icon))
            button.setAccessibleName(words)
            button.clicked.connect(lambda _c=False, steps=steps: self._turn(steps))
        self.month_label = labelled("", "heading", "returns_month")
        self.month_label.setMinimumWidth(84)
        self.month_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.back, self.month_label, self.forth):
            row.addWidget(widget)
        row.addSpacing(8)
        self.chips: dict[str, FilterChip] = {}
        for key, word, tone, sign, _states in STATE_FILTERS:
            chip = FilterChip(self.look, f"returns_{key}", word)
            chip.show_tone(tone, sign)
            chip.clicked.connect(lambda _c=False, key=key: self._filter(key))
            self.chips[key] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.year_button = entry_button("returns_year")
        self.ask_button = entry_button("returns_ask")
        self.file_button = entry_button("returns_file")
        for button in (self.year_button, self.file_button):
            row.addWidget(button)
        return row

    def _make_acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        self.day = DateField("returns_day", "收到日期", self.look)
        self.day.setFixedWidth(136)
        self.day.show_value(self.workspace.today)
        label = labelled("收到日期", "secondary")
        label.setBuddy(self.day)
        row.addWidget(label)
        row.addWidget(self.day)
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("receive", self.receive),
            ("receive_all", self._receive_rest),
            ("send_back", self._send_back),
            ("chase", self._chase),
            ("excuse", self._excuse),
            ("take_back", self._take_back),
        )
        self.act_buttons: dict[str, QPushButton] = {}
        for key, receive in acts:
            button = entry_button(f"returns_{key}")
            button.clicked.connect(lambda _c=False, receive=receive: receive())
            self.act_buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.ask_button)
        return row

    def _connect(self) -> None:
        workspace, key = self.workspace, Qt.Key
        control = Qt.KeyboardModifier.ControlModifier
        self.table.set_acts(
            {
                (key.Key_Space, PLAIN): self.receive,
                (key.Key_Backspace, PLAIN): self._send_back,
                (key.Key_F9, PLAIN): self._chase,
                (key.Key_F4, PLAIN): self._excuse,
                (key.Key_Delete, PLAIN): self._take_back,
                (key.Key_Return, PLAIN): self.start_filing,
                (key.Key_PageUp, control): lambda: self._turn(-1),
                (key.Key_PageDown, control): lambda: self._turn(1),
            }
        )
        self.table.doubleClicked.connect(lambda _index: self.start_filing())
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._show_buttons())
        self.year_button.clicked.connect(self._show_year)
        self.ask_button.clicked.connect(self._ask)
        self.file_button.clicked.connect(self.start_filing)
        self.year.month_opened.connect(self.show_month)
        self.year.left.connect(self._leave)
        self.filing.left.connect(self._leave)
        workspace.ledger_changed.connect(self._on_ledger_changed)
        workspace.settings_changed.connect(self.refresh)
        workspace.cutoff_changed.connect(self._on_cutoff_changed)
        self.look.changed.connect(self._show_icons)

    def take(self, lines: list[ReturnLine]) -> None:
        """Show the lines; what is chosen of them stays chosen."""
        kept, current = self._kept or self.chosen_ids(), self.table.currentIndex().row()
        self._kept = []
        self.model.show_lines(lines)
        rows = [row for unit_id in kept if (row := self.model.row_of(unit_id)) is not None]
        # A unit that the filter no longer lets through leaves the cursor where it was, on its follower.
        self.table.choose_rows(rows or [min(max(current, 0), max(self.model.rowCount() - 1, 0))])
        counts = count_states(lines)
        for key, _word, _tone, _sign, states in STATE_FILTERS:
            chip = self.chips[key]
            chip.show_count(sum(counts[state] for state in states))
            chip.setToolTip("只看这些单位，再按一次看全部")
        self._show_totals(counts, len(lines))
        unasked = sum(line.log is None for line in lines)
        self.ask_button.setVisible(bool(unasked))
        self.ask_button.setText("登记应报单位" if unasked == len(lines) else f"补登记 {unasked} 家")
        self._show_buttons()
        period, ids = str(self.month), [line.unit.id for line in lines]
        job = self.workspace.query(lambda session, _p: count_filed(session, ids, period), self)
        job.on_success(self.model.show_filed).start()

    def _show_totals(self, counts: Mapping[ReturnState, int], total: int) -> None:
        excused = counts[ReturnState.EXCUSED]
        arrived = counts[ReturnState.ON_TIME] + counts[ReturnState.LATE]
        words = [f"应报 {total - excused} 家", f"已收 {arrived}（按时 {counts[ReturnState.ON_TIME]}"]
        words[-1] += f"，迟报 {counts[ReturnState.LATE]}）"
        words += [f"{state.word} {counts[state]}" for state in _TOTALLED if counts[state]]
        later = sum(line.state is not line.counted for line in self.model.lines)
        words += [f"其中 {later} 家在截止日后才报，通报不计"] if later else []
        self.totals.setText(" · ".join(words) + f"　　截至 {self.workspace.cutoff.isoformat()}")

    def _show_month_name(self) -> None:
        self.month_label.setText(self.month.name)

    def _show_icons(self) -> None:
        self.back.setIcon(self.look.icon("left"))
        self.forth.setIcon(self.look.icon("right"))

    def _show_buttons(self) -> None:
        lines = self.chosen_lines()
        writable = not self.workspace.is_read_only and bool(self.model.lines)
        for key, button in self.act_buttons.items():
            button.setEnabled(writable and (bool(lines) or key in ("receive_all", "chase")))
        owing = any(line.is_owing for line in self.model.lines)
        self.act_buttons["receive_all"].setEnabled(writable and owing)
        self.act_buttons["chase"].setEnabled(writable and owing)
        self.act_buttons["excuse"].setText("恢复报送" if _are_excused(lines) else "免报…")
        self.ask_button.setEnabled(not self.workspace.is_read_only)
        self.file_button.setEnabled(bool(lines))

    def chosen_lines(self) -> list[ReturnLine]:
        """Return the chosen units from top to bottom."""
        return [line for row in self.table.chosen_rows() if (line := self.model.line_at(row)) is not None]

    def chosen_ids(self) -> list[int]:
        """Return the ids of the chosen units."""
        return [line.unit.id for line in self.chosen_lines()]

    def receive(self) -> None:
        """Enter that the chosen units reported on the day in the field; from one unit go on to the next."""
        ids, day, row = self.chosen_ids(), self._received_day(), self.table.currentIndex().row()
        following = self.model.line_at(row + 1) if len(ids) == 1 else None
        if ids and day is not None:
            self._kept = [following.unit.id] if following is not None else ids
            period = str(self.month)
            self._change(lambda work: return_round.receive_units(work, ids, period, day))
            self.table.choose_rows([found] if (found := self.model.row_of(self._kept[0])) is not None else [])

    def start_filing(self) -> None:
        """Open the form of the unit that has the cursor."""
        lines = self.chosen_lines()
        if lines:
            chosen = lines[0].unit.id
            # Units without a task are not stopped at: there is nothing to type for them.
            owing = [
                line.unit.id
                for line in self.model.lines
                if line.is_owing and (line.unit.id == chosen or self.model.has_tasks(line.unit.id))
            ]
            self.filing.open_unit(self.month, chosen, self.model.lines, owing, self._received_day())
            self.stack.setCurrentWidget(self.filing)
            self.filing.start()

    def _received_day(self) -> dt.date | None:
        """Return the day in the field; one that cannot be read is marked there and gives None."""
        self.day.commit()
        if not self.day.edit.text().strip():
            return self.workspace.today
        return self.day.value()

    def _receive_rest(self) -> None:
        day, period = self._received_day(), str(self.month)
        owing = sum(line.is_owing for line in self.model.lines)
        if day is not None and owing:
            done = f"已登记 {owing} 家单位 {day.isoformat()} 收到"
            self._change(lambda work: return_round.receive_rest(work, period, day), done)

    def _send_back(self) -> None:
        ids, period = self.chosen_ids(), str(self.month)
        if not ids or self.workspace.is_read_only:
            return
        title = f"退回 {self._who(ids)}的{self.month.short_name}进展"
        dialog = ReasonDialog(self, "send_back_dialog", title, "退回并登记", SEND_BACK_REASONS, "原因会写进催报文字。")

        def take() -> None:
            reason = dialog.text()
            self._change(
                lambda work: return_round.send_back_units(work, ids, period, reason), f"已退回 {self._who(ids)}"
            )

        dialog.on_accepted(take)
        dialog.open()

    def _excuse(self) -> None:
        lines, period = self.chosen_lines(), str(self.month)
        ids = [line.unit.id for line in lines]
        if not ids or self.workspace.is_read_only:
            return
        if _are_excused(lines):
            self._change(lambda work: return_round.excuse_units(work, ids, period, is_excused=False))
            return
        title = f"{self._who(ids)}{self.month.short_name}免报"
        dialog = ReasonDialog(self, "excuse_dialog", title, "登记免报", EXCUSE_REASONS, "免报的单位不计入漏报。")

        def take() -> None:
            note = dialog.text()
            self._change(
                lambda work: return_round.excuse_units(work, ids, period, note=note), f"已登记 {self._who(ids)}免报"
            )

        dialog.on_accepted(take)
        dialog.open()

    def _take_back(self) -> None:
        ids = [
            line.unit.id for line in self.chosen_lines() if line.log is not None and line.log.received_on is not None
        ]
        period = str(self.month)
        if ids and not self.workspace.is_read_only:
            self._change(lambda work: return_round.take_back(work, ids, period))

    def _chase(self) -> None:
        if self.workspace.is_read_only:
            return
        owing = [line for line in self.model.lines if line.is_owing]
        chosen = [line for line in self.chosen_lines() if line.is_owing]
        if owing:
            ids, cutoff = [line.unit.id for line in owing], self.workspace.cutoff
            job = self.workspace.query(
                lambda session, _p: (_templates(session), chasing.missing_papers(session, ids, cutoff)), self
            )
            job.on_success(lambda found: self._open_chase(owing, chosen, *found)).start()

    def _open_chase(
        self,
        owing: Sequence[ReturnLine],
        chosen: Sequence[ReturnLine],
        templates: Mapping[Tone, str],
        missing: Mapping[int, int],
    ) -> None:
        dialog = ChaseDialog(self, self.workspace, self.month, owing, chosen, templates, missing)
        period = str(self.month)

        def chased(done: Chasing) -> None:
            ids = dialog.unit_ids
            self._change(
                lambda work: return_round.chase_units(work, ids, period, done.how, done.by_name, done.text),
                f"催报文字已复制，并登记催报 {len(ids)} 家",
            )

        dialog.on_chased(chased)
        dialog.words_button.clicked.connect(lambda: self._open_words(dialog))
        dialog.open()

    def _open_words(self, dialog: ChaseDialog) -> None:
        job = self.workspace.query(lambda session, _p: _templates(session), self)

        def show(templates: Mapping[Tone, str]) -> None:
            words = ChaseWordsDialog(dialog, templates)

            def take() -> None:
                wanted = words.templates()

                def save(work: UnitOfWork) -> ChangeSet:
                    work.describe("chase.template", "修改催报用语")
                    for tone, text in wanted.items():
                        chasing.save_template(work, tone, text)
                    return work.changes()

                change = self.workspace.change(lambda work, _p: save(work), self)
                again = self.workspace.query(lambda session, _p: _templates(session), dialog)
                change.on_success(lambda _changes: again.on_success(dialog.show_templates).start()).start()

            words.on_accepted(take)
            words.open()

        job.on_success(show).start()

    def _ask(self) -> None:
        period = str(self.month)
        self._change(lambda work: returns.ask(work, period), f"已登记{self.month.name}应报送单位")

    def _filter(self, key: str) -> None:
        is_on = self.chips[key].isChecked()
        for other, chip in self.chips.items():
            chip.setChecked(is_on and other == key)
        states = {name: states for name, _word, _tone, _sign, states in STATE_FILTERS}
        kept = self.chosen_ids()
        self.model.show_states(states[key] if is_on else None)
        rows = [row for unit_id in kept if (row := self.model.row_of(unit_id)) is not None]
        self.table.choose_rows(rows or [0])
        self._show_buttons()

    def _turn(self, steps: int) -> None:
        self.show_month(self.month.shifted(steps))

    def _show_year(self) -> None:
        self.year.show_year(self.month.year)
        self.stack.setCurrentWidget(self.year)
        self.year.table.setFocus()

    def _leave(self) -> None:
        self.stack.setCurrentWidget(self.register)
        self.refresh()
        self.table.setFocus()

    def _who(self, ids: Sequence[int]) -> str:
        if len(ids) > 1:
            return f"{len(ids)} 家单位"
        return next((line.name for line in self.model.lines if line.unit.id == ids[0]), "")

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet], done: str = "") -> None:
        job = self.workspace.change(lambda work, _progress: verb(work), self)
        if done:
            job.on_success(lambda _changes: self.workspace.say_done(done))
        job.start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*TABLES):
            self.refresh()

    def _on_cutoff_changed(self) -> None:
        self.month = Period.containing(self.workspace.cutoff)
        self.refresh()


_TOTALLED = (ReturnState.MISSING, ReturnState.PENDING, ReturnState.SENT_BACK, ReturnState.EXCUSED)


def _are_excused(lines: Sequence[ReturnLine]) -> bool:
    return bool(lines) and all(line.state is ReturnState.EXCUSED for line in lines)


def _templates(session: ReadSession) -> dict[Tone, str]:
    return {tone: chasing.template_of(session, tone) for tone in TONE_NAMES}
