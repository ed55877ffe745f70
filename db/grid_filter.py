"""Conditions of a query as SQL; values are always bound."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from db import task_sql as sql
from db.search_query import like
from ledger_app.domain.grid import Condition
from ledger_app.domain.tones import Tone, read_light_word
from ledger_app.errors import BugError, RejectedError

if TYPE_CHECKING:
    from db.grid_query import Field

_OWNER_NAMES = """
    SELECT 1 FROM task_owner o LEFT JOIN unit u ON u.id = o.unit_id
    WHERE o.task_id = t.id AND {condition}
"""
_OWNER_PARTS = ("u.name", "u.short_name", "o.raw")


def condition_sql(field: Field, condition: Condition, name: str) -> tuple[str, dict[str, Any]]:
    """Return a condition on a field and its parameters, whose names begin with `name`."""
    if field.kind == "light":
        return _light_condition(condition, name)
    if field.kind == "names":
        return _names_condition(condition, name)
    return _compare(field.value, condition, name, is_number=field.kind == "number")


def _light_condition(condition: Condition, name: str) -> tuple[str, dict[str, Any]]:
    """Compare with states and colours, by any of their words."""
    if condition.op not in {"is", "is_not", "any_of"}:
        raise BugError("DB-090", field=f"light {condition.op}")
    lights: list[str] = []
    tones: list[str] = []
    for word in condition.values:
        named = read_light_word(str(word))
        if named is None:
            raise RejectedError("DB-027", word=word)
        (tones if isinstance(named, Tone) else lights).append(named.value)
    found = (
        f"(j.light IN (SELECT value FROM json_each(:{name}_l)) OR j.tone IN (SELECT value FROM json_each(:{name}_t)))"
    )
    values = {f"{name}_l": json.dumps(lights), f"{name}_t": json.dumps(tones)}
    return (f"NOT {found}" if condition.op == "is_not" else found), values


def _names_condition(condition: Condition, name: str) -> tuple[str, dict[str, Any]]:
    """Compare with any of the names of owners or leaders: positive where one fits, negative where none does."""
    positive = {"is_not": "is", "empty": "not_empty"}.get(condition.op, condition.op)
    plain = Condition(condition.field, positive, condition.values)  # type: ignore[arg-type]
    if condition.field == "leader":
        inner, values = _compare("n.name", plain, name, is_number=False)
        found = f"EXISTS (SELECT 1 FROM ({sql.LEADER_NAMES}) n WHERE {inner})"
    else:
        tests = [_compare(part, plain, name, is_number=False) for part in _OWNER_PARTS]
        values = tests[0][1]
        found = f"EXISTS ({_OWNER_NAMES.format(condition='(' + ' OR '.join(test for test, _ in tests) + ')')})"
    return (f"NOT {found}" if positive != condition.op else found), values


def _compare(value: str, condition: Condition, name: str, *, is_number: bool) -> tuple[str, dict[str, Any]]:
    """Return a comparison of one value; what is unknown fits no comparison but "empty" and "is_not"."""
    op, given = condition.op, condition.values
    first = given[0] if given else ""
    second = given[1] if len(given) > 1 else first
    a, b = f":{name}_a", f":{name}_b"
    tests: dict[str, tuple[str, dict[str, Any]]] = {
        "is": (f"{value} = {a}", {f"{name}_a": first}),
        "is_not": (f"{value} IS NOT {a}", {f"{name}_a": first}),
        "contains": (f"{value} LIKE {a} ESCAPE '\\'", {f"{name}_a": f"%{like(str(first))}%"}),
        "starts": (f"{value} LIKE {a} ESCAPE '\\'", {f"{name}_a": f"{like(str(first))}%"}),
        "before": (f"{value} < {a}", {f"{name}_a": first}),
        "after": (f"{value} > {a}", {f"{name}_a": first}),
        "between": (f"{value} BETWEEN {a} AND {b}", {f"{name}_a": first, f"{name}_b": second}),
        "any_of": (f"{value} IN (SELECT value FROM json_each({a}))", {f"{name}_a": json.dumps(list(given))}),
        "empty": (f"{value} IS NULL" if is_number else f"coalesce({value}, '') = ''", {}),
        "not_empty": (f"{value} IS NOT NULL" if is_number else f"coalesce({value}, '') <> ''", {}),
    }
    if op not in tests:
        raise BugError("DB-090", field=f"{condition.field} {op}")
    return tests[op]
