"""Lists of tasks over the whole ledger: which, in what order, in which groups; one statement each.

A query names fields (`ledger_app.domain.grid`), which stand in `db.grid_fields`.  The table of lights is made only
where a field needs it; of the tasks themselves nothing is read here but their numbers.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from db import facts_query
from db.grid_fields import Field
from db.grid_filter import condition_sql
from db.grid_keys import Keys, Source
from db.grid_order import ids_in_order, packed
from db.judged import DONE_LIGHTS, Judged
from db.search_query import like, task_filter
from ledger_app.domain.filter_tree import beside_field
from ledger_app.domain.grid import (
    ConditionGroup,
    FieldValue,
    FieldValues,
    FilterPart,
    GroupCount,
    Joint,
    TaskQuery,
    TaskRow,
)
from ledger_app.domain.lights import Light, judge_all
from ledger_app.domain.period import month_of
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES, SourceKind, Standing, TaskKind

_IS_DONE = "j.light IN ({})".format(", ".join(f"'{light}'" for light in DONE_LIGHTS))
_COUNTS = f"j.light, count(*), sum({_IS_DONE}), sum(j.percent), count(j.percent)"
_IN_ORDER = "t.place, t.id"


def task_ids(connection: sqlite3.Connection, judged: Judged, query: TaskQuery, settings: LedgerSettings) -> list[int]:
    """Return the ids a query selects, in its order."""
    keys = Keys(connection, judged, query.cutoff, settings)
    if query.sorting and query.is_plain and query.group_by is None:
        found = ids_in_order(connection, keys, query.sorting)
        if found is not None:
            return found
    chosen = _Selection(keys, query)
    orders = _group_order(chosen.use(query.group_by)) if query.group_by else []
    for one in query.sorting:
        orders += _order(chosen.use(one.field), descending=one.descending)
    return packed(connection, f"SELECT t.id {chosen.source} ORDER BY {', '.join([*orders, _IN_ORDER])}", chosen.values)


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
    keys = Keys(connection, judged, query.cutoff, settings)
    chosen = _Selection(keys, query)
    chosen.use("light")
    by = chosen.use(query.group_by)
    rows = connection.execute(
        f"SELECT {_group_key(by)}, min({by.value}), min({by.order}), {_COUNTS} {chosen.source} GROUP BY 1, j.light",
        chosen.values,
    ).fetchall()
    found: dict[str, _Tally] = {}
    for key, label, order, *counts in rows:
        found.setdefault(_key(key), _Tally(_key(label), order)).add(*counts)
    ordered = sorted(found.items(), key=lambda one: (one[1].order is None, one[1].order, one[1].label))
    return [tally.group(key, group_label(query.group_by, by.field, tally.label)) for key, tally in ordered]


def totals(connection: sqlite3.Connection, judged: Judged, query: TaskQuery, settings: LedgerSettings) -> GroupCount:
    """Return what a query selects, counted as one group."""
    chosen = _Selection(Keys(connection, judged, query.cutoff, settings), query)
    chosen.use("light")
    tally = _Tally("")
    for counts in connection.execute(f"SELECT {_COUNTS} {chosen.source} GROUP BY j.light", chosen.values):
        tally.add(*counts)
    return tally.group("", "合计")


def light_counts(
    connection: sqlite3.Connection, judged: Judged, query: TaskQuery, settings: LedgerSettings
) -> Mapping[str, int]:
    """Return light value -> number of tasks a query selects."""
    return dict(totals(connection, judged, query, settings).lights)


def field_values(
    connection: sqlite3.Connection,
    judged: Judged,
    query: TaskQuery,
    settings: LedgerSettings,
    name: str,
    search: str,
    limit: int,
) -> FieldValues:
    """Return the distinct values of a field among the tasks a query selects, its own conditions on the field aside.

    Long texts (`home` "task" and "entry") are not listed.
    """
    keys = Keys(connection, judged, query.cutoff, settings)
    field_ = keys.field(name)
    if field_.home in ("task", "entry"):
        return FieldValues((), 0)
    others = beside_field(query.conditions, query.joined, name)
    chosen = _Selection(keys, replace(query, conditions=others))
    if field_.kind == "names":
        counted = f"""
            SELECT n.name AS value, zh_key(n.name) AS o, count(*) AS c {chosen.joined}
            JOIN temp.{keys.names(name)} n ON n.id = t.id WHERE {chosen.where} GROUP BY n.name
            UNION ALL SELECT '', NULL, count(*) {chosen.source} AND t.id NOT IN (SELECT id FROM temp.{keys.names(name)})
        """
    else:
        by = chosen.use(name)
        counted = f"SELECT {by.value} AS value, min({by.order}) AS o, count(*) AS c {chosen.source} GROUP BY 1"
    in_order = f"SELECT value, c FROM ({counted}) WHERE c > 0 ORDER BY o IS NULL, o, value"
    rows = connection.execute(in_order, chosen.values)
    wanted = search.strip().lower()
    labelled = ((value, group_label(name, field_, _key(value)), count) for value, count in rows)
    fitting = [one for one in labelled if not wanted or wanted in one[1].lower() or wanted in _key(one[0]).lower()]
    return FieldValues(
        tuple(FieldValue("" if value is None else value, label, count) for value, label, count in fitting[:limit]),
        len(fitting),
    )


def next_code(connection: sqlite3.Connection, prefix: str) -> str:
    """Return the next free task code of a prefix ("2" -> "2-08"); "" numbers without one ("008")."""
    start, width = (f"{prefix}-", 2) if prefix else ("", 3)
    rows = connection.execute("SELECT code FROM task WHERE code LIKE ? ESCAPE '\\'", [f"{like(start)}%"])
    numbers = [int(rest) for (code,) in rows if (rest := code[len(start) :]).isascii() and rest.isdigit()]
    return f"{start}{max(numbers, default=0) + 1:0{width}d}"


class _Selection:
    """FROM and WHERE of a query, gathered as fields are named; `values` are its parameters."""

    def __init__(self, keys: Keys, query: TaskQuery) -> None:
        self._keys = keys
        self._tables: dict[str, str] = {}
        self._where: list[str] = []
        self.values: dict[str, Any] = {"cutoff": query.cutoff.isoformat(), "month": month_of(query.cutoff)}
        self._where += self._joined_parts(query.scope, "and", "s")
        self._where += self._joined_parts(query.conditions, query.joined, "c")
        # What is compared comes before it: of tasks that fit no condition nothing more is looked up.
        self._tables[f"temp.{keys.spine()}"] = "t"
        if query.search.strip():
            part, bound = task_filter(query.search)
            self._where.append(part)
            self.values |= bound
        if query.unit_id is not None:
            self._where.append("t.id IN (SELECT o.task_id FROM task_owner o WHERE o.unit_id = :unit_id)")
            self.values["unit_id"] = query.unit_id
        if query.group_by and query.group is not None:
            self._where.append(f"coalesce(CAST({_group_key(self.use(query.group_by))} AS TEXT), '') = :group")
            self.values["group"] = query.group

    @property
    def joined(self) -> str:
        """Return FROM with the tables of every field used so far."""
        (first, lead), *others = self._tables.items()
        tables = [f"FROM {first} {lead}"]
        tables += [f"CROSS JOIN {table} {alias} ON {alias}.id = {lead}.id" for table, alias in others]
        return " ".join(tables)

    @property
    def where(self) -> str:
        """Return the conditions."""
        return " AND ".join(self._where) or "1"

    @property
    def source(self) -> str:
        """Return FROM and WHERE."""
        return f"{self.joined} WHERE {self.where}"

    def use(self, name: str) -> Source:
        """Return where a field stands, its table among those that are joined."""
        source = self._keys.source(name)
        if source.table:
            self._tables.setdefault(f"temp.{source.table}", source.alias)
        if source.field.home == "task":
            self._tables.setdefault("task", "w")
        if source.field.home == "entry":
            self._tables.setdefault("temp.judged", "j")
        return source

    def _joined_parts(self, parts: Iterable[FilterPart], joint: Joint, name: str) -> list[str]:
        """Return conditions and groups as one expression in brackets, nothing for none."""
        found: list[str] = []
        for number, part in enumerate(parts):
            own = f"{name}{number}"
            if isinstance(part, ConditionGroup):
                found += self._joined_parts(part.conditions, part.joined, f"{own}g")
                continue
            if self._keys.field(part.field).kind != "names":
                self.use(part.field)
            test, bound = condition_sql(self._keys, part, own)
            found.append(f"({test})")
            self.values |= bound
        return [f"({f' {joint.upper()} '.join(found)})"] if found else []


@dataclass(slots=True)
class _Tally:
    """The counts of one group, light by light."""

    label: str
    order: Any = None
    lights: dict[str, int] = field(default_factory=dict)
    done: int = 0
    percents: float = 0.0
    reported: int = 0

    def add(self, light: str, count: int, done: int, percents: float | None, reported: int) -> None:
        self.lights[light] = self.lights.get(light, 0) + count
        self.done += done
        self.percents += percents or 0.0
        self.reported += reported

    def group(self, key: str, label: str) -> GroupCount:
        lights = tuple((light.value, self.lights[light.value]) for light in Light if light.value in self.lights)
        mean = self.percents / self.reported if self.reported else None
        return GroupCount(key, label, sum(self.lights.values()), lights, self.done, mean)


def _order(source: Source, *, descending: bool = False) -> list[str]:
    """Return the ORDER BY terms of one sorting; what is unknown or empty comes last either way."""
    return [f"{source.order} IS NULL", f"{source.order}{' DESC' if descending else ''}"]


def _group_order(source: Source) -> list[str]:
    """Return the ORDER BY terms that keep groups together, also where two values sort alike."""
    return [*_order(source), _group_key(source)]


def _group_key(source: Source) -> str:
    """Return what tells groups apart: the value, for plans (whose titles may be the same) the plan."""
    return source.order if source.table == "key_plan" else source.value


def _key(value: object) -> str:
    return "" if value is None else str(value)


def group_label(name: str, field_: Field, key: str) -> str:
    """Return a value's printed name."""
    if field_.custom_kind == "bool" and key:
        return "否" if key.lower() in ("0", "false", "否") else "是"
    if field_.kind == "number" and key.endswith(".0"):
        key = key[:-2]
    return _LABELS[name](key) if key and name in _LABELS else key or _NAMELESS.get(name, "（空）")


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
    "owners": "未定责任单位",
    "leader": "未定牵头领导",
    "month_due": "无时限",
}
