"""The words of a circular, written from its figures: lead, overall, highlights, problems, demands.

Patterns are those of docs/domain.md section 4.4; every count is a figure that carries its tasks' ids.  Short on
purpose: lists name the first few and refer to the annexes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.domain.figures import GroupRow, Statistics, TaskLine, UnitRow
from ledger_app.domain.period import Period
from ledger_app.domain.returns import ReturnState
from ledger_app.domain.rounding import points_words, rate_text
from ledger_app.domain.tally import Count
from ledger_app.reports.model import Block, Figure, Heading, Paragraph, Run, Words

MAX_UNITS = 4
MAX_CODES = 4
MAX_PRAISED = 3
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class NarrativeFacts:
    """What the words need besides the figures.

    Attributes:
        office: who asks for reports ("县卫生健康局办公室").
        contact: contact in brackets, "" = none.
        reply_by: day by which overdue work must be answered for in writing.
        next_report: day by which the next reports must be in, None = not said.
        rank_minimum: sections with fewer tasks are not compared.
    """

    office: str
    contact: str = ""
    reply_by: dt.date | None = None
    next_report: dt.date | None = None
    rank_minimum: int = 3


def write_narrative(statistics: Statistics, period: Period, facts: NarrativeFacts) -> tuple[Block, ...]:
    """Return the body of a circular; parts without anything to say are left out and the numbers close up."""
    parts: list[tuple[str, list[Block]]] = [
        ("总体情况", _overall(statistics, period, facts)),
        ("主要做法和成效", _highlights(statistics, period)),
        ("存在问题", _problems(statistics)),
        ("下一步工作要求", _demands(statistics, facts)),
    ]
    blocks: list[Block] = [Paragraph(_lead(statistics, facts))]
    number = 0
    for name, content in parts:
        if content:
            blocks.append(Heading(1, f"{_NUMERALS[number]}、{name}"))
            blocks += content
            number += 1
    blocks.append(Paragraph((Words("特此通报。"),)))
    return tuple(blocks)


def date_words(day: dt.date) -> str:
    """Return a day as official papers print it: 2024年7月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _lead(statistics: Statistics, facts: NarrativeFacts) -> tuple[Run, ...]:
    return (
        Words(
            f"为推动年度重点任务落地见效，{facts.office}依据各单位报送的进展和佐证材料，对台账所列任务截至"
            f"{date_words(statistics.cutoff)}的完成情况进行了汇总核对。现通报如下："
        ),
    )


def _overall(statistics: Statistics, period: Period, facts: NarrativeFacts) -> list[Block]:
    total = statistics.total
    runs: list[Run] = [
        Words("列入台账的任务共"),
        _figure(total.total),
        Words("项。其中，已完成"),
        _figure(total.done),
        Words(f"项，占{rate_text(total.completion_rate)}；正常推进" if total.total.value else "项；正常推进"),
        _figure(total.normal),
        Words("项，滞后"),
        _figure(total.lagging),
        Words("项，逾期"),
        _figure(total.overdue),
        Words("项"),
    ]
    if total.excluded.value:
        runs += [Words("，长期坚持、年终考核等不计时序的"), _figure(total.excluded), Words("项")]
    if total.unknown.value:
        runs += [Words("，时限或进度不明、暂无法判定的"), _figure(total.unknown), Words("项")]
    runs.append(Words("。"))
    if total.done.value:
        runs += [Words("已完成任务中，按期完成"), _figure(total.on_time), Words("项。")]
    comparison = _comparison(statistics, period)
    if comparison:
        runs.append(Words(comparison))
    blocks: list[Block] = [Paragraph(tuple(runs))]
    sections = _sections(statistics, facts.rank_minimum)
    if sections:
        blocks.append(Paragraph(sections))
    return blocks


def _comparison(statistics: Statistics, period: Period) -> str:
    change = statistics.change
    if change is None:
        return ""
    name = period.previous_name if statistics.previous_period == str(period.previous) else "上次通报"
    parts = []
    if change.completion_rate is not None:
        parts.append(f"完成率{points_words(change.completion_rate)}")
    parts.append(f"滞后任务{_count_words(change.lagging)}")
    parts.append(f"逾期任务{_count_words(change.overdue)}")
    if change.total:
        parts.append(f"任务总数{_count_words(change.total)}")
    return f"与{name}相比，{'，'.join(parts)}。"


def _count_words(difference: int) -> str:
    if not difference:
        return "持平"
    return f"{'增加' if difference > 0 else '减少'}{abs(difference)}项"


def _sections(statistics: Statistics, minimum: int) -> tuple[Run, ...]:
    """Say which sections lead and which trail, where there are several large enough to compare."""
    rows = [row for row in statistics.by_section if row.tally.total.value >= max(1, minimum)]
    rates = {row.key: row.tally.completion_rate or 0.0 for row in rows}
    if len(rows) < 2 or len(set(rates.values())) < 2:
        return ()
    best = max(rates.values())
    worst = min(rates.values())
    leading = [row for row in rows if rates[row.key] == best]
    trailing = [row for row in rows if rates[row.key] == worst]
    return (
        Words("分板块看，完成率较高的是"),
        *_section_runs(leading),
        Words("；较低的是"),
        *_section_runs(trailing),
        Words("。"),
    )


def _section_runs(rows: Sequence[GroupRow]) -> list[Run]:
    runs: list[Run] = []
    for place, row in enumerate(rows[:2]):
        runs += [
            Words(f"{'、' if place else ''}“{_short(row.name, 18)}”（"),
            _figure(row.tally.done),
            Words("/"),
            _figure(row.tally.total),
            Words(f"，{rate_text(row.tally.completion_rate)}）"),
        ]
    if len(rows) > 2:
        runs.append(Words(f"等{len(rows)}个板块"))
    return runs


def _highlights(statistics: Statistics, period: Period) -> list[Block]:
    ranked = [row for row in statistics.by_unit if row.standing is not None and row.tally.done.value]
    best = [row for row in ranked if row.standing is not None and row.standing.rank <= MAX_PRAISED]
    runs: list[Run] = []
    for place, row in enumerate(best[:MAX_PRAISED]):
        runs += [Words("；" if place else ""), *_praise(row, statistics.counting)]
    blocks: list[Block] = [Paragraph((*runs, Words("。")))] if runs else []
    climbers = [row for row in ranked if (row.climbed or 0) > 0]
    if climbers:
        most = max(climbers, key=lambda row: row.climbed or 0)
        sentence = f"{most.name}较{period.previous_name}上升{most.climbed}位，进步明显。"
        blocks.append(Paragraph((Words(sentence),)))
    return blocks


def _praise(row: UnitRow, counting: str) -> list[Run]:
    standing = row.standing
    rank = f"居第{standing.rank}位" if standing is not None else ""
    if standing is not None and standing.is_tied:
        rank = f"并列第{standing.rank}位"
    return [
        Words(f"{row.name}{'牵头' if counting == 'lead' else '承担'}"),
        _figure(row.tally.total),
        Words("项任务，已完成"),
        _figure(row.tally.done),
        Words(f"项，完成率{rate_text(row.tally.completion_rate)}，{rank}"),
    ]


def _problems(statistics: Statistics) -> list[Block]:
    writers = (
        ("部分任务进展滞后", _slow(statistics)),
        ("个别单位报送不及时", _returns(statistics)),
        ("佐证材料不完整", _evidence(statistics)),
        ("部分任务要素不全", _unknown(statistics)),
    )
    found = [(name, runs) for name, runs in writers if runs]
    return [Heading(2, f"（{_NUMERALS[number]}）{name}。", tuple(runs)) for number, (name, runs) in enumerate(found)]


def _slow(statistics: Statistics) -> list[Run]:
    runs: list[Run] = []
    if statistics.overdue:
        longest = statistics.overdue[0]
        runs += [_list_figure(statistics.overdue), Words("项任务逾期未完成，涉及"), *_by_lead(statistics.overdue)]
        runs += [
            Words(f"；其中“{_short(longest.title, 24)}”（{longest.code}）逾期最长，已"),
            Figure(str(longest.days), (longest.id,)),
            Words("天。"),
        ]
    if statistics.lagging:
        runs += [_list_figure(statistics.lagging), Words("项任务落后于时序进度或尚未启动，涉及")]
        runs += [*_by_lead(statistics.lagging), Words("。")]
    return runs


def _by_lead(lines: Sequence[TaskLine]) -> list[Run]:
    """Name the units with the most tasks of a list, with the tasks' numbers."""
    groups: dict[str, list[TaskLine]] = {}
    for line in lines:
        groups.setdefault(line.lead or "未明确牵头单位", []).append(line)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    runs: list[Run] = []
    for place, (lead, own) in enumerate(ordered[:MAX_UNITS]):
        codes = "、".join(line.code for line in own[:MAX_CODES]) + ("等" if len(own) > MAX_CODES else "")
        runs += [Words(f"{'，' if place else ''}{lead}"), _list_figure(own), Words(f"项（{codes}）")]
    if len(ordered) > MAX_UNITS:
        runs.append(Words(f"等{len(ordered)}个单位"))
    return runs


def _returns(statistics: Statistics) -> list[Run]:
    parts = []
    for state, word in (
        (ReturnState.MISSING, "未报送进展"),
        (ReturnState.LATE, "迟报"),
        (ReturnState.SENT_BACK, "被退回重报"),
    ):
        rows = statistics.units_by_return(state)
        if rows:
            names = "、".join(row.name for row in rows[:MAX_UNITS])
            more = f"等{len(rows)}个单位" if len(rows) > MAX_UNITS else ""
            parts.append(f"{names}{more}{word}")
    return [Words("；".join(parts) + "。")] if parts else []


def _evidence(statistics: Statistics) -> list[Run]:
    lacking = [row for row in statistics.evidence if row.missing]
    if not lacking:
        return []
    missing = sum(row.missing for row in lacking)
    return [
        Figure(str(len(lacking)), tuple(row.id for row in lacking)),
        Words(f"项任务的佐证材料尚缺{missing}件，难以印证所报进展。"),
    ]


def _unknown(statistics: Statistics) -> list[Run]:
    if not statistics.unknown:
        return []
    codes = "、".join(line.code for line in statistics.unknown[:MAX_CODES])
    more = "等" if len(statistics.unknown) > MAX_CODES else ""
    return [
        _list_figure(statistics.unknown),
        Words(f"项任务（{codes}{more}）缺少明确时限或进度数据，无法判定进展，需责任单位补充。"),
    ]


def _demands(statistics: Statistics, facts: NarrativeFacts) -> list[Block]:
    contact = f"（{facts.contact}）" if facts.contact else ""
    texts = []
    if statistics.overdue or statistics.lagging:
        by = f"于{date_words(facts.reply_by)}前" if facts.reply_by else "及时"
        texts.append(
            "压实责任，倒排工期。对照附件清单逐项查明原因，明确整改措施和完成时间，逾期和滞后任务的整改情况"
            f"{by}书面报{facts.office}{contact}。"
        )
    else:
        texts.append("压实责任，巩固进度。对照台账按月自查，确保各项任务按时序推进。")
    if statistics.due_soon:
        texts.append(
            "紧盯节点，抓好临期任务。附件所列30天内到期的任务，牵头单位要逐项倒计时推进，确需延期的在到期前提出申请。"
        )
    report = f"下期进展请于{date_words(facts.next_report)}前报送。" if facts.next_report else ""
    texts.append(f"据实报送，对账销号。进展要写明数量和差距，完成一项、佐证一项、销号一项。{report}")
    return [
        Heading(2, f"（{_NUMERALS[number]}）{text[: text.index('。') + 1]}", (Words(text[text.index("。") + 1 :]),))
        for number, text in enumerate(texts)
    ]


def _figure(count: Count) -> Figure:
    return Figure(str(count.value), count.ids)


def _list_figure(lines: Iterable[TaskLine]) -> Figure:
    ids = tuple(line.id for line in lines)
    return Figure(str(len(ids)), ids)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
