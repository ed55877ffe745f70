"""States and lights of tasks at a cut-off date: one ordered list of rules, the first that fits decides.

The neutral state (`Light`) comes first, the colour (`Tone`) second, by the ledger's colour scheme.  The database
repeats these rules in SQL so that a whole ledger can be sorted and filtered by them; a test holds the two equal.

The rules, in order (cut-off c; "due", "start", "begin", shares and months as in schedule.py, whole tenths):
 0. A manual light wins and is marked; what the rules say is kept beside it.
 1. closed:       the latest closing step is "approved".
 2. done_pending: the latest closing step is "asked" or "checked"; or there is no closing step and either
                  completed_on is set, or percent >= 100 for a task of kind once or year_end.  After "sent_back"
                  or "reopened" a task is work again until it is asked for anew.
 3. cancelled, suspended: by standing.
 4. continuing:   kind continuing, and kind recurring without generated turns; severe never, warned when this
                  period's report is missing.  year_end: kind year_end; warned once c is past its due date (or the
                  plan year's end).  Neither is ever overdue.
    recurring with turns: due = next open turn; c > due overdue; due - c <= T due_soon, T the short span, as a
                  turn is never long; else on_track.
    unknown:      there is no due date.
 5. overdue:      c > due.
 6. not_started:  no sign of work (percent is 0; or nothing was ever reported and no closing step) and c >= begin;
                  severe once the months over since begin's month, that one counted, reach not_started_red_months.
 7. lagging:      gap <= -lag_red, severe.          8. lagging: gap <= -lag_yellow.
 9. due_soon:     due - c <= T, T by the task's length (<= 30 days, <= 180 days, longer; middle if start unknown).
10. on_track:     begin > c and no sign of work.    11. unknown: percent or elapsed share is not known.
12. ahead:        gap >= lag_yellow.                13. on_track.
Source: docs/domain.md sections 3.1 to 3.4; rules 10 and 12 and the treatment of turns are ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.schedule import (
    FULL_TENTHS,
    Yardstick,
    begin_of,
    due_of,
    elapsed_tenths,
    gap_tenths,
    length_days,
    start_of,
    to_tenths,
)
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.tones import Light, Tone, read_light_word, sign_of, tone_of

__all__ = ["Judgement", "Light", "Tone", "judge", "judge_all", "nearness", "read_light_word", "warning_days"]

_SEVERE_WORDS = {Light.NOT_STARTED: "长期未启动", Light.LAGGING: "严重滞后"}
_WARNED_WORDS = {Light.CONTINUING: "长期坚持（未报）", Light.YEAR_END: "年终待核定"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say about one task at a cut-off date.

    Attributes:
        light: the state that counts (the manual one where there is one); computed: what the rules alone say.
        is_severe: lagging or not started badly enough for red; is_warned: 长期坚持 without this period's report,
            or 年终考核 past its day.
        reason: one Chinese sentence that says why.
        due: the date it was judged by; elapsed_percent 0-100 and gap in percentage points, None if unknown.
        days_left: calendar days to the due date of work that is open, None once past or without one.
        overdue_days: calendar days past the due date, 0 unless overdue.
        is_urgent: due soon and in the nearer half of the warning span.
        is_unreported: work that goes on, but no report for the period that had to be in by the cut-off.
        done_on: day the work was done as far as known; is_on_time: done by the due date, None if it is not done
            or that cannot be told.
        is_doubtful: the due date itself still waits for an answer.
    """

    light: Light
    tone: Tone
    reason: str
    computed: Light
    is_overridden: bool = False
    is_severe: bool = False
    is_warned: bool = False
    due: dt.date | None = None
    elapsed_percent: float | None = None
    gap: float | None = None
    days_left: int | None = None
    overdue_days: int = 0
    is_urgent: bool = False
    is_unreported: bool = False
    done_on: dt.date | None = None
    is_on_time: bool | None = None
    is_doubtful: bool = False

    @property
    def word(self) -> str:
        """Return the Chinese word for tables, with its degree (严重滞后)."""
        if self.is_severe:
            return _SEVERE_WORDS.get(self.light, self.light.word)
        return _WARNED_WORDS.get(self.light, self.light.word) if self.is_warned else self.light.word

    @property
    def sign(self) -> str:
        """Return the sign that stands beside the word."""
        return sign_of(self.tone, is_done=self.light.is_done)

    @property
    def label(self) -> str:
        """Return sign and word, with * where the light was set by hand ("▲逾期", "●正常*")."""
        return f"{self.sign}{self.word}{'*' if self.is_overridden else ''}"

    def matches(self, word: str) -> bool:
        """Say whether a filter word (a tone or a state, English or Chinese) names this light."""
        named = read_light_word(word)
        return named is not None and named in {self.light, self.tone}


def judge(facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings) -> Judgement:
    """Return a task's state and light at a cut-off date; for many tasks use `judge_all`."""
    return _judge_one(facts, Yardstick.at(cutoff, settings))


def judge_all(
    facts: Iterable[TaskFacts], cutoff: dt.date, settings: LedgerSettings
) -> Iterator[tuple[TaskFacts, Judgement]]:
    """Yield each task's facts with its judgement, in the given order."""
    yardstick = Yardstick.at(cutoff, settings)
    for one in facts:
        yield one, _judge_one(one, yardstick)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the rules decided, before dates and colours are added."""

    light: Light
    reason: str
    is_severe: bool = False
    is_warned: bool = False
    is_urgent: bool = False


def _judge_one(facts: TaskFacts, yardstick: Yardstick) -> Judgement:
    settings, cutoff = yardstick.settings, yardstick.cutoff
    due = _due_in_force(facts, settings)
    elapsed = elapsed_tenths(facts, due, yardstick)
    gap = gap_tenths(facts.percent, elapsed)
    verdict = _verdict(facts, due, elapsed, gap, yardstick)
    computed = verdict.light
    if facts.light_override is not None:
        verdict = _Verdict(Light(facts.light_override), f"人工设定：{facts.override_reason or '未写明原因'}")
    light = verdict.light
    done_on = _done_on(facts) if light.is_done else None
    is_doubtful = facts.is_deadline_doubtful and due is not None
    return Judgement(
        light=light,
        tone=tone_of(light, settings.colour_scheme, is_severe=verdict.is_severe, is_warned=verdict.is_warned),
        reason=verdict.reason + ("（完成时限待确认）" if is_doubtful else ""),
        computed=computed,
        is_overridden=facts.light_override is not None,
        is_severe=verdict.is_severe,
        is_warned=verdict.is_warned,
        due=due,
        elapsed_percent=None if elapsed is None else elapsed / 10,
        gap=None if gap is None else gap / 10,
        days_left=None if due is None or cutoff > due or not light.is_open else (due - cutoff).days,
        overdue_days=(cutoff - due).days if light is Light.OVERDUE and due is not None and cutoff > due else 0,
        is_urgent=verdict.is_urgent,
        is_unreported=_is_unreported(facts, light, yardstick),
        done_on=done_on,
        is_on_time=_is_on_time(done_on, due, cutoff) if light.is_done else None,
        is_doubtful=is_doubtful,
    )


def _due_in_force(facts: TaskFacts, settings: LedgerSettings) -> dt.date | None:
    """Return the due date the task stands under now: of a recurring duty with turns, that of the next open one."""
    if facts.kind == "recurring" and facts.occurrence_count:
        return facts.next_occurrence_due
    return due_of(facts, settings)


def _verdict(
    facts: TaskFacts, due: dt.date | None, elapsed: int | None, gap: int | None, yardstick: Yardstick
) -> _Verdict:
    """Apply the rules in order; the first that fits decides."""
    settled = _settled(facts)
    if settled is not None:
        return settled
    if facts.kind in {"continuing", "year_end", "recurring"}:
        return _own_rule(facts, due, yardstick)
    if due is None:
        return _Verdict(Light.UNKNOWN, _why_no_date(facts))
    cutoff = yardstick.cutoff
    if cutoff > due:
        return _Verdict(Light.OVERDUE, f"完成时限{_day(due)}，逾期{(cutoff - due).days}天")
    has_begun = _has_begun(facts)
    begin = begin_of(facts)
    if not has_begun and begin is not None and cutoff >= begin:
        return _not_started(begin, yardstick)
    if gap is not None and gap <= -yardstick.lag_yellow:
        is_severe = gap <= -yardstick.lag_red
        return _Verdict(Light.LAGGING, _gap_words(facts, elapsed, gap), is_severe=is_severe)
    soon = _due_soon(due, yardstick, warning_days(start_of(facts), due, yardstick.settings))
    if soon is not None:
        return soon
    if not has_begun and begin is not None:
        return _Verdict(Light.ON_TRACK, f"{_day(begin)}起启动，尚未到启动时间")
    if gap is None:
        return _Verdict(Light.UNKNOWN, _why_no_gap(facts))
    return _Verdict(Light.AHEAD if gap >= yardstick.lag_yellow else Light.ON_TRACK, _gap_words(facts, elapsed, gap))


def _settled(facts: TaskFacts) -> _Verdict | None:
    """Return the verdict on a task that is done, cancelled or suspended, None while it is work."""
    step = facts.closing_step
    if step == "approved":
        return _Verdict(Light.CLOSED, f"{_day(facts.closed_on)}批准销号" if facts.closed_on else "已批准销号")
    if step in {"asked", "checked"}:
        return _Verdict(Light.DONE_PENDING, "已申请销号，待核查" if step == "asked" else "已审核，待批准销号")
    if step is None and facts.completed_on is not None:
        return _Verdict(Light.DONE_PENDING, f"{_day(facts.completed_on)}完成，待核查")
    if step is None and facts.kind in {"once", "year_end"} and _is_full(facts.percent):
        return _Verdict(Light.DONE_PENDING, "自报完成100%，待核查")
    if facts.standing == "cancelled":
        return _Verdict(Light.CANCELLED, "任务已调整取消")
    if facts.standing == "suspended":
        return _Verdict(Light.SUSPENDED, "任务暂缓，待上级明确")
    return None


def _own_rule(facts: TaskFacts, due: dt.date | None, yardstick: Yardstick) -> _Verdict:
    """Judge duties that are never measured by their percent: continuing, year-end, recurring."""
    cutoff = yardstick.cutoff
    if facts.kind == "year_end":
        until = due or (dt.date(facts.plan_year, 12, 31) if facts.plan_year is not None else None)
        if until is not None and cutoff > until:
            return _Verdict(Light.YEAR_END, f"年终考核类任务，{_day(until)}已过，待考核核定", is_warned=True)
        return _Verdict(Light.YEAR_END, "年终考核类任务，年终核定，不计滞后")
    if facts.kind == "recurring" and facts.occurrence_count:
        if due is None:
            return _Verdict(Light.ON_TRACK, "各期均已办结")
        if cutoff > due:
            return _Verdict(Light.OVERDUE, f"{_day(due)}到期的一期未办结，逾期{(cutoff - due).days}天")
        soon = _due_soon(due, yardstick, yardstick.settings.due_soon_short)
        return soon or _Verdict(Light.ON_TRACK, f"下一期{_day(due)}到期")
    name = "长期坚持类任务" if facts.kind == "continuing" else "定期工作"
    if _lacks_report(facts, yardstick):
        return _Verdict(Light.CONTINUING, f"{name}，{_month(yardstick.expected_period)}进展未报", is_warned=True)
    return _Verdict(Light.CONTINUING, f"{name}，看进展是否按期报送，不计逾期")


def _not_started(begin: dt.date, yardstick: Yardstick) -> _Verdict:
    months = yardstick.months_done - (begin.year * 12 + begin.month) + 1
    is_severe = months >= yardstick.settings.not_started_red_months
    reason = f"{_day(begin)}起应启动，至今未见进展"
    return _Verdict(Light.NOT_STARTED, f"{reason}，已满{months}个月" if months > 0 else reason, is_severe=is_severe)


def _due_soon(due: dt.date, yardstick: Yardstick, span: int) -> _Verdict | None:
    """Return due_soon where the due date is at most a span of days away."""
    left = (due - yardstick.cutoff).days
    if left > span:
        return None
    reason = f"{_day(due)}到期，还剩{left}天" if left else f"{_day(due)}当日到期"
    return _Verdict(Light.DUE_SOON, reason, is_urgent=left <= span // 2)


def warning_days(start: dt.date | None, due: dt.date, settings: LedgerSettings) -> int:
    """Return how many calendar days before its due date a task of this length counts as due soon."""
    if start is None:
        return settings.due_soon_middle
    length = length_days(start, due)
    if length <= 30:
        return settings.due_soon_short
    return settings.due_soon_middle if length <= 180 else settings.due_soon_long


def nearness(facts: TaskFacts, found: Judgement, settings: LedgerSettings) -> int:
    """Return how near a task's due date is, whatever its light: 2 urgent, 1 within its warning span, else 0.

    Work that is done or past its due date is not near it.  Source: docs/domain.md section 3.3.
    """
    if found.days_left is None or found.due is None:
        return 0
    has_turns = facts.kind == "recurring" and facts.occurrence_count > 0
    span = settings.due_soon_short if has_turns else warning_days(start_of(facts), found.due, settings)
    return 0 if found.days_left > span else 2 if found.days_left <= span // 2 else 1


def _is_full(percent: float | None) -> bool:
    return percent is not None and to_tenths(percent) >= FULL_TENTHS


def _has_begun(facts: TaskFacts) -> bool:
    """Say whether there is any sign of work: a percent above 0, a report without percent, a closing step."""
    if facts.closing_step is not None:
        return True
    return facts.percent > 0 if facts.percent is not None else bool(facts.reported_periods)


def _lacks_report(facts: TaskFacts, yardstick: Yardstick) -> bool:
    """Say whether the report of the period that had to be in is missing, though work could be asked for by then."""
    begin = begin_of(facts)
    if begin is not None and begin > yardstick.expected_until:
        return False
    return not facts.reported_periods or facts.reported_periods[-1] < yardstick.expected_period


def _is_unreported(facts: TaskFacts, light: Light, yardstick: Yardstick) -> bool:
    if light.is_done or light in {Light.CANCELLED, Light.SUSPENDED}:
        return False
    return _lacks_report(facts, yardstick)


def _done_on(facts: TaskFacts) -> dt.date | None:
    """Return the day the work was done: as recorded, else as 100 % was first reported, else when it was struck off."""
    if facts.completed_on is not None:
        return facts.completed_on
    return facts.full_since or facts.closed_on


def _is_on_time(done_on: dt.date | None, due: dt.date | None, cutoff: dt.date) -> bool | None:
    """Say whether a done task met its due date; without a day, only a due date still ahead proves it."""
    if due is None:
        return None
    if done_on is None:
        return True if cutoff <= due else None
    return done_on <= due


def _why_no_date(facts: TaskFacts) -> str:
    if facts.due_raw:
        return f"时限“{facts.due_raw}”没有可判定的日期，请补充完成时限"
    return "没有完成时限，请补充"


def _why_no_gap(facts: TaskFacts) -> str:
    if facts.percent is None:
        return "没有完成百分比，无法与时序比较"
    return "没有启动时间和计划年度，无法计算时序"


def _gap_words(facts: TaskFacts, elapsed: int | None, gap: int) -> str:
    """Say the gap in words; elapsed is known where a gap is."""
    percent = min(100.0, facts.percent or 0.0)
    share = f"完成{percent:.1f}%，时序{(elapsed or 0) / 10:.1f}%"
    if gap == 0:
        return f"{share}，与时序持平"
    return f"{share}，{'高于' if gap > 0 else '低于'}时序{abs(gap) / 10:.1f}个百分点"


def _day(date: dt.date | None) -> str:
    return "" if date is None else f"{date.year}年{date.month}月{date.day}日"


def _month(period: str) -> str:
    return f"{int(period[:4])}年{int(period[5:7])}月"
