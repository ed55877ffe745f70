"""Kill the program at random moments and look whether the ledger is whole: `python -m tests.kills --count 200`.

Each round copies one prepared ledger, starts a child (kill_child.py) that imports, attaches, reports, prints and
backs up without end, kills it with SIGKILL after a random time, and then asks what a clerk would ask: does the
ledger open, is `check` clean (or does it name nothing but unused files), is everything there that the child was
told is done, and is nothing there by half?
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ledger_app.bootstrap import open_session
from ledger_app.cli.app import run
from ledger_app.domain.evidence import EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Snapshot, SnapshotRow
from ledger_app.domain.task import Task
from ledger_app.evidence.store import FileStore
from ledger_app.ports import ReadSession
from tests.kill_child import CONFIRMED, DOING, ITEMS_A_PLAN, plan_text, plan_title

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT_S = 60
LONGEST_LIFE_S = 2.5
ORPHAN = "DB-113"


@dataclass(slots=True)
class Round:
    """One kill: what the child was doing, what it had confirmed before, and what was wrong afterwards."""

    seed: int
    doing: str = ""
    confirmed: list[dict[str, Any]] = field(default_factory=list)
    has_orphans: bool = False
    faults: list[str] = field(default_factory=list)


def prepare(folder: Path) -> Path:
    """Make the ledger that every round starts from and return its folder."""
    ledger = folder / "prepared"
    plan = folder / "plan.txt"
    plan.write_text(plan_text(plan_title("base", 0), "base", 0), encoding="utf-8")
    _command("init", str(ledger), "--name", "县卫生健康局")
    _command("import", str(plan), "--ledger", str(ledger))
    return ledger


def kill_once(prepared: Path, folder: Path, seed: int) -> Round:
    """Copy the prepared ledger into a folder, let a child work on it, kill it, and examine what is left."""
    folder.mkdir(parents=True)
    ledger = folder / "ledger"
    shutil.copytree(prepared, ledger)
    found = Round(seed)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.kill_child", str(ledger), str(folder), str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=(folder / "child.txt").open("w"),
    )
    try:
        _wait_for_start(child, folder)
        time.sleep(random.Random(seed).uniform(0, LONGEST_LIFE_S))
        if child.poll() is not None:
            found.faults.append(f"the child ended by itself: {(folder / 'child.txt').read_text()[-300:]}")
    finally:
        child.kill()
        child.wait()
    found.confirmed = _records(folder)
    found.doing = (folder / DOING).read_text(encoding="utf-8") if (folder / DOING).exists() else ""
    examine(ledger, folder, found)
    return found


def examine(ledger: Path, folder: Path, found: Round) -> None:
    """Open a ledger after a kill and note everything that is not as it must be."""
    try:
        with open_session(ledger) as session, session.ledger.read() as reading:
            _look_for_confirmed(reading, session.store, folder, found)
            _look_for_halves(reading, folder, found)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        found.faults.append(f"the ledger does not open: {error!r}")
        return
    _check(ledger, found)
    if not _try("progress", "--ledger", str(ledger), "--task", "1-03", "--period", "2024-06", "--text", "照常填报。"):
        found.faults.append("nothing can be written afterwards")
    _restore_last_backup(folder, found)


def _look_for_confirmed(reading: ReadSession, store: FileStore, folder: Path, found: Round) -> None:
    printed = {one.pdf_sha256: one for one in reading.of(Snapshot).find()}
    for record in found.confirmed:
        is_there = True
        if record["act"] == "import":
            is_there = len(reading.of(Plan).find(title=record["title"])) == 1
        elif record["act"] == "progress":
            is_there = reading.of(ProgressEntry).count(text=record["text"]) == 1
        elif record["act"] == "attach":
            is_there = all(_is_attached(reading, store, digest) for digest in record["digests"])
        elif record["act"] == "report":
            digest = hashlib.sha256((folder / record["out"]).read_bytes()).hexdigest()
            is_there = digest in printed and store.verify(digest) == "ok"
        elif record["act"] == "backup":
            is_there = (folder / record["out"]).stat().st_size > 0
        if not is_there:
            found.faults.append(f"confirmed and gone: {json.dumps(record, ensure_ascii=False)}")


def _is_attached(reading: ReadSession, store: FileStore, digest: str) -> bool:
    versions = reading.of(EvidenceVersion).find(sha256=digest)
    is_linked = any(reading.of(TaskEvidence).count(evidence_id=one.evidence_id) for one in versions)
    return is_linked and reading.of(StoredFile).get(digest) is not None and store.verify(digest) == "ok"


def _look_for_halves(reading: ReadSession, folder: Path, found: Round) -> None:
    """What the child was killed over is there as a whole or not at all."""
    for plan in reading.of(Plan).find():
        tasks = reading.of(Task).count(plan_id=plan.id)
        if tasks != ITEMS_A_PLAN:
            found.faults.append(f"half an import: {plan.title} has {tasks} tasks")
    for path in folder.glob("attach-*.json"):
        digests = json.loads(path.read_text(encoding="utf-8") or "[]") if path.stat().st_size else []
        there = [bool(reading.of(EvidenceVersion).count(sha256=digest)) for digest in digests]
        if any(there) and not all(there):
            found.faults.append(f"half an attach: {path.name}")
    tasks = reading.of(Task).count()
    for snapshot in reading.of(Snapshot).find():
        rows = reading.of(SnapshotRow).count(snapshot_id=snapshot.id)
        if not 0 < rows <= tasks or snapshot.pdf_sha256 is None:
            found.faults.append(f"half a report: {snapshot.number} has {rows} rows")


def _check(ledger: Path, found: Round) -> None:
    """Run `check`; unused files are what a kill may leave, anything else is a fault."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run(["check", "--ledger", str(ledger), "--json"])
    if code not in {0, 1}:
        found.faults.append(f"check says {code}: {out.getvalue()[-300:]}")
        return
    codes = {finding["code"]: finding for finding in json.loads(out.getvalue())["findings"]}
    found.has_orphans |= codes.pop(ORPHAN, None) is not None
    found.faults += [f"check: {finding}" for finding in codes.values()]
    if code != 0 and not codes:
        found.faults.append("check says 1 and names nothing")


def _restore_last_backup(folder: Path, found: Round) -> None:
    """The last backup that was confirmed gives back a sound ledger."""
    backups = [record["out"] for record in found.confirmed if record["act"] == "backup"]
    if backups and not _try("restore", str(folder / backups[-1]), "--to", str(folder / "restored")):
        found.faults.append(f"the backup {backups[-1]} cannot be restored")
    elif backups:
        _check(folder / "restored", found)


def _records(folder: Path) -> list[dict[str, Any]]:
    """Return the confirmed lines; a last line cut short by the kill was not confirmed."""
    lines = (folder / CONFIRMED).read_text(encoding="utf-8").split("\n")[:-1]
    return [record for line in lines if (record := json.loads(line))["act"] != "ready"]


def _wait_for_start(child: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    while not (folder / CONFIRMED).exists():
        if child.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the child did not start: {(folder / 'child.txt').read_text()[-800:]}")
        time.sleep(0.01)


def _command(*words: str) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        code = run(list(words))
    if code != 0:
        raise RuntimeError(f"{words[0]}: {said.getvalue().strip()}")


def _try(*words: str) -> bool:
    try:
        _command(*words)
    except RuntimeError:
        return False
    return True


def kill_many(count: int, seed: int, workers: int = 2) -> list[Round]:
    """Kill so many children, some at a time, and return the rounds in the order of their seeds."""
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        prepared = prepare(Path(name))
        # Processes, as each examines through the command line, whose output belongs to a whole process.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            waiting = [
                pool.submit(_round, prepared, Path(name) / f"round-{number}", seed + number) for number in range(count)
            ]
            return [one.result() for one in waiting]


def _round(prepared: Path, folder: Path, seed: int) -> Round:
    found = kill_once(prepared, folder, seed)
    if not found.faults:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def main() -> int:
    """Run from the command line; 0 if every ledger was whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description="反复强行结束程序，检查台账是否完好")
    parser.add_argument("--count", type=int, default=200, help="次数，默认 200")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1")
    arguments = parser.parse_args()
    rounds = kill_many(arguments.count, arguments.seed)
    for one in rounds:
        for fault in one.faults:
            print(f"第 {one.seed} 轮：{fault}")
    confirmed = sum(len(one.confirmed) for one in rounds)
    bad = sum(1 for one in rounds if one.faults)
    orphans = sum(1 for one in rounds if one.has_orphans)
    doing = "、".join(
        f"{name} {number}" for name, number in Counter(one.doing or "start" for one in rounds).most_common()
    )
    kept = "" if bad else "，无一丢失"
    print(f"强行结束 {len(rounds)} 次：完好 {len(rounds) - bad} 次，受损 {bad} 次。")
    print(f"结束时正在做：{doing}。")
    print(f"其间已确认操作 {confirmed} 项{kept}；留下未使用文件的有 {orphans} 次。")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
