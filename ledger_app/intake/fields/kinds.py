"""What kind of section a heading opens: task, goal, schedule, safeguard or background.

The nearest heading that says so decides; a chapter that says nothing holds tasks.
Source: docs/domain.md section 9; contract of the extraction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ledger_app.intake.folding import squeeze
from ledger_app.intake.proposal import ItemKind

_URGE = r"(?:切实|进一步|全面|不断|持续|着力|强化|加强|完善|落实|健全|坚持|加大|做好|抓好|明确|严格|压实|狠抓)*"
_TAIL = r"(?:工作)?(?:措施|要求|机制|力度|体系|领导|保障|责任|到位|落实|有力|实施)*"
_JOIN = r"(?:[、,和与及]|以及)"

_SCHEDULE = re.compile(
    r"工作安排|时间安排|进度安排|日程安排|阶段安排|活动安排|步骤|时间节点|推进计划|年度(?:推进)?(?:任务|工作)目标|年度(?:推进)?(?:任务|工作)?(?:计划|任务|安排)|"
    r"阶段划分|实施阶段|活动时间|工作时间|时间进度|时间及步骤|工作进度|实施进度|实施周期|进度计划|方法步骤"
)
_STAGE = re.compile(r"(?:第[一二三四五六七八九十]+)?[^,。;]{0,12}阶段(?:\(.*\))?")
_GOAL = re.compile(
    r"(?:.{0,12}(?:目标|指标)(?:任务|要求|和任务|与任务)?|预期成效|预期效果|.{0,8}目标[、和与及].{0,12})(?:\(.*\))?"
)
_NO_GOAL = re.compile(
    r"目标(?:责任|管理|考核|绩效)|指标(?:体系|管理|监测|考核)|对标|瞄准|围绕|聚焦|按照|完成|实现|落实|推进|开展|监测|分解"
)
_BACKGROUND = re.compile(
    r"(?:一、)?(?:总体|基本|工作|主要)?(?:指导思想|总体要求|总体思路|工作思路|基本思路|基本原则|工作原则|总体原则|实施原则|"
    r".{0,4}背景(?:依据|情况|与.{0,8}|和.{0,8})?|发展(?:现状|环境|机遇|条件).{0,8}|"
    r"重要意义|目的意义|目的和意义|工作目的|现状(?:分析|与.{0,8}|和.{0,8})?|"
    r"基本情况|工作基础|发展基础|面临.{0,10}|形势.{0,8}|编制依据|工作依据|政策依据|适用范围|前言|引言|概述|总则|附则|名词解释|"
    r"思想认识|提高认识|统一思想|活动主题|宣传主题|工作主题|主题|活动目的)"
    rf"(?:{_JOIN}(?:基本原则|工作原则|总体思路|总体要求|指导思想|工作思路|原则|意义|依据|.{{0,6}}))*(?:\(.*\))?"
)
# In a report with a plan behind it: what was done and what was wrong.
_PAST = r"(?:20\d\d年(?:度|上半年)?|今年以来|上半年|前三季度|全年)?"
_REPORT = re.compile(
    rf"{_PAST}(?:主要|重点|各项)?(?:工作|任务)?(?:开展|完成|落实|进展|推进|总体)情况(?:总结)?"
    rf"|{_PAST}(?:主要|重点)?(?:工作)?(?:总结|成效|成绩|做法|亮点|回顾)(?:[和及与](?:工作)?(?:做法|成效|亮点))?"
    r"|(?:当前|目前)?(?:工作中)?存在的?(?:主要|突出)?(?:问题|困难)(?:[和与及、](?:主要)?(?:不足|困难|问题|短板|原因|差距))*(?:分析)?"
)
_SAFEGUARD_CORE = (
    r"(?:组织领导|组织保障|组织实施|组织推进|组织协调|组织管理|组织机构|组织架构|领导机构|工作机构|组织体系|保障措施|保障机制|"
    r"工作保障|实施保障|条件保障|要素保障|政策保障|资金保障|经费保障|人才保障|工作要求|实施要求|有关要求|相关要求|活动要求|报送要求|"
    r"几点要求|其[他它](?:要求|事项|规定)?|纪律要求|考核(?:办法|方式|方法|验收)|奖惩(?:措施|办法|机制|规定)?|结果(?:运用|应用)|监督考核|考核评价|考核奖惩|督导考核|督查考核|监督保障|评估考核|考核督导|责任落实)"
)
_SAFEGUARD = re.compile(
    rf"{_URGE}{_SAFEGUARD_CORE}{_TAIL}(?:{_JOIN}{_URGE}[^、,。]{{2,8}})*(?:\(.*\))?"
    # 加强领导，确保实效: the second half only urges.
    rf"|{_URGE}(?:领导|组织领导|组织保障|组织实施|组织推进|组织协调|统筹协调|责任落实|落实责任|工作要求|保障措施){_TAIL}"
    r"(?:[,、和与及][^、,。]{2,12}){1,3}"
    r"|(?:强化|加强|健全|完善)?(?:支撑|综合|工作|实施|服务)?保障(?:工作)?"
    rf"|{_URGE}[^、,。]{{2,4}}{_JOIN}{_URGE}(?:组织领导|组织保障|保障措施|工作要求|组织实施){_TAIL}(?:\(.*\))?"
)
_TASK_CHAPTER = re.compile(
    r"(?:主要|重点|工作|具体|目标|行动|整治|活动|建设|工作重点|实施)?(?:任务|内容|举措|措施|重点|行动|重点工作|工作重点)(?:安排|分工|清单)?"
)
_CHAPTER = re.compile(
    r"(?:总体要求|指导思想|工作目标|总体目标|主要目标|基本原则|主要任务|重点任务|工作任务|重点工作|工作措施|主要措施|工作内容|主要内容|"
    r"实施步骤|工作步骤|工作安排|时间安排|进度安排|保障措施|组织领导|组织保障|组织实施|工作要求|有关要求|相关要求)"
)


def is_chapter_name(words: str) -> bool:
    """Tell whether an unnumbered folded line is nothing but the usual name of a chapter."""
    return _CHAPTER.fullmatch(words) is not None


# Each heading is asked for by all items under it.
@lru_cache(maxsize=512)
def kind_of_heading(title: str, *, is_chapter: bool) -> ItemKind | None:
    """Return what a heading says about its items, None if nothing.

    Args:
        title: the heading without its number.
        is_chapter: it stands on the outermost level; only there a matter like 加强组织领导 is a safeguard.
    """
    words = squeeze(title).rstrip(":。,")
    if _BACKGROUND.fullmatch(words):
        return "background"
    if _SCHEDULE.search(words) or _STAGE.fullmatch(words):
        return "schedule"
    if _GOAL.fullmatch(words) and not _NO_GOAL.search(words):
        return "goal"
    if is_chapter and _REPORT.fullmatch(words):
        return "background"
    if is_chapter and _SAFEGUARD.fullmatch(words):
        return "safeguard"
    if is_chapter and _TASK_CHAPTER.fullmatch(words):
        return "task"
    return None


def kind_of_item(headings: Sequence[str]) -> ItemKind:
    """Return the kind of an item from its headings, the outermost first and its own title last."""
    for index in range(len(headings) - 1, -1, -1):
        kind = kind_of_heading(headings[index], is_chapter=index == 0)
        if kind is not None:
            return kind
    return "task"
