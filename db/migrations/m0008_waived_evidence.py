"""Format 8: why expected evidence need not be there after all.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("ALTER TABLE expected_evidence ADD COLUMN waived_reason TEXT NOT NULL DEFAULT ''",)
