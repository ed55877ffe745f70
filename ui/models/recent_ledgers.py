"""The ledgers opened last, as the window remembers them: name, place, when, how many tasks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ui.state import WindowState

_KEY = "ledgers/facts"


@dataclass(frozen=True, slots=True)
class RecentLedger:
    """A ledger opened before.

    Attributes:
        name: "" where it was never noted; opened: local minute, "" likewise; tasks: None likewise.
        is_there: its folder holds a ledger now (a stick may be out).
    """

    folder: Path
    name: str
    opened: str
    tasks: int | None
    is_there: bool

    @property
    def title(self) -> str:
        """Return the name, else the folder's."""
        return self.name or self.folder.name

    @property
    def detail(self) -> str:
        """Return when it was opened and what it holds, or where it may be."""
        if not self.is_there:
            return "找不到：在U盘上？插好后再打开"
        tasks = f"{self.tasks:,} 项任务" if self.tasks is not None else ""
        return " · ".join(filter(None, (tasks, f"上次打开 {self.opened}" if self.opened else "")))


def remembered(state: WindowState) -> list[RecentLedger]:
    """Return the ledgers opened last, newest first, as if all were there."""
    facts = _facts(state)
    found = []
    for folder in state.recent:
        known = facts.get(str(folder), {})
        tasks = known.get("tasks")
        found.append(
            RecentLedger(
                folder,
                str(known.get("name", "")),
                str(known.get("opened", "")),
                tasks if isinstance(tasks, int) else None,
                is_there=True,
            )
        )
    return found


def missing(folders: Sequence[Path]) -> set[Path]:
    """Return the folders that hold no ledger now; takes long where a network drive is away: for jobs only."""
    return {folder for folder in folders if not (folder / "ledger.sqlite3").is_file()}


def note_facts(state: WindowState, folder: Path, name: str, opened: str, tasks: int) -> None:
    """Remember what a ledger is called and holds."""
    kept = {str(path) for path in state.recent}
    facts = {path: known for path, known in _facts(state).items() if path in kept}
    facts[str(folder)] = {"name": name, "opened": opened, "tasks": tasks}
    state.set_text(_KEY, json.dumps(facts, ensure_ascii=False))


def _facts(state: WindowState) -> dict[str, dict[str, object]]:
    try:
        found = json.loads(state.text(_KEY, "{}"))
    except ValueError:
        return {}
    return {path: known for path, known in found.items() if isinstance(known, dict)} if isinstance(found, dict) else {}
