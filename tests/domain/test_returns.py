from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ledger_app.domain.period import Period
from ledger_app.domain.returns import NO_RETURNS, ReturnState, return_state, summarise_returns
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import ReturnLog

SETTINGS = LedgerSettings(report_due_day=25)
CUTOFF = dt.date(2024, 6, 30)


def june(day: int) -> dt.date:
    return dt.date(2024, 6, day)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"received_on": june(25)}, ReturnState.ON_TIME),
        ({"received_on": june(26)}, ReturnState.LATE),
        ({"received_on": june(26), "due": june(28)}, ReturnState.ON_TIME),
        ({}, ReturnState.MISSING),
        ({"due": dt.date(2024, 7, 5)}, ReturnState.PENDING),
        ({"received_on": dt.date(2024, 7, 1)}, ReturnState.MISSING),
        ({"received_on": june(20), "sent_back_on": june(21)}, ReturnState.SENT_BACK),
        ({"received_on": june(24), "sent_back_on": june(21)}, ReturnState.ON_TIME),
        ({"received_on": june(20), "sent_back_on": dt.date(2024, 7, 2)}, ReturnState.ON_TIME),
        ({"is_excused": True}, ReturnState.EXCUSED),
    ],
)
def test_how_a_report_stands_at_the_cutoff(fields: dict[str, object], state: ReturnState) -> None:
    log = replace(ReturnLog(1, 7, "2024-06"), **fields)  # type: ignore[arg-type]
    assert return_state(log, CUTOFF, SETTINGS) is state


def test_the_months_of_a_quarter_are_summed_up() -> None:
    logs = [
        ReturnLog(1, 7, "2024-04", received_on=dt.date(2024, 4, 25)),
        ReturnLog(2, 7, "2024-05", received_on=dt.date(2024, 5, 27)),
        ReturnLog(3, 7, "2024-06", received_on=june(20)),
        ReturnLog(4, 7, "2024-03"),
        ReturnLog(5, 8, "2024-06"),
    ]
    found = summarise_returns(logs, Period.parse("2024-Q2"), CUTOFF, SETTINGS)
    assert (found[7].word, found[7].worst) == ("按时2 迟报1", ReturnState.LATE)
    assert (found[8].word, found[8].count(ReturnState.MISSING)) == ("漏报", 1)
    assert (NO_RETURNS.word, NO_RETURNS.worst) == ("—", None)
