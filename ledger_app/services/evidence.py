"""Attach evidence to tasks, describe it, move it, put it in the bin and take it out again.

The same content is one piece of evidence whatever its name; the same name with other content on one task is a new
version of it.  Source: docs/domain.md section 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import Evidence, EvidenceVersion, ExpectedEvidence, IndicatorEvidence, TaskEvidence
from ledger_app.domain.finding import Finding
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.attaching import Attaching
from ledger_app.services.attaching import add_version as add_content
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_text
from ledger_app.services.evidence_describing import BY_HAND
from ledger_app.services.files import TakenFile, note
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of


@dataclass(frozen=True, slots=True)
class Attached:
    """What an attachment did.

    Attributes:
        evidence: one a file, in the files' order; a file known before gives the piece that has it.
        links: links that were made; fewer than files times tasks where some were linked before.
        findings: what should be known (duplicates, versions, entry checks).
    """

    evidence: tuple[Evidence, ...]
    links: tuple[TaskEvidence, ...]
    findings: tuple[Finding, ...]
    changes: ChangeSet


def attach(work: UnitOfWork, files: Sequence[TakenFile], task_ids: Sequence[int], caption: str = "") -> Attached:
    """Link stored files to tasks as evidence, all of it one operation.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026, SVC-040.
    """
    if not files:
        raise RejectedError("SVC-005", what="文件")
    tasks = [task_of(work, task_id) for task_id in dict.fromkeys(task_ids)]
    for task in tasks:
        refuse_if_closed(work, task, "添加佐证材料")
    text = limit_text(caption, "说明", LONGEST_NAME)
    work.describe("evidence.attach", _attach_name(files, tasks))
    run = Attaching(work, files, tasks, text)
    for file in files:
        run.add(file)
    return Attached(tuple(run.evidence), tuple(run.links), tuple(run.findings), work.changes())


def add_version(work: UnitOfWork, evidence_id: int, file: TakenFile) -> ChangeSet:
    """Give a piece of evidence a new content; the old ones stay readable.

    Raises:
        RejectedError: SVC-004, SVC-040, SVC-054.
    """
    evidence = _in_use(work, evidence_id)
    for task in _tasks_of(work, evidence_id):
        refuse_if_closed(work, task, "更新佐证材料")
    work.describe("evidence.version", f"更新材料“{evidence.title}”")
    note(work, file)
    add_content(work, evidence_id, file, current_version(work, evidence_id).number)
    return work.changes()


def describe(work: UnitOfWork, evidence: Evidence) -> ChangeSet:
    """Write what is known about a piece of evidence (title, kind, number, author, date, pages, note).

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026; SVC-040 it proves a task that was struck off.
    """
    before = row_of(work, Evidence, evidence.id, "佐证材料")
    for task in _tasks_of(work, evidence.id):
        refuse_if_closed(work, task, "修改佐证材料的信息")
    title = require_text(evidence.title, "材料名称", LONGEST_NAME)
    work.describe("evidence.describe", f"修改材料“{title}”的信息")
    work.of(Evidence).update(
        replace(
            evidence,
            title=title,
            uid=before.uid,
            added_at=before.added_at,
            added_by=before.added_by,
            removed_at=before.removed_at,
            personal_basis=before.personal_basis if evidence.is_personal == before.is_personal else BY_HAND,
        )
    )
    return work.changes()


def set_caption(work: UnitOfWork, link_id: int, caption: str) -> ChangeSet:
    """Say what a piece of evidence shows for one task.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-040.
    """
    link = row_of(work, TaskEvidence, link_id, "材料关联")
    task = task_of(work, link.task_id)
    refuse_if_closed(work, task, "修改佐证材料的说明")
    work.describe("evidence.caption", f"修改 {task.code} 第 {link.number} 件材料的说明")
    work.of(TaskEvidence).update(replace(link, caption=limit_text(caption, "说明", LONGEST_NAME)))
    return work.changes()


def link(work: UnitOfWork, evidence_ids: Sequence[int], task_ids: Sequence[int], caption: str = "") -> ChangeSet:
    """Link evidence that is in the ledger to further tasks; links that exist stay as they are.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026, SVC-040, SVC-054.
    """
    if not evidence_ids or not task_ids:
        raise RejectedError("SVC-005", what="材料或任务")
    tasks = [task_of(work, task_id) for task_id in task_ids]
    work.describe("evidence.link", f"关联 {len(evidence_ids)} 件材料到 {_named(tasks)}")
    text = limit_text(caption, "说明", LONGEST_NAME)
    for task in tasks:
        refuse_if_closed(work, task, "添加佐证材料")
        for evidence_id in evidence_ids:
            _in_use(work, evidence_id)
            if not work.of(TaskEvidence).count(task_id=task.id, evidence_id=evidence_id):
                _add_link(work, task, evidence_id, text)
    return work.changes()


def unlink(work: UnitOfWork, link_ids: Sequence[int]) -> ChangeSet:
    """Take evidence off tasks; a piece that supports no task and no indicator any more goes to the bin.

    The numbers of the others stay: they stand on printed lists.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-040.
    """
    if not link_ids:
        raise RejectedError("SVC-005", what="材料")
    links = [row_of(work, TaskEvidence, link_id, "材料关联") for link_id in link_ids]
    tasks = [task_of(work, task_id) for task_id in dict.fromkeys(one.task_id for one in links)]
    for task in tasks:
        refuse_if_closed(work, task, "移除佐证材料")
    work.describe("evidence.unlink", f"从 {_named(tasks)} 移除 {len(links)} 件材料")
    for one in links:
        work.of(TaskEvidence).remove(one.id)
        _expect_again(work, one.task_id, one.evidence_id)
    for evidence_id in dict.fromkeys(one.evidence_id for one in links):
        is_used = work.of(IndicatorEvidence).count(evidence_id=evidence_id)
        if not is_used and not work.of(TaskEvidence).count(evidence_id=evidence_id):
            evidence = row_of(work, Evidence, evidence_id, "佐证材料")
            work.of(Evidence).update(replace(evidence, removed_at=work.at))
    return work.changes()


def discard(work: UnitOfWork, evidence_ids: Sequence[int]) -> ChangeSet:
    """Put evidence into the bin, off all its tasks; its files stay in the store.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-040, SVC-054.
    """
    if not evidence_ids:
        raise RejectedError("SVC-005", what="材料")
    pieces = [_in_use(work, evidence_id) for evidence_id in evidence_ids]
    named = f"“{pieces[0].title[:30]}”" if len(pieces) == 1 else f" {len(pieces)} 件材料"
    # Named, because the bin shows from this line where a piece was.
    codes = list(dict.fromkeys(task.code for piece in pieces for task in _tasks_of(work, piece.id)))
    was = f"（原在 {'、'.join(codes[:3])}{' 等' if len(codes) > 3 else ''}）" if codes else ""
    work.describe("evidence.discard", f"把材料{named}放入回收站{was}")
    for piece in pieces:
        for task in _tasks_of(work, piece.id):
            refuse_if_closed(work, task, "移除佐证材料")
        for one in work.of(TaskEvidence).find(evidence_id=piece.id):
            work.of(TaskEvidence).remove(one.id)
        work.of(Evidence).update(replace(piece, removed_at=work.at))
    return work.changes()


def restore(work: UnitOfWork, evidence_id: int, task_ids: Sequence[int]) -> ChangeSet:
    """Take a piece of evidence out of the bin and link it to tasks.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-040.
    """
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    evidence = row_of(work, Evidence, evidence_id, "佐证材料")
    tasks = [task_of(work, task_id) for task_id in task_ids]
    work.describe("evidence.restore", f"恢复材料“{evidence.title}”")
    work.of(Evidence).update(replace(evidence, removed_at=None))
    for task in tasks:
        refuse_if_closed(work, task, "添加佐证材料")
        if not work.of(TaskEvidence).count(task_id=task.id, evidence_id=evidence_id):
            _add_link(work, task, evidence_id, "")
    return work.changes()


def relink(work: UnitOfWork, link_id: int, task_id: int) -> ChangeSet:
    """Move a piece of evidence from the task it was put on to another.

    Raises:
        RejectedError: SVC-004, SVC-040; SVC-055 the other task has it already.
    """
    moved = row_of(work, TaskEvidence, link_id, "材料关联")
    source, target = task_of(work, moved.task_id), task_of(work, task_id)
    for task in (source, target):
        refuse_if_closed(work, task, "移动佐证材料")
    if work.of(TaskEvidence).count(task_id=task_id, evidence_id=moved.evidence_id):
        raise RejectedError("SVC-055", task=target.code)
    work.describe("evidence.relink", f"把材料从 {source.code} 移到 {target.code}")
    work.of(TaskEvidence).remove(moved.id)
    _expect_again(work, source.id, moved.evidence_id)
    _add_link(work, target, moved.evidence_id, moved.caption)
    return work.changes()


def current_version(session: ReadSession, evidence_id: int) -> EvidenceVersion:
    """Return the current content of a piece of evidence.

    Raises:
        RejectedError: SVC-004.
    """
    versions = session.of(EvidenceVersion).find(evidence_id=evidence_id)
    if not versions:
        raise RejectedError("SVC-004", what="佐证材料")
    return max(versions, key=lambda version: version.number)


def _add_link(work: UnitOfWork, task: Task, evidence_id: int, caption: str) -> TaskEvidence:
    last = max((one.number for one in work.of(TaskEvidence).find(task_id=task.id)), default=0)
    return work.of(TaskEvidence).add(TaskEvidence(0, task.id, evidence_id, last + 1, caption))


def _expect_again(work: UnitOfWork, task_id: int, evidence_id: int) -> None:
    """Miss what a piece stood for again, as it was taken off its task."""
    for row in work.of(ExpectedEvidence).find(task_id=task_id, evidence_id=evidence_id):
        work.of(ExpectedEvidence).update(replace(row, evidence_id=None))


def _in_use(work: UnitOfWork, evidence_id: int) -> Evidence:
    evidence = row_of(work, Evidence, evidence_id, "佐证材料")
    if evidence.removed_at is not None:
        raise RejectedError("SVC-054")
    return evidence


def _tasks_of(work: UnitOfWork, evidence_id: int) -> list[Task]:
    return [task_of(work, one.task_id) for one in work.of(TaskEvidence).find(evidence_id=evidence_id)]


def _attach_name(files: Sequence[TakenFile], tasks: Sequence[Task]) -> str:
    what = f"“{files[0].name[:30]}”" if len(files) == 1 else f"{len(files)} 件材料"
    return f"添加佐证{what}到 {_named(tasks)}" if tasks else f"添加佐证{what}"


def _named(tasks: Sequence[Task]) -> str:
    return tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"
