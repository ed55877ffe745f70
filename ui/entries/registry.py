"""All that a person can do in the window, from the tables of the pages."""

from __future__ import annotations

from functools import lru_cache

from ui.entries import (
    acts,
    detail,
    evidence,
    evidence_text,
    incoming,
    ledger,
    manual,
    monthly,
    plans,
    preview,
    reports,
    settings,
    units,
    window,
    workbench,
)
from ui.entries.entry import ActionEntry

_TABLES = (
    window,
    workbench,
    ledger,
    detail,
    plans,
    evidence,
    preview,
    evidence_text,
    incoming,
    reports,
    units,
    monthly,
    settings,
    manual,
)


@lru_cache(maxsize=1)
def all_actions() -> tuple[ActionEntry, ...]:
    """Return every entry: the acts of the window in the order of the menus, then part by part."""
    return (*acts.ENTRIES, *(one for table in _TABLES for one in table.ENTRIES))


@lru_cache(maxsize=1)
def _by_id() -> dict[str, ActionEntry]:
    # Acts are named by `Act`; the control of an act has a name of its own.
    return {one.id: one for table in _TABLES for one in table.ENTRIES}


def entry(id_: str) -> ActionEntry:
    """Return the entry of a page by its id; raise KeyError for one that is not declared."""
    return _by_id()[id_]


def entry_named(name: str) -> ActionEntry | None:
    """Return the entry that a control belongs to, by the control's object name; None for none.

    The controls of rows and of menus made from data are called as their entry, followed by what the row is of.
    """
    known = _by_id()
    found = known.get(name)
    while found is None and "_" in name:
        name = name.rpartition("_")[0]
        found = known.get(name)
        if found is not None and found.way not in ("rows", "menu"):
            found = None
    return found
