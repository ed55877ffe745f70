"""按单位填报: one unit's tasks of the month in one sheet, saved together with the receipt, then the next unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import ReturnLine
from ledger_app.services import return_round, unit_filing
from ledger_app.services.unit_filing import Filed, FilingRow
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField
from ui.jobs import QueryJob
from ui.models.filing_table import FilingTableModel, Sheet, too_often
from ui.monthly.filing_table import FilingTable
from ui.monthly.list_table import button_row
from ui.pages.page import labelled
from ui.workspace import Workspace

_KEYS = (
    "Enter 下一行 · Tab 右一格 · Ctrl+D 同上格 · F8 无变化 · Shift+F8 其余无变化 · F7 沿用上期 · "
    "Ctrl+V 粘贴表格 · Ctrl+Enter 保存并转下一家 · Ctrl+PgUp/PgDn 换单位 · Esc 返回"
)
Draft = tuple[str, int]


class FilingPart(QFrame):
    """The sheet of one unit; what is typed for others stays until it is saved.

    Signals:
        left: back to the register.
    """

    left = Signal()

    def __init__(self, workspace: Workspace) -> None:
        """Make an empty sheet."""
        super().__init__()
        self.setObjectName("filing_panel")
        self.setProperty("role", "panel")
        self.workspace = workspace
        self.look = workspace.look
        self.month = Period.containing(workspace.cutoff)
        self._units: list[ReturnLine] = []
        self._owing: list[int] = []
        self._unit_id: int | None = None
        self._drafts: dict[Draft, dict[int, Sheet]] = {}
        self._job: QueryJob[list[FilingRow]] | None = None
        self._starts = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._make_head())
        self.model = FilingTableModel(self)
        self.table = FilingTable(self.model)
        layout.addWidget(self.table, 1)
        keys = labelled(_KEYS, "secondary", "filing_keys")
        keys.setContentsMargins(12, 6, 12, 8)
        keys.setWordWrap(True)
        layout.addWidget(keys)
        self._connect()

    @property
    def draft_count(self) -> int:
        """Return for how many units something is typed that is not saved."""
        self._keep_draft()
        return len(self._drafts)

    def open_unit(
        self,
        month: Period,
        unit_id: int,
        lines: Sequence[ReturnLine],
        owing: Sequence[int],
        received: dt.date | None,
    ) -> None:
        """Show a unit's sheet of a month.

        Args:
            month: which month.
            unit_id: whose tasks.
            lines: all units of the register, to go on to.
            owing: ids of those whose report is still to come.
            received: day that is entered as the receipt, None = today.
        """
        self._keep_draft()
        self.month, self._units, self._owing = month, list(lines), list(owing)
        self.units.clear()
        for line in lines:
            self.units.addItem(line.name, str(line.unit.id))
        self.day.show_value(received or self.workspace.today)
        self._month.setText(month.name)
        self._show_unit(unit_id)

    def start(self) -> None:
        """Put the keyboard into the sheet as soon as it is read."""
        self._starts = True
        self.table.setFocus()

    def save(self) -> None:
        """Save what was typed and enter the receipt, as one operation; go on to the next unit that owes."""
        unit_id, rows, period = self._unit_id, self.model.filed_rows(), str(self.month)
        self.day.commit()
        day = self.day.value() or self.workspace.today
        if unit_id is None or self.workspace.is_read_only:
            return
        if not rows and not self.model.unfilled:
            # Everything was filed before, or the unit has no task: all that is left to say is that it reported.
            self._receive(unit_id, period, day)
            return
        job = self.workspace.change(lambda work, _p: unit_filing.file_unit(work, unit_id, period, rows, day), self)
        job.on_success(lambda filed: self._on_filed(unit_id, len(rows), filed)).start()

    def _receive(self, unit_id: int, period: str, day: dt.date) -> None:
        if unit_id in self._owing:
            job = self.workspace.change(lambda work, _p: return_round.receive_units(work, [unit_id], period, day), self)
            job.on_success(lambda _changes: self._on_saved(unit_id, 0)).start()
        else:
            self._go_on(unit_id)

    def _make_head(self) -> QVBoxLayout:
        leave = entry_button("filing_leave")
        leave.clicked.connect(self.left)
        earlier = entry_button("filing_back")
        later = entry_button("filing_forth")
        for button, icon, words, steps in ((earlier, "left", "上一家单位", -1), (later, "right", "下一家单位", 1)):
            button.setAccessibleName(words)
            button.setIcon(self.look.icon(icon))
            button.clicked.connect(lambda _c=False, steps=steps: self._turn(steps))
        self.units = ChoiceField("filing_unit", "填报的单位", [])
        self.units.setFixedWidth(220)
        self._month = labelled("", "heading", "filing_month")
        self._state = labelled("", "secondary", "filing_state")
        self.save_button = entry_button("filing_save")
        self.no_change_button = entry_button("filing_same")
        self.rest_button = entry_button("filing_rest")
        self.carry_button = entry_button("filing_carry")
        label = labelled("收到日期", "secondary")
        self.day = DateField("filing_day", "收到日期", self.look)
        self.day.setFixedWidth(136)
        label.setBuddy(self.day)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 6)
        head.setSpacing(6)
        head.addLayout(button_row([leave, earlier, self.units, later, self._month, self._state], [self.save_button]))
        head.addLayout(button_row([label, self.day, self.no_change_button, self.rest_button, self.carry_button], []))
        return head

    def _connect(self) -> None:
        self.units.committed.connect(lambda key: self._show_unit(int(key)))
        self.no_change_button.clicked.connect(lambda _c=False: self.table.say_no_change())
        self.rest_button.clicked.connect(lambda: self.table.say_no_change(rest=True))
        self.carry_button.clicked.connect(self.table.carry_over)
        self.save_button.clicked.connect(self.save)
        self.table.save_wanted.connect(self.save)
        self.table.unit_turned.connect(self._turn)
        self.table.left.connect(self.left)
        self.model.edited.connect(self._show_state)
        self.model.refused.connect(lambda text: self.workspace.messages.show_text("没有填入", text))
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        for button in (self.no_change_button, self.rest_button, self.carry_button, self.save_button):
            button.setEnabled(not self.workspace.is_read_only)

    def _show_unit(self, unit_id: int) -> None:
        self._keep_draft()
        self._unit_id = unit_id
        self._starts = True
        self.units.show_value(str(unit_id))
        self._read()

    def _read(self) -> None:
        unit_id, period = self._unit_id, str(self.month)
        if unit_id is None:
            return
        if self._job is not None:
            self._job.cancel()
        job = self.workspace.query(lambda session, _p: unit_filing.read_filing(session, unit_id, period), self)
        self._job = job.on_success(lambda rows: self._take(unit_id, rows)).start()

    def _take(self, unit_id: int, rows: list[FilingRow]) -> None:
        place = self.table.currentIndex()
        self.model.show_rows(rows, self._drafts.pop((str(self.month), unit_id), {}))
        if self._starts:
            self._starts = False
            self.table.start()
        elif place.isValid():
            self.table.go_to(place.row(), place.column())

    def _keep_draft(self) -> None:
        """Keep what was typed and is not saved, by month and unit, while something else is shown."""
        if self._unit_id is None:
            return
        typed = self.model.drafts
        if typed:
            self._drafts[str(self.month), self._unit_id] = typed
        else:
            self._drafts.pop((str(self.month), self._unit_id), None)

    def _show_state(self) -> None:
        total, typed, bare = self.model.rowCount(), len(self.model.drafts), len(self.model.unfilled)
        words = [f"{total} 项任务" if total else "这个单位没有要报的任务"]
        words += [f"未填 {bare}"] if bare else []
        words += [f"待保存 {typed}"] if typed else []
        self._state.setText(" · ".join(words))

    def _turn(self, steps: int) -> None:
        ids = [line.unit.id for line in self._units]
        if self._unit_id in ids:
            place = ids.index(self._unit_id) + steps
            if 0 <= place < len(ids):
                self._show_unit(ids[place])

    def _on_filed(self, unit_id: int, count: int, filed: Filed) -> None:
        self._on_saved(unit_id, count - len(filed.left))
        if filed.left:
            self.workspace.messages.show_text("有任务没有登记", too_often(filed.left))

    def _on_saved(self, unit_id: int, count: int) -> None:
        name = next((line.name for line in self._units if line.unit.id == unit_id), "")
        filed = f"已填报 {name} {self.month.short_name}进展 {count} 项，并登记收到"
        self.workspace.say_done(filed if count else f"已登记收到 {name} 的{self.month.short_name}进展")
        self._owing = [one for one in self._owing if one != unit_id]
        self._drafts.pop((str(self.month), unit_id), None)
        self._go_on(unit_id)

    def _go_on(self, unit_id: int) -> None:
        """Show the next unit that still owes its report, in the order of the register; none left: the register."""
        ids = [line.unit.id for line in self._units]
        place = ids.index(unit_id) if unit_id in ids else 0
        following = next((one for one in [*ids[place + 1 :], *ids[:place]] if one in self._owing), None)
        # What was just saved is no draft, whatever the model still shows.
        self.model.show_rows([], {})
        if following is None:
            self._unit_id = None
            self.left.emit()
        else:
            self._show_unit(following)

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        # Undo while the sheet is on sight: what was typed stays, the rest is read anew.
        if self.isVisible() and self._unit_id is not None and changes.touches("progress_entry", "task", "closing"):
            self._keep_draft()
            self._read()
