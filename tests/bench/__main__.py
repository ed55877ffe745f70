"""Run benchmarks by name: `python -m tests.bench [start search grid ...]`, all of `NAMES` without one."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Measure, not_measured, table

NAMES = ("start", "search", "grid", "cells", "workbench", "plan", "report", "evidence", "keeping", "words")


def main(arguments: list[str]) -> int:
    """Run the named benchmarks (all by default); 0 if no budget is exceeded, 1 if one is, 2 for an unknown name."""
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        print(f"没有名为 {'、'.join(unknown)} 的性能对比，可用：{' '.join(NAMES)}")
        return 2
    measures: list[Measure] = []
    for name in arguments or NAMES:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            try:
                found = importlib.import_module(f"tests.bench.{name}").run(Path(folder))
            except Exception as error:  # noqa: BLE001 - one broken benchmark must not hide the others
                found = [not_measured(name, f"出错：{error!r}")]
        measures += found
        print(table(found), flush=True)
    return 1 if any(one.verdict == "超出" for one in measures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
