"""Cells of the ledger page put into the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ledger_app.services.cell_blocks import write_block, write_page
from ui.models.columns import GridRow, read_rows
from ui.models.task_table_model import ROW_ROLE

if TYPE_CHECKING:
    from ui.pages.ledger import LedgerPage


def copy_cells(
    page: LedgerPage,
    ids: Sequence[int],
    numbers: Sequence[int],
    *,
    with_head: bool = False,
    then: Callable[[], object] | None = None,
) -> None:
    """Put the cells of tasks and columns into the clipboard, as text and as a table.

    Args:
        page: whose cells.
        ids: the tasks, from top to bottom; without any nothing happens.
        numbers: the columns, from left to right; without any nothing happens.
        with_head: the headings above them.
        then: called once they are in the clipboard; rows that are not on sight are read first, by a job.
    """
    model = page.model
    if not ids or not numbers:
        return
    columns = [model.columns[number] for number in numbers]
    head = [column.heading for column in columns] if with_head else []

    def put(found: Sequence[GridRow]) -> None:
        by_id = {row.facts.id: row for row in found}
        block = [[column.value(by_id[id_]) for column in columns] for id_ in ids if id_ in by_id]
        data = QMimeData()
        data.setText(write_block([head, *block] if head else block))
        data.setHtml(write_page(block, head))
        QGuiApplication.clipboard().setMimeData(data)
        if then is not None:
            then()

    places = [model.row_of(id_) for id_ in ids]
    here = [row for place in places if isinstance(row := _row_on_sight(page, place), GridRow)]
    if len(here) == len(ids):
        put(here)
        return
    cutoff, settings = page.workspace.cutoff, page.workspace.settings
    job = page.workspace.query(lambda session, _progress: read_rows(session, ids, cutoff, settings), page)
    job.on_success(put).with_progress("复制").start()


def _row_on_sight(page: LedgerPage, place: int | None) -> object:
    return page.model.index(place, 0).data(ROW_ROLE) if place is not None else None
