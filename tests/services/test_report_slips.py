"""Slips on paper and in the register: what is printed is registered, what is registered is printed as it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Slip, SlipTask, Snapshot, SnapshotRow
from ledger_app.errors import RejectedError
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import FormPage
from ledger_app.services import settings, slips
from ledger_app.services.reports import ReportMade, ReportRequest, draft, make, printed
from resources import locate
from tests.builders import TODAY, a_task, a_unit

JUNE = Period.parse("2024-06")
SLIPS = ReportRequest("slip", JUNE)
AT = "2024-07-05T01:00:00Z"


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


@pytest.fixture
def late(ledger: SqliteLedger) -> SqliteLedger:
    """Return a ledger with two late units (tasks 1 and 2; 3) and one that is in time (task 4)."""
    with ledger.write() as work:
        settings.change(work, replace(LedgerSettings(), bureau_name="青禾县卫生健康局", year=2024, doc_prefix="青卫发"))
        hospital, centre, school = (a_unit(work, name) for name in ("县人民医院", "县疾控中心", "县卫校"))
        due = dt.date(2024, 5, 31)
        a_task(work, "建设胸痛中心", due, lead_unit_ids=(hospital.id,), cooperate_unit_ids=(centre.id,))
        a_task(work, "改造急诊", due, lead_unit_ids=(hospital.id,))
        a_task(work, "开展流调培训", due, lead_unit_ids=(centre.id,))
        a_task(work, "修订教案", dt.date(2024, 12, 31), lead_unit_ids=(school.id,))
    return ledger


def print_one(ledger: SqliteLedger, fonts: FontBook, request: ReportRequest = SLIPS) -> ReportMade:
    with ledger.write() as work:
        return make(work, ledger.store, fonts, request)


def pages_of(ledger: SqliteLedger, request: ReportRequest = SLIPS) -> list[FormPage]:
    with ledger.read() as session:
        found = draft(session, request, TODAY, AT).model.body
    return [page for page in found if isinstance(page, FormPage)]


def register(ledger: SqliteLedger) -> list[Slip]:
    with ledger.read() as session:
        return session.of(Slip).find()


def test_a_draft_shows_what_would_be_issued_and_issues_nothing(late: SqliteLedger) -> None:
    pages = pages_of(late)
    assert [page.facts[0] for page in pages] == ["编号：青卫督〔2024〕1号", "编号：青卫督〔2024〕2号"]
    assert register(late) == []


def test_all_late_units_get_their_slip_in_one_act_that_one_undo_takes_back(late: SqliteLedger, fonts: FontBook) -> None:
    made = print_one(late, fonts)
    issued = register(late)
    assert [slip.number for slip in issued] == ["青卫督〔2024〕1号", "青卫督〔2024〕2号"]
    assert {slip.snapshot_id for slip in issued} == {made.snapshot.id}
    assert made.pages == 2
    with late.read() as session:
        links = {(link.slip_id, link.task_id) for link in session.of(SlipTask).find()}
        frozen = {row.task_code for row in session.of(SnapshotRow).find(snapshot_id=made.snapshot.id)}
    first, second = (slip.id for slip in issued)
    assert links == {(first, 1), (first, 2), (second, 3)}
    assert len(frozen) == 3
    late.undo()
    assert register(late) == []
    with late.read() as session:
        assert session.of(Snapshot).find() == []


def test_printing_again_prints_the_same_slips(late: SqliteLedger, fonts: FontBook) -> None:
    print_one(late, fonts)
    before = register(late)
    print_one(late, fonts)
    assert [slip.number for slip in register(late)] == [slip.number for slip in before]


def test_a_draft_and_its_print_say_the_same(late: SqliteLedger, fonts: FontBook) -> None:
    before = [(page.facts, page.parts) for page in pages_of(late)]
    made = print_one(late, fonts)
    assert [(page.facts, page.parts) for page in pages_of(late)] == before
    with late.read() as session:
        assert printed(session, late.store, made.snapshot.id).startswith(b"%PDF-")


def test_one_unit_and_one_task_may_be_chosen(late: SqliteLedger, fonts: FontBook) -> None:
    print_one(late, fonts, replace(SLIPS, unit_id=2, colour="red"))
    assert [(slip.unit_id, slip.colour) for slip in register(late)] == [(2, "red")]
    print_one(late, fonts, replace(SLIPS, task_ids=(4,)))
    slip = register(late)[-1]
    assert slip.unit_id == 3
    assert "修订教案" in slip.matter
    assert len(pages_of(late, replace(SLIPS, slip_ids=(slip.id,)))) == 1


def test_a_task_with_an_open_slip_gets_no_second_one(late: SqliteLedger, fonts: FontBook) -> None:
    print_one(late, fonts, replace(SLIPS, task_ids=(1,)))
    print_one(late, fonts, replace(SLIPS, task_ids=(1,)))
    assert len(register(late)) == 1


def test_only_the_register_on_wish(late: SqliteLedger) -> None:
    only = replace(SLIPS, issues_slips=False)
    with pytest.raises(RejectedError) as caught:
        pages_of(late, only)
    assert caught.value.code == "SVC-239"
    with late.write() as work:
        slips.issue(work, [slips.SlipDraft("yellow", 1, (1,), "抓紧建设", TODAY)])
    (page,) = pages_of(late, only)
    assert (page.badge, page.grade) == ("【黄色】", 2)


def test_nothing_late_is_said(late: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught:
        pages_of(late, replace(SLIPS, unit_id=3))
    assert caught.value.code == "SVC-239"


def test_who_is_charged_leads_and_the_others_take_part(late: SqliteLedger) -> None:
    page = pages_of(late)[0]
    texts = [str(cell.content) for part in page.parts for row in part.rows for cell in row.cells]
    assert "主办：县人民医院" in texts
    assert "协办：县疾控中心" in texts
