"""The reports of a ledger's record as rows: months that say no year, reports without a month, months to come.

Source: docs/domain.md section 2.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger_app.domain.finding import Finding
from ledger_app.domain.period import Period, month_of
from ledger_app.domain.progress import ProgressEntry
from ledger_app.intake.own_ledger.entries import NO_TEXT
from ledger_app.intake.own_ledger.model import ItemRecord, ProposedEntry
from ledger_app.messages import text_of
from ledger_app.services.checks import LONGEST_NAME, limit_text
from ledger_app.services.lookup import new_uid


class Reports:
    """Turns the reports of one table's records into rows, for tasks that have no id yet.

    Attributes:
        future: reports of the last record on months still to come, "2024-11：…"; they cannot be filed yet.
    """

    def __init__(self, today: dt.date, at: str, year: int | None, undated: str) -> None:
        """Begin a table.

        Args:
            today: the day of import.
            at: the moment of import, UTC ISO.
            year: of months that are written without one.
            undated: "YYYY-MM" for reports without a month, "" for the month of import.
        """
        self._today = today
        self._at = at
        self._year = year
        self._undated = undated
        self._assumed_years = self._undated_count = 0
        self.future: list[str] = []

    def of(self, record: ItemRecord) -> list[ProgressEntry]:
        """Return the reports of a record, one a month, in the order of the record."""
        rows: dict[str, ProgressEntry] = {}
        self.future = []
        for entry in record.entries:
            period = self.period_of(entry)
            if Period.parse(period).first_day > self._today:
                self.future.append(f"{period}：{entry.text}")
                continue
            row = self._row(entry, period)
            before = rows.get(period)
            rows[period] = row if before is None else _joined(before, row)
        return list(rows.values())

    def period_of(self, entry: ProposedEntry) -> str:
        """Return the month that a report is on, "YYYY-MM"."""
        if entry.month is None:
            self._undated_count += 1
            return self._undated or month_of(self._today)
        year = entry.year or self._year
        if year is None:
            self._assumed_years += 1
            year = self._today.year if entry.month <= self._today.month else self._today.year - 1
        return f"{year:04d}-{entry.month:02d}"

    def findings(self) -> Iterator[Finding]:
        """Yield what was assumed of months."""
        if self._assumed_years:
            facts: dict[str, object] = {"count": self._assumed_years, "year": self._today.year}
            yield Finding("warning", "SVC-165", text_of("SVC-165", facts))
        if self._undated_count:
            facts = {"count": self._undated_count, "period": self._undated or month_of(self._today)}
            yield Finding("info", "SVC-166", text_of("SVC-166", facts))

    def _row(self, entry: ProposedEntry, period: str) -> ProgressEntry:
        received = dt.date.fromisoformat(entry.received) if entry.received else None
        return ProgressEntry(
            0,
            new_uid(),
            0,
            period,
            limit_text(entry.text, "进展情况"),
            entry.percent,
            limit_text(entry.problems, "存在问题"),
            limit_text(entry.next_step, "下一步打算"),
            reporter=limit_text(entry.reporter, "填报人")[:LONGEST_NAME],
            received=received if received is not None and received <= self._today else None,
            created_at=self._at,
        )


def with_no_progress(rows: Sequence[ProgressEntry]) -> list[ProgressEntry]:
    """Return reports of a task that has not begun: the last one says nought where it gives no percentage."""
    last = max((row.period for row in rows), default="")
    return [replace(row, percent=0.0) if row.period == last and row.percent is None else row for row in rows]


def _joined(one: ProgressEntry, other: ProgressEntry) -> ProgressEntry:
    """Return two reports on one month as one."""
    texts = [text for text in (one.text, other.text) if text != NO_TEXT]
    return replace(
        other,
        text="\n".join(dict.fromkeys(texts)) or NO_TEXT,
        percent=other.percent if other.percent is not None else one.percent,
        problems="\n".join(filter(None, dict.fromkeys((one.problems, other.problems)))),
        next_step="\n".join(filter(None, dict.fromkeys((one.next_step, other.next_step)))),
        reporter=other.reporter or one.reporter,
        received=other.received or one.received,
    )
