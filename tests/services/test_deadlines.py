from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.deadline_rules import ExtensionDoubt
from ledger_app.domain.plan import Doubt
from ledger_app.domain.task import Deadline, Occurrence
from ledger_app.errors import RejectedError
from ledger_app.services import closing, deadlines
from ledger_app.services.closing import StepTaken
from ledger_app.services.import_plan import import_plan
from tests.builders import TODAY, a_deadline, a_plan, a_proposal, a_task, an_item

JUNE = dt.date(2024, 6, 30)
AUGUST = dt.date(2024, 8, 31)


def the_deadline(ledger: SqliteLedger) -> Deadline:
    with ledger.read() as session:
        return session.of(Deadline).find(is_primary=True)[0]


def test_a_corrected_date_is_the_papers_date(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=JUNE, due_raw="6月底前")
        deadlines.set_due(work, task.id, AUGUST, "文件写的是8月")
    found = the_deadline(ledger)
    assert (found.raw, found.original_due, found.current_due, found.reason) == (
        "6月底前",
        AUGUST,
        AUGUST,
        "文件写的是8月",
    )


def test_a_task_without_a_date_gets_one(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=None)
        deadlines.set_due(work, task.id, JUNE)
    assert (the_deadline(ledger).current_due, the_deadline(ledger).kind) == (JUNE, "by")


def test_a_date_may_be_taken_away(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        deadlines.set_due(work, a_task(work, due=JUNE).id, None)
    assert (the_deadline(ledger).current_due, the_deadline(ledger).kind) == (None, "open")


def test_a_doubtful_date_is_settled_by_correcting_or_confirming(ledger: SqliteLedger) -> None:
    dates = (a_deadline("8月前", "2024-07-31", needs_answer=True), a_deadline("9月初", "2024-09-05", needs_answer=True))
    with ledger.write() as work:
        import_plan(work, a_proposal(a_plan(an_item(deadlines=dates))), None)
    with ledger.write() as work:
        first, second = work.of(Deadline).find()
        deadlines.change(work, first.id, AUGUST)
        deadlines.confirm(work, second.id)
    with ledger.read() as session:
        assert [(doubt.raw, doubt.answer) for doubt in session.of(Doubt).find()] == [
            ("8月前", "2024-08-31"),
            ("9月初", "按原解读"),
        ]
        assert not any(one.needs_answer for one in session.of(Deadline).find())


def test_another_deadline_may_judge_the_task(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=JUNE)
        other = work.of(Deadline).add(Deadline(0, task.id, 2, "8月底", "by", AUGUST, AUGUST))
        deadlines.make_primary(work, other.id)
    with ledger.read() as session:
        assert [one.is_primary for one in session.of(Deadline).find()] == [False, True]


def test_an_extension_counts_once_it_is_granted(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=dt.date(2024, 7, 31))
        asked = deadlines.request_extension(work, task.id, AUGUST, "设备未到货")
    assert asked.doubts == ()
    assert the_deadline(ledger).current_due == dt.date(2024, 7, 31)
    with ledger.write() as work:
        deadlines.decide_extension(work, asked.extension.id, is_approved=True, decided_by="赵明")
    assert (the_deadline(ledger).original_due, the_deadline(ledger).current_due) == (dt.date(2024, 7, 31), AUGUST)


def test_a_refused_extension_moves_nothing(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=dt.date(2024, 7, 31))
        asked = deadlines.request_extension(work, task.id, AUGUST, "设备未到货")
        deadlines.decide_extension(work, asked.extension.id, is_approved=False, decided_by="赵明")
        with pytest.raises(RejectedError) as caught:
            deadlines.decide_extension(work, asked.extension.id, is_approved=True, decided_by="赵明")
    assert caught.value.code == "SVC-050"
    assert the_deadline(ledger).current_due == dt.date(2024, 7, 31)


def test_a_late_request_is_taken_and_said(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        asked = deadlines.request_extension(work, a_task(work, due=JUNE).id, AUGUST, "忘了")
    assert asked.doubts == (ExtensionDoubt.EXPIRED,)


@pytest.mark.parametrize(
    ("due", "new_due", "reason", "code"),
    [
        (None, AUGUST, "x", "SVC-048"),
        (AUGUST, AUGUST, "x", "SVC-049"),
        (JUNE, AUGUST, " ", "SVC-041"),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    due: dt.date | None, new_due: dt.date, reason: str, code: str, ledger: SqliteLedger
) -> None:
    with ledger.write() as work:
        task = a_task(work, due=due)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        deadlines.request_extension(work, task.id, new_due, reason)
    assert caught.value.code == code


def test_one_request_at_a_time(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=JUNE)
        deadlines.request_extension(work, task.id, AUGUST, "x")
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        deadlines.request_extension(work, task.id, AUGUST, "y")
    assert caught.value.code == "SVC-051"


def test_turns_are_made_once_and_edited_singly(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, kind="recurring", due=None, start=dt.date(2024, 5, 1))
        work.of(Deadline).add(Deadline(0, task.id, 1, "每季度", "recurring", every="quarter", is_primary=True))
        assert [turn.period for turn in deadlines.make_turns(work, task)] == ["2024-Q2", "2024-Q3", "2024-Q4"]
        assert deadlines.make_turns(work, task) == []
        first, second, _ = work.of(Occurrence).find()
        deadlines.finish_turn(work, first.id, dt.date(2024, 6, 28))
        deadlines.skip_turn(work, second.id, "机构改革")
        with pytest.raises(RejectedError):
            deadlines.skip_turn(work, second.id, "")
        with pytest.raises(RejectedError):
            deadlines.finish_turn(work, second.id, TODAY + dt.timedelta(days=1))
        states = [(turn.state, turn.done_on, turn.note) for turn in work.of(Occurrence).find()]
        deadlines.finish_turn(work, first.id, None)
        assert work.of(Occurrence).get(first.id).state == "open"  # type: ignore[union-attr]
    assert states == [("done", dt.date(2024, 6, 28), ""), ("skipped", None, "机构改革"), ("open", None, "")]


def test_the_dates_of_a_task_that_was_struck_off_stay(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=JUNE)
        closing.ask(work, task.id, StepTaken())
        closing.approve(work, task.id, StepTaken())
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        deadlines.set_due(work, task.id, AUGUST)
    assert caught.value.code == "SVC-040"
