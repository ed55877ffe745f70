"""What each field of a task is in SQL: its value, what it sorts by, and where it is kept ready.

Words of many rows (a task's leads, its section) are kept in narrow temporary tables (`db.grid_keys`), what lights are
judged by in another (`db.judged`); only long texts are read from the ledger itself.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from db import task_sql as sql
from db.judged import OPEN_LIGHTS
from ledger_app.domain.grid import FieldKind, custom_field_id
from ledger_app.errors import BugError

_LEADER = f"coalesce(({sql.LEADER_NAMES} ORDER BY l.id LIMIT 1), '')"
_OTHER = f"coalesce((SELECT group_concat(name, '、') FROM ({sql.OTHER_NAMES} ORDER BY o.ordinal, o.id)), '')"
_DUE_RAW = f"coalesce((SELECT d.raw FROM deadline d WHERE d.id = {sql.PRIMARY_DEADLINE}), '')"
_ENTRY = "coalesce((SELECT r.{column} FROM progress_entry r WHERE r.id = j.entry_id), '')"
_OPEN = ", ".join(f"'{light}'" for light in OPEN_LIGHTS)
_REPORTED_ON = ", ".join(f"'{light}'" for light in (*OPEN_LIGHTS, "continuing", "year_end"))
_OPEN_DUE = f"CASE WHEN j.light IN ({_OPEN}) THEN j.due END"
_DIGITS = "〇一二三四五六七八九"
_HEADING = re.compile(r"[（(第]?([一二三四五六七八九十]{1,3})[、.．）)章节部项]")
_HEADING_SIGNS = frozenset("（(第一二三四五六七八九十")
_NUMBER = re.compile(r"[0-9]+")

Home = Literal["kept", "judged", "task", "entry"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a task in SQL.

    Attributes:
        value: expression over `t` (task) and `p` (its plan) if kept, over `j` (its light) if judged or of an entry,
            over `w` (task) if it is read there.
        kind: how conditions compare it.
        order: expression to sort by where it is not the value itself; over `value` if kept.
        home: "kept" in a table of its own, "judged" with the lights, "task" or "entry" = read from the ledger's rows.
        names: query of the names of task `t` for a field that holds several.
        by_cutoff: its value depends on the cut-off date.
        custom_kind: kind of a custom field, "" for any other.
    """

    value: str
    kind: FieldKind = "text"
    order: str = ""
    home: Home = "kept"
    names: str = ""
    by_cutoff: bool = False
    custom_kind: str = ""

    @property
    def needs_light(self) -> bool:
        """Say whether it is read through the table of lights."""
        return self.home in ("judged", "entry")


def _text(value: str, home: Home = "kept") -> Field:
    return Field(value, order="zh_key({value})".format(value="value" if home == "kept" else value), home=home)


def _names(value: str, names: str, *, by_cutoff: bool = False) -> Field:
    return Field(value, "names", "zh_key(value)", names=names, by_cutoff=by_cutoff)


def _judged(value: str, kind: FieldKind, order: str = "") -> Field:
    return Field(value, kind, order, home="judged")


FIELDS: dict[str, Field] = {
    "light": _judged("j.light", "light", "j.rank"),
    "code": Field("t.code", order="code_key(value)"),
    "title": _text("t.title"),
    "content": _text("w.content", "task"),
    "section": _text("t.section"),
    "plan": Field("coalesce(p.title, '')", order="CASE WHEN value <> '' THEN t.plan_id END"),
    "lead": _names(sql.LEAD_NAME, sql.LEAD_NAMES),
    "owner": _names(sql.LEAD_NAME, sql.OWNER_NAMES),
    "owners": _names(sql.LEAD_NAME, f"{sql.LEAD_NAMES} UNION {sql.OTHER_NAMES}"),
    "others": _names(_OTHER, sql.OTHER_NAMES),
    "leader": _names(_LEADER, sql.LEADER_NAMES, by_cutoff=True),
    "due": _judged("j.due", "date"),
    "due_raw": _text(_DUE_RAW),
    "original_due": _judged("j.original_due", "date"),
    "start": Field("w.start", "date", home="task"),
    "days_left": _judged(
        f"CAST(julianday({_OPEN_DUE}) - julianday(:cutoff) AS INTEGER)",
        "number",
        _OPEN_DUE,
    ),
    "percent": _judged("j.percent", "number"),
    "elapsed": _judged("(j.elapsed / 10.0)", "number"),
    "gap": _judged("(j.gap / 10.0)", "number"),
    "progress": _text(_ENTRY.format(column="text"), "entry"),
    "problems": _text(_ENTRY.format(column="problems"), "entry"),
    "next_step": _text(_ENTRY.format(column="next_step"), "entry"),
    "period": _judged("coalesce(j.period, '')", "text"),
    "evidence": Field(sql.EVIDENCE_COUNT, "number"),
    "missing": Field(sql.MISSING_COUNT, "number"),
    "source_kind": Field("t.source_kind"),
    "source_ref": _text("t.source_ref"),
    "note": _text("w.note", "task"),
    "kind": Field("t.kind"),
    "standing": Field(f"({sql.STANDING_AT_CUTOFF})", by_cutoff=True),
    "month_due": _judged("substr(j.due, 1, 7)", "text"),
    "ordinal": Field("t.ordinal", "number"),
    "soon": _judged(f"CASE WHEN j.light IN ({_OPEN}) THEN j.soon ELSE 0 END", "number"),
    "unreported": _judged(f"CASE WHEN j.light IN ({_REPORTED_ON}) THEN j.lacks ELSE 0 END", "number"),
    "waits": _names("''", sql.WAITS, by_cutoff=True),
    "milestone_month": _names("''", sql.MILESTONE_MONTHS),
    "turn_month": _names("''", sql.TURN_MONTHS),
}
_CUSTOM_KINDS: dict[str, FieldKind] = {"number": "number", "date": "date"}


def field_named(connection: sqlite3.Connection, name: str) -> Field:
    """Return a field by its name in queries, a custom one ("custom:7") as the ledger defines it.

    Raises:
        BugError: DB-090 there is no such field.
    """
    field = FIELDS.get(name) or _custom_field(connection, custom_field_id(name))
    if field is None:
        raise BugError("DB-090", field=name)
    return field


def _custom_field(connection: sqlite3.Connection, number: int | None) -> Field | None:
    """Return a custom field; text stands "" where a task has none, numbers and days NULL.

    One that the ledger has no more is empty everywhere: views and remembered filters may still name it.
    """
    if number is None:
        return None
    row = connection.execute("SELECT kind FROM custom_field WHERE id = ?", [number]).fetchone()
    if row is None:
        return Field("''")
    stored = f"(SELECT v.value FROM custom_value v WHERE v.task_id = t.id AND v.field_id = {number})"
    kind = _CUSTOM_KINDS.get(row[0], "text")
    if kind == "number":
        return Field(f"CAST(nullif(trim({stored}), '') AS REAL)", kind, custom_kind=row[0])
    if kind == "date":
        return Field(f"nullif({stored}, '')", kind, custom_kind=row[0])
    return Field(f"coalesce({stored}, '')", kind, "zh_key(value)", custom_kind=row[0])


def register(connection: sqlite3.Connection) -> None:
    """Give a connection the sort keys that SQLite does not have."""
    connection.create_function("zh_key", 1, zh_key, deterministic=True)
    connection.create_function("code_key", 1, code_key, deterministic=True)


@lru_cache(maxsize=8192)
def zh_key(text: str | None) -> bytes | None:
    """Return what Chinese text sorts by, None for an empty one.

    The common characters sort by reading, as GB 18030 has them; numbers, Chinese ones at the head of a heading
    too, by value: 二、 after 一、, （十） after （九）.
    """
    if not text:
        return None
    if text[0] in _HEADING_SIGNS and (match := _HEADING.match(text)) is not None:
        text = f"{_chinese_value(match[1]):04d}{text[match.end() :]}"
    elif _NUMBER.search(text) is not None:
        text = _NUMBER.sub(lambda match: match.group().zfill(6), text)
    return text.lower().encode("gb18030", "replace")


def code_key(code: str | None) -> str | None:
    """Return what a task's code sorts by: numbers by value ("2-9" before "2-10")."""
    return None if not code else _NUMBER.sub(lambda match: match.group().zfill(9), code)


def _chinese_value(numeral: str) -> int:
    """Return the value of a Chinese number below a hundred as headings use them (三, 十, 十二, 二十一)."""
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.find(ones) if ones else 0)
