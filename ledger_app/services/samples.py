"""Fill an empty ledger with the samples that ship: an invented county's plans, units, progress and evidence.

Serves the `demo` command and the practice ledger; everything goes through the same verbs as a clerk's own work.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.task import Task, TaskSource
from ledger_app.errors import EnvironmentFault
from ledger_app.ports import EvidenceStore, Ledger, Progress, ReadSession, UnitOfWork
from ledger_app.services import evidence, files, import_plan, progress, returns, roster_file, settings
from ledger_app.services.lookup import known_names, unit_by_name

BUREAU = "青禾县卫生健康局"
YEAR = 2024
LAST_PERIOD = "2024-06"
ISSUED = dt.date(2024, 7, 3)
_PLAN_SUFFIXES = {".docx", ".xlsx", ".txt"}


@dataclass(frozen=True, slots=True)
class SamplesTaken:
    """How much the samples brought."""

    plans: int
    tasks: int
    units: int
    entries: int
    evidence: int


def fill_with_samples(
    ledger: Ledger, store: EvidenceStore, folder: Path, watcher: Progress | None = None
) -> SamplesTaken:
    """Bring the samples into an empty ledger.

    Args:
        ledger: open for writing.
        store: its evidence store.
        folder: of the samples.
        watcher: told steps.

    Raises:
        EnvironmentFault: APP-014 a sample file is missing.
        Cancelled: through `watcher`; what was brought until then stays.
    """
    with ledger.write() as work:
        work.describe("sample.fill", "载入示例：单位名册和设置")
        settings.change(work, replace(work.settings(), bureau_name=BUREAU, year=YEAR, doc_prefix="青卫发"))
        roster = roster_file.import_roster(work, roster_file.read_roster(_there(folder / "units.csv")))
    _tell(watcher, 1)
    plans, tasks = _import_plans(ledger, store, folder)
    _tell(watcher, 2)
    with ledger.write() as work:
        entries = _file_progress(work, _rows(folder / "progress.csv"))
    _tell(watcher, 3)
    pieces = _attach(ledger, store, folder)
    _tell(watcher, 4)
    return SamplesTaken(plans, tasks, len(roster.added), entries, pieces)


def _import_plans(ledger: Ledger, store: EvidenceStore, folder: Path) -> tuple[int, int]:
    from ledger_app.intake.readers.registry import read_document
    from ledger_app.intake.understand import propose

    paths = sorted(path for path in folder.iterdir() if path.suffix in _PLAN_SUFFIXES)
    plans = tasks = 0
    for path in paths:
        with ledger.read() as session:
            names = known_names(session)
        proposal = propose(read_document(path), year=YEAR, roster=names)
        taken = files.take(store, path)
        with ledger.write() as work:
            summary = import_plan.import_plan(work, proposal, taken)
        plans += len(summary.plans)
        tasks += len(summary.tasks)
    return plans, tasks


def _file_progress(work: UnitOfWork, rows: Iterable[dict[str, str]]) -> int:
    """File the samples' reports, and note in the return log which unit sent them when."""
    work.describe("sample.fill", "载入示例：三个月的进展")
    finder = _TaskFinder(work)
    count = 0
    received: dict[tuple[int, str], dt.date] = {}
    for row in rows:
        unit = unit_by_name(work, row["unit"])
        on = dt.date.fromisoformat(row["received"])
        report = progress.Report(
            text=row["text"],
            percent=float(row["percent"]) if row["percent"] else None,
            problems=row["problems"],
            next_step=row["next_step"],
            unit_id=unit.id,
            reporter=row["reporter"],
            received=on,
        )
        progress.file_entry(work, finder.find(row).id, row["period"], report)
        key = (unit.id, row["period"])
        received[key] = max(on, received.get(key, on))
        count += 1
    periods = sorted({period for _, period in received})
    for period in periods:
        returns.ask(work, period, sorted({unit_id for unit_id, _ in received}))
    for (unit_id, period), on in received.items():
        returns.receive(work, unit_id, period, on)
    return count


def _attach(ledger: Ledger, store: EvidenceStore, folder: Path) -> int:
    rows = list(_rows(folder / "evidence.csv"))
    taken = {
        name: files.take(store, _there(folder / "evidence" / name))
        for name in dict.fromkeys(row["file"] for row in rows)
    }
    with ledger.write() as work:
        work.describe("sample.fill", "载入示例：佐证材料")
        finder = _TaskFinder(work)
        for row in rows:
            evidence.attach(work, [taken[row["file"]]], [finder.find(row).id], row["caption"])
    return len(taken)


class _TaskFinder:
    """Finds the task that a sample row means, by plan file, number and title."""

    def __init__(self, session: ReadSession) -> None:
        plans = {plan.id: plan.source_name for plan in session.of(Plan).find()}
        items = {item.id: item for item in session.of(PlanItem).find()}
        tasks = {task.id: task for task in session.of(Task).find()}
        self._tasks: dict[tuple[str, str, str, str], Task] = {}
        for source in session.of(TaskSource).find():
            item = items[source.plan_item_id or 0]
            # A row of a table is named by its number alone; numbers of an outline begin anew under each heading.
            path = "/".join(_number_of(heading) for heading in item.path) if item.sheet is None else ""
            self._tasks[plans[item.plan_id], path, item.no, item.title] = tasks[source.task_id]

    def find(self, row: dict[str, str]) -> Task:
        """Return the task of a row.

        Raises:
            EnvironmentFault: APP-014 the samples do not fit each other.
        """
        task = self._tasks.get((row["plan_file"], row["path"], row["no"], row["title"]))
        if task is None:
            raise EnvironmentFault("APP-014", file=f"{row['plan_file']} {row['no']} {row['title']}")
        return task


def _number_of(heading: str) -> str:
    from ledger_app.intake.numbering import read_label

    label = read_label(heading)
    return heading[: label.end].strip() if label is not None else heading


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with _there(path).open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise EnvironmentFault("APP-014", file=path.name)
    return path


def _tell(watcher: Progress | None, step: int) -> None:
    if watcher is not None:
        watcher.step(step, 4, "载入示例")
