"""Working papers about tasks: whose tasks stand on which sheet, and what each unit is asked to do next.

Source: docs/domain.md sections 3.3, 4.2 (T7) and 6.
"""

from __future__ import annotations

from collections import Counter

from ledger_app.domain.evidence import Evidence, ExpectedEvidence, TaskEvidence
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, Light
from ledger_app.domain.plan import Plan
from ledger_app.domain.schedule import report_due
from ledger_app.domain.snapshot import REPORT_KIND_NAMES
from ledger_app.domain.task import OWNER_ROLE_NAMES, TaskMeasure, TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.reports.model import ReportModel
from ledger_app.reports.narrative import date_words
from ledger_app.reports.task_sheets import (
    BreakdownFacts,
    BreakdownTask,
    EvidencePiece,
    EvidenceTask,
    SheetFacts,
    UnitSheet,
    UnitTask,
    compose_breakdown,
    compose_evidence,
    compose_unit_sheets,
)
from ledger_app.services.evidence_order import full_number
from ledger_app.services.report_context import ReportContext, percent_of, printed_tone

_ASKED: dict[Light, str] = {
    Light.OVERDUE: "说明逾期原因，报预计完成时间",
    Light.LAGGING: "提出赶上进度的措施",
    Light.NOT_STARTED: "尽快启动，报启动时间",
    Light.DUE_SOON: "确保按时完成",
    Light.DONE_PENDING: "配合核查，办理销号",
    Light.UNKNOWN: "补报完成时限或完成进度",
}
_DONE = (Light.CLOSED, Light.CANCELLED)


def compose_units(context: ReportContext) -> ReportModel:
    """Return the sheet of the chosen unit, else of each unit that leads a task.

    Raises:
        RejectedError: REP-014 there are no tasks.
    """
    session, wanted = context.session, context.request.unit_id
    units = sorted(session.of(Unit).find(), key=lambda unit: (unit.sort, unit.id))
    sheets = []
    for unit in units:
        if wanted is not None:
            own = [one for one in context.judged if unit.id == wanted]
        else:
            own = [one for one in context.judged if unit.id in one[0].lead_unit_ids]
        if own:
            sheets.append(_unit_sheet(context, unit, own))
    if not sheets:
        raise _nothing(context)
    return compose_unit_sheets(sheets, _facts(context, "单位任务清单"))


def compose_evidence_list(context: ReportContext) -> ReportModel:
    """Return the evidence of the tasks in scope that have some or should have some.

    Raises:
        RejectedError: REP-014 there are no such tasks.
    """
    tasks = [_evidence_task(context, facts) for facts, _ in context.judged]
    tasks = [task for task in tasks if task.pieces]
    if not tasks:
        raise _nothing(context)
    return compose_evidence(tasks, context.statistics, _facts(context, "佐证材料清单"))


def compose_breakdown_notice(context: ReportContext) -> ReportModel:
    """Return the notice with the tasks of the chosen plan, else of every plan, one annex each.

    Raises:
        RejectedError: REP-014 there are no tasks that come from a plan.
    """
    session = context.session
    plans = {plan.id: plan for plan in session.of(Plan).find()}
    tables: dict[int, list[BreakdownTask]] = {}
    for facts, judged in context.judged:
        if facts.plan_id in plans and judged.light is not Light.CANCELLED:
            tables.setdefault(facts.plan_id, []).append(_breakdown_task(context, facts))
    if not tables:
        raise _nothing(context)
    settings = context.settings
    return compose_breakdown(
        BreakdownFacts(
            context.bureau,
            settings.office_name,
            context.issued,
            tuple(
                (plans[plan_id].title.strip("《》").replace("\n", ""), tuple(tasks))
                for plan_id, tasks in tables.items()
            ),
            settings.addressees,
            settings.cc_line,
            context.request.document_number,
            settings.contact_line,
            context.page,
            context.properties("任务分解表"),
            context.foot,
            has_seal=context.has_seal,
        )
    )


def asked_of(facts: TaskFacts, judged: Judgement) -> str:
    """Return what a unit is to do next about a task, "" for nothing."""
    if judged.light in _DONE:
        return ""
    asked = [_ASKED[judged.light]] if judged.light in _ASKED else []
    if judged.is_unreported:
        asked.append("报送本期进展")
    if facts.missing_count:
        asked.append(f"补交佐证{facts.missing_count}份")
    return "；".join(asked)


def _unit_sheet(context: ReportContext, unit: Unit, own: list[tuple[TaskFacts, Judgement]]) -> UnitSheet:
    roles: dict[int, str] = {}
    for owner in context.session.of(TaskOwner).find(unit_id=unit.id):
        roles.setdefault(owner.task_id, OWNER_ROLE_NAMES[owner.role])
    tasks = tuple(
        UnitTask(
            facts.id,
            facts.code,
            facts.title,
            "牵头" if unit.id in facts.lead_unit_ids else roles.get(facts.id, "参与"),
            judged.due.isoformat() if judged.due is not None else facts.due_raw,
            judged.label,
            printed_tone(judged),
            percent_of(facts),
            facts.period_text,
            asked_of(facts, judged) if unit.id in facts.lead_unit_ids else "",
        )
        for facts, judged in own
    )
    counts = Counter(judged.light.word for _, judged in own)
    due = report_due(context.request.period.months[-1].next, context.settings)
    contact = f"（{context.settings.contact_line.strip('（）()')}）" if context.settings.contact_line else ""
    demand = f"请核对任务和时限，下期进展于{date_words(due)}前报{context.settings.office_name or '我局'}{contact}。"
    return UnitSheet(unit.name, tasks, tuple(counts.most_common()), demand)


def _evidence_task(context: ReportContext, facts: TaskFacts) -> EvidenceTask:
    session = context.session
    links = sorted(session.of(TaskEvidence).find(task_id=facts.id), key=lambda link: link.number)
    ids = [link.evidence_id for link in links]
    found = {one.id: one for one in session.of(Evidence).find(id=ids)} if ids else {}
    pieces = [
        _piece(facts.code, link, found[link.evidence_id])
        for link in links
        if link.evidence_id in found and found[link.evidence_id].removed_at is None
    ]
    there = {link.evidence_id for link in links if link.evidence_id in found}
    pieces += [
        EvidencePiece("—", one.name, one.kind, note="应交未交", is_missing=True)
        for one in session.of(ExpectedEvidence).find(task_id=facts.id)
        if one.evidence_id not in there and not one.waived_reason
    ]
    return EvidenceTask(facts.id, facts.code, facts.title, "、".join(facts.lead_names), tuple(pieces))


def _piece(code: str, link: TaskEvidence, one: Evidence) -> EvidencePiece:
    notes = [link.caption, "含个人信息" if one.is_personal else "", one.note]
    return EvidencePiece(
        full_number(code, link.number),
        one.title,
        one.kind,
        one.doc_number,
        one.document_date.isoformat() if one.document_date is not None else "",
        str(one.page_count) if one.page_count else "",
        "；".join(part for part in notes if part),
    )


def _breakdown_task(context: ReportContext, facts: TaskFacts) -> BreakdownTask:
    measures = sorted(context.session.of(TaskMeasure).find(task_id=facts.id), key=lambda one: one.ordinal)
    # What a plan says of a task begins with the task's own heading, which has its column.
    content = "\n".join(f"{place}.{one.text}" for place, one in enumerate(measures, start=1))
    content = content or facts.content.strip().removeprefix(facts.title).lstrip("。\n ")
    due = facts.current_due.isoformat() if facts.current_due is not None else ""
    return BreakdownTask(
        facts.id,
        facts.section,
        facts.title,
        content,
        "、".join(facts.leader_names),
        "、".join(facts.lead_names),
        "、".join(facts.cooperate_names),
        facts.due_raw or due,
    )


def _facts(context: ReportContext, subject: str) -> SheetFacts:
    scope = context.scope_name if context.request.kind != "unit" else ""
    return SheetFacts(context.bureau, context.cutoff, context.properties(subject), context.foot, scope)


def _nothing(context: ReportContext) -> RejectedError:
    kind = REPORT_KIND_NAMES[context.request.kind]
    return RejectedError("REP-014", scope=context.scope_name or "台账", kind=kind)
