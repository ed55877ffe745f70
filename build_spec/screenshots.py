"""Make the pictures of the documentation from the real program with the sample ledger.

`python3 run.py screenshots [--out FOLDER] [--scale 1.25] [--dark]`; without a display, and the same on any machine
that has the same Chinese face.  Nothing of the user's own is touched.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
CUTOFF = dt.date(2024, 6, 30)
SIZE = (1366, 768)
QUIET_S = 0.3
LONGEST_S = 60.0

if TYPE_CHECKING:
    from ui.app import ApplicationWindow


def main() -> int:
    """Write the pictures and say where they are; return the exit code."""
    arguments = _arguments()
    # Before Qt is loaded: it reads these once.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    sys.path.insert(0, str(ROOT))
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    # The user's own practice ledger and window state stay as they are.
    with tempfile.TemporaryDirectory(prefix="screenshots-") as place:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = place
        _take_all(Path(place), out, is_dark=arguments.dark)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="生成文档里的窗口截图")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images", help="图片放在哪个文件夹")
    parser.add_argument("--scale", type=float, default=1.0, help="缩放倍数，如 1.25")
    parser.add_argument("--dark", action="store_true", help="深色外观")
    return parser.parse_args()


def _take_all(place: Path, out: Path, *, is_dark: bool) -> None:
    from ledger_app.bootstrap import DesktopBackend
    from resources import locate
    from ui.app import make_application, make_window
    from ui.state import WindowState
    from ui.workspace import Place

    app = make_application()
    state = WindowState(place / "window.ini")
    state.scheme = "dark" if is_dark else "light"
    window = make_window(app, DesktopBackend(), state)
    window.resize(*SIZE)
    window.show()
    window.begin()
    settle(window)
    _save(window, out, "welcome")
    window.ledger_acts.open_practice()
    settle(window)
    workspace = window.workspace
    if workspace is None:
        raise SystemExit("样例台账没有打开，无法截图。")
    workspace.set_cutoff(CUTOFF)
    plan = next(file for file in sorted(locate.samples().iterdir()) if file.suffix == ".docx")
    shots: dict[str, Callable[[], None]] = {
        "workbench": lambda: window.show_place(Place("workbench")),
        "main-window": lambda: window.show_place(Place("ledger", task_id=task_with_most(window), tab="progress")),
        "plans": lambda: window.show_place(Place("plans", plan_id=2)),
        "import": lambda: window.show_place(Place("plans", files=(as_new(plan, place),))),
        "evidence": lambda: window.show_place(Place("evidence")),
        "reports": lambda: window.show_place(Place("reports", period=f"{CUTOFF:%Y-%m}")),
        "units": lambda: window.show_place(Place("units")),
        "settings": lambda: window.show_place(Place("settings")),
    }
    for name, show in shots.items():
        show()
        settle(window)
        _save(window, out, name)
    window.runner.close()
    window.ledger_acts.close_ledger()


def task_with_most(window: ApplicationWindow) -> int:
    """Return the task with most evidence: its pane has most to show."""
    from ledger_app.domain.evidence import TaskEvidence

    workspace = window.workspace
    if workspace is None:
        return 0
    with workspace.ledger.read() as session:
        links = [link.task_id for link in session.of(TaskEvidence).find()]
    return max(set(links), key=lambda task_id: (links.count(task_id), -task_id))


def as_new(plan: Path, place: Path) -> Path:
    """Return a copy of a sample plan under a name that the ledger does not know yet."""
    copy = place / f"新收到的{plan.name}"
    copy.write_bytes(plan.read_bytes())
    return copy


def settle(window: ApplicationWindow) -> None:
    """Let jobs and painting come to rest."""
    from PySide6.QtCore import QCoreApplication

    begun = quiet = time.monotonic()
    while time.monotonic() - quiet < QUIET_S and time.monotonic() - begun < LONGEST_S:
        QCoreApplication.processEvents()
        if window.runner.running:
            quiet = time.monotonic()
        time.sleep(0.005)


def _save(window: ApplicationWindow, out: Path, name: str) -> None:
    file = out / f"{name}.png"
    if not window.grab().save(str(file)):
        raise SystemExit(f"写不了图片 {file}。")
    print(file)


if __name__ == "__main__":
    raise SystemExit(main())
