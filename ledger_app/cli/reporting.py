"""`report`: print a report, freeze it under a number and write the PDF."""

from __future__ import annotations

import errno
import os
import tempfile
from argparse import Namespace
from pathlib import Path

from ledger_app.bootstrap import LedgerSession, open_session
from ledger_app.cli.daily_backup import back_up_daily
from ledger_app.cli.output import say, say_findings, show
from ledger_app.domain.period import Period
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.messages.causes import cause_of
from ledger_app.services.lookup import unit_by_name
from ledger_app.services.reports import ReportMade, ReportRequest, make, printed


def run_report(arguments: Namespace) -> int:
    """Make the report and write it where it was asked for."""
    try:
        period = Period.parse(arguments.period)
    except ValueError as error:
        raise RejectedError("SVC-064", value=arguments.period) from error
    with open_session(arguments.ledger) as session:
        unit_id = None
        if arguments.unit is not None:
            with session.ledger.read() as reading:
                unit_id = unit_by_name(reading, arguments.unit).id
        request = ReportRequest(arguments.kind, period, arguments.as_of, unit_id)
        # Tried before the report gets its number: a place that cannot be written must not cost one.
        refuse_unwritable(arguments.out)
        made = write_report(session, request, arguments.out)
        say_findings(made.findings)
        for text in made.notes:
            say(f"提示：{text}")
        say(f"已生成 {made.snapshot.number}，共 {made.pages} 页，统计截止 {made.snapshot.cutoff.isoformat()}。")
        show(str(arguments.out))
        back_up_daily(session)
    return 0


def write_report(session: LedgerSession, request: ReportRequest, out: Path) -> ReportMade:
    """Make a report and write its PDF to a file, which is replaced only when all is there.

    Raises:
        RejectedError, EnvironmentFault: as `services.reports.make`; APP-013 the file cannot be written.
    """
    with session.ledger.write() as work:
        made = make(work, session.store, session.fonts(work.settings()), request)
    with session.ledger.read() as reading:
        content = printed(reading, session.store, made.snapshot.id)
    try:
        _replace(out, content)
    except OSError as error:
        raise EnvironmentFault("APP-013", file=str(out), why=cause_of(error)) from error
    return made


def refuse_unwritable(out: Path) -> None:
    """Refuse a file that could not be written.

    Raises:
        EnvironmentFault: APP-013.
    """
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        handle, name = tempfile.mkstemp(prefix=".report-", dir=out.parent)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        raise EnvironmentFault("APP-013", file=str(out), why=cause_of(error)) from error


def _replace(out: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".report-", dir=out.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
