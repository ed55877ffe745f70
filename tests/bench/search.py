"""One keystroke in the search box: against one LIKE scan of the same text in SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ledger_app.domain.grid import TaskQuery
from tests.bench.big import CUTOFF, big_ledger, open_big
from tests.bench.measure import Measure, turn_about

# In mid-sentence and frequent, in mid-sentence and rarer, and two that stand nowhere.
WORDS = ("医共", "院感", "妖怪国", "永不出现")
PAGE = 200

SCAN = """
    SELECT id FROM task WHERE code LIKE :word OR title LIKE :word OR content LIKE :word
    UNION SELECT task_id FROM progress_entry WHERE text LIKE :word OR problems LIKE :word OR next_step LIKE :word
    UNION SELECT id FROM plan_item WHERE title LIKE :word OR text LIKE :word
"""
SCAN_TASKS = "SELECT id FROM task WHERE code LIKE :word OR title LIKE :word OR content LIKE :word"


def run(folder: Path) -> list[Measure]:
    """Measure the search over everything, and the filter of the grid with its first page of rows."""
    ledger = open_big(big_ledger(folder, 100_000))
    plain = sqlite3.connect(f"file:{ledger.folder / 'ledger.sqlite3'}?mode=ro", uri=True)
    measures: list[Measure] = []
    try:
        with ledger.read() as session:
            session.task_ids(TaskQuery(CUTOFF))
            for word in WORDS:

                def scan(statement: str, word: str = word) -> object:
                    return plain.execute(statement, {"word": f"%{word}%"}).fetchall()

                def filtered(word: str = word) -> object:
                    ids = session.task_ids(TaskQuery(CUTOFF, search=word))
                    return session.task_rows(ids[:PAGE], CUTOFF)

                hits = f"{len(session.search(word))} 条结果"
                everything = turn_about(lambda word=word: session.search(word), lambda scan=scan: scan(SCAN), 3)
                measures.append(Measure(f"全局搜索“{word}”", *everything, "LIKE 扫描任务、计划原文与进展", 0.2, hits))
                hits = f"{len(session.task_ids(TaskQuery(CUTOFF, search=word)))} 项任务"
                listed = turn_about(filtered, lambda scan=scan: scan(SCAN), 3)
                measures.append(Measure(f"台账内搜索“{word}”", *listed, "LIKE 扫描任务、计划原文与进展", 0.2, hits))
                tasks_only = turn_about(filtered, lambda scan=scan: scan(SCAN_TASKS), 3)
                measures.append(Measure(f"台账内搜索“{word}”", *tasks_only, "LIKE 只扫描任务", note=hits))
    finally:
        plain.close()
        ledger.close()
    return measures
