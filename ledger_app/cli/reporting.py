"""`report`: print a report, freeze it under a number and write it as PDF, Word file or workbook; or all of a period."""

from __future__ import annotations

import errno
import os
import tempfile
from argparse import Namespace
from pathlib import Path

from ledger_app.bootstrap import LedgerSession, open_session
from ledger_app.cli.daily_backup import back_up_daily
from ledger_app.cli.output import say, say_findings, show
from ledger_app.cli.report_paper import with_paper
from ledger_app.domain.period import Period
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.messages.causes import cause_of
from ledger_app.ports import ReadSession
from ledger_app.services.lookup import plan_by_title, slip_by_number, task_by_code, unit_by_name
from ledger_app.services.report_each import make_each_slip
from ledger_app.services.report_files import faces_note, form_of, kept_file
from ledger_app.services.report_folder import export_all
from ledger_app.services.report_history import kept_by_number, snapshot_by_number
from ledger_app.services.reports import ReportMade, ReportRequest, make, printed


def run_report(arguments: Namespace) -> int:
    """Make the report and write it where it was asked for."""
    try:
        period = Period.parse(arguments.period)
    except ValueError as error:
        raise RejectedError("SVC-064", value=arguments.period) from error
    with open_session(arguments.ledger) as session:
        with session.ledger.read() as reading:
            request = with_paper(_request(reading, arguments, period), arguments, reading)
        if arguments.kind == "all":
            return _write_all(session, request, arguments.out)
        # Tried before the report gets its number: a place that cannot be written must not cost one.
        refuse_unwritable(arguments.out)
        form_of(arguments.out)
        made = write_report(session, request, arguments.out)
        say_findings(made.findings)
        is_word = form_of(arguments.out) == "docx"
        for text in (faces_note(),) if is_word else made.notes:
            say(f"提示：{text}")
        say(f"已生成 {made.snapshot.number}，共 {made.pages} 页，统计截止 {made.snapshot.cutoff.isoformat()}。")
        show(str(arguments.out))
        if arguments.each and arguments.kind == "slip":
            _write_each(session, made, arguments.out)
        back_up_daily(session)
    return 0


def run_reprint(arguments: Namespace) -> int:
    """Write a kept report to a file, byte for byte as it was printed; the ledger is only read."""
    with open_session(arguments.ledger, read_only=True) as session, session.ledger.read() as reading:
        snapshot = kept_by_number(reading, arguments.number)
        content = printed(reading, session.store, snapshot.id)
    _write(arguments.out, content)
    say(f"已取出 {snapshot.number}，统计截止 {snapshot.cutoff.isoformat()}。")
    show(str(arguments.out))
    return 0


def _request(reading: ReadSession, arguments: Namespace, period: Period) -> ReportRequest:
    """Return what the words of the command ask for.

    Raises:
        RejectedError: SVC-001 to SVC-003 no such task or unit; REP-010, REP-011, REP-020 no such slip, plan or report.
    """
    return ReportRequest(
        arguments.kind,
        period,
        arguments.as_of,
        unit_by_name(reading, arguments.unit).id if arguments.unit is not None else None,
        arguments.issued,
        document_number=arguments.number,
        task_ids=tuple(task_by_code(reading, code).id for code in arguments.task),
        slip_ids=tuple(slip_by_number(reading, number).id for number in arguments.slip),
        colour=arguments.colour,
        issues_slips=not arguments.registered_only,
        leader=arguments.leader,
        plan_id=plan_by_title(reading, arguments.plan).id if arguments.plan else None,
        reply_by=arguments.reply_by,
        wording=arguments.wording,
        corrects_id=snapshot_by_number(reading, arguments.corrects).id if arguments.corrects else None,
        lists_corrections=not arguments.no_correction_note,
        compare_with_id=snapshot_by_number(reading, arguments.compare_with).id if arguments.compare_with else None,
    )


def _write_all(session: LedgerSession, request: ReportRequest, folder: Path) -> int:
    """Write all papers of a period into a new folder.

    Raises:
        RejectedError, EnvironmentFault: as `services.report_folder.export_all`.
    """
    made = export_all(session.ledger, session.fonts, request, folder)
    for reason in made.left_out:
        say(f"没有生成：{reason}")
    say(f"已导出 {len(made.files)} 个文件。")
    show(str(folder))
    back_up_daily(session)
    return 0


def _write_each(session: LedgerSession, made: ReportMade, out: Path) -> None:
    """Write every slip of a report into a file of its own beside it, each kept under its own number.

    Raises:
        EnvironmentFault: APP-013 a file cannot be written.
    """
    with session.ledger.write() as work:
        files = make_each_slip(work, session.store, session.fonts(work.settings()), made.snapshot.id)
    for file in files:
        target = out.with_name(f"{out.stem} {file.name}{out.suffix}")
        with session.ledger.read() as reading:
            fonts = session.fonts(reading.settings())
            _write(target, kept_file(reading, session.store, fonts, file.made.snapshot.id, form_of(out)))
        show(str(target))


def write_report(session: LedgerSession, request: ReportRequest, out: Path) -> ReportMade:
    """Make a report and write it to a file in the form of its suffix; it is replaced only when all is there.

    Raises:
        RejectedError: REP-060, REP-061 the form; nothing is kept then.
        RejectedError, EnvironmentFault: as `services.reports.make`; APP-013 the file cannot be written.
    """
    with session.ledger.write() as work:
        fonts = session.fonts(work.settings())
        made = make(work, session.store, fonts, request)
        content = kept_file(work, session.store, fonts, made.snapshot.id, form_of(out))
    _write(out, content)
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


def _write(out: Path, content: bytes) -> None:
    try:
        _replace(out, content)
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
