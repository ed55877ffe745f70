from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import judge_all
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import (
    REPORT_KIND_NAMES,
    compare_figures,
    compare_rows,
    freeze_rows,
    freeze_task,
    snapshot_number,
    thaw_row,
)
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.supervision import SnapshotRow
from tests.domain.strategies import CUTOFFS, ledgers_of_facts, settings_of_ledgers
from tests.domain.test_statistics import DONE, a_task

JUNE = Period.parse("2024-06")
JUNE_END = dt.date(2024, 6, 30)


def rows_of(facts: list[TaskFacts]) -> list[SnapshotRow]:
    return freeze_rows(judge_all(facts, JUNE_END, LedgerSettings()))


def test_numbers_go_on_within_period_and_kind() -> None:
    assert snapshot_number(JUNE, "monthly", []) == "2024-06-月报-01"
    taken = ["2024-06-月报-01", "2024-06-月报-09", "2024-06-台账-11", "2024-05-月报-30", "别的"]
    assert snapshot_number(JUNE, "monthly", taken) == "2024-06-月报-10"
    assert snapshot_number(Period.parse("2024-H1"), "half-year", taken) == "2024-H1-半年报-01"
    assert len(set(REPORT_KIND_NAMES.values())) == len(REPORT_KIND_NAMES) == 15


@given(ledgers_of_facts(), CUTOFFS, settings_of_ledgers())
def test_rows_thaw_as_they_were_frozen(facts: list[TaskFacts], cutoff: dt.date, settings: LedgerSettings) -> None:
    judged = list(judge_all(facts, cutoff, settings))
    rows = freeze_rows(judged, snapshot_id=3)
    assert [thaw_row(row) for row in rows] == [freeze_task(*pair) for pair in judged]
    assert [row.ordinal for row in rows] == list(range(1, len(facts) + 1))
    assert [row.task_uid for row in rows] == [one.uid for one in facts]
    assert compare_rows(rows, rows) == []


def test_a_row_of_an_older_version_has_empty_fields() -> None:
    old = thaw_row(SnapshotRow(1, 1, 1, "u", "1-01", "on_track", '{"title": "任务", "field_of_then": 1}'))
    assert (old.title, old.percent, old.slip_count, old.is_unreported, old.days_left) == ("任务", None, 0, False, None)
    with pytest.raises(ValueError, match="snapshot row 1"):
        thaw_row(SnapshotRow(1, 1, 1, "u", "1-01", "on_track", "[]"))


def test_a_correction_lists_what_differs() -> None:
    before = [a_task(1, 1), a_task(2, 1), a_task(3, 1)]
    after = [a_task(4, 1), replace(before[1], percent=35.0, text="新进展"), before[0]]
    found = compare_rows(rows_of(before), rows_of(after))
    assert [(one.code, one.what) for one in found] == [("1-03", "removed"), ("1-04", "added"), ("1-02", "changed")]
    assert found[2].fields == {
        "状态": ("●正常", "■滞后"),
        "完成进度": ("50", "35"),
        "进展情况": ("", "新进展"),
    }


def test_frozen_rows_are_the_same_text_every_time() -> None:
    """Byte for byte, so that a reprint can be proved by its hash."""
    assert rows_of([a_task(1, 1)]) == rows_of([a_task(1, 1)])
    data = rows_of([a_task(1, 1)])[0].data
    assert list(json.loads(data)) == sorted(json.loads(data))


def test_figures_that_differ() -> None:
    one = compute_statistics([a_task(1, 1)], [], [], LedgerSettings(), JUNE_END, JUNE)
    other = compute_statistics([a_task(1, 1, **DONE), a_task(2, 1)], [], [], LedgerSettings(), JUNE_END, JUNE)
    found = compare_figures(one, other)
    assert (found["total"], found["done"], found["on_time"]) == ((1, 2), (0, 1), (0, 1))
    assert "overdue" not in found
