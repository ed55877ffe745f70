"""The evidence on another drive: moved whole, resumed after a stop, away and back, and home again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ledger_app.bootstrap import LedgerSession, check_ledger, create_session, open_session
from ledger_app.domain.evidence import StoredFile
from ledger_app.errors import Cancelled, EnvironmentFault, RejectedError
from ledger_app.services import evidence, files
from ledger_app.services.evidence_check import check_files
from ledger_app.store_place import POINTER_NAME, mark_of, read_place
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
        assert not session.store.is_away
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
