"""Format 6: how it was found that a piece of evidence holds personal information.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("ALTER TABLE evidence ADD COLUMN personal_basis TEXT NOT NULL DEFAULT ''",)
