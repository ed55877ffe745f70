"""The figures of a report that is on show: what each says, and the tasks behind it; read on workers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.domain.lights import judge_all
from ledger_app.domain.snapshot import thaw_row
from ledger_app.domain.supervision import Snapshot, SnapshotRow
from ledger_app.domain.task import Task
from ledger_app.ports import Progress, ReadSession
from ledger_app.reports.model import Figure
from ledger_app.reports.model_json import model_from_json
from ledger_app.reports.pdf import PlacedFigure, render_pdf
from ui.workspace import Session


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure or a row of a table on a page.

    Attributes:
        page: from 0; x, y, width, height: in points from the page's upper left corner.
        label: as it is listed; meaning: what the number is made of.
        ids: of its tasks.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    label: str
    meaning: str
    ids: tuple[int, ...]
    is_row: bool

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point of its page lies on it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class BehindTask:
    """A task behind a figure, as the report saw it."""

    id: int
    code: str
    title: str
    lead: str
    state: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The tasks behind a figure; gone: how many are no longer in the ledger."""

    tasks: tuple[BehindTask, ...]
    gone: int


def figure_lines(figures: Iterable[PlacedFigure]) -> list[FigureLine]:
    """Return the figures in the order of the pages."""
    lines = []
    for placed in figures:
        area, figure = placed.area, placed.area.figure
        count = len(area.task_ids)
        if figure is None:
            label, meaning = f"表中一行（{count} 项任务）", f"这一行说的是 {count} 项任务"
        else:
            label, meaning = _label(figure, area.words), meaning_of(figure)
        ids = figure.whole_ids if figure is not None and not area.task_ids else area.task_ids
        lines.append(
            FigureLine(placed.page, area.x, area.y, area.width, area.height, label, meaning, ids, figure is None)
        )
    return lines


def _label(figure: Figure, words: str) -> str:
    """Return how a figure is listed: with the words around it, cut where a sentence or another number was cut."""
    around = words if words.startswith(figure.text) else words.lstrip("0123456789.%。；，、： ")
    around = around.rstrip("。；，、： ")
    return f"{figure.text}　{around if len(around) > len(figure.text) else '表中数字'}"


def meaning_of(figure: Figure) -> str:
    """Return in one phrase what a figure is made of."""
    count, whole = len(figure.task_ids), len(figure.whole_ids)
    phrases = {
        "count": f"{figure.text} 项任务",
        "rate": f"{figure.text} = {count} ÷ {whole}",
        "change": f"与上期相比的变化；现在是这 {count} 项任务",
        "days": f"这项任务的天数：{figure.text} 天",
        "pieces": f"{count} 项任务共缺 {figure.text} 件",
        "units": f"{figure.text} 个单位的 {count} 项任务",
        "rank": f"按这 {count} 项任务排出的名次",
    }
    return phrases[figure.measure]


def figure_at(lines: Sequence[FigureLine], page: int, x: float, y: float) -> FigureLine | None:
    """Return what stands at a point of a page: a figure before the row it stands in."""
    hits = [line for line in lines if line.page == page and line.holds(x, y)]
    return min(hits, key=lambda line: (line.is_row, line.width * line.height), default=None)


def kept_figures(session: Session, snapshot_id: int, reading: ReadSession, progress: Progress) -> list[FigureLine]:
    """Return the figures of a kept report; none where its content is that of a newer program."""
    snapshot = reading.of(Snapshot).get(snapshot_id)
    if snapshot is None:
        return []
    try:
        model = model_from_json(snapshot.model)
    except ValueError:
        return []
    return figure_lines(render_pdf(model, session.fonts(reading.settings()), io.BytesIO(), progress).figures)


def read_behind(
    ids: Sequence[int], cutoff: dt.date, snapshot_id: int | None, session: ReadSession, _progress: Progress
) -> Behind:
    """Return the tasks behind a figure.

    Args:
        ids: of the tasks, kept in this order.
        cutoff: day to which a draft is judged.
        snapshot_id: of a kept report: states are those it was printed with.
        session: the ledger.
    """
    found = session.facts(cutoff, task_ids=list(ids))
    frozen: dict[str, str] = {}
    if snapshot_id is not None:
        uids = [one.uid for one in session.of(Task).find(id=list(ids))]
        rows = session.of(SnapshotRow).find(snapshot_id=snapshot_id, task_uid=uids) if uids else []
        frozen = {row.task_uid: thaw_row(row).label for row in rows}
    tasks = {
        facts.id: BehindTask(
            facts.id, facts.code, facts.title, "、".join(facts.lead_names), frozen.get(facts.uid, judged.label)
        )
        for facts, judged in judge_all(found, cutoff, session.settings())
    }
    there = tuple(tasks[one] for one in dict.fromkeys(ids) if one in tasks)
    return Behind(there, len(set(ids)) - len(there))
