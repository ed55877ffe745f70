"""无需材料 and the ledger's own usual papers: what counts as missing, for the grid, the closing and the pack."""

from __future__ import annotations

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.expected_evidence import TEMPLATES
from ledger_app.domain.grid import Condition, Sorting, TaskQuery
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.services import closing, evidence_waivers, expected_evidence
from ledger_app.services.evidence_templates import MOST_NAMES, read_templates, set_template
from ledger_app.services.pack_contents import PackRequest, read_contents
from tests.builders import TODAY, a_task


@pytest.fixture
def task(ledger: SqliteLedger) -> Task:
    """Return a task that should have two papers and has none."""
    with ledger.write() as work:
        task = a_task(work)
        for name in ("实施方案", "工作总结"):
            expected_evidence.add_by_hand(work, task.id, name)
        a_task(work, "另一项")
    return task


def _missing(ledger: SqliteLedger, task: Task) -> tuple[int, int, bool]:
    """Return (expected, missing, is on the list of those that lack something)."""
    with ledger.read() as session:
        (facts,) = session.facts(TODAY, task_ids=[task.id])
        waits = session.task_ids(TaskQuery(TODAY, (Condition("waits", "is", ("evidence",)),)))
        return facts.expected_count, facts.missing_count, task.id in waits


def _rows(ledger: SqliteLedger, task: Task) -> list[ExpectedEvidence]:
    with ledger.read() as session:
        return session.of(ExpectedEvidence).find(task_id=task.id)


def test_what_is_waived_is_missing_nowhere_and_comes_back(ledger: SqliteLedger, task: Task) -> None:
    assert _missing(ledger, task) == (2, 2, True)
    for row in _rows(ledger, task):
        with ledger.write() as work:
            evidence_waivers.waive(work, row.id, "由市级统一制定")
    assert _missing(ledger, task) == (0, 0, False)
    with ledger.read() as session:
        contents = read_contents(session, PackRequest("包", "", (task.id,)), TODAY)
        assert contents.missing == ()
        said = [one.why for one in closing.known_conditions(session, task.id).values() if "无需材料" in one.why]
        assert said == ["无需材料：由市级统一制定"]
    with ledger.write() as work:
        evidence_waivers.expect_again(work, work.of(ExpectedEvidence).find(task_id=task.id)[0].id)
    assert _missing(ledger, task) == (1, 1, True)


def test_whole_tasks_are_waived_in_one_step(ledger: SqliteLedger, task: Task) -> None:
    with ledger.read() as session:
        ids = [one.id for one in session.of(Task).find()]
    with pytest.raises(RejectedError, match="SVC-020"), ledger.write() as work:
        evidence_waivers.waive_tasks(work, ids, " ")
    with ledger.write() as work:
        evidence_waivers.waive_tasks(work, ids, "会议传达即可")
    assert _missing(ledger, task) == (0, 0, False)
    with ledger.read() as session:
        other = next(one for one in session.of(Task).find() if one.id != task.id)
    (line,) = _rows(ledger, other)
    assert (line.name, line.is_required) == (evidence_waivers.WHOLE_TASK, False)
    with ledger.write() as work:
        evidence_waivers.expect_again(work, line.id)
    assert _rows(ledger, other) == []
    ledger.undo()
    ledger.undo()
    assert _missing(ledger, task) == (2, 2, True)


def test_the_grid_sorts_and_filters_by_what_is_missing(ledger: SqliteLedger, task: Task) -> None:
    with ledger.read() as session:
        query = TaskQuery(TODAY, (Condition("missing", "at_least", (2,)),))
        assert list(session.task_ids(query)) == [task.id]
        ordered = session.task_ids(TaskQuery(TODAY, sorting=(Sorting("missing", descending=True),)))
        assert ordered[0] == task.id


def test_the_usual_papers_are_the_ledgers_own(ledger: SqliteLedger, task: Task) -> None:
    with ledger.write() as work:
        set_template(work, "once", ["签到册", "签到册", " ", "影像资料"])
    with ledger.read() as session:
        assert read_templates(session)["once"] == (("签到册", "会议"), ("影像资料", "照片"))
        assert read_templates(session)["recurring"] == TEMPLATES["recurring"]
        usual = [one.name for one in expected_evidence.propose(session, [task.id]) if not one.is_read]
        assert usual == ["签到册", "影像资料"]
    with ledger.write() as work:
        set_template(work, "once", [name for name, _ in TEMPLATES["once"]])
        assert work.read_setting("expected.templates") is None
    with pytest.raises(RejectedError, match="EVI-042"), ledger.write() as work:
        set_template(work, "once", [f"材料甲{chr(0x4E00 + number)}" for number in range(MOST_NAMES + 1)])


def test_a_damaged_setting_counts_as_none(ledger: SqliteLedger) -> None:
    for text in ("{", "[]", '{"once": 3}'):
        with ledger.write() as work:
            work.describe("setting", "写坏")
            work.write_setting("expected.templates", text)
        with ledger.read() as session:
            assert read_templates(session) == TEMPLATES
