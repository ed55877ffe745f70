"""The second tree: an inspection's indicators, imported or made by hand, with the files and tasks that prove them.

Links go many to many; they change neither file nor task, so those of tasks that were struck off can be linked too.
Source: docs/domain.md section 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, Indicator, IndicatorEvidence, IndicatorTask, IndicatorTree
from ledger_app.domain.indicators import ids_below, in_order
from ledger_app.errors import RejectedError
from ledger_app.evidence.names import shown_name
from ledger_app.intake.scoring_table import ProposedIndicator, ProposedTree
from ledger_app.ports import Progress, UnitOfWork
from ledger_app.services import evidence as evidence_service
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_text
from ledger_app.services.files import TakenFile
from ledger_app.services.lookup import new_uid, row_of, task_of

DEEPEST = 4


@dataclass(frozen=True, slots=True)
class TreeMade:
    """A tree that came into the ledger."""

    tree: IndicatorTree
    count: int
    changes: ChangeSet


def read_table(path: Path, progress: Progress | None = None) -> ProposedTree:
    """Return what the scoring table in a file offers; nothing is changed.

    Raises:
        UnreadableFileError: INT-101 to -119.
        RejectedError: EVI-054 there is no scoring table in it.
        Cancelled: through `progress`.
    """
    # Loaded when a table comes in: the readers are many modules.
    from ledger_app.intake.readers.registry import read_document
    from ledger_app.intake.scoring_table import read_scoring_table

    tree = read_scoring_table(read_document(path, progress=progress.step if progress is not None else None))
    if tree is None:
        raise RejectedError("EVI-054", file=shown_name(path.name))
    return tree


def create_tree(work: UnitOfWork, title: str) -> TreeMade:
    """Begin an empty tree.

    Raises:
        RejectedError: SVC-020, SVC-026.
    """
    return import_tree(work, ProposedTree(title, ()))


def import_tree(work: UnitOfWork, proposed: ProposedTree) -> TreeMade:
    """Take a scoring table in as a new tree.

    Raises:
        RejectedError: SVC-020, SVC-026.
    """
    title = require_text(proposed.title, "考核标准名称", LONGEST_NAME)
    work.describe("indicator.import", f"新建考核标准“{title[:30]}”（{len(proposed.indicators)} 个指标）")
    tree = work.of(IndicatorTree).add(IndicatorTree(0, new_uid(), title))
    above: list[int] = []
    for ordinal, one in enumerate(proposed.indicators, start=1):
        depth = min(one.depth, len(above))
        parent = above[depth - 1] if depth else None
        row = work.of(Indicator).add(
            Indicator(0, tree.id, parent, ordinal, one.no[:20], one.title[:LONGEST_NAME], one.score, note_of(one))
        )
        above[depth:] = [row.id]
    return TreeMade(tree, len(proposed.indicators), work.changes())


def note_of(one: ProposedIndicator) -> str:
    """Return what is kept of an indicator besides number, title and score."""
    parts = (("评分标准", one.standard), ("材料要求", one.materials))
    return "\n".join(f"{label}：{words}" for label, words in parts if words)


def rename_tree(work: UnitOfWork, tree_id: int, title: str) -> ChangeSet:
    """Call a tree otherwise.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026.
    """
    tree = row_of(work, IndicatorTree, tree_id, "考核标准")
    words = require_text(title, "考核标准名称", LONGEST_NAME)
    work.describe("indicator.rename_tree", f"考核标准改名为“{words[:30]}”")
    work.of(IndicatorTree).update(replace(tree, title=words))
    return work.changes()


def copy_tree(work: UnitOfWork, tree_id: int, title: str) -> TreeMade:
    """Copy a tree, with numbers, scores and notes, for the next year; files and tasks are not linked to the copy.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026.
    """
    tree = row_of(work, IndicatorTree, tree_id, "考核标准")
    words = require_text(title, "考核标准名称", LONGEST_NAME)
    places = in_order(work.of(Indicator).find(tree_id=tree.id))
    work.describe("indicator.copy_tree", f"复制考核标准“{tree.title[:30]}”为“{words[:30]}”")
    copy = work.of(IndicatorTree).add(IndicatorTree(0, new_uid(), words, tree.note))
    made: dict[int | None, int] = {}
    for place in places:
        row = place.indicator
        new = work.of(Indicator).add(replace(row, id=0, tree_id=copy.id, parent_id=made.get(row.parent_id)))
        made[row.id] = new.id
    return TreeMade(copy, len(places), work.changes())


def remove_tree(work: UnitOfWork, tree_id: int) -> ChangeSet:
    """Delete a tree with its links; files and tasks stay as they are.

    Raises:
        RejectedError: SVC-004.
    """
    tree = row_of(work, IndicatorTree, tree_id, "考核标准")
    work.describe("indicator.remove_tree", f"删除考核标准“{tree.title[:30]}”")
    work.of(IndicatorTree).remove(tree_id)
    return work.changes()


def add(work: UnitOfWork, tree_id: int, parent_id: int | None, title: str, no: str = "") -> ChangeSet:
    """Add an indicator after its siblings.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026; EVI-050 it would stand too deep.
    """
    tree = row_of(work, IndicatorTree, tree_id, "考核标准")
    words = require_text(title, "指标名称", LONGEST_NAME)
    rows = work.of(Indicator).find(tree_id=tree.id)
    if _depth(rows, parent_id) + 1 > DEEPEST:
        raise RejectedError("EVI-050", most=DEEPEST)
    work.describe("indicator.add", f"新增指标“{words[:30]}”")
    ordinal = max((row.ordinal for row in rows), default=0) + 1
    number = limit_text(no, "指标编号", 20)
    work.of(Indicator).add(Indicator(0, tree.id, parent_id, ordinal, number, words))
    return work.changes()


def change(work: UnitOfWork, indicator: Indicator) -> ChangeSet:
    """Write number, title, score and note of an indicator; its place stays.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026; EVI-051 the score is no sensible number.
    """
    before = row_of(work, Indicator, indicator.id, "指标")
    if indicator.score is not None and not 0 <= indicator.score <= 10_000:
        raise RejectedError("EVI-051", score=f"{indicator.score:g}")
    title = require_text(indicator.title, "指标名称", LONGEST_NAME)
    work.describe("indicator.change", f"修改指标“{title[:30]}”")
    work.of(Indicator).update(
        replace(
            before,
            no=limit_text(indicator.no, "指标编号", 20),
            title=title,
            score=indicator.score,
            note=limit_text(indicator.note, "说明"),
        )
    )
    return work.changes()


def move(work: UnitOfWork, indicator_id: int, parent_id: int | None, before_id: int | None = None) -> ChangeSet:
    """Put an indicator, with all below it, under another one.

    Args:
        work: the operation.
        indicator_id: which.
        parent_id: below which, None for the first level.
        before_id: the sibling it comes to stand before, None for the end.

    Raises:
        RejectedError: SVC-004; EVI-050 something would stand too deep; EVI-052 it would stand below itself.
    """
    row = row_of(work, Indicator, indicator_id, "指标")
    rows = work.of(Indicator).find(tree_id=row.tree_id)
    below = ids_below(rows, indicator_id)
    if parent_id in below:
        raise RejectedError("EVI-052", title=row.title)
    own = _depth(rows, row.parent_id) + 1
    height = max(_depth(rows, one) for one in below) - own + 1
    if _depth(rows, parent_id) + height > DEEPEST:
        raise RejectedError("EVI-050", most=DEEPEST)
    work.describe("indicator.move", f"移动指标“{row.title[:30]}”")
    others = sorted((one for one in rows if one.id != indicator_id), key=lambda one: (one.ordinal, one.id))
    place = next((number for number, one in enumerate(others) if one.id == before_id), len(others))
    others.insert(place, replace(row, parent_id=parent_id))
    for ordinal, one in enumerate(others, start=1):
        work.of(Indicator).update(replace(one, ordinal=ordinal))
    return work.changes()


def remove(work: UnitOfWork, indicator_id: int) -> ChangeSet:
    """Delete an indicator, all below it and their links; files and tasks stay as they are.

    Raises:
        RejectedError: SVC-004.
    """
    row = row_of(work, Indicator, indicator_id, "指标")
    count = len(ids_below(work.of(Indicator).find(tree_id=row.tree_id), indicator_id))
    more = f"等 {count} 个指标" if count > 1 else ""
    work.describe("indicator.remove", f"删除指标“{row.title[:30]}”{more}")
    work.of(Indicator).remove(indicator_id)
    return work.changes()


def link_evidence(work: UnitOfWork, indicator_ids: Sequence[int], evidence_ids: Sequence[int]) -> ChangeSet:
    """Link files to indicators; links that exist stay.

    Raises:
        RejectedError: SVC-004, SVC-005; SVC-054 a piece is in the bin.
    """
    if not indicator_ids or not evidence_ids:
        raise RejectedError("SVC-005", what="指标或材料")
    work.describe("indicator.link", f"把 {len(evidence_ids)} 件材料挂到 {_named(work, indicator_ids)}")
    for evidence_id in evidence_ids:
        if row_of(work, Evidence, evidence_id, "佐证材料").removed_at is not None:
            raise RejectedError("SVC-054")
    for indicator_id in indicator_ids:
        links = work.of(IndicatorEvidence).find(indicator_id=indicator_id)
        known, last = {one.evidence_id for one in links}, max((one.ordinal for one in links), default=0)
        new = [evidence_id for evidence_id in dict.fromkeys(evidence_ids) if evidence_id not in known]
        for ordinal, evidence_id in enumerate(new, start=last + 1):
            work.of(IndicatorEvidence).add(IndicatorEvidence(0, indicator_id, evidence_id, ordinal))
    return work.changes()


def attach_files(work: UnitOfWork, indicator_id: int, files: Sequence[TakenFile]) -> ChangeSet:
    """Make evidence of stored files, without a task, and link it to an indicator.

    Raises:
        RejectedError: SVC-004, SVC-005.
    """
    row = row_of(work, Indicator, indicator_id, "指标")
    work.describe("indicator.attach", f"添加 {len(files)} 件材料到指标“{row.title[:30]}”")
    attached = evidence_service.attach(work, files, [])
    link_evidence(work, [indicator_id], [one.id for one in attached.evidence])
    return work.changes()


def unlink_evidence(work: UnitOfWork, indicator_id: int, evidence_ids: Sequence[int]) -> ChangeSet:
    """Take files off an indicator; they stay in the ledger and on their tasks.

    Raises:
        RejectedError: SVC-004; EVI-053 they come from a linked task and not from a link of their own.
    """
    row = row_of(work, Indicator, indicator_id, "指标")
    links = work.of(IndicatorEvidence).find(indicator_id=indicator_id, evidence_id=tuple(evidence_ids))
    if not links:
        raise RejectedError("EVI-053", title=row.title)
    work.describe("indicator.unlink", f"从指标“{row.title[:30]}”移除 {len(links)} 件材料")
    for one in links:
        work.of(IndicatorEvidence).remove(one.id)
    return work.changes()


def link_tasks(work: UnitOfWork, indicator_ids: Sequence[int], task_ids: Sequence[int]) -> ChangeSet:
    """Link tasks to indicators, and with them all evidence they have or get; links that exist stay.

    Raises:
        RejectedError: SVC-004, SVC-005.
    """
    if not indicator_ids or not task_ids:
        raise RejectedError("SVC-005", what="指标或任务")
    tasks = [task_of(work, task_id) for task_id in dict.fromkeys(task_ids)]
    named = tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"
    work.describe("indicator.link_task", f"把 {named} 挂到 {_named(work, indicator_ids)}")
    for indicator_id in indicator_ids:
        known = {one.task_id for one in work.of(IndicatorTask).find(indicator_id=indicator_id)}
        for task in tasks:
            if task.id not in known:
                work.of(IndicatorTask).add(IndicatorTask(0, indicator_id, task.id))
    return work.changes()


def unlink_tasks(work: UnitOfWork, indicator_id: int, task_ids: Sequence[int]) -> ChangeSet:
    """Take tasks off an indicator.

    Raises:
        RejectedError: SVC-004, SVC-005.
    """
    row = row_of(work, Indicator, indicator_id, "指标")
    links = work.of(IndicatorTask).find(indicator_id=indicator_id, task_id=tuple(task_ids))
    if not links:
        raise RejectedError("SVC-005", what="任务")
    work.describe("indicator.unlink_task", f"从指标“{row.title[:30]}”移除 {len(links)} 项任务")
    for one in links:
        work.of(IndicatorTask).remove(one.id)
    return work.changes()


def _named(work: UnitOfWork, indicator_ids: Sequence[int]) -> str:
    rows = [row_of(work, Indicator, one, "指标") for one in indicator_ids]
    return f"指标“{rows[0].title[:30]}”" if len(rows) == 1 else f"{len(rows)} 个指标"


def _depth(rows: Sequence[Indicator], indicator_id: int | None) -> int:
    """Return how many indicators stand on the way from the top to this one, itself included; 0 for None."""
    parents = {row.id: row.parent_id for row in rows}
    if indicator_id is not None and indicator_id not in parents:
        raise RejectedError("SVC-004", what="指标")
    depth = 0
    while indicator_id is not None:
        depth += 1
        indicator_id = parents.get(indicator_id)
    return depth
