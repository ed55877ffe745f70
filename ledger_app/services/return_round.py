"""The monthly round: read the register of a month or a year, and enter the same for many units at once.

Single lines are changed by `services/returns.py`.  The first entry of a month asks every unit that reports, so that
those of whom nobody thinks count as missing in T2.  Source: docs/domain.md sections 1.1 and 1.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import ReturnLine, line_of
from ledger_app.domain.returns import ReturnState
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import returns
from ledger_app.services.checks import require_month, require_reason


@dataclass(frozen=True, slots=True)
class YearLine:
    """A unit's reports over one year: month 1-12 -> line; months without an entry in the log are left out."""

    unit: Unit
    months: dict[int, ReturnLine]

    def count(self, state: ReturnState) -> int:
        """Return in how many months a state holds."""
        return sum(1 for line in self.months.values() if line.state is state)


def read_round(session: ReadSession, period: str, cutoff: dt.date) -> list[ReturnLine]:
    """Return one line a unit for a month: all that report and exist then, and whoever else has an entry.

    By the roster's order.
    """
    month = Period.parse(period)
    settings = session.settings()
    logs = {log.unit_id: log for log in session.of(ReturnLog).find(period=period)}
    chases = _chases(session, list(logs.values()))
    return [
        line_of(unit, month, log := logs.get(unit.id), cutoff, settings, chases.get(log.id if log else 0, ()))
        for unit in _units(session)
        if unit.id in logs or (unit.is_reporting and returns.exists_in(unit, month))
    ]


def read_year(session: ReadSession, year: int, cutoff: dt.date) -> list[YearLine]:
    """Return one line a unit for the months of a year that have entries, by the roster's order."""
    settings = session.settings()
    found: dict[int, list[ReturnLog]] = {}
    for log in session.of(ReturnLog).find(period=[f"{year:04d}-{month:02d}" for month in range(1, 13)]):
        found.setdefault(log.unit_id, []).append(log)
    lines = []
    for unit in _units(session):
        months = {
            Period.parse(log.period).number: line_of(unit, Period.parse(log.period), log, cutoff, settings)
            for log in found.get(unit.id, ())
        }
        if months or (unit.is_reporting and unit.active_to is None):
            lines.append(YearLine(unit, months))
    return lines


def receive_units(work: UnitOfWork, unit_ids: Sequence[int], period: str, on: dt.date | None = None) -> ChangeSet:
    """Enter that the reports of units came in.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022 to SVC-024.
    """
    month = _open_month(work, unit_ids, period)
    work.describe("return.receive", f"登记收到 {_who(work, unit_ids)}的{month.name}进展")
    _ask_all(work, month)
    for unit_id in unit_ids:
        returns.receive(work, unit_id, period, on)
    return work.changes()


def receive_rest(work: UnitOfWork, period: str, on: dt.date | None = None) -> ChangeSet:
    """Enter that all reports of a month that were still owing came in.

    Raises:
        RejectedError: SVC-022 to SVC-024; SVC-220 none is owing.
    """
    month = require_month(period, work.today)
    owing = [line.unit.id for line in read_round(work, period, work.today) if line.is_owing]
    if not owing:
        raise RejectedError("SVC-220", month=month.name)
    work.describe("return.receive", f"登记{month.name}进展全部收到（{len(owing)} 家）")
    return receive_units(work, owing, period, on)


def take_back(work: UnitOfWork, unit_ids: Sequence[int], period: str) -> ChangeSet:
    """Take back that the reports of units came in.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023; SVC-221 a report never came in.
    """
    month = _open_month(work, unit_ids, period)
    work.describe("return.take_back", f"取消 {_who(work, unit_ids)}的{month.name}收到登记")
    for unit_id in unit_ids:
        found = work.of(ReturnLog).find(unit_id=unit_id, period=str(month))
        if not found or found[0].received_on is None:
            unit = work.of(Unit).get(unit_id)
            raise RejectedError("SVC-221", unit=unit.name if unit else "?", month=month.name)
        work.of(ReturnLog).update(replace(found[0], received_on=None))
    return work.changes()


def send_back_units(
    work: UnitOfWork, unit_ids: Sequence[int], period: str, reason: str, on: dt.date | None = None
) -> ChangeSet:
    """Return the reports of units for correction.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022 to SVC-024, SVC-026, SVC-041.
    """
    month = _open_month(work, unit_ids, period)
    text = require_reason(reason, "退回")
    work.describe("return.send_back", f"退回 {_who(work, unit_ids)}的{month.name}进展")
    _ask_all(work, month)
    for unit_id in unit_ids:
        returns.send_back(work, unit_id, period, text, on)
    return work.changes()


def excuse_units(
    work: UnitOfWork, unit_ids: Sequence[int], period: str, *, is_excused: bool = True, note: str = ""
) -> ChangeSet:
    """Excuse units from a month's report, or take that back; a note is kept beside it.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023, SVC-026.
    """
    month = _open_month(work, unit_ids, period)
    act = "免报" if is_excused else "恢复报送"
    work.describe("return.excuse", f"{_who(work, unit_ids)}{month.name}{act}")
    _ask_all(work, month)
    for unit_id in unit_ids:
        returns.excuse(work, unit_id, period, is_excused=is_excused, note=note)
    return work.changes()


def chase_units(
    work: UnitOfWork, unit_ids: Sequence[int], period: str, how: str, by_name: str = "", text: str = ""
) -> ChangeSet:
    """Enter that units were reminded of a month's report, asking all units if nobody was asked yet.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-022, SVC-023, SVC-026.
    """
    month = _open_month(work, unit_ids, period)
    work.describe("return.chase", f"催报 {_who(work, unit_ids)}的{month.name}进展")
    _ask_all(work, month)
    return returns.chase(work, unit_ids, period, how, by_name, text)


def _open_month(work: UnitOfWork, unit_ids: Sequence[int], period: str) -> Period:
    if not unit_ids:
        raise RejectedError("SVC-005", what="单位")
    return require_month(period, work.today)


def _ask_all(work: UnitOfWork, month: Period) -> None:
    """Begin a month's round by asking all that report, the first time something is entered for it."""
    asks = any(unit.is_reporting and returns.exists_in(unit, month) for unit in work.of(Unit).find())
    if asks and not work.of(ReturnLog).count(period=str(month)):
        returns.ask(work, str(month))


def _who(work: UnitOfWork, unit_ids: Sequence[int]) -> str:
    if len(unit_ids) > 1:
        return f"{len(unit_ids)} 家单位"
    unit = work.of(Unit).get(unit_ids[0])
    return f"{unit.short_name or unit.name} " if unit else "单位"


def _units(session: ReadSession) -> list[Unit]:
    return sorted(session.of(Unit).find(), key=lambda unit: (unit.sort, unit.id))


def _chases(session: ReadSession, logs: Sequence[ReturnLog]) -> dict[int, list[Chase]]:
    found: dict[int, list[Chase]] = {}
    for chase in session.of(Chase).find(return_id=[log.id for log in logs]) if logs else ():
        found.setdefault(chase.return_id, []).append(chase)
    return found
