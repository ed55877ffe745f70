"""Answer what an import was not sure of; each answer closes its question, and names are learned.

Source: docs/domain.md sections 8.1 and 8.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.plan import Doubt
from ledger_app.domain.task import Deadline
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import deadlines, owners
from ledger_app.services.checks import LONGEST_NAME, require_text
from ledger_app.services.lookup import row_of

AS_READ = "按原解读"


def answer_owner(work: UnitOfWork, doubt_id: int, unit_ids: Sequence[int]) -> ChangeSet:
    """Say which units the printed name means, wherever it stands unmatched.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-044, SVC-063.
    """
    doubt = _open(work, doubt_id)
    owners.claim_name(work, doubt.raw, unit_ids)
    return _closed(work, doubt, "、".join(str(unit_id) for unit_id in unit_ids))


def answer_deadline(work: UnitOfWork, doubt_id: int, due: dt.date | None) -> ChangeSet:
    """Say which day the printed words mean; None = no fixed day.

    Raises:
        RejectedError: SVC-004, SVC-028, SVC-040, SVC-063.
    """
    doubt = _open(work, doubt_id)
    for deadline in _deadlines_of(work, doubt):
        deadlines.change(work, deadline.id, due)
    return _closed(work, doubt, due.isoformat() if due else "无固定日期")


def accept(work: UnitOfWork, doubt_ids: Sequence[int]) -> ChangeSet:
    """Accept readings as they stand; those answered before stay as they were answered.

    Raises:
        RejectedError: SVC-004, SVC-005.
    """
    if not doubt_ids:
        raise RejectedError("SVC-005", what="疑问")
    doubts = [row_of(work, Doubt, doubt_id, "疑问") for doubt_id in doubt_ids]
    work.describe("doubt.accept", f"按原解读确认 {len(doubts)} 处疑问")
    for doubt in doubts:
        for deadline in _deadlines_of(work, doubt):
            deadlines.confirm(work, deadline.id)
        _closed(work, doubt, AS_READ)
    return work.changes()


def answer_text(work: UnitOfWork, doubt_id: int, answer: str) -> ChangeSet:
    """Write down the answer to a question that no field of a task holds.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-063.
    """
    doubt = _open(work, doubt_id)
    text = require_text(answer, "答复", LONGEST_NAME)
    work.describe("doubt.answer", f"答复疑问“{doubt.raw[:20] or doubt.question[:20]}”")
    return _closed(work, doubt, text)


def _open(work: UnitOfWork, doubt_id: int) -> Doubt:
    doubt = row_of(work, Doubt, doubt_id, "疑问")
    if doubt.answer is not None:
        raise RejectedError("SVC-063")
    return doubt


def _closed(work: UnitOfWork, doubt: Doubt, answer: str) -> ChangeSet:
    now = row_of(work, Doubt, doubt.id, "疑问")
    # The verb that carried the answer out may have closed it in its own words already.
    if now.answer is None:
        work.of(Doubt).update(replace(now, answer=answer, answered_at=work.at))
    return work.changes()


def _deadlines_of(work: UnitOfWork, doubt: Doubt) -> list[Deadline]:
    if doubt.field != "deadline" or doubt.task_id is None:
        return []
    return work.of(Deadline).find(task_id=doubt.task_id, raw=doubt.raw)
