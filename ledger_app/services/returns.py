"""The return log: which unit was asked for its monthly report, when it came, what was sent back, who was chased.

Source: docs/domain.md sections 1.1 and 7.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.schedule import report_due
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_month, require_reason
from ledger_app.services.lookup import row_of


def ask(work: UnitOfWork, period: str, unit_ids: Sequence[int] | None = None, due: dt.date | None = None) -> ChangeSet:
    """Enter that units were asked for a month's report; those asked before keep their line.

    Args:
        work: the operation.
        period: "YYYY-MM".
        unit_ids: which units; None = all that report and exist in that month.
        due: the day by which it must be in; None = by the ledger's settings.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023.
    """
    month = require_month(period, work.today)
    if unit_ids is None:
        unit_ids = [unit.id for unit in work.of(Unit).find(is_reporting=True) if exists_in(unit, month)]
    if not unit_ids:
        raise RejectedError("SVC-005", what="单位")
    work.describe("return.ask", f"登记{month.name}应报送单位 {len(unit_ids)} 家")
    asked = {log.unit_id for log in work.of(ReturnLog).find(period=str(month))}
    by = due or report_due(month, work.settings())
    for unit_id in unit_ids:
        row_of(work, Unit, unit_id, "单位")
        if unit_id not in asked:
            work.of(ReturnLog).add(ReturnLog(0, unit_id, str(month), asked_on=work.today, due=by))
    return work.changes()


def receive(work: UnitOfWork, unit_id: int, period: str, on: dt.date | None = None) -> ChangeSet:
    """Enter that a unit's report came in.

    Raises:
        RejectedError: SVC-004, SVC-022, SVC-023, SVC-024.
    """
    unit, month = row_of(work, Unit, unit_id, "单位"), require_month(period, work.today)
    day = _not_in_future(work, on)
    work.describe("return.receive", f"{unit.name} 已报送{month.name}进展")
    line = _line(work, unit_id, month)
    # Sent back and in again on one day: the days cannot tell the order, so the last act decides.
    sent_back = None if line.sent_back_on == day else line.sent_back_on
    work.of(ReturnLog).update(replace(line, received_on=day, sent_back_on=sent_back))
    return work.changes()


def send_back(work: UnitOfWork, unit_id: int, period: str, reason: str, on: dt.date | None = None) -> ChangeSet:
    """Return a unit's report for correction.

    Raises:
        RejectedError: SVC-004, SVC-022, SVC-023, SVC-024, SVC-026, SVC-041.
    """
    unit, month = row_of(work, Unit, unit_id, "单位"), require_month(period, work.today)
    text = require_reason(reason, "退回")
    day = _not_in_future(work, on)
    work.describe("return.send_back", f"退回 {unit.name} 的{month.name}进展")
    work.of(ReturnLog).update(replace(_line(work, unit_id, month), sent_back_on=day, sent_back_reason=text))
    return work.changes()


def excuse(work: UnitOfWork, unit_id: int, period: str, *, is_excused: bool = True, note: str = "") -> ChangeSet:
    """Excuse a unit from a month's report, or take that back.

    Raises:
        RejectedError: SVC-004, SVC-022, SVC-023, SVC-026.
    """
    unit, month = row_of(work, Unit, unit_id, "单位"), require_month(period, work.today)
    work.describe("return.excuse", f"{unit.name} {month.name}{'免报' if is_excused else '恢复报送'}")
    line = _line(work, unit_id, month)
    work.of(ReturnLog).update(replace(line, is_excused=is_excused, note=limit_text(note, "备注")))
    return work.changes()


def chase(
    work: UnitOfWork, unit_ids: Sequence[int], period: str, how: str, by_name: str = "", text: str = ""
) -> ChangeSet:
    """Enter that units were reminded of a month's report.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023, SVC-026.
    """
    if not unit_ids:
        raise RejectedError("SVC-005", what="单位")
    month = require_month(period, work.today)
    units = [row_of(work, Unit, unit_id, "单位") for unit_id in unit_ids]
    work.describe("return.chase", f"催报{month.name}进展 {len(units)} 家")
    for unit in units:
        line = _line(work, unit.id, month)
        work.of(Chase).add(
            Chase(
                0,
                line.id,
                work.today,
                limit_text(how, "催办方式", LONGEST_NAME),
                limit_text(by_name, "催办人", LONGEST_NAME),
                limit_text(text, "催办内容"),
            )
        )
    return work.changes()


def exists_in(unit: Unit, month: Period) -> bool:
    """Say whether a unit exists on some day of a month."""
    return (unit.active_from is None or unit.active_from <= month.last_day) and (
        unit.active_to is None or unit.active_to >= month.first_day
    )


def _line(work: UnitOfWork, unit_id: int, month: Period) -> ReturnLog:
    """Return the unit's line of the month, making it if it was never asked for."""
    found = work.of(ReturnLog).find(unit_id=unit_id, period=str(month))
    if found:
        return found[0]
    due = report_due(month, work.settings())
    return work.of(ReturnLog).add(ReturnLog(0, unit_id, str(month), due=due))


def _not_in_future(work: UnitOfWork, on: dt.date | None) -> dt.date:
    if on is not None and on > work.today:
        raise RejectedError("SVC-024", value=on.isoformat())
    return on or work.today
