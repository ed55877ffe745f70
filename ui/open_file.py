"""Open a stored file with the system's own viewer: a read-only copy, never the file in the store."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from ledger_app.evidence.viewing import open_copy
from ui.workspace import Workspace


def open_stored(workspace: Workspace, sha256: str, original_name: str, owner: QObject) -> None:
    """Copy a stored file aside and let the system open the copy."""
    store = workspace.ledger.store
    job = workspace.runner.query(lambda _progress: open_copy(store, sha256, original_name)).owned_by(owner)
    job.on_success(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))).start()


def size_text(size_bytes: int) -> str:
    """Return a size as people read it: 812 B, 36 KB, 2.4 MB."""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes / 1024:.0f} KB"
    if size_bytes < 1024**3:
        return f"{size_bytes / 1024**2:.1f} MB"
    return f"{size_bytes / 1024**3:.2f} GB"
