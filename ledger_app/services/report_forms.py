"""Forms for striking off and for extension: which tasks they are printed for, and what the ledger knows of them."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.domain.deadline_rules import extension_doubts, is_by_revision
from ledger_app.domain.evidence import Evidence, ExpectedEvidence, TaskEvidence
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, Light
from ledger_app.domain.plan import Plan
from ledger_app.domain.supervision import Closing, ClosingStep
from ledger_app.domain.task import SOURCE_KIND_NAMES, Deadline, Extension
from ledger_app.reports.approval_forms import (
    EMPTY_TASK,
    ClosingPaper,
    ExtensionPaper,
    OpinionPaper,
    TaskPaper,
    compose_closings,
    compose_extensions,
)
from ledger_app.reports.model import ReportModel
from ledger_app.services.closing import CONDITIONS, known_conditions
from ledger_app.services.report_context import Judged, ReportContext, percent_of


def compose_closing(context: ReportContext) -> ReportModel:
    """Return the 销号审批表 of the chosen tasks, else of those that wait to be struck off, else an empty one."""
    judged: Judged = context.judged
    if not context.request.task_ids:
        judged = tuple(one for one in judged if one[1].light is Light.DONE_PENDING)
    empty = ClosingPaper(EMPTY_TASK, conditions=tuple((name, None, "") for name in CONDITIONS))
    papers = [_closing(context, *one) for one in judged] or [empty]
    return compose_closings(papers, context.bureau, context.properties("任务销号审批表"), context.foot)


def compose_extension(context: ReportContext) -> ReportModel:
    """Return the 延期审批表 of the chosen tasks, else of those with an open request, else an empty one."""
    papers = [_extension(context, *one) for one in context.judged]
    if not context.request.task_ids:
        papers = [paper for paper in papers if paper.requested_on is not None and paper.decision is None]
    return compose_extensions(
        papers or [ExtensionPaper(EMPTY_TASK)], context.bureau, context.properties("任务延期审批表"), context.foot
    )


def _closing(context: ReportContext, facts: TaskFacts, judged: Judgement) -> ClosingPaper:
    session = context.session
    steps = [step for step in session.of(Closing).find(task_id=facts.id) if step.on_date <= context.cutoff]
    steps.sort(key=lambda step: (step.on_date, step.id))
    # Only the way since the task was last sent back or taken up again counts.
    resets = [place for place, step in enumerate(steps) if step.step in {"sent_back", "reopened"}]
    steps = steps[resets[-1] + 1 :] if resets else steps
    known = known_conditions(session, facts.id)
    conditions = [
        (name, known[name].holds, known[name].why) if name in known else (name, None, "") for name in CONDITIONS
    ]
    evidence, missing = _evidence(context, facts.id)
    return ClosingPaper(
        _task(context, facts, judged),
        facts.completed_on,
        tuple(conditions),
        evidence,
        missing,
        _opinion(steps, "asked"),
        _opinion(steps, "checked"),
        _opinion(steps, "approved"),
    )


def _opinion(steps: Sequence[Closing], wanted: ClosingStep) -> OpinionPaper | None:
    found = [step for step in steps if step.step == wanted]
    return OpinionPaper(found[-1].opinion, found[-1].by_name, found[-1].on_date) if found else None


def _evidence(context: ReportContext, task_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pieces that are there, numbered, and the names of those expected that are not."""
    session = context.session
    links = sorted(session.of(TaskEvidence).find(task_id=task_id), key=lambda link: link.number)
    ids = [link.evidence_id for link in links]
    pieces = {one.id: one for one in session.of(Evidence).find(id=ids)} if ids else {}
    there = []
    for link in links:
        piece = pieces.get(link.evidence_id)
        if piece is not None and piece.removed_at is None:
            pages = f"（{piece.page_count}页）" if piece.page_count else ""
            there.append(f"{link.number}.{piece.title}{pages}")
    expected = session.of(ExpectedEvidence).find(task_id=task_id)
    missing = [one.name for one in expected if one.evidence_id is None and not one.waived_reason]
    return tuple(there), tuple(missing)


def _extension(context: ReportContext, facts: TaskFacts, judged: Judgement) -> ExtensionPaper:
    session = context.session
    deadlines = [one.id for one in session.of(Deadline).find(task_id=facts.id)]
    asked = [
        one
        for one in (session.of(Extension).find(deadline_id=deadlines) if deadlines else ())
        if not is_by_revision(one) and one.requested_on <= max(context.cutoff, context.issued)
    ]
    task = _task(context, facts, judged)
    if not asked:
        return ExtensionPaper(task, judged.due)
    # The open request comes first; of several decided ones the last.
    latest = max(asked, key=lambda one: (one.is_approved is None, one.requested_on, one.id))
    decision = (
        OpinionPaper(latest.note, latest.decided_by, latest.decided_on)
        if latest.is_approved is not None and latest.decided_on is not None
        else None
    )
    return ExtensionPaper(
        task,
        latest.old_due,
        latest.new_due,
        latest.requested_on,
        latest.reason,
        tuple(doubt.text for doubt in extension_doubts(latest)),
        decision,
        is_granted=bool(latest.is_approved),
    )


def _task(context: ReportContext, facts: TaskFacts, judged: Judgement) -> TaskPaper:
    plan = context.session.of(Plan).get(facts.plan_id) if facts.plan_id is not None else None
    if plan is not None:
        source = f"《{plan.title.strip('《》')}》" + (f"（{plan.doc_number}）" if plan.doc_number else "")
    else:
        source = "　".join(part for part in (SOURCE_KIND_NAMES[facts.source_kind], facts.source_ref) if part)
    return TaskPaper(
        facts.id,
        facts.code,
        facts.title,
        source,
        "、".join(facts.lead_names),
        "、".join(facts.cooperate_names),
        "、".join(facts.leader_names),
        facts.due_raw,
        judged.due,
        facts.original_due,
        percent_of(facts),
        facts.text,
        facts.problems,
        facts.next_step,
    )
