"""Move a store away and back, killed at one file operation after the other: `python -m tests.store_move_kills`.

Every open, rename, deletion and new folder within the ledger or the other drive is a moment at which the power may
go.  Each round forks, kills itself at one of them, and then asks whether every file is whole before and after the
move is finished.  Linux only; prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from ledger_app.bootstrap import LedgerSession, create_session, open_session
from ledger_app.domain.evidence import StoredFile
from ledger_app.services import evidence, files
from ledger_app.services.evidence_check import check_files
from ledger_app.store_place import read_place

FILES = 4
_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"})


def main() -> int:
    """Run the rounds and return how many lost something."""
    options = argparse.ArgumentParser(prog="python -m tests.store_move_kills")
    options.add_argument("--every", type=int, default=1, help="每隔几次文件操作断电一次")
    every = options.parse_args().every
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(run(Path(name), every), ensure_ascii=False))
    return 0


def run(base: Path, every: int) -> dict[str, object]:
    """Kill at every so many file operations, there and back; return rounds and faults."""
    prepared, rounds = prepare(base), 0
    faults: list[str] = []
    for is_home in (False, True):
        at = 1
        while True:
            place = base / f"{is_home}{at}"
            shutil.copytree(prepared, place / "台账")
            (place / "盘").mkdir()
            if is_home:
                with open_session(place / "台账") as session:
                    session.move_store(place / "盘")
            was_killed = _killed_at(place, at, is_home=is_home)
            faults += [f"{'回' if is_home else '去'} {at}: {fault}" for fault in look(place, is_home=is_home)]
            shutil.rmtree(place)
            rounds += 1
            if not was_killed:
                break
            at += every
    return {"rounds": rounds, "faults": faults}


def prepare(base: Path) -> Path:
    """Make a ledger with a few files and return its folder."""
    folder = base / "备好"
    with create_session(folder, "青禾县卫生健康局") as session:
        for number in range(FILES):
            (base / f"{number}.txt").write_text(f"第{number}份", "utf-8")
        taken = [files.take(session.store, base / f"{number}.txt") for number in range(FILES)]
        with session.ledger.write() as work:
            evidence.attach(work, taken, [])
    return folder


def look(place: Path, *, is_home: bool) -> list[str]:
    """Return what is wrong after a kill, before and after the move is finished."""
    faults = []
    with open_session(place / "台账") as session:
        faults += _lost(session, "断电后")
        if read_place(place / "台账").leaving is not None:
            session.finish_move()
        else:
            session.move_store(None if is_home else place / "盘")
        faults += _lost(session, "接着做后")
        at = session.store.folder.is_relative_to(place / "台账")
        if at is not is_home or read_place(place / "台账").leaving is not None:
            faults.append("没有移到位")
    return faults


def _lost(session: LedgerSession, when: str) -> list[str]:
    with session.ledger.read() as reading:
        found = check_files(reading, session.store)
        count = reading.of(StoredFile).count()
    lost = [f"{when} {one.verdict}" for one in found.faults]
    return [*lost, *([] if count == FILES else [f"{when} 只有 {count} 个文件"])]


def _killed_at(place: Path, number: int, *, is_home: bool) -> bool:
    """Move in a process of its own that dies at its file operation of a number; say whether it came to that."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    left = number

    def watch(event: str, facts: tuple[object, ...]) -> None:
        nonlocal left
        if event in _EVENTS and facts and str(place) in str(facts[0]):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    with open_session(place / "台账") as session:
        sys.addaudithook(watch)
        session.move_store(None if is_home else place / "盘")
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
