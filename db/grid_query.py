"""Lists of tasks over the whole ledger: which, in what order, in which groups; one statement each.

A query names fields (`ledger_app.domain.grid`); here stands what each is in SQL.  The table of lights is made only
where a field needs it.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from db import facts_query
from db import task_sql as sql
from db.grid_filter import condition_sql
from db.judged import DONE_LIGHTS, OPEN_LIGHTS, Judged
from db.search_query import like, task_filter
from ledger_app.domain.grid import GroupCount, Sorting, TaskQuery, TaskRow
from ledger_app.domain.lights import Light, judge_all
from ledger_app.domain.period import month_of
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES, SourceKind, Standing, TaskKind
from ledger_app.errors import BugError

_IS_OPEN = "j.light IN ({})".format(", ".join(f"'{light}'" for light in OPEN_LIGHTS))
_IS_DONE = "j.light IN ({})".format(", ".join(f"'{light}'" for light in DONE_LIGHTS))
_LEADER = f"coalesce(({sql.LEADER_NAMES} ORDER BY l.id LIMIT 1), '')"
_DUE_RAW = f"coalesce((SELECT d.raw FROM deadline d WHERE d.id = {sql.PRIMARY_DEADLINE}), '')"
_ENTRY_TEXT = "coalesce((SELECT r.text FROM progress_entry r WHERE r.id = j.entry_id), '')"


_DIGITS = "〇一二三四五六七八九"
_HEADING = re.compile(r"[（(第]?([一二三四五六七八九十]{1,3})[、.．）)章节部项]")
_HEADING_SIGNS = frozenset("（(第一二三四五六七八九十")
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a task in SQL.

    Attributes:
        value: expression over `t` (task), `p` (its plan) and `j` (its light).
        kind: how conditions compare it.
        order: expression to sort by where it is not the value itself.
        needs_light: it reads `j`.
        label: expression of a group's printed name where it is not the value.
    """

    value: str
    kind: Literal["text", "date", "number", "light", "names"] = "text"
    order: str = ""
    needs_light: bool = False
    label: str = ""


def _text(value: str, *, needs_light: bool = False) -> Field:
    return Field(value, order=f"zh_key({value})", needs_light=needs_light)


FIELDS: dict[str, Field] = {
    "light": Field("j.light", "light", order="j.rank", needs_light=True),
    "code": Field("t.code", order="code_key(t.code)"),
    "title": _text("t.title"),
    "content": _text("t.content"),
    "section": _text("t.section"),
    "plan": Field("coalesce(p.title, '')", order="t.plan_id"),
    "lead": _text(sql.LEAD_NAME),
    "owner": Field(sql.LEAD_NAME, "names", order=f"zh_key({sql.LEAD_NAME})"),
    "leader": Field(_LEADER, "names", order=f"zh_key({_LEADER})"),
    "due": Field("j.due", "date", needs_light=True),
    "due_raw": _text(_DUE_RAW),
    "original_due": Field("j.original_due", "date", needs_light=True),
    "days_left": Field(
        f"CASE WHEN {_IS_OPEN} THEN CAST(julianday(j.due) - julianday(:cutoff) AS INTEGER) END",
        "number",
        needs_light=True,
    ),
    "percent": Field("j.percent", "number", needs_light=True),
    "elapsed": Field("(j.elapsed / 10.0)", "number", needs_light=True),
    "gap": Field("(j.gap / 10.0)", "number", needs_light=True),
    "progress": _text(_ENTRY_TEXT, needs_light=True),
    "period": Field("coalesce(j.period, '')", needs_light=True),
    "evidence": Field(sql.EVIDENCE_COUNT, "number"),
    "source_kind": Field("t.source_kind"),
    "kind": Field("t.kind"),
    "standing": Field(f"({sql.STANDING_AT_CUTOFF})"),
    "month_due": Field("substr(j.due, 1, 7)", needs_light=True),
    "ordinal": Field("t.ordinal", "number"),
}


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


def task_ids(connection: sqlite3.Connection, judged: Judged, query: TaskQuery, settings: LedgerSettings) -> list[int]:
    """Return the ids a query selects, in its order."""
    source, values = _selected(judged, query, settings, _ordering_fields(query))
    orders = [_group_order(query.group_by)] if query.group_by else []
    orders += [_order(one) for one in query.sorting]
    rows = connection.execute(f"SELECT t.id {source} ORDER BY {', '.join([*orders, sql.LEDGER_ORDER])}", values)
    return [row[0] for row in rows]


def task_rows(
    connection: sqlite3.Connection, ids: Sequence[int], cutoff: dt.date, settings: LedgerSettings
) -> list[TaskRow]:
    """Return the grid's rows of the named tasks, in the given order."""
    versions = dict(
        connection.execute(
            "SELECT id, version FROM task WHERE id IN (SELECT value FROM json_each(?))", [str(list(ids))]
        ).fetchall()
    )
    rows = {}
    for facts, found in judge_all(facts_query.facts(connection, cutoff, ids), cutoff, settings):
        days_left = (found.due - cutoff).days if found.due is not None and found.light.is_open else None
        rows[facts.id] = TaskRow(
            id=facts.id,
            uid=facts.uid,
            code=facts.code,
            title=facts.title,
            section=facts.section,
            plan_id=facts.plan_id,
            plan_title=facts.plan_title,
            lead_names=facts.lead_names,
            other_owners=facts.cooperate_names,
            leaders=facts.leader_names,
            due_raw=facts.due_raw,
            original_due=facts.original_due,
            due=found.due,
            days_left=days_left,
            percent=facts.percent,
            elapsed=found.elapsed_percent,
            gap=found.gap,
            light=found.light.value,
            tone=found.tone.value,
            label=found.label,
            is_overridden=found.is_overridden,
            reason=found.reason,
            period=facts.period,
            text=facts.text,
            period_text=facts.period_text,
            evidence_count=facts.evidence_count,
            expected_count=facts.expected_count,
            missing_count=facts.missing_count,
            kind=facts.kind,
            standing=facts.standing,
            version=versions[facts.id],
        )
    return [rows[task_id] for task_id in ids if task_id in rows]


def groups(
    connection: sqlite3.Connection, judged: Judged, query: TaskQuery, settings: LedgerSettings
) -> list[GroupCount]:
    """Return the groups of a grouped query in list order, with the lights in each."""
    if query.group_by is None:
        return []
    source, values = _selected(judged, query, settings, ["light", query.group_by])
    field = _field(query.group_by)
    rows = connection.execute(
        f"""
        SELECT {field.value}, j.light, count(*), sum({_IS_DONE}), min({_sort_key(field)})
        {source} GROUP BY 1, 2
        """,
        values,
    ).fetchall()
    found: dict[str, tuple[Any, dict[str, int], int]] = {}
    for key, light, count, done, order in rows:
        order_so_far, lights, done_so_far = found.get(_key(key), (order, {}, 0))
        lights[light] = count
        found[_key(key)] = (order_so_far, lights, done_so_far + done)
    ordered = sorted(found.items(), key=lambda one: (one[1][0] is None, one[1][0]))
    return [
        GroupCount(key, _label(query.group_by, key), sum(lights.values()), _in_order(lights), done)
        for key, (_, lights, done) in ordered
    ]


def light_counts(
    connection: sqlite3.Connection, judged: Judged, query: TaskQuery, settings: LedgerSettings
) -> Mapping[str, int]:
    """Return light value -> number of tasks a query selects."""
    source, values = _selected(judged, query, settings, ["light"])
    return dict(connection.execute(f"SELECT j.light, count(*) {source} GROUP BY j.light", values).fetchall())


def next_code(connection: sqlite3.Connection, prefix: str) -> str:
    """Return the next free task code of a prefix ("2" -> "2-08"); "" numbers without one ("008")."""
    start, width = (f"{prefix}-", 2) if prefix else ("", 3)
    rows = connection.execute("SELECT code FROM task WHERE code LIKE ? ESCAPE '\\'", [f"{like(start)}%"])
    numbers = [int(rest) for (code,) in rows if (rest := code[len(start) :]).isascii() and rest.isdigit()]
    return f"{start}{max(numbers, default=0) + 1:0{width}d}"


def _selected(
    judged: Judged, query: TaskQuery, settings: LedgerSettings, also: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    """Return FROM and WHERE of a query, and the parameters."""
    values: dict[str, Any] = {"cutoff": query.cutoff.isoformat(), "month": month_of(query.cutoff)}
    parts = []
    for number, condition in enumerate(query.conditions):
        part, bound = condition_sql(_field(condition.field), condition, f"c{number}")
        parts.append(f"({part})")
        values |= bound
    where = [f"({(' OR ' if query.joined == 'or' else ' AND ').join(parts)})"] if parts else []
    if query.search.strip():
        part, bound = task_filter(query.search)
        where.append(part)
        values |= bound
    if query.unit_id is not None:
        where.append("t.id IN (SELECT o.task_id FROM task_owner o WHERE o.unit_id = :unit_id)")
        values["unit_id"] = query.unit_id
    named = [*also, *(condition.field for condition in query.conditions)]
    source = "FROM task t LEFT JOIN plan p ON p.id = t.plan_id"
    if any(_field(name).needs_light for name in named):
        judged.ensure(query.cutoff, settings)
        source += " JOIN temp.judged j ON j.id = t.id"
    return f"{source} WHERE {' AND '.join(where) or '1'}", values


def _ordering_fields(query: TaskQuery) -> list[str]:
    return [one.field for one in query.sorting] + ([query.group_by] if query.group_by else [])


def _field(name: str) -> Field:
    if name not in FIELDS:
        raise BugError("DB-090", field=name)
    return FIELDS[name]


def _sort_key(field: Field) -> str:
    return field.order or field.value


def _order(sorting: Sorting) -> str:
    """Return the ORDER BY terms of one sorting; what is unknown or empty comes last either way."""
    key = _sort_key(_field(sorting.field))
    return f"{key} IS NULL, {key}{' DESC' if sorting.descending else ''}"


def _group_order(name: str) -> str:
    return _order(Sorting(name))


def _key(value: object) -> str:
    return "" if value is None else str(value)


def _label(field: str, key: str) -> str:
    """Return a group's printed name."""
    return _LABELS[field](key) if key and field in _LABELS else key or _NAMELESS.get(field, "（空）")


def _in_order(lights: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((light.value, lights[light.value]) for light in Light if light.value in lights)


_LABELS: dict[str, Callable[[str], str]] = {
    "light": lambda key: Light(key).word,
    "month_due": lambda key: f"{key[:4]}年{int(key[5:])}月",
    "source_kind": lambda key: SOURCE_KIND_NAMES[cast("SourceKind", key)],
    "kind": lambda key: TASK_KIND_NAMES[cast("TaskKind", key)],
    "standing": lambda key: STANDING_NAMES[cast("Standing", key)],
}
_NAMELESS = {
    "plan": "无计划文件",
    "section": "未分板块",
    "lead": "未定牵头单位",
    "owner": "未定责任单位",
    "leader": "未定牵头领导",
    "month_due": "无时限",
}
