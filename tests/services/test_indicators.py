from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, Indicator, IndicatorEvidence, IndicatorTask, IndicatorTree
from ledger_app.domain.indicators import in_order
from ledger_app.errors import RejectedError
from ledger_app.intake.scoring_table import ProposedIndicator, ProposedTree
from ledger_app.services import evidence, indicators
from tests.builders import a_file, a_task

TREE = ProposedTree(
    "2024年考核",
    (
        ProposedIndicator(0, "一", "组织领导", 20),
        ProposedIndicator(1, "1.1", "领导机构", 10, "未成立不得分", "成立文件"),
        ProposedIndicator(1, "1.2", "经费", 10),
        ProposedIndicator(0, "二", "工作落实"),
        ProposedIndicator(1, "", "督导", 30),
    ),
)


@pytest.fixture
def tree(ledger: SqliteLedger) -> IndicatorTree:
    with ledger.write() as work:
        return indicators.import_tree(work, TREE).tree


def _rows(ledger: SqliteLedger) -> dict[str, Indicator]:
    with ledger.read() as session:
        return {row.title: row for row in session.of(Indicator).find()}


def _outline(ledger: SqliteLedger) -> list[str]:
    with ledger.read() as session:
        return [f"{'>' * one.depth}{one.number}{one.indicator.title}" for one in in_order(session.of(Indicator).find())]


def _piece(ledger: SqliteLedger, folder: Path) -> tuple[Evidence, int]:
    file = a_file(ledger, folder / "来源")
    with ledger.write() as work:
        task = a_task(work)
        return evidence.attach(work, [file], [task.id]).evidence[0], task.id


def test_a_table_becomes_a_tree_in_one_operation(ledger: SqliteLedger, tree: IndicatorTree) -> None:
    assert _outline(ledger) == ["一组织领导", ">1.1领导机构", ">1.2经费", "二工作落实", ">二.1督导"]
    rows = _rows(ledger)
    assert rows["领导机构"].note == "评分标准：未成立不得分\n材料要求：成立文件"
    ledger.undo()
    with ledger.read() as session:
        assert (session.of(IndicatorTree).count(), session.of(Indicator).count(tree_id=tree.id)) == (0, 0)


def test_indicators_are_added_changed_moved_and_deleted_by_hand(ledger: SqliteLedger, tree: IndicatorTree) -> None:
    rows = _rows(ledger)
    with ledger.write() as work:
        indicators.add(work, tree.id, rows["经费"].id, "到位率", "1.2.1")
        indicators.change(work, replace(rows["督导"], no="2.1", score=25, note="季度一次"))
        indicators.move(work, rows["经费"].id, rows["工作落实"].id, rows["督导"].id)
    assert _outline(ledger) == ["一组织领导", ">1.1领导机构", "二工作落实", ">1.2经费", ">>1.2.1到位率", ">2.1督导"]
    with ledger.write() as work:
        indicators.remove(work, rows["工作落实"].id)
        indicators.rename_tree(work, tree.id, "2025年考核")
    assert _outline(ledger) == ["一组织领导", ">1.1领导机构"]
    ledger.undo()
    assert len(_outline(ledger)) == 6


def test_what_cannot_be_is_refused_in_a_sentence(ledger: SqliteLedger, tree: IndicatorTree) -> None:
    rows = _rows(ledger)
    with ledger.write() as work:
        with pytest.raises(RejectedError) as refused:
            indicators.move(work, rows["组织领导"].id, rows["经费"].id)
        assert refused.value.code == "EVI-052"
        with pytest.raises(RejectedError) as refused:
            indicators.change(work, replace(rows["经费"], score=-1))
        assert refused.value.code == "EVI-051"
        parent = rows["经费"].id
        for number in range(2):
            indicators.add(work, tree.id, parent, f"下级{number}")
            parent = max(row.id for row in work.of(Indicator).find())
        with pytest.raises(RejectedError) as refused:
            indicators.add(work, tree.id, parent, "太深")
        assert refused.value.code == "EVI-050"
        with pytest.raises(RejectedError) as refused:
            indicators.move(work, rows["经费"].id, rows["领导机构"].id)
        assert refused.value.code == "EVI-050"


def test_files_and_tasks_are_linked_many_to_many_and_stay_when_a_tree_goes(
    ledger: SqliteLedger, tree: IndicatorTree, tmp_path: Path
) -> None:
    piece, task_id = _piece(ledger, tmp_path)
    rows = _rows(ledger)
    ids = [rows["领导机构"].id, rows["督导"].id]
    with ledger.write() as work:
        indicators.link_evidence(work, ids, [piece.id, piece.id])
        indicators.link_evidence(work, ids, [piece.id])
        indicators.link_tasks(work, ids, [task_id])
        assert work.of(IndicatorEvidence).count() == work.of(IndicatorTask).count() == 2
        indicators.unlink_evidence(work, ids[0], [piece.id])
        indicators.unlink_tasks(work, ids[0], [task_id])
        with pytest.raises(RejectedError) as refused:
            indicators.unlink_evidence(work, ids[0], [piece.id])
        assert refused.value.code == "EVI-053"
        indicators.remove_tree(work, tree.id)
        assert work.of(IndicatorEvidence).count() == 0
        assert work.of(Evidence).count() == 1


def test_a_piece_in_the_bin_cannot_be_linked(ledger: SqliteLedger, tree: IndicatorTree, tmp_path: Path) -> None:
    piece, _task = _piece(ledger, tmp_path)
    with ledger.write() as work:
        evidence.discard(work, [piece.id])
        row = work.of(Indicator).find(tree_id=tree.id)[0]
        with pytest.raises(RejectedError) as refused:
            indicators.link_evidence(work, [row.id], [piece.id])
    assert refused.value.code == "SVC-054"
