"""Pasting 1,000 rows into the grid and undoing it: against writing as many rows bare, without check or journal."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import time
from pathlib import Path

from ledger_app.domain.grid import TaskQuery
from ledger_app.services.cell_edits import CellText, apply_edits, plan_edits
from ledger_app.services.cell_reading import EditTime
from tests.bench.big import CUTOFF, big_ledger
from tests.bench.measure import Measure, not_measured, turn_about
from tests.builders_ledger import Place

ROWS, TASKS = 1_000, 10_000
FIELDS = ("title", "section", "note")
TIME = EditTime(CUTOFF, CUTOFF)


def run(folder: Path) -> list[Measure]:
    """Measure plan and paste, then the undo, each against a bare `executemany` that commits."""
    place = Path(shutil.copytree(big_ledger(folder, TASKS), folder / "cells"))
    bare = sqlite3.connect(Path(shutil.copytree(place, folder / "bare")) / "ledger.sqlite3")
    bare.execute("PRAGMA synchronous = FULL")
    ledger = Place(place).open()
    number = itertools.count()
    try:
        with ledger.read(lists=True) as session:
            ids = list(session.task_ids(TaskQuery(CUTOFF)))[:ROWS]

        def paste() -> None:
            run_number = next(number)
            texts = [CellText(id_, name, f"{name} {id_} {run_number}") for id_ in ids for name in FIELDS]
            with ledger.read() as session:
                plan = plan_edits(session, texts, TIME)
            with ledger.write() as work:
                apply_edits(work, plan, TIME, verb="paste")

        def write_bare() -> None:
            rows = [(f"a {next(number)}", "b", "c", id_) for id_ in ids]
            with bare:
                bare.executemany("UPDATE task SET title = ?, section = ?, note = ? WHERE id = ?", rows)

        pasted = turn_about(paste, write_bare)
        began = time.perf_counter()
        ledger.undo()
        undone = time.perf_counter() - began
    except sqlite3.Error as error:
        return [not_measured("粘贴 1000 行", repr(error))]
    finally:
        ledger.close()
        bare.close()
    note = f"{ROWS * len(FIELDS)} 格，{pasted[0] * 1000:.0f} 毫秒"
    return [
        Measure("粘贴 1000 行：核对并写入", *pasted, "裸写同样的行", None, note),
        Measure("撤销这次粘贴", undone, pasted[1], "裸写同样的行", None, f"{undone * 1000:.0f} 毫秒"),
    ]
