"""Format 1: evidence, inspections, closing, slips, returns, snapshots, views.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE evidence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        title TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT '',
        doc_number TEXT NOT NULL DEFAULT '',
        author TEXT NOT NULL DEFAULT '',
        document_date TEXT CHECK (document_date IS date(document_date)),
        page_count INTEGER CHECK (page_count >= 0),
        is_personal INTEGER NOT NULL DEFAULT 0 CHECK (is_personal IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        added_at TEXT NOT NULL DEFAULT '',
        added_by TEXT NOT NULL DEFAULT '',
        removed_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE evidence_version (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        number INTEGER NOT NULL CHECK (number >= 1),
        sha256 TEXT NOT NULL REFERENCES stored_file (id),
        original_name TEXT NOT NULL,
        added_at TEXT NOT NULL DEFAULT '',
        original_modified TEXT NOT NULL DEFAULT '',
        UNIQUE (evidence_id, number)
    ) STRICT
    """,
    "CREATE INDEX evidence_version_by_file ON evidence_version (sha256)",
    """
    CREATE TABLE task_evidence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        number INTEGER NOT NULL CHECK (number >= 1),
        caption TEXT NOT NULL DEFAULT '',
        progress_id INTEGER REFERENCES progress_entry (id) ON DELETE SET NULL,
        UNIQUE (task_id, evidence_id)
    ) STRICT
    """,
    "CREATE INDEX task_evidence_by_evidence ON task_evidence (evidence_id)",
    "CREATE INDEX task_evidence_by_progress ON task_evidence (progress_id) WHERE progress_id IS NOT NULL",
    """
    CREATE TABLE expected_evidence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT '',
        is_required INTEGER NOT NULL DEFAULT 1 CHECK (is_required IN (0, 1)),
        source TEXT NOT NULL DEFAULT '',
        evidence_id INTEGER REFERENCES evidence (id) ON DELETE SET NULL,
        ordinal INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX expected_evidence_by_task ON expected_evidence (task_id, ordinal)",
    "CREATE INDEX expected_evidence_by_evidence ON expected_evidence (evidence_id) WHERE evidence_id IS NOT NULL",
    """
    CREATE TABLE indicator_tree (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        title TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE indicator (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        tree_id INTEGER NOT NULL REFERENCES indicator_tree (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES indicator (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        no TEXT NOT NULL,
        title TEXT NOT NULL,
        score REAL,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX indicator_by_tree ON indicator (tree_id, ordinal)",
    "CREATE INDEX indicator_by_parent ON indicator (parent_id)",
    """
    CREATE TABLE indicator_evidence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL DEFAULT 0,
        UNIQUE (indicator_id, evidence_id)
    ) STRICT
    """,
    "CREATE INDEX indicator_evidence_by_evidence ON indicator_evidence (evidence_id)",
    """
    CREATE TABLE indicator_task (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        indicator_id INTEGER NOT NULL REFERENCES indicator (id) ON DELETE CASCADE,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        UNIQUE (indicator_id, task_id)
    ) STRICT
    """,
    "CREATE INDEX indicator_task_by_task ON indicator_task (task_id)",
    """
    CREATE TABLE closing (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        step TEXT NOT NULL CHECK (step IN ('asked', 'checked', 'approved', 'sent_back', 'reopened')),
        on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
        by_name TEXT NOT NULL DEFAULT '',
        opinion TEXT NOT NULL DEFAULT '',
        checklist TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(checklist)),
        created_at TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX closing_by_task ON closing (task_id, on_date)",
    """
    CREATE TABLE verification (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
        method TEXT NOT NULL DEFAULT '',
        by_name TEXT NOT NULL DEFAULT '',
        result TEXT NOT NULL DEFAULT 'confirmed' CHECK (result IN ('confirmed', 'doubtful', 'refuted')),
        percent REAL CHECK (percent BETWEEN 0 AND 100),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX verification_by_task ON verification (task_id, on_date)",
    """
    CREATE TABLE snapshot (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        number TEXT NOT NULL UNIQUE CHECK (number <> ''),
        kind TEXT NOT NULL,
        period TEXT NOT NULL,
        cutoff TEXT NOT NULL CHECK (cutoff IS date(cutoff)),
        title TEXT NOT NULL,
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL DEFAULT '',
        scope TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(scope)),
        settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
        statistics TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(statistics)),
        model TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(model)),
        faces TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(faces)),
        app_version TEXT NOT NULL DEFAULT '',
        pdf_sha256 TEXT REFERENCES stored_file (id),
        corrects_id INTEGER REFERENCES snapshot (id) ON DELETE SET NULL,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX snapshot_by_period ON snapshot (kind, period)",
    "CREATE INDEX snapshot_by_pdf ON snapshot (pdf_sha256) WHERE pdf_sha256 IS NOT NULL",
    "CREATE INDEX snapshot_by_corrects ON snapshot (corrects_id) WHERE corrects_id IS NOT NULL",
    """
    CREATE TABLE snapshot_row (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        snapshot_id INTEGER NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        task_uid TEXT NOT NULL,
        task_code TEXT NOT NULL,
        light TEXT NOT NULL,
        data TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(data))
    ) STRICT
    """,
    "CREATE INDEX snapshot_row_by_snapshot ON snapshot_row (snapshot_id, ordinal)",
    "CREATE INDEX snapshot_row_by_task ON snapshot_row (task_uid)",
    """
    CREATE TABLE slip (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        number TEXT NOT NULL,
        colour TEXT NOT NULL CHECK (colour IN ('blue', 'yellow', 'orange', 'red')),
        unit_id INTEGER REFERENCES unit (id),
        issued TEXT NOT NULL CHECK (issued IS date(issued)),
        due TEXT CHECK (due IS date(due)),
        signer TEXT NOT NULL DEFAULT '',
        matter TEXT NOT NULL DEFAULT '',
        basis TEXT NOT NULL DEFAULT '',
        requirement TEXT NOT NULL DEFAULT '',
        contact TEXT NOT NULL DEFAULT '',
        escalated_from_id INTEGER REFERENCES slip (id) ON DELETE SET NULL,
        reply TEXT NOT NULL DEFAULT '',
        replied_on TEXT CHECK (replied_on IS date(replied_on)),
        closed_on TEXT CHECK (closed_on IS date(closed_on)),
        snapshot_id INTEGER REFERENCES snapshot (id) ON DELETE SET NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX slip_by_number ON slip (number) WHERE number <> ''",
    "CREATE INDEX slip_by_unit ON slip (unit_id)",
    "CREATE INDEX slip_by_escalated_from ON slip (escalated_from_id) WHERE escalated_from_id IS NOT NULL",
    "CREATE INDEX slip_by_snapshot ON slip (snapshot_id) WHERE snapshot_id IS NOT NULL",
    """
    CREATE TABLE slip_task (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        slip_id INTEGER NOT NULL REFERENCES slip (id) ON DELETE CASCADE,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        UNIQUE (slip_id, task_id)
    ) STRICT
    """,
    "CREATE INDEX slip_task_by_task ON slip_task (task_id)",
    """
    CREATE TABLE return_log (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        period TEXT NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
        asked_on TEXT CHECK (asked_on IS date(asked_on)),
        due TEXT CHECK (due IS date(due)),
        received_on TEXT CHECK (received_on IS date(received_on)),
        sent_back_on TEXT CHECK (sent_back_on IS date(sent_back_on)),
        sent_back_reason TEXT NOT NULL DEFAULT '',
        is_excused INTEGER NOT NULL DEFAULT 0 CHECK (is_excused IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (unit_id, period)
    ) STRICT
    """,
    "CREATE INDEX return_log_by_period ON return_log (period)",
    """
    CREATE TABLE chase (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        return_id INTEGER NOT NULL REFERENCES return_log (id) ON DELETE CASCADE,
        on_date TEXT NOT NULL CHECK (on_date IS date(on_date)),
        how TEXT NOT NULL DEFAULT '',
        by_name TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX chase_by_return ON chase (return_id)",
    """
    CREATE TABLE saved_view (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (name <> ''),
        page TEXT NOT NULL DEFAULT 'ledger',
        definition TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(definition)),
        ordinal INTEGER NOT NULL DEFAULT 0,
        UNIQUE (page, name)
    ) STRICT
    """,
    """
    CREATE TABLE holiday (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL UNIQUE CHECK (day IS date(day)),
        is_workday INTEGER NOT NULL CHECK (is_workday IN (0, 1)),
        name TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
)
