"""The window stands before anything heavy is loaded; the ledger is opened afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import json, sys
from pathlib import Path
from ledger_app.bootstrap import DesktopBackend
from ui import app as application
from ui.state import WindowState

qt = application.make_application()
window = application.make_window(qt, DesktopBackend(), WindowState(Path(sys.argv[1])))
window.show()
qt.processEvents()
print(json.dumps(sorted(sys.modules)))
"""
# Each of these costs a good part of the whole start.
LATE = (
    "db",
    "docx",
    "ledger_app.domain",
    "ledger_app.intake",
    "ledger_app.messages",
    "ledger_app.reports",
    "ledger_app.services",
    "lxml",
    "openpyxl",
    "pypdfium2",
    "python_calamine",
    "reportlab",
    "sqlite3",
    "sqlite_utils",
    "PIL",
    "PySide6.QtNetwork",
    "PySide6.QtPdf",
    "PySide6.QtPdfWidgets",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
    "ui.detail",
    "ui.ledger_acts",
    "ui.models",
    "ui.views",
    "ui.workspace",
)


def test_nothing_heavy_is_loaded_before_the_window_shows(root_dir: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "window.ini")],
        cwd=root_dir,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert "PySide6.QtWidgets" in loaded
    early = [name for name in loaded if any(name == late or name.startswith(f"{late}.") for late in LATE)]
    assert early == []
