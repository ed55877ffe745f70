"""Every kind of printed page, made of a small ledger: what stands on it, for whom, and that it comes back the same."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import REPORT_KIND_NAMES, ReportKind
from ledger_app.domain.unit import Person, Post, PostHolder
from ledger_app.errors import RejectedError
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model_json import model_from_json
from ledger_app.reports.pdf import render_pdf
from ledger_app.services import closing, deadlines, leaders, progress, returns, settings, slips
from ledger_app.services.progress import Report
from ledger_app.services.report_letters import following_number
from ledger_app.services.reports import ReportMade, ReportRequest, draft, make, printable_kinds, printed
from resources import locate
from tests.builders import TODAY, a_task, a_unit

MAY, JUNE = Period.parse("2024-05"), Period.parse("2024-06")
AT = "2024-07-05T01:00:00Z"
ONE_PAGE: tuple[ReportKind, ...] = ("leader", "meeting", "closing", "extension", "slip")


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    """Return a ledger: 县人民医院 is overdue (1), 县疾控中心 slow (2) and due soon (3), 县卫校 done (4)."""
    with ledger.write() as work:
        settings.change(work, replace(LedgerSettings(), bureau_name="青禾县卫生健康局", year=2024, doc_prefix="青卫发"))
        hospital, centre, school = (a_unit(work, name) for name in ("县人民医院", "县疾控中心", "县卫校"))
        start = dt.date(2024, 1, 1)
        a_task(work, "建设胸痛中心", dt.date(2024, 5, 31), start=start, lead_unit_ids=(hospital.id,))
        a_task(work, "开展流调培训", dt.date(2024, 12, 31), start=start, lead_unit_ids=(centre.id,))
        a_task(work, "更新冷链设备", dt.date(2024, 7, 15), start=start, lead_unit_ids=(centre.id,))
        a_task(work, "修订教案", dt.date(2024, 6, 20), start=start, lead_unit_ids=(school.id,))
        for task_id, percent in ((1, 60), (2, 5), (3, 90), (4, 100)):
            progress.file_entry(work, task_id, "2024-06", Report(f"已完成{percent}项", percent))
        progress.file_entry(work, 1, "2024-05", Report("已完成95项", 95))
        returns.ask(work, "2024-06", [hospital.id], dt.date(2024, 6, 25))
    return ledger


def text_of(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "").replace("\n", "")


def print_one(ledger: SqliteLedger, fonts: FontBook, kind: ReportKind, **options: object) -> tuple[ReportMade, bytes]:
    request = ReportRequest(kind, JUNE, issued=TODAY, **options)  # type: ignore[arg-type]
    with ledger.write() as work:
        made = make(work, ledger.store, fonts, request)
    with ledger.read() as session:
        return made, printed(session, ledger.store, made.snapshot.id)


def refusal(ledger: SqliteLedger, request: ReportRequest) -> str:
    with ledger.read() as session, pytest.raises(RejectedError) as caught:
        draft(session, request, TODAY, AT)
    return caught.value.code


def test_every_kind_can_be_printed() -> None:
    assert set(printable_kinds()) == set(REPORT_KIND_NAMES)


@pytest.mark.parametrize(
    "kind", [kind for kind in REPORT_KIND_NAMES if kind not in {"annual", "quarterly", "half-year", "breakdown"}]
)
def test_a_kind_is_frozen_under_its_number_and_made_anew_is_the_same(
    kind: ReportKind, filled: SqliteLedger, fonts: FontBook
) -> None:
    if kind == "evidence":
        with filled.write() as work:
            work.describe("test", "应交佐证")
            work.of(ExpectedEvidence).add(ExpectedEvidence(0, 1, "验收报告"))
    made, content = print_one(filled, fonts, kind)
    assert made.snapshot.number == f"2024-06-{REPORT_KIND_NAMES[kind]}-01"
    again = io.BytesIO()
    render_pdf(model_from_json(made.snapshot.model), fonts, again)
    assert again.getvalue() == content
    document = pdfium.PdfDocument(content)
    assert document.get_metadata_dict()["Author"] == "青禾县卫生健康局"
    assert made.snapshot.number in document.get_metadata_dict()["Keywords"]
    assert list(document.get_toc())
    if kind in ONE_PAGE:
        assert len(document) == 1


def test_a_chase_tells_each_late_unit_what_it_owes(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.write() as work:
        draft_ = slips.SlipDraft("blue", 1, (1,), "抓紧", dt.date(2024, 6, 10), dt.date(2024, 6, 17))
        slips.issue(work, [draft_])
    text = text_of(print_one(filled, fonts, "chase")[1])
    assert "一、逾期未完成的任务" in text
    assert "应于2024年5月31日完成，已逾期30天，自报完成60%" in text
    assert "二、逾期未回复的督办单" in text
    assert "已超期13天" in text
    assert "三、未按时报送的进展" in text
    assert "应于2024年6月25日前报送，已逾期5天" in text
    assert "县疾控中心" not in text
    assert refusal(filled, ReportRequest("chase", JUNE, unit_id=2)) == "REP-012"


def test_a_reminder_tells_what_is_slow_and_what_falls_due(filled: SqliteLedger, fonts: FontBook) -> None:
    text = text_of(print_one(filled, fonts, "letter", reply_by=dt.date(2024, 7, 9))[1])
    assert text.index("一、进度滞后的任务") < text.index("开展流调培训") < text.index("二、30天内到期的任务")
    assert "更新冷链设备（0-03），应于2024年7月15日完成，还剩15天，自报完成90%" in text
    assert "2024年7月9日前" in text
    assert "建设胸痛中心" not in text
    assert refusal(filled, ReportRequest("letter", JUNE, unit_id=3)) == "REP-013"


def test_numbers_of_letters_go_on() -> None:
    assert following_number("青卫函〔2024〕9号", 2) == "青卫函〔2024〕11号"
    assert following_number("待编", 2) == "待编"


def test_a_units_sheet_says_what_is_asked(filled: SqliteLedger, fonts: FontBook) -> None:
    made, content = print_one(filled, fonts, "unit", unit_id=1)
    text = text_of(content)
    assert made.snapshot.title == "县人民医院重点工作任务清单"
    assert "说明逾期原因，报预计完成时间" in text
    assert "开展流调培训" not in text
    all_units = print_one(filled, fonts, "unit")[0]
    assert all_units.pages == 3


def test_a_leaders_page_has_what_he_is_in_charge_of_what_turned_red_and_questions(
    filled: SqliteLedger, fonts: FontBook
) -> None:
    with filled.write() as work:
        work.describe("test", "局领导")
        post = work.of(Post).add(Post(0, None, "副局长", "leader"))
        person = work.of(Person).add(Person(0, "周敏"))
        work.of(PostHolder).add(PostHolder(0, post.id, person.id))
        leaders.set_duties(work, post.id, [1], [], dt.date(2024, 1, 1))
        make(work, filled.store, fonts, ReportRequest("monthly", MAY))
    text = text_of(print_one(filled, fonts, "leader", leader="周敏")[1])
    assert "呈：周敏" in text
    assert "与2024-05-月报-01（截至2024-05-31）相比" in text
    assert "▲逾期 " in text
    assert "建设胸痛中心”" in text
    assert "已逾期30天，卡在哪里、何时能完成？" in text
    assert "开展流调培训" not in text
    assert refusal(filled, ReportRequest("leader", JUNE, leader="没有此人")) == "REP-014"


def test_a_task_that_was_red_before_did_not_turn_red(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.write() as work:
        make(work, filled.store, fonts, ReportRequest("monthly", JUNE, cutoff=dt.date(2024, 6, 20)))
    text = text_of(print_one(filled, fonts, "leader")[1])
    assert "呈：局主要领导" in text
    assert "没有新转红灯的任务" in text


def test_the_meetings_page_has_both_lists(filled: SqliteLedger, fonts: FontBook) -> None:
    text = text_of(print_one(filled, fonts, "meeting")[1])
    late, soon = text.split("二、30天内到期任务")
    assert "建设胸痛中心" in late
    assert "开展流调培训" in late
    assert "更新冷链设备" in soon
    assert "修订教案" not in text


def test_a_meetings_page_stays_one_page_with_hundreds_of_tasks(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.write() as work:
        for number in range(120):
            due = dt.date(2024, 5, 1) if number % 2 else dt.date(2024, 7, 10)
            a_task(work, f"第{number}件需要写得很长很长才能说清楚做什么的重点工作任务", due, lead_unit_ids=(1,))
    made, content = print_one(filled, fonts, "meeting")
    assert made.pages == 1
    assert "详见台账" in text_of(content)
    assert print_one(filled, fonts, "leader")[0].pages == 1


def test_the_form_for_striking_off_has_what_is_known_and_the_steps_taken(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.write() as work:
        closing.ask(work, 4, closing.StepTaken("孙校长", "教案已修订", TODAY), dt.date(2024, 6, 18))
    text = text_of(print_one(filled, fonts, "closing", cutoff=TODAY, task_ids=(4,))[1])
    for words in (
        "修订教案",
        "2024年6月18日",
        "已完成100项",
        "√ 目标已达到",
        "□ 单位负责人已签字",
        "教案已修订",
        "孙校长",
    ):
        assert words in text
    assert "修订教案" in text_of(print_one(filled, fonts, "closing")[1]), (
        "without a choice: what waits to be struck off"
    )


def test_the_form_for_extension_has_the_open_request_and_is_empty_without_one(
    filled: SqliteLedger, fonts: FontBook
) -> None:
    made, content = print_one(filled, fonts, "extension")
    assert made.snapshot.title == "任务延期审批表（空白）"
    assert "延期理由" in text_of(content)
    with filled.write() as work:
        deadlines.request_extension(work, 3, dt.date(2024, 8, 31), "设备尚未到货", TODAY)
    text = text_of(print_one(filled, fonts, "extension")[1])
    for words in ("更新冷链设备", "2024年7月15日", "2024年8月31日", "设备尚未到货"):
        assert words in text


def test_lists_without_anything_are_refused_in_words(filled: SqliteLedger) -> None:
    assert refusal(filled, ReportRequest("evidence", JUNE)) == "REP-014"
    assert refusal(filled, ReportRequest("breakdown", JUNE)) == "REP-014"
    assert refusal(filled, ReportRequest("unit", JUNE, unit_id=1, task_ids=(2,))) == "REP-014"
