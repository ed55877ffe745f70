"""Format 7: why the program named a task's leader.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("ALTER TABLE task_leader ADD COLUMN reason TEXT NOT NULL DEFAULT ''",)
