"""Read thousands of damaged and hostile files: `python -m tests.hostile --count 2500 --seed 1`.

Children with bounded memory read the files; one that dies or does not answer in time is replaced.  Every file
must be read or refused by one sentence; the rest are failures, listed and kept.
"""

from __future__ import annotations

import argparse
import json
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

from tests.hostile.makers import Case, corpus
from tests.hostile.verdict import FAILED, READ, REFUSED, Verdict

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
WALL_TO_PROCESSOR = 10  # a busy machine gives a process a part of its time only


class Child:
    """One reading process, started again after a death or a hang."""

    def __init__(self, memory_mb: int, seconds: float, log: Path) -> None:
        self._memory_mb = memory_mb
        self._seconds = seconds
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def judge(self, path: Path) -> Verdict:
        """Return the verdict of a file, a failure where the child died or was too slow."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        before = self._log.stat().st_size
        process.stdin.write(str(path).encode("unicode_escape") + b"\n")
        process.stdin.flush()
        line = self._answer(process)
        if line is None:
            self.stop()
            return Verdict(FAILED, "", f"no answer in {WALL_TO_PROCESSOR * self._seconds:.0f} s")
        if not line:
            code = process.wait()
            self.stop()
            why = f"more than {self._seconds:.0f} s" if code == -signal.SIGPROF else f"the process died with {code}"
            return Verdict(FAILED, "", why, self._seconds if code == -signal.SIGPROF else 0.0)
        verdict = Verdict(**json.loads(line))
        if self._log.stat().st_size > before and verdict.outcome != FAILED:
            said = self._log.read_bytes()[before:][:160].decode("utf-8", "replace")
            return Verdict(FAILED, verdict.code, f"something was printed: {said!r}", verdict.seconds, verdict.peak_mb)
        return verdict

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.hostile.child", str(self._memory_mb), str(self._seconds)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> bytes | None:
        """Return the line, b"" when the child has died, None when it took too long."""
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            return process.stdout.readline() if selector.select(WALL_TO_PROCESSOR * self._seconds) else None


class Run:
    """The reading of many files, some at a time."""

    def __init__(self, folder: Path, memory_mb: int, seconds: float, keep: Path | None) -> None:
        self._folder = folder
        self._limits = (memory_mb, seconds)
        self._keep = keep
        self._own = local()
        self._children: list[Child] = []

    def judge_all(self, cases: Iterable[Case]) -> list[tuple[Case, Verdict]]:
        """Return the verdict of each case in their order."""
        with ThreadPoolExecutor(WORKERS) as pool:
            verdicts = [(case, pool.submit(self._judge, number, case)) for number, case in enumerate(cases)]
            try:
                return [(case, waiting.result()) for case, waiting in verdicts]
            finally:
                pool.shutdown(cancel_futures=True)
                for child in self._children:
                    child.stop()

    def _judge(self, number: int, case: Case) -> Verdict:
        folder = self._folder / str(number)
        folder.mkdir()
        try:
            path = case.write(folder)
            verdict = self._child().judge(path)
            if verdict.outcome == FAILED and self._keep is not None:
                shutil.copytree(folder, self._keep / str(number), dirs_exist_ok=True)
            return verdict
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _child(self) -> Child:
        if not hasattr(self._own, "child"):
            log = self._folder / f"printed-{len(self._children)}.txt"
            log.touch()
            self._own.child = Child(*self._limits, log)
            self._children.append(self._own.child)
        child: Child = self._own.child
        return child


def report(found: list[tuple[Case, Verdict]]) -> None:
    """Print tables by format and by kind, the heaviest files, and every failure."""
    _table("格式", found, lambda case: case.format)
    _table("方式", found, lambda case: case.kind.split(":")[0])
    codes = Counter(verdict.code for _, verdict in found if verdict.outcome == REFUSED)
    print("拒绝的原因：" + "、".join(f"{code} {count}" for code, count in codes.most_common()))
    slow = sorted(found, key=lambda one: -one[1].seconds)[:8]
    print("最慢：" + "；".join(f"{case.format} {case.kind} {one.seconds:.1f} s" for case, one in slow))
    heavy = sorted(found, key=lambda one: -one[1].peak_mb)[:8]
    print("内存最高：" + "；".join(f"{case.format} {case.kind} {one.peak_mb} MB" for case, one in heavy))
    for number, (case, verdict) in enumerate(found):
        if verdict.outcome == FAILED:
            print(f"未过：#{number} {case.format} {case.kind}：{verdict.code} {verdict.detail}")


def _table(title: str, found: list[tuple[Case, Verdict]], key: Callable[[Case], str]) -> None:
    groups: dict[str, Counter[str]] = {}
    for case, verdict in found:
        groups.setdefault(key(case), Counter())[verdict.outcome] += 1
    print(f"{title:<16}{'文件':>8}{'读出':>8}{'拒绝':>8}{'未过':>8}")
    total = Counter(verdict.outcome for _, verdict in found)
    for name, counts in [*sorted(groups.items()), ("合计", total)]:
        print(f"{name:<18}{counts.total():>9}{counts[READ]:>10}{counts[REFUSED]:>10}{counts[FAILED]:>10}")


def main() -> int:
    """Run from the command line; 0 if no file failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description="读取大量损坏和恶意的文件")
    parser.add_argument("--count", type=int, default=2500, help="文件数，默认 2500")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1")
    parser.add_argument("--seconds", type=float, default=30.0, help="每个文件最多处理器秒数，默认 30")
    parser.add_argument("--memory", type=int, default=2048, help="每个进程最多内存（MB），默认 2048")
    parser.add_argument("--only", default="", help="只要格式或方式中含这个词的文件")
    parser.add_argument("--keep", type=Path, help="把未过的文件留在这个文件夹")
    arguments = parser.parse_args()
    cases = [one for one in corpus(arguments.count, arguments.seed) if arguments.only in f"{one.format} {one.kind}"]
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        found = Run(Path(name), arguments.memory, arguments.seconds, arguments.keep).judge_all(cases)
    report(found)
    failed = sum(verdict.outcome == FAILED for _, verdict in found)
    print(f"共 {len(found)} 个文件，{failed} 个未过，用时 {time.monotonic() - start:.0f} 秒。")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
