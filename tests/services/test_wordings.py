from __future__ import annotations

from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.errors import RejectedError
from ledger_app.reports.model import Figure, Paragraph, run_text
from ledger_app.reports.narrative import figures_of
from ledger_app.reports.rewording import body_text
from ledger_app.reports.wording_default import BUILT_IN, Wording, WordingSection
from ledger_app.reports.wording_file import wording_to_file
from ledger_app.services import settings, wordings
from ledger_app.services.report_words import circular_words
from ledger_app.services.reports import Draft, ReportRequest, draft
from tests.builders import TODAY, a_task

JUNE = Period.parse("2024-06")
OWN = Wording("季度用", (WordingSection("总体情况", "共{任务总数}项。"),), ("quarterly", "monthly"))


def save(ledger: SqliteLedger, wording: Wording, before: str = "") -> None:
    with ledger.write() as work:
        wordings.save_wording(work, wording, before)


def drafted(ledger: SqliteLedger, request: ReportRequest | None = None) -> Draft:
    with ledger.read() as session:
        return draft(session, request or ReportRequest("monthly", JUNE), TODAY, "2024-07-05T01:00:00Z")


def code_of(ledger: SqliteLedger, wording: Wording, before: str = "") -> str:
    with pytest.raises(RejectedError) as caught:
        save(ledger, wording, before)
    return caught.value.code


def test_a_template_writes_the_circulars_of_its_kinds(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心")
    assert len(drafted(ledger).model.body) > 2
    save(ledger, OWN)
    assert body_text(drafted(ledger).model.body) == "一、总体情况\n共1项。"
    built_in = drafted(ledger, ReportRequest("monthly", JUNE, wording="内置"))
    assert len(built_in.model.body) > 2
    other = drafted(ledger, ReportRequest("half-year", Period.parse("2024-H1")))
    assert len(other.model.body) > 2


def test_a_kind_has_one_template_and_undo_brings_back_what_was(ledger: SqliteLedger) -> None:
    save(ledger, OWN)
    save(ledger, Wording("月度用", BUILT_IN.sections, ("monthly",)))
    with ledger.read() as session:
        kinds = {one.name: one.kinds for one in wordings.read_wordings(session)}
        assert kinds == {"季度用": ("quarterly",), "月度用": ("monthly",)}
        assert wordings.wording_for(session, "monthly").name == "月度用"
        assert wordings.wording_for(session, "annual") == BUILT_IN
    ledger.undo()
    with ledger.read() as session:
        assert [one.kinds for one in wordings.read_wordings(session)] == [("monthly", "quarterly")]


def test_templates_are_changed_renamed_and_removed(ledger: SqliteLedger) -> None:
    save(ledger, OWN)
    save(ledger, replace(OWN, name="新名"), "季度用")
    with ledger.read() as session:
        assert [one.name for one in wordings.read_wordings(session)] == ["新名"]
    with ledger.write() as work:
        wordings.remove_wording(work, "新名")
    with ledger.read() as session:
        assert wordings.read_wordings(session) == ()
    with ledger.write() as work, pytest.raises(RejectedError) as caught:
        wordings.remove_wording(work, "新名")
    assert caught.value.code == "REP-050"


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        (replace(OWN, name="内置"), "REP-053"),
        (replace(OWN, name="  "), "REP-052"),
        (replace(OWN, sections=(WordingSection("只有标题", " "),)), "REP-052"),
        (replace(OWN, sections=(WordingSection("", "共{没有的}项"),)), "REP-048"),
        (replace(OWN, sections=(WordingSection("", "长" * 10_001),)), "SVC-026"),
        (OWN, "REP-049"),
    ],
)
def test_what_cannot_be_kept_is_refused(wording: Wording, code: str, ledger: SqliteLedger) -> None:
    save(ledger, OWN)
    assert code_of(ledger, wording) == code


def test_there_is_an_end_to_templates(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        for number in range(wordings.MOST_WORDINGS):
            wordings.save_wording(work, replace(OWN, name=f"第{number}个"))
    assert code_of(ledger, OWN) == "REP-055"
    save(ledger, OWN, "第3个")


def test_a_template_goes_to_another_office_as_a_file() -> None:
    content = wording_to_file(OWN)
    opened = wordings.opened_wording(content, "模板.json")
    assert opened == replace(OWN, kinds=("monthly", "quarterly"))
    assert wordings.opened_wording(wording_to_file(BUILT_IN), "模板.json").name == "内置（导入）"
    assert wordings.free_name("季度用", ["季度用", "季度用2"]) == "季度用3"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b'{"format":"task-ledger-wording","version":2,"name":"a","kinds":[],"sections":[]}',
        b'{"format":"task-ledger-wording","version":1,"name":1,"kinds":[],"sections":[]}',
        b'{"format":"task-ledger-wording","version":1,"name":"a","kinds":[],"sections":[{"title":"a"}]}',
        b"[" * 100_000,
        b" " * 1_000_001,
    ],
)
def test_a_file_that_is_no_template_is_refused(content: bytes) -> None:
    with pytest.raises(RejectedError) as caught:
        wordings.opened_wording(content, "模板.json")
    assert caught.value.code == "REP-051"


def test_a_damaged_setting_counts_as_none(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.describe("test", "test")
        work.write_setting("report.wordings", '[{"name": 3}]')
    with ledger.read() as session:
        assert wordings.wording_for(session, "monthly") == BUILT_IN


def test_edited_words_are_printed_with_their_figures_and_doubts(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心")
        a_task(work, "开展流调培训")
    made = drafted(ledger)
    with ledger.read():
        text = body_text(made.model.body)
    edited = text.replace("共2项", "共3项").replace("特此通报。", "请认真落实。\n特此通报。")
    again = drafted(ledger, ReportRequest("monthly", JUNE, edited=edited))
    assert body_text(again.model.body) == edited
    said = [finding.message for finding in again.findings if finding.code == "REP-054"]
    assert said == ["文中写 3 项，台账为 2 项（“列入台账的任务共3项”），请核对；不改也可以留存。"]
    figures = [figure.text for figure in figures_of(again.model.body)]
    assert figures == [figure.text for figure in figures_of(made.model.body)][1:]


def test_long_words_are_named(ledger: SqliteLedger) -> None:
    for count, code in ((1501, "REP-046"), (4001, "REP-047")):
        made = drafted(ledger, ReportRequest("monthly", JUNE, edited="长" * count))
        assert [finding.code for finding in made.findings if finding.code.startswith("REP")] == [code]


def test_demands_ask_for_answers_by_the_day_the_ledger_sets(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心", JUNE.first_day)

    def demand(request: ReportRequest) -> str:
        made = drafted(ledger, request)
        return body_text(made.model.body)

    request = ReportRequest("monthly", JUNE, issued=TODAY.replace(day=5))
    assert "于2024年7月15日前书面报" in demand(request)
    assert "于2024年7月9日前书面报" in demand(replace(request, reply_by=TODAY.replace(day=9)))
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), reply_days=0, contact_line="联系人：李明"))
    assert "整改情况及时书面报" in demand(request)
    assert "（联系人：李明）" in demand(request)


def test_the_window_can_ask_what_the_words_are_made_of(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work, "建设胸痛中心")
    with ledger.read() as session:
        made = draft(session, ReportRequest("monthly", JUNE), TODAY, "2024-07-05T01:00:00Z")
        words = circular_words(made.context)
    assert words.body == made.model.body
    assert words.wording == BUILT_IN
    first = words.body[2]
    assert isinstance(first, Paragraph)
    assert any(isinstance(run, Figure) for run in first.runs)
    assert run_text(first.runs).startswith("列入台账的任务共1项")
