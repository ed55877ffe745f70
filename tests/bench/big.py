"""The big ledgers that benchmarks share in one run."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from db.sqlite_ledger import SqliteLedger
from tests.builders_ledger import Place, build_big_ledger

CUTOFF = dt.date(2024, 6, 30)
FOLDER_VARIABLE = "LEDGER_BENCH_FOLDER"


def big_ledger(folder: Path, tasks: int) -> Path:
    """Return a ledger of so many tasks, ten entries each; made once a run, kept where the variable names a folder."""
    place = Path(os.environ.get(FOLDER_VARIABLE) or folder.parent) / f"big-{tasks}"
    if not (place / "ledger.sqlite3").is_file():
        build_big_ledger(place, tasks)
    return place


def open_big(place: Path) -> SqliteLedger:
    """Open such a ledger for reading."""
    return Place(place).open(mode="read")
