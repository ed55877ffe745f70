"""Conditions of a query as SQL; values are always bound."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from db.grid_keys import Keys, Source
from db.search_query import like
from ledger_app.domain.grid import Condition
from ledger_app.domain.tones import Tone, read_light_word
from ledger_app.errors import BugError, RejectedError

Part = tuple[str, dict[str, Any]]
_POSITIVE = {"is_not": "is", "empty": "not_empty", "not_contains": "contains"}


def condition_sql(keys: Keys, condition: Condition, name: str) -> Part:
    """Return a condition and its parameters, whose names begin with `name`; tasks are `t`."""
    field = keys.field(condition.field)
    if field.kind == "light":
        return _light_condition(condition, name)
    if field.kind == "names":
        return _names_condition(keys.names(condition.field), condition, name)
    return _compare(keys.source(condition.field), condition, name)


def _light_condition(condition: Condition, name: str) -> Part:
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


def _names_condition(table: str, condition: Condition, name: str) -> Part:
    """Compare with any of several names: positive where one fits, negative where none does."""
    positive = _POSITIVE.get(condition.op, condition.op)
    plain = replace(condition, op=positive)  # type: ignore[arg-type]
    test, values = _comparison("n.name", plain, name)
    found = f"t.id IN (SELECT n.id FROM temp.{table} n WHERE {test})"
    if condition.op == "any_of" and "" in condition.values:
        found = f"({found} OR t.id NOT IN (SELECT n.id FROM temp.{table} n))"
    return (f"NOT {found}" if positive != condition.op else found), values


def _compare(source: Source, condition: Condition, name: str) -> Part:
    """Compare one value; what is unknown fits no comparison but "empty" and the negative ones."""
    test, values = _comparison(source.value, condition, name)
    if condition.op == "any_of" and "" in condition.values:
        test = f"({test} OR {source.value} IS NULL)"
    return test, values


def _comparison(value: str, condition: Condition, name: str) -> Part:
    op, given = condition.op, condition.values
    first = given[0] if given else ""
    second = given[1] if len(given) > 1 else first
    a, b = f":{name}_a", f":{name}_b"
    one = {f"{name}_a": first}
    within = {f"{name}_a": f"%{like(str(first))}%"}
    tests: dict[str, Part] = {
        "is": (f"{value} = {a}", one),
        "is_not": (f"{value} IS NOT {a}", one),
        "contains": (f"{value} LIKE {a} ESCAPE '\\'", within),
        "not_contains": (f"coalesce({value}, '') NOT LIKE {a} ESCAPE '\\'", within),
        "starts": (f"{value} LIKE {a} ESCAPE '\\'", {f"{name}_a": f"{like(str(first))}%"}),
        "before": (f"{value} < {a}", one),
        "after": (f"{value} > {a}", one),
        "at_most": (f"{value} <= {a}", one),
        "at_least": (f"{value} >= {a}", one),
        "between": (f"{value} BETWEEN {a} AND {b}", {f"{name}_a": first, f"{name}_b": second}),
        "any_of": (f"{value} IN (SELECT value FROM json_each({a}))", {f"{name}_a": json.dumps(list(given))}),
        "empty": (f"coalesce({value}, '') = ''", {}),
        "not_empty": (f"coalesce({value}, '') <> ''", {}),
    }
    if op not in tests:
        raise BugError("DB-090", field=f"{condition.field} {op}")
    return tests[op]
