"""How keys are said in Chinese, everywhere alike: on tips, in menus, in the list of shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from ui.entries.entry import ActionEntry

_WORDS = {
    "Return": "Enter",
    "Space": "空格",
    "Del": "Delete",
    "Backspace": "退格",
    "PgDown": "PgDn",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}


def key_words(shortcut: str) -> str:
    """Return a portable key as people read it ("Ctrl+Return" -> "Ctrl+Enter"), "" for none."""
    # The portable form: the native one depends on whether Qt's own Chinese is loaded yet.
    portable = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.PortableText) if shortcut else ""
    front, plus, last = portable.rpartition("+")
    return f"{front}{plus}{_WORDS.get(last, last)}" if last else portable


def said_key(entry: ActionEntry) -> str:
    """Return the keys of an entry as people read them, "" for none."""
    return entry.said_key or key_words(entry.shortcut)
