"""What an entry of the registry is: one thing a person can do, said once.

The tables stand beside this module, one for each page; `ui.entries.registry` joins them.  Buttons and menus are
made from entries by `ui.entry_button`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Way = Literal["act", "button", "rows", "menu", "key"]
"""How a person gets at it: everywhere in the window (an `Act`), a button, a button on each row of a list, an entry
of a menu that opens over a list or from a button, or a key alone."""


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """One thing a person can do.

    Attributes:
        id: its name for programs; the control is called so, on rows followed by "_" and the row's key.
        text: its Chinese name, as on the button; of a button without words what a screen reader says.
        tip: one sentence that says what happens, without the key, "" where the name says it.
        shortcut: portable text ("Ctrl+M"), "" for none; it works within its section.
        kind: look of the button, as in `push_button`.
        way: how a person gets at it.
        when: what makes it possible ("选中单位时"), "" for always.
        is_icon: the button shows an icon and no words.
        said_key: how the keys are said where one portable text cannot ("F2 / 直接输入").
        section: the part of the window it belongs to, as a person would call it.
        page, tab: of the window where it is found, as in `Place`; "" for dialogs and what is on every page.
        topic: the page of the manual.
    """

    id: str
    text: str
    tip: str = ""
    shortcut: str = ""
    kind: str = ""
    way: Way = "button"
    when: str = ""
    is_icon: bool = False
    said_key: str = ""
    section: str = ""
    page: str = ""
    tab: str = ""
    topic: str = ""

    @property
    def name(self) -> str:
        """Return the Chinese name without the signs that more is asked for."""
        return self.text.removesuffix(" ▾").removesuffix(" →").removesuffix("…").strip()


def section(name: str, topic: str, *entries: ActionEntry, page: str = "", tab: str = "") -> tuple[ActionEntry, ...]:
    """Return entries as those of one part of the window."""
    return tuple(replace(one, section=name, topic=topic, page=page, tab=tab) for one in entries)


def row(id_: str, text: str, tip: str = "", kind: str = "link", *, is_icon: bool = False) -> ActionEntry:
    """Return an entry of which each row of a list has a button."""
    return ActionEntry(id_, text, tip, kind=kind, way="rows", is_icon=is_icon)


def item(id_: str, text: str, tip: str = "", shortcut: str = "", when: str = "") -> ActionEntry:
    """Return an entry of a menu."""
    return ActionEntry(id_, text, tip, shortcut, way="menu", when=when)


def key(id_: str, text: str, shortcut: str, said_key: str = "") -> ActionEntry:
    """Return what only the keyboard does."""
    return ActionEntry(id_, text, shortcut=shortcut, way="key", said_key=said_key)
