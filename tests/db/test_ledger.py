from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.archive import DATABASE_NAME
from db.connection import is_marked_wal
from db.ledger import MARKER_NAME
from db.media import Media
from ledger_app.bootstrap import back_up_to
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.task import Task
from ledger_app.errors import EnvironmentFault, LedgerError, RejectedError
from ledger_app.messages import describe
from tests.builders_ledger import Place
from tests.db.contents import contents_of

NETWORK = Media("network", is_writable=True)
STICK = Media("removable", is_writable=True)
READ_ONLY = Media("local", is_writable=False)


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def add(ledger: object, number: int) -> None:
    with ledger.write() as work:  # type: ignore[attr-defined]
        work.of(Task).add(Task(0, f"t{number}", f"1-{number:02d}", "任务"))


def count(ledger: object) -> int:
    with ledger.read() as session:  # type: ignore[attr-defined]
        return int(session.of(Task).count())


def test_a_new_ledger_is_a_folder_with_one_plain_database(place: Place) -> None:
    ledger = place.create("二〇二四年台账")
    assert ledger.name == "二〇二四年台账"
    assert not ledger.is_read_only
    add(ledger, 1)
    ledger.close()
    ledger.close()
    assert names(place.folder) == {DATABASE_NAME, "evidence", "backups", MARKER_NAME}
    assert not is_marked_wal(place.folder / DATABASE_NAME)


def test_a_folder_that_holds_something_else_is_left_alone(place: Place) -> None:
    place.folder.mkdir()
    (place.folder / "照片.jpg").write_bytes(b"x")
    with pytest.raises(RejectedError) as caught:
        place.create()
    assert caught.value.code == "DB-008"
    assert names(place.folder) == {"照片.jpg"}


def test_what_systems_leave_in_a_folder_does_not_count(place: Place) -> None:
    place.folder.mkdir()
    (place.folder / "desktop.ini").write_bytes(b"")
    place.create().close()


def test_a_file_in_the_place_of_the_folder_is_refused(place: Place) -> None:
    place.folder.write_text("x")
    with pytest.raises(RejectedError) as caught:
        place.create()
    assert caught.value.code == "DB-008"


def test_a_folder_that_cannot_be_looked_into_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.folder.mkdir()

    def refuse(folder: Path) -> Iterator[Path]:
        raise PermissionError(13, "Access is denied", str(folder))

    monkeypatch.setattr(type(place.folder), "iterdir", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        place.create()
    assert caught.value.code == "DB-014"


def test_a_folder_without_a_ledger_says_so(place: Place) -> None:
    place.folder.mkdir()
    with pytest.raises(EnvironmentFault) as caught:
        place.open()
    assert caught.value.code == "DB-007"
    assert place.folder.name in describe(caught.value)


def test_opening_a_ledger_that_is_up_to_date_does_not_load_sqlite_utils(place: Place) -> None:
    place.create().close()
    code = (
        "import sys; from pathlib import Path; from tests.builders_ledger import Place;"
        "Place(Path(sys.argv[1])).open().close(); assert 'sqlite_utils' not in sys.modules"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code, str(place.folder)], check=True, cwd=root)


def test_two_writers_cannot_open_and_a_reader_can(place: Place) -> None:
    first = place.create()
    with pytest.raises(EnvironmentFault) as caught:
        place.open()
    assert caught.value.code == "DB-010"
    assert "办公室PC" in describe(caught.value)
    assert "张三" in describe(caught.value)
    reader = place.open(mode="read")
    add(first, 1)
    assert reader.is_read_only
    assert count(reader) == 1
    with pytest.raises(EnvironmentFault) as caught, reader.write():
        pass
    assert caught.value.code == "DB-016"
    for act in (reader.undo, reader.redo, reader.rebuild_search):
        with pytest.raises(EnvironmentFault):
            act()
    reader.close()
    first.close()


def test_after_closing_everything_says_that_it_is_closed(place: Place) -> None:
    ledger = place.create()
    ledger.close()
    for act in (ledger.read, ledger.write):
        with pytest.raises(EnvironmentFault) as caught, act():
            pass
        assert caught.value.code == "DB-018"


def test_lists_take_turns_on_the_connection_that_has_judged(place: Place) -> None:
    ledger = place.create()
    add(ledger, 1)
    query = TaskQuery(dt.date(2024, 6, 30))
    with ledger.read() as plain:
        first = plain.connection
        with ledger.read(lists=True) as session:
            assert session.totals(query).count == 1
            judged = session.connection
    assert judged is not first
    with ledger.read(lists=True) as session, ledger.read() as plain:
        assert (session.connection, plain.connection) == (judged, first)
    with ledger.read() as plain, ledger.read(lists=True) as session:
        assert (session.connection, plain.connection) == (judged, first)
    seen: list[object] = []

    def ask() -> None:
        with ledger.read(lists=True) as other:
            seen.append(other.connection)

    asking = threading.Thread(target=ask)
    with ledger.read(lists=True):
        asking.start()
    asking.join()
    assert seen == [judged]
    ledger.close()


def test_closing_waits_for_readers(place: Place) -> None:
    ledger = place.create()
    is_reading, may_end = threading.Event(), threading.Event()
    found: list[int] = []

    def read() -> None:
        with ledger.read() as session:
            is_reading.set()
            may_end.wait(5)
            found.append(session.of(Task).count())

    thread = threading.Thread(target=read)
    thread.start()
    is_reading.wait(5)
    threading.Timer(0.05, may_end.set).start()
    ledger.close()
    thread.join()
    assert found == [0]
    assert names(place.folder) == {DATABASE_NAME, "evidence", "backups", MARKER_NAME}


def test_a_ledger_that_was_opened_and_not_changed_is_left_as_one_plain_database(place: Place) -> None:
    place.create().close()
    assert not is_marked_wal(place.folder / DATABASE_NAME)
    place.open().close()
    assert not is_marked_wal(place.folder / DATABASE_NAME)


@pytest.mark.parametrize("media", [NETWORK, STICK])
def test_no_write_ahead_log_where_it_is_unsafe(place: Place, media: Media) -> None:
    place.media = media
    ledger = place.create()
    add(ledger, 1)
    assert not any("-wal" in name or "-shm" in name for name in names(place.folder))
    with ledger.read() as session:
        assert session.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert session.of(Task).count() == 1
    ledger.undo()
    assert count(ledger) == 0
    ledger.close()


def test_a_write_ahead_log_where_it_is_safe(place: Place) -> None:
    ledger = place.create()
    add(ledger, 1)
    assert f"{DATABASE_NAME}-wal" in names(place.folder)
    with ledger.read() as session:
        assert session.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert session.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    ledger.close()


@pytest.mark.parametrize("mode", ["write", "read"])
def test_a_ledger_copied_while_open_opens_on_a_network_drive(place: Place, tmp_path: Path, mode: str) -> None:
    ledger = place.create()
    add(ledger, 1)
    copy = Place(tmp_path / "副本", media=NETWORK)
    copy.folder.mkdir()
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal"):
        (copy.folder / name).write_bytes((place.folder / name).read_bytes())
    ledger.close()
    opened = copy.open(mode=mode)
    assert count(opened) == 1
    assert not any("-wal" in name or "-shm" in name for name in names(copy.folder))
    opened.close()


def test_a_ledger_that_a_killed_program_left_half_written_is_backed_up_as_it_was(place: Place, tmp_path: Path) -> None:
    place.media = STICK
    ledger = place.create()
    add(ledger, 1)
    killed = tmp_path / "U盘"
    killed.mkdir()
    with ledger.write() as work:
        # So little memory that the file itself is written to long before the end.
        work.connection.execute("PRAGMA cache_size = 5")
        work.of(Task).add_all([Task(0, f"x{n}", f"2-{n:03d}", "任务", content="内容" * 500) for n in range(500)])
        for name in (DATABASE_NAME, f"{DATABASE_NAME}-journal"):
            (killed / name).write_bytes((place.folder / name).read_bytes())
    ledger.close()
    assert back_up_to(killed, tmp_path / "a.backup")["tasks"] == 1


def test_a_place_that_cannot_be_written_opens_for_reading_only(place: Place) -> None:
    ledger = place.create()
    add(ledger, 1)
    ledger.close()
    place.media = READ_ONLY
    with pytest.raises(EnvironmentFault) as caught:
        place.open()
    assert caught.value.code == "DB-019"
    assert "只读" in describe(caught.value)
    before = names(place.folder)
    reader = place.open(mode="read")
    assert count(reader) == 1
    reader.close()
    assert names(place.folder) == before


def test_unmerged_content_on_a_place_that_cannot_be_written_is_not_passed_over(place: Place) -> None:
    place.create().close()
    (place.folder / f"{DATABASE_NAME}-wal").write_bytes(b"not merged")
    place.media = READ_ONLY
    with pytest.raises(EnvironmentFault) as caught:
        place.open(mode="read")
    assert caught.value.code == "DB-012"


def test_a_folder_without_rights_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        place.create()
    assert caught.value.code == "DB-014"
    assert place.folder.name in describe(caught.value)


def test_making_a_ledger_that_fails_leaves_no_database(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("db.ledger.os.replace", full)
    with pytest.raises(EnvironmentFault) as caught:
        place.create()
    assert caught.value.code == "DB-002"
    assert not [name for name in names(place.folder) if name.startswith("ledger.sqlite3")]


CHILD = """
import sys
from pathlib import Path
from ledger_app.bootstrap import back_up_to
from ledger_app.domain.task import Task
from tests.builders_ledger import Place
from db.media import Media
ledger = Place(Path(sys.argv[1]), media=Media(sys.argv[2])).open()
number = 0
while True:
    number += 1
    with ledger.write() as work:
        work.of(Task).add_all([Task(0, f"t{number}-{n}", f"{number}-{n}", "任务" * 50) for n in range(20)])
    print(number, flush=True)
"""


@pytest.mark.parametrize("kind", ["local", "network"])
def test_a_killed_writer_loses_nothing_that_was_confirmed(place: Place, kind: str) -> None:
    place.media = Media(kind)  # type: ignore[arg-type]
    place.create().close()
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(place.folder), kind], stdout=subprocess.PIPE, cwd=root, text=True
    )
    assert child.stdout is not None
    confirmed = 0
    while confirmed < 12:
        confirmed = int(child.stdout.readline())
    child.kill()
    rest = child.communicate()[0].split()
    confirmed = int(rest[-1]) if rest else confirmed
    ledger = place.open(mode="read")
    assert count(ledger) in {20 * confirmed, 20 * (confirmed + 1)}
    ledger.close()
    ledger = place.open()
    assert ledger.check(ledger.store).is_sound  # type: ignore[arg-type]
    state = contents_of(ledger)
    ledger.undo()
    ledger.redo()
    assert contents_of(ledger) == state
    ledger.close()


def test_a_reader_of_another_process_does_not_stop_closing(place: Place) -> None:
    ledger = place.create()
    add(ledger, 1)
    other = sqlite3.connect(place.folder / DATABASE_NAME)
    other.execute("BEGIN")
    other.execute("SELECT * FROM task").fetchone()
    ledger.close()
    other.close()
    again = place.open()
    assert count(again) == 1
    again.close()


def test_every_fault_of_this_package_has_words(place: Place) -> None:
    for code in ("DB-001", "DB-005", "DB-006", "DB-011", "DB-013", "DB-015", "DB-017", "DB-026", "DB-090"):
        text = describe(LedgerError(code))
        assert text.endswith("。"), code
        assert "APP" not in text
