"""无需材料: expected evidence, or all of a task's, that need not be there, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, require_text
from ledger_app.services.lookup import refuse_if_closed, row_of, task_of

WHOLE_TASK = "本任务无需材料"


def waive(work: UnitOfWork, expected_id: int, reason: str) -> ChangeSet:
    """Say why one expected paper need not be there.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-040.
    """
    row = row_of(work, ExpectedEvidence, expected_id, "应有材料")
    task = task_of(work, row.task_id)
    refuse_if_closed(work, task, "修改应有材料")
    words = require_text(reason, "无需材料的原因", LONGEST_NAME)
    work.describe("expected.waive", f"{task.code} 无需“{row.name}”：{words[:30]}")
    work.of(ExpectedEvidence).update(replace(row, waived_reason=words))
    return work.changes()


def expect_again(work: UnitOfWork, expected_id: int) -> ChangeSet:
    """Expect a paper again that was waived; what only said that a whole task needs none goes.

    Raises:
        RejectedError: SVC-004, SVC-040.
    """
    row = row_of(work, ExpectedEvidence, expected_id, "应有材料")
    task = task_of(work, row.task_id)
    refuse_if_closed(work, task, "修改应有材料")
    work.describe("expected.waive", f"{task.code} 的“{row.name}”恢复为应有")
    if row.name == WHOLE_TASK:
        work.of(ExpectedEvidence).remove(row.id)
    else:
        work.of(ExpectedEvidence).update(replace(row, waived_reason=""))
    return work.changes()


def waive_tasks(work: UnitOfWork, task_ids: Sequence[int], reason: str) -> ChangeSet:
    """Say that tasks need no evidence: what is still missing is waived, and a line says so where nothing is expected.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-040.
    """
    tasks = [task_of(work, task_id) for task_id in dict.fromkeys(task_ids)]
    words = require_text(reason, "无需材料的原因", LONGEST_NAME)
    named = tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"
    work.describe("expected.waive", f"{named} 无需材料：{words[:30]}")
    for task in tasks:
        refuse_if_closed(work, task, "修改应有材料")
        rows = work.of(ExpectedEvidence).find(task_id=task.id)
        for row in rows:
            if row.evidence_id is None and not row.waived_reason:
                work.of(ExpectedEvidence).update(replace(row, waived_reason=words))
        if not rows:
            work.of(ExpectedEvidence).add(
                ExpectedEvidence(0, task.id, WHOLE_TASK, is_required=False, source="手工添加", waived_reason=words)
            )
    return work.changes()
