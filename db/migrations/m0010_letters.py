"""Format 10: the register of chase notices and reminders; how many pages a report has.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE letter (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        number TEXT NOT NULL UNIQUE CHECK (number <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('chase', 'letter')),
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        issued TEXT NOT NULL CHECK (issued IS date(issued)),
        due TEXT CHECK (due IS date(due)),
        step INTEGER NOT NULL DEFAULT 1 CHECK (step >= 1),
        document_number TEXT NOT NULL DEFAULT '',
        matter TEXT NOT NULL DEFAULT '',
        reply TEXT NOT NULL DEFAULT '',
        replied_on TEXT CHECK (replied_on IS date(replied_on)),
        slip_id INTEGER REFERENCES slip (id) ON DELETE SET NULL,
        snapshot_id INTEGER REFERENCES snapshot (id) ON DELETE SET NULL
    ) STRICT
    """,
    "CREATE INDEX letter_by_unit ON letter (unit_id)",
    "CREATE INDEX letter_by_slip ON letter (slip_id) WHERE slip_id IS NOT NULL",
    "CREATE INDEX letter_by_snapshot ON letter (snapshot_id) WHERE snapshot_id IS NOT NULL",
    """
    CREATE TABLE letter_task (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        letter_id INTEGER NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        UNIQUE (letter_id, task_id)
    ) STRICT
    """,
    "CREATE INDEX letter_task_by_task ON letter_task (task_id)",
    "ALTER TABLE snapshot ADD COLUMN pages INTEGER NOT NULL DEFAULT 0 CHECK (pages >= 0)",
)
