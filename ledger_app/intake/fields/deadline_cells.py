"""Deadlines that only a time field or a table cell may state: dates as numbers, 6.30, 长期坚持, 按上级要求.

Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.document import Place
from ledger_app.intake.fields import deadline_forms as forms
from ledger_app.intake.fields import deadline_patterns as patterns
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.deadline_forms import Form
from ledger_app.intake.proposal import ProposedDeadline, Reading

CONTINUING = Form("continuing", reason="长期性工作，没有固定完成时间")
_EXCEL_FIRST = dt.date(1899, 12, 30)

Hit = tuple[int, int, Form]


def read_cell_value(value: object, kind: str, raw: str, place: Place, setting: Setting) -> list[ProposedDeadline]:
    """Return the deadline of a cell that holds a date or number instead of words; [] if it means none.

    Args:
        value: ISO text of a date, or a number (a serial day, 202306, 2023.6).
        kind: the cell's value_kind.
        raw: the cell as printed.
        place: where it stands.
        setting: base year.
    """
    form = _value_form(value, kind, setting)
    if form is None:
        return []
    reading = Reading(raw or str(value), place, form.reason, 0.7 if form.needs_answer else 0.98)
    return [ProposedDeadline("by", reading, form.date, needs_answer=form.needs_answer)]


def _value_form(value: object, kind: str, setting: Setting) -> Form | None:
    if kind in ("date", "datetime") and isinstance(value, str):
        return Form("by", value[:10], reason="单元格是日期")
    if kind != "number" or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if value == int(value) and 36526 <= value <= 73050:
        date = _EXCEL_FIRST + dt.timedelta(days=int(value))
        return Form("by", date.isoformat(), reason="单元格是日期序号")
    if value == int(value) and 20000101 <= value <= 20991231:
        exact = forms.day(int(value) // 10000, int(value) // 100 % 100, int(value) % 100)
        return Form("by", exact, reason="单元格是日期") if exact else None
    if value == int(value) and 200001 <= value <= 209912 and 1 <= int(value) % 100 <= 12:
        return Form("by", forms.month_end(int(value) // 100, int(value) % 100), reason="按该月最后一天计")
    if 2000 < value < 2100 and value != int(value):
        return _decimal_month(value)
    month = int(value)
    if value == month and 1 <= month <= 12 and setting.base_year:
        reason = f"只写了数字 {month}，按 {month} 月最后一天计"
        return Form("by", forms.month_end(setting.base_year, month), reason=reason, needs_answer=True)
    return None


def _decimal_month(value: float) -> Form | None:
    year, digits = f"{value:.2f}".split(".")
    month = int(digits) if digits.startswith("0") or digits in ("10", "11", "12") else int(digits[0])
    if not 1 <= month <= 12:
        return None
    # 2023.10 typed as a number has lost its zero and looks like January.
    doubt = digits == "10"
    return Form(
        "by", forms.month_end(int(year), month), reason=f"按 {year} 年 {month} 月最后一天计", needs_answer=doubt
    )


def short_forms(part: str, start: int, setting: Setting) -> Iterator[Hit]:
    """Yield what only a time field may say: 长期坚持, 全年, 按上级要求, 10个工作日内, 6.30."""
    for pattern, form in (
        (patterns.LINK, Form("link", reason="与其他事项同步，需确认时间", needs_answer=True)),
        (patterns.CONTINUING, CONTINUING),
        (patterns.AT_ONCE, Form("relative", reason="要求立即办理，需确认具体时间", needs_answer=True)),
        (patterns.OPEN, Form("open", reason="没有写明具体时间", needs_answer=True)),
    ):
        match = pattern.search(part)
        if match:
            yield start + match.start(), start + match.end(), form
            return
    match = patterns.RELATIVE.search(part)
    if match:
        yield start + match.start(), start + match.end(), relative(match)
        return
    short = re.fullmatch(r"(\d{1,2})[./](\d{1,2})(?:之?前)?", part)
    if short and setting.base_year:
        date = forms.day(setting.base_year, int(short[1]), int(short[2]))
        if date:
            yield start, start + len(part), Form("by", date, reason=f"年份按计划年度 {setting.base_year} 年计")
        return
    whole = re.fullmatch(r"(20\d\d)(\d\d)(\d\d)(?:之?前)?", part)
    exact = forms.day(int(whole[1]), int(whole[2]), int(whole[3])) if whole else None
    if exact:
        yield start, start + len(part), Form("by", exact, reason="写明了日期")
        return
    span = re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:-+|~+|至|到)(\d{1,2})\.(\d{1,2})", part)
    if span and setting.base_year:
        first, last = (forms.day(setting.base_year, int(span[at]), int(span[at + 1])) for at in (1, 3))
        if first and last and first <= last:
            yield start, start + len(part), Form("range", last, first, reason="写明了起止日期")
        return
    if "全年" in part and setting.base_year:
        at = start + part.index("全年")
        yield at, at + 2, Form("by", f"{setting.base_year}-12-31", reason="“全年”按年底计")


def relative(match: re.Match[str]) -> Form:
    """Return what a match of RELATIVE means (收到通知后10个工作日内)."""
    unit = {"日": "天", "天": "天"}.get(match["unit"], match["unit"])
    reason = f"自有关日期起 {chinese_value(match['n'])} 个{unit}内，需按起算日期推定"
    return Form("relative", reason=reason, needs_answer=True)
