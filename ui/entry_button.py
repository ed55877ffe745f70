"""Buttons and entries of menus, made from the registry: words, tip and key are said there and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from ui.entries.entry import ActionEntry
from ui.entries.registry import entry
from ui.keys import said_key


def entry_button(
    id_: str, key: object = None, *, text: str | None = None, tip: str | None = None, kind: str | None = None
) -> QPushButton:
    """Return the button of an entry.

    Args:
        id_: of the entry; an id that is not declared raises KeyError.
        key: of a button on each row what the row is of; it ends the button's name.
        text: words instead of the entry's, where they say what exactly.
        tip: what happens, instead of the entry's.
        kind: look, instead of the entry's.
    """
    found = entry(id_)
    button = QPushButton("" if found.is_icon and text is None else found.text if text is None else text)
    button.setObjectName(id_ if key is None else f"{id_}_{key}")
    button.setAccessibleName(text or found.name)
    button.setProperty("kind", found.kind if kind is None else kind)
    button.setAutoDefault(False)
    button.setToolTip(entry_tip(found, tip))
    return button


def add_entry(
    menu: QMenu,
    id_: str,
    receive: Callable[[], object] | None = None,
    *,
    key: object = None,
    text: str | None = None,
    has_key: bool = True,
) -> QAction:
    """Return the entry as an action at the end of a menu, with its key beside it.

    Args:
        menu: it is added there.
        id_: of the entry; an id that is not declared raises KeyError.
        receive: carries it out.
        key: of one among several made from data what it is of; it ends the action's name.
        text: words instead of the entry's, where they say what exactly; "&" stands for itself.
        has_key: whether the entry's key does this just now.
    """
    found = entry(id_)
    keys = said_key(found) if has_key else ""
    words = (found.text if text is None else text).replace("&", "&&")
    # The key is shown beside the words; whoever holds the list carries it out, menu open or not.
    action = menu.addAction(f"{words}\t{keys}" if keys else words)
    action.setObjectName(id_ if key is None else f"{id_}_{key}")
    if found.tip:
        action.setToolTip(found.tip)
    if receive is not None:
        action.triggered.connect(lambda _checked=False: receive())
    return action


def add_submenu(menu: QMenu, id_: str) -> QMenu:
    """Return the entry as a menu within a menu, at its end."""
    found = entry(id_)
    inner = menu.addMenu(found.text)
    inner.setObjectName(id_)
    inner.menuAction().setObjectName(id_)
    return inner


def entry_tip(found: ActionEntry, tip: str | None = None) -> str:
    """Return what a button says when pointed at: its name where it shows none, what it does, its key."""
    said = found.tip if tip is None else tip
    name = found.name if found.is_icon and not said.startswith(found.name) else ""
    words = "：".join(filter(None, (name, said))) or found.name
    keys = said_key(found)
    return f"{words}（{keys}）" if keys else words
