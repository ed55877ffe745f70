"""Format 5: the search index also holds what plans say.  Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE search_item USING fts5 (head, body, content='', tokenize='ascii')",
)
