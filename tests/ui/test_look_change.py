"""Switching between light and dark: no icon keeps the colour it had."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton

from tests.ui.conftest import Settle
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow


def _pictures(window: ApplicationWindow) -> dict[str, bytes]:
    found = {}
    for number, button in enumerate(window.findChildren(QAbstractButton)):
        icon: QIcon = button.icon()
        # White on the accent and white on the dark accent are the same picture; Qt draws its own buttons.
        is_ours = button.objectName() and not button.objectName().startswith("qt_")
        if not icon.isNull() and is_ours and button.property("kind") != "primary":
            picture = icon.pixmap(16).toImage()
            found[f"{button.objectName()} {number}"] = bytes(picture.constBits())
    return found


@pytest.mark.parametrize("act", PAGES)
def test_icons_follow_the_scheme(opened: ApplicationWindow, settle: Settle, act: Act) -> None:
    opened.actions_[act].trigger()
    settle()
    before = _pictures(opened)
    assert before
    opened.look.choose("dark")
    settle()
    after = _pictures(opened)
    stale = [name for name, picture in before.items() if after.get(name) == picture]
    opened.look.choose("light")
    assert stale == []
