"""Format 1: tasks, what hangs on them, progress.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE task (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        code TEXT NOT NULL UNIQUE CHECK (code <> ''),
        title TEXT NOT NULL,
        content TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'once' CHECK (kind IN ('once', 'recurring', 'continuing', 'year_end')),
        section TEXT NOT NULL DEFAULT '',
        parent_id INTEGER REFERENCES task (id) ON DELETE SET NULL,
        plan_id INTEGER REFERENCES plan (id),
        source_kind TEXT NOT NULL DEFAULT 'plan' CHECK (source_kind IN
            ('plan', 'instruction', 'meeting', 'superior', 'inspection', 'audit', 'proposal', 'other')),
        source_ref TEXT NOT NULL DEFAULT '',
        start TEXT CHECK (start IS date(start)),
        issued TEXT CHECK (issued IS date(issued)),
        completed_on TEXT CHECK (completed_on IS date(completed_on)),
        standing TEXT NOT NULL DEFAULT 'active' CHECK (standing IN ('active', 'suspended', 'cancelled')),
        standing_reason TEXT NOT NULL DEFAULT '',
        standing_since TEXT CHECK (standing_since IS date(standing_since)),
        light_override TEXT CHECK (light_override IN
            ('not_started', 'on_track', 'ahead', 'lagging', 'due_soon', 'overdue', 'done_pending', 'closed',
             'continuing', 'suspended', 'year_end', 'cancelled', 'unknown')),
        override_reason TEXT NOT NULL DEFAULT '',
        ordinal INTEGER NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL DEFAULT '',
        version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
        CHECK (standing = 'active' OR standing_reason <> ''),
        CHECK ((light_override IS NULL) = (override_reason = ''))
    ) STRICT
    """,
    "CREATE INDEX task_by_plan ON task (plan_id, ordinal)",
    "CREATE INDEX task_by_parent ON task (parent_id) WHERE parent_id IS NOT NULL",
    """
    CREATE TABLE task_source (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        plan_item_id INTEGER REFERENCES plan_item (id) ON DELETE SET NULL,
        source_kind TEXT NOT NULL DEFAULT 'plan' CHECK (source_kind IN
            ('plan', 'instruction', 'meeting', 'superior', 'inspection', 'audit', 'proposal', 'other')),
        source_ref TEXT NOT NULL DEFAULT '',
        quote TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX task_source_by_task ON task_source (task_id)",
    "CREATE INDEX task_source_by_item ON task_source (plan_item_id) WHERE plan_item_id IS NOT NULL",
    """
    CREATE TABLE task_measure (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX task_measure_by_task ON task_measure (task_id, ordinal)",
    """
    CREATE TABLE task_owner (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('lead', 'responsible', 'cooperate')),
        unit_id INTEGER REFERENCES unit (id),
        raw TEXT NOT NULL,
        ordinal INTEGER NOT NULL DEFAULT 0,
        post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
        person_id INTEGER REFERENCES person (id) ON DELETE SET NULL,
        role_raw TEXT NOT NULL DEFAULT '',
        is_assumed INTEGER NOT NULL DEFAULT 0 CHECK (is_assumed IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX task_owner_by_task ON task_owner (task_id, ordinal)",
    "CREATE INDEX task_owner_by_unit ON task_owner (unit_id, task_id)",
    "CREATE INDEX task_owner_by_raw ON task_owner (raw, task_id) WHERE unit_id IS NULL",
    "CREATE INDEX task_owner_by_post ON task_owner (post_id) WHERE post_id IS NOT NULL",
    "CREATE INDEX task_owner_by_person ON task_owner (person_id) WHERE person_id IS NOT NULL",
    """
    CREATE TABLE task_leader (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        post_id INTEGER REFERENCES post (id) ON DELETE SET NULL,
        person_id INTEGER REFERENCES person (id) ON DELETE SET NULL,
        unit_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        raw TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX task_leader_by_task ON task_leader (task_id)",
    "CREATE INDEX task_leader_by_post ON task_leader (post_id) WHERE post_id IS NOT NULL",
    "CREATE INDEX task_leader_by_person ON task_leader (person_id) WHERE person_id IS NOT NULL",
    "CREATE INDEX task_leader_by_unit ON task_leader (unit_id) WHERE unit_id IS NOT NULL",
    """
    CREATE TABLE deadline (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        raw TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('by', 'recurring', 'range', 'continuing', 'open', 'relative', 'link')),
        original_due TEXT CHECK (original_due IS date(original_due)),
        current_due TEXT CHECK (current_due IS date(current_due)),
        start TEXT CHECK (start IS date(start)),
        every TEXT CHECK (every IN ('year', 'half-year', 'quarter', 'month', 'week')),
        times INTEGER CHECK (times >= 1),
        day TEXT,
        time TEXT,
        rule TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        confidence REAL NOT NULL DEFAULT 1.0 CHECK (confidence BETWEEN 0 AND 1),
        is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
        is_inherited INTEGER NOT NULL DEFAULT 0 CHECK (is_inherited IN (0, 1)),
        is_stretch INTEGER NOT NULL DEFAULT 0 CHECK (is_stretch IN (0, 1)),
        needs_answer INTEGER NOT NULL DEFAULT 0 CHECK (needs_answer IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX deadline_by_task ON deadline (task_id, is_primary DESC, ordinal)",
    """
    CREATE TABLE extension (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deadline_id INTEGER NOT NULL REFERENCES deadline (id) ON DELETE CASCADE,
        reason TEXT NOT NULL,
        old_due TEXT NOT NULL CHECK (old_due IS date(old_due)),
        new_due TEXT NOT NULL CHECK (new_due IS date(new_due)),
        requested_on TEXT NOT NULL CHECK (requested_on IS date(requested_on)),
        is_approved INTEGER CHECK (is_approved IN (0, 1)),
        decided_on TEXT CHECK (decided_on IS date(decided_on)),
        decided_by TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX extension_by_deadline ON extension (deadline_id)",
    """
    CREATE TABLE milestone (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        title TEXT NOT NULL,
        raw TEXT NOT NULL DEFAULT '',
        due TEXT CHECK (due IS date(due)),
        done_on TEXT CHECK (done_on IS date(done_on)),
        percent REAL CHECK (percent BETWEEN 0 AND 100)
    ) STRICT
    """,
    "CREATE INDEX milestone_by_task ON milestone (task_id, ordinal)",
    """
    CREATE TABLE occurrence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        deadline_id INTEGER REFERENCES deadline (id) ON DELETE SET NULL,
        period TEXT NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]*'),
        due TEXT NOT NULL CHECK (due IS date(due)),
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'skipped')),
        done_on TEXT CHECK (done_on IS date(done_on)),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX occurrence_by_task ON occurrence (task_id, due)",
    "CREATE INDEX occurrence_by_deadline ON occurrence (deadline_id) WHERE deadline_id IS NOT NULL",
    """
    CREATE TABLE target (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        raw TEXT NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('>=', '<=', '=', 'range', 'increase', 'decrease')),
        value_low REAL,
        value_high REAL,
        value_text TEXT NOT NULL DEFAULT '',
        unit TEXT NOT NULL DEFAULT '',
        actual TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX target_by_task ON target (task_id, ordinal)",
    """
    CREATE TABLE custom_field (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (name <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'bool')),
        options TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(options)),
        ordinal INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE custom_value (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        field_id INTEGER NOT NULL REFERENCES custom_field (id) ON DELETE CASCADE,
        value TEXT NOT NULL,
        UNIQUE (task_id, field_id)
    ) STRICT
    """,
    "CREATE INDEX custom_value_by_field ON custom_value (field_id)",
    """
    CREATE TABLE doubt (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        plan_item_id INTEGER REFERENCES plan_item (id) ON DELETE CASCADE,
        task_id INTEGER REFERENCES task (id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        raw TEXT NOT NULL,
        question TEXT NOT NULL,
        options TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(options)),
        answer TEXT,
        answered_at TEXT
    ) STRICT
    """,
    "CREATE INDEX doubt_by_item ON doubt (plan_item_id)",
    "CREATE INDEX doubt_by_task ON doubt (task_id)",
    "CREATE INDEX doubt_open ON doubt (id) WHERE answer IS NULL",
    """
    CREATE TABLE progress_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        period TEXT NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
        text TEXT NOT NULL,
        percent REAL CHECK (percent BETWEEN 0 AND 100),
        problems TEXT NOT NULL DEFAULT '',
        next_step TEXT NOT NULL DEFAULT '',
        unit_id INTEGER REFERENCES unit (id),
        occurrence_id INTEGER REFERENCES occurrence (id) ON DELETE SET NULL,
        reporter TEXT NOT NULL DEFAULT '',
        received TEXT CHECK (received IS date(received)),
        kind TEXT NOT NULL DEFAULT 'report' CHECK (kind IN ('report', 'no_change', 'carried')),
        source_sha256 TEXT REFERENCES stored_file (id),
        created_at TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX progress_entry_by_task ON progress_entry (task_id, period, created_at, id, percent, received)",
    "CREATE INDEX progress_entry_by_unit ON progress_entry (unit_id) WHERE unit_id IS NOT NULL",
    "CREATE INDEX progress_entry_by_occurrence ON progress_entry (occurrence_id) WHERE occurrence_id IS NOT NULL",
    "CREATE INDEX progress_entry_by_source ON progress_entry (source_sha256) WHERE source_sha256 IS NOT NULL",
)
