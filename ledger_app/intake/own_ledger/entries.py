"""The dated reports of one task, gathered from its cells.  Source: docs/domain.md section 2.4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger_app.intake.own_ledger.model import ProposedEntry
from ledger_app.intake.own_ledger.percents import percent_of_words
from ledger_app.intake.own_ledger.periods import Stamp
from ledger_app.intake.own_ledger.progress_cell import ProgressPart, split_progress

NO_TEXT = "原台账未写进展情况。"
"""Stands in a report for which the ledger has a problem or a next step, but no words."""

_BARE = 4
_SHARE = re.compile(r"(?:[%％半]|(?<!完)成)$|分之")
"""How a part ends that may be nothing but a percentage (完成75%, 三分之二, 过半)."""

_Month = tuple[int | None, int | None]
_UNDATED: _Month = (None, None)


@dataclass(slots=True)
class _Draft:
    parts: list[ProgressPart] = field(default_factory=list)
    percent: float | None = None
    problems: list[str] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    reporter: str = ""
    received: str = ""


class EntryCollector:
    """Gathers the reports of one task; what has no month of its own goes to the latest report."""

    def __init__(
        self, year: int | None, as_of: Stamp | None, splits: dict[tuple[str, int | None], list[ProgressPart]]
    ) -> None:
        """Begin a task.

        Args:
            year: of months written without one.
            as_of: the month that the table says it reports up to.
            splits: parts of cells that were split before; shared by the tasks of a table.
        """
        self._year = year
        self._as_of = as_of
        self._splits = splits
        self._drafts: dict[_Month, _Draft] = {}
        self._latest = _Draft()
        self.undated = 0

    def add_progress(self, text: str, month: Stamp | None) -> None:
        """Add a cell of progress; month is that of its column or row."""
        year = (month.year if month else None) or self._year
        known = self._splits.get((text, year))
        if known is None:
            known = self._splits[text, year] = split_progress(text, year)
        for part in known:
            draft = self._draft(self._month(part, month))
            percent = percent_of_words(part.text) if _SHARE.search(part.text[-_BARE:]) else None
            if percent is not None and draft.percent is None:
                draft.percent = percent
            draft.parts.append(part)

    def add_percent(self, percent: float, month: Stamp | None) -> None:
        """Add a percentage; without a month it is that of the latest report."""
        self._of(month).percent = percent

    def add_problem(self, text: str, month: Stamp | None) -> None:
        """Add what stands in the way."""
        self._of(month).problems.append(text)

    def add_next(self, text: str, month: Stamp | None) -> None:
        """Add what is to be done next."""
        self._of(month).next_steps.append(text)

    def set_reporter(self, name: str, month: Stamp | None) -> None:
        """Say who reported."""
        self._of(month).reporter = name

    def set_received(self, day: str, month: Stamp | None) -> None:
        """Say when it came in."""
        self._of(month).received = day

    def entries(self) -> tuple[ProposedEntry, ...]:
        """Return the reports by month, one without a month last."""
        self._settle()
        dated = sorted((key for key in self._drafts if key != _UNDATED), key=lambda key: (key[0] or 0, key[1] or 0))
        undated = [_UNDATED] if _UNDATED in self._drafts else []
        return tuple(_entry(key, self._drafts[key]) for key in (*dated, *undated))

    def _month(self, part: ProgressPart, month: Stamp | None) -> _Month:
        if part.month is not None:
            return part.year, part.month
        if month is not None:
            return month.year or self._year, month.month
        self.undated += 1
        if self._as_of is not None:
            return self._as_of.year or self._year, self._as_of.month
        return _UNDATED

    def _draft(self, month: _Month) -> _Draft:
        return self._drafts.setdefault(month, _Draft())

    def _of(self, month: Stamp | None) -> _Draft:
        return self._latest if month is None else self._draft((month.year or self._year, month.month))

    def _settle(self) -> None:
        """Give what has no month of its own to the latest report, making one where there is none."""
        rest = self._latest
        if rest.percent is None and not (rest.problems or rest.next_steps):
            if not self._drafts:
                return
        elif not self._drafts:
            self.undated += 1
            self._draft((self._as_of.year or self._year, self._as_of.month) if self._as_of else _UNDATED)
        key = _UNDATED if _UNDATED in self._drafts else max(self._drafts, key=lambda one: (one[0] or 0, one[1] or 0))
        latest = self._drafts[key]
        if rest.percent is not None:
            latest.percent = rest.percent
        latest.problems += rest.problems
        latest.next_steps += rest.next_steps
        latest.reporter = latest.reporter or rest.reporter
        latest.received = latest.received or rest.received


def _entry(month: _Month, draft: _Draft) -> ProposedEntry:
    days = [part for part in draft.parts if part.day is not None]
    received = draft.received
    if not received and days and days[-1].year is not None:
        last = days[-1]
        received = f"{last.year:04d}-{last.month or 1:02d}-{last.day or 1:02d}"
    return ProposedEntry(
        month[0],
        month[1],
        _text(draft.parts) or (NO_TEXT if draft.percent is None else f"完成进度 {draft.percent:g}%。"),
        draft.percent,
        "\n".join(draft.problems),
        "\n".join(draft.next_steps),
        draft.reporter,
        received,
    )


def _text(parts: Sequence[ProgressPart]) -> str:
    """Return the words of a month; several days of it keep their dates."""
    if len(parts) == 1:
        return parts[0].text
    lines = [f"{part.month}月{part.day}日：{part.text}" if part.day else part.text for part in parts]
    return "\n".join(dict.fromkeys(lines))
