"""Somewhere in the window, as pages and hits name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from ledger_app.domain.grid import TaskQuery
    from ui.clipboard import Copied

PageName = Literal["workbench", "ledger", "plans", "evidence", "reports", "units", "settings"]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the window.

    Attributes:
        page: the page to show.
        task_id, plan_id, plan_item_id, evidence_id, unit_id, snapshot_id: what to show there, None = as it was.
        query: for the ledger: the list to show.
        title: for the ledger: the name of that list ("逾期").
        tab: for a task: which part of it ("progress"); for the units: "returns", "slips", "letters", "" for the
            roster.
        files: for the plans: files to read and review; for the units: a roster to import.
        copied: for the plans: what was copied in another program, to read and review.
        report_kind: for the reports: the kind wanted ("slip"), "" = as it was; task_ids, slip_ids: of which tasks or
            slips, with `unit_id` for whom.
        period: for the reports: the month of the circular wanted ("2024-06"); for the returns: their month; for a
            task's progress: the month it is shown at.
        words: for the ledger: what to find among all tasks; for a piece of evidence: what to find in its file.
    """

    page: PageName
    task_id: int | None = None
    plan_id: int | None = None
    plan_item_id: int | None = None
    evidence_id: int | None = None
    unit_id: int | None = None
    snapshot_id: int | None = None
    query: TaskQuery | None = None
    title: str = ""
    tab: str = ""
    files: tuple[Path, ...] = ()
    copied: Copied | None = None
    period: str = ""
    report_kind: str = ""
    task_ids: tuple[int, ...] = ()
    slip_ids: tuple[int, ...] = ()
    words: str = ""
