"""Written states: what 已完成, 正常推进, 已销号（2024.4.12） or 是 mean.

Only words that leave no doubt are known; all others are asked about.  Colours and ratings are kept as words, for the
program judges by itself.  Source: docs/domain.md sections 2.4, 3.1 and 3.2.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ledger_app.intake.folding import flatten, squeeze
from ledger_app.intake.own_ledger.model import StateMeaning
from ledger_app.intake.own_ledger.periods import NUMERIC

DATED = "（只写日期）"
"""Stands for a state cell that holds nothing but a date."""

_DATE = re.compile(
    rf"[(,;]?\s*(?:于|时间:?)?\s*(?:{NUMERIC}|(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])[日号])\s*[),;]?"
)
_KNOWN: tuple[tuple[StateMeaning, str], ...] = (
    ("sent_back", r"(?:退回|退回重办|不予销号|退回整改|审核未通过|验收不合格|验收未通过)"),
    (
        "asked",
        r"(?:已)?(?:申请|提请|待|拟|报请)(?:办结)?(?:销号|核销|验收)(?:中)?|已上报销号|销号中|(?:已)?(?:完成|办结|整改)?待(?:核查|审核|验收)|已完成待核查",
    ),
    ("closed", r"(?:已|同意|准予|予以|已经|完成)*(?:销号|核销|摘号)|(?:已)?验收(?:合格|通过)|已验收"),
    (
        "not_started",
        r"(?:尚|还)?(?:未|没有?)(?:启动|开始|开工|开展|实施)|未动工|待启动",
    ),
    ("not_done", r"(?:尚|还)?(?:未|没有?)(?:销号|完成|办结|到位|整改|整改到位|达标|验收|核销)|未办"),
    (
        "done",
        r"(?:已|全部|均|已全部|按期|按时|提前|如期|经)*(?:完成|办结|完工|竣工|整改到位|整改完成|落实到位|落实)(?:任务|整改)?|全面完成|已整改|整改完毕|结案",
    ),
    ("continuing", r"(?:长期|持续|常态化?)(?:坚持|推进|开展|整改|任务|化|)|长期整改|常态长效"),
    ("year_end", r"年终(?:考核|认定|核定|定)类?|年底考核|年终定"),
    ("suspended", r"(?:暂缓|暂停|中止|搁置|挂起|停工|缓办)(?:实施|推进|办理)?|待上级(?:明确)?"),
    ("cancelled", r"(?:已|调整)?(?:取消|撤销|终止|作废|调出|不再实施)"),
    ("overdue", r"(?:已)?(?:逾期|超期|超时限|过期)(?:未(?:办结|完成))?|红灯?|红色"),
    (
        "lagging",
        r"(?:进度|推进|工作|略有|稍|严重|明显|有所)*(?:滞后|缓慢|迟缓|偏慢|较慢|落后)(?:时序(?:进度)?)?|慢(?:于)?(?:序时|时序)(?:进度)?|欠进度|未达(?:到)?(?:序时|时序)(?:进度)?|黄灯?|黄色|橙灯?|橙色",
    ),
    ("due_soon", r"临期|即将到期|临近到期|将到期"),
    ("ahead", r"(?:超|快于|超前|超过|高于)(?:前)?(?:序时|时序|进度)(?:进度|推进)?|提前"),
    (
        "on_track",
        r"(?:正常|有序|按(?:序时|时序|计划|进度)|序时|时序|顺利|正在|持续|稳步|积极|加快|达到?(?:序时|时序)|符合(?:序时|时序))+(?:进度|推进|进行|实施|办理|整改|开展|建设)*中?|(?:推进|进行|实施|办理|整改|在建|在办)中|在办|在建|达进度|绿灯?|绿色|蓝灯?|蓝色",
    ),
)
_PATTERNS = tuple((meaning, re.compile(pattern)) for meaning, pattern in _KNOWN)
_YES = re.compile(r"是|√|✓|✔|☑|已|y|yes|对|有|1|■")
_NO = re.compile(r"否|×|✗|✘|x|不|n|no|未|无|没有|0|□|☐")
_ASKS_CLOSED = re.compile(r".*(?:销号|核销|摘号).*")
_ASKS_DONE = re.compile(r".*(?:完成|办结|到位|整改|落实|达标|完工|验收).*")


@lru_cache(maxsize=4096)
def split_state(text: str, year: int | None) -> tuple[str, str]:
    """Return the state in a cell without the date beside it, and that date as "YYYY-MM-DD" or ""."""
    flat = flatten(text)
    match = _DATE.search(flat)
    if match is None:
        return text.strip(), ""
    groups = match.groupdict()
    if groups["cyear"]:
        groups |= {"nyear": groups["cyear"], "nmonth": groups["cmonth"], "nday": groups["cday"]}
    found_year = int(groups["nyear"] or groups["year"] or year or 0)
    month, day = int(groups["nmonth"] or groups["month"]), int(groups["nday"] or groups["day"] or 0)
    if not found_year or not day:
        return text.strip(), ""
    word = (text[: match.start()] + text[match.end() :]).strip(" \t\n:：,，;；。（）()")
    return word or DATED, f"{found_year:04d}-{month:02d}-{day:02d}"


def meaning_of(value: str, head: str) -> tuple[StateMeaning, str]:
    """Return what a written state means under a head, "unknown" where no rule is sure, and why (Chinese)."""
    words = squeeze(value).lower().rstrip("。;,")
    asked = squeeze(head)
    if value == DATED:
        meaning: StateMeaning = "closed" if _ASKS_CLOSED.fullmatch(asked) else "done"
        return meaning, f"“{head}”一栏写的是日期"
    if _YES.fullmatch(words) or _NO.fullmatch(words):
        return _answer(asked, head, is_yes=_YES.fullmatch(words) is not None)
    for known, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return known, f"写明“{value}”"
    return "unknown", f"“{value}”没有对应的状态，请选择"


def _answer(asked: str, head: str, *, is_yes: bool) -> tuple[StateMeaning, str]:
    if _ASKS_CLOSED.fullmatch(asked):
        return ("closed" if is_yes else "not_done"), f"“{head}”写明{'是' if is_yes else '否'}"
    if "逾期" in asked or "超期" in asked:
        return ("overdue" if is_yes else "on_track"), f"“{head}”写明{'是' if is_yes else '否'}"
    if _ASKS_DONE.fullmatch(asked):
        return ("done" if is_yes else "not_done"), f"“{head}”写明{'是' if is_yes else '否'}"
    return "unknown", f"“{head}”的{'是' if is_yes else '否'}没有对应的状态，请选择"
