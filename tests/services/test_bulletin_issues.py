"""The issues of the bulletin: numbered within the year, kept by corrections, never twice unsaid."""

from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model_json import model_from_json
from ledger_app.services.reports import ReportMade, ReportRequest, make
from resources import locate
from tests.builders import a_task

JULY = dt.date(2024, 7, 5)


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


def issue(ledger: SqliteLedger, fonts: FontBook, period: str, **changes: object) -> ReportMade:
    asked = ReportRequest("monthly", Period.parse(period), **{"form": "bulletin", "issued": JULY, **changes})  # type: ignore[arg-type]
    with ledger.write() as work:
        return make(work, ledger.store, fonts, asked)


def head(made: ReportMade) -> str:
    found = model_from_json(made.snapshot.model).head
    assert found is not None
    return found.number


def test_issues_are_numbered_within_the_year_of_the_paper(ledger: SqliteLedger, fonts: FontBook) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心")
    first, second = issue(ledger, fonts, "2024-05"), issue(ledger, fonts, "2024-06")
    notice = issue(ledger, fonts, "2024-06", form="notice")
    january = issue(ledger, fonts, "2023-12", issued=dt.date(2023, 12, 31))
    third = issue(ledger, fonts, "2024-06")
    assert [head(one) for one in (first, second, january, third)] == ["第1期", "第2期", "第1期", "第3期"]
    assert [one.snapshot.issue for one in (second, notice, january)] == ["2024-2", "", "2023-1"]


def test_a_correction_keeps_the_number_of_what_it_corrects(ledger: SqliteLedger, fonts: FontBook) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心")
    first = issue(ledger, fonts, "2024-06", issue=6)
    corrected = issue(ledger, fonts, "2024-06", corrects_id=first.snapshot.id)
    assert head(corrected) == "第6期"
    assert "REP-015" not in {finding.code for finding in corrected.findings}


def test_a_number_said_by_hand_is_taken_and_one_used_before_is_said(ledger: SqliteLedger, fonts: FontBook) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心")
    issue(ledger, fonts, "2024-05", issue=9)
    again = issue(ledger, fonts, "2024-06", issue=9)
    said = {finding.code: finding.message for finding in again.findings}
    assert "2024年的简报第9期已经用过（2024-05-月报-01）" in said["REP-015"]
    assert head(issue(ledger, fonts, "2024-06")) == "第10期"
    bare = issue(ledger, fonts, "2024-06", issue=0)
    assert (head(bare), bare.snapshot.issue) == ("", "")
