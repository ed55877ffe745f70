"""The issues of the bulletin: numbered from 1 in every year, by the day of issue; a correction keeps its number.

Source: docs/domain.md section 4.1.
"""

from __future__ import annotations

import datetime as dt

from ledger_app.domain.finding import Finding
from ledger_app.domain.supervision import Snapshot
from ledger_app.messages import text_of
from ledger_app.ports import ReadSession
from ledger_app.services.report_request import ReportRequest


def issue_of(session: ReadSession, request: ReportRequest, issued: dt.date) -> tuple[int | None, list[Finding]]:
    """Return the number of the bulletin, None for other reports, and what should be known about it.

    Args:
        session: the ledger with the issues so far.
        request: says the number, or leaves it to the ledger.
        issued: day on the paper; its year is the bulletin's.
    """
    if not request.is_circular or request.form != "bulletin":
        return None, []
    used = {}
    for snapshot in session.of(Snapshot).find():
        year, _, number = snapshot.issue.partition("-")
        if number and int(year) == issued.year:
            used[snapshot.id] = int(number), snapshot.number
    if request.issue is None:
        corrected = used.get(request.corrects_id or 0)
        return corrected[0] if corrected else max((number for number, _ in used.values()), default=0) + 1, []
    others = [name for id_, (number, name) in used.items() if number == request.issue and id_ != request.corrects_id]
    if not others:
        return request.issue, []
    facts: dict[str, object] = {"year": issued.year, "issue": request.issue, "number": others[0]}
    return request.issue, [Finding("warning", "REP-015", text_of("REP-015", facts))]


def issue_text(issue: int | None, issued: dt.date) -> str:
    """Return an issue as a snapshot keeps it, "" for none."""
    return f"{issued.year}-{issue}" if issue else ""
