"""The words of a circular: written by the ledger's template, or as the office edited them, and what to know of them.

Source: docs/domain.md section 4.4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.finding import Finding
from ledger_app.domain.schedule import report_due
from ledger_app.messages import text_of
from ledger_app.reports.model import Block
from ledger_app.reports.narrative import AIM_CHARACTERS, MOST_CHARACTERS, length_of, write_narrative
from ledger_app.reports.rewording import reword
from ledger_app.reports.wording_default import Wording
from ledger_app.reports.wording_facts import NarrativeFacts, WordingFacts
from ledger_app.services.report_context import ReportContext
from ledger_app.services.wordings import wording_for


@dataclass(frozen=True, slots=True)
class CircularWords:
    """What a circular says.

    Attributes:
        facts: what the words are written from.
        wording: the template.
        written: as the template writes them from the ledger; body: as they are printed.
        findings: numbers that differ from the ledger, length.
    """

    facts: WordingFacts
    wording: Wording
    written: tuple[Block, ...]
    body: tuple[Block, ...]
    findings: tuple[Finding, ...]


def circular_words(context: ReportContext) -> CircularWords:
    """Return the words of a circular.

    Raises:
        RejectedError: REP-050 there is no template of the name asked for.
    """
    request = context.request
    facts = wording_facts(context)
    wording = wording_for(context.session, request.kind, request.wording)
    written = write_narrative(facts.statistics, facts.period, facts.narrative, wording)
    if not request.edited.strip():
        return CircularWords(facts, wording, written, written, tuple(_length_findings(written)))
    reworded = reword(written, request.edited)
    findings = [_mismatch_finding(one.written, one.counted, one.unit, one.near) for one in reworded.mismatches]
    findings += _length_findings(reworded.blocks)
    return CircularWords(facts, wording, written, reworded.blocks, tuple(findings))


def wording_facts(context: ReportContext) -> WordingFacts:
    """Return what the words of a circular are written from."""
    request, settings = context.request, context.settings
    narrative = NarrativeFacts(
        office=context.office,
        contact=settings.contact_line,
        reply_by=_reply_by(context),
        next_report=report_due(request.period.months[-1].next, settings),
        rank_minimum=settings.rank_minimum,
        bureau=context.bureau,
    )
    return WordingFacts(context.statistics, request.period, narrative)


def _reply_by(context: ReportContext) -> dt.date | None:
    """Return the day asked for, else so many days after the day on the paper as the ledger's settings say."""
    days = context.settings.reply_days
    return context.request.reply_by or (context.issued + dt.timedelta(days=days) if days else None)


def _length_findings(body: tuple[Block, ...]) -> list[Finding]:
    count = length_of(body)
    if count <= AIM_CHARACTERS:
        return []
    code = "REP-047" if count > MOST_CHARACTERS else "REP-046"
    return [Finding("warning", code, text_of(code, {"count": count}))]


def _mismatch_finding(written: str, counted: str, unit: str, near: str) -> Finding:
    facts: dict[str, object] = {
        "written": f" {written} " if unit else f" {written}",
        "counted": f" {counted} " if unit else f" {counted}",
        "unit": unit,
        "near": near,
    }
    return Finding("warning", "REP-054", text_of("REP-054", facts))
