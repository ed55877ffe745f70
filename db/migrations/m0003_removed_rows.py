"""Format 3: find in the journal what was taken off a task.  Never edited after release.

The index holds removed rows only, so that a ledger with a long journal pays for them alone.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE INDEX journal_change_removed ON journal_change (json_extract(before, '$.task_id'))
    WHERE after IS NULL AND json_extract(before, '$.task_id') IS NOT NULL
    """,
)
