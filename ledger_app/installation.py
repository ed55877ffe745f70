"""Tells how this program is installed: where its folder is, and whether it keeps the user's things beside itself.

A portable copy is recognised by a file of the name `PORTABLE_MARKER` in the program's folder; the build puts it into
the zip that runs from a stick, and deleting it turns the copy into an ordinary one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PORTABLE_MARKER = "便携版.txt"
PORTABLE_DATA = "数据"
_USER_FOLDER = "renwu-taizhang"


def is_frozen() -> bool:
    """Tell whether the program runs as one that was built, not from its source."""
    return bool(getattr(sys, "frozen", False))


def program_folder() -> Path:
    """Return the folder of the program: of a built one its own, else that of its Python environment."""
    return Path(sys.executable).parent if is_frozen() else Path(sys.prefix)


def portable_data() -> Path | None:
    """Return where a portable copy keeps the window's state and the practice ledger; None for any other copy."""
    folder = program_folder()
    return folder / PORTABLE_DATA if is_frozen() and (folder / PORTABLE_MARKER).is_file() else None


def user_data() -> Path:
    """Return the folder for what the application keeps for this user outside of ledgers; nothing is made."""
    beside = portable_data()
    if beside is not None:
        return beside
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / _USER_FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / _USER_FOLDER


def settings_folder() -> Path:
    """Return the folder of this user's window state and error log, as Qt finds it; nothing is made."""
    beside = portable_data()
    if beside is not None:
        return beside
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / _USER_FOLDER
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _USER_FOLDER
