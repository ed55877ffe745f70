"""`pack`: write the evidence of some tasks, or of an inspection's indicators, as a pack that can be verified."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from dataclasses import replace

from ledger_app.bootstrap import LedgerSession, open_session
from ledger_app.cli.output import say, show
from ledger_app.domain.archive_number import ArchiveNumber
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession
from ledger_app.services.evidence_pack import PackWritten, write_pack
from ledger_app.services.lookup import plan_by_title, task_by_code, unit_by_name
from ledger_app.services.pack_contents import PackRequest, read_contents
from ledger_app.services.pack_scope import PackScope, request_of, tree_by_title, view_by_name


def run_pack(arguments: Namespace) -> int:
    """Write the pack; the ledger stays as it is."""
    with open_session(arguments.ledger, read_only=True) as session:
        written = _write(session, arguments)
    for sentence in written.damaged:
        say(f"注意：{sentence}")
    if written.left_out:
        say(f"含个人信息、没有放入的 {len(written.left_out)} 件（要放入请加 --personal）：")
        for title in written.left_out:
            say(f"  {title}")
    missing = f"，缺少材料 {written.missing_count} 项（见包里的清单）" if written.missing_count else ""
    say(f"已打包 {written.piece_count} 件材料，{written.page_count} 页{missing}。")
    show(str(written.path))
    return 0


def _write(session: LedgerSession, arguments: Namespace) -> PackWritten:
    today = session.clock.today()
    cutoff = arguments.as_of or today
    with session.ledger.read() as reading:
        request = _request(reading, arguments, cutoff)
        contents = read_contents(reading, request, cutoff)
        fonts = session.fonts(reading.settings())
    if not contents.pieces:
        raise RejectedError("EVI-037", scope=request.scope)
    return write_pack(session.store, contents, fonts, arguments.out, today, session.clock.now())


def _request(reading: ReadSession, arguments: Namespace, cutoff: dt.date) -> PackRequest:
    """Return what the words of the command ask for.

    Raises:
        RejectedError: SVC-001 to SVC-003 no such task or unit; REP-011 no such plan; EVI-036 no such view or tree.
    """
    scope = PackScope("all")
    if arguments.task:
        scope = PackScope("chosen", task_ids=tuple(task_by_code(reading, code).id for code in arguments.task))
    elif arguments.unit is not None:
        scope = PackScope("unit", unit_by_name(reading, arguments.unit).id)
    elif arguments.plan is not None:
        scope = PackScope("plan", plan_by_title(reading, arguments.plan).id)
    elif arguments.view is not None:
        scope = PackScope("view", view_by_name(reading, arguments.view).id)
    elif arguments.tree is not None:
        scope = PackScope("tree", tree_by_title(reading, arguments.tree).id)
    request = request_of(reading, scope, cutoff, arguments.title.strip(), with_personal=arguments.personal)
    archive = None
    if arguments.fonds:
        archive = ArchiveNumber(arguments.fonds, cutoff.year, arguments.retention, arguments.office)
    return replace(request, archive=archive, with_box=arguments.box)
