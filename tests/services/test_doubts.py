from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import Doubt
from ledger_app.domain.task import Deadline, TaskOwner
from ledger_app.errors import RejectedError
from ledger_app.services import doubts
from ledger_app.services.import_plan import import_plan
from tests.builders import a_deadline, a_plan, a_proposal, a_unit, an_item, an_owner


@pytest.fixture
def asked(ledger: SqliteLedger) -> SqliteLedger:
    """Return a ledger with one question about an owner, two about dates and one about an item."""
    dates = (a_deadline("8月前", "2024-07-31", needs_answer=True), a_deadline("月初", "2024-09-05", needs_answer=True))
    item = an_item(owners=(an_owner("县疾控"),), deadlines=dates, doubts=("是编号还是正文？",))
    with ledger.write() as work:
        a_unit(work, "县疾病预防控制中心")
        import_plan(work, a_proposal(a_plan(item)), None)
    return ledger


def ids(ledger: SqliteLedger, field: str) -> list[int]:
    with ledger.read() as session:
        return [doubt.id for doubt in session.of(Doubt).find(field=field)]


def answers(ledger: SqliteLedger, field: str) -> list[str | None]:
    with ledger.read() as session:
        return [doubt.answer for doubt in session.of(Doubt).find(field=field)]


def test_an_owner_is_named(asked: SqliteLedger) -> None:
    with asked.write() as work:
        doubts.answer_owner(work, ids(asked, "owner")[0], [1])
        assert work.of(TaskOwner).find()[0].unit_id == 1
    assert answers(asked, "owner") == ["县疾病预防控制中心"]


def test_a_day_is_named(asked: SqliteLedger) -> None:
    with asked.write() as work:
        doubts.answer_deadline(work, ids(asked, "deadline")[0], dt.date(2024, 8, 31))
        found = work.of(Deadline).find(raw="8月前")[0]
    assert (found.current_due, found.needs_answer) == (dt.date(2024, 8, 31), False)
    assert answers(asked, "deadline") == ["2024-08-31", None]


def test_readings_are_accepted_as_they_stand(asked: SqliteLedger) -> None:
    with asked.write() as work:
        doubts.accept(work, [*ids(asked, "deadline"), *ids(asked, "kind")])
        assert not any(deadline.needs_answer for deadline in work.of(Deadline).find())
    assert answers(asked, "deadline") == answers(asked, "kind") * 2 == ["按原解读", "按原解读"]
    assert asked.operations()[0].name == "按原解读确认 3 处疑问"


def test_a_question_may_be_answered_in_words_once(asked: SqliteLedger) -> None:
    doubt_id = ids(asked, "kind")[0]
    with asked.write() as work:
        doubts.answer_text(work, doubt_id, "正文")
    with pytest.raises(RejectedError) as caught, asked.write() as work:
        doubts.answer_text(work, doubt_id, "编号")
    assert caught.value.code == "SVC-063"
    assert answers(asked, "kind") == ["正文"]


def test_an_answer_is_undone_with_what_it_did(asked: SqliteLedger) -> None:
    with asked.write() as work:
        doubts.answer_owner(work, ids(asked, "owner")[0], [1])
    asked.undo()
    with asked.read() as session:
        assert session.of(TaskOwner).find()[0].unit_id is None
    assert answers(asked, "owner") == [None]
