"""What differs between two states of a report, as lines to read: task, what, before, after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ledger_app.domain.snapshot import RowDifference
from ledger_app.reports.correction import FIGURE_NAMES
from ui.models.list_table import ListColumn, ListTableModel


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One value that differs; task_uid "" for a total figure."""

    task_uid: str
    code: str
    title: str
    what: str
    before: str
    after: str


def difference_lines(rows: Iterable[RowDifference], figures: Mapping[str, tuple[int, int]]) -> list[DifferenceLine]:
    """Return the totals that people see, then the tasks."""
    found = [
        DifferenceLine("", "", "总数", FIGURE_NAMES[name], str(old), str(new))
        for name, (old, new) in figures.items()
        if name in FIGURE_NAMES
    ]
    for row in rows:
        if row.what == "changed":
            found += [
                DifferenceLine(row.task_uid, row.code, row.title, name, old or "—", new or "—")
                for name, (old, new) in row.fields.items()
            ]
        else:
            before, after = ("没有", "新列入") if row.what == "added" else ("已列入", "不再列入")
            found.append(DifferenceLine(row.task_uid, row.code, row.title, "任务", before, after))
    return found


COLUMNS: tuple[ListColumn[DifferenceLine], ...] = (
    ListColumn("code", "编号", lambda line: line.code, 64),
    ListColumn("title", "任务", lambda line: line.title, 230),
    ListColumn("what", "项目", lambda line: line.what, 90),
    ListColumn("before", "原来", lambda line: line.before, 190),
    ListColumn("after", "现在", lambda line: line.after, 190),
)


class DifferenceModel(ListTableModel[DifferenceLine]):
    """The differences by row."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)

    def key_of(self, line: DifferenceLine) -> int:
        """Return the place of a line."""
        return self.lines.index(line)
