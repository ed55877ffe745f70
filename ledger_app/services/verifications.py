"""核查: what a check on the spot found, kept apart from what the unit reported of itself.

The report is never changed by it; where the two differ, both are shown.  Source: docs/domain.md section 1.1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.supervision import VERIFICATION_NAMES, Verification
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_percent, require_text
from ledger_app.services.lookup import row_of, task_of

METHODS: tuple[str, ...] = ("实地核查", "查阅资料", "电话核实", "系统数据比对", "座谈了解")
"""Usual ways of checking, offered for choice; any other words may be written."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found.

    Attributes:
        on_date: the day of the check, None = today.
        percent: 0-100 as the checker sees it, None if it was not estimated.
    """

    result: Literal["confirmed", "doubtful", "refuted"]
    by_name: str
    method: str = ""
    on_date: dt.date | None = None
    percent: float | None = None
    note: str = ""


def record(work: UnitOfWork, task_id: int, found: Found) -> ChangeSet:
    """Record the result of a check; one that found fault says what.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-021, SVC-024 to SVC-026; SVC-172 fault was found and nothing said of it.
    """
    task = task_of(work, task_id)
    require_choice(found.result, VERIFICATION_NAMES, "核查结果")
    on_date = found.on_date or work.today
    if on_date > work.today:
        raise RejectedError("SVC-024", value=on_date.isoformat())
    note = limit_text(found.note, "核查情况")
    if found.result != "confirmed" and not note:
        raise RejectedError("SVC-172", result=VERIFICATION_NAMES[found.result])
    work.describe("verification.record", f"登记 {task.code} 的核查结果：{VERIFICATION_NAMES[found.result]}")
    work.of(Verification).add(
        Verification(
            id=0,
            task_id=task_id,
            on_date=on_date,
            method=limit_text(found.method, "核查方式", LONGEST_NAME),
            by_name=require_text(found.by_name, "核查人", LONGEST_NAME),
            result=found.result,
            percent=require_percent(found.percent),
            note=note,
        )
    )
    return work.changes()


def remove(work: UnitOfWork, verification_id: int) -> ChangeSet:
    """Take the record of a check back.

    Raises:
        RejectedError: SVC-004.
    """
    row = row_of(work, Verification, verification_id, "核查记录")
    task = task_of(work, row.task_id)
    work.describe("verification.remove", f"删除 {task.code} {row.on_date.isoformat()} 的核查记录")
    work.of(Verification).remove(verification_id)
    return work.changes()
