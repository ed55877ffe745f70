"""What is done with the indicators on the evidence page: import, make, change, link files and tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Indicator
from ledger_app.intake.scoring_table import ProposedTree
from ledger_app.ports import UnitOfWork
from ledger_app.services import indicators
from ledger_app.services.files import TakenFiles, files_under, take_all
from ui.detail.saving_dialog import SavingDialog
from ui.dialogs.adding_result import tell_what_became
from ui.dialogs.evidence_pack import open_pack_dialog
from ui.dialogs.indicators import ImportTreeDialog
from ui.dialogs.task_picker import TaskPicker
from ui.entry_button import add_entry
from ui.fields import TextField
from ui.indicator_linking import ask_indicators
from ui.models.indicator_places import IndicatorLine, IndicatorTrees
from ui.views.indicator_places import IndicatorPlaces
from ui.workspace import Workspace

Verb = Callable[[UnitOfWork], ChangeSet]
_FILTER = "评分表 (*.xlsx *.xls *.et *.docx *.doc *.wps *.pdf *.ods *.odt *.html *.htm);;所有文件 (*)"


class IndicatorActs(QObject):
    """Carries out the acts of the menu beside the standards and of the tree's keys."""

    def __init__(self, page: QWidget, workspace: Workspace, places: IndicatorPlaces) -> None:
        """Listen to the tree."""
        super().__init__(page)
        self._page = page
        self._workspace = workspace
        self._places = places
        self._found = IndicatorTrees()
        self._wanted_tree: int | None = None
        places.menu_wanted.connect(self.open_menu)
        places.key_pressed.connect(self._on_key)
        places.view.setAcceptDrops(not workspace.is_read_only)
        places.view.setDragEnabled(not workspace.is_read_only)
        places.moved.connect(self._on_moved)
        places.evidence_dropped.connect(self._on_evidence_dropped)
        places.files_dropped.connect(self._on_files_dropped)

    def show_trees(self, found: IndicatorTrees) -> None:
        """Show what was read."""
        self._found = found
        self._places.show_trees(found, self._wanted_tree)
        self._wanted_tree = None

    @property
    def line(self) -> IndicatorLine | None:
        """Return the indicator that has the cursor."""
        chosen = self._places.indicator_id
        return self._found.line(chosen) if chosen is not None else None

    def open_menu(self, at: QPoint) -> None:
        """Offer what can be done with the standard and the indicator shown."""
        menu = QMenu(self._page)
        menu.setObjectName("indicator_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line, tree = self.line, self._places.tree_id
        if not self._workspace.is_read_only:
            add_entry(menu, "indicator_menu_import", self.import_table)
            add_entry(menu, "indicator_menu_new", self.new_tree)
            if tree is not None:
                add_entry(menu, "indicator_menu_rename_tree", self._rename_tree)
                add_entry(menu, "indicator_menu_copy_tree", self._copy_tree)
                add_entry(menu, "indicator_menu_remove_tree", self._remove_tree)
                menu.addSeparator()
                add_entry(menu, "indicator_menu_add", self._add, text="新增下级指标…" if line else None)
            if line is not None:
                self._fill_for(menu, line)
        if tree is not None:
            menu.addSeparator()
            add_entry(menu, "indicator_menu_bare", self._places.next_bare)
            add_entry(menu, "indicator_menu_pack", lambda: open_pack_dialog(self._page, self._workspace, (), tree))
        menu.popup(at)

    def link_evidence(self, evidence_ids: Sequence[int]) -> None:
        """Let the clerk choose indicators for pieces of evidence."""
        ids = tuple(evidence_ids)
        ask_indicators(
            self._page,
            self._workspace,
            self._found,
            f"{len(ids)} 件材料要证明哪些指标？",
            lambda work, chosen: indicators.link_evidence(work, chosen, ids),
        )

    def unlink_evidence(self, evidence_ids: Sequence[int]) -> None:
        """Take pieces off the indicator shown."""
        line = self.line
        if line is not None and evidence_ids:
            id_, ids = line.indicator.id, tuple(evidence_ids)
            self._change(lambda work: indicators.unlink_evidence(work, id_, ids), "已从指标移除，材料仍在台账里")

    def import_table(self) -> None:
        """Read a scoring table and show what it gives before it is taken in."""
        files = self._workspace.messages.choose_files("选择评分表", _FILTER)
        if not files:
            return
        path: Path = files[0]
        job = self._workspace.runner.query(lambda progress: indicators.read_table(path, progress)).owned_by(self)

        def show(proposed: ProposedTree) -> None:
            ImportTreeDialog(self._page, proposed, self._take_tree).open()

        job.with_progress("正在读取评分表").on_success(show).start()

    def new_tree(self) -> None:
        """Begin an empty standard."""
        dialog = SavingDialog(self._page, self._workspace, "tree_dialog", "新建考核标准", "新建")
        field = dialog.add_line("标准名称", "tree_title", "")

        def make() -> Verb:
            title = field.text()
            return lambda work: self._made(indicators.create_tree(work, title))

        dialog.on_save(make)
        dialog.open()

    def _take_tree(self, proposed: ProposedTree) -> None:
        count = len(proposed.indicators)
        self._change(lambda work: self._made(indicators.import_tree(work, proposed)), f"已导入 {count} 个指标")

    def _made(self, made: indicators.TreeMade) -> ChangeSet:
        self._wanted_tree = made.tree.id
        return made.changes

    def _fill_for(self, menu: QMenu, line: IndicatorLine) -> None:
        indicator = line.indicator
        add_entry(menu, "indicator_menu_edit", self._edit)
        for key in ("up", "down", "out", "in"):
            add_entry(menu, f"indicator_menu_{key}", partial(self._move, key))
        add_entry(menu, "indicator_menu_remove", self._remove)
        menu.addSeparator()
        add_entry(menu, "indicator_menu_tasks", self._link_tasks)
        for task_id, name in line.tasks[:12]:
            off = partial(self._unlink_task, indicator.id, task_id)
            add_entry(menu, "indicator_menu_task", off, key=task_id, text=f"移除任务 {name[:24]}")

    def _unlink_task(self, indicator_id: int, task_id: int) -> None:
        self._change(lambda work: indicators.unlink_tasks(work, indicator_id, [task_id]), "已移除任务")

    def _on_key(self, key: str) -> None:
        if self._workspace.is_read_only:
            return
        acts: dict[str, Callable[[], object]] = {"add": self._add, "edit": self._edit, "delete": self._remove}
        acts.get(key, lambda: self._move(key))()

    def _add(self) -> None:
        tree_id, line = self._places.tree_id, self.line
        if tree_id is None:
            return
        parent = line.indicator.id if line is not None else None
        note = f"放在“{line.place.name}”下面" if line is not None else ""
        dialog = SavingDialog(self._page, self._workspace, "indicator_dialog", "新增指标", "新增", note)
        no = dialog.add_line("编号", "indicator_no", "")
        no.setPlaceholderText("如 1.2，可以不填")
        title = dialog.add_line("名称", "indicator_title", "")

        def make() -> Verb:
            words, number = title.text(), no.text()
            return lambda work: indicators.add(work, tree_id, parent, words, number)

        dialog.on_save(make)
        dialog.open()

    def _edit(self) -> None:
        line = self.line
        if line is None:
            return
        before = line.indicator
        dialog = SavingDialog(self._page, self._workspace, "indicator_dialog", "修改指标", "保存")
        dialog.setMinimumWidth(520)
        no = dialog.add_line("编号", "indicator_no", before.no)
        title = dialog.add_line("名称", "indicator_title", before.title)
        score = dialog.add_line("分值", "indicator_score", f"{before.score:g}" if before.score is not None else "")
        note = TextField("indicator_note", "评分标准和材料要求", 5)
        note.show_value(before.note)
        dialog.add_row("说明", note)

        def make() -> Verb | str:
            text = score.text().strip().removesuffix("分").strip()
            try:
                value = float(text) if text else None
            except ValueError:
                return f"看不懂分值“{text}”，请填数字，没有分值就留空。"
            changed = replace(before, no=no.text(), title=title.text(), score=value, note=note.toPlainText())
            return lambda work: indicators.change(work, changed)

        dialog.on_save(make)
        dialog.open()

    def _move(self, key: str) -> None:
        line = self.line
        target = _target(self._found.of_tree(self._places.tree_id), line.indicator, key) if line is not None else None
        if line is not None and target is not None:
            id_, (parent, before) = line.indicator.id, target
            self._change(lambda work: indicators.move(work, id_, parent, before), "已移动指标")

    def _remove(self) -> None:
        line = self.line
        if line is not None:
            id_ = line.indicator.id
            self._change(lambda work: indicators.remove(work, id_), f"已删除指标“{line.indicator.title[:20]}”")

    def _link_tasks(self) -> None:
        line = self.line
        if line is None:
            return
        id_ = line.indicator.id
        picker = TaskPicker(self._page, self._workspace, "挂任务", "挂", f"哪些任务证明“{line.place.name}”？")
        picker.on_chosen(
            lambda tasks: self._change(
                lambda work: indicators.link_tasks(work, [id_], tasks), f"已挂上 {len(tasks)} 项任务"
            )
        )
        picker.open()

    def _rename_tree(self) -> None:
        tree_id = self._places.tree_id
        if tree_id is None:
            return
        dialog = SavingDialog(self._page, self._workspace, "tree_dialog", "标准改名", "改名")
        field = dialog.add_line("标准名称", "tree_title", self._places.trees.currentText())

        def make() -> Verb:
            title = field.text()
            return lambda work: indicators.rename_tree(work, tree_id, title)

        dialog.on_save(make)
        dialog.open()

    def _copy_tree(self) -> None:
        tree_id = self._places.tree_id
        if tree_id is None:
            return
        note = "复制指标、分值和要求，材料和任务不带过去。"
        dialog = SavingDialog(self._page, self._workspace, "tree_dialog", "复制考核标准", "复制", note)
        field = dialog.add_line("新标准名称", "tree_title", _next_year(self._places.trees.currentText()))

        def make() -> Verb:
            title = field.text()
            return lambda work: self._made(indicators.copy_tree(work, tree_id, title))

        dialog.on_save(make)
        dialog.open()

    def _on_moved(self, indicator_id: int, parent_id: int | None, before_id: int | None) -> None:
        if indicator_id not in (parent_id, before_id):
            self._change(lambda work: indicators.move(work, indicator_id, parent_id, before_id), "已移动指标")

    def _on_evidence_dropped(self, indicator_id: int, evidence_ids: list[int]) -> None:
        said = f"已把 {len(evidence_ids)} 件材料挂到指标"
        self._change(lambda work: indicators.link_evidence(work, [indicator_id], evidence_ids), said)

    def _on_files_dropped(self, indicator_id: int, paths: list[Path]) -> None:
        """Put files into the ledger and link them to the indicator in one operation."""
        store = self._workspace.ledger.store

        def taken(found: TakenFiles) -> None:
            failed = [one.message for one in found.failed]
            noticed = [finding.message for one in found.taken for finding in one.findings]
            tell_what_became(self._workspace, len(failed), [*failed, *noticed])
            if found.taken:
                said = f"已把 {len(found.taken)} 件材料挂到指标"
                self._change(lambda work: indicators.attach_files(work, indicator_id, found.taken), said)

        job = self._workspace.runner.query(lambda progress: take_all(store, files_under(paths), progress)).owned_by(
            self
        )
        job.with_progress("正在存入材料").on_success(taken).start()

    def _remove_tree(self) -> None:
        tree_id = self._places.tree_id
        if tree_id is not None:
            self._change(lambda work: indicators.remove_tree(work, tree_id), "已删除考核标准，材料和任务都还在")

    def _change(self, verb: Verb, done: str) -> None:
        job = self._workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self._workspace.say_done(done)).start()


def _next_year(title: str) -> str:
    """Return a title with its year counted up ("2024年考核" -> "2025年考核"), marked as a copy where it has none."""
    year = re.search(r"20\d\d", title)
    if year is None:
        return f"{title}（副本）"
    return f"{title[: year.start()]}{int(year[0]) + 1}{title[year.end() :]}"


def _target(lines: Sequence[IndicatorLine], row: Indicator, key: str) -> tuple[int | None, int | None] | None:
    """Return below which and before which indicator one comes by a key; None where it cannot go further."""
    siblings = [line.indicator for line in lines if line.indicator.parent_id == row.parent_id]
    at = siblings.index(row)
    if key == "up":
        return (row.parent_id, siblings[at - 1].id) if at else None
    if key == "down":
        after = siblings[at + 2].id if at + 2 < len(siblings) else None
        return (row.parent_id, after) if at + 1 < len(siblings) else None
    if key == "in":
        return (siblings[at - 1].id, None) if at else None
    parent = next((line.indicator for line in lines if line.indicator.id == row.parent_id), None)
    if parent is None:
        return None
    uncles = [line.indicator for line in lines if line.indicator.parent_id == parent.parent_id]
    place = uncles.index(parent) + 1
    return parent.parent_id, uncles[place].id if place < len(uncles) else None
