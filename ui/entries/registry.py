"""All that a person can do in the window, from the tables of the pages."""

from __future__ import annotations

from functools import lru_cache

from ui.entries import acts
from ui.entries.entry import ActionEntry


@lru_cache(maxsize=1)
def all_actions() -> tuple[ActionEntry, ...]:
    """Return every entry: the acts of the window in the order of the menus, then page by page."""
    return acts.ENTRIES
