"""Slips on paper: which of the register are printed, which late tasks get a new one, and what stands on them.

A slip that is printed is in the register: a draft shows what would be issued, `issue_missing` issues it.
Source: docs/domain.md section 4.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.slips import SlipState, chain_of
from ledger_app.domain.supervision import Slip, SlipTask
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.reports.model import ReportModel
from ledger_app.reports.slip_form import SlipPaper, compose_slips
from ledger_app.services import slips
from ledger_app.services.lookup import row_of
from ledger_app.services.report_context import ReportContext
from ledger_app.services.report_request import ReportRequest
from ledger_app.services.slip_register import draft_for, drafts_for_late_units, read_register
from ledger_app.services.slips import SlipDraft

_OPEN = (SlipState.WAITING, SlipState.OVERDUE)


def slip_tasks(session: ReadSession, request: ReportRequest, cutoff: dt.date, issued: dt.date) -> tuple[int, ...]:
    """Return the tasks that the slips of a report are about, in the order of the slips.

    Raises:
        RejectedError: SVC-004; SVC-239 there is nothing to print.
    """
    papers = _papers(session, request, cutoff, issued)
    return tuple(dict.fromkeys(task_id for paper in papers for task_id in paper.task_ids))


def compose(context: ReportContext) -> ReportModel:
    """Return the slips of a report, those in the register first."""
    papers = _papers(context.session, context.request, context.cutoff, context.issued)
    return compose_slips(papers, context.bureau, context.properties("督办通知单"), context.foot)


def issue_missing(work: UnitOfWork, request: ReportRequest, cutoff: dt.date, issued: dt.date) -> None:
    """Issue the slips that a report prints and the register does not have yet.

    Raises:
        RejectedError: as `services.slips.issue`.
    """
    drafts = _missing(work, request, cutoff, issued)
    if drafts:
        slips.issue(work, drafts)


def note_printed(work: UnitOfWork, request: ReportRequest, issued: dt.date, snapshot_id: int) -> ChangeSet:
    """Enter in the register under which snapshot its slips were printed."""
    for slip in _registered(work, request, issued):
        if slip.snapshot_id != snapshot_id:
            work.of(Slip).update(replace(slip, snapshot_id=snapshot_id))
    return work.changes()


def _papers(session: ReadSession, request: ReportRequest, cutoff: dt.date, issued: dt.date) -> list[SlipPaper]:
    papers = [_registered_paper(session, slip) for slip in _registered(session, request, issued)]
    for place, draft in enumerate(_missing(session, request, cutoff, issued)):
        number = slips.next_number(session, draft.issued, place)
        slip = Slip(
            0,
            "",
            number,
            draft.colour,
            draft.unit_id,
            draft.issued,
            draft.due,
            draft.signer,
            draft.matter,
            draft.basis,
            draft.requirement,
            draft.contact,
        )
        papers.append(_paper(session, slip, draft.task_ids))
    if not papers:
        raise RejectedError("SVC-239")
    return papers


def _registered(session: ReadSession, request: ReportRequest, issued: dt.date) -> list[Slip]:
    """Return the slips of the register that are meant: the named ones, else the open ones in scope, oldest first."""
    if request.slip_ids:
        return [row_of(session, Slip, slip_id, "督办单") for slip_id in request.slip_ids]
    lines = [line for line in reversed(read_register(session, issued).lines) if line.state in _OPEN]
    if request.unit_id is not None:
        lines = [line for line in lines if line.slip.unit_id == request.unit_id]
    if request.task_ids:
        wanted = set(request.task_ids)
        lines = [line for line in lines if wanted & {task.id for task in line.tasks}]
    return [line.slip for line in lines]


def _missing(session: ReadSession, request: ReportRequest, cutoff: dt.date, issued: dt.date) -> list[SlipDraft]:
    """Return the slips to be issued: one for each chosen task without an open one, else one for each late unit."""
    if request.slip_ids or not request.issues_slips:
        return []
    if request.task_ids:
        slip_ids = [slip.id for slip in _registered(session, request, issued)]
        spoken = {link.task_id for link in session.of(SlipTask).find(slip_id=slip_ids)} if slip_ids else set()
        left = [task_id for task_id in request.task_ids if task_id not in spoken]
        drafts = [draft_for(session, [one], issued, cutoff=cutoff, unit_id=request.unit_id) for one in left]
    else:
        try:
            drafts = drafts_for_late_units(session, cutoff, issued)
        except RejectedError as error:
            if error.code != "SVC-239":
                raise
            drafts = []
        if request.unit_id is not None:
            drafts = [draft for draft in drafts if draft.unit_id == request.unit_id]
    return [replace(draft, colour=request.colour) for draft in drafts]


def _registered_paper(session: ReadSession, slip: Slip) -> SlipPaper:
    task_ids = tuple(link.task_id for link in session.of(SlipTask).find(slip_id=slip.id))
    if slip.escalated_from_id is None:
        return _paper(session, slip, task_ids)
    chain = chain_of(slip, session.of(Slip).find()).slips
    earlier = "、".join(one.number for one in chain[: chain.index(slip)])
    return replace(_paper(session, slip, task_ids), earlier=earlier)


def _paper(session: ReadSession, slip: Slip, task_ids: Sequence[int]) -> SlipPaper:
    """Return a slip with its units: who is charged leads, all others that own its tasks take part."""
    facts = list(session.facts(slip.issued, task_ids=list(task_ids))) if task_ids else []
    leads = list(dict.fromkeys(name for one in facts for name in one.lead_names))
    others = list(dict.fromkeys(name for one in facts for name in one.cooperate_names))
    unit = session.of(Unit).get(slip.unit_id) if slip.unit_id is not None else None
    if unit is not None:
        own = {unit.name, unit.short_name}
        others = [*(name for name in leads if name not in own), *(name for name in others if name not in own)]
        leads = [unit.name]
    others = [name for name in dict.fromkeys(others) if name not in leads]
    return SlipPaper(slip, "、".join(leads), "、".join(others), tuple(task_ids))
