from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.lock import LOCK_NAME, SILENT_AFTER_S, Holder, WriterLock, _write, current_holder, present_writer
from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe

HOLD = """
import sys, time
from pathlib import Path
from db.lock import WriterLock
lock = WriterLock(Path(sys.argv[1]), "办公室PC", "张三")
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


def leave_a_name(folder: Path, host: str, seen: float) -> None:
    handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT)
    _write(handle, Holder(host, "李四", 7, seen, seen))
    os.close(handle)


def test_the_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    first = WriterLock(tmp_path, "PC1", "王五")
    first.acquire()
    with pytest.raises(EnvironmentFault) as caught:
        WriterLock(tmp_path, "PC2", "赵六").acquire()
    assert caught.value.code == "DB-010"
    assert caught.value.facts["host"] == "PC1"
    assert caught.value.facts["user"] == "王五"
    assert "王五" in describe(caught.value)
    first.release()
    second = WriterLock(tmp_path, "PC2", "赵六")
    second.acquire()
    holder = current_holder(tmp_path)
    assert holder is not None
    assert holder.host == "PC2"
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_a_killed_writer_leaves_the_way_free(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"held" + os.linesep.encode()
    lock = WriterLock(tmp_path, "PC1", "王五")
    with pytest.raises(EnvironmentFault) as caught:
        lock.acquire()
    assert caught.value.facts["host"] == "办公室PC"
    assert caught.value.facts["user"] == "张三"
    child.kill()
    child.communicate()
    lock.acquire()
    assert lock.is_held
    lock.release()


def test_another_pcs_sign_of_life_on_a_share_is_respected(tmp_path: Path) -> None:
    leave_a_name(tmp_path, "PC9", time.time() - 30)
    lock = WriterLock(tmp_path, "PC1", "王五", is_shared=True)
    with pytest.raises(EnvironmentFault) as caught:
        lock.acquire()
    assert caught.value.code == "DB-010"


def test_a_silent_pc_on_a_share_is_only_taken_over_when_asked(tmp_path: Path) -> None:
    leave_a_name(tmp_path, "PC9", time.time() - SILENT_AFTER_S - 120)
    lock = WriterLock(tmp_path, "PC1", "王五", is_shared=True)
    with pytest.raises(EnvironmentFault) as caught:
        lock.acquire()
    assert caught.value.code == "DB-011"
    assert time.strftime("%Y-") in str(caught.value.facts["seen"])
    lock.acquire(take_over=True)
    holder = current_holder(tmp_path)
    assert holder is not None
    assert holder.host == "PC1"
    lock.release()


def test_on_ones_own_disk_an_old_name_means_nothing(tmp_path: Path) -> None:
    leave_a_name(tmp_path, "PC9", time.time())
    lock = WriterLock(tmp_path, "PC1", "王五")
    lock.acquire()
    lock.release()


def test_rubbish_in_the_lock_file_is_no_holder(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_bytes(b"\xff\x00{")
    assert current_holder(tmp_path) is None
    lock = WriterLock(tmp_path, "PC1", "王五", is_shared=True)
    lock.acquire()
    lock.release()


def test_a_folder_that_refuses_files_says_so(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        WriterLock(tmp_path / "gone", "PC1", "王五").acquire()
    assert caught.value.code == "DB-014"


def test_who_writes_now_is_told_without_disturbing_them(tmp_path: Path) -> None:
    assert present_writer(tmp_path, "PC2") is None
    first = WriterLock(tmp_path, "PC1", "王五")
    first.acquire()
    holder = present_writer(tmp_path, "PC2")
    assert holder is not None
    assert (holder.user, holder.host) == ("王五", "PC1")
    assert first.is_held
    first.release()
    assert present_writer(tmp_path, "PC2") is None
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_a_killed_writer_left_is_nobody_unless_another_pc_on_a_share_still_gives_signs(
    tmp_path: Path,
) -> None:
    leave_a_name(tmp_path, "PC9", time.time() - 30)
    assert present_writer(tmp_path, "PC1") is None
    assert present_writer(tmp_path, "PC9", is_shared=True) is None, "this PC's own lock is reliable"
    holder = present_writer(tmp_path, "PC1", is_shared=True)
    assert holder is not None
    assert holder.host == "PC9"
    leave_a_name(tmp_path, "PC9", time.time() - SILENT_AFTER_S - 120)
    assert present_writer(tmp_path, "PC1", is_shared=True) is None
