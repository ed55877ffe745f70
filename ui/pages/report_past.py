"""What was kept and how it stands now: the history, what changed since, corrections; and the faces of what is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import Plan
from ledger_app.domain.snapshot import RowDifference
from ledger_app.domain.supervision import Snapshot
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import LedgerError
from ledger_app.ports import Progress, ReadSession
from ledger_app.services import report_history
from ui.dialogs.report_differences import DifferencesDialog
from ui.dialogs.report_history import ReportHistoryDialog
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.report_differences import difference_lines
from ui.views.since_bar import SinceBar

if TYPE_CHECKING:
    from ui.pages.reports import ReportsPage


@dataclass(frozen=True, slots=True)
class KeptScope:
    """What a kept report was about, as the form asks for it."""

    unit_id: int | None = None
    leader: str = ""
    plan_id: int | None = None
    task_ids: tuple[int, ...] = ()


class ReportPast(QObject):
    """Acts on kept reports for the page."""

    def __init__(self, page: ReportsPage) -> None:
        """Join the line and the buttons to the page."""
        super().__init__(page)
        self._page = page
        self.bar = SinceBar()
        self.bar.show_wanted.connect(self._show_changes)
        self.bar.correct_wanted.connect(lambda: self.correct(self._snapshot))
        self.button = entry_button("reports_all_kept")
        self.button.clicked.connect(self.open_history)
        self.faces_button = entry_button("reports_faces")
        self.faces_button.setEnabled(False)
        self.faces_button.clicked.connect(self._show_faces)
        self._faces: tuple[str, ...] = ()
        self._snapshot: Snapshot | None = None
        self._rows: Sequence[RowDifference] = ()
        self._job: QueryJob[tuple[RowDifference, ...]] | None = None
        page.workspace.ledger_changed.connect(self._on_ledger_changed)

    def look_at(self, snapshot: Snapshot | None) -> None:
        """Find out whether a report's facts have changed since; None says nothing."""
        if self._job is not None:
            self._job.cancel()
        self._snapshot, self._rows = snapshot, ()
        self.bar.hide()
        if snapshot is None or snapshot.kind not in report_history.FOLLOWED:
            return

        def read(session: ReadSession, _progress: Progress) -> tuple[RowDifference, ...]:
            try:
                return report_history.changed_since(session, snapshot.id)
            except LedgerError:
                # Its unit or plan is gone: there is nothing to compare it with.
                return ()

        self._job = self._page.workspace.query(read, self._page).on_success(self._tell).start()

    def show_faces(self, faces: Sequence[str]) -> None:
        """Take the faces of what is shown; the button says whether some stand in for others."""
        self._faces = tuple(faces)
        replaced = sum("代替" in line for line in faces)
        self.faces_button.setText(f"字体（{replaced} 种代替）" if replaced else "字体")
        self.faces_button.setEnabled(bool(faces))

    def open_history(self) -> None:
        """Open the table of all kept reports."""
        dialog = ReportHistoryDialog(self._page, self._page.workspace)
        dialog.open_wanted.connect(self._page.show_kept)
        dialog.correction_wanted.connect(self.correct)
        dialog.open()

    def correct(self, snapshot: Snapshot | None) -> None:
        """Draft a correction of a kept report."""
        if snapshot is None:
            return

        def take(scope: KeptScope) -> None:
            self._page.form.show_correction(snapshot, scope.unit_id, scope.leader, scope.plan_id, scope.task_ids)

        job = self._page.workspace.query(lambda session, _p: _scope_of(session, snapshot), self._page)
        job.on_success(take).start()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        # A draft is made anew with every change, and asks then.
        is_fact = not set(changes.rows) <= {"snapshot", "snapshot_row", "stored_file"}
        if self._page.shows_kept and is_fact and self._page.isVisible():
            self.look_at(self._snapshot)

    def _tell(self, rows: tuple[RowDifference, ...]) -> None:
        self._rows = rows
        if self._snapshot is not None:
            is_correcting = self._page.form.request().corrects_id == self._snapshot.id and not self._page.shows_kept
            may = not self._page.workspace.is_read_only and not is_correcting
            self.bar.tell(self._snapshot, rows, may_correct=may)

    def _show_changes(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        lines = difference_lines(self._rows, {})
        said = (
            f"{snapshot.number} 留存以后，截至 {snapshot.cutoff} 的情况有这些变化。留存的报表不变，要更正就另出更正件。"
        )
        dialog = DifferencesDialog(self._page, self._page.workspace, "留存以后的变化", said, lines)
        if not self._page.workspace.is_read_only:
            dialog.on_correct(lambda: self.correct(snapshot))
        dialog.open()

    def _show_faces(self) -> None:
        said = "这份报表用到的字体和来源："
        self._page.workspace.messages.show_text("报表的字体", said, "\n".join(self._faces))


def face_lines(faces: str) -> tuple[str, ...]:
    """Return in words which face served each style, from the JSON text that a kept report has."""
    found = []
    for use in json.loads(faces):
        origin = "随软件提供，代替" if use["origin"] == "shipped" else "电脑已安装"
        lent = f"“{use['characters']}”借用" if use.get("characters") else "用"
        found.append(f"{use['style']}：{lent} {use['family']}（{origin}）")
    return tuple(found)


def _scope_of(session: ReadSession, snapshot: Snapshot) -> KeptScope:
    parts = json.loads(snapshot.scope)
    units = session.of(Unit).find(uid=parts["unit"]) if "unit" in parts else []
    plans = session.of(Plan).find(uid=parts["plan"]) if "plan" in parts else []
    tasks = session.of(Task).find(uid=list(parts["tasks"])) if "tasks" in parts else []
    return KeptScope(
        units[0].id if units else None,
        str(parts.get("leader", "")),
        plans[0].id if plans else None,
        tuple(task.id for task in tasks),
    )
