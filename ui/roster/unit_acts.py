"""The acts on units and groups of the roster: each asks what it must know, then is one operation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.unit import Unit
from ledger_app.ports import UnitOfWork
from ledger_app.reports.sheet import Written
from ledger_app.services import roster_export, roster_file, unit_groups, unit_succession
from ledger_app.services import units as unit_service
from ledger_app.services.lookup import row_of
from ledger_app.services.roster_items import RosterItem
from ui.dialogs.roster_import import RosterImportDialog
from ui.dialogs.unit_dialogs import CloseDialog, GroupDialog, MergeDialog, NewUnitDialog
from ui.models.unit_table import GroupLine, UnitLine
from ui.roster.group_history import GroupHistoryDialog
from ui.unit_picker import UnitName
from ui.workspace import Place, Workspace

ROSTER_FILTER = "名册 (*.xlsx *.xls *.et *.csv *.txt);;所有文件 (*)"
EXPORT_FILTER = "Excel 工作簿 (*.xlsx)"


class UnitActs(QObject):
    """Asks and carries out.

    Signals:
        unit_wanted: a unit is to get the cursor once the roster is read anew (its id).
        groups_wanted: the groups are to be shown.
    """

    unit_wanted = Signal(int)
    groups_wanted = Signal()

    def __init__(self, page: QWidget, workspace: Workspace, lines: Callable[[], tuple[UnitLine, ...]]) -> None:
        """Work for a page; `lines` tells the units it has read."""
        super().__init__(page)
        self._page = page
        self._workspace = workspace
        self._lines = lines

    def new_unit(self) -> None:
        """Ask for a new unit."""
        dialog = NewUnitDialog(self._page)

        def added(result: unit_service.UnitAdded) -> None:
            self._workspace.say_done(f"已添加单位“{result.unit.name}”")
            self.unit_wanted.emit(result.unit.id)

        def take() -> None:
            unit = dialog.unit()
            job = self._workspace.change(lambda work, _p: unit_service.add(work, unit), self)
            job.on_success(added).start()

        dialog.on_accepted(take)
        dialog.open()

    def import_file(self) -> None:
        """Choose a roster file and show what it would bring."""
        chosen = self._workspace.messages.choose_files("选择单位名册", ROSTER_FILTER)
        if chosen:
            self.import_from(chosen[0])

    def import_from(self, path: Path) -> None:
        """Show what a roster file would bring."""
        job = self._workspace.runner.query(lambda _progress: roster_file.read_roster(path)).owned_by(self)
        job.on_success(lambda rows: self._try(path, rows)).with_progress(f"正在读取 {path.name}").start()

    def export_file(self) -> None:
        """Write the roster to a workbook that can be filled in and imported again."""
        workspace = self._workspace
        out = workspace.messages.choose_target("导出单位名册", f"单位名册{workspace.cutoff:%Y%m%d}.xlsx", EXPORT_FILTER)
        if out is None:
            return
        day = workspace.cutoff

        def done(written: Written) -> None:
            workspace.messages.show_text("导出单位名册", f"已导出 {written.row_count} 个单位。\n{out}")

        job = workspace.query(lambda session, p: roster_export.export_roster(session, out, day, p), self)
        job.with_progress("正在导出名册").on_success(done).start()

    def show_tasks(self, line: UnitLine) -> None:
        """List a unit's tasks in the grid."""
        query = TaskQuery(self._workspace.cutoff, unit_id=line.unit.id)
        self._workspace.open_place(Place("ledger", query=query, title=line.unit.short_name or line.unit.name))

    def merge(self, line: UnitLine) -> None:
        """Ask into which unit another goes, telling what would move."""
        dialog = MergeDialog(self._page, line.unit, self._names())
        from_id = line.unit.id

        def look(into: int) -> None:
            job = self._workspace.query(
                lambda session, _p: unit_succession.merge_preview(session, from_id, into), dialog
            )
            job.on_success(dialog.show_preview).start()

        def take() -> None:
            into = dialog.picker.unit_id
            if into is not None:
                self.unit_wanted.emit(into)
                self._change(lambda work: unit_succession.merge(work, from_id, into), f"已并入“{line.unit.name}”")

        dialog.unit_chosen.connect(look)
        dialog.on_accepted(take)
        dialog.open()

    def close_unit(self, line: UnitLine) -> None:
        """End a unit, or take one that was ended up again."""
        unit_id = line.unit.id
        if not line.is_active:

            def reopen(work: UnitOfWork) -> ChangeSet:
                stored = row_of(work, Unit, unit_id, "单位")
                return unit_service.change(work, replace(stored, active_to=None, successor_id=None))

            self._change(reopen, f"已恢复使用“{line.unit.name}”")
            return
        dialog = CloseDialog(self._page, self._workspace.look, line.unit, self._names(), self._workspace.today)

        def take() -> None:
            day, successor = dialog.day.value() or self._workspace.today, dialog.successor.unit_id
            hands_over = dialog.hands_over.isChecked()
            self._change(
                lambda work: unit_succession.close(work, unit_id, day, successor, hands_over=hands_over),
                f"已停用“{line.unit.name}”",
            )

        dialog.on_accepted(take)
        dialog.open()

    def remove(self, line: UnitLine) -> None:
        """Delete a unit that nothing refers to."""
        self._change(lambda work: unit_service.remove(work, line.unit.id), f"已删除单位“{line.unit.name}”")

    def open_group(self, line: GroupLine | None) -> None:
        """Ask for a group's name and members; None makes a new one."""
        units = [one.unit for one in self._lines() if one.is_active]
        dialog = GroupDialog(self._page, self._workspace.look, units, line, self._workspace.today)
        group_id = line.group.id if line is not None else None

        def save(name: str, unit_ids: list[int]) -> None:
            since = dialog.since.value() or self._workspace.today
            self.groups_wanted.emit()
            self._change(
                lambda work: unit_groups.set_group(work, name, unit_ids, group_id, since), f"已保存单位组“{name}”"
            )

        dialog.on_saved(save)
        dialog.open()

    def show_history(self, line: GroupLine) -> None:
        """Show who belonged to a group, from and to which day."""
        GroupHistoryDialog(self._page, self._workspace, line.group).open()

    def remove_group(self, line: GroupLine) -> None:
        """Delete a group; its units stay."""
        group = line.group
        self._change(lambda work: unit_groups.remove_group(work, group.id), f"已删除单位组“{group.name}”")

    def _try(self, path: Path, rows: list[roster_file.RosterRow]) -> None:
        """Find out what the file would bring: it is imported and taken back, in turn with other changes."""
        ledger = self._workspace.ledger
        job = self._workspace.runner.change(lambda _progress: roster_file.preview_roster(ledger, rows)).owned_by(self)
        job.on_success(lambda items: self._preview(path, rows, items)).start()

    def _preview(self, path: Path, rows: list[roster_file.RosterRow], items: Sequence[RosterItem]) -> None:
        dialog = RosterImportDialog(self._page, path.name, items)
        dialog.on_accepted(lambda: self._take_rows(rows))
        dialog.open()

    def _take_rows(self, rows: list[roster_file.RosterRow]) -> None:
        def done(result: roster_file.RosterImported) -> None:
            completed = f"，补充 {len(result.completed)} 个" if result.completed else ""
            self._workspace.say_done(f"已导入名册：新增 {len(result.added)} 个单位{completed}")
            if result.findings:
                lines = [finding.message for finding in result.findings]
                self._workspace.messages.show_text("导入名册", "名册已导入，请留意：", "\n".join(lines[:30]))

        job = self._workspace.change(lambda work, _p: roster_file.import_roster(work, rows), self)
        job.on_success(done).start()

    def _names(self) -> list[UnitName]:
        return [
            UnitName(line.unit.id, line.unit.short_name or line.unit.name, line.known_by.replace("\n", "　"))
            for line in self._lines()
            if line.is_active
        ]

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet], done: str) -> None:
        job = self._workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self._workspace.say_done(done)).start()
