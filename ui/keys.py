"""How keys are said in Chinese, everywhere alike: on tips, in menus, in the list of shortcuts."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

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
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
    front, plus, last = native.rpartition("+")
    return f"{front}{plus}{_WORDS.get(last, last)}" if last else native


def said_key(entry: ActionEntry) -> str:
    """Return the keys of an entry as people read them, "" for none."""
    return entry.said_key or key_words(entry.shortcut)
