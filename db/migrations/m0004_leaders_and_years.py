"""Format 4: which leader looks after which unit; where a carried task was before.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE unit_leader (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
        duty TEXT NOT NULL DEFAULT 'charge' CHECK (duty IN ('charge', 'contact')),
        from_date TEXT CHECK (from_date IS date(from_date)),
        to_date TEXT CHECK (to_date IS date(to_date))
    ) STRICT
    """,
    "CREATE INDEX unit_leader_by_unit ON unit_leader (unit_id)",
    "CREATE INDEX unit_leader_by_post ON unit_leader (post_id)",
    """
    CREATE TABLE carried_task (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        ledger_uid TEXT NOT NULL DEFAULT '',
        ledger_name TEXT NOT NULL DEFAULT '',
        ledger_path TEXT NOT NULL DEFAULT '',
        year INTEGER,
        code TEXT NOT NULL,
        carried_at TEXT NOT NULL DEFAULT '',
        entry_count INTEGER NOT NULL DEFAULT 0 CHECK (entry_count >= 0),
        last_period TEXT NOT NULL DEFAULT '',
        last_percent REAL CHECK (last_percent BETWEEN 0 AND 100),
        overdue_since TEXT CHECK (overdue_since IS date(overdue_since)),
        evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(evidence))
    ) STRICT
    """,
    "CREATE INDEX carried_task_by_task ON carried_task (task_id)",
)
