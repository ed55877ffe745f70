"""Ground rules for all tests: no screen, no clock or language of the machine, quiet, and the same every time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# Set before anything imports Qt: tests must run on machines without a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Nothing may depend on the machine's language or time zone; the product's users live in China.
os.environ["TZ"] = "Asia/Shanghai"
os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
if hasattr(time, "tzset"):
    time.tzset()

# A slow shared machine must not turn a passing property into a failing one, and a failure must come back.
settings.register_profile(
    "ledger",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# For a longer search by hand: HYPOTHESIS_PROFILE=search.
settings.register_profile("search", parent=settings.get_profile("ledger"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ledger"))

ROOT = Path(__file__).resolve().parents[1]
GUI_FIXTURES = {"qtbot", "qapp", "qtmodeltester"}
CHINESE_FACES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they ask for, so that nobody has to remember to."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & GUI_FIXTURES:
            item.add_marker(pytest.mark.gui)
        if "shared_dir" in names:
            item.add_marker(pytest.mark.shared)


@pytest.fixture(scope="session")
def root_dir() -> Path:
    """Return the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of shared plans and gold beside the repository; skip where there is none.

    `LEDGER_SHARED` names another place.
    """
    folder = Path(os.environ.get("LEDGER_SHARED") or ROOT.parent / "shared")
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no shared corpus: {folder.name} is absent")
    return folder.resolve()


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Return the application with a known Chinese face, where the machine has one, so that sizes compare."""
    from PySide6.QtGui import QFont, QFontDatabase

    present = set(QFontDatabase.families())
    face = next((name for name in CHINESE_FACES if name in present), None)
    if face is not None:
        qapp.setFont(QFont(face, 9))
    return qapp
