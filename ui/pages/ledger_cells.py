"""What is typed, pasted, filled and cleared in the cells of the ledger page: checked, shown, written, found again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolTip

from ledger_app.domain.changes import ChangeSet
from ledger_app.intake.typed_deadline import Basis
from ledger_app.ports import ReadSession
from ledger_app.services.cell_blocks import fits_often, lay_block, read_block, same_text
from ledger_app.services.cell_edits import VERB_NAMES, Applied, CellText, EditPlan, EditVerb, apply_edits, plan_edits
from ledger_app.services.cell_reading import EditTime, read_known
from ui.dialogs.edit_preview import EditPreview
from ui.entry_button import add_entry, add_submenu
from ui.models.task_table_model import Listing
from ui.pages.ledger_copying import copy_cells
from ui.unit_picker import UnitName, read_unit_names

if TYPE_CHECKING:
    from ui.pages.ledger import LedgerPage

MOST_COPIED_ROWS = 20_000
_ICONS = {"copy": "copy"}
_MOST_REMEMBERED = 50
_MOST_ROWS_REMEMBERED = 5_000
# Entry, whether it changes something; the parts of the menu, named by the entry of the submenu that holds them.
_MENU: Mapping[str, Sequence[tuple[str, bool]]] = {
    "": (
        ("cut", True),
        ("copy", False),
        ("copy_with_head", False),
        ("paste", True),
        ("clear", True),
        ("replace", True),
    ),
    "menu_fill": (("fill_down", True), ("fill_right", True), ("copy_above", True), ("today", True)),
    "menu_choose": (("choose_rows", False), ("choose_columns", False)),
}
Texts = Callable[[ReadSession], Sequence[CellText]]


@dataclass(frozen=True, slots=True)
class _Done:
    """An edit that was written: which rows of the ledger it touched, and the cells it is seen in."""

    touched: frozenset[tuple[str, int | str]]
    task_ids: tuple[int, ...]
    fields: tuple[str, ...]


class LedgerCells(QObject):
    """Carries out what the keyboard and the menu want done to the chosen cells."""

    def __init__(self, page: LedgerPage) -> None:
        """Join the page's grid to the services."""
        super().__init__(page)
        self._page = page
        self._workspace = page.workspace
        self._units: Sequence[UnitName] = ()
        self._done: list[_Done] = []
        self._sought: tuple[tuple[int, ...], tuple[str, ...]] | None = None
        grid = page.grid
        grid.delegate.set_sources(lambda: self._units, self._basis)
        grid.delegate.typed.connect(self._on_typed)
        grid.edit_refused.connect(self._say)
        grid.key_pressed.connect(self.carry_out)
        page.model.listed.connect(self._on_listed)
        self._workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read_units()

    @property
    def time(self) -> EditTime:
        """Return when cells are edited: today, at the cut-off date, by the calendar in force."""
        workspace = self._workspace
        return EditTime(workspace.today, workspace.cutoff, workspace.calendar)

    @property
    def units(self) -> Sequence[UnitName]:
        """Return the units that editors offer."""
        return self._units

    def carry_out(self, verb: str) -> None:
        """Do what a key or a menu entry names: "copy", "paste", "clear", "fill_down" and so on."""
        acts: dict[str, Callable[[], object]] = {
            "copy": self.copy,
            "cut": self.cut,
            "copy_above": self.copy_above,
            "copy_with_head": lambda: self.copy(with_head=True),
            "paste": self.paste,
            "clear": self.clear,
            "fill_down": self.fill_down,
            "today": self.type_today,
            "fill_right": self.fill_right,
            "replace": self.find_and_replace,
            "choose_rows": self._page.grid.cursor_.choose_rows,
            "choose_columns": self._page.grid.cursor_.choose_columns,
        }
        acts[verb]()

    def fill_menu(self, menu: QMenu) -> None:
        """Add what can be done with the chosen cells to the menu of the tasks."""
        writable = not self._workspace.is_read_only
        for part, verbs in _MENU.items():
            into = add_submenu(menu, part) if part else menu
            for verb, needs_writing in verbs:
                action = add_entry(into, f"menu_{verb}", partial(self.carry_out, verb))
                action.setEnabled(writable or not needs_writing)
                if verb in _ICONS:
                    action.setIcon(self._page.look.icon(_ICONS[verb]))

    def copy(self, *, with_head: bool = False) -> None:
        """Put the chosen cells into the clipboard, as text and as a table, for Excel, WPS and Word."""
        page = self._page
        ids, count = page.grid.chosen_tasks(), len(page.grid.chosen_rows())
        copy_cells(page, ids[:MOST_COPIED_ROWS], page.grid.chosen_columns(), with_head=with_head)
        if count > MOST_COPIED_ROWS:
            self._say(f"选中了 {count:,} 行，只复制了前 {MOST_COPIED_ROWS:,} 行；要全部请用“导出”。")

    def cut(self) -> None:
        """Put the chosen cells into the clipboard and empty them, in one step that is undone as one."""
        grid = self._page.grid
        ids, texts = grid.chosen_tasks(), self._emptied()
        if self._is_fixed() or not texts:
            return
        if len(ids) > MOST_COPIED_ROWS:
            self._say(f"一次最多剪切 {MOST_COPIED_ROWS:,} 行，没有剪切。")
            return
        # Emptied once they are in the clipboard, and only what is there.
        empty = partial(self._change, lambda _session: texts, "cut", is_shown=False)
        copy_cells(self._page, ids, grid.chosen_columns(), then=empty)

    def copy_above(self) -> None:
        """Open the editor of a cell with the text of the one above in it; Enter takes it, Esc leaves it."""
        grid, model, index = self._page.grid, self._page.model, self._page.grid.currentIndex()
        task_id = model.task_id(index.row()) if index.isValid() else None
        above = self._rows_above(index.row()) if task_id is not None else []
        if task_id is None or self._is_fixed():
            return
        if not above or not above[0]:
            self._say("上面没有任务。")
            return
        time, number, field = self.time, index.column(), model.columns[index.column()].edits

        def open_with(text: str) -> None:
            row = model.row_of(task_id)
            if row is not None:
                grid.cursor_.go(row, number)
                grid.edit_cell(model.index(row, number), text)

        def read(session: ReadSession, _progress: object) -> str:
            known = read_known(session, above, time)
            return known.text(above[0], field) if field and above[0] in known.facts else ""

        self._workspace.query(read, self).on_success(open_with).start()

    def paste(self) -> None:
        """Lay what is on the clipboard onto the cells from the cursor on; what it changes is shown first."""
        text = QGuiApplication.clipboard().text()
        grid, model = self._page.grid, self._page.model
        rows, numbers = grid.chosen_rows(), grid.chosen_columns()
        if self._is_fixed() or not text or not rows or not numbers:
            return
        block = read_block(text)
        fields = [model.columns[number].edits for number in numbers]
        ids: list[int | None] = [model.task_id(row) for row in rows]
        if len(rows) * len(numbers) > 1 and fits_often(block, len(rows), len(numbers)):
            texts, lost = lay_block(block, ids, fields, tiled=True)
        else:
            shown = grid.layout_.shown()
            fields = [model.columns[number].edits for number in shown[shown.index(numbers[0]) :]]
            texts, lost = lay_block(block, self._rows_from(rows[0], len(block)), fields)
        note = f"内容比表格宽，右边 {lost} 列没有写入。" if lost else ""
        is_one = len(texts) == 1 and texts[0].task_id is not None
        self._change(lambda _session: texts, "paste", is_shown=not is_one, note=note)

    def type_today(self) -> None:
        """Open the editor of a cell that holds a day with today's date in it; Enter takes it, Esc leaves it."""
        grid, index = self._page.grid, self._page.grid.currentIndex()
        field = self._page.model.cell_field(index.column()) if index.isValid() else None
        if field is None or field.kind not in ("due", "day"):
            self._say("Ctrl+; 在日期的格子里填入今天的日期。")
        elif not self._is_fixed():
            grid.edit_cell(index, self._workspace.today.isoformat())

    def clear(self) -> None:
        """Empty the chosen cells."""
        texts = self._emptied()
        if not self._is_fixed() and texts:
            self._change(lambda _session: texts, "clear", is_shown=False)

    def fill_down(self) -> None:
        """Give the chosen cells the text of the topmost one; of a single cell that of the one above."""
        ids = self._page.grid.chosen_tasks()
        if len(ids) == 1:
            above = self._rows_above(self._page.grid.chosen_rows()[0])
            ids = [*above, *ids]
        fields = self._chosen_fields()
        if self._is_fixed() or len(ids) < 2 or not fields:
            return
        time = self.time

        def texts(session: ReadSession) -> list[CellText]:
            known = read_known(session, ids[:1], time)
            found = [(field, known.text(ids[0], field)) for field in fields if ids[0] in known.facts]
            return [cell for field, text in found for cell in same_text(ids[1:], field, text)]

        self._change(texts, "fill", is_shown=False)

    def fill_right(self) -> None:
        """Give the chosen cells of each row the text of its first one."""
        ids, fields, time = self._page.grid.chosen_tasks(), self._chosen_fields(), self.time
        if self._is_fixed() or not ids or len(fields) < 2:
            return

        def texts(session: ReadSession) -> list[CellText]:
            known = read_known(session, ids, time)
            rows = [(id_, known.text(id_, fields[0])) for id_ in ids if id_ in known.facts]
            return [CellText(id_, field, text) for id_, text in rows for field in fields[1:]]

        self._change(texts, "fill", is_shown=False)

    def find_and_replace(self) -> None:
        """Open 查找和替换 over the chosen columns, or over the whole list."""
        if self._is_fixed():
            return
        from ui.dialogs.find_replace import FindReplaceDialog

        page = self._page
        ids = page.grid.chosen_tasks()
        block = ids if len(ids) > 1 else ()
        dialog = FindReplaceDialog(page.window(), self._workspace, page.model.query, block, self._chosen_fields())
        dialog.wanted.connect(lambda plan: self._write(plan, "replace", "", dialog.time))
        dialog.open()

    def write_plan(self, plan: EditPlan, verb: EditVerb, reason: str = "") -> None:
        """Write a plan in one step, and say what was done where it is more than a cell."""
        self._write(plan, verb, reason, self.time)

    def _on_typed(self, task_id: int, number: int, text: str, is_for_all: bool) -> None:
        field = self._page.model.columns[number].edits
        ids = self._page.grid.chosen_tasks() if is_for_all else [task_id]
        ids = ids if task_id in ids else [task_id]
        texts = same_text(ids, field, text)
        self._change(lambda _session: texts, "edit", is_shown=False, number=number)

    def _change(self, texts: Texts, verb: EditVerb, *, is_shown: bool, note: str = "", number: int = -1) -> None:
        """Check texts, show the plan where it must be seen, and write it."""
        time = self.time

        def plan(session: ReadSession, _progress: object) -> EditPlan:
            return plan_edits(session, texts(session), time)

        def take(found: EditPlan) -> None:
            if len(found.refusals) == 1 and not found.changes and not is_shown:
                self._refuse(found, number)
            elif not found.changes and not found.refusals:
                self._say("没有要修改的单元格：内容与原来相同。" if verb != "edit" else "")
            elif is_shown or found.refusals or found.needs_reason:
                look = self._workspace.look
                preview = EditPreview(self._page.window(), look, found, VERB_NAMES[verb], note)
                preview.on_accepted(lambda reason: self._write(found, verb, reason, time))
                preview.open()
            else:
                self._write(found, verb, "", time)

        self._workspace.query(plan, self).with_progress(VERB_NAMES[verb]).on_success(take).start()

    def _write(self, plan: EditPlan, verb: EditVerb, reason: str, time: EditTime) -> None:
        def done(applied: Applied) -> None:
            self._remember(plan, applied)
            if len(plan.changes) > 1:
                self._workspace.say_done(f"已{applied.changes.name}")

        job = self._workspace.change(lambda work, _p: apply_edits(work, plan, time, verb=verb, reason=reason), self)
        (job.with_progress(VERB_NAMES[verb]) if len(plan.changes) > 500 else job).on_success(done).start()

    def _refuse(self, plan: EditPlan, number: int) -> None:
        """Say why one text is refused, and open its editor again with what was typed."""
        refused = plan.refusals[0]
        self._workspace.messages.show_text("没有写入", refused.reason)
        row = self._page.model.row_of(refused.cell.task_id or 0)
        if row is not None and number >= 0:
            self._page.grid.cursor_.go(row, number)
            self._page.grid.edit_cell(self._page.model.index(row, number), refused.cell.text)

    def _remember(self, plan: EditPlan, applied: Applied) -> None:
        """Keep which cells an edit is seen in, so that undoing it brings them back on sight."""
        ids = tuple(dict.fromkeys(one.cell.task_id for one in plan.changes if one.cell.task_id is not None))
        ids = (*ids, *applied.new_ids)
        fields = tuple(dict.fromkeys(one.cell.field for one in plan.changes))
        if len(ids) <= _MOST_ROWS_REMEMBERED:
            self._done = [*self._done[1 - _MOST_REMEMBERED :], _Done(_touched(applied.changes), ids, fields)]
        if applied.new_ids:
            self._sought = (applied.new_ids, fields)

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("unit", "unit_alias"):
            self._read_units()
        touched = _touched(changes)
        found = next((one for one in reversed(self._done) if one.touched == touched), None)
        if found is not None and self._page.isVisible():
            self._sought = (found.task_ids, found.fields)

    def _on_listed(self, _listing: Listing) -> None:
        """Choose the cells of an edit that was undone or done again."""
        if self._sought is None:
            return
        (ids, fields), self._sought = self._sought, None
        model, grid = self._page.model, self._page.grid
        rows = sorted(row for id_ in ids if (row := model.row_of(id_)) is not None)
        shown = [number for number in grid.layout_.shown() if model.columns[number].edits in fields]
        if rows:
            grid.cursor_.choose(rows, shown or grid.layout_.shown()[:1])

    def _rows_from(self, row: int, count: int) -> list[int | None]:
        """Return the tasks of so many rows from one down; None for rows below the last."""
        model = self._page.model
        found: list[int | None] = []
        while len(found) < count and row < model.rowCount():
            task_id = model.task_id(row)
            if task_id is not None:
                found.append(task_id)
            row += 1
        return [*found, *[None] * (count - len(found))]

    def _rows_above(self, row: int) -> list[int]:
        model = self._page.model
        found = (model.task_id(number) for number in range(row - 1, -1, -1))
        return [next((id_ for id_ in found if id_ is not None), 0)] if row else []

    def _chosen_fields(self) -> list[str]:
        model = self._page.model
        return [model.columns[number].edits for number in self._page.grid.chosen_columns()]

    def _emptied(self) -> list[CellText]:
        """Return the chosen cells with nothing in them."""
        fields = self._chosen_fields()
        return [CellText(id_, field, "") for id_ in self._page.grid.chosen_tasks() for field in fields]

    def _basis(self) -> Basis:
        workspace = self._workspace
        year = workspace.settings.year or workspace.cutoff.year
        return Basis(workspace.today, None, year, workspace.calendar)

    def _is_fixed(self) -> bool:
        if self._workspace.is_read_only:
            self._say("这本台账以只读方式打开，不能修改。")
        return self._workspace.is_read_only

    def _say(self, text: str) -> None:
        """Say a sentence at the cursor."""
        grid = self._page.grid
        index = grid.currentIndex()
        if text and index.isValid():
            view = grid.view_of(index)
            below = view.visualRect(index).bottomLeft() + QPoint(0, 4)
            QToolTip.showText(view.viewport().mapToGlobal(below), text, grid)

    def _read_units(self) -> None:
        def take(units: Sequence[UnitName]) -> None:
            self._units = units

        self._workspace.query(lambda session, _p: read_unit_names(session), self).on_success(take).start()


def _touched(changes: ChangeSet) -> frozenset[tuple[str, int | str]]:
    return frozenset((table, key) for table, keys in changes.rows.items() for key in keys)
