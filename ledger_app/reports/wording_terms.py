"""The placeholders that the words of a circular may use: name, explanation, and what each says of given figures.

Counts say nothing when they are 0; rates and their changes when there is nothing to compute them from; changes of
counts when nothing changed (printed all the same as 持平 outside of a part).  How lists name units and tasks is in
wording_lists.py.  Source: docs/domain.md sections 4.1 and 4.4.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from ledger_app.domain.returns import ReturnState
from ledger_app.domain.rounding import points_words, rate_text
from ledger_app.domain.tally import Count, Tally
from ledger_app.reports import wording_lists as lists
from ledger_app.reports.model import Figure, Run, Words
from ledger_app.reports.wording_facts import WordingFacts, date_words, shortened


@dataclass(frozen=True, slots=True)
class Value:
    """What a placeholder prints; is_there: it has something to say."""

    runs: tuple[Run, ...]
    is_there: bool


Writer = Callable[[WordingFacts, int | None], Value]


@dataclass(frozen=True, slots=True)
class TermKind:
    """A placeholder; is_list: it may be held to its first few."""

    name: str
    explanation: str
    write: Writer
    is_list: bool = False


def closest(name: str) -> str:
    """Return the placeholder whose name is most like a wrong one, "" if none is."""
    found = difflib.get_close_matches(name, TERMS, n=1, cutoff=0.4)
    return found[0] if found else ""


def _text(text: str) -> Value:
    return Value((Words(text),) if text else (), bool(text))


def _count(count: Count) -> Value:
    return Value((Figure(str(count.value), count.ids),), bool(count.value))


def _tally(name: str, facts: WordingFacts, _most: int | None) -> Value:
    return _count(getattr(facts.statistics.total, name))


def rate_figure(part: Count, whole: Count, value: float | None) -> Figure:
    """Return a rate with the tasks it is made of."""
    return Figure(rate_text(value), part.ids, measure="rate", whole_ids=whole.ids)


def _rate(facts: WordingFacts, part: str) -> Value:
    tally: Tally = facts.statistics.total
    value = tally.completion_rate if part == "done" else tally.on_time_rate
    return Value((rate_figure(getattr(tally, part), tally.total, value),), value is not None)


def _late_and_lagging(facts: WordingFacts, _most: int | None) -> Value:
    lines = (*facts.statistics.overdue, *facts.statistics.lagging)
    return Value((lists.figure(lines),), bool(lines))


def _list(name: str, facts: WordingFacts, _most: int | None) -> Value:
    lines = getattr(facts.statistics, name)
    return Value((lists.figure(lines),), bool(lines))


def _previous(facts: WordingFacts, _most: int | None) -> Value:
    statistics, period = facts.statistics, facts.period
    if statistics.change is None:
        return _text("")
    return _text(period.previous_name if statistics.previous_period == str(period.previous) else "上次通报")


def _rate_change(facts: WordingFacts, name: str) -> Value:
    change, total = facts.statistics.change, facts.statistics.total
    value = getattr(change, f"{name}_rate") if change is not None else None
    if value is None:
        return _text("")
    part = total.done if name == "completion" else total.on_time
    return Value((Figure(points_words(value), part.ids, measure="change", whole_ids=total.total.ids),), is_there=True)


def _count_change(name: str, facts: WordingFacts, _most: int | None) -> Value:
    change = facts.statistics.change
    if change is None:
        return _text("")
    difference: int = getattr(change, name)
    if not difference:
        return Value((Words("持平"),), is_there=False)
    ids = getattr(facts.statistics.total, name).ids
    runs = (Words("增加" if difference > 0 else "减少"), Figure(str(abs(difference)), ids, measure="change"))
    return Value((*runs, Words("项")), is_there=True)


def _listed(write: Callable[[WordingFacts, int | None], list[Run]], facts: WordingFacts, most: int | None) -> Value:
    runs = tuple(write(facts, most))
    return Value(runs, bool(runs))


def _longest(part: str, facts: WordingFacts, _most: int | None) -> Value:
    if not facts.statistics.overdue:
        return _text("")
    line = facts.statistics.overdue[0]
    if part == "days":
        return Value((Figure(str(line.days), (line.id,), measure="days"),), is_there=True)
    return _text(shortened(line.title, 24) if part == "title" else line.code)


def _climber(part: str, facts: WordingFacts, _most: int | None) -> Value:
    row = lists.climber(facts)
    if row is None:
        return _text("")
    if part == "name":
        return _text(row.name)
    return Value((Figure(str(row.climbed), row.tally.total.ids, measure="rank"),), is_there=True)


def _lacking(part: str, facts: WordingFacts, _most: int | None) -> Value:
    rows = [row for row in facts.statistics.evidence if row.missing]
    ids = tuple(row.id for row in rows)
    if part == "tasks":
        return Value((Figure(str(len(rows)), ids),), bool(rows))
    return Value((Figure(str(sum(row.missing for row in rows)), ids, measure="pieces"),), bool(rows))


def _plain(write: Callable[[WordingFacts], str]) -> Writer:
    return lambda facts, _most: _text(write(facts))


def _kinds() -> tuple[TermKind, ...]:
    """Return all placeholders in the order they are offered."""
    return (*_ABOUT, *_COUNTS, *_RATES, *_LISTS)


_ABOUT = (
    TermKind("期间", "通报说的是哪一期，如 2024年6月", _plain(lambda facts: facts.period.name)),
    TermKind("截止日期", "统计截止日", _plain(lambda facts: date_words(facts.statistics.cutoff))),
    TermKind("单位名称", "设置里的单位名称", _plain(lambda facts: facts.narrative.bureau)),
    TermKind("印发部门", "设置里的单位名称加印发部门", _plain(lambda facts: facts.narrative.office)),
    TermKind("联系方式", "设置里的联系人和电话，没填时为空", _plain(lambda facts: facts.narrative.contact)),
    TermKind(
        "整改回复日期",
        "要求书面回复的日期：报表选项里的回复日期，没填时按设置的天数推算",
        _plain(lambda facts: date_words(facts.narrative.reply_by) if facts.narrative.reply_by else ""),
    ),
    TermKind(
        "下次报送日期",
        "下一期进展的报送截止日，按设置里的每月报送日",
        _plain(lambda facts: date_words(facts.narrative.next_report) if facts.narrative.next_report else ""),
    ),
)
_COUNTS = (
    TermKind("任务总数", "列入台账的任务数，不含已取消的", partial(_tally, "total")),
    TermKind("已完成数", "已完成和已销号的任务数", partial(_tally, "done")),
    TermKind("按期完成数", "在时限以前完成的任务数", partial(_tally, "on_time")),
    TermKind("逾期完成数", "过了时限才完成的任务数", partial(_tally, "late")),
    TermKind("已销号数", "已批准销号的任务数", partial(_tally, "closed")),
    TermKind("正常推进数", "达到时序进度的任务数，含临期", partial(_tally, "normal")),
    TermKind("超前推进数", "超过时序进度的任务数", partial(_tally, "ahead")),
    TermKind("滞后任务数", "落后于时序进度或尚未启动的任务数", partial(_tally, "lagging")),
    TermKind("未启动数", "应启动而没有进展的任务数", partial(_tally, "not_started")),
    TermKind("逾期任务数", "过了时限没有完成的任务数", partial(_tally, "overdue")),
    TermKind("逾期和滞后数", "逾期和滞后的任务一共多少", _late_and_lagging),
    TermKind("不计时序数", "长期坚持、年终考核、暂缓的任务数", partial(_tally, "excluded")),
    TermKind("无法判定数", "缺时限或进度、不能判断的任务数", partial(_tally, "unknown")),
    TermKind("30天内到期数", "截止日后30天内到期、还没完成的任务数", partial(_list, "due_soon")),
    TermKind("未报进展数", "应报进展而没有报的任务数", partial(_tally, "unreported")),
    TermKind("缺佐证任务数", "应交的佐证材料没有交齐的任务数", partial(_lacking, "tasks")),
    TermKind("缺佐证件数", "还缺多少件佐证材料", partial(_lacking, "pieces")),
)
_RATES = (
    TermKind("完成率", "已完成数÷任务总数，一位小数；没有任务时为空", lambda facts, _most: _rate(facts, "done")),
    TermKind("按期完成率", "按期完成数÷任务总数", lambda facts, _most: _rate(facts, "on_time")),
    TermKind("上期名称", "与哪一期比，如 上月；没有可比的通报时为空", _previous),
    TermKind(
        "较上月",
        "完成率与上一期通报相比，如 提高2.3个百分点",
        lambda facts, _most: _rate_change(facts, "completion"),
    ),
    TermKind("完成率较上期", "同“较上月”，季报、年报用", lambda facts, _most: _rate_change(facts, "completion")),
    TermKind("按期率较上期", "按期完成率与上一期通报相比", lambda facts, _most: _rate_change(facts, "on_time")),
    TermKind("已完成较上期", "已完成任务增加或减少几项", partial(_count_change, "done")),
    TermKind("滞后较上期", "滞后任务增加或减少几项", partial(_count_change, "lagging")),
    TermKind("逾期较上期", "逾期任务增加或减少几项", partial(_count_change, "overdue")),
    TermKind("总数较上期", "任务总数增加或减少几项", partial(_count_change, "total")),
)
_LISTS = (
    TermKind("领先板块", "完成率最高的板块及其完成率", partial(_listed, lists.leading_sections), is_list=True),
    TermKind("落后板块", "完成率最低的板块及其完成率", partial(_listed, lists.trailing_sections), is_list=True),
    TermKind("表扬单位", "完成率居前三位的单位，各有数字", partial(_listed, lists.praised), is_list=True),
    TermKind("靠后单位", "完成率居后且有滞后或逾期任务的单位", partial(_listed, lists.laggards), is_list=True),
    TermKind("进步单位", "名次上升最多的单位", partial(_climber, "name")),
    TermKind("进步位次", "它上升了几位", partial(_climber, "places")),
    TermKind("逾期清单", "逾期任务，最久的在前", partial(_listed, lists.overdue_tasks), is_list=True),
    TermKind("滞后清单", "滞后任务，差距最大的在前", partial(_listed, lists.lagging_tasks), is_list=True),
    TermKind("临期清单", "30天内到期的任务，最近的在前", partial(_listed, lists.tasks_due_soon), is_list=True),
    TermKind("逾期单位", "逾期任务最多的单位，注明任务编号", partial(_listed, lists.overdue_units), is_list=True),
    TermKind("滞后单位", "滞后任务最多的单位，注明任务编号", partial(_listed, lists.lagging_units), is_list=True),
    TermKind("逾期最长任务", "逾期最久的任务", partial(_longest, "title")),
    TermKind("逾期最长编号", "它的编号", partial(_longest, "code")),
    TermKind("逾期最长天数", "它逾期几天", partial(_longest, "days")),
    TermKind(
        "未报送单位",
        "到截止日没有报送的单位",
        partial(_listed, partial(lists.returning_units, ReturnState.MISSING)),
        is_list=True,
    ),
    TermKind(
        "迟报单位",
        "过了报送日才报送的单位",
        partial(_listed, partial(lists.returning_units, ReturnState.LATE)),
        is_list=True,
    ),
    TermKind(
        "退回单位",
        "报送后被退回、还没重报的单位",
        partial(_listed, partial(lists.returning_units, ReturnState.SENT_BACK)),
        is_list=True,
    ),
    TermKind("无法判定编号", "无法判定的任务的编号", partial(_listed, lists.unknown_codes), is_list=True),
)
TERMS: Mapping[str, TermKind] = {kind.name: kind for kind in _kinds()}
