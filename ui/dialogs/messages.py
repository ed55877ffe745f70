"""The one place that shows errors, asks questions and lets files be chosen.

Pages are handed a `Messages`; tests hand them a recorder instead, so that no test waits before a dialog.
Qt's dialogs and our texts are loaded when the first of them is shown, not at the start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ui.state import WindowState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget


class Messages(Protocol):
    """What pages may say to and ask of the person at the screen."""

    def show_error(self, error: BaseException) -> None:
        """Show an error in the words of `ledger_app.messages`; cancelled work is not shown."""
        ...

    def show_text(self, title: str, text: str, detail: str = "") -> None:
        """Show a result that needs to be read before going on."""
        ...

    def ask(self, text: str, verb: str, *, detail: str = "", is_dangerous: bool = False) -> bool:
        """Ask before an act; `verb` names it on the button ("删除 3 项"). Return whether to do it."""
        ...

    def choose(self, text: str, verbs: Sequence[str], *, detail: str = "") -> int:
        """Offer several acts; return the index of the chosen one, -1 for none."""
        ...

    def choose_files(self, title: str, filters: str = "") -> list[Path]:
        """Let files be chosen for reading; empty when none."""
        ...

    def choose_target(self, title: str, name: str, filters: str) -> Path | None:
        """Let a file to write be named, beginning with `name`; None when none."""
        ...

    def choose_folder(self, title: str) -> Path | None:
        """Let a folder be chosen; None when none."""
        ...


class MessageBoxes:
    """The real thing: Qt's dialogs, in Chinese through Qt's own translation."""

    def __init__(self, window: QWidget, state: WindowState) -> None:
        """Show dialogs over `window`; the folder of the last file is remembered in `state`."""
        self._window = window
        self._state = state
        self.explain: Callable[[str], object] | None = None  # opens the manual at a code; set by who has a manual

    def show_error(self, error: BaseException) -> None:
        """Show an error; see the protocol."""
        from PySide6.QtWidgets import QMessageBox

        from ledger_app.error_log import is_fault
        from ledger_app.errors import Cancelled, LedgerError, RejectedError
        from ledger_app.messages import describe

        if isinstance(error, Cancelled):
            return
        if is_fault(error):
            self._show_fault(error)
            return
        mild = isinstance(error, RejectedError)
        code = error.code if isinstance(error, LedgerError) else type(error).__name__
        box = self._box("未能完成" if mild else "出现问题", describe(error), f"（代码 {code}）")
        box.setIcon(QMessageBox.Icon.Information if mild else QMessageBox.Icon.Warning)
        known = box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(known)
        box.setEscapeButton(known)
        explain = self.explain if isinstance(error, LedgerError) else None
        more = box.addButton("说明", QMessageBox.ButtonRole.ActionRole) if explain is not None else None
        box.exec()
        if explain is not None and box.clickedButton() is more:
            explain(code)

    def show_text(self, title: str, text: str, detail: str = "") -> None:
        """Show a result; see the protocol."""
        from PySide6.QtWidgets import QMessageBox

        box = self._box(title, text, detail)
        box.setIcon(QMessageBox.Icon.Information)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def ask(self, text: str, verb: str, *, detail: str = "", is_dangerous: bool = False) -> bool:
        """Ask before an act; see the protocol."""
        from PySide6.QtWidgets import QMessageBox

        box = self._box("请确认", text, detail)
        box.setIcon(QMessageBox.Icon.Warning if is_dangerous else QMessageBox.Icon.Question)
        act = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep if is_dangerous else act)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is act

    def choose(self, text: str, verbs: Sequence[str], *, detail: str = "") -> int:
        """Offer several acts; see the protocol."""
        from PySide6.QtWidgets import QMessageBox

        box = self._box("请选择", text, detail)
        box.setIcon(QMessageBox.Icon.Question)
        buttons = [box.addButton(verb, QMessageBox.ButtonRole.ActionRole) for verb in verbs]
        box.setEscapeButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        clicked = box.clickedButton()
        return next((index for index, button in enumerate(buttons) if button is clicked), -1)

    def choose_files(self, title: str, filters: str = "") -> list[Path]:
        """Let files be chosen; see the protocol."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self._window, title, self._state.last_folder, filters)
        if names:
            self._state.last_folder = str(Path(names[0]).parent)
        return [Path(name) for name in names]

    def choose_target(self, title: str, name: str, filters: str) -> Path | None:
        """Let a file to write be named; see the protocol."""
        from PySide6.QtWidgets import QFileDialog

        start = str(Path(self._state.last_folder) / name) if self._state.last_folder else name
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, start, filters)
        if not chosen:
            return None
        self._state.last_folder = str(Path(chosen).parent)
        return Path(chosen)

    def choose_folder(self, title: str) -> Path | None:
        """Let a folder be chosen; see the protocol."""
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self._window, title, self._state.last_folder)
        return Path(chosen) if chosen else None

    def _show_fault(self, error: BaseException) -> None:
        """Show a fault of ours in one sentence, its report written already; hand the report over where wanted."""
        from PySide6.QtWidgets import QMessageBox

        from ledger_app.error_log import ErrorLog
        from ledger_app.errors import LedgerError
        from ledger_app.messages import describe

        report = ErrorLog(self._state.path.parent).report(error)
        code = error.code if isinstance(error, LedgerError) else type(error).__name__
        told = f"\n问题报告已写好（{report.name}），不含台账内容，可以交给维护人员。" if report is not None else ""
        box = self._box("出现问题", describe(error), f"（代码 {code}）{told}")
        box.setIcon(QMessageBox.Icon.Warning)
        save = box.addButton("保存报告…", QMessageBox.ButtonRole.ActionRole) if report is not None else None
        show = box.addButton("打开所在文件夹", QMessageBox.ButtonRole.ActionRole) if report is not None else None
        known = box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(known)
        box.setEscapeButton(known)
        box.exec()
        if report is not None and box.clickedButton() is save:
            self._save_report(report)
        elif report is not None and box.clickedButton() is show:
            from PySide6.QtCore import QUrl
            from PySide6.QtGui import QDesktopServices

            QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.parent)))

    def _save_report(self, report: Path) -> None:
        """Copy a report to where the person says."""
        import shutil

        from ledger_app.errors import EnvironmentFault
        from ledger_app.messages.causes import cause_of

        target = self.choose_target("保存问题报告", report.name, "文本文件 (*.txt)")
        if target is None:
            return
        try:
            shutil.copyfile(report, target)
        except OSError as error:
            self.show_error(EnvironmentFault("UI-020", file=target.name, why=cause_of(error)))

    def _box(self, title: str, text: str, detail: str) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setObjectName("message_box")
        box.setWindowTitle(title)
        box.setText(text)
        if detail:
            box.setInformativeText(detail)
        return box
