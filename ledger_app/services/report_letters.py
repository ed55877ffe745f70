"""Letters on paper: what each unit is chased or reminded about, and to whom letters go at all.

Source: docs/domain.md sections 1.3, 3.3 and 4.3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.lights import Judgement, Light
from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState, return_state
from ledger_app.domain.schedule import report_due
from ledger_app.domain.supervision import LetterKind, ReturnLog
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.reports.letter import LetterFacts, LetterPoint, LetterTask, compose_letters
from ledger_app.reports.model import ReportModel
from ledger_app.reports.narrative import date_words
from ledger_app.services.letters import LETTER_NAMES, SentLetter, next_number, steps
from ledger_app.services.report_context import ReportContext, percent_of, printed_tone
from ledger_app.services.slip_register import slips_to_escalate

CHASE_DAYS, LETTER_DAYS = 3, 7
"""Days to answer a chase and a reminder, unless the request says otherwise."""
SOON_DAYS = 30
MOST_NAMED = 6
_OWING = (ReturnState.MISSING, ReturnState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class _Letter:
    """Whom a letter goes to and what about; return_ids: of the months whose report it asks for."""

    unit: Unit
    points: tuple[LetterPoint, ...]
    return_ids: tuple[int, ...] = ()


def compose(context: ReportContext) -> ReportModel:
    """Return the letters of a report, one a unit: 催办通知 or 提醒函 by its kind.

    Raises:
        RejectedError: REP-012, REP-013 nobody is to be written to.
    """
    wanted = _wanted(context)
    sent = _sent(context, wanted)
    kind = _kind(context)
    papers = [
        LetterFacts(
            kind=kind,
            bureau=context.bureau,
            unit=letter.unit.name,
            period_name=context.request.period.name,
            cutoff=context.cutoff,
            issued=context.issued,
            reply_by=entry.due,
            points=letter.points,
            number=entry.document_number or _number(context),
            office=context.settings.office_name,
            contact=context.settings.contact_line,
            copies=context.settings.cc_line,
            has_seal=context.has_seal,
            page=context.page,
            properties=context.properties(LETTER_NAMES[kind]),
            foot=f"{entry.number}{f'（第{entry.step}次）' if entry.step > 1 else ''} {context.foot}",
        )
        for letter, entry in zip(wanted, sent, strict=True)
    ]
    return compose_letters(papers)


def sent_by(context: ReportContext) -> list[SentLetter]:
    """Return what the register is to say of the letters of a report, in the order they are printed.

    Raises:
        RejectedError: REP-012, REP-013 nobody is to be written to.
    """
    return _sent(context, _wanted(context))


def _wanted(context: ReportContext) -> list[_Letter]:
    kind = _kind(context)
    letters = _chases(context) if kind == "chase" else _reminders(context)
    wanted = [letter for letter in letters if letter.points]
    if not wanted:
        request = context.request
        unit = context.session.of(Unit).get(request.unit_id) if request.unit_id is not None else None
        code = "REP-012" if kind == "chase" else "REP-013"
        raise RejectedError(code, unit=unit.name if unit is not None else "各单位", cutoff=context.cutoff.isoformat())
    return wanted


def _sent(context: ReportContext, wanted: Sequence[_Letter]) -> list[SentLetter]:
    kind, request = _kind(context), context.request
    unanswered = steps(context.session, kind)
    days = CHASE_DAYS if kind == "chase" else LETTER_DAYS
    return [
        SentLetter(
            number=next_number(context.session, kind, context.issued, place),
            kind=kind,
            unit_id=letter.unit.id,
            issued=context.issued,
            due=request.reply_by or context.issued + dt.timedelta(days=days),
            step=unanswered.get(letter.unit.id, 0) + 1,
            document_number=following_number(request.document_number, place),
            matter=_matter(letter),
            task_ids=tuple(task.id for point in letter.points for task in point.tasks),
            return_ids=letter.return_ids,
        )
        for place, letter in enumerate(wanted)
    ]


def _matter(letter: _Letter) -> str:
    """Return in one line what a letter is about."""
    said = []
    for point in letter.points:
        codes = "、".join(task.code for task in point.tasks[:MOST_NAMED])
        more = "等" if len(point.tasks) > MOST_NAMED else ""
        said.append(
            f"{point.heading} {len(point.tasks) or len(point.lines)} 项" + (f"（{codes}{more}）" if codes else "")
        )
    return "；".join(said)


def _kind(context: ReportContext) -> LetterKind:
    return "chase" if context.request.kind == "chase" else "letter"


def _chases(context: ReportContext) -> list[_Letter]:
    """Return what each unit has overdue: tasks, answers to slips, reports."""
    late = {one.slip.id: one for one in slips_to_escalate(context.session, context.cutoff)}
    owing = _owing(context)
    letters = []
    for unit in _units(context):
        tasks = [one for one in _led(context, unit) if one[1].light is Light.OVERDUE]
        if context.request.task_ids and not tasks:
            # Asked about these tasks only: what others owe is not meant.
            continue
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
            LetterPoint("未按时报送的进展", lines=tuple(line for _, line in owing.get(unit.id, ()))),
        )
        said = tuple(point for point in points if point.tasks or point.lines)
        letters.append(_Letter(unit, said, tuple(log_id for log_id, _ in owing.get(unit.id, ()))))
    return letters


def _reminders(context: ReportContext) -> list[_Letter]:
    """Return the tasks of each unit that are slow or due within 30 days."""
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
    return letters


def following_number(number: str, steps: int) -> str:
    """Return the 发文字号 that many places after one; one without a figure before 号 stays as it is."""
    match = re.search(r"(\d+)(?=\D*$)", number)
    if match is None:
        return number
    return number[: match.start()] + str(int(match[1]) + steps) + number[match.end() :]


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


def _owing(context: ReportContext) -> dict[int, list[tuple[int, str]]]:
    """Return unit -> its entry in the returns and a sentence, for each month whose report was due and is not in."""
    months = [str(month) for month in context.request.period.months]
    found: dict[int, list[tuple[int, str]]] = {}
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
        found.setdefault(log.unit_id, []).append((log.id, line))
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
