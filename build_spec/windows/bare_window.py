"""A window with nothing in it: what the same Python and Qt need at least; the measure for the program's own start."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

TITLE = "bare-window"

if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setWindowTitle(TITLE)
    window.resize(1000, 600)
    window.show()
    sys.exit(app.exec())
