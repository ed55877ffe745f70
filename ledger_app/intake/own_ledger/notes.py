"""What a person should know of how a ledger's table was read: where each column went, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ledger_app.domain.finding import Finding, Place, Severity
from ledger_app.intake.own_ledger.columns import Column
from ledger_app.intake.own_ledger.model import MEANING_NAMES, LeftOutRow, Meaning, TablePlan
from ledger_app.intake.task_table import TaskTable
from ledger_app.messages import text_of

_LEDGER: frozenset[Meaning] = frozenset(
    {
        *("progress", "percent", "state", "closed_on", "closed_by", "completed_on", "problems", "next", "period"),
        *("due_extended", "extension_reason", "received", "reporter", "source_ref", "custom"),
    }
)
_SHOWN = 12


def is_ledger(columns: Sequence[Column]) -> bool:
    """Tell whether a table says more than tasks, units and dates: it is somebody's ledger then."""
    return any(column.meaning in _LEDGER and column.cells for column in columns)


def findings_of(plan: TablePlan, columns: Sequence[Column], table: TaskTable) -> Iterator[Finding]:
    """Yield what is to be said of a table; nothing for a plain table of tasks."""
    if not is_ledger(columns):
        return
    place = Place(sheet=plan.sheet, row=plan.head_row)
    yield _finding("info", "INT-220", place, title=_name(plan, table), columns="；".join(_went(plan)))
    unsure = [column for column in plan.columns if not column.is_sure and column.filled]
    if unsure:
        yield _finding(
            "warning", "INT-221", place, names=_listed(column.head or column.field_name for column in unsure)
        )
    yield from _unread(columns, place)
    asked = [f"{one.head}“{one.value}”（{one.count} 行）" for one in plan.states if one.meaning == "unknown"]
    if asked:
        yield _finding("warning", "INT-223", place, values=_listed(asked))
    if plan.undated_count:
        code = "INT-225" if plan.undated_period else "INT-226"
        yield _finding(
            "info" if plan.undated_period else "warning",
            code,
            place,
            count=plan.undated_count,
            period=plan.undated_period,
            reason=plan.undated_reason,
        )
    yield from _left_out(plan)


def _went(plan: TablePlan) -> Iterator[str]:
    for column in plan.columns:
        if not column.head and not column.filled:
            continue
        meaning = MEANING_NAMES[column.meaning]
        month = f"（{column.period}）" if column.period and column.meaning != "next" else ""
        yield f"{column.head or column.field_name}→{meaning}{month}"


def _unread(columns: Sequence[Column], place: Place) -> Iterator[Finding]:
    for column in columns:
        if column.unread:
            yield _finding(
                "warning",
                "INT-222",
                place,
                head=column.head,
                meaning=MEANING_NAMES[column.meaning],
                count=len(column.unread),
                values=_listed(dict.fromkeys(column.unread)),
            )
    shares = [column for column in columns if column.meaning == "percent" and column.percents.scale == "share"]
    sure = [column.head for column in shares if not column.percents.is_doubtful]
    if sure:
        yield _finding("info", "INT-224", place, head=_listed(sure))
    if len(sure) < len(shares):
        doubtful = [column.head for column in shares if column.percents.is_doubtful]
        yield _finding("warning", "INT-228", place, head=_listed(doubtful))


def _left_out(plan: TablePlan) -> Iterator[Finding]:
    by_reason: dict[str, list[LeftOutRow]] = {}
    for row in plan.left_out:
        by_reason.setdefault(row.reason, []).append(row)
    for reason, rows in by_reason.items():
        severity: Severity = "warning" if reason == "没有任务内容" else "info"
        shown = "；".join(f"第 {row.row} 行“{row.text}”" for row in rows)
        place = Place(sheet=plan.sheet, row=rows[0].row)
        yield _finding(severity, "INT-227", place, reason=reason, count=len(rows), rows=shown)


def _name(plan: TablePlan, table: TaskTable) -> str:
    return plan.sheet or table.title or "表格"


def _listed(values: Iterable[str]) -> str:
    texts = list(values)
    return "、".join(texts[:_SHOWN]) + (f"等 {len(texts)} 项" if len(texts) > _SHOWN else "")


def _finding(severity: Severity, code: str, place: Place, **facts: object) -> Finding:
    return Finding(severity, code, text_of(code, facts), place)
