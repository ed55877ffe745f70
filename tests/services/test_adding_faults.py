"""Whatever breaks while files are added: no row without its file, no half file, the rest goes in, each is told."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe
from ledger_app.services import adding
from tests.adding_ground import Ground

FILES = 6
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be moved there")


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be stored one after the other, so that a fault falls between any two."""
    monkeypatch.setattr(adding, "_SEVERAL", 1)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "prepared"
    Ground(folder).make(1, FILES, sizes=(0, 900, 30_000))
    return folder


@pytest.fixture
def ground(prepared: Path, tmp_path: Path) -> Ground:
    ground = Ground(Path(shutil.copytree(prepared, tmp_path / "ground")))
    ground.acts.mkdir()
    return ground


class AtStep:
    """Does something once at the n-th step of the progress."""

    def __init__(self, number: int, act: Callable[[], object]) -> None:
        self.left, self.act = number, act

    def step(self, done: int, total: int, label: str = "") -> None:
        self.left -= 1
        if self.left == 0:
            self.act()


class Broken:
    """Lets so many calls of the system through, and fails the ones after: a disk that is full from there on."""

    def __init__(self, room: int, number: int) -> None:
        self.room, self.number, self.failed = room, number, 0

    def wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - stands for any call
            if self.room <= 0:
                self.failed += 1
                raise OSError(self.number, os.strerror(self.number))
            self.room -= 1
            return real(*arguments, **options)

        return call


STEPS: dict[str, tuple[object, str]] = {
    "copying": (os, "sendfile"),
    "bringing to the disk": (os, "fsync"),
    "renaming": (Path, "replace"),
    "making folders": (Path, "mkdir"),
}


@posix_only
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("room", "number"), [(0, errno.EIO), (3, errno.ENOSPC), (8, errno.EIO), (11, errno.ENOSPC)])
def test_a_disk_that_breaks_at_any_call_leaves_whole_files_and_true_rows(
    room: int, number: int, step: str, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken(room, number)
    with ground.open() as session:
        record = ground.new_act(0)
        with monkeypatch.context() as patch:
            owner, name = STEPS[step]
            patch.setattr(owner, name, broken.wrap(getattr(owner, name)))
            if step == "copying":
                patch.setattr("ledger_app.evidence.copying.write_whole", broken.wrap(lambda _target, _content: None))
            try:
                taken = ground.add(session, record)
            except EnvironmentFault as error:
                # The folders' entries did not reach the disk: then nothing of it was written into the ledger.
                taken, said = None, describe(error)
    if taken is None:
        assert step == "bringing to the disk"
        assert said.endswith("。")
    else:
        assert len(taken.taken) + len(taken.failed) == FILES
        assert all(one.message.endswith("。") and one.code.startswith("EVI-") for one in taken.failed)
        assert bool(taken.failed) == bool(broken.failed)
    assert ground.faults() == []
    assert len(ground.linked()) == (len(taken.taken) if taken is not None else 0)
    assert ground.go_on() == []
    assert ground.linked() == ground.digests(0)


@pytest.mark.parametrize("number", range(2, 2 * FILES + 2, 4))
def test_a_stick_that_is_pulled_while_it_is_read_costs_only_what_was_not_read(number: int, ground: Ground) -> None:
    source, away = ground.set_folder(0), ground.folder / "away"
    digests = ground.digests(0)
    with ground.open() as session:
        taken = ground.add(session, ground.new_act(0), AtStep(number, lambda: source.rename(away)))
    assert len(taken.taken) + len(taken.failed) == FILES
    assert {one.code for one in taken.failed} <= {"EVI-001", "EVI-005", "EVI-006"}
    assert ground.faults() == []
    assert len(ground.linked()) == len(taken.taken) < FILES
    away.rename(source)
    with ground.open() as session:
        again = ground.add(session, ground.new_act(0))
    assert again.failed == ()
    assert ground.linked() == digests
    assert ground.faults() == []


@posix_only
@pytest.mark.parametrize("number", range(2, 2 * FILES + 2, 5))
def test_of_a_store_whose_drive_goes_away_nothing_is_written_into_the_ledger(number: int, ground: Ground) -> None:
    store, away = ground.ledger / "evidence", ground.folder / "away"

    def pull() -> None:
        if store.exists():
            store.rename(away)
        store.write_bytes(b"no folder any more")

    with ground.open() as session:
        record = ground.new_act(0)
        code = ""
        try:
            taken = ground.add(session, record, AtStep(number, pull))
        except EnvironmentFault as error:
            code = error.code
        else:
            # Nothing was in yet: every file is named.
            assert (taken.taken, len(taken.failed), taken.is_complete) == ((), FILES, False)
        assert code == ("EVI-015" if number > 2 else "")
        assert session.ledger.operations(limit=1)[0].kind != "evidence.attach"
    store.unlink()
    if away.exists():
        away.rename(store)
    assert ground.faults() == []
    assert ground.go_on() == []
    assert ground.linked() == ground.digests(0)


def test_a_file_changed_by_hand_in_the_store_would_be_found(ground: Ground) -> None:
    with ground.open() as session:
        taken = ground.add(session, ground.new_act(0))
        place = session.store.path_of(next(one.sha256 for one in taken.taken if one.size_bytes))
    place.chmod(0o644)
    place.write_bytes(b"changed by hand")
    assert any("whose file is changed" in fault for fault in ground.faults())
    assert any("DB-11" in fault for fault in ground.faults())
