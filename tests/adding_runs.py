"""Long runs of what can go wrong while files are added, by hand: `python run.py adding --kills 100 --full 200`.

`--kills`: a child adds 500 files at a time and is killed by SIGKILL at a random moment; then the ledger is
examined, the act gone on with, and everything examined again.  `--full`: the ledger lies on a small disk of its own
(a tmpfs, so only for root on Linux) that is full at another byte each time; it is examined full, then made larger,
and the act gone on with.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ledger_app.errors import EnvironmentFault
from ledger_app.evidence import act_record
from ledger_app.evidence.act_record import ActRecord
from tests.adding_child import DONE, READY
from tests.adding_ground import Ground

ROOT = Path(__file__).resolve().parents[1]
FILES, SETS = 500, 3
START_TIMEOUT_S = 60
FULL_FILES, FULL_SIZES = 60, (0, 1, 900, 4096, 20_000, 60_000)
ROOM_KB, LARGER_KB = 4096, 65_536


@dataclass(slots=True)
class Outcome:
    """What came of one run: where it stood, and what was wrong."""

    seed: int
    state: str = ""
    faults: list[str] = field(default_factory=list)


def kill_once(prepared: Path, folder: Path, seed: int, longest_s: float, files: int = FILES) -> Outcome:
    """Let a child add sets, kill it, examine, go on, examine."""
    shutil.copytree(prepared, folder)
    ground = Ground(folder)
    with (folder / "child.txt").open("w") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.adding_child", str(folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _wait_for(folder / READY, child)
            time.sleep(random.Random(seed).uniform(0, longest_s))
        finally:
            child.kill()
            child.wait()
    done = (folder / DONE).read_text().split() if (folder / DONE).exists() else []
    outcome = Outcome(seed, faults=ground.faults())
    linked = ground.linked()
    for number in done:
        if number != "end" and ground.digests(int(number)) - linked:
            outcome.faults.append(f"set {number} was told to be done and is not")
    if len(linked) % files:
        outcome.faults.append(f"half an act: {len(linked)} files")
    waiting = act_record.unfinished(ground.acts)
    outcome.state = _state(waiting[0] if waiting else None, files, is_over="end" in done)
    outcome.faults += ground.go_on()
    return outcome


def fill_once(prepared: Path, mount: Path, seed: int, room_kb: int) -> Outcome:
    """Add a set to a ledger on a disk with so much room, examine, make room, go on, examine."""
    outcome = Outcome(seed)
    with _small_disk(mount, ROOM_KB * 4):
        shutil.copytree(prepared / "ledger", mount / "ledger")
        ground = Ground(prepared, mount / "ledger")
        shutil.rmtree(ground.acts, ignore_errors=True)
        used = shutil.disk_usage(mount).used // 1024
        _resize(mount, used + room_kb)
        try:
            with ground.open() as session:
                taken = ground.add(session, ground.new_act(0))
            lost = FULL_FILES - len(taken.taken) - len(taken.failed)
            outcome.state = f"{'all' if not taken.failed else 'some' if taken.taken else 'none'} stored"
            if lost:
                outcome.faults.append(f"{lost} files are neither stored nor named")
            if any(not one.message for one in taken.failed):
                outcome.faults.append("a failure without a reason")
        except EnvironmentFault as error:
            outcome.state = f"the ledger was full ({error.code})"
        _resize(mount, LARGER_KB)
        outcome.faults += ground.faults()
        outcome.faults += ground.go_on()
        if ground.digests(0) - ground.linked() and act_record.unfinished(ground.acts):
            outcome.faults.append("files are missing in the end")
    return outcome


def kill_many(count: int, seed: int, files: int = FILES) -> list[Outcome]:
    """Kill so many children."""
    with tempfile.TemporaryDirectory(prefix="adding-") as name:
        prepared = Path(name) / "prepared"
        Ground(prepared).make(SETS, files, sizes=(0, 1, 900, 4096, 20_000))
        longest_s = _time_of_all(prepared, Path(name) / "timed")
        outcomes = []
        for number in range(count):
            folder = Path(name) / f"round-{number}"
            outcomes.append(kill_once(prepared, folder, seed + number, longest_s, files))
            shutil.rmtree(folder)
        return outcomes


def fill_many(count: int, seed: int) -> list[Outcome]:
    """Fill so many disks, each at another byte."""
    with tempfile.TemporaryDirectory(prefix="adding-") as name:
        prepared, mount = Path(name) / "prepared", Path(name) / "disk"
        mount.mkdir()
        Ground(prepared).make(1, FULL_FILES, sizes=FULL_SIZES)
        whole_kb = sum(path.stat().st_size for path in (prepared / "set0").iterdir()) // 1024 + 4 * FULL_FILES + 800
        return [fill_once(prepared, mount, seed + one, 4 + one * whole_kb // count) for one in range(count)]


def main() -> int:
    """Run from the command line; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python run.py adding", description="添加材料时反复断电、写满磁盘，检查台账")
    parser.add_argument("--kills", type=int, default=100, help="强行结束的次数，默认 100")
    parser.add_argument("--full", type=int, default=200, help="写满磁盘的次数（要管理员，Linux），默认 200")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1")
    arguments = parser.parse_args()
    bad = _tell("强行结束", kill_many(arguments.kills, arguments.seed)) if arguments.kills else 0
    bad += _tell("写满磁盘", fill_many(arguments.full, arguments.seed)) if arguments.full else 0
    return 1 if bad else 0


def _tell(what: str, outcomes: list[Outcome]) -> int:
    for one in outcomes:
        for fault in one.faults:
            print(f"第 {one.seed} 轮：{fault}")
    bad = sum(1 for one in outcomes if one.faults)
    states = "、".join(f"{state} {count}" for state, count in Counter(one.state for one in outcomes).most_common())
    print(f"{what} {len(outcomes)} 次：完好 {len(outcomes) - bad} 次，受损 {bad} 次（{states}）。", flush=True)
    return bad


def _state(record: ActRecord | None, files: int, *, is_over: bool) -> str:
    if record is None:
        return "ended" if is_over else "between acts"
    return "storing" if len(record.stored) < files else "linking"


def _time_of_all(prepared: Path, folder: Path) -> float:
    """Return how long a child takes for all sets, so that kills fall everywhere."""
    shutil.copytree(prepared, folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "tests.adding_child", str(folder)], cwd=ROOT, env=environment, check=True)
    return (folder / DONE).stat().st_mtime - (folder / READY).stat().st_mtime


@contextlib.contextmanager
def _small_disk(mount: Path, size_kb: int) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(mount)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def _resize(mount: Path, size_kb: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size_kb}k", str(mount)], check=True)


def _wait_for(path: Path, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    while not path.exists():
        if child.poll() is not None or time.monotonic() > end:
            raise RuntimeError("the child did not start")
        time.sleep(0.005)


if __name__ == "__main__":
    sys.exit(main())
