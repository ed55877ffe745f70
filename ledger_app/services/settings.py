"""Change what an office decides once for its ledger.  Source: docs/domain.md sections 1.3, 3.1-3.3, 4.2."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import get_args, get_type_hints

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Holiday
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import limit_text, require_choice
from ledger_app.services.ledger_name import follow_bureau

_RANGES: dict[str, tuple[str, float, float]] = {
    "year": ("年度", 1990, 2100),
    "cutoff_day": ("统计截止日", 0, 31),
    "report_due_day": ("报送截止日", 0, 31),
    "lag_yellow": ("滞后（黄灯）百分点", 0, 100),
    "lag_red": ("严重滞后（红灯）百分点", 0, 100),
    "not_started_red_months": ("未启动转红灯的月数", 1, 12),
    "no_change_limit": ("“无变化”的连续次数", 0, 12),
    "due_soon_short": ("短期任务的临期天数", 0, 365),
    "due_soon_middle": ("中期任务的临期天数", 0, 365),
    "due_soon_long": ("长期任务的临期天数", 0, 365),
    "rank_minimum": ("参与排名的最少任务数", 0, 1000),
    "line_pitch": ("行距", 20, 40),
    "reply_days": ("整改回复天数", 0, 365),
    "large_file_mb": ("大文件提醒", 0, 100_000),
}
_LONGEST = 500


def change(work: UnitOfWork, settings: LedgerSettings) -> ChangeSet:
    """Write the ledger's settings; a ledger that is called like its bureau is renamed along with it.

    Raises:
        RejectedError: SVC-025 to SVC-027.
    """
    checked = _checked(settings)
    work.describe("settings.change", "修改台账设置")
    follow_bureau(work, work.settings().bureau_name, checked.bureau_name)
    work.save_settings(checked)
    return work.changes()


def set_holidays(work: UnitOfWork, year: int, days: dict[dt.date, tuple[bool, str]], source: str = "") -> ChangeSet:
    """Replace a year's exceptions to the working week: day -> (is a working day, name).

    Raises:
        RejectedError: SVC-024 a day lies outside the year.
    """
    for day in days:
        if day.year != year:
            raise RejectedError("SVC-024", value=day.isoformat())
    work.describe("settings.holidays", f"设置 {year} 年节假日")
    for holiday in work.of(Holiday).find():
        if holiday.day.year == year:
            work.of(Holiday).remove(holiday.id)
    rows = [Holiday(0, day, is_workday, name, source) for day, (is_workday, name) in sorted(days.items())]
    work.of(Holiday).add_all(rows)
    return work.changes()


def _checked(settings: LedgerSettings) -> LedgerSettings:
    hints = get_type_hints(LedgerSettings)
    texts: dict[str, str] = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        choices = get_args(hints[field.name])
        if field.name in _RANGES and value is not None:
            name, low, high = _RANGES[field.name]
            if not low <= value <= high:
                raise RejectedError("SVC-027", field=name, value=value, low=low, high=high)
        elif isinstance(value, str) and choices:
            require_choice(value, choices, "设置项")
        elif isinstance(value, str):
            texts[field.name] = limit_text(value, "设置项", _LONGEST)
    if settings.lag_red < settings.lag_yellow:
        name, low, high = "严重滞后（红灯）百分点", settings.lag_yellow, 100
        raise RejectedError("SVC-027", field=name, value=settings.lag_red, low=low, high=high)
    return replace(settings, **texts)  # type: ignore[arg-type]
