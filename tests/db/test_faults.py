"""A full disk, a damaged file, a lock that is not given up: one clear sentence, and nothing half-written."""

from __future__ import annotations

import errno
import random
import sqlite3
import threading
from pathlib import Path

import pytest

from db import connection as connection_module
from db.archive import DATABASE_NAME
from db.connection import fault_of, open_connection, system_fault, translated
from db.sqlite_ledger import SqliteLedger
from ledger_app.bootstrap import back_up_to
from ledger_app.domain.task import Task
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.messages import describe
from tests.builders_ledger import LOCAL, Place
from tests.db.contents import contents_of, index_of


def fill(ledger: SqliteLedger, count: int = 200) -> None:
    with ledger.write() as work:
        work.of(Task).add_all([Task(0, f"t{n}", f"1-{n:03d}", "任务", content="内容" * 200) for n in range(count)])


def test_a_full_disk_in_the_middle_of_an_operation_keeps_what_was_there(ledger: SqliteLedger) -> None:
    fill(ledger, 20)
    before, index, acts = contents_of(ledger), index_of(ledger), ledger.operations()
    with ledger.write() as work:
        pages = work.connection.execute("PRAGMA page_count").fetchone()[0]
        work.connection.execute(f"PRAGMA max_page_count = {pages + 30}")
    with pytest.raises(EnvironmentFault) as caught, ledger.write() as work:
        work.of(Task).add_all([Task(0, f"x{n}", f"2-{n:03d}", "任务", content="内容" * 500) for n in range(500)])
    assert caught.value.code == "DB-002"
    assert "空间不足" in describe(caught.value)
    assert (contents_of(ledger), index_of(ledger), ledger.operations()) == (before, index, acts)
    with ledger.write() as work:
        work.connection.execute("PRAGMA max_page_count = 1000000")
    fill_more(ledger)
    assert len(ledger.operations()) == len(acts) + 1


def fill_more(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.of(Task).add(Task(0, "later", "9-01", "腾出空间之后"))


def test_a_full_disk_at_the_very_last_moment_keeps_what_was_there(ledger: SqliteLedger) -> None:
    fill(ledger, 20)
    before = contents_of(ledger)
    with ledger.write() as work:
        pages = work.connection.execute("PRAGMA page_count").fetchone()[0]
        work.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    failed = 0
    # Somewhere on the way from the row over the index to the journal the room runs out.
    for size in range(1, 60, 4):
        try:
            with ledger.write() as work:
                work.of(Task).add(Task(0, f"s{size}", f"s-{size}", "任务", content="字" * 100 * size))
        except EnvironmentFault as error:
            failed += 1
            assert error.code == "DB-002"  # noqa: PT017 - some sizes fit
        else:
            ledger.undo()
        assert contents_of(ledger) == before
    assert failed


@pytest.mark.parametrize("harm", ["cut", "zeroed", "noise", "text", "empty"])
def test_a_damaged_database_is_recognised_and_left_as_it_is(place: Place, harm: str) -> None:
    ledger = place.create()
    fill(ledger)
    ledger.close()
    file = place.folder / DATABASE_NAME
    content = bytearray(file.read_bytes())
    if harm == "cut":
        del content[3000:]
    elif harm == "zeroed":
        content[: 4096 * 3] = bytes(4096 * 3)
    elif harm == "noise":
        content[100:5000] = random.Random(7).randbytes(4900)
    elif harm == "text":
        content = bytearray("这不是数据库".encode() * 1000)
    else:
        content = bytearray()
    file.write_bytes(content)
    for mode in ("read", "write"):
        with pytest.raises(EnvironmentFault) as caught:
            place.open(mode=mode)
        assert caught.value.code == "DB-001"
        assert "备份" in describe(caught.value)
    assert file.read_bytes() == content
    assert not (place.folder / "ledger.lock").exists()


def test_damage_deep_inside_is_found_by_the_check(place: Place) -> None:
    ledger = place.create()
    fill(ledger)
    ledger.close()
    file = place.folder / DATABASE_NAME
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096 * 8] = random.Random(1).randbytes(4096 * 8)
    file.write_bytes(content)
    ledger = place.open(mode="read")
    found = ledger.check(ledger.store)  # type: ignore[arg-type]
    assert "DB-101" in {one.code for one in found.findings}
    assert not found.is_sound
    ledger.close()


def test_another_database_is_no_ledger(place: Place) -> None:
    place.folder.mkdir()
    other = sqlite3.connect(place.folder / DATABASE_NAME)
    other.execute("CREATE TABLE notes (text)")
    other.close()
    with pytest.raises(EnvironmentFault) as caught:
        place.open()
    assert caught.value.code == "DB-001"


def test_a_lock_that_is_not_given_up_ends_in_a_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "BUSY_TIMEOUT_MS", 50)
    ledger = place.create()
    other = sqlite3.connect(place.folder / DATABASE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFault) as caught, ledger.write():
        pass
    assert caught.value.code == "DB-005"
    other.execute("ROLLBACK")
    other.close()
    fill(ledger, 1)
    ledger.close()


def test_an_operation_that_does_not_end_is_not_waited_for_for_ever(
    ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.sqlite_ledger._WRITER_WAIT_S", 0.05)
    has_begun, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with ledger.write():
            has_begun.set()
            may_end.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    has_begun.wait(5)
    with pytest.raises(EnvironmentFault) as caught, ledger.write():
        pass
    assert caught.value.code == "DB-017"
    may_end.set()
    thread.join()


def test_a_connection_that_breaks_is_replaced(ledger: SqliteLedger) -> None:
    fill(ledger, 1)
    with pytest.raises(EnvironmentFault), ledger.write() as work:
        work.connection.close()
    fill_more(ledger)
    assert len(ledger.operations()) == 2


@pytest.mark.parametrize(
    ("number", "code"), [(28, "DB-002"), (errno.EDQUOT, "DB-002"), (13, "DB-003"), (30, "DB-003"), (5, "DB-006")]
)
def test_errors_of_the_system_become_ours(number: int, code: str) -> None:
    assert system_fault(OSError(number, "x"), "台账").code == code
    with pytest.raises(EnvironmentFault) as caught, translated(Path("某处/台账")):
        raise OSError(number, "x")
    assert caught.value.code == code
    assert caught.value.facts["file"] == "台账"


def test_an_old_sqlite_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.create().close()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(EnvironmentFault) as caught:
        open_connection(place.folder / DATABASE_NAME, "read", LOCAL)
    assert caught.value.code == "DB-015"


def test_a_value_that_is_too_big_is_refused(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        work.of(Task).add(Task(0, "t", "1-01", "长" * 20_000))
    assert caught.value.code == "DB-026"
    assert fault_of(sqlite3.InterfaceError("odd")).code == "DB-006"


def test_an_emptied_database_is_not_backed_up(place: Place) -> None:
    place.create().close()
    (place.folder / DATABASE_NAME).write_bytes(b"")
    out = place.folder.parent / "备份.ledgerbackup"
    with pytest.raises(EnvironmentFault) as caught:
        back_up_to(place.folder, out)
    assert caught.value.code == "DB-001"
    assert not out.exists()
