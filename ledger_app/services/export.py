"""Hand over a list of tasks as a spreadsheet file, or for the clipboard: the columns, order and groups of a view.

Nothing of the ledger is changed.  Rows are read in stretches, each in a session of its own, so that a long table
keeps nobody from writing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from ledger_app.domain.grid import GroupCount, TaskQuery
from ledger_app.domain.lights import judge_all
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import CustomField, CustomValue
from ledger_app.domain.view import ViewColumn
from ledger_app.ports import Ledger, Progress
from ledger_app.reports.plain_table import CopiedTable, copied_table, write_csv
from ledger_app.reports.sheet import Sheet, SheetPaper, SheetRow, Written
from ledger_app.reports.target_file import replaced_file, require_unlocked
from ledger_app.services.export_columns import USUAL_KEYS, ExportColumn, ExportRow, export_columns

PaperChoice = Literal["auto", "A4", "A3"]
FILE_FORMATS = {".xlsx": "Excel 工作簿", ".csv": "CSV 文本"}

_STRETCH = 500
# Wider tables would be scaled down below what can be read on A4.
_WIDEST_ON_A4_PX = 1400


@dataclass(frozen=True, slots=True)
class ListExport:
    """What is to be handed over.

    Attributes:
        query: which tasks, in which order and groups, judged at which day.
        title: the ledger's name; list_name: of the list or view ("逾期").
        columns: those that are shown, left to right; () for the usual ones.
        task_ids: only these of the query's tasks, None for all of them.
        frozen: how many columns stay on the left.
        paper: "auto" takes A3 for wide tables.
    """

    query: TaskQuery
    title: str
    list_name: str = ""
    columns: tuple[ViewColumn, ...] = ()
    task_ids: frozenset[int] | None = None
    frozen: int = 0
    paper: PaperChoice = "auto"


def export_list(ledger: Ledger, wanted: ListExport, path: Path, progress: Progress | None = None) -> Written:
    """Write a list of tasks to a file, .csv by its name, otherwise .xlsx; a cancelled one leaves what was there.

    Raises:
        EnvironmentFault: REP-002 the file cannot be written, for instance because Excel has it open.
        Cancelled: through `progress`, which is told rows.
    """
    require_unlocked(path)
    return write_sheet(list_sheet(ledger, wanted), path, progress)


def copy_list(ledger: Ledger, wanted: ListExport) -> CopiedTable:
    """Return a list of tasks for the clipboard."""
    return copied_table(list_sheet(ledger, wanted))


def write_sheet(sheet: Sheet, path: Path, progress: Progress | None = None) -> Written:
    """Write any table to a file, .csv by its name, otherwise .xlsx.

    Raises:
        EnvironmentFault: REP-002 the file cannot be written.
        Cancelled: through `progress`, which is told rows.
    """
    require_unlocked(path)
    with replaced_file(path) as stream:
        if path.suffix.lower() == ".csv":
            return write_csv(sheet, stream, progress)
        # Loaded now: the library costs as much as the whole start.
        from ledger_app.reports.xlsx import write_xlsx

        return write_xlsx(sheet, stream, progress)


def list_sheet(ledger: Ledger, wanted: ListExport) -> Sheet:
    """Return a list of tasks as a table; its rows are read while they are written."""
    query = wanted.query
    with ledger.read(lists=True) as session:
        ids = session.task_ids(query)
        groups = session.groups(query) if query.group_by else []
        settings = session.settings()
        custom = session.of(CustomField).find()
    parts = _parts(ids, groups, wanted.task_ids)
    columns = _columns(wanted.columns, custom)
    count = sum(len(part) for _, part in parts)
    sized = tuple(column.sized(width) for column, width in columns)
    total = sum(column.width_px for column in sized)
    paper: SheetPaper = ("A3" if total > _WIDEST_ON_A4_PX else "A4") if wanted.paper == "auto" else wanted.paper
    reader = _Reader(ledger, query.cutoff, settings, tuple(column for column, _ in columns))
    return Sheet(
        name=wanted.list_name or "台账",
        title=f"{wanted.title} · {wanted.list_name}" if wanted.list_name else wanted.title,
        columns=sized,
        rows=reader.rows(parts),
        count=count + sum(label is not None for label, _ in parts),
        notes=(f"截至 {query.cutoff:%Y-%m-%d}，共 {count:,} 项。状态按这一天判断，带*的为人工设定。",),
        frozen=min(wanted.frozen, len(sized) - 1),
        paper=paper,
    )


def said_of(written: Written) -> str:
    """Return in one or two sentences what was written, and what was done to its texts."""
    said = [f"共 {written.row_count:,} 行。"]
    if written.guarded_count:
        said.append(f"有 {written.guarded_count:,} 格以 =、+、-、@ 等开头，已按文字保存，不会被当成公式执行。")
    if written.cut_count:
        said.append(f"有 {written.cut_count:,} 格超过表格程序每格 32,767 字的上限，末尾已略去。")
    return "".join(said)


def _columns(wanted: Sequence[ViewColumn], custom: Iterable[CustomField]) -> list[tuple[ExportColumn, int]]:
    known = export_columns(custom)
    if not wanted:
        return [(known[key], known[key].sheet.width_px) for key in USUAL_KEYS]
    return [(known[one.key], one.width_px) for one in wanted if one.is_shown and one.key in known]


def _parts(
    ids: Sequence[int], groups: Sequence[GroupCount], chosen: frozenset[int] | None
) -> list[tuple[str | None, Sequence[int]]]:
    """Return the tasks under their groups' headings, None for a list without groups."""
    if not groups:
        return [(None, [id_ for id_ in ids if chosen is None or id_ in chosen])]
    parts: list[tuple[str | None, Sequence[int]]] = []
    start = 0
    for group in groups:
        own = ids[start : start + group.count]
        start += group.count
        if chosen is not None:
            own = [id_ for id_ in own if id_ in chosen]
        if own:
            label = f"{group.label}（{len(own):,} 项）"
            done = f" 完成率 {group.done_percent:.0f}%" if chosen is None else ""
            parts.append((label + done, own))
    return parts


@dataclass(frozen=True, slots=True)
class _Reader:
    ledger: Ledger
    cutoff: dt.date
    settings: LedgerSettings
    columns: tuple[ExportColumn, ...]

    def rows(self, parts: Iterable[tuple[str | None, Sequence[int]]]) -> Iterator[SheetRow]:
        for label, ids in parts:
            if label is not None:
                yield SheetRow((label,), is_group=True)
            remaining = iter(ids)
            while stretch := list(islice(remaining, _STRETCH)):
                for row in self._read(stretch):
                    yield SheetRow(tuple(column.value(row) for column in self.columns))

    def _read(self, ids: list[int]) -> list[ExportRow]:
        """Read some tasks in their order; those that are gone meanwhile are left out."""
        with self.ledger.read() as session:
            custom: dict[int, dict[int, str]] = {}
            for one in session.of(CustomValue).find(task_id=tuple(ids)):
                custom.setdefault(one.task_id, {})[one.field_id] = one.value
            judged = judge_all(session.facts(self.cutoff, task_ids=ids), self.cutoff, self.settings)
            found = {facts.id: ExportRow(facts, found, custom.get(facts.id, {})) for facts, found in judged}
        return [found[id_] for id_ in ids if id_ in found]
