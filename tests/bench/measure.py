"""How benchmarks measure: both sides in one run on one machine, turn about, the best of a few rounds each.

A ratio tells more than seconds do, as it hardly depends on the machine; the best round is the one that other
programs disturbed least.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the result.

    Attributes:
        name: what was measured, Chinese.
        ours, other: seconds of the best round; None where that side could not be run.
        against: what the other side is, Chinese.
        budget: the ratio allowed, None where the line is for information.
        note: peak memory, sizes, or why it was not measured.
    """

    name: str
    ours: float | None
    other: float | None
    against: str
    budget: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return ours / other, None where a side is missing."""
        return self.ours / self.other if self.ours is not None and self.other else None

    @property
    def verdict(self) -> str:
        """Return the Chinese verdict."""
        if self.ratio is None:
            return "未测"
        if self.budget is None:
            return "参考"
        return "达标" if self.ratio <= self.budget else "超出"


def not_measured(name: str, why: str, budget: float | None = None) -> Measure:
    """Return a line that says why something was not measured."""
    return Measure(name, None, None, "", budget, why)


def turn_about(ours: Callable[[], object], other: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """Return the best seconds of both sides, run turn about so that a busy machine hits both."""
    best_ours = best_other = float("inf")
    for _ in range(rounds):
        best_ours = min(best_ours, seconds(ours))
        best_other = min(best_other, seconds(other))
    return best_ours, best_other


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes.

    Without the collector, as `timeit` measures: in the window it runs between the work, not in it.
    """
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()


def child(module: str, *arguments: str, timeout_s: float = 600) -> dict[str, Any]:
    """Run a module in a process of its own, without a screen, and return the JSON object it prints last.

    Raises:
        RuntimeError: it failed; the message ends with its last words.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout_s, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module} {' '.join(arguments)}: {done.stderr[-800:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def peak_megabytes() -> float:
    """Return this process's peak resident memory in MB, 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(measures: list[Measure]) -> str:
    """Return measures as a table in plain text."""
    lines = []
    for one in measures:
        ratio = "—" if one.ratio is None else f"{one.ratio:.2f}×"
        budget = "" if one.budget is None else f"≤{one.budget:g}×"
        ours, other = (("—" if value is None else _time(value)) for value in (one.ours, one.other))
        lines.append(
            f"[{one.verdict}] {one.name}：{ours} / {other}（{one.against}） = {ratio} {budget} {one.note}".rstrip()
        )
    return "\n".join(lines)


def _time(value: float) -> str:
    return f"{value * 1000:.1f}毫秒" if value < 1 else f"{value:.2f}秒"
