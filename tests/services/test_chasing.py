from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.chase_text import DEFAULTS, GAPS, LateUnit, chase_text, named_units
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.period import Period
from ledger_app.domain.workday import WorkCalendar
from ledger_app.errors import RejectedError
from ledger_app.services import chasing, evidence_waivers, expected_evidence, returns, tasks
from tests.builders import a_task, a_unit

JUNE = Period(2024, "month", 6)
CUTOFF = dt.date(2024, 7, 1)


def test_who_owes_a_report_and_for_how_long(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        hospital, centre, station = (a_unit(work, name) for name in ("县医院", "疾控中心", "监督所"))
        returns.ask(work, "2024-06", [hospital.id, centre.id, station.id], dt.date(2024, 6, 27))
        returns.receive(work, centre.id, "2024-06", dt.date(2024, 6, 26))
        returns.receive(work, station.id, "2024-06", dt.date(2024, 6, 26))
        returns.send_back(work, station.id, "2024-06", "没有数字", dt.date(2024, 6, 28))
        returns.chase(work, [hospital.id], "2024-06", "电话")
    with ledger.read() as session:
        found = chasing.late_units(session, JUNE, CUTOFF, WorkCalendar())
        later = chasing.late_units(session, JUNE, dt.date(2024, 7, 5), WorkCalendar())
    assert {(one.name, one.late_days, one.work_days, one.is_sent_back) for one in found} == {
        ("县医院", 4, 2, False),
        ("监督所", 4, 2, True),
    }
    # The clock of the builders stands on 5 July: what was done then is not known on 1 July.
    assert [one.chased for one in found if one.name == "县医院"] == [0]
    assert [one.chased for one in later if one.name == "县医院"] == [1]


def test_papers_that_are_missing_are_counted_for_the_unit_that_leads(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        hospital, centre = a_unit(work, "县医院"), a_unit(work, "疾控中心")
        chest, done = a_task(work, lead_unit_ids=(hospital.id,)), a_task(work, "义诊", lead_unit_ids=(hospital.id,))
        for task in (chest, done):
            for name in ("照片", "签到表"):
                expected_evidence.add_by_hand(work, task.id, name)
        evidence_waivers.waive(work, work.of(ExpectedEvidence).find(task_id=chest.id)[0].id, "不需要")
        tasks.cancel(work, [done.id], "不再开展", dt.date(2024, 6, 20))
    with ledger.read() as session:
        assert chasing.missing_papers(session, [hospital.id, centre.id], CUTOFF) == {hospital.id: 1}
        assert chasing.missing_papers(session, [centre.id], CUTOFF) == {}


def test_the_words_name_missing_papers() -> None:
    units = [LateUnit(1, "县医院", 3, missing=2), LateUnit(2, "疾控中心", -1, missing=1), LateUnit(3, "妇幼院", -1)]
    assert named_units(units, "first") == "县医院（已逾期3天，另缺佐证2份）、疾控中心（缺佐证1份）、妇幼院"


def test_nobody_asked_nobody_late(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        assert chasing.late_units(session, JUNE, CUTOFF, WorkCalendar()) == []


def test_the_words_name_units_days_and_hour() -> None:
    units = [
        LateUnit(1, "县医院", 3, 2, chased=1),
        LateUnit(2, "疾控中心", 0),
        LateUnit(3, "妇幼院", -2, is_sent_back=True),
    ]
    at = dt.datetime(2024, 6, 28, 18, 5, tzinfo=dt.UTC)
    first = chase_text(
        DEFAULTS["first"], "first", units, month=JUNE, due=dt.date(2024, 6, 25), at=at, contact="电话：1"
    )
    assert (
        "截至6月28日18时，以下3家尚未报送：县医院（已逾期3天）、疾控中心（今天到期）、妇幼院（已退回待补正）。" in first
    )
    assert first.endswith("电话：1。")
    second = chase_text(DEFAULTS["second"], "second", units, month=JUNE, due=dt.date(2024, 6, 25), at=at)
    assert "县医院（已逾期3天，已催1次）" in second
    assert "{" not in first + second


@given(st.text(max_size=80))
def test_what_is_no_gap_stays_as_typed(text: str) -> None:
    has_gap = any(f"{{{gap}}}" in text for gap in GAPS)
    at = dt.datetime(2024, 6, 28, 18, tzinfo=dt.UTC)
    filled = chase_text(text, "first", [], month=JUNE, due=CUTOFF, at=at)
    assert has_gap or filled == text.strip()


def test_a_ledger_keeps_its_own_words(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        chasing.save_template(work, "second", "请{名单}速报。")
    with ledger.read() as session:
        assert chasing.template_of(session, "second") == "请{名单}速报。"
        assert chasing.template_of(session, "first") == DEFAULTS["first"]
    with ledger.write() as work:
        chasing.save_template(work, "second", " ")
    with ledger.read() as session:
        assert chasing.template_of(session, "second") == DEFAULTS["second"]
    with pytest.raises(RejectedError, match="SVC-026"), ledger.write() as work:
        chasing.save_template(work, "first", "长" * 2001)
