"""The first module of the built program on Windows: names it a program of its own, then runs `ledger_app`.

It is copied beside the application's packages by the build and is no part of them.  The window's launcher has no
console: what the application says on standard error before its window is there would be lost, so it is shown in a
box of the system.
"""

from __future__ import annotations

import io
import sys

TITLE = "任务台账"
ERROR_BOX = 0x10


def main() -> int:
    """Run the application with the words after the program's name and return its exit code."""
    # What other freezing tools set too: `sys.executable` is the program, not a Python.
    vars(sys)["frozen"] = "folder"
    if sys.stdout is None:
        sys.stdout = io.StringIO()
    heard = io.StringIO() if sys.stderr is None else None
    if heard is not None:
        sys.stderr = heard
    try:
        from ledger_app.__main__ import main as run

        code = run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except ImportError as error:
        print(f"程序文件不完整（{error}），可能被杀毒软件隔离。请重新安装；台账不受影响。", file=sys.stderr)
        code = 2
    if heard is not None and code != 0:
        _show(heard.getvalue().strip())
    return code


def _show(text: str) -> None:
    if sys.platform == "win32" and text:
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, TITLE, ERROR_BOX)


if __name__ == "__main__":
    sys.exit(main())
