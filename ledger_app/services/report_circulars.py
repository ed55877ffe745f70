"""Circulars and the ledger table: from the gathered figures to what the paper says."""

from __future__ import annotations

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement
from ledger_app.domain.schedule import report_due
from ledger_app.reports.circular import CircularFacts, compose_circular
from ledger_app.reports.ledger_table import LedgerFacts, LedgerLine, compose_ledger
from ledger_app.reports.model import ReportModel
from ledger_app.services.report_context import ReportContext, percent_of, printed_tone


def compose(context: ReportContext) -> ReportModel:
    """Return the circular of a period."""
    request, settings = context.request, context.settings
    facts = CircularFacts(
        bureau=settings.bureau_name,
        issued=context.issued,
        office=settings.office_name,
        form="bulletin" if request.form == "bulletin" else "notice",
        document_number=request.document_number,
        issue=request.issue,
        addressees=settings.addressees,
        copies=settings.cc_line,
        contact=settings.contact_line,
        next_report=report_due(request.period.months[-1].next, settings),
        snapshot=context.number,
        created=context.at,
        rank_minimum=settings.rank_minimum,
        page=context.page,
        body=request.body,
    )
    return compose_circular(context.statistics, request.period, facts)


def compose_table(context: ReportContext) -> ReportModel:
    """Return the ledger as one wide table."""
    facts = LedgerFacts(
        bureau=context.bureau,
        title=f"{context.bureau}重点任务台账",
        cutoff=context.cutoff,
        scope=context.scope_name,
        snapshot=context.number,
        created=context.at,
    )
    return compose_ledger([_line(facts, judgement) for facts, judgement in context.judged], facts)


def _line(facts: TaskFacts, judgement: Judgement) -> LedgerLine:
    return LedgerLine(
        id=facts.id,
        code=facts.code,
        title=facts.title,
        plan=facts.plan_title,
        section=facts.section,
        light=judgement.label,
        tone=printed_tone(judgement),
        lead="、".join(facts.lead_names),
        cooperate="、".join(facts.cooperate_names),
        due_raw=facts.due_raw,
        due=judgement.due,
        percent=percent_of(facts),
        progress=facts.period_text,
        note="" if facts.standing == "active" else judgement.reason,
    )
