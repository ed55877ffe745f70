"""Open a stored file with the system's own viewer: a read-only copy, never the file in the store."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.names import legal_name
from ledger_app.evidence.viewing import open_copy, save_copy
from ledger_app.messages import describe
from ui.workspace import Workspace


def open_stored(workspace: Workspace, sha256: str, original_name: str, owner: QObject) -> None:
    """Copy a stored file aside and let the system open the copy."""
    store = workspace.ledger.store
    job = workspace.runner.query(lambda _progress: open_copy(store, sha256, original_name)).owned_by(owner)

    def refused(error: Exception) -> None:
        if isinstance(error, RejectedError) and error.code == "EVI-020":
            _offer_to_save(workspace, sha256, original_name, owner, error)
        else:
            workspace.messages.show_error(error)

    def opened(path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            workspace.messages.show_error(EnvironmentFault("EVI-088", file=path.name))

    job.on_success(opened).on_failure(refused).start()


def _offer_to_save(workspace: Workspace, sha256: str, original_name: str, owner: QObject, error: RejectedError) -> None:
    """Say why a program is not opened, and offer to put it elsewhere, where nothing of ours opens it."""
    if not workspace.messages.ask(describe(error), "另存为…", is_dangerous=True):
        return
    target = workspace.messages.choose_target("另存为", legal_name(original_name), "所有文件 (*)")
    if target is None:
        return
    store = workspace.ledger.store
    job = workspace.runner.query(lambda _progress: save_copy(store, sha256, target)).owned_by(owner)
    job.on_success(lambda _path: workspace.say_done(f"已另存为“{target.name}”")).start()


def size_text(size_bytes: int) -> str:
    """Return a size as people read it: 812 B, 36 KB, 2.4 MB."""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes / 1024:.0f} KB"
    if size_bytes < 1024**3:
        return f"{size_bytes / 1024**2:.1f} MB"
    return f"{size_bytes / 1024**3:.2f} GB"
