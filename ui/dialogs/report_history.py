"""全部留存记录: every kept report; opened, compared, made anew and compared byte by byte, corrected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.supervision import Snapshot
from ledger_app.ports import Progress, ReadSession
from ledger_app.services import report_history
from ledger_app.services.report_history import KeptReport, Remade, SnapshotComparison
from ui.dialogs.report_differences import DifferencesDialog
from ui.entry_button import entry_button
from ui.exporting import export_sheet
from ui.models.report_differences import difference_lines
from ui.models.report_history import ReportHistoryModel
from ui.models.text_sheet import view_sheet
from ui.monthly.list_table import PLAIN, ListTable
from ui.pages.page import labelled
from ui.workspace import Workspace

_NOTE = "每份报表留存时的数字、文字和 PDF 都在台账里，随时原样打开。选两份可以比较。"


class ReportHistoryDialog(QDialog):
    """The table of kept reports with what can be done with them.

    Signals:
        open_wanted: a kept report is to be shown (its snapshot).
        correction_wanted: a correction of it is to be drafted (its snapshot).
    """

    open_wanted = Signal(object)
    correction_wanted = Signal(object)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        """Read the history."""
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("report_history_dialog")
        self.setWindowTitle("留存的报表")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1010, 540)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(labelled(_NOTE, "secondary"))
        self.model = ReportHistoryModel(self)
        self.table = ListTable("report_history_list", "留存的报表", workspace.look)
        self.table.show_list(self.model)
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.table.set_acts({(Qt.Key.Key_Return, PLAIN): self._open})
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._show_buttons())
        layout.addWidget(self.table, 1)
        layout.addLayout(self._make_buttons())
        workspace.ledger_changed.connect(self._on_ledger_changed)
        self._read()

    def _make_buttons(self) -> QHBoxLayout:
        verbs = {
            "history_open": self._open,
            "history_compare": self._compare,
            "history_remake": self._remake,
            "history_correct": self._correct,
            "history_export": self._export,
        }
        self.buttons = {name: entry_button(name) for name in verbs}
        row = QHBoxLayout()
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, verb=verbs[name]: verb())
            row.addWidget(button)
            if name == "history_correct":
                row.addStretch(1)
        return row

    def _read(self) -> None:
        job = self._workspace.query(lambda session, _p: report_history.read_history(session), self)
        job.on_success(self._show).start()

    def _show(self, kept: list[KeptReport]) -> None:
        self.model.show_lines(kept)
        self.table.choose_rows([0])
        self._show_buttons()

    def _chosen(self) -> list[Snapshot]:
        lines = (self.model.line_at(row) for row in self.table.chosen_rows())
        return [line.snapshot for line in lines if line is not None]

    def _show_buttons(self) -> None:
        chosen = self._chosen()
        self.buttons["history_open"].setEnabled(len(chosen) == 1)
        self.buttons["history_compare"].setEnabled(len(chosen) == 2)
        self.buttons["history_remake"].setEnabled(len(chosen) == 1)
        is_followed = len(chosen) == 1 and chosen[0].kind in report_history.FOLLOWED
        self.buttons["history_correct"].setEnabled(is_followed and not self._workspace.is_read_only)
        self.buttons["history_export"].setEnabled(bool(self.model.lines))

    def _open(self) -> None:
        for snapshot in self._chosen()[:1]:
            self.accept()
            self.open_wanted.emit(snapshot)

    def _correct(self) -> None:
        for snapshot in self._chosen()[:1]:
            self.accept()
            self.correction_wanted.emit(snapshot)

    def _compare(self) -> None:
        # The list has the newest first: the other one is what it was before.
        newer, older = self._chosen()

        def compare(session: ReadSession, _progress: Progress) -> SnapshotComparison:
            return report_history.compare(session, older.id, newer.id)

        def show(found: SnapshotComparison) -> None:
            lines = difference_lines(found.rows, found.figures)
            said = f"{older.number}（截至 {older.cutoff}）与 {newer.number}（截至 {newer.cutoff}）相比，"
            said += f"有 {len(lines)} 处不同。" if lines else "数字和任务情况都相同。"
            DifferencesDialog(self, self._workspace, "比较两份报表", said, lines).open()

        self._workspace.query(compare, self).on_success(show).start()

    def _remake(self) -> None:
        snapshot = self._chosen()[0]
        session = self._workspace.session

        def make(reading: ReadSession, progress: Progress) -> Remade:
            fonts = session.fonts(reading.settings())
            return report_history.made_anew(reading, session.ledger.store, fonts, snapshot.id, progress)

        job = self._workspace.query(make, self).with_progress(f"正在重新排版 {snapshot.number}")
        job.on_success(self._tell).start()

    def _tell(self, remade: Remade) -> None:
        number = remade.snapshot.number
        if remade.is_same:
            self._workspace.messages.show_text("核对", f"{number} 重新排版后与留存的文件逐字节相同。")
        else:
            said = f"{number} 重新排版后与留存的文件不同。留存的文件没有改动，打印、另存用的都是它。"
            self._workspace.messages.show_text("核对", said, "\n".join(remade.differences))

    def _export(self) -> None:
        sheet = view_sheet(self._workspace.title, "留存的报表", f"{self._workspace.today} 导出", self.table)
        export_sheet(self, self._workspace, sheet)

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches("snapshot"):
            self._read()
