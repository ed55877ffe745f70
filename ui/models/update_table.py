"""The news of a ledger that came again, as a table: task, what it is about, what the ledger has, what the file says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt

from ledger_app.intake.proposal import Proposal
from ledger_app.ports import ReadSession
from ledger_app.services.known_items import KnownItems
from ledger_app.services.record_changes import CHANGE_WORDS, RecordChange, TaskUpdate, UpdateChoice
from ledger_app.services.record_decisions import RecordDecisions
from ledger_app.services.record_updates import choice_of, find_updates
from ledger_app.services.revision_reading import PlanRevision
from ui.models.list_table import HeadedTable, Index
from ui.models.review import Review

_HEADS = ("任务", "事项", "台账现有", "文件", "处理")
TASK, WHAT, OLD, NEW, CHOICE = range(len(_HEADS))


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One change of one task."""

    update: TaskUpdate
    change: RecordChange


def read_news(
    session: ReadSession,
    proposal: Proposal,
    revisions: Mapping[int, PlanRevision],
    titles: Mapping[int, str],
    decisions: RecordDecisions,
    today: dt.date,
) -> tuple[TaskUpdate, ...]:
    """Return what a file brings to tasks that are there, in the order of the file.

    Args:
        session: the ledger.
        proposal: what was read.
        revisions: number of the plan -> the earlier one it is a new issue of.
        titles: number of the plan -> title given by hand.
        decisions: about columns and states.
        today: the day of import.
    """
    found: list[TaskUpdate] = []
    for number, plan in enumerate(proposal.plans):
        if plan.table is None:
            continue
        revision = revisions.get(number)
        if revision is not None:
            pairs = revision.pairs
        else:
            title = titles.get(number, plan.title).strip() or proposal.document_name
            pairs = KnownItems(session, title, proposal.sha256 or None).pairs(plan.items)
        found += find_updates(session, number, plan, pairs, replace(decisions, updates={}), today)
    return tuple(found)


class UpdateTableModel(HeadedTable):
    """One row a change, in the order of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._review: Review | None = None
        self.lines: list[NewsLine] = []

    def show_news(self, review: Review | None, updates: Sequence[TaskUpdate]) -> None:
        """Show the news of a review."""
        self.beginResetModel()
        self._review = review
        self.lines = [NewsLine(update, change) for update in updates for change in update.changes]
        self.endResetModel()

    def tell_changed(self) -> None:
        """Let the view paint anew; the rows stay."""
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, CHOICE))

    def choice(self, row: int) -> UpdateChoice:
        """Return what is done with a row."""
        choices = self._review.records.updates if self._review is not None else {}
        return choice_of(self.lines[row].change, choices)

    def is_open(self, row: int) -> bool:
        """Say whether a person should decide about a row, and has not."""
        change = self.lines[row].change
        return change.is_open and (self._review is None or change.key not in self._review.records.updates)

    def open_rows(self) -> list[int]:
        """Return the rows that a person should decide about."""
        return [row for row in range(len(self.lines)) if self.is_open(row)]

    def taken(self) -> int:
        """Return how many changes would be written."""
        return sum(self.choice(row) != "leave" for row in range(len(self.lines)))

    def headings(self) -> Sequence[str]:
        """Return the heads."""
        return _HEADS

    def row_total(self) -> int:
        """Return the number of changes."""
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell; a row's whole is in its tip and for screen readers."""
        if not index.isValid():
            return None
        line, row = self.lines[index.row()], index.row()
        words = self._words(line, row)
        if role == Qt.ItemDataRole.DisplayRole:
            # The task stands once, above its changes.
            is_same = row > 0 and self.lines[row - 1].update is line.update
            return "" if index.column() == TASK and is_same else words[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join([*(f"{head}：{text or '无'}" for head, text in zip(_HEADS, words, strict=True))])
        return None

    def _words(self, line: NewsLine, row: int) -> tuple[str, str, str, str, str]:
        change, task = line.change, line.update.task
        kind = CHANGE_WORDS[change.kind]
        what = change.label if kind in change.label else f"{change.label} · {kind}"
        choice = change.choice_names[self.choice(row)]
        shown = f"■ 待定：{choice}" if self.is_open(row) else choice
        return f"{task.code} {task.title}", what, change.old, change.new, shown
