"""Answers for later documents: kept with an import, replaced, taken back, followed by the next import."""

from __future__ import annotations

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import LearnedRule
from ledger_app.domain.task import Task, TaskSource
from ledger_app.errors import RejectedError
from ledger_app.intake.learned import LearnedAnswer
from ledger_app.services import column_memory, learned
from ledger_app.services.import_plan import ImportDecisions, MadeItem, import_plan
from tests.builders import a_plan, a_proposal, an_item

BEFORE = LearnedAnswer("deadline", "#月前", "+1:end")


def test_answers_come_with_an_import_and_go_with_its_undo(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        import_plan(work, a_proposal(a_plan(an_item())), None, ImportDecisions(learned=(BEFORE,)))
    with ledger.read() as session:
        assert learned.learned_of(session).deadlines == {"#月前": "+1:end"}
        assert learned.words_of(learned.rules_of(session)[0]) == ("时限写法", "×月前", "比字面晚一个月，月底")
    ledger.undo()
    with ledger.read() as session:
        assert session.of(LearnedRule).count() == 0


def test_a_later_answer_takes_the_place_of_the_earlier(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.describe("test", "回答")
        learned.keep(work, [BEFORE, LearnedAnswer("chapter", "有关说明", "background")])
        learned.keep(work, [LearnedAnswer("deadline", "#月前", "+0:end")])
        learned.keep(work, [], [LearnedAnswer("chapter", "有关说明", "")])
    with ledger.read() as session:
        assert [(one.raw, one.answer) for one in learned.rules_of(session)] == [("#月前", "+0:end")]


def test_an_answer_that_is_gone_cannot_be_taken_back(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        learned.forget(work, 99)
    assert caught.value.code == "SVC-004"


def test_answers_about_the_columns_of_a_ledger_are_listed_once_and_taken_back(ledger: SqliteLedger) -> None:
    issuers = {"表头:a": "县考核办"}
    with ledger.write() as work:
        work.describe("test", "回答")
        learned.keep(work, [BEFORE])
        column_memory.keep(work, {("表头:a", "完成情况"): "progress"}, {("表头:a", "状态=办结"): "closed"}, issuers)
        column_memory.keep_fields(work, {("表头:a", "资金"): "投资额"})
    with ledger.read() as session:
        found = learned.kept_answers(session)
        assert [(one.what, one.form, one.answer) for one in found] == [
            ("时限写法", "×月前", "比字面晚一个月，月底"),
            ("台账的列", "完成情况", "进展情况"),
            ("台账的状态写法", "状态：办结", "已销号"),
            ("台账的自定义列", "资金", "名为“投资额”"),
        ]
        assert [len(one.rules) for one in found] == [1, 2, 2, 1], "kept for the table and for its issuer"
    with ledger.write() as work:
        learned.forget(work, *found[1].ids)
    with ledger.read() as session:
        assert column_memory.choices_of(session).learned == {}, "neither for the table nor for the issuer"
        assert set(column_memory.choices_of(session).learned_states) == {"表头:a", "县考核办"}
    assert ledger.undo().name == "撤销：不再沿用关于“完成情况”的回答"


def test_made_items_stand_where_their_first_source_stands_and_come_once(ledger: SqliteLedger) -> None:
    items = [an_item(title, f"{number}.") for number, title in enumerate(("甲", "乙", "丙"), start=1)]
    made = an_item("甲丙合并", "1.", key="m", text="甲\n丙")
    decisions = ImportDecisions(
        accepted=frozenset({items[1].key}), made=(MadeItem(made, (items[0].key, items[2].key)),)
    )
    for expected in (2, 0):
        with ledger.write() as work:
            summary = import_plan(work, a_proposal(a_plan(*items)), None, decisions)
        assert len(summary.tasks) == expected
    with ledger.read() as session:
        tasks = sorted(session.of(Task).find(), key=lambda task: task.code)
        assert [task.title for task in tasks] == ["甲丙合并", "乙"]
        quotes = [one.quote for one in session.of(TaskSource).find(task_id=tasks[0].id)]
        assert quotes == [items[0].text, items[2].text], "each source with the paper's own words"
