"""Where the clerk was in the ledger's grid: the task with the cursor, what is on sight, open groups, the splitter.

Kept on this PC for each ledger by its folder, apart from the view (`ledger_views`), which says what is listed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QAbstractItemView

if TYPE_CHECKING:
    from ui.pages.ledger import LedgerPage

# Of a list with more open groups than this it is not remembered which they are.
MOST_GROUPS = 2_000


class LedgerPlace:
    """Remembers and restores the place of one page; a text that makes no sense is as good as none."""

    def __init__(self, page: LedgerPage) -> None:
        """Read what was remembered; the splitter takes its place at once."""
        self._page = page
        self._key = page.views.state_key.replace("views/", "place/")
        found = _read(page.workspace.state.text(self._key))
        self._task: int | None = _whole(found.get("task"))
        self._top: int | None = _whole(found.get("top"))
        self._left = _whole(found.get("left")) or 0
        self._column = str(found.get("column", ""))
        groups = found.get("unfolded")
        self.unfolded = {str(key) for key in groups} if isinstance(groups, list) else None
        splitter = QByteArray.fromHex(str(found.get("splitter", "")).encode("ascii", "replace"))
        if not splitter.isEmpty():
            page.splitter.restoreState(splitter)

    def remember(self) -> None:
        """Keep the place as it is now."""
        page = self._page
        grid, model = page.grid, page.model
        index = grid.currentIndex()
        top = next((id_ for row in _from(grid.rowAt(0)) if (id_ := model.task_id(row)) is not None), None)
        is_grouped = model.listing.groups and len(model.listing.unfolded) <= MOST_GROUPS
        place = {
            "task": grid.current_task,
            "top": top,
            "left": grid.horizontalScrollBar().value(),
            "column": model.columns[index.column()].key if index.isValid() else "",
            "unfolded": sorted(model.listing.unfolded) if is_grouped else None,
            "splitter": bytes(page.splitter.saveState().toHex().data()).decode("ascii"),
        }
        page.workspace.state.set_text(self._key, json.dumps(place, ensure_ascii=False))

    def restore(self) -> bool:
        """Put the cursor and the scroll bars where they were, once; say whether the task is still listed."""
        grid, model = self._page.grid, self._page.model
        task, self._task = self._task, None
        row = model.row_of(task) if task is not None else None
        if row is None:
            return False
        numbers = [number for number, column in enumerate(model.columns) if column.key == self._column]
        shown = grid.layout_.shown()
        grid.cursor_.go(row, numbers[0] if numbers and numbers[0] in shown else shown[0])
        top = model.row_of(self._top) if self._top is not None else None
        if top is not None:
            grid.scrollTo(model.index(top, grid.currentIndex().column()), QAbstractItemView.ScrollHint.PositionAtTop)
        grid.horizontalScrollBar().setValue(self._left)
        return True


def _from(row: int) -> range:
    """Return the row at the top and the one below it: the first may be the heading of a group."""
    return range(max(row, 0), max(row, 0) + 2)


def _read(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
