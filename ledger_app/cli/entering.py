"""`import`, `progress`, `attach`: bring something into a ledger, each call one undoable operation."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ledger_app.bootstrap import LedgerSession, open_session
from ledger_app.cli.daily_backup import back_up_before_import, back_up_daily
from ledger_app.cli.output import say, say_findings, show
from ledger_app.cli.reading import read_all
from ledger_app.cli.revisions import show_revision, show_updates
from ledger_app.domain.period import Period
from ledger_app.errors import RejectedError
from ledger_app.intake.learned import with_learned
from ledger_app.intake.proposal import Proposal
from ledger_app.messages import describe
from ledger_app.ports import UnitOfWork
from ledger_app.services import evidence, files, progress
from ledger_app.services.column_memory import choices_of
from ledger_app.services.evidence_order import full_number
from ledger_app.services.files import TakenFile
from ledger_app.services.import_plan import ACCEPT_ALL, ImportDecisions, ImportSummary, import_plan
from ledger_app.services.learned import learned_of
from ledger_app.services.lookup import known_names, refuse_if_closed, task_by_code
from ledger_app.services.record_decisions import RecordCounts
from ledger_app.services.revision_reading import usual_revisions


def run_import(arguments: Namespace) -> int:
    """Import the files that can be read, all in one operation, and print a summary."""
    with open_session(arguments.ledger) as session:
        with session.ledger.read() as reading:
            known, answers, own = known_names(reading), learned_of(reading), choices_of(reading)
        proposals = read_all(arguments.files, arguments.year, known, own)
        read = [(path, with_learned(one, answers)) for path, one in proposals]
        sources = _take_sources(session, read)
        if sources:
            back_up_before_import(session, sum(ACCEPT_ALL.count(proposal.plans) for proposal, _ in sources))
            _show_summary(_import(session, sources))
            back_up_daily(session)
    return 0 if len(sources) == len(arguments.files) else 2


def run_progress(arguments: Namespace) -> int:
    """File one report."""
    with open_session(arguments.ledger) as session:
        with session.ledger.write() as work:
            task = task_by_code(work, arguments.task)
            report = progress.Report(arguments.text, arguments.percent)
            progress.file_entry(work, task.id, arguments.period, report)
        done = f"，完成 {arguments.percent:g}%" if arguments.percent is not None else ""
        say(f"已填报 {task.code} {task.title} 的{Period.parse(arguments.period).name}进展{done}。")
        back_up_daily(session)
    return 0


def run_attach(arguments: Namespace) -> int:
    """Put files into the store, then link them to the task in one operation: all of them, or none where one is bad."""
    with open_session(arguments.ledger) as session:
        with session.ledger.read() as reading:
            task = task_by_code(reading, arguments.task)
            # Asked before anything is copied: a refusal then leaves no unused file behind.
            refuse_if_closed(reading, task, "添加佐证材料")
        failed = [describe(error) for error in files.unreadable(arguments.files)]
        took = files.take_all(session.store, [] if failed else arguments.files)
        failed += [failure.message for failure in took.failed]
        if failed:
            for message in failed:
                say(message)
            if len(arguments.files) > len(failed):
                say(describe(RejectedError("APP-016", task=task.code)))
            return 2
        with session.ledger.write() as work:
            attached = evidence.attach(work, took.taken, [task.id])
        say_findings(attached.findings)
        names = {one.id: file.name for one, file in zip(attached.evidence, took.taken, strict=True)}
        for link in attached.links:
            show(f"{full_number(task.code, link.number)} {names[link.evidence_id]}")
        say(f"已为 {task.code} {task.title} 添加 {len(attached.links)} 件佐证材料。")
        back_up_daily(session)
    return 0


def _take_sources(session: LedgerSession, read: list[tuple[Path, Proposal]]) -> list[tuple[Proposal, TakenFile]]:
    """Put the files that were read into the store; one that has gone or changed since gets a line and is left out."""
    sources = []
    for path, proposal in read:
        try:
            taken = files.take(session.store, path)
            if taken.sha256 != proposal.sha256:
                raise RejectedError("SVC-053", file=path.name)
        except RejectedError as error:
            say(describe(error))
        else:
            sources.append((proposal, taken))
    return sources


def _import(session: LedgerSession, sources: list[tuple[Proposal, TakenFile]]) -> list[tuple[Proposal, ImportSummary]]:
    with session.ledger.write() as work:
        if len(sources) > 1:
            work.describe("plan.import", f"导入 {len(sources)} 个计划文件")
        return [(proposal, _import_one(work, proposal, taken)) for proposal, taken in sources]


def _import_one(work: UnitOfWork, proposal: Proposal, taken: TakenFile) -> ImportSummary:
    """Import a file; a new issue of a plan changes its tasks where nobody need be asked, and calls nothing off."""
    decisions = ImportDecisions(revisions=usual_revisions(work, proposal))
    return import_plan(work, proposal, taken, decisions)


def _show_summary(done: list[tuple[Proposal, ImportSummary]]) -> None:
    plans = sum(len(summary.plans) for _, summary in done)
    tasks = sum(len(summary.tasks) for _, summary in done)
    skipped = sum(len(summary.skipped) for _, summary in done)
    findings = sum(len(summary.findings) for _, summary in done)
    show(f"导入计划 {plans} 个，任务 {tasks} 项，跳过重复 {skipped} 项，提示 {findings} 条")
    for _, summary in done:
        for plan in summary.plans:
            codes = [task.code for task in summary.tasks if task.plan_id == plan.id]
            span = f"（{codes[0]} 至 {codes[-1]}）" if codes else ""
            show(f"  {plan.title}：{len(codes)} 项{span}")
        for revision in summary.revisions:
            show_revision(revision)
    for _, summary in done:
        _show_records(summary.records)
        show_updates(summary.updates)
    for _, summary in done:
        for item in summary.skipped:
            show(f"  跳过：{item.no} {item.title}（{item.reason}）")
    for proposal, summary in done:
        say_findings(summary.findings, proposal.document_name)


def _show_records(records: RecordCounts) -> None:
    """Say what a ledger brought besides its tasks."""
    if records == RecordCounts():
        return
    show(
        f"  台账内容：进展记录 {records.entries} 条，销号 {records.closed} 项，已完成未销号 {records.done} 项，"
        f"延期 {records.extensions} 项，自定义列 {len(records.fields)} 个，未能对应 {len(records.unmapped)} 处"
    )
    if records.fields:
        show(f"  自定义列：{'、'.join(records.fields)}")
    if records.unmapped:
        show(f"  未能对应：{'、'.join(records.unmapped)}")
