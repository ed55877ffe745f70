"""Opens the manual at the right page: for F1, for an error's code, also while a dialog waits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ledger_app.manual.book import FIRST, Manual, load_manual
from ui.help.topics import topic_of
from ui.help.window import HelpWindow

if TYPE_CHECKING:
    from ledger_app.ports import Progress
    from ui.main_window import MainWindow

MANUAL_FOLDER, FONTS_FOLDER = "manual", "fonts"
PDF_NAME = "任务台账使用手册.pdf"


class Handbook(QObject):
    """Holds the one window of the manual; made when help is first asked for."""

    def __init__(self, window: MainWindow, resources: Path) -> None:
        """Know where the manual lies; nothing is read yet."""
        super().__init__(window)
        self._window = window
        self._resources = resources
        self._manual: Manual | None = None
        self.shown: HelpWindow | None = None

    @property
    def manual(self) -> Manual:
        """Return the manual, read now if it was not yet.

        Raises:
            EnvironmentFault: APP-018 a file of it is missing.
        """
        if self._manual is None:
            self._manual = load_manual(self._resources / MANUAL_FOLDER)
        return self._manual

    def open_here(self) -> None:
        """Open the manual at what is about the part that has the keyboard."""
        self.open_at(topic_of(QApplication.focusWidget(), self._window.page))

    def open_error(self, code: str) -> None:
        """Open the manual at a message's code."""
        self.open_at(self.manual.place_of_error(code) or FIRST)

    def open_at(self, place: str) -> None:
        """Open the manual at a place, above the dialog that waits if there is one."""
        host = QApplication.activeModalWidget() or self._window
        if self.shown is None:
            self.shown = self._make(host)
        elif self.shown.parentWidget() is not host:
            self._move_to(host)
        help_window = self.shown
        help_window.show_place(place)
        help_window.setWindowState(help_window.windowState() & ~Qt.WindowState.WindowMinimized)
        help_window.show()
        # This raises it too, everywhere but where there is no window to raise.
        help_window.activateWindow()

    def _make(self, host: QWidget) -> HelpWindow:
        made = HelpWindow(self.manual, self._window.look, self._window.state, host)
        made.print_wanted.connect(self._print)
        made.save_wanted.connect(self._save)
        if isinstance(host, QDialog):
            host.finished.connect(self._come_back)
        return made

    def _move_to(self, host: QWidget) -> None:
        """Give the window to a dialog that waits: only what belongs to it takes keys and clicks meanwhile."""
        if self.shown is None:
            return
        place = self.shown.saveGeometry()
        self.shown.setParent(host, Qt.WindowType.Window)
        self.shown.restoreGeometry(place)
        if isinstance(host, QDialog):
            host.finished.connect(self._come_back)

    def _come_back(self) -> None:
        """Leave a dialog that closes, so that the manual stays open and is not thrown away with it."""
        if self.shown is not None and self.shown.parentWidget() is not self._window:
            was_visible = self.shown.isVisible()
            self._move_to(self._window)
            self.shown.setVisible(was_visible)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self.shown is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.shown)
        dialog.setWindowTitle("打印这一页")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.shown.browser.print_(printer)

    def _save(self) -> None:
        """Print the whole manual into a PDF on a worker thread."""
        from ledger_app.manual.printed import print_manual
        from ledger_app.reports.fonts import FontBook, system_font_folders

        window = self._window
        target = window.messages.choose_target("整本存成 PDF", PDF_NAME, "PDF 文件 (*.pdf)")
        if target is None:
            return
        manual, fonts = self.manual, FontBook(self._resources / FONTS_FOLDER, system_font_folders(), "times")

        def work(progress: Progress) -> int:
            return print_manual(manual, fonts, target, progress).pages

        job = window.runner.query(work).with_progress("正在排版使用手册")
        job.on_success(lambda pages: window.messages.show_text("使用手册", f"已存成 PDF，共 {pages} 页。", str(target)))
        job.start()
