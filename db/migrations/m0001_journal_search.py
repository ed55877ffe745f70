"""Format 1: the journal with its guards, and the search index.  Never edited after release.

The search tables are derived: `check` compares them with what they were made from, and they can be made anew.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE journal (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind <> ''),
        name TEXT NOT NULL,
        at TEXT NOT NULL,
        user TEXT NOT NULL,
        host TEXT NOT NULL,
        target INTEGER REFERENCES journal (number),
        row_count INTEGER NOT NULL CHECK (row_count >= 0),
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        CHECK ((target IS NOT NULL) = (kind IN ('undo', 'redo')))
    ) STRICT
    """,
    "CREATE INDEX journal_by_target ON journal (target) WHERE target IS NOT NULL",
    """
    CREATE TABLE journal_change (
        operation INTEGER NOT NULL REFERENCES journal (number) DEFERRABLE INITIALLY DEFERRED,
        ordinal INTEGER NOT NULL,
        table_name TEXT NOT NULL,
        key ANY NOT NULL,
        before TEXT,
        after TEXT,
        PRIMARY KEY (operation, ordinal),
        CHECK (before IS NOT NULL OR after IS NOT NULL)
    ) STRICT
    """,
    "CREATE INDEX journal_change_by_row ON journal_change (table_name, key, operation)",
    *(
        f"""
        CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN
            SELECT RAISE(ABORT, 'the journal is append-only');
        END
        """
        for table in ("journal", "journal_change")
        for verb in ("UPDATE", "DELETE")
    ),
    "CREATE VIRTUAL TABLE search_task USING fts5 (head, initials, body, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE search_progress USING fts5 (body, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE search_evidence USING fts5 (head, initials, content='', tokenize='ascii')",
)
