"""What can be chosen for a report: units, leaders, plans; and tasks or slips named in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.domain.plan import Plan
from ledger_app.domain.supervision import Slip
from ledger_app.domain.task import CustomField, Task
from ledger_app.ports import ReadSession
from ledger_app.services.export_columns import export_columns
from ledger_app.services.report_leaders import leader_names
from ledger_app.services.views import stored_views
from ledger_app.services.wordings import read_wordings
from ui.unit_picker import UnitName, read_unit_names


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What the form offers.

    Attributes:
        units, leaders: by their order; plans: (id, title), the newest last; views: (id, name).
        columns: of tables; wordings: names of templates.
    """

    units: list[UnitName]
    leaders: list[str]
    plans: list[tuple[int, str]]
    views: list[tuple[int, str]]
    columns: list[tuple[str, str]]
    wordings: list[str]


def read_choices(session: ReadSession, cutoff: dt.date) -> ReportChoices:
    """Read what the form offers."""
    plans = [(plan.id, plan.title.replace("\n", "")) for plan in session.of(Plan).find()]
    views = [(view.id, view.name) for view in stored_views(session)]
    columns = [(key, one.sheet.heading) for key, one in export_columns(session.of(CustomField).find()).items()]
    wordings = [one.name for one in read_wordings(session)]
    return ReportChoices(read_unit_names(session), leader_names(session, cutoff), plans, views, columns, wordings)


def named_choice(session: ReadSession, task_ids: Sequence[int], slip_ids: Sequence[int]) -> str:
    """Return how the form names chosen tasks or slips, "" for none."""
    if slip_ids:
        slips = session.of(Slip).find(id=list(slip_ids))
        return slips[0].number if len(slips) == 1 else f"已选 {len(slips)} 张督办单"
    tasks = session.of(Task).find(id=list(task_ids)) if task_ids else []
    if len(tasks) == 1:
        return f"{tasks[0].code} {tasks[0].title}"
    return f"已选 {len(tasks)} 项任务" if tasks else ""
