from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import thaw_row
from ledger_app.domain.statistics_json import statistics_from_dict
from ledger_app.domain.supervision import Snapshot, SnapshotRow
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence import store as store_module
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import ReportTable
from ledger_app.reports.model_json import model_from_json
from ledger_app.services import progress, settings, tasks, unit_succession
from ledger_app.services.progress import Report
from ledger_app.services.reports import ReportMade, ReportRequest, draft, make, previous_snapshot, printed
from resources import locate
from tests.builders import TODAY, a_task, a_unit

MAY, JUNE = Period.parse("2024-05"), Period.parse("2024-06")


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    with ledger.write() as work:
        settings.change(work, replace(LedgerSettings(), bureau_name="青禾县卫生健康局", year=2024))
        hospital, centre = a_unit(work, "县人民医院"), a_unit(work, "县疾控中心")
        due = dt.date(2024, 5, 31)
        one = a_task(work, "建设胸痛中心", due, start=dt.date(2024, 1, 1), lead_unit_ids=(hospital.id,))
        a_task(work, "开展流调培训", start=dt.date(2024, 1, 1), lead_unit_ids=(centre.id,))
        progress.file_entry(work, one.id, "2024-05", Report("完成选址", 50, unit_id=hospital.id))
    return ledger


def print_one(ledger: SqliteLedger, fonts: FontBook, request: ReportRequest) -> ReportMade:
    with ledger.write() as work:
        return make(work, ledger.store, fonts, request)


def figures(made: ReportMade) -> tuple[int, int]:
    total = statistics_from_dict(json.loads(made.snapshot.statistics)).total
    return total.total.value, total.overdue.value


def test_a_report_is_frozen_with_all_it_was_made_from(filled: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(filled, fonts, ReportRequest("monthly", JUNE))
    snapshot = made.snapshot
    assert (snapshot.number, snapshot.cutoff, snapshot.created_by) == ("2024-06-月报-01", dt.date(2024, 6, 30), "张三")
    assert json.loads(snapshot.settings)["bureau_name"] == "青禾县卫生健康局"
    assert json.loads(snapshot.faces)
    assert model_from_json(snapshot.model).title == "关于2024年6月重点工作任务进展情况的通报"
    assert figures(made) == (2, 1)
    with filled.read() as session:
        rows = session.of(SnapshotRow).find(snapshot_id=snapshot.id)
        content = printed(session, filled.store, snapshot.id)
    assert [(row.ordinal, thaw_row(row).title, row.light) for row in rows] == [
        (1, "建设胸痛中心", "overdue"),
        (2, "开展流调培训", "not_started"),
    ]
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == snapshot.pdf_sha256
    assert made.pages >= 1


def test_a_reprint_is_the_same_bytes_whatever_changed_since(filled: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(filled, fonts, ReportRequest("monthly", JUNE))
    with filled.read() as session:
        before = printed(session, filled.store, made.snapshot.id)
    with filled.write() as work:
        tasks.remove(work, [1])
    with filled.read() as session:
        assert printed(session, filled.store, made.snapshot.id) == before


def test_the_next_report_compares_with_what_was_frozen(filled: SqliteLedger, fonts: FontBook) -> None:
    first = print_one(filled, fonts, ReportRequest("monthly", MAY))
    assert "SVC-130" in {finding.code for finding in first.findings}
    with filled.write() as work:
        tasks.edit(work, 1, work.of(tasks.Task).find(id=1)[0].version, {"title": "后来改的名"})
    second = print_one(filled, fonts, ReportRequest("monthly", JUNE))
    statistics = statistics_from_dict(json.loads(second.snapshot.statistics))
    assert (statistics.previous_period, statistics.previous_cutoff) == ("2024-05", dt.date(2024, 5, 31))
    assert statistics.change is not None
    assert "SVC-130" not in {finding.code for finding in second.findings}


def test_only_reports_of_the_same_kind_and_scope_are_compared(filled: SqliteLedger, fonts: FontBook) -> None:
    print_one(filled, fonts, ReportRequest("ledger", MAY))
    print_one(filled, fonts, ReportRequest("monthly", MAY, unit_id=1))
    with filled.read() as session:
        assert previous_snapshot(session, "monthly", "{}", JUNE.last_day) is None
    whole = print_one(filled, fonts, ReportRequest("monthly", MAY))
    again = print_one(filled, fonts, ReportRequest("monthly", MAY))
    with filled.read() as session:
        assert previous_snapshot(session, "monthly", "{}", JUNE.last_day) == again.snapshot
        assert previous_snapshot(session, "monthly", "{}", MAY.last_day) is None
    assert (whole.snapshot.number, again.snapshot.number) == ("2024-05-月报-02", "2024-05-月报-03")


def test_one_units_report_has_its_tasks_alone(filled: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(filled, fonts, ReportRequest("ledger", JUNE, unit_id=2))
    model = model_from_json(made.snapshot.model)
    table = model.body[0]
    assert isinstance(table, ReportTable)
    assert [row.task_ids for row in table.rows if row.kind == "row"] == [(2,)]
    assert "县疾控中心承担的任务" in model.subtitle
    assert len(json.loads(made.snapshot.scope)["unit"]) == 32


def test_the_cutoff_follows_the_ledgers_settings(filled: SqliteLedger) -> None:
    with filled.write() as work:
        settings.change(work, replace(work.settings(), cutoff_day=25))
    with filled.read() as session:
        assert draft(session, ReportRequest("monthly", JUNE), TODAY, "2024-07-05T01:00:00Z").cutoff.day == 25


def test_a_period_that_is_not_over_is_judged_today_and_says_so(filled: SqliteLedger) -> None:
    july = Period.parse("2024-07")
    with filled.read() as session:
        made = draft(session, ReportRequest("monthly", july), TODAY, "2024-07-05T01:00:00Z")
    assert made.cutoff == TODAY
    assert "SVC-131" in {finding.code for finding in made.findings}


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (ReportRequest("monthly", Period.parse("2024-08")), "SVC-059"),
        (ReportRequest("monthly", JUNE, cutoff=dt.date(2024, 7, 6)), "SVC-059"),
        (ReportRequest("monthly", Period.parse("2024-Q2")), "SVC-061"),
        (ReportRequest("quarterly", JUNE), "SVC-061"),
        (ReportRequest("poem", JUNE), "SVC-025"),  # type: ignore[arg-type]
        (ReportRequest("monthly", JUNE, unit_id=99), "SVC-004"),
    ],
)
def test_what_cannot_be_is_refused(request_: ReportRequest, code: str, filled: SqliteLedger, fonts: FontBook) -> None:
    with pytest.raises(RejectedError) as caught:
        print_one(filled, fonts, request_)
    assert caught.value.code == code
    with filled.read() as session:
        assert session.of(Snapshot).count() == 0


@pytest.mark.parametrize(("kind", "period"), [("quarterly", "2024-Q2"), ("half-year", "2024-H1"), ("annual", "2023")])
def test_circulars_of_longer_periods(kind: str, period: str, filled: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(filled, fonts, ReportRequest(kind, Period.parse(period)))  # type: ignore[arg-type]
    assert made.snapshot.cutoff == Period.parse(period).last_day


def test_without_the_bureaus_name_the_ledgers_name_stands_in(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        made = draft(session, ReportRequest("monthly", JUNE), TODAY, "2024-07-05T01:00:00Z")
    assert made.model.signature is not None
    assert made.model.signature.name == "测试台账"
    assert "SVC-132" in {finding.code for finding in made.findings}


def test_a_full_disk_leaves_no_report(filled: SqliteLedger, fonts: FontBook, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free, total = 0, 0

    monkeypatch.setattr(store_module.shutil, "disk_usage", lambda _: Full())
    with pytest.raises(EnvironmentFault) as caught:
        print_one(filled, fonts, ReportRequest("monthly", JUNE))
    assert caught.value.code == "EVI-010"
    with filled.read() as session:
        assert session.of(Snapshot).count() == 0


def test_a_report_that_was_never_printed_cannot_be_reprinted(filled: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(filled, fonts, ReportRequest("monthly", JUNE))
    with filled.write() as work:
        unprinted = work.of(Snapshot).add(replace(made.snapshot, id=0, uid="x", number="x", pdf_sha256=None))
    with filled.read() as session, pytest.raises(RejectedError) as caught:
        printed(session, filled.store, unprinted.id)
    assert caught.value.code == "SVC-060"


def test_a_stored_report_that_has_gone_is_named(filled: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(filled, fonts, ReportRequest("monthly", JUNE))
    path: Path = filled.store.path_of(made.snapshot.pdf_sha256 or "")
    path.unlink()
    with filled.read() as session, pytest.raises(EnvironmentFault) as caught:
        printed(session, filled.store, made.snapshot.id)
    assert caught.value.code == "EVI-003"


def test_the_roster_of_the_day_is_in_the_report(filled: SqliteLedger) -> None:
    with filled.write() as work:
        unit_succession.close(work, a_unit(work, "旧单位").id, dt.date(2024, 1, 31))
    with filled.read() as session:
        made = draft(session, ReportRequest("monthly", JUNE), TODAY, "2024-07-05T01:00:00Z")
    assert "旧单位" not in {row.name for row in made.statistics.by_unit}
