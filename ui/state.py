"""What the window remembers between two starts: places and sizes, recent ledgers, the chosen scheme.

Kept in an ini file of the user, apart from every ledger: a ledger copied to another PC carries none of it,
and losing the file costs nothing but habits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from ui.look import SCHEME_NAMES, SchemeChoice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget

RECENT_MOST = 8


class WindowState:
    """Typed access to the ini file."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file; `path` None means the user's configuration folder."""
        self.path = path or _default_path()
        self._file = QSettings(str(self.path), QSettings.Format.IniFormat)

    @property
    def scheme(self) -> SchemeChoice:
        """Return the chosen colour scheme."""
        value = str(self._file.value("look/scheme", "system"))
        return next((choice for choice in SCHEME_NAMES if choice == value), "system")

    @scheme.setter
    def scheme(self, choice: SchemeChoice) -> None:
        self._file.setValue("look/scheme", choice)

    @property
    def recent(self) -> list[Path]:
        """Return the ledgers opened last, newest first."""
        value = self._file.value("ledgers/recent", [])
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(str(name)) for name in names if name]

    @property
    def last_folder(self) -> str:
        """Return the folder in which files were chosen last, "" at first."""
        return str(self._file.value("ledgers/file_folder", ""))

    @last_folder.setter
    def last_folder(self, folder: str) -> None:
        self._file.setValue("ledgers/file_folder", folder)

    def note_opened(self, folder: Path) -> None:
        """Put a ledger at the head of the recent ones."""
        rest = [path for path in self.recent if path != folder]
        self._file.setValue("ledgers/recent", [str(path) for path in [folder, *rest][:RECENT_MOST]])

    def forget(self, folder: Path) -> None:
        """Take a ledger from the recent ones (it is not there any more)."""
        self._file.setValue("ledgers/recent", [str(path) for path in self.recent if path != folder])

    def text(self, key: str, default: str = "") -> str:
        """Return a remembered text of a page ("ledger/group")."""
        return str(self._file.value(key, default))

    def set_text(self, key: str, value: str) -> None:
        """Remember a text of a page."""
        self._file.setValue(key, value)

    def save_geometry(self, window: QWidget) -> None:
        """Remember a window's place and size."""
        self._file.setValue(f"geometry/{window.objectName()}", window.saveGeometry())

    def restore_geometry(self, window: QWidget) -> bool:
        """Put a window where it was; return whether that was known."""
        saved = self._file.value(f"geometry/{window.objectName()}")
        return isinstance(saved, QByteArray) and window.restoreGeometry(saved)

    def save_layout(self, widget: QSplitter | QHeaderView) -> None:
        """Remember the sizes of a splitter or the order and widths of a table's columns."""
        self._file.setValue(f"layout/{widget.objectName()}", widget.saveState())

    def restore_layout(self, widget: QSplitter | QHeaderView) -> bool:
        """Give a splitter or header the sizes it had; return whether they were known and fit."""
        saved = self._file.value(f"layout/{widget.objectName()}")
        return isinstance(saved, QByteArray) and widget.restoreState(saved)

    def sync(self) -> None:
        """Write the file."""
        self._file.sync()


def _default_path() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
    return Path(folder) / "window.ini"
