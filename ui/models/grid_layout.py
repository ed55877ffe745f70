"""Which row of the grid shows which task: a flat list, or groups with heading rows that fold.

Of a folded group only its count is known; the ids of the others stand one after the other in `ids`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ledger_app.domain.grid import GroupCount


class GridLayout:
    """Rows of one listing; immutable.

    Attributes:
        ids: the tasks that have a row, in order.
        row_count: rows with the headings.
    """

    def __init__(self, ids: Sequence[int], groups: Sequence[GroupCount], unfolded: Mapping[str, Sequence[int]]) -> None:
        """Lay out a list.

        Args:
            ids: of a flat list; not looked at where there are groups.
            groups: in list order, none for a flat list.
            unfolded: ids of the groups that are open, by their keys.
        """
        self._groups = groups
        self._open = {group.key for group in groups if group.key in unfolded}
        self._starts: list[int] = []  # heading row of each group
        self._before: list[int] = []  # number of ids before each group
        self._row_of: dict[int, int] | None = None
        if not groups:
            self.ids: Sequence[int] = ids
            self.row_count = len(ids)
            return
        shown: list[int] = []
        row = 0
        for group in groups:
            self._starts.append(row)
            self._before.append(len(shown))
            own = unfolded.get(group.key, ())
            shown.extend(own)
            row += 1 + len(own)
        self.ids = shown
        self.row_count = row

    def group_at(self, row: int) -> GroupCount | None:
        """Return the group whose heading a row is, None for a task."""
        if not self._starts or not 0 <= row < self.row_count:
            return None
        number = bisect_right(self._starts, row) - 1
        return self._groups[number] if self._starts[number] == row else None

    def is_folded(self, key: str) -> bool:
        """Say whether a group shows its heading alone."""
        return key not in self._open

    def heading_row(self, key: str) -> int | None:
        """Return the heading row of a group, None if there is no such group."""
        for start, group in zip(self._starts, self._groups, strict=False):
            if group.key == key:
                return start
        return None

    def heading_of(self, row: int) -> int | None:
        """Return the heading row of the group that a row belongs to, None in a flat list."""
        return self._starts[bisect_right(self._starts, row) - 1] if self._starts else None

    def position(self, row: int) -> int | None:
        """Return which of `ids` a row shows, None for a heading or no row."""
        if not 0 <= row < self.row_count:
            return None
        if not self._starts:
            return row
        number = bisect_right(self._starts, row) - 1
        if self._starts[number] == row:
            return None
        return self._before[number] + row - self._starts[number] - 1

    def row_at(self, position: int) -> int:
        """Return the row that shows one of `ids`."""
        if not self._starts:
            return position
        # Folded groups hold no ids: the last of several groups with the same number before them is meant.
        number = bisect_right(self._before, position) - 1
        return self._starts[number] + 1 + position - self._before[number]

    def row_of(self, task_id: int) -> int | None:
        """Return the row of a task, None if it is not listed or its group is folded."""
        if self._row_of is None:
            self._row_of = {id_: position for position, id_ in enumerate(self.ids)}
        position = self._row_of.get(task_id)
        return None if position is None else self.row_at(position)
