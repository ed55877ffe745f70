from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.errors import Cancelled, EnvironmentFault, LedgerError, UnreadableFileError
from ledger_app.evidence import copying
from ledger_app.evidence import store as store_module
from ledger_app.evidence.copying import PIECE_BYTES
from ledger_app.evidence.store import FileStore
from ledger_app.messages import describe

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names, calls or limits")
NAMES_OF_POSIX = [pytest.param(name, marks=posix_only) for name in ('引号".txt', "换\n行.txt")]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_file(folder: Path, content: bytes = b"\x00\x01evidence\r\n", name: str = "会议记录.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "evidence")


def files_in(store: FileStore) -> list[str]:
    return sorted(path.name for path in store.folder.rglob("*") if path.is_file())


@given(content=st.binary(max_size=5000))
def test_bytes_come_back_unaltered_under_their_digest(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    store = FileStore(folder / "evidence")
    sha256, size = store.put(a_file(folder, content))
    assert (sha256, size) == (digest(content), len(content))
    assert store.path_of(sha256).read_bytes() == content
    assert store.path_of(sha256) == folder / "evidence" / sha256[:2] / sha256
    with store.open(sha256) as stream:
        assert stream.read() == content
    assert store.put_bytes(content) == (sha256, size)
    assert list(store.iterate()) == [(sha256, size)]


def test_a_file_longer_than_one_piece_is_whole_and_reports_progress(store: FileStore, tmp_path: Path) -> None:
    content = os.urandom(PIECE_BYTES) + b"tail"
    steps: list[tuple[int, int, str]] = []

    class Recorder:
        def step(self, done: int, total: int, label: str = "") -> None:
            steps.append((done, total, label))

    source = a_file(tmp_path, content, "大文件.bin")
    os.utime(source, (1, 1))
    sha256, _ = store.put(source, Recorder())
    assert store.path_of(sha256).read_bytes() == content
    assert steps == [(PIECE_BYTES, len(content), "大文件.bin"), (len(content), len(content), "大文件.bin")]


def test_the_same_content_under_two_names_is_one_file(store: FileStore, tmp_path: Path) -> None:
    first = store.put(a_file(tmp_path, b"same", "一.txt"))
    before = store.path_of(first[0]).stat()
    second = store.put(a_file(tmp_path, b"same", "二.txt"))
    after = store.path_of(first[0]).stat()
    assert first == second
    assert files_in(store) == [first[0]]
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_the_second_of_two_equal_files_leaves_nothing_where_read_only_files_cannot_be_deleted(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_was = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(13, "Access is denied", str(path))
        as_it_was(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    sha256, _ = store.put(a_file(tmp_path, b"same", "一.txt"))
    store.put(a_file(tmp_path, b"same", "二.txt"))
    assert files_in(store) == [sha256]


def test_a_stored_file_is_read_only(store: FileStore, tmp_path: Path) -> None:
    sha256, _ = store.put(a_file(tmp_path))
    assert not store.path_of(sha256).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_the_source_is_left_alone(store: FileStore, tmp_path: Path) -> None:
    source = a_file(tmp_path)
    before = source.stat()
    store.put(source)
    after = source.stat()
    assert (before.st_mtime_ns, before.st_mode, before.st_size) == (after.st_mtime_ns, after.st_mode, after.st_size)


@pytest.mark.parametrize(
    "name",
    ["a b 空格.pdf", "😀佐证(1).jpg", "尾点..", "长" * 80 + ".docx", "-rf.txt", "'引号'.txt", *NAMES_OF_POSIX],
)
def test_odd_names_go_in(name: str, store: FileStore, tmp_path: Path) -> None:
    sha256, _ = store.put(a_file(tmp_path, b"odd", name))
    assert store.verify(sha256) == "ok"


@posix_only
def test_a_name_that_is_no_text_goes_in(store: FileStore, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xb2\xe2\xca\xd4.txt"
    Path(os.fsdecode(path)).write_bytes(b"gbk name")
    assert store.put(Path(os.fsdecode(path)))[1] == 8


def test_a_deep_path_goes_in(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*(["很长的文件夹名称" * 3] * 12))
    deep.mkdir(parents=True)
    sha256, _ = FileStore(deep / "evidence").put(a_file(deep))
    assert FileStore(deep / "evidence").verify(sha256) == "ok"


def test_verify_tells_missing_changed_and_unreadable(store: FileStore, tmp_path: Path) -> None:
    sha256, _ = store.put(a_file(tmp_path))
    path = store.path_of(sha256)
    assert store.verify(sha256) == "ok"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert store.verify(sha256) == "changed"
    path.unlink()
    assert store.verify(sha256) == "missing"
    path.mkdir()
    assert store.verify(sha256) == "unreadable"


def test_putting_the_true_content_again_mends_a_damaged_file(store: FileStore, tmp_path: Path) -> None:
    source = a_file(tmp_path)
    sha256, _ = store.put(source)
    path = store.path_of(sha256)
    path.chmod(0o644)
    path.write_bytes(b"x" * path.stat().st_size)
    path.chmod(0o444)
    store.put(source)
    assert store.verify(sha256) == "ok"


def test_an_absent_file_cannot_be_opened(store: FileStore) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        store.open("ab" * 32)
    assert caught.value.code == "EVI-003"


def test_iterate_and_strangers_tell_stored_files_from_others(store: FileStore, tmp_path: Path) -> None:
    sha256, size = store.put(a_file(tmp_path))
    (store.folder / sha256[:2] / "Thumbs.db").write_bytes(b"x")
    (store.folder / "说明.txt").write_bytes(b"x")
    (store.folder / "00").mkdir()
    (store.folder / "00" / sha256).write_bytes(b"in the wrong folder")
    assert list(store.iterate()) == [(sha256, size)]
    assert {path.name for path in store.strangers()} == {"Thumbs.db", "说明.txt", sha256}


def test_nothing_is_made_by_only_looking(store: FileStore) -> None:
    assert list(store.iterate()) == []
    assert store.verify("ab" * 32) == "missing"
    assert not store.folder.exists()


# Faults of the source.


def put_fails(store: FileStore, source: Path, code: str) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        store.put(source)
    assert caught.value.code == code
    text = describe(caught.value)
    assert "?" not in text
    assert text.endswith("。")
    assert files_in(store) == []
    return caught.value


def test_an_absent_source_is_named(store: FileStore, tmp_path: Path) -> None:
    error = put_fails(store, tmp_path / "没有.pdf", "EVI-001")
    assert isinstance(error, UnreadableFileError)
    assert "没有.pdf" in describe(error)


@posix_only
def test_a_folder_and_a_pipe_are_refused_without_waiting(store: FileStore, tmp_path: Path) -> None:
    put_fails(store, tmp_path, "EVI-002")
    os.mkfifo(tmp_path / "pipe")
    put_fails(store, tmp_path / "pipe", "EVI-002")


def test_a_locked_source_is_named(store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_file(tmp_path)
    real_open = Path.open

    def refusing(self: Path, *args: object, **options: object) -> object:
        if self == source:
            raise PermissionError(errno.EACCES, "locked", str(self))
        return real_open(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    put_fails(store, source, "EVI-004")


class Meddler:
    """Does something to the source after the first piece was read."""

    def __init__(self, act: object) -> None:
        self._act = act
        self._done = False

    def step(self, done: int, total: int, label: str = "") -> None:
        if not self._done:
            self._done = True
            self._act()  # type: ignore[operator]


def test_a_source_that_grows_while_read_is_not_stored(store: FileStore, tmp_path: Path) -> None:
    source = a_file(tmp_path, b"x" * (PIECE_BYTES + 5))

    def grow() -> None:
        with source.open("ab") as stream:
            stream.write(b"more")

    with pytest.raises(UnreadableFileError) as caught:
        store.put(source, Meddler(grow))
    assert caught.value.code == "EVI-005"
    assert files_in(store) == []


def test_a_source_rewritten_in_place_while_read_is_not_stored(store: FileStore, tmp_path: Path) -> None:
    source = a_file(tmp_path, b"x" * (PIECE_BYTES + 5))

    def rewrite() -> None:
        with source.open("r+b") as stream:
            stream.write(b"y")
        os.utime(source, ns=(1, 1))

    with pytest.raises(UnreadableFileError) as caught:
        store.put(source, Meddler(rewrite))
    assert caught.value.code == "EVI-005"
    assert files_in(store) == []


@posix_only
def test_a_source_that_vanishes_while_read_is_not_stored(store: FileStore, tmp_path: Path) -> None:
    source = a_file(tmp_path, b"x" * (PIECE_BYTES + 5))
    with pytest.raises(UnreadableFileError) as caught:
        store.put(source, Meddler(source.unlink))
    assert caught.value.code == "EVI-001"
    assert files_in(store) == []


def test_cancelling_leaves_nothing(store: FileStore, tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        store.put(a_file(tmp_path, b"x" * (PIECE_BYTES + 5)), Meddler(stop))
    assert files_in(store) == []


# Faults of the store's disk.


@pytest.mark.parametrize("room", [0, 1, PIECE_BYTES, PIECE_BYTES + 4])
@pytest.mark.parametrize("by_kernel", [True, False])
@posix_only
def test_a_full_disk_at_any_byte_leaves_nothing(
    room: int, by_kernel: bool, store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_sendfile, real_write = os.sendfile, copying.write_whole

    def left(target: BinaryIO) -> int:
        return room - os.fstat(target.fileno()).st_size

    def scarce_send(out: int, source: int, place: int, count: int) -> int:
        free = room - os.fstat(out).st_size
        if not (by_kernel and free):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_sendfile(out, source, place, min(count, free))

    def scarce_write(target: BinaryIO, content: bytes) -> None:
        real_write(target, content[: left(target)])
        if len(content) > 0 and left(target) == 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying.os, "sendfile", scarce_send)
    monkeypatch.setattr(copying, "write_whole", scarce_write)
    error = put_fails(store, a_file(tmp_path, b"x" * (PIECE_BYTES + 5)), "EVI-010")
    assert isinstance(error, EnvironmentFault)


@pytest.mark.parametrize("room", [0, 1, 1000, PIECE_BYTES + 4])
@posix_only
def test_a_file_too_big_for_the_file_system_leaves_nothing(room: int, store: FileStore, tmp_path: Path) -> None:
    import resource

    source = a_file(tmp_path, b"x" * (PIECE_BYTES + 5))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        put_fails(store, source, "EVI-014")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.put(source)[1] == PIECE_BYTES + 5


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_really_full_device_is_told_as_full() -> None:
    with Path("/dev/full").open("wb", buffering=0) as stream, pytest.raises(OSError, match="space") as caught:
        copying.write_whole(stream, b"x" * 10)
    assert caught.value.errno in copying.TARGET_FULL


@posix_only
def test_where_the_system_cannot_copy_it_is_done_plainly(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(copying.os, "sendfile")
    content = os.urandom(PIECE_BYTES + 70_000)
    sha256, _ = store.put(a_file(tmp_path, content))
    assert sha256 == digest(content)
    assert store.verify(sha256) == "ok"


def test_too_little_space_is_said_before_anything_is_copied(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module.shutil, "disk_usage", lambda place: os.terminal_size((0, 0)) and _Usage())
    error = put_fails(store, a_file(tmp_path, b"x" * 100), "EVI-010")
    assert error.facts["free_mb"] == 1
    assert not store.folder.exists()


class _Usage:
    free, total = 50, 0


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EROFS, "EVI-011"), (errno.EACCES, "EVI-011"), (errno.EIO, "EVI-012")]
)
def test_faults_while_finishing_are_named(
    number: int, code: str, store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(store_module.os, "fsync", broken)
    put_fails(store, a_file(tmp_path), code)


# Left-overs.


def test_opening_clears_what_a_dead_process_left(store: FileStore, tmp_path: Path) -> None:
    sha256, _ = store.put(a_file(tmp_path))
    own = store_module._host_mark()  # noqa: SLF001 - the mark in the names of temporary files
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    gone = store.folder / f"~in-{own}-{int(dead.stdout)}-{'0' * 16}.part"
    living = store.folder / f"~in-{own}-{os.getpid()}-{'1' * 16}.part"
    foreign = store.folder / f"~in-{'f' * 8}-7-{'2' * 16}.part"
    foreign_old = store.folder / f"~in-{'f' * 8}-7-{'3' * 16}.part"
    clerk = store.folder / "~in-我的.part"
    for path in (gone, living, foreign, foreign_old, clerk):
        path.write_bytes(b"half")
    os.utime(foreign_old, (1, time.time() - 25 * 3600))
    assert store.clear_stale() == 2
    assert files_in(store) == sorted([living.name, foreign.name, clerk.name, sha256])


def test_killed_at_random_moments_the_store_holds_whole_files_only(tmp_path: Path) -> None:
    source = a_file(tmp_path, os.urandom(3 * PIECE_BYTES), "big.bin")
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from ledger_app.evidence.store import FileStore
        store = FileStore(Path(sys.argv[1]))
        print("ready", flush=True)
        while True:
            sha256, _ = store.put(Path(sys.argv[2]))
            store.path_of(sha256).unlink()
    """)
    store = FileStore(tmp_path / "evidence")
    for turn in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", script, str(store.folder), str(source)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[2],
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.004 * turn)
        child.kill()
        child.wait()
        child.stdout.close()
        for sha256, _ in store.iterate():
            assert store.verify(sha256) == "ok"
        store.clear_stale()
        assert list(store.strangers()) == []
