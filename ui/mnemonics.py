"""The letters that choose in the main menu: F10, then a letter for the heading, then one for the act.

A letter is its own within its menu; where the act has a key with Ctrl or Alt, the same letter or digit if it is free.
"""

from __future__ import annotations

HEADINGS = {"台账": "F", "编辑": "E", "任务": "T", "转到": "G", "帮助": "H"}
LETTERS = {
    # 台账
    "NEW_LEDGER": "N",
    "OPEN_LEDGER": "O",
    "RECENT": "R",
    "OPEN_PRACTICE": "P",
    "OPEN_FOLDER": "F",
    "RENAME_LEDGER": "M",
    "ROLL_OVER": "Y",
    "BACK_UP": "B",
    "RESTORE": "H",
    "CHECK": "C",
    "EXPORT": "E",
    "QUIT": "X",
    # 编辑
    "UNDO": "U",
    "REDO": "Y",
    "JOURNAL": "J",
    "PASTE_FILES": "P",
    "COPY_TABLE": "C",
    "SEARCH": "S",
    "FIND_IN_PAGE": "F",
    "FILTERS": "L",
    "CUTOFF": "D",
    "REFRESH": "R",
    # 任务
    "IMPORT_PLAN": "I",
    "IMPORT_CLIPBOARD": "V",
    "NEW_TASK": "N",
    "FILE_PROGRESS": "R",
    "ADD_EVIDENCE": "E",
    "SPLIT_TASK": "T",
    "ISSUE_SLIP": "S",
    "EXPECTED_EVIDENCE": "X",
    "PACK_EVIDENCE": "K",
    "DELETE_TASK": "D",
    "PRINT": "P",
    # 转到
    "GO_WORKBENCH": "1",
    "GO_LEDGER": "2",
    "GO_PLANS": "3",
    "GO_EVIDENCE": "4",
    "GO_REPORTS": "5",
    "GO_UNITS": "6",
    "GO_SETTINGS": "7",
    "GO_RETURNS": "8",
    "GO_SLIPS": "9",
    "NEXT_PART": "N",
    "PREVIOUS_PART": "P",
    # 帮助
    "COMMANDS": "C",
    "MANUAL": "M",
    "SHORTCUTS": "K",
    "ABOUT": "A",
}
"""By the name of the act."""


def with_letter(text: str, letter: str) -> str:
    """Return a text of a menu with its letter as Chinese programs write it: "新建台账(&N)…"."""
    plain = text.replace("&", "&&")
    name = plain.removesuffix("…")
    return f"{name}(&{letter}){plain[len(name) :]}"
