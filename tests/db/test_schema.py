"""Formats of ledgers: newer ones refused, older ones brought up to date on a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import schema
from db.archive import DATABASE_NAME, read_manifest
from db.connection import open_connection
from db.migrations import steps
from ledger_app.domain.task import Task
from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe
from ledger_app.version import VERSION
from tests.builders_ledger import LOCAL, Place
from tests.db.contents import contents_of, run_sql


def a_ledger(place: Place) -> dict[str, Any]:
    ledger = place.create()
    with ledger.write() as work:
        work.of(Task).add(Task(0, "t", "1-01", "任务"))
    state = contents_of(ledger)
    ledger.close()
    return state


def with_steps(monkeypatch: pytest.MonkeyPatch, *more: Callable[[Any], None]) -> None:
    """Let the application know further steps, as next year's version will."""
    known = (*steps.STEPS, *more)
    names = tuple(step.__name__ for step in known)
    for module in (steps, schema):
        monkeypatch.setattr(module, "STEPS", known)
        monkeypatch.setattr(module, "STEP_NAMES", names)
    monkeypatch.setattr("db.ledger.STEP_NAMES", names)


def m0002_note(database: Any) -> None:  # noqa: ANN401 - as every step
    database.execute("CREATE TABLE later (id INTEGER PRIMARY KEY, text TEXT) STRICT")


def m0003_fails(database: Any) -> None:  # noqa: ANN401 - as every step
    database.execute("DELETE FROM task")
    raise sqlite3.OperationalError("no such column: nonsense")


def test_every_step_is_taken_once_and_recorded(place: Place) -> None:
    a_ledger(place)
    connection = sqlite3.connect(place.folder / DATABASE_NAME)
    found = schema.read_format(connection)
    connection.close()
    assert found.applied == steps.STEP_NAMES == tuple(step.__name__ for step in steps.STEPS)
    assert found.app_version == VERSION
    assert (found.pending, found.foreign) == ((), ())


def test_the_names_of_the_steps_count_up() -> None:
    assert [name[:6] for name in steps.STEP_NAMES] == [f"m{n:04d}_" for n in range(1, len(steps.STEP_NAMES) + 1)]


@pytest.mark.parametrize("mode", ["write", "read"])
def test_a_newer_ledger_is_refused_with_both_versions_and_not_touched(place: Place, mode: str) -> None:
    a_ledger(place)
    run_sql(
        place.folder,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ledger', 'm0099_future', '')",
        "UPDATE ledger_info SET value = '99.1' WHERE key = 'app_version'",
    )
    before = (place.folder / DATABASE_NAME).read_bytes()
    with pytest.raises(EnvironmentFault) as caught:
        place.open(mode=mode)
    assert caught.value.code == "DB-004"
    text = describe(caught.value)
    assert "99.1" in text
    assert VERSION in text
    assert (place.folder / DATABASE_NAME).read_bytes() == before
    assert list((place.folder / "backups").iterdir()) == []
    assert not (place.folder / "ledger.lock").exists()


def test_an_older_ledger_is_backed_up_and_brought_up_to_date(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    state = a_ledger(place)
    with_steps(monkeypatch, m0002_note)
    with pytest.raises(EnvironmentFault) as caught:
        place.open(mode="read")
    assert caught.value.code == "DB-009"
    ledger = place.open()
    assert contents_of(ledger) == state
    with ledger.read() as session:
        assert session.connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
    ledger.close()
    (backup,) = (place.folder / "backups").glob("*-upgrade.backup")
    assert read_manifest(backup).counts["tasks"] == 1
    place.open().close()
    assert len(list((place.folder / "backups").glob("*.backup"))) == 1


def test_a_ledger_that_somebody_reads_is_not_replaced_under_them(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's log lies beside the file; read together with the new file it would damage it."""
    state = a_ledger(place)
    connection = open_connection(place.folder / DATABASE_NAME, "write", LOCAL)
    reader = open_connection(place.folder / DATABASE_NAME, "read", LOCAL)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM task").fetchone()
    connection.execute("UPDATE ledger_info SET value = '0.0.9' WHERE key = 'app_version'")
    connection.close()
    with monkeypatch.context() as later:
        with_steps(later, m0002_note)
        with pytest.raises(EnvironmentFault) as caught:
            place.open()
        assert caught.value.code == "DB-005"
        reader.close()
        ledger = place.open()
        assert contents_of(ledger) == state
        ledger.close()


def test_a_step_that_fails_leaves_the_old_file_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    state = a_ledger(place)
    before = (place.folder / DATABASE_NAME).read_bytes()
    with monkeypatch.context() as later:
        with_steps(later, m0002_note, m0003_fails)
        with pytest.raises(EnvironmentFault) as caught:
            place.open()
    assert caught.value.code == "DB-013"
    assert "-upgrade.backup" in describe(caught.value)
    assert (place.folder / DATABASE_NAME).read_bytes() == before
    assert {entry.suffix for entry in place.folder.iterdir()} <= {".sqlite3", "", ".ledger"}
    ledger = place.open()
    assert contents_of(ledger) == state
    ledger.close()


def test_another_set_of_steps_in_the_file_is_none_of_ours(place: Place) -> None:
    a_ledger(place)
    run_sql(
        place.folder,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('plugin', 'm0099_future', '')",
    )
    place.open().close()


def test_the_documented_format_names_every_table(place: Place, root_dir: Path) -> None:
    a_ledger(place)
    text = (root_dir / "docs" / "format.md").read_text("utf-8")
    connection = sqlite3.connect(place.folder / DATABASE_NAME)
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    ).fetchall()
    connection.close()
    missing = [name for (name,) in tables if f"`{name}`" not in text and not name.startswith("sqlite_")]
    assert missing == []
