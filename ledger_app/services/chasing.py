"""Which units owe a month's report, and the ledger's own words for reminding them.

Source: docs/domain.md sections 1.3 and 7.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.chase_text import DEFAULTS, LONGEST_TEMPLATE, TONE_NAMES, LateUnit, Tone
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.lights import Light, judge_all
from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.schedule import report_due
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.domain.workday import WorkCalendar
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import limit_text

_OWING = (ReturnState.MISSING, ReturnState.SENT_BACK, ReturnState.PENDING)


def late_units(session: ReadSession, month: Period, cutoff: dt.date, calendar: WorkCalendar) -> list[LateUnit]:
    """Return the units that were asked for a month's report and have none in by the cut-off, the latest first."""
    settings = session.settings()
    owing = [
        (log, state)
        for log in session.of(ReturnLog).find(period=str(month))
        if (state := return_state(log, cutoff, settings)) in _OWING
    ]
    if not owing:
        return []
    names = {
        unit.id: unit.short_name or unit.name for unit in session.of(Unit).find(id=[log.unit_id for log, _ in owing])
    }
    reminders = session.of(Chase).find(return_id=[log.id for log, _ in owing])
    chased = Counter(one.return_id for one in reminders if one.on_date <= cutoff)
    found = []
    for log, state in owing:
        due = log.due or report_due(month, settings)
        found.append(
            LateUnit(
                log.unit_id,
                names.get(log.unit_id, ""),
                (cutoff - due).days,
                calendar.count(due + dt.timedelta(days=1), cutoff),
                state is ReturnState.SENT_BACK,
                chased[log.id],
            )
        )
    return sorted(found, key=lambda unit: (-unit.late_days, unit.name))


def missing_papers(session: ReadSession, unit_ids: Collection[int], cutoff: dt.date) -> dict[int, int]:
    """Return unit id -> papers that the open tasks it leads should have and have not; only units that lack any.

    Source: docs/domain.md section 6.
    """
    wanted = sorted({row.task_id for row in session.of(ExpectedEvidence).find(waived_reason="")})
    found: Counter[int] = Counter()
    if not wanted or not unit_ids:
        return found
    facts = [one for one in session.facts(cutoff, task_ids=wanted) if one.missing_count]
    for one, judged in judge_all(facts, cutoff, session.settings()):
        if judged.light not in (Light.CLOSED, Light.CANCELLED):
            for unit_id in {*one.lead_unit_ids} & {*unit_ids}:
                found[unit_id] += one.missing_count
    return found


def template_of(session: ReadSession, tone: Tone) -> str:
    """Return the ledger's wording of a reminder, the one that comes with the program where it has none."""
    return session.read_setting(_key(tone)) or DEFAULTS[tone]


def save_template(work: UnitOfWork, tone: Tone, text: str) -> ChangeSet:
    """Keep a wording for this ledger; an empty one, or the one that comes with the program, takes it back.

    Raises:
        RejectedError: SVC-026 it is too long.
    """
    words = limit_text(text, "催报文字", LONGEST_TEMPLATE).strip()
    work.describe("chase.template", f"修改“{TONE_NAMES[tone]}”的文字")
    work.write_setting(_key(tone), None if words in ("", DEFAULTS[tone]) else words)
    return work.changes()


def _key(tone: Tone) -> str:
    return f"chase.{tone}"
