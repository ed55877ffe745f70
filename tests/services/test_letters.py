from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pypdfium2
import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Chase, Letter, LetterTask, Slip, Snapshot
from ledger_app.errors import RejectedError
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model_json import model_from_json
from ledger_app.services import letters, returns, settings
from ledger_app.services.letters import LetterState, read_letters
from ledger_app.services.reports import ReportMade, ReportRequest, draft, make, printed
from resources import locate
from tests.builders import TODAY, a_task, a_unit

JUNE = Period.parse("2024-06")
NOW = "2024-07-05T01:00:00Z"


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return FontBook(locate.fonts())


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    with ledger.write() as work:
        settings.change(work, replace(LedgerSettings(), bureau_name="青禾县卫生健康局", year=2024))
        hospital, centre = a_unit(work, "县人民医院"), a_unit(work, "县疾控中心")
        a_task(work, "建设胸痛中心", dt.date(2024, 5, 31), lead_unit_ids=(hospital.id,))
        a_task(work, "开展流调培训", dt.date(2024, 6, 20), lead_unit_ids=(centre.id,))
        returns.ask(work, "2024-06", [hospital.id, centre.id])
    return ledger


def send(ledger: SqliteLedger, fonts: FontBook, **wanted: object) -> ReportMade:
    request = replace(ReportRequest("chase", JUNE), **wanted)  # type: ignore[arg-type]  # fields of the request
    with ledger.write() as work:
        return make(work, ledger.store, fonts, request)


def all_letters(ledger: SqliteLedger) -> list[Letter]:
    with ledger.read() as session:
        return session.of(Letter).find()


def test_printed_chase_notices_are_entered_in_the_register(filled: SqliteLedger, fonts: FontBook) -> None:
    made = send(filled, fonts, document_number="青卫函〔2024〕8号")
    first, second = all_letters(filled)
    assert (first.number, second.number) == ("催办2024-001", "催办2024-002")
    assert (first.document_number, second.document_number) == ("青卫函〔2024〕8号", "青卫函〔2024〕9号")
    assert (first.issued, first.due, first.step, first.snapshot_id) == (TODAY, dt.date(2024, 7, 8), 1, made.snapshot.id)
    assert first.matter.startswith("逾期未完成的任务 1 项（")
    assert made.snapshot.pages == made.pages > 1
    foots = [part.foot for part in model_from_json(made.snapshot.model).parts]
    assert [foot.split()[0] for foot in foots] == ["催办2024-001", "催办2024-002"]
    with filled.read() as session:
        document = pypdfium2.PdfDocument(printed(session, filled.store, made.snapshot.id))
    assert "催办2024-001" in document[0].get_textpage().get_text_range()
    document.close()
    with filled.read() as session:
        assert len(session.of(LetterTask).find()) == 2


def test_a_draft_enters_nothing_and_undo_takes_all_of_it_back(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.read() as session:
        draft(session, ReportRequest("chase", JUNE), TODAY, NOW)
    assert all_letters(filled) == []
    send(filled, fonts)
    filled.undo()
    assert all_letters(filled) == []
    with filled.read() as session:
        assert session.of(Snapshot).find() == []


def test_a_chase_notice_counts_where_reminders_are_counted(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.read() as session:
        assert [one.slip_count for one in session.facts(TODAY)] == [0, 0]
    send(filled, fonts)
    with filled.read() as session:
        assert [one.slip_count for one in session.facts(TODAY)] == [1, 1]
        assert [one.slip_count for one in session.facts(TODAY - dt.timedelta(days=1))] == [0, 0]
        assert [(one.how, one.text) for one in session.of(Chase).find()] == [
            ("催办通知", "催办2024-001"),
            ("催办通知", "催办2024-002"),
        ]


def test_a_reminder_is_no_supervision(filled: SqliteLedger, fonts: FontBook) -> None:
    with filled.write() as work:
        unit = a_unit(work, "县中医院")
        a_task(work, "培训村医", TODAY + dt.timedelta(days=9), lead_unit_ids=(unit.id,))
    send(filled, fonts, kind="letter", cutoff=TODAY)
    assert [one.number for one in all_letters(filled)] == ["提醒2024-001"]
    with filled.read() as session:
        assert sum(one.slip_count for one in session.facts(TODAY)) == 0
        assert session.of(Chase).find() == []


def test_the_second_notice_without_an_answer_says_so(filled: SqliteLedger, fonts: FontBook) -> None:
    send(filled, fonts)
    answered = all_letters(filled)[0]
    with filled.write() as work:
        letters.reply(work, answered.id, "七月底前完成")
    made = send(filled, fonts)
    assert [one.step for one in all_letters(filled)] == [1, 1, 1, 2]
    assert "催办2024-004（第2次）" in made.snapshot.model


def test_how_a_letter_stands_follows_the_day(filled: SqliteLedger, fonts: FontBook) -> None:
    send(filled, fonts, unit_id=1)
    with filled.write() as work:
        letters.reply(work, all_letters(filled)[0].id, "已安排", TODAY)
        letters.reply(work, all_letters(filled)[0].id, "")
    due = dt.date(2024, 7, 8)
    with filled.read() as session:
        assert read_letters(session, TODAY - dt.timedelta(days=1)) == []
        assert [one.state for one in read_letters(session, due)] == [LetterState.WAITING]
        late = read_letters(session, due + dt.timedelta(days=2))
    assert [(one.state, one.days, one.unit_name) for one in late] == [(LetterState.OVERDUE, 2, "县人民医院")]


def test_the_whole_register_of_letters_counts_days_to_the_cutoff_date(filled: SqliteLedger, fonts: FontBook) -> None:
    send(filled, fonts)
    cutoff = TODAY - dt.timedelta(days=1)
    with filled.write() as work:
        letters.reply(work, all_letters(filled)[0].id, "七月底前完成", TODAY)
    with filled.read() as session:
        states = [one.state for one in read_letters(session, cutoff, is_whole=True)]
        assert sorted(states) == [LetterState.REPLIED, LetterState.WAITING]
        late = read_letters(session, dt.date(2024, 7, 10), is_whole=True)
    assert sorted(one.days for one in late) == [0, 2]


def test_a_letter_without_an_answer_is_followed_by_a_slip(filled: SqliteLedger, fonts: FontBook) -> None:
    send(filled, fonts, unit_id=1)
    letter = all_letters(filled)[0]
    with filled.write() as work:
        wanted = letters.slip_after(work, letter.id, TODAY, TODAY)
        slip = letters.follow_by_slip(work, letter.id, wanted).slips[0]
    assert slip.basis.startswith("催办通知 催办2024-001（2024-07-05）逾期未回复")
    assert "建设胸痛中心" in slip.matter
    with filled.read() as session:
        line = read_letters(session, TODAY)[0]
        assert (line.state, line.slip) == (LetterState.ESCALATED, session.of(Slip).get(slip.id))
    with filled.write() as work, pytest.raises(RejectedError) as caught:
        letters.remove(work, [letter.id])
    assert caught.value.code == "REP-024"


def test_a_letter_that_was_not_sent_is_taken_off_with_its_reminders(filled: SqliteLedger, fonts: FontBook) -> None:
    send(filled, fonts)
    with filled.write() as work:
        letters.remove(work, [one.id for one in all_letters(filled)])
    with filled.read() as session:
        assert (session.of(Letter).find(), session.of(Chase).find(), session.of(LetterTask).find()) == ([], [], [])
        assert len(session.of(Snapshot).find()) == 1


@pytest.mark.parametrize(("day", "code"), [(dt.date(2024, 7, 6), "SVC-024"), (dt.date(2024, 7, 4), "REP-025")])
def test_a_reply_has_a_possible_day(day: dt.date, code: str, filled: SqliteLedger, fonts: FontBook) -> None:
    send(filled, fonts, unit_id=1)
    with filled.write() as work, pytest.raises(RejectedError) as caught:
        letters.reply(work, all_letters(filled)[0].id, "已办", day)
    assert caught.value.code == code
