"""The evidence on another drive: moved whole, resumed after a stop, away and back, and home again."""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

import pytest

from ledger_app.bootstrap import LedgerSession, check_ledger, create_session, open_session
from ledger_app.domain.evidence import StoredFile
from ledger_app.errors import Cancelled, EnvironmentFault, RejectedError
from ledger_app.evidence.store import FileStore
from ledger_app.services import evidence, files, store_move
from ledger_app.services.evidence_check import check_files
from ledger_app.store_place import POINTER_NAME, mark_of, read_place, write_place
from tests import store_move_kills
from tests.builders import CLOCK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a closed ledger with six files."""
    place = tmp_path / "台账"
    with create_session(place, "青禾县卫生健康局", clock=CLOCK) as session:
        for number in range(6):
            (tmp_path / f"材料{number}.txt").write_text(f"第{number}份", "utf-8")
        paths = [tmp_path / f"材料{number}.txt" for number in range(6)]
        taken = [files.take(session.store, path) for path in paths]
        with session.ledger.write() as work:
            evidence.attach(work, taken, [])
    return place


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    place = tmp_path / "移动硬盘"
    place.mkdir()
    return place


class _StopAt:
    """Stops at the step of a number."""

    def __init__(self, number: int) -> None:
        self._left = number

    def step(self, done: int, total: int, label: str = "") -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled


def _is_whole(session: LedgerSession) -> bool:
    with session.ledger.read() as reading:
        found = check_files(reading, session.store)
        return not found.faults and found.file_count == reading.of(StoredFile).count() == 6


def test_everything_lies_on_the_other_drive_and_new_files_go_there(folder: Path, drive: Path, tmp_path: Path) -> None:
    with open_session(folder, clock=CLOCK) as session:
        moved = session.move_store(drive)
        assert (moved.count, moved.left) == (6, ())
        assert moved.folder.parent == drive
        assert not (folder / "evidence").exists()
        assert _is_whole(session)
        (tmp_path / "新.txt").write_text("新的一份", "utf-8")
        taken = files.take(session.store, tmp_path / "新.txt")
        assert session.store.path_of(taken.sha256).is_relative_to(drive)
    with open_session(folder, clock=CLOCK) as again:
        assert again.store.folder == moved.folder
        assert _is_whole(again)
        back = again.move_store(None)
        assert back.folder == folder / "evidence"
        assert _is_whole(again)
    assert not (folder / POINTER_NAME).exists()
    assert not moved.folder.exists()


@pytest.mark.parametrize("stop", range(0, 12, 2))
def test_stopped_anywhere_nothing_is_lost_and_going_on_finishes(folder: Path, drive: Path, stop: int) -> None:
    with open_session(folder, clock=CLOCK) as session, pytest.raises(Cancelled):
        session.move_store(drive, _StopAt(stop))
    with open_session(folder, clock=CLOCK) as session:
        assert _is_whole(session)
        place = read_place(folder)
        moved = session.finish_move() if place.leaving is not None else session.move_store(drive)
        assert moved.count == 6
        assert _is_whole(session)
        assert read_place(folder).leaving is None
    assert not (folder / "evidence").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="forks to be killed")
def test_killed_at_any_file_operation_nothing_is_lost(tmp_path: Path) -> None:
    found = store_move_kills.run(tmp_path, every=29)
    assert found["faults"] == []
    assert int(str(found["rounds"])) > 4


class _Held:
    """A file that comes in slowly: its first step waits until the move switches over, or has waited for it."""

    def __init__(self) -> None:
        self.is_coming, self.is_switched = threading.Event(), threading.Event()

    def step(self, done: int, total: int, label: str = "") -> None:
        self.is_coming.set()
        self.is_switched.wait(0.2)


def test_a_file_that_comes_in_while_the_folder_changes_is_moved_too(
    folder: Path, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "同时.txt").write_text("正在存入的一份", "utf-8")
    held, taken = _Held(), list[files.TakenFile]()
    there: list[bool] = []

    def switched(place: Path, new: Path, leaving: Path | None) -> None:
        held.is_switched.set()
        there.append(sum(1 for _ in FileStore(new).iterate()) == 7)
        write_place(place, new, leaving)

    monkeypatch.setattr("ledger_app.services.store_move.write_place", switched)
    with open_session(folder, clock=CLOCK) as session:
        comes = threading.Thread(target=lambda: taken.append(files.take(session.store, tmp_path / "同时.txt", held)))
        comes.start()
        assert held.is_coming.wait(10)
        moved = session.move_store(drive)
        comes.join()
        assert there[0]
        assert moved.count == 7
        assert session.store.verify(taken[0].sha256) == "ok"


def test_a_second_move_does_not_begin_beside_the_first(folder: Path, drive: Path) -> None:
    with open_session(folder, clock=CLOCK) as session:

        class Again:
            def step(self, done: int, total: int, label: str = "") -> None:
                with pytest.raises(RejectedError, match="EVI-095"):
                    session.move_store(None)

        assert session.move_store(drive, Again()).count == 6
        assert session.move_store(None).count == 6


def test_moving_on_before_the_first_folder_was_cleared_clears_it_too(folder: Path, drive: Path) -> None:
    other = drive.with_name("另一块硬盘")
    other.mkdir()
    with open_session(folder, clock=CLOCK) as session, pytest.raises(Cancelled):
        session.move_store(drive, _StopAt(8))
    assert read_place(folder).leaving == folder / "evidence"
    with open_session(folder, clock=CLOCK) as session:
        session.move_store(other)
        assert _is_whole(session)
    assert not (folder / "evidence").exists()
    assert not list(drive.iterdir())


def test_a_mark_that_was_half_written_does_not_shut_its_owner_out(folder: Path, drive: Path) -> None:
    with open_session(folder, clock=CLOCK) as session:
        target = store_move.folder_in(drive, session.ledger.name, session.ledger.uid)
        target.mkdir()
        (target / "ledger-store.json.part").write_text("{", "utf-8")
        assert session.move_store(drive).count == 6


def test_a_damaged_file_stays_behind_and_is_named(folder: Path, drive: Path) -> None:
    with open_session(folder, clock=CLOCK) as session:
        digest = next(iter(session.store.iterate()))[0]
        path = session.store.path_of(digest)
        path.chmod(0o600)
        path.write_bytes(b"tampered")
        moved = session.move_store(drive)
        assert moved.left == (digest,)
        assert path.read_bytes() == b"tampered"
        assert moved.count == 5


def test_a_drive_that_is_away_is_said_and_comes_back_by_itself(folder: Path, drive: Path, tmp_path: Path) -> None:
    with open_session(folder, clock=CLOCK) as session:
        moved = session.move_store(drive)
        drive.rename(tmp_path / "拔掉了")
        assert session.store.is_away
        with pytest.raises(EnvironmentFault, match="EVI-090"):
            files.take(session.store, tmp_path / "材料0.txt")
        assert not drive.exists()
        with session.ledger.read() as reading, pytest.raises(EnvironmentFault, match="EVI-090"):
            check_files(reading, session.store)
    assert [one.code for one in check_ledger(folder).findings] == ["DB-114"]
    with open_session(folder, clock=CLOCK) as session:
        assert session.store.is_away
        (tmp_path / "拔掉了").rename(drive)
        assert _is_whole(session)
    assert mark_of(moved.folder)


def test_folders_of_others_are_refused(folder: Path, drive: Path) -> None:
    with open_session(folder, clock=CLOCK) as session:
        with pytest.raises(RejectedError, match="EVI-091"):
            session.move_store(folder / "里面")
        moved = session.move_store(drive)
        session.move_store(None)
        moved.folder.mkdir()
        (moved.folder / "别人的.txt").write_text("x", "utf-8")
        with pytest.raises(RejectedError, match="EVI-092"):
            session.move_store(drive)
        assert _is_whole(session)


def test_backups_follow_the_files(folder: Path, drive: Path, tmp_path: Path) -> None:
    from ledger_app.bootstrap import back_up_to, restore_from

    with open_session(folder, clock=CLOCK) as session:
        session.move_store(drive)
    assert back_up_to(folder, tmp_path / "整库.backup")["missing"] == 0
    shutil.rmtree(drive)
    assert restore_from(tmp_path / "整库.backup", tmp_path / "恢复")["missing"] == 0
    with open_session(tmp_path / "恢复", clock=CLOCK) as session:
        assert _is_whole(session)
