"""The words by which units are reminded of a month's report: a template each for the first and the firmer reminder.

A template is plain text with gaps in braces ({名单}); whoever wrote it may leave any of them out.  What stands in
braces and is no gap stays as it was typed.  Source: docs/domain.md section 7; the wordings are ours.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ledger_app.domain.period import Period

Tone = Literal["first", "second"]
TONE_NAMES: dict[Tone, str] = {"first": "第一次催报", "second": "再次催报"}
GAPS: dict[str, str] = {
    "期间": "报送哪个月",
    "截至": "此刻的日期和钟点",
    "家数": "未报单位数",
    "名单": "未报单位，连同逾期天数",
    "应报日": "应报送的最后一天",
    "联系方式": "设置里填写的联系人和电话",
}
DEFAULTS: dict[Tone, str] = {
    "first": (
        "各单位：{期间}重点工作进展应于{应报日}前报送。截至{截至}，以下{家数}家尚未报送：{名单}。"
        "请抓紧填报，今日下班前报办公室。{联系方式}"
    ),
    "second": (
        "再次提醒：截至{截至}，仍有{家数}家未报送{期间}重点工作进展：{名单}。"
        "请主要负责同志亲自过问，务必于明日上午前报送；逾期仍未报送的，将在本期通报中列明。{联系方式}"
    ),
}
_GAP = re.compile(r"\{([^{}\s]{1,8})\}")
LONGEST_TEMPLATE = 2000


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit whose report is not in.

    Attributes:
        late_days: calendar days past the due day, 0 or less while it is not past; work_days: working days of these.
        is_sent_back: it came in and was returned for correction.
        chased: how often it was reminded already.
        missing: papers that its open tasks should have as evidence and have not.
    """

    unit_id: int
    name: str
    late_days: int
    work_days: int = 0
    is_sent_back: bool = False
    chased: int = 0
    missing: int = 0

    def facts(self, tone: Tone) -> str:
        """Return what there is to say of it ("已逾期3天"), "" if nothing."""
        facts = ["已退回待补正"] if self.is_sent_back else []
        if self.late_days > 0:
            facts.append(f"已逾期{self.late_days}天")
        elif self.late_days == 0:
            facts.append("今天到期")
        if tone == "second" and self.chased:
            facts.append(f"已催{self.chased}次")
        if self.missing:
            facts.append(f"另缺佐证{self.missing}份" if facts else f"缺佐证{self.missing}份")
        return "，".join(facts)


def named_units(units: Sequence[LateUnit], tone: Tone) -> str:
    """Return the units with what there is to say of each; what holds for several in a row is said once.

    "县医院（已逾期3天）、疾控中心、妇幼院（均今天到期）".
    """
    parts = []
    for facts, group in groupby(units, key=lambda unit: unit.facts(tone)):
        names = [unit.name for unit in group]
        said = f"（{'均' if len(names) > 1 else ''}{facts}）" if facts else ""
        parts.append("、".join(names) + said)
    return "、".join(parts)


def chase_text(
    template: str,
    tone: Tone,
    units: Sequence[LateUnit],
    *,
    month: Period,
    due: dt.date,
    at: dt.datetime,
    contact: str = "",
) -> str:
    """Return a template with its gaps filled.

    Args:
        template: plain text with gaps.
        tone: the firmer reminder also tells how often a unit was reminded.
        units: in the order they are to be named.
        month: whose reports are wanted.
        due: the day by which they had to be in.
        at: local time that is named; full hours only.
        contact: of the office, a full stop is added where it has none.
    """
    words = contact.strip()
    values = {
        "期间": month.name,
        "截至": f"{at.month}月{at.day}日{at.hour}时",
        "家数": str(len(units)),
        "名单": named_units(units, tone),
        "应报日": f"{due.month}月{due.day}日",
        "联系方式": words if not words or words[-1] in "。！？" else f"{words}。",
    }
    return _GAP.sub(lambda match: values.get(match[1], match[0]), template).strip()
