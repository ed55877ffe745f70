from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, ExpectedEvidence, TaskEvidence
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.period import Period
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing, evidence, expected_evidence
from ledger_app.services.expected_evidence import ProposedEvidence
from tests.builders import TODAY, a_file, a_task

CUTOFF = dt.date(2024, 6, 30)


@pytest.fixture
def task(ledger: SqliteLedger) -> Task:
    with ledger.write() as work:
        return a_task(work, "建设胸痛中心", content="印发《胸痛中心建设方案》，形成季度分析报告。", due=CUTOFF)


def _rows(ledger: SqliteLedger) -> list[ExpectedEvidence]:
    with ledger.read() as session:
        return session.of(ExpectedEvidence).find()


def _facts(ledger: SqliteLedger, task: Task) -> TaskFacts:
    with ledger.read() as session:
        return next(iter(session.facts(CUTOFF, task_ids=[task.id])))


def _expect(ledger: SqliteLedger, task: Task, *names: str) -> list[ExpectedEvidence]:
    with ledger.write() as work:
        for name in names:
            expected_evidence.add_by_hand(work, task.id, name)
    return _rows(ledger)


def _attach(ledger: SqliteLedger, task: Task, folder: Path, name: str) -> Evidence:
    file = a_file(ledger, folder / "来源", name, name.encode())
    with ledger.write() as work:
        return evidence.attach(work, [file], [task.id]).evidence[0]


def _code(refused: pytest.ExceptionInfo[RejectedError]) -> str:
    return refused.value.code


def test_what_the_words_ask_for_comes_before_the_usual_papers(ledger: SqliteLedger, task: Task) -> None:
    with ledger.read() as session:
        found = expected_evidence.propose(session, [task.id])
        read = expected_evidence.propose(session, [task.id], with_usual=False)
    assert [one.name for one in read] == ["胸痛中心建设方案", "季度分析报告"]
    assert found[: len(read)] == read
    assert {one.source for one in found[len(read) :]} == {expected_evidence.TEMPLATE_SOURCE}
    with ledger.write() as work:
        expected_evidence.add(work, found)
    with ledger.read() as session:
        assert expected_evidence.propose(session, [task.id]) == []
    assert [row.ordinal for row in _rows(ledger)] == list(range(1, len(found) + 1))
    ledger.undo()
    assert _rows(ledger) == []


def test_counts_of_the_grid_and_the_report_follow(ledger: SqliteLedger, task: Task, tmp_path: Path) -> None:
    plan, _photo = _expect(ledger, task, "建设方案", "现场照片")
    piece = _attach(ledger, task, tmp_path, "胸痛中心建设方案.txt")
    assert (_facts(ledger, task).expected_count, _facts(ledger, task).missing_count) == (2, 2)
    with ledger.write() as work:
        expected_evidence.match(work, plan.id, piece.id)
    facts = _facts(ledger, task)
    assert (facts.evidence_count, facts.expected_count, facts.missing_count) == (1, 2, 1)
    with ledger.read() as session:
        settings = session.settings()
    statistics = compute_statistics([facts], [], [], settings, CUTOFF, Period.parse("2024-06"), None)
    assert [(row.expected, row.missing) for row in statistics.evidence] == [(2, 1)]


def test_a_piece_taken_off_or_thrown_away_is_missing_again(ledger: SqliteLedger, task: Task, tmp_path: Path) -> None:
    first, second = _expect(ledger, task, "建设方案", "现场照片")
    kept, thrown = (_attach(ledger, task, tmp_path, name) for name in ("方案.txt", "照片.txt"))
    with ledger.write() as work:
        other = a_task(work, "另一项")
        evidence.link(work, [kept.id], [other.id])
        expected_evidence.match(work, first.id, kept.id)
        expected_evidence.match(work, second.id, thrown.id)
    with ledger.write() as work:
        link = work.of(TaskEvidence).find(task_id=task.id, evidence_id=kept.id)[0]
        evidence.unlink(work, [link.id])
        evidence.discard(work, [thrown.id])
    assert _facts(ledger, task).missing_count == 2
    with ledger.read() as session:
        conditions = closing.known_conditions(session, task.id)
    assert any("缺 2 项" in one.why for one in conditions.values())
    with ledger.write() as work:
        evidence.restore(work, thrown.id, [task.id])
    assert _facts(ledger, task).missing_count == 1


def test_pieces_are_proposed_by_name_and_taken_in_one_act(ledger: SqliteLedger, task: Task, tmp_path: Path) -> None:
    rows = _expect(ledger, task, "胸痛中心建设方案", "会议签到表", "季度分析报告")
    plan = _attach(ledger, task, tmp_path, "关于印发胸痛中心建设方案的通知（最终版）.txt")
    sign = _attach(ledger, task, tmp_path, "6月12日签到.txt")
    with ledger.write() as work:
        other = a_task(work, "另一项")
    elsewhere = _attach(ledger, other, tmp_path, "季度分析报告.txt")
    with ledger.read() as session:
        likely = expected_evidence.likely_matches(session, task.id)
    assert {(one.expected_id, one.evidence.id, one.is_linked) for one in likely} == {
        (rows[0].id, plan.id, True),
        (rows[1].id, sign.id, True),
        (rows[2].id, elsewhere.id, False),
    }
    with ledger.write() as work:
        expected_evidence.match_likely(work, [task.id])
    assert [row.evidence_id for row in _rows(ledger)] == [plan.id, sign.id, None]
    with ledger.write() as work:
        expected_evidence.match(work, rows[2].id, elsewhere.id)
    assert _facts(ledger, task).missing_count == 0
    assert _facts(ledger, task).evidence_count == 3
    with ledger.write() as work:
        expected_evidence.match(work, rows[2].id, None)
        with pytest.raises(RejectedError) as refused:
            expected_evidence.match_likely(work, [other.id])
    assert _code(refused) == "EVI-041"


def test_names_can_be_changed_required_removed_and_stay_different(ledger: SqliteLedger, task: Task) -> None:
    first, second = _expect(ledger, task, "方案", "现场照片")
    with ledger.write() as work:
        expected_evidence.rename(work, first.id, "建设报告")
        expected_evidence.set_required(work, first.id, is_required=False)
        with pytest.raises(RejectedError) as refused:
            expected_evidence.rename(work, first.id, "《现场照片》")
        assert _code(refused) == "EVI-040"
        with pytest.raises(RejectedError) as refused:
            expected_evidence.add_by_hand(work, task.id, "建设 报告")
        assert _code(refused) == "EVI-040"
        expected_evidence.remove(work, [second.id])
    assert [(row.name, row.kind, row.is_required) for row in _rows(ledger)] == [("建设报告", "总结", False)]


def test_a_task_that_was_struck_off_is_not_touched(ledger: SqliteLedger, task: Task, tmp_path: Path) -> None:
    row = _expect(ledger, task, "方案")[0]
    piece = _attach(ledger, task, tmp_path, "方案.txt")
    with ledger.write() as work:
        step = closing.StepTaken(on_date=TODAY, by_name="甲", opinion="同意")
        closing.ask(work, task.id, step)
        closing.check(work, task.id, step)
        closing.approve(work, task.id, step)
    wanted = ProposedEvidence(task.id, "照片", "照片", "", is_read=False)
    acts: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda work: expected_evidence.match(work, row.id, piece.id),
        lambda work: expected_evidence.remove(work, [row.id]),
        lambda work: expected_evidence.add(work, [wanted]),
        lambda work: evidence.describe(work, piece),
    )
    for act in acts:
        with pytest.raises(RejectedError) as refused, ledger.write() as work:
            act(work)
        assert _code(refused) == "SVC-040"
