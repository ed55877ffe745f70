"""Handing a list over: ask where to, write it in the background, say what was written; or put it into the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from ledger_app.services.export import FILE_FORMATS, said_of, write_sheet
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ledger_app.ports import Progress
    from ledger_app.reports.plain_table import CopiedTable
    from ledger_app.reports.sheet import Sheet, Written

_NOT_IN_NAMES = frozenset('\\/:*?"<>|\r\n\t')


def ask_target(workspace: Workspace, name: str, suffixes: tuple[str, ...] = tuple(FILE_FORMATS)) -> Path | None:
    """Let a file to write be named, None when none; without an ending it gets the first of `suffixes`."""
    safe = "".join("_" if sign in _NOT_IN_NAMES else sign for sign in name).strip(" .") or "台账"
    filters = ";;".join(f"{FILE_FORMATS[suffix]} (*{suffix})" for suffix in suffixes)
    chosen = workspace.messages.choose_target("导出到", f"{safe}{suffixes[0]}", filters)
    if chosen is None or chosen.suffix.lower() in suffixes:
        return chosen
    return chosen.with_name(f"{chosen.name}{suffixes[0]}")


def write_to(page: QWidget, workspace: Workspace, path: Path, write: Callable[[Progress], Written]) -> None:
    """Write a file in the background, with its progress in the status line, and offer to open it."""

    def tell(written: Written) -> None:
        if workspace.messages.ask(f"已导出到“{path.name}”。", "打开文件", detail=said_of(written)):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    job = workspace.runner.query(write).owned_by(page)
    job.with_progress(f"正在导出 {path.name}").on_success(tell).start()


def export_sheet(page: QWidget, workspace: Workspace, sheet: Sheet) -> None:
    """Ask where to write a list that is in memory, and write it."""
    path = ask_target(workspace, f"{sheet.name}{workspace.today:%Y%m%d}")
    if path is not None:
        write_to(page, workspace, path, lambda progress: write_sheet(sheet, path, progress))


def copy_from(page: QWidget, workspace: Workspace, make: Callable[[], CopiedTable]) -> None:
    """Put a table into the clipboard, made in the background."""

    def take(table: CopiedTable) -> None:
        content = QMimeData()
        content.setText(table.text)
        content.setHtml(table.html)
        QGuiApplication.clipboard().setMimeData(content)
        workspace.say_noted(f"已复制 {table.written.row_count:,} 行，可粘贴到 Excel、WPS 或 Word")

    job = workspace.runner.query(lambda _progress: make()).owned_by(page)
    job.with_progress("正在复制").on_success(take).start()
