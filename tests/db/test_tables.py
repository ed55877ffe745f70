from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ledger_app.domain as domain_package
from db.sqlite_ledger import SqliteLedger
from db.tables import ENTITIES, columns_by_table, table_name, table_of
from ledger_app.domain import evidence, plan, progress, supervision, task, unit
from ledger_app.domain.lights import Light
from ledger_app.domain.plan import PlanItem
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError

MODULES = (evidence, plan, progress, supervision, task, unit)
DERIVED = {"search_task", "search_item", "search_progress", "search_evidence"}
OTHER = {"ledger_info", "setting", "journal", "journal_change", "_sqlite_migrations", "sqlite_sequence"}


def columns(ledger: SqliteLedger, table: str) -> list[tuple[object, ...]]:
    with ledger.read() as session:
        return session.connection.execute(f"PRAGMA table_info({table})").fetchall()


@pytest.mark.parametrize("entity", ENTITIES, ids=table_name)
def test_a_table_has_the_fields_of_its_dataclass(ledger: SqliteLedger, entity: type) -> None:
    table = table_of(entity)
    fields = [field.name for field in dataclasses.fields(entity)]
    found = columns(ledger, table.name)
    assert [column[1] for column in found] == fields
    hints = typing.get_type_hints(entity)
    for _, name, _, is_required, default, is_key in found:
        can_be_none = type(None) in typing.get_args(hints[name])
        assert bool(is_required or is_key) != can_be_none, name
        assert default is None or not can_be_none, name


def test_every_entity_of_the_domain_has_its_table_and_every_table_its_entity(ledger: SqliteLedger) -> None:
    entities = {
        value
        for module in MODULES
        for value in vars(module).values()
        if dataclasses.is_dataclass(value) and value.__module__ == module.__name__
    }
    assert entities == set(ENTITIES)
    assert {Path(module.__file__ or "").parent for module in MODULES} == {Path(domain_package.__file__ or "").parent}
    with ledger.read() as session:
        tables = session.connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
        strict = {name: bool(is_strict) for name, is_strict in tables if not name.startswith(tuple(DERIVED))}
    assert strict.keys() - OTHER - {"sqlite_schema"} == {table_name(entity) for entity in ENTITIES}
    assert all(strict[table] for table in columns_by_table())
    assert strict["journal"]
    assert strict["journal_change"]


def test_every_reference_has_an_index(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        run = session.connection.execute
        for table in columns_by_table():
            first = {
                run(f"PRAGMA index_info({index[1]})").fetchone()[2] for index in run(f"PRAGMA index_list({table})")
            }
            for key in run(f"PRAGMA foreign_key_list({table})"):
                assert key[3] in first | {"id"}, f"{table}.{key[3]}"


def test_ids_are_never_used_again(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        for entity in ENTITIES:
            table = table_of(entity)
            sql = session.connection.execute(
                "SELECT sql FROM sqlite_schema WHERE name = ? AND type = 'table'", [table.name]
            ).fetchone()[0]
            # A plan's text has its plan's id, a file its digest.
            assert "AUTOINCREMENT" in sql or table.name in {"stored_file", "plan_document"}


@given(st.lists(st.text(st.characters(codec="utf-8"))), st.text(st.characters(codec="utf-8")))
def test_texts_come_back_as_they_were(path: list[str], title: str) -> None:
    item = PlanItem(3, "u", 1, 1, "1.", tuple(path), title, "task", title, measures=tuple(path))
    table = table_of(PlanItem)
    assert table.from_row(table.to_row(item)) == item


@given(st.dates(), st.none() | st.dates())
def test_dates_come_back_as_they_were(start: dt.date, issued: dt.date | None) -> None:
    item = Task(3, "u", "1-01", "任务", start=start, issued=issued)
    table = table_of(Task)
    assert table.from_row(table.to_row(item)) == item


@pytest.mark.parametrize(
    "item",
    [
        task.Target(0, 1, 1, "raw", ">=", float("nan")),
        task.Target(0, 1, 1, "raw", ">=", float("inf")),
        task.Task(0, "u", "1", "半个字符\ud800"),
        task.Task(0, "u", "1", "大数", ordinal=2**63),
    ],
)
def test_what_cannot_be_kept_is_rejected(ledger: SqliteLedger, item: object) -> None:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        work.of(type(item)).add(item)
    assert caught.value.code == "DB-024"


def test_a_manual_light_is_one_that_the_domain_knows(ledger: SqliteLedger) -> None:
    for light in Light:
        with ledger.write() as work:
            given = Task(0, light.value, light.value, "任务", light_override=light.value, override_reason="会议决定")
            work.of(Task).add(given)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        work.of(Task).add(Task(0, "x", "x", "任务", light_override="purple", override_reason="会议决定"))
    assert caught.value.code == "DB-025"
