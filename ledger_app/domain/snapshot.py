"""Numbering, freezing and comparing snapshots of reports.

A snapshot's rows hold what each task looked like when the report was made, so that the ledger table of that day
can be printed again and a correction can say what differs.  Source: docs/domain.md sections 3.3 and 7.3.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import Statistics
from ledger_app.domain.lights import Judgement
from ledger_app.domain.period import Period
from ledger_app.domain.supervision import SnapshotRow
from ledger_app.domain.tally import FIGURES

ReportKind = Literal[
    "monthly",
    "quarterly",
    "half-year",
    "annual",
    "slip",
    "chase",
    "letter",
    "unit",
    "leader",
    "ledger",
    "breakdown",
    "evidence",
    "closing",
    "extension",
    "meeting",
]

REPORT_KIND_NAMES: dict[ReportKind, str] = {
    "monthly": "月报",
    "quarterly": "季报",
    "half-year": "半年报",
    "annual": "年报",
    "slip": "督办单",
    "chase": "催办通知",
    "letter": "提醒函",
    "unit": "单位清单",
    "leader": "领导清单",
    "ledger": "台账",
    "breakdown": "任务分解表",
    "evidence": "佐证清单",
    "closing": "销号审批表",
    "extension": "延期审批表",
    "meeting": "会议简表",
}

CIRCULAR_ANNEX_NAMES: dict[str, str] = {
    "overall": "总体进展表",
    "units": "单位完成情况表",
    "leaders": "分管领导完成情况表",
    "late": "逾期和滞后清单",
    "soon": "30天内到期清单",
    "evidence": "佐证材料情况表",
    "charts": "趋势图和单位进展图",
}
"""Annexes that a circular may have, in their order -> what they are called where one chooses."""


def snapshot_number(period: Period, kind: ReportKind, existing: Iterable[str]) -> str:
    """Return the next number of a period and kind ("2024-06-月报-01"); numbers are never used twice."""
    prefix = f"{period}-{REPORT_KIND_NAMES[kind]}-"
    pattern = re.compile(re.escape(prefix) + r"(\d+)")
    numbers = [int(match[1]) for number in existing if (match := pattern.fullmatch(number))]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


@dataclass(frozen=True, slots=True)
class FrozenTask:
    """A task as it is printed in a ledger table, at its report's cut-off date.

    Attributes:
        light, tone: their values; label: sign and word.
        leads, cooperates, leaders, contacts: names joined by 、.
        due, original_due: ISO dates, "" if none; due_raw: as written.
        overdue_days, days_left: 0 and None where they do not apply.
    """

    code: str
    title: str
    content: str
    plan: str
    section: str
    light: str
    tone: str
    label: str
    reason: str
    leads: str
    cooperates: str
    leaders: str
    contacts: str
    due_raw: str
    due: str
    original_due: str
    percent: float | None
    elapsed: float | None
    gap: float | None
    overdue_days: int
    days_left: int | None
    period: str
    text: str
    problems: str
    next_step: str
    slip_count: int
    evidence_count: int
    expected_count: int
    missing_count: int
    is_overridden: bool
    is_unreported: bool


def freeze_task(facts: TaskFacts, judgement: Judgement) -> FrozenTask:
    """Return what a ledger table prints of a judged task."""
    return FrozenTask(
        code=facts.code,
        title=facts.title,
        content=facts.content,
        plan=facts.plan_title,
        section=facts.section,
        light=judgement.light.value,
        tone=judgement.tone.value,
        label=judgement.label,
        reason=judgement.reason,
        leads="、".join(facts.lead_names),
        cooperates="、".join(facts.cooperate_names),
        leaders="、".join(facts.leader_names),
        contacts="、".join(facts.contact_names),
        due_raw=facts.due_raw,
        due=_iso(judgement.due),
        original_due=_iso(facts.original_due),
        percent=facts.percent,
        elapsed=judgement.elapsed_percent,
        gap=judgement.gap,
        overdue_days=judgement.overdue_days,
        days_left=judgement.days_left,
        period=facts.period,
        text=facts.text,
        problems=facts.problems,
        next_step=facts.next_step,
        slip_count=facts.slip_count,
        evidence_count=facts.evidence_count,
        expected_count=facts.expected_count,
        missing_count=facts.missing_count,
        is_overridden=judgement.is_overridden,
        is_unreported=judgement.is_unreported,
    )


def freeze_rows(judged: Iterable[tuple[TaskFacts, Judgement]], snapshot_id: int = 0) -> list[SnapshotRow]:
    """Return the rows of a snapshot, numbered from 1 in the given order; rows are not stored yet."""
    rows = []
    for ordinal, (facts, judgement) in enumerate(judged, start=1):
        frozen = freeze_task(facts, judgement)
        data = {one.name: getattr(frozen, one.name) for one in fields(FrozenTask)}
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        rows.append(SnapshotRow(0, snapshot_id, ordinal, facts.uid, facts.code, frozen.light, text))
    return rows


def thaw_row(row: SnapshotRow) -> FrozenTask:
    """Return the task a snapshot row froze; fields that an older snapshot lacks are empty.

    Raises:
        ValueError: the row's data is no JSON object.
    """
    data = json.loads(row.data)
    if not isinstance(data, dict):
        raise ValueError(f"snapshot row {row.id} holds no object")  # noqa: TRY004 - a damaged row, not a wrong call
    return FrozenTask(**{name: data.get(name, empty) for name, empty in _EMPTY.items()})


@dataclass(frozen=True, slots=True)
class RowDifference:
    """How a task differs between two snapshots.

    Attributes:
        what: "added" or "removed" as a whole, or "changed" in some fields.
        fields: Chinese field name -> (before, after) as printed; empty unless changed.
    """

    task_uid: str
    code: str
    title: str
    what: Literal["added", "removed", "changed"]
    fields: Mapping[str, tuple[str, str]]


_COMPARED = {
    "code": "编号",
    "title": "任务",
    "label": "状态",
    "leads": "牵头单位",
    "cooperates": "配合单位",
    "leaders": "分管领导",
    "due_raw": "时限原文",
    "due": "完成时限",
    "percent": "完成进度",
    "text": "进展情况",
    "problems": "存在问题",
    "next_step": "下一步打算",
    "slip_count": "督办次数",
    "evidence_count": "佐证份数",
    "missing_count": "缺少佐证",
}
_EMPTY_BY_TYPE: dict[str, object] = {"str": "", "int": 0, "bool": False}
# Annotations are text here (PEP 563): whatever may be None is None when an older snapshot lacks it.
_EMPTY: dict[str, Any] = {one.name: _EMPTY_BY_TYPE.get(str(one.type)) for one in fields(FrozenTask)}


def compare_rows(before: Iterable[SnapshotRow], after: Iterable[SnapshotRow]) -> list[RowDifference]:
    """Return what differs between the rows of two snapshots: tasks removed, then changed and added in new order."""
    old = {row.task_uid: row for row in before}
    new = {row.task_uid: row for row in after}
    found = [_difference(row, "removed") for uid, row in old.items() if uid not in new]
    for uid, row in new.items():
        earlier = old.get(uid)
        if earlier is None:
            found.append(_difference(row, "added"))
        elif earlier.data != row.data and (changed := _changed_fields(thaw_row(earlier), thaw_row(row))):
            found.append(_difference(row, "changed", changed))
    return found


def compare_figures(before: Statistics, after: Statistics) -> dict[str, tuple[int, int]]:
    """Return total figures (names as in `Tally`) that differ between two statistics, as (before, after)."""
    pairs = {name: (getattr(before.total, name).value, getattr(after.total, name).value) for name in FIGURES}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _changed_fields(before: FrozenTask, after: FrozenTask) -> dict[str, tuple[str, str]]:
    values = {label: (_text(getattr(before, name)), _text(getattr(after, name))) for name, label in _COMPARED.items()}
    return {label: pair for label, pair in values.items() if pair[0] != pair[1]}


def _difference(
    row: SnapshotRow,
    what: Literal["added", "removed", "changed"],
    changed: Mapping[str, tuple[str, str]] | None = None,
) -> RowDifference:
    return RowDifference(row.task_uid, row.task_code, thaw_row(row).title, what, changed or {})


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _iso(date: dt.date | None) -> str:
    return "" if date is None else date.isoformat()
