"""Start to the first usable window with 100,000 tasks: against a bare PySide6 window with an empty table."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.big import big_ledger
from tests.bench.measure import Measure, child

ROUNDS = 4
CHILD = "tests.bench.start_child"
# Only the window counts for the budget; what fills it comes by jobs while it can be used already.
STAGES = {
    "window": ("启动到窗口可用", 1.5),
    "ledger": ("启动到台账打开（首页可见）", None),
    "numbers": ("启动到首页数字齐全", None),
}


def run(folder: Path) -> list[Measure]:
    """Measure the stages of starting, each round in processes of their own, turn about."""
    ledger = big_ledger(folder, 100_000)
    best: dict[str, float] = {}
    other = float("inf")
    for number in range(ROUNDS):
        state = folder / f"state-{number}.ini"
        for stage, took in _stages("ours", str(ledger), str(state)).items():
            best[stage] = min(took, best.get(stage, took))
        other = min(other, _stages("bare")["window"])
    return [
        Measure(f"{name}（10 万项）", best.get(stage), other, "空的 PySide6 窗口", budget)
        for stage, (name, budget) in STAGES.items()
    ]


def _stages(*arguments: str) -> dict[str, float]:
    """Return the seconds from before the process was made to each stage."""
    begin = time.monotonic()
    return {stage: moment - begin for stage, moment in child(CHILD, *arguments).items()}
