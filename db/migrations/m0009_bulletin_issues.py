"""Format 9: which issue of a bulletin a report was.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("ALTER TABLE snapshot ADD COLUMN issue TEXT NOT NULL DEFAULT ''",)
