"""Letters on paper: what each unit is chased or reminded about, and to whom letters go at all.

Source: docs/domain.md sections 1.3, 3.3 and 4.3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, Light
from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.schedule import report_due
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.reports.letter import LetterFacts, LetterPoint, LetterTask, compose_letters
from ledger_app.reports.model import ReportModel
from ledger_app.reports.narrative import date_words
from ledger_app.services.report_context import ReportContext, percent_of, printed_tone
from ledger_app.services.slip_register import slips_to_escalate

CHASE_DAYS, LETTER_DAYS = 3, 7
"""Days to answer a chase and a reminder, unless the request says otherwise."""
SOON_DAYS = 30
_OWING = (ReturnState.MISSING, ReturnState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class _Letter:
    """Whom a letter goes to and what about."""

    unit: Unit
    points: tuple[LetterPoint, ...]


def compose_chase(context: ReportContext) -> ReportModel:
    """Return a 催办通知 for each unit that has anything overdue.

    Raises:
        RejectedError: REP-012 nobody has.
    """
    late = {one.slip.id: one for one in slips_to_escalate(context.session, context.cutoff)}
    owing = _owing(context)
    letters = []
    for unit in _units(context):
        tasks = [one for one in _led(context, unit) if one[1].light is Light.OVERDUE]
        slips = [line for line in late.values() if line.slip.unit_id == unit.id]
        points = (
            LetterPoint("逾期未完成的任务", tuple(_overdue(*one) for one in tasks)),
            LetterPoint(
                "逾期未回复的督办单",
                lines=tuple(
                    f"{line.slip.number}（{date_words(line.slip.issued)}签发），应于"
                    f"{date_words(line.slip.due or context.cutoff)}前回复，已超期{line.days}天。"
                    for line in slips
                ),
            ),
            LetterPoint("未按时报送的进展", lines=tuple(owing.get(unit.id, ()))),
        )
        letters.append(_Letter(unit, tuple(point for point in points if point.tasks or point.lines)))
    return _compose(context, "chase", letters, CHASE_DAYS, "REP-012")


def compose_reminder(context: ReportContext) -> ReportModel:
    """Return a 提醒函 for each unit with tasks that are slow or due within 30 days.

    Raises:
        RejectedError: REP-013 nobody has.
    """
    letters = []
    for unit in _units(context):
        led = _led(context, unit)
        slow = [one for one in led if one[1].light in {Light.LAGGING, Light.NOT_STARTED}]
        soon = [one for one in led if one not in slow and _is_soon(one[1])]
        points = (
            LetterPoint("进度滞后的任务", tuple(_slow(*one) for one in slow)),
            LetterPoint(f"{SOON_DAYS}天内到期的任务", tuple(_soon(*one) for one in soon)),
        )
        letters.append(_Letter(unit, tuple(point for point in points if point.tasks)))
    return _compose(context, "letter", letters, LETTER_DAYS, "REP-013")


def following_number(number: str, steps: int) -> str:
    """Return the 发文字号 that many places after one; one without a figure before 号 stays as it is."""
    match = re.search(r"(\d+)(?=\D*$)", number)
    if match is None:
        return number
    return number[: match.start()] + str(int(match[1]) + steps) + number[match.end() :]


def _compose(context: ReportContext, kind: str, letters: Iterable[_Letter], days: int, code: str) -> ReportModel:
    wanted = [letter for letter in letters if letter.points]
    request = context.request
    if not wanted:
        unit = context.session.of(Unit).get(request.unit_id) if request.unit_id is not None else None
        raise RejectedError(code, unit=unit.name if unit is not None else "各单位", cutoff=context.cutoff.isoformat())
    papers = [
        LetterFacts(
            kind="chase" if kind == "chase" else "letter",
            bureau=context.bureau,
            unit=letter.unit.name,
            period_name=request.period.name,
            cutoff=context.cutoff,
            issued=context.issued,
            reply_by=request.reply_by or context.issued + dt.timedelta(days=days),
            points=letter.points,
            number=following_number(_number(context), place) if request.document_number else _number(context),
            office=context.settings.office_name,
            contact=context.settings.contact_line,
            copies=context.settings.cc_line,
            page=context.page,
            properties=context.properties("催办通知" if kind == "chase" else "提醒函"),
            foot=context.foot,
        )
        for place, letter in enumerate(wanted)
    ]
    return compose_letters(papers)


def _number(context: ReportContext) -> str:
    """Return the number asked for, else the office's own with room for the figure."""
    if context.request.document_number:
        return context.request.document_number
    prefix = context.settings.doc_prefix.removesuffix("发")
    return f"{prefix}函〔{context.issued.year}〕　号" if prefix else ""


def _units(context: ReportContext) -> list[Unit]:
    units = sorted(context.session.of(Unit).find(), key=lambda unit: (unit.sort, unit.id))
    wanted = context.request.unit_id
    return [unit for unit in units if wanted is None or unit.id == wanted]


def _led(context: ReportContext, unit: Unit) -> list[tuple[TaskFacts, Judgement]]:
    return [one for one in context.judged if unit.id in one[0].lead_unit_ids]


def _owing(context: ReportContext) -> dict[int, list[str]]:
    """Return unit -> a sentence for each month of the period whose report was due and is not in."""
    months = [str(month) for month in context.request.period.months]
    found: dict[int, list[str]] = {}
    for log in context.session.of(ReturnLog).find(period=months):
        state = return_state(log, context.cutoff, context.settings)
        if state not in _OWING:
            continue
        month = Period.parse(log.period)
        due = log.due or report_due(month, context.settings)
        if state is ReturnState.SENT_BACK:
            reason = f"（{log.sent_back_reason}）" if log.sent_back_reason else ""
            line = f"{month.name}重点工作进展已退回补正{reason}，尚未重新报送。"
        else:
            days = (context.cutoff - due).days
            line = f"{month.name}重点工作进展应于{date_words(due)}前报送，已逾期{days}天。"
        found.setdefault(log.unit_id, []).append(line)
    return found


def _is_soon(judgement: Judgement) -> bool:
    return judgement.light.is_open and judgement.days_left is not None and 0 <= judgement.days_left <= SOON_DAYS


def _overdue(facts: TaskFacts, judged: Judgement) -> LetterTask:
    return _task(facts, judged, f"应于{_due(facts, judged)}完成，已逾期{judged.overdue_days}天{_reported(facts)}")


def _slow(facts: TaskFacts, judged: Judgement) -> LetterTask:
    if judged.light is Light.NOT_STARTED:
        return _task(facts, judged, f"应于{_due(facts, judged)}完成，尚未启动")
    behind = "" if judged.gap is None else f"，落后时序{abs(judged.gap):g}个百分点"
    return _task(facts, judged, f"应于{_due(facts, judged)}完成{_reported(facts)}{behind}")


def _soon(facts: TaskFacts, judged: Judgement) -> LetterTask:
    left = f"还剩{judged.days_left}天" if judged.days_left else "当日到期"
    return _task(facts, judged, f"应于{_due(facts, judged)}完成，{left}{_reported(facts)}")


def _reported(facts: TaskFacts) -> str:
    return f"，自报完成{percent_of(facts)}" if facts.percent is not None else ""


def _due(facts: TaskFacts, judged: Judgement) -> str:
    return date_words(judged.due) if judged.due is not None else facts.due_raw


def _task(facts: TaskFacts, judged: Judgement, said: str) -> LetterTask:
    due = judged.due.isoformat() if judged.due is not None else facts.due_raw
    return LetterTask(
        facts.id, facts.code, facts.title, judged.label, printed_tone(judged), due, percent_of(facts), said
    )
