"""Format 1: units, people, plans, stored files, settings.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE ledger_info (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE stored_file (
        id TEXT PRIMARY KEY CHECK (length(id) = 64 AND id NOT GLOB '*[^0-9a-f]*'),
        size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
        media_type TEXT NOT NULL DEFAULT 'bin',
        stored_at TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE unit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        name TEXT NOT NULL CHECK (name <> ''),
        short_name TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'other'
            CHECK (kind IN ('department', 'subordinate', 'township', 'community', 'county', 'other')),
        pinyin TEXT NOT NULL DEFAULT '',
        is_reporting INTEGER NOT NULL DEFAULT 1 CHECK (is_reporting IN (0, 1)),
        parent_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        active_from TEXT CHECK (active_from IS date(active_from)),
        active_to TEXT CHECK (active_to IS date(active_to)),
        successor_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        contact TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        sort INTEGER NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE UNIQUE INDEX unit_by_active_name ON unit (name) WHERE active_to IS NULL",
    "CREATE INDEX unit_by_parent ON unit (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX unit_by_successor ON unit (successor_id) WHERE successor_id IS NOT NULL",
    """
    CREATE TABLE unit_alias (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        alias TEXT NOT NULL CHECK (alias <> ''),
        source TEXT NOT NULL DEFAULT '',
        is_confirmed INTEGER NOT NULL DEFAULT 1 CHECK (is_confirmed IN (0, 1)),
        UNIQUE (unit_id, alias)
    ) STRICT
    """,
    "CREATE INDEX unit_alias_by_alias ON unit_alias (alias)",
    """
    CREATE TABLE unit_group (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE CHECK (name <> ''),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE unit_group_member (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        group_id INTEGER NOT NULL REFERENCES unit_group (id) ON DELETE CASCADE,
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        from_date TEXT CHECK (from_date IS date(from_date)),
        to_date TEXT CHECK (to_date IS date(to_date))
    ) STRICT
    """,
    "CREATE INDEX unit_group_member_by_group ON unit_group_member (group_id)",
    "CREATE INDEX unit_group_member_by_unit ON unit_group_member (unit_id)",
    """
    CREATE TABLE person (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (name <> ''),
        phone TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE post (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER REFERENCES unit (id) ON DELETE CASCADE,
        title TEXT NOT NULL CHECK (title <> ''),
        kind TEXT NOT NULL DEFAULT 'staff' CHECK (kind IN ('leader', 'head', 'contact', 'staff')),
        sort INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX post_by_unit ON post (unit_id)",
    """
    CREATE TABLE post_holder (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
        person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        from_date TEXT CHECK (from_date IS date(from_date)),
        to_date TEXT CHECK (to_date IS date(to_date))
    ) STRICT
    """,
    "CREATE INDEX post_holder_by_post ON post_holder (post_id)",
    "CREATE INDEX post_holder_by_person ON post_holder (person_id)",
    """
    CREATE TABLE plan (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        title TEXT NOT NULL,
        plan_year INTEGER CHECK (plan_year BETWEEN 1900 AND 2999),
        period_end TEXT CHECK (period_end IS date(period_end)),
        issuer TEXT NOT NULL DEFAULT '',
        doc_number TEXT NOT NULL DEFAULT '',
        issued TEXT CHECK (issued IS date(issued)),
        received TEXT CHECK (received IS date(received)),
        status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'withdrawn', 'superseded')),
        source_sha256 TEXT REFERENCES stored_file (id),
        source_name TEXT NOT NULL DEFAULT '',
        source_format TEXT NOT NULL DEFAULT '',
        rules TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(rules)),
        supersedes_id INTEGER REFERENCES plan (id) ON DELETE SET NULL,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX plan_by_source ON plan (source_sha256) WHERE source_sha256 IS NOT NULL",
    "CREATE INDEX plan_by_supersedes ON plan (supersedes_id) WHERE supersedes_id IS NOT NULL",
    """
    CREATE TABLE plan_document (
        id INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        layout TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(layout))
    ) STRICT
    """,
    """
    CREATE TABLE plan_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (uid <> ''),
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        no TEXT NOT NULL,
        path TEXT NOT NULL CHECK (json_valid(path)),
        title TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('task', 'goal', 'schedule', 'safeguard', 'background')),
        text TEXT NOT NULL,
        measures TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(measures)),
        place_start INTEGER CHECK (place_start >= 0),
        place_end INTEGER CHECK (place_end >= place_start),
        sheet TEXT,
        row INTEGER,
        readings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(readings))
    ) STRICT
    """,
    "CREATE INDEX plan_item_by_plan ON plan_item (plan_id, ordinal)",
    """
    CREATE TABLE learned_rule (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        scope TEXT NOT NULL,
        kind TEXT NOT NULL,
        raw TEXT NOT NULL,
        answer TEXT NOT NULL,
        UNIQUE (scope, kind, raw)
    ) STRICT
    """,
)
