"""应有材料 of one task: what is there, what is missing, which piece it is, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.ports import UnitOfWork
from ledger_app.services import evidence_waivers, expected_evidence
from ledger_app.services.expected_evidence import LikelyMatch
from ui.actions import Act, Actions
from ui.detail.saving_dialog import SavingDialog
from ui.detail.tab import clear, text_label
from ui.dialogs.expected_waivers import ask_task_waiver, ask_waiver
from ui.elided_button import ElidedButton
from ui.entry_button import add_entry, entry_button
from ui.models.task_detail import EvidenceLine, TaskDetail
from ui.pages.page import labelled
from ui.views.chips import ChipLabel
from ui.workspace import Place, Workspace

Verb = Callable[[UnitOfWork], ChangeSet]
_MOST_IN_MENU = 20


class ExpectedPart(QWidget):
    """A row a paper, with a menu of what can be done with it."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        """Make an empty part."""
        super().__init__()
        self.setObjectName("expected_part")
        self._workspace = workspace
        self._detail: TaskDetail | None = None
        self._likely: Sequence[LikelyMatch] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(2)
        self._title = labelled("应有材料", "heading", "expected_title")
        column.addWidget(self._title)
        self._match = entry_button("expected_match")
        self._match.clicked.connect(self._match_likely)
        head.addStretch(1)
        head.addWidget(self._match)
        read = entry_button("expected_read", tip=actions[Act.EXPECTED_EVIDENCE].toolTip())
        read.clicked.connect(actions[Act.EXPECTED_EVIDENCE].trigger)
        add = entry_button("expected_add")
        add.clicked.connect(self._add)
        waive = entry_button("expected_waive_all")
        waive.clicked.connect(self._waive_all)
        self._acts = (read, add, waive)
        for button in self._acts:
            head.addWidget(button)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show what a task should have; pieces that may be what is missing are looked for in the background."""
        self._detail, self._likely = detail, ()
        there = {line.evidence.id for line in detail.evidence}
        wanted = [one for one in detail.expected if not one.waived_reason]
        missing = sum(one.evidence_id not in there for one in wanted)
        words = f"应有材料　{len(wanted)} 项，缺 {missing} 项" if wanted else "应有材料"
        self._title.setText(words)
        writable = self._is_writable()
        for button in self._acts:
            button.setVisible(writable)
        self._match.hide()
        self._show_rows()
        if missing and writable:
            task_id = detail.task.id
            job = self._workspace.query(lambda session, _p: expected_evidence.likely_matches(session, task_id), self)
            job.on_success(lambda found: self._take_likely(task_id, found)).start()

    def _is_writable(self) -> bool:
        return not self._workspace.is_read_only and self._detail is not None and not self._detail.is_closed

    def _take_likely(self, task_id: int, found: Sequence[LikelyMatch]) -> None:
        if self._detail is not None and self._detail.task.id == task_id:
            self._likely = found
            self._match.setVisible(any(one.is_linked for one in found))
            self._show_rows()

    def _show_rows(self) -> None:
        clear(self._rows)
        if self._detail is None:
            return
        pieces = {line.evidence.id: line for line in self._detail.evidence}
        for one in self._detail.expected:
            self._rows.addWidget(self._row(one, pieces.get(one.evidence_id) if one.evidence_id is not None else None))
        if not self._detail.expected:
            self._rows.addWidget(text_label("没有记下应有哪些材料；“读取”会从任务的文字里找。", "secondary"))

    def _row(self, one: ExpectedEvidence, piece: EvidenceLine | None) -> QWidget:
        box = QWidget()
        box.setObjectName(f"expected_row_{one.id}")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        row = QHBoxLayout()
        chip = ChipLabel(self._workspace.look, f"expected_{one.id}")
        if piece is not None:
            chip.show_light("green", "有", "✓")
        elif one.waived_reason:
            chip.show_light("grey", "无需", "○")
        else:
            chip.show_light("yellow" if one.is_required else "grey", "缺", "■" if one.is_required else "○")
        row.addWidget(chip)
        name = text_label(one.name if one.is_required or one.waived_reason else f"{one.name}（可选）")
        name.setToolTip("\n".join(filter(None, (one.name, one.source))))
        row.addWidget(name, 1)
        if self._is_writable():
            more = entry_button("expected_more", one.id)
            more.setIcon(self._workspace.look.icon("menu"))
            more.setAccessibleName(f"{one.name}：对应材料、改名、删除")
            more.clicked.connect(lambda: self._open_menu(one, more))
            row.addWidget(more)
        layout.addLayout(row)
        best = next((like for like in self._likely if like.expected_id == one.id), None)
        if piece is not None and piece.evidence.title != one.name:
            layout.addWidget(text_label(f"由第 {piece.link.number} 件“{piece.evidence.title}”证明", "secondary"))
        elif piece is None and one.waived_reason:
            layout.addWidget(text_label(f"原因：{one.waived_reason}", "secondary"))
        elif best is not None and piece is None:
            where = "" if best.is_linked else "（在别的任务上）"
            tip = f"“{best.evidence.title}”就是这项材料，可以撤销"
            take = ElidedButton(f"采用“{best.evidence.title}”{where}", f"expected_take_{one.id}", tip)
            take.clicked.connect(lambda: self._apply(_matching(one.id, best.evidence.id), "已对应"))
            layout.addWidget(take)
        return box

    def _open_menu(self, one: ExpectedEvidence, at: QWidget) -> None:
        detail = self._detail
        if detail is None:
            return
        menu = QMenu(self)
        menu.setObjectName("expected_menu")
        order = [like.evidence.id for like in self._likely if like.expected_id == one.id]
        lines = sorted(
            detail.evidence, key=lambda line: order.index(line.evidence.id) if line.evidence.id in order else 99
        )
        for line in lines[:_MOST_IN_MENU]:
            if line.evidence.id != one.evidence_id:
                words = f"就是第 {line.link.number} 件“{line.evidence.title[:24]}”"
                verb = partial(self._apply, _matching(one.id, line.evidence.id), "已对应")
                add_entry(menu, "expected_is", verb, key=line.link.number, text=words)
        if one.evidence_id is not None:
            piece_id = one.evidence_id
            place = Place("evidence", evidence_id=piece_id)
            add_entry(menu, "expected_show", lambda: self._workspace.open_place(place))
            add_entry(menu, "expected_not", lambda: self._apply(_matching(one.id, None), "已改为缺"))
        if menu.actions():
            menu.addSeparator()
        if one.waived_reason:
            add_entry(menu, "expected_again", lambda: self._apply(_again(one), "已恢复为应有"))
        elif one.evidence_id is None:
            add_entry(menu, "expected_waive", lambda: ask_waiver(self, self._workspace, one))
        add_entry(menu, "expected_rename", lambda: self._rename(one))
        word = "改为可选（缺它也可销号）" if one.is_required else "改为必备"
        add_entry(menu, "expected_must", lambda: self._apply(_requiring(one), "已修改"), text=word)
        said = f"已删除应有材料“{one.name}”"
        add_entry(
            menu,
            "expected_remove",
            lambda: self._apply(lambda work: expected_evidence.remove(work, [one.id]), said),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def _add(self) -> None:
        if self._detail is None:
            return
        task_id = self._detail.task.id
        dialog = SavingDialog(self, self._workspace, "expected_add_dialog", "添加应有材料", "添加")
        field = dialog.add_line("材料名称", "expected_name", "")

        def make() -> Verb:
            name = field.text()
            return lambda work: expected_evidence.add_by_hand(work, task_id, name)

        dialog.on_save(make)
        dialog.open()

    def _waive_all(self) -> None:
        if self._detail is not None:
            ask_task_waiver(self, self._workspace, [self._detail.task.id])

    def _rename(self, one: ExpectedEvidence) -> None:
        dialog = SavingDialog(self, self._workspace, "expected_rename_dialog", "应有材料改名", "改名")
        field = dialog.add_line("材料名称", "expected_name", one.name)
        field.selectAll()

        def make() -> Verb:
            name = field.text()
            return lambda work: expected_evidence.rename(work, one.id, name)

        dialog.on_save(make)
        dialog.open()

    def _match_likely(self) -> None:
        if self._detail is not None:
            task_id = self._detail.task.id
            self._apply(lambda work: expected_evidence.match_likely(work, [task_id]), "已按名称对应")

    def _apply(self, verb: Verb, done: str) -> None:
        job = self._workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self._workspace.say_done(done)).start()


def _matching(expected_id: int, evidence_id: int | None) -> Verb:
    return lambda work: expected_evidence.match(work, expected_id, evidence_id)


def _requiring(one: ExpectedEvidence) -> Verb:
    return lambda work: expected_evidence.set_required(work, one.id, is_required=not one.is_required)


def _again(one: ExpectedEvidence) -> Verb:
    return lambda work: evidence_waivers.expect_again(work, one.id)
