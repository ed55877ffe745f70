"""`demo`: a ledger of the samples, the circular of their last month and one supervision slip, in one folder."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path

from ledger_app.bootstrap import LedgerSession, create_session
from ledger_app.cli.daily_backup import back_up_daily
from ledger_app.cli.output import say, show
from ledger_app.cli.reporting import write_report
from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.period import Period
from ledger_app.domain.tones import Light
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.messages.causes import cause_of
from ledger_app.services.reports import ReportRequest, make
from ledger_app.services.samples import ISSUED, LAST_PERIOD, fill_with_samples

LEDGER_FOLDER = "演示台账"


def run_demo(arguments: Namespace) -> int:
    """Make the ledger and the PDF, and print where each is."""
    folder: Path = arguments.folder
    _make_empty(folder)
    with create_session(folder / LEDGER_FOLDER, "") as session:
        taken = fill_with_samples(session.ledger, session.store, session.paths.samples)
        last = Period.parse(LAST_PERIOD)
        for period in (last.shifted(-2), last.shifted(-1)):
            with session.ledger.write() as work:
                issued = period.next.first_day.replace(day=ISSUED.day)
                make(work, session.store, session.fonts(work.settings()), _request(period, issued))
        out = folder / f"{last.name}重点工作任务进展情况通报.pdf"
        made = write_report(session, _request(last, ISSUED), out)
        slip = _write_slip(session, last, folder)
        back_up_daily(session)
    say(f"已载入示例：计划 {taken.plans} 个，任务 {taken.tasks} 项，单位 {taken.units} 个，进展 {taken.entries} 条。")
    say(f"通报统计截止 {made.snapshot.cutoff.isoformat()}，共 {made.pages} 页。")
    show(f"台账：{(folder / LEDGER_FOLDER).absolute()}")
    show(f"通报：{out.absolute()}")
    show(f"督办单：{slip.absolute()}")
    return 0


def _request(period: Period, issued: dt.date) -> ReportRequest:
    # A fixed cut-off and day of issue: the circular says the same whenever the demo is made.
    return ReportRequest("monthly", period, cutoff=period.last_day, issued=issued)


def _write_slip(session: LedgerSession, period: Period, folder: Path) -> Path:
    """Issue and print one slip, for the first overdue task of the samples; return where it is."""
    overdue = Condition("light", "any_of", (Light.OVERDUE.value,))
    with session.ledger.read() as reading:
        task_id = reading.task_ids(TaskQuery(period.last_day, (overdue,)))[0]
    request = ReportRequest("slip", period, period.last_day, issued=ISSUED, task_ids=(task_id,), colour="red")
    out = folder / f"{period.name}督办单.pdf"
    write_report(session, request, out)
    return out


def _make_empty(folder: Path) -> None:
    """Make the folder, or take one that is empty.

    Raises:
        RejectedError: APP-010 there is something in it.
        EnvironmentFault: APP-011 it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise RejectedError("APP-010", folder=folder.name)
    except FileExistsError as error:
        raise RejectedError("APP-010", folder=folder.name) from error
    except OSError as error:
        raise EnvironmentFault("APP-011", folder=str(folder), why=cause_of(error)) from error
