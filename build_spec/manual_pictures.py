"""Make the pictures of the manual from the real program with the sample ledger.

`python3 run.py manual-pictures`; without a display.  They go into resources/manual/pictures as small PNGs with a
palette, in which the window and the PDF show them.  Nothing of the user's own is touched.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "manual" / "pictures"
SIZE = (1180, 664)
COLOURS = 64

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.app import ApplicationWindow


def main() -> int:
    """Write the pictures and say where they are; return the exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="manual-") as place:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = place
        _take_all(Path(place))
    return 0


def _take_all(place: Path) -> None:
    from build_spec import screenshots
    from ledger_app.bootstrap import DesktopBackend
    from resources import locate
    from ui.app import make_application, make_window
    from ui.state import WindowState
    from ui.workspace import Place

    state = WindowState(place / "window.ini")
    state.scheme = "light"
    window = make_window(make_application(), DesktopBackend(), state)
    window.resize(*SIZE)
    window.show()
    window.begin()
    window.ledger_acts.open_practice()
    screenshots.settle(window)
    if window.workspace is None:
        raise SystemExit("样例台账没有打开，无法截图。")
    window.workspace.set_cutoff(screenshots.CUTOFF)
    plan = next(file for file in sorted(locate.samples().iterdir()) if file.suffix == ".docx")
    task = screenshots.task_with_most(window)
    pages: dict[str, Place] = {
        "workbench": Place("workbench"),
        "ledger": Place("ledger", task_id=task),
        "detail-progress": Place("ledger", task_id=task, tab="progress"),
        "evidence": Place("evidence"),
        "reports": Place("reports", period=f"{screenshots.CUTOFF:%Y-%m}"),
        "units": Place("units"),
        "returns": Place("units", tab="returns"),
        "settings": Place("settings"),
        "import": Place("plans", files=(screenshots.as_new(plan, place),)),
    }
    for name, shown in pages.items():
        window.show_place(shown)
        screenshots.settle(window)
        _save(window, name)
    _take_filing(window)
    _take_slips(window)
    _take_dialogs(window, task)
    window.runner.close()
    window.ledger_acts.close_ledger()


def _take_filing(window: ApplicationWindow) -> None:
    """Open the sheet of the first unit that reports on tasks."""
    from PySide6.QtWidgets import QAbstractItemView, QPushButton

    from build_spec import screenshots
    from ui.workspace import Place

    window.show_place(Place("units", tab="returns"))
    screenshots.settle(window)
    table = window.findChild(QAbstractItemView, "return_list")
    button = window.findChild(QPushButton, "returns_file")
    if table is None or button is None:
        raise SystemExit("没有找到报送登记，无法截图。")
    table.setCurrentIndex(table.model().index(0, 0))
    button.click()
    screenshots.settle(window)
    _save(window, "filing")


def _take_slips(window: ApplicationWindow) -> None:
    """Issue the slips of all late units and show the register."""
    from PySide6.QtWidgets import QDialog, QPushButton

    from build_spec import screenshots
    from ui.workspace import Place

    window.show_place(Place("units", tab="slips"))
    screenshots.settle(window)
    for name in ("slips_first_late", "slips_late_act"):
        button = window.findChild(QPushButton, name)
        if button is not None and button.isVisible():
            button.click()
            break
    screenshots.settle(window)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.accept()
    screenshots.settle(window)
    _save(window, "slips")


def _take_dialogs(window: ApplicationWindow, task: int) -> None:
    from PySide6.QtWidgets import QDialog

    from build_spec import screenshots
    from ui.actions import Act
    from ui.workspace import Place

    window.show_place(Place("ledger", task_id=task))
    screenshots.settle(window)
    acts: dict[str, Callable[[], None]] = {
        "new-task": window.actions_[Act.NEW_TASK].trigger,
        "pack": window.actions_[Act.PACK_EVIDENCE].trigger,
    }
    for name, act in acts.items():
        act()
        screenshots.settle(window)
        dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
        _save(dialog, name)
        dialog.reject()
        screenshots.settle(window)


def _save(shown: QWidget, name: str) -> None:
    """Write what a widget shows with a palette of its own colours."""
    from PIL import Image
    from PySide6.QtCore import QBuffer

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not shown.grab().save(buffer, "PNG"):
        raise SystemExit(f"截不了图 {name}。")
    picture = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    file = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file}　{file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    raise SystemExit(main())
