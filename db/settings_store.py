"""The ledger's settings as rows: one a field under "settings.", its value as JSON; raw settings beside them."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import typing
from typing import Any

from db.connection import translated
from ledger_app.domain.settings import LedgerSettings

PREFIX = "settings."


def read_settings(connection: sqlite3.Connection) -> LedgerSettings:
    """Return the settings, defaults where none (or nothing usable) was saved."""
    with translated():
        rows = connection.execute("SELECT key, value FROM setting WHERE key GLOB ?", [PREFIX + "*"]).fetchall()
    stored = {key.removeprefix(PREFIX): value for key, value in rows}
    hints = typing.get_type_hints(LedgerSettings)
    found: dict[str, Any] = {}
    for field in dataclasses.fields(LedgerSettings):
        if field.name in stored:
            value = _parsed(stored[field.name])
            if _fits(value, hints[field.name]):
                found[field.name] = value
    return dataclasses.replace(LedgerSettings(), **found)


def write_settings(connection: sqlite3.Connection, settings: LedgerSettings) -> None:
    """Write every field."""
    rows = [
        (PREFIX + name, json.dumps(value, ensure_ascii=False)) for name, value in dataclasses.asdict(settings).items()
    ]
    with translated():
        connection.executemany(_UPSERT, rows)


def read_raw(connection: sqlite3.Connection, key: str) -> str | None:
    """Return a raw setting, None if unset."""
    with translated():
        row = connection.execute("SELECT value FROM setting WHERE key = ?", [key]).fetchone()
    return None if row is None else str(row[0])


def write_raw(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    """Write or clear a raw setting."""
    with translated():
        if value is None:
            connection.execute("DELETE FROM setting WHERE key = ?", [key])
        else:
            connection.execute(_UPSERT, [key, value])


_UPSERT = """
    INSERT INTO setting (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value
"""


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _fits(value: object, hint: object) -> bool:
    """Say whether a stored value is one that the field may have; a newer program may know more words."""
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return value in typing.get_args(hint)
    if origin is not None:
        return any(_fits(value, part) for part in typing.get_args(hint))
    if hint is type(None):
        return value is None
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(hint, type) and isinstance(value, hint) and isinstance(value, bool) == (hint is bool)
