"""The facts of tasks at a cut-off date, gathered in bulk: a dozen statements for every thousand tasks."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from db import task_sql as sql
from db.connection import translated
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.period import Period, month_of
from ledger_app.domain.schedule import FULL_TENTHS, to_tenths

_CHUNK = 1000
_IN_CHUNK = "IN (SELECT value FROM json_each(:ids))"
_VERDICTS = {"confirmed": "属实", "doubtful": "存疑", "refuted": "不属实"}

_TASK_FIELDS = (
    *("id", "uid", "code", "title", "content", "kind", "standing", "source_kind", "plan_id", "plan_title", "plan_year"),
    *("section", "ordinal", "start", "issued", "completed_on", "light_override", "override_reason"),
    *("source_ref", "note", "occurrence_count", "next_occurrence_due"),
)

Gathered = dict[int, dict[str, Any]]
A = TypeVar("A")


def facts(connection: sqlite3.Connection, cutoff: dt.date, task_ids: Sequence[int] | None) -> Iterator[TaskFacts]:
    """Yield the facts of all tasks (or the named ones), by plan, ordinal, id."""
    with translated():
        ids = _ordered_ids(connection, task_ids)
    for start in range(0, len(ids), _CHUNK):
        with translated():
            chunk = _gather(connection, cutoff, ids[start : start + _CHUNK])
        yield from chunk


def _ordered_ids(connection: sqlite3.Connection, task_ids: Sequence[int] | None) -> list[int]:
    query, values = f"SELECT t.id FROM task t ORDER BY {sql.LEDGER_ORDER}", {}
    if task_ids is not None:
        query = f"SELECT t.id FROM task t WHERE t.id {_IN_CHUNK} ORDER BY {sql.LEDGER_ORDER}"
        values = {"ids": json.dumps(list(task_ids))}
    return [row[0] for row in connection.execute(query, values)]


def _gather(connection: sqlite3.Connection, cutoff: dt.date, ids: Sequence[int]) -> Iterable[TaskFacts]:
    values = {"ids": json.dumps(list(ids)), "cutoff": cutoff.isoformat(), "month": month_of(cutoff)}
    found: Gathered = {}
    for part in (_tasks, _deadlines, _owners, _leaders, _entries, _closings, _milestones, _counts):
        part(connection, values, found)
    return [TaskFacts(**found[task_id]) for task_id in ids if task_id in found]


def _tasks(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    rows = connection.execute(
        f"""
        SELECT t.id, t.uid, t.code, t.title, t.content, t.kind, {sql.STANDING_AT_CUTOFF}, t.source_kind, t.plan_id,
               coalesce(p.title, ''), p.plan_year, t.section, t.ordinal, t.start, t.issued, {sql.COMPLETED_AT_CUTOFF},
               t.light_override, t.override_reason, t.source_ref, t.note, {sql.TURN_COUNT}, {sql.NEXT_TURN}
        FROM task t LEFT JOIN plan p ON p.id = t.plan_id WHERE t.id {_IN_CHUNK}
        """,
        values,
    )
    for row in rows:
        one = dict(zip(_TASK_FIELDS, row, strict=True))
        for name in ("start", "issued", "completed_on", "next_occurrence_due"):
            one[name] = _date(one[name])
        found[row[0]] = one


def _deadlines(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    rows = connection.execute(
        f"""
        SELECT t.id, d.raw, d.original_due, {sql.DUE_AT_CUTOFF}, d.needs_answer, {sql.HAS_OPEN_DEADLINE}
        FROM task t JOIN deadline d ON d.id = {sql.PRIMARY_DEADLINE} WHERE t.id {_IN_CHUNK}
        """,
        values,
    )
    for task_id, raw, original, current, needs_answer, has_open in rows:
        found[task_id] |= {
            "due_raw": raw,
            "original_due": _date(original),
            "current_due": _date(current),
            "is_deadline_doubtful": bool(needs_answer),
            "has_open_deadline": bool(has_open),
        }


def _owners(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    """Sort owners into leads and others; where no lead is named, the first responsible one leads.

    A name that stands for several units (各乡镇卫生院) leads as it is printed: none of them is charged with it alone.
    """
    rows = connection.execute(
        f"""
        SELECT o.task_id, o.role, o.unit_id, {sql.OWNER_NAME}, p.name, o.raw
        FROM task_owner o LEFT JOIN unit u ON u.id = o.unit_id LEFT JOIN person p ON p.id = o.person_id
        WHERE o.task_id {_IN_CHUNK}
        ORDER BY o.task_id, CASE o.role WHEN 'lead' THEN 0 WHEN 'responsible' THEN 1 ELSE 2 END, o.ordinal, o.id
        """,
        values,
    )
    owners: dict[int, list[_Owner]] = {}
    for task_id, *values_of_owner in rows:
        owners.setdefault(task_id, []).append(_Owner(*values_of_owner))
    for task_id, named in owners.items():
        leads = [one for one in named if one.role == "lead"]
        if not leads and named[0].role == "responsible":
            leads = [one for one in named if (one.role, one.raw) == ("responsible", named[0].raw)]
        units_by_name: dict[str, set[int | None]] = {}
        for one in leads:
            units_by_name.setdefault(one.raw, set()).add(one.unit_id)
        groups = {raw for raw, units in units_by_name.items() if len(units) > 1}
        found[task_id] |= {
            "lead_unit_ids": _distinct(one.unit_id for one in leads if one.raw not in groups),
            "unit_ids": _distinct(one.unit_id for one in named),
            "lead_names": _distinct(one.raw if one.raw in groups else one.name for one in leads),
            "cooperate_names": _distinct(one.name for one in named if one not in leads),
            "owner_names": _distinct((one.raw if one.raw in groups else one.name, one.role) for one in named),
            "contact_names": _distinct(one.person for one in named),
        }


class _Owner(NamedTuple):
    """An owner of a task: its unit's name as lists print it, and the words of the paper."""

    role: str
    unit_id: int | None
    name: str
    person: str | None
    raw: str


def _distinct(values: Iterable[A | None]) -> tuple[A, ...]:
    """Return the values that are there, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if value is not None))


def _leaders(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    rows = connection.execute(
        f"""
        SELECT l.task_id, {sql.LEADER_NAME} FROM task_leader l LEFT JOIN person lp ON lp.id = l.person_id
        WHERE l.task_id {_IN_CHUNK} ORDER BY l.id
        """,
        values,
    )
    for task_id, name in rows:
        one = found[task_id]
        one["leader_names"] = (*one.get("leader_names", ()), name)


def _entries(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    """Read each task's months and percents in order, then the words of the latest entries."""
    rows = connection.execute(
        f"""
        SELECT r.task_id, r.id, r.period, r.percent, r.received FROM progress_entry r
        WHERE r.task_id {_IN_CHUNK} AND r.period <= :month ORDER BY r.task_id, r.period, r.created_at, r.id
        """,
        values,
    )
    month = values["month"]
    periods: dict[int, list[str]] = {}
    latest: dict[int, int] = {}
    for task_id, entry_id, period, percent, received in rows:
        months = periods.setdefault(task_id, [])
        if not months or months[-1] != period:
            months.append(period)
        latest[entry_id] = task_id
        if percent is not None:
            one = found[task_id]
            one["full_since"] = _full_since(one.get("full_since"), percent, period, received)
            one["percent"] = percent
            if period < month:
                one["percent_before"] = percent
    for task_id, months in periods.items():
        found[task_id]["reported_periods"] = tuple(months)
    # The last entry read of each task is its latest.
    entry_ids = {task_id: entry_id for entry_id, task_id in latest.items()}
    _entry_words(connection, month, list(entry_ids.values()), found)


def _full_since(before: dt.date | None, percent: float, period: str, received: str | None) -> dt.date | None:
    """Return since when the percent is full after one more report, None if it is not."""
    if to_tenths(percent) < FULL_TENTHS:
        return None
    month_end = Period.parse(period).last_day
    return before or min(_date(received) or month_end, month_end)


def _entry_words(connection: sqlite3.Connection, month: str, entry_ids: list[int], found: Gathered) -> None:
    rows = connection.execute(
        f"SELECT task_id, period, text, problems, next_step FROM progress_entry WHERE id {_IN_CHUNK}",
        {"ids": json.dumps(entry_ids)},
    )
    for task_id, period, text, problems, next_step in rows:
        found[task_id] |= {
            "period": period,
            "text": text,
            "problems": problems,
            "next_step": next_step,
            "period_text": text if period == month else "",
        }


def _closings(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    """Read closing steps and verifications; the last of each by the cut-off counts."""
    rows = connection.execute(
        f"""
        SELECT c.task_id, c.step, c.on_date FROM closing c
        WHERE c.task_id {_IN_CHUNK} AND c.on_date <= :cutoff ORDER BY c.task_id, c.on_date, c.id
        """,
        values,
    )
    for task_id, step, on_date in rows:
        found[task_id]["closing_step"] = step
        found[task_id]["closed_on"] = _date(on_date) if step == "approved" else None
    rows = connection.execute(
        f"""
        SELECT v.task_id, v.result FROM verification v
        WHERE v.task_id {_IN_CHUNK} AND v.on_date <= :cutoff ORDER BY v.task_id, v.on_date, v.id
        """,
        values,
    )
    for task_id, result in rows:
        found[task_id]["verdict"] = _VERDICTS[result]


def _milestones(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    rows = connection.execute(
        f"""
        SELECT task_id, due, percent FROM milestone WHERE task_id {_IN_CHUNK} AND due IS NOT NULL ORDER BY ordinal, id
        """,
        values,
    )
    for task_id, due, percent in rows:
        one = found[task_id]
        one["milestones"] = (*one.get("milestones", ()), (_date(due), percent))


def _counts(connection: sqlite3.Connection, values: dict[str, str], found: Gathered) -> None:
    """Count slips with chase notices, evidence and expected evidence."""
    counted = {
        "slip_count": f"""
            SELECT task_id, count(*) FROM (
                SELECT st.task_id FROM slip_task st JOIN slip s ON s.id = st.slip_id
                WHERE st.task_id {_IN_CHUNK} AND s.issued <= :cutoff
                UNION ALL
                SELECT lt.task_id FROM letter_task lt JOIN letter l ON l.id = lt.letter_id
                WHERE lt.task_id {_IN_CHUNK} AND l.kind = 'chase' AND l.issued <= :cutoff
            ) GROUP BY task_id
        """,
        "evidence_count": f"""
            SELECT te.task_id, count(*) FROM task_evidence te JOIN evidence v ON v.id = te.evidence_id
            WHERE te.task_id {_IN_CHUNK} AND v.removed_at IS NULL GROUP BY te.task_id
        """,
        "expected_count": f"""
            SELECT x.task_id, count(*) FROM expected_evidence x
            WHERE x.task_id {_IN_CHUNK} AND x.waived_reason = '' GROUP BY x.task_id
        """,
        "missing_count": f"""
            SELECT x.task_id, count(*) FROM expected_evidence x LEFT JOIN evidence v ON v.id = x.evidence_id
            WHERE x.task_id {_IN_CHUNK} AND x.waived_reason = '' AND (v.id IS NULL OR v.removed_at IS NOT NULL)
            GROUP BY x.task_id
        """,
    }
    for name, query in counted.items():
        for task_id, count in connection.execute(query, values):
            found[task_id][name] = count


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
