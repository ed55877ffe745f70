"""A program that works on a ledger until it is killed, and says on the disk what it was told is done.

`python -m tests.kill_child LEDGER FOLDER SEED`: runs commands of the command line one after the other, in this
process, in an order drawn from the seed.  Only when a command came back with 0 is a line about it written to
FOLDER/confirmed.jsonl and brought to the disk; the line says what must be in the ledger from then on.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from ledger_app.cli.app import run

CONFIRMED = "confirmed.jsonl"
DOING = "doing.txt"
ITEMS_A_PLAN = 24
FILES_AN_ATTACH = 2
# Printing takes longest; drawn as often as the others it would be what nearly every kill hits.
SHARES = (6, 6, 3, 1, 4)
_SUBJECTS = ("慢病管理", "疫苗接种", "基层首诊", "急救站点", "中医馆", "院感防控", "档案清查", "健康讲座")
_UNITS = ("县人民医院", "县中医院", "县疾控中心", "城关镇卫生院")


class Worker:
    """Runs commands and confirms them; every name it uses is its own, so that nothing is a duplicate."""

    def __init__(self, ledger: Path, folder: Path, seed: int) -> None:
        """Bind to a ledger, a folder for what goes in and out, and a seed."""
        self.ledger = ledger
        self.folder = folder
        self.random = random.Random(seed)
        self.mark = f"{seed:06d}"
        self.turn = 0

    def work_for_ever(self) -> None:
        """Say that work begins, then work until somebody kills this process."""
        acts: tuple[Callable[[], dict[str, Any] | None], ...] = (
            self.import_plan,
            self.attach,
            self.report_progress,
            self.report,
            self.back_up,
        )
        self.warm_up()
        self.confirm({"act": "ready"})
        while True:
            self.turn += 1
            act = self.random.choices(acts, SHARES)[0]
            (self.folder / DOING).write_text(act.__name__, encoding="utf-8")
            done = act()
            if done is not None:
                self.confirm(done)

    def warm_up(self) -> None:
        """Load what the commands load at their first use: a kill is to hit work, not the reading of modules."""
        path = self.folder / "plan-0.txt"
        path.write_text(plan_text(plan_title(self.mark, 0), self.mark, 0), encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            run(["extract", str(path)])
        for module in ("db.backup", "db.ledger", "ledger_app.cli.entering", "ledger_app.reports.pdf"):
            import_module(module)

    def import_plan(self) -> dict[str, Any] | None:
        """Import a plan of its own."""
        title = plan_title(self.mark, self.turn)
        path = self.folder / f"plan-{self.turn}.txt"
        path.write_text(plan_text(title, self.mark, self.turn), encoding="utf-8")
        return {"act": "import", "title": title} if self.command("import", str(path)) else None

    def attach(self) -> dict[str, Any] | None:
        """Attach files of random bytes, small and large, to a task."""
        paths, digests = [], []
        for number in range(FILES_AN_ATTACH):
            content = self.random.randbytes(self.random.choice((2_000, 300_000, 3_000_000)))
            path = self.folder / f"evidence-{self.turn}-{number}.bin"
            path.write_bytes(content)
            paths.append(str(path))
            digests.append(hashlib.sha256(content).hexdigest())
        (self.folder / f"attach-{self.turn}.json").write_text(json.dumps(digests), encoding="utf-8")
        return {"act": "attach", "digests": digests} if self.command("attach", *paths, "--task", "1-01") else None

    def report_progress(self) -> dict[str, Any] | None:
        """File a progress entry."""
        text = f"第{self.mark}轮第{self.turn}次报送：已完成{self.turn}家。"
        words = ("--task", "1-02", "--period", "2024-05", "--percent", "40", "--text", text)
        return {"act": "progress", "text": text} if self.command("progress", *words) else None

    def report(self) -> dict[str, Any] | None:
        """Print a report."""
        out = self.folder / f"report-{self.turn}.pdf"
        kind = self.random.choice(("ledger", "monthly"))
        is_done = self.command("report", "--kind", kind, "--period", "2024-05", "--out", str(out))
        return {"act": "report", "out": out.name} if is_done else None

    def back_up(self) -> dict[str, Any] | None:
        """Back the ledger up into a file."""
        out = self.folder / f"backup-{self.turn}.zip"
        return {"act": "backup", "out": out.name} if self.command("backup", "--out", str(out)) else None

    def command(self, name: str, *words: str) -> bool:
        """Run one command on the ledger and say whether it was done.

        Raises:
            RuntimeError: it was refused, which nothing here should be.
        """
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            code = run([name, *words, "--ledger", str(self.ledger)])
        if code != 0:
            raise RuntimeError(f"{name}: {said.getvalue().strip()}")
        return True

    def confirm(self, record: dict[str, Any]) -> None:
        """Write a line and wait until it is on the disk."""
        with (self.folder / CONFIRMED).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())


def plan_title(mark: str, turn: int) -> str:
    """Return the title of a plan that no other turn has."""
    return f"县卫生健康局第{mark}号第{turn}批专项工作实施方案"


def plan_text(title: str, mark: str, turn: int) -> str:
    """Return a plan of ITEMS_A_PLAN tasks, each of its own wording."""
    lines = [title, "", "为做好2024年有关工作，制定本方案。", "一、主要任务"]
    for number in range(1, ITEMS_A_PLAN + 1):
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        unit = _UNITS[(turn + number) % len(_UNITS)]
        place = f"{mark}-{turn}-{number}"
        lines.append(
            f"{number}.开展{subject}第{place}号试点。"
            f"{number % 8 + 4}月底前完成选址，年底前覆盖率达到{60 + number}%以上。"
            f"（责任单位：{unit}）"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Worker(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).work_for_ever()
