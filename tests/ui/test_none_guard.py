"""Many calls into Qt must not end the process."""

from __future__ import annotations

import subprocess
import sys

_CALLS = """
import ui
from PySide6.QtCore import QObject
thing = QObject()
thing.blockSignals(False)
for _ in range(50_000):
    thing.setObjectName("x")
    thing.signalsBlocked()
print("alive")
"""


def test_interpreter_outlives_many_calls_without_result() -> None:
    done = subprocess.run([sys.executable, "-c", _CALLS], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
