"""Circulars: from the gathered figures to what the paper says."""

from __future__ import annotations

from ledger_app.reports.circular import CircularFacts, compose_circular
from ledger_app.reports.model import ReportModel
from ledger_app.services.report_context import ReportContext
from ledger_app.services.report_words import circular_words


def compose(context: ReportContext) -> ReportModel:
    """Return the circular of a period."""
    request, settings = context.request, context.settings
    facts = CircularFacts(
        bureau=settings.bureau_name,
        issued=context.issued,
        office=settings.office_name,
        form="bulletin" if request.form == "bulletin" else "notice",
        document_number=request.document_number,
        issue=context.issue,
        addressees=settings.addressees,
        copies=settings.cc_line,
        snapshot=context.number,
        created=context.at,
        rank_minimum=settings.rank_minimum,
        has_seal=context.has_seal,
        page=context.page,
        body=circular_words(context).body,
        masthead=settings.bulletin_name,
        bulletin_lines=(
            ("报", settings.bulletin_up),
            ("送", settings.bulletin_across or settings.cc_line),
            ("发", settings.bulletin_down or settings.addressees),
        ),
        annexes=request.annexes,
    )
    return compose_circular(context.statistics, request.period, facts)
