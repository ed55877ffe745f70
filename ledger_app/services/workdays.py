"""The working calendar of a ledger: the years that ship with the program, and those the office keeps itself.

A year of which the ledger holds any day is the ledger's own and takes the place of the shipped one as a whole.
Source: docs/domain.md section 8.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.supervision import Holiday
from ledger_app.domain.workday import WorkCalendar
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text
from ledger_app.services.settings import set_holidays

DayMark = Literal["rest", "work", "usual"]
DAY_MARKS: dict[DayMark, str] = {"rest": "放假", "work": "上班", "usual": "按周一至周五"}
BY_HAND = "手工修改"


def holidays_in_force(session: ReadSession, shipped: Iterable[Holiday]) -> list[Holiday]:
    """Return the exceptions to the working week that count in a ledger, by day.

    Args:
        session: of the ledger.
        shipped: the days that come with the program.
    """
    own = session.of(Holiday).find()
    own_years = {holiday.day.year for holiday in own}
    kept = [holiday for holiday in shipped if holiday.day.year not in own_years]
    return sorted([*kept, *own], key=lambda holiday: holiday.day)


def work_calendar(session: ReadSession, shipped: Iterable[Holiday]) -> WorkCalendar:
    """Return the calendar that counts in a ledger."""
    return WorkCalendar(holidays_in_force(session, shipped))


def take_notice(work: UnitOfWork, shipped: Iterable[Holiday], year: int, days: Sequence[Holiday]) -> ChangeSet:
    """Replace a year's days by those of a notice; what it says of the December before is added to that year.

    Raises:
        RejectedError: SVC-005 it names no day; SVC-024 a day lies in neither year.
    """
    if not days:
        raise RejectedError("SVC-005", what="放假的日期")
    early = [day for day in days if (day.day.year, day.day.month) == (year - 1, 12)]
    before = {row.day: row for row in holidays_in_force(work, shipped) if row.day.year == year - 1} if early else {}
    work.describe("settings.holidays", f"导入 {year} 年放假安排")
    set_holidays(work, year, _marks(day for day in days if day not in early), days[-1].source)
    if early:
        merged = {**before, **{day.day: day for day in early}}
        set_holidays(work, year - 1, _marks(merged.values()), days[-1].source)
    return work.changes()


def mark_day(work: UnitOfWork, shipped: Iterable[Holiday], day: dt.date, mark: DayMark, name: str = "") -> ChangeSet:
    """Say of one day whether it is worked; the rest of its year stays as it is in force.

    Raises:
        RejectedError: SVC-026 the name is too long.
    """
    rows = {row.day: row for row in holidays_in_force(work, shipped) if row.day.year == day.year}
    before = rows.pop(day, None)
    if mark != "usual":
        words = limit_text(name, "名称", LONGEST_NAME) or (before.name if before is not None else "")
        rows[day] = Holiday(0, day, mark == "work", words, BY_HAND)
    work.describe("settings.holidays", f"{day.isoformat()} 改为{DAY_MARKS[mark]}")
    for holiday in work.of(Holiday).find():
        if holiday.day.year == day.year:
            work.of(Holiday).remove(holiday.id)
    work.of(Holiday).add_all(Holiday(0, row.day, row.is_workday, row.name, row.source) for row in _by_day(rows))
    return work.changes()


def forget_year(work: UnitOfWork, year: int) -> ChangeSet:
    """Give up a year of the ledger's own; the shipped days of that year count again."""
    work.describe("settings.holidays", f"恢复 {year} 年自带的放假安排")
    for holiday in work.of(Holiday).find():
        if holiday.day.year == year:
            work.of(Holiday).remove(holiday.id)
    return work.changes()


def _marks(days: Iterable[Holiday]) -> dict[dt.date, tuple[bool, str]]:
    return {day.day: (day.is_workday, day.name) for day in days}


def _by_day(rows: dict[dt.date, Holiday]) -> list[Holiday]:
    return [rows[day] for day in sorted(rows)]
