"""How far a month's reports are, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.services import returns
from tests.builders import a_ledger, a_unit
from ui.models.month_way import MonthWay, read_month_way

JUNE = Period(2024, "month", 6)
DUE = dt.date(2024, 6, 25)
AFTER = dt.date(2024, 6, 28)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = a_ledger(tmp_path / "台账")
    yield opened
    opened.close()


def _way(cutoff: dt.date = AFTER, **facts: object) -> MonthWay:
    return MonthWay(JUNE, DUE, cutoff, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "act", "states"),
    [
        (_way(reporting_units=3), "ask", "now later later later"),
        (_way(dt.date(2024, 6, 20), asked=3, missing=3), "receive", "done now later later"),
        (_way(asked=3, received=1, missing=2), "chase", "done now now later"),
        (_way(asked=3, received=2, sent_back=1), "chase", "done now now later"),
        (_way(asked=3, received=3), "report", "done done done now"),
        (_way(asked=3, received=3, reports=("2024-06-月报-01",)), "report", "done done done done"),
        (_way(asked=3, received=2, missing=1, reports=("2024-06-月报-01",)), "report", "done now now done"),
        (_way(), "report", "later later later now"),
    ],
)
def test_the_next_act_follows_from_what_is_there(way: MonthWay, act: str, states: str) -> None:
    assert way.next_act == act
    assert " ".join(step.state for step in way.steps) == states


def test_the_words_of_the_stations() -> None:
    words = [
        f"{step.word} {step.detail}" for step in _way(asked=42, received=31, missing=9, sent_back=2, chased=5).steps
    ]
    assert words == [
        "布置报送 42 家",
        "收齐 31/42 单位 06-25截止，已过3天",
        "催报 未报 9 家，退回 2 家，已催 5 次",
        "通报 还没有生成",
    ]


def test_it_is_read_from_the_return_log(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two, three, four = (a_unit(work, f"单位{number}") for number in range(4))
        returns.ask(work, "2024-06", [one.id, two.id, three.id, four.id], DUE)
        returns.receive(work, one.id, "2024-06", dt.date(2024, 6, 24))
        returns.receive(work, two.id, "2024-06", dt.date(2024, 6, 27))
        returns.excuse(work, four.id, "2024-06")
    with ledger.read() as session:
        found = read_month_way(session, JUNE, AFTER, LedgerSettings())
        early = read_month_way(session, JUNE, dt.date(2024, 6, 25), LedgerSettings())
    assert (found.asked, found.received, found.missing, found.reporting_units) == (3, 2, 1, 4)
    assert (early.received, early.missing) == (1, 2)
    assert found.unasked == 0, "who is excused stands in the register too"
    with ledger.write() as work:
        a_unit(work, "新设单位")
    with ledger.read() as session:
        way = read_month_way(session, JUNE, AFTER, LedgerSettings())
    assert way.steps[0].detail == "3 家，1 家未登记"
    assert found.due == DUE
