"""Figures to be reached: operator, value and unit, from the sentences of an item.

A figure counts where the words around it ask for it (达到, 不低于, 新建, 培训 …, or a share in percent); figures of
the past, of documents, ages, times and ranks do not.  Source: docs/domain.md sections 2.4 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger_app.intake.fields.clauses import Clauses, clauses_of
from ledger_app.intake.fields.figure_signs import (
    AT_LEAST,
    AT_MOST,
    CHANGE,
    DOWN,
    LIMIT_UNITS,
    MAKE,
    UNITS,
    Hit,
    Value,
    operator_of,
)
from ledger_app.intake.fields.worded_figures import HINT, worded
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import ProposedDeadline, ProposedTarget, Reading, TargetOp

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_LONGEST_NUMBER = 20  # longer rows of digits are no figures, and may be too large for a float
_COUNT_UNIT = (
    rf"(?:余)?[万亿千百]?(?:{'|'.join(UNITS.split())}|人(?![工均口才])|万(?=以上|以内|以下|[,。;、]|$)|个(?!百分))"
)
_QUANTITY = re.compile(
    rf"(?<![\d.第])(?:(?<![A-Za-z])|(?<=[A-Z]{{2}})(?=\d+[台套辆件]))(?P<low>{_NUMBER})(?:(?P<lowunit>%|‰|{_COUNT_UNIT})?(?:-+|~|至|到)(?P<high>{_NUMBER}))?"
    rf"(?P<unit>[万亿]?(?:个百分点|个千分点|百分点|%|‰|/10万|/万|/千)|{_COUNT_UNIT})(?P<tail>\(?含?\)?(?:及|\(含\))?以上|及以上|以下|及以下|以内|之内|左右)?"
)
_RATIO = re.compile(r"(?<![\d:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){1,3}(?![\d:])")
_LIMITED = re.compile(
    r"(?:精[确准]到|缩短(?:到|至|为)|控制在|保持在|稳定在|压缩(?:到|至|在)|不超过|不少于|不低于|不得少于|[降升增]至|[降减]低?到|延长(?:到|至)|达到?|"
    r"(?:提升|提高|增加)(?:到|至)|(?:提升|提高|增加|增长|下降|降低|减少|缩短|延长)(?![到至为在])|[大小高低多少]于|至少|累计|超过|突破|"
    r"[≥≤<>]=?)[^,。;、\d]{0,6}$"
)
# 满意度95分以上, 平均住院日8天以内: a measure and its bound, without any verb.
_MEASURE = re.compile(r"(?:度|率|分|得分|分值|成绩|总分|时间|时长|水平|年限|寿命|住院日|周期|期限|时限)$")
_BOUNDS = frozenset({"以上", "及以上", "以下", "及以下", "以内", "之内"})
_PAST = re.compile(
    r"(?:已|现有|目前|截至|(?<![较比是])去年|(?<![较比是])上年|以来|曾|共有|现共|原有|我[省市县区]有)[^,。;]{0,24}$"
)
_NAMED_YEAR = re.compile(r"(?<![较比从由与和自据\d-])(?P<year>20\d\d)年(?!.{0,4}(?:基础|同期))")
_STILL_AHEAD = re.compile(r"今年|年内|力争|争取|确保|计划|不[少低]于|20\d\d年|提[高升]|增[长加]")
_PAST_CLAUSE = re.compile(r"(?:^|[,;:年度我全])(?:已经?(?!有关)|截至|目前|累计已|去年|上年)")
_TURN = re.compile(r"今年|年内|力争|争取|确保|再|将|要|计划|到20|底前|月前|达到|不[少低]于|下一?步|继续|新增")
_BASE = re.compile(r"(?:由|从)[^,。;到至]{0,10}$")
_RANKED = re.compile(r"医院|医疗|公立|综合|手术|甲|乙|以上医")
_SHARE_ASIDE = re.compile(r"(?:权重|占分|分值|得分|扣)[^,。;]{0,4}$")
_SHORT_OF = re.compile(r"(?:(?<!不)(?:低于|少于)|不足)[^,。;]{0,4}$")
_SHARE_REFERENCE = re.compile(r"的(?:权重|比例抽|分值|人员?予)|,(?:扣|予以|不得)")
# 30%预拨政策 and 50%补助标准 name a rule; 100%普及 and 100%的卫生室 ask for something.
_SHARE_OF_RULE = re.compile(r"[^,。;的以]{0,4}(?:政策|预拨|补[助贴偿]|报销|额度|浮动|提成|奖补|配套|股[份权])")
_LISTED = re.compile(r"[、和及]|以及")
_NOUN = re.compile(r"[^,。;:!?、()\n\d]{1,14}")
_SHARES = ("%", "‰", "百分点", "千分点", "/10万", "/万", "/千")
_TIMES_UNITS = frozenset({"次", "轮", "遍", "场"})
_EACH = re.compile(r"每个?(?:年|半年|季度?|月|周|星期)[^,。;]{0,30}$")
_NAMED_BEFORE = re.compile(r"[\u4e00-\u9fff”)]{3}$")
_ITEM_NUMBER = re.compile(r"^(?:\([一二三四五六七八九十\d]{1,4}\)|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、)]|[①-⑳])$")
_REACHED = re.compile(r"[^,。;]{1,18}?(?:实现|完成|达到|建成|纳入|通过|符合|接入|上线|取得|开展)")
# 为1.5万名残疾人提供签约服务
_FOR = re.compile(r"为(?:[全各本我][^,。;]{1,3})?$")
_GIVEN = re.compile(r"[^,。;]{1,24}?(?:提供|开展|免费|接种|筛查|实施|配[备置发]|发放|建[立档]|办理|体检|安装|送)")
_INDEX = re.compile(
    rf"(?:指数|[A-Z]{{2,5}}值?|系数|强度|密度|总分|得分)(?P<sign>达到?|不低于|不少于|不高于|不超过|控制在|降至|≥|≤)(?P<value>{_NUMBER})"
    r"(?:以上|以内|以下|左右)?(?=[,。;、)]|$)"
)
_DIGIT = re.compile(r"\d")
_REACH = 30
_MAX_TARGETS = 60
# A clause or sentence without an end is read in time that grows with its length alone.
_LONGEST_BEFORE, _LONGEST_SENTENCE = 80, 400


def read_targets(
    folded: Folded,
    deadlines: Sequence[ProposedDeadline],
    base_year: int | None = None,
    *,
    is_target_cell: bool = False,
) -> list[ProposedTarget]:
    """Return the figures to be reached in a text, in reading order.

    Args:
        folded: the item's own text.
        deadlines: of the same text; a count inside a rhythm (每季度不少于1次) belongs to the rhythm.
        base_year: year of the plan; what a sentence says of an earlier year is history.
        is_target_cell: the text is a cell of a column of targets, in which a bare figure (5000人) is one.
    """
    if _DIGIT.search(folded.text) is None and HINT.search(folded.text) is None:
        return []
    clauses = clauses_of(folded.text)
    times = [
        (folded.index(place.start), folded.index(place.end))
        for place in (item.reading.place for item in deadlines)
        if place
    ]
    hits = [
        *_quantities(clauses, times, base_year),
        *_indices(clauses, base_year),
        *_ratios(clauses),
        *_words(clauses, times, base_year),
    ]
    if is_target_cell and not hits:
        hits = [_hit(match, "") for match in _QUANTITY.finditer(folded.text) if match.start() == 0]
    hits.sort(key=lambda hit: hit.start)
    return [_target(folded, clauses, hit) for hit in hits[:_MAX_TARGETS]]


def _target(folded: Folded, clauses: Clauses, hit: Hit) -> ProposedTarget:
    start = max(clauses.start(hit.start), hit.start - 60)
    noun = _NOUN.match(folded.text, hit.end)
    end = noun.end() if noun else hit.end
    if end > hit.end and folded.text[end - 1] in "和与及":
        end -= 1
    reading = Reading(folded.raw(start, end), folded.place(start, end), hit.reason, hit.confidence)
    return ProposedTarget(hit.op, hit.value, hit.unit, reading)


def _quantities(clauses: Clauses, times: Sequence[tuple[int, int]], base_year: int | None) -> Iterator[Hit]:
    text = clauses.text
    last: Hit | None = None
    for match in _QUANTITY.finditer(text):
        at = match.start()
        if match.end("low") - at > _LONGEST_NUMBER or len(match["high"] or "") > _LONGEST_NUMBER:
            continue
        if clauses.is_in_name(at) or any(first <= at < end for first, end in times):
            continue
        before = _ITEM_NUMBER.sub("", _before(clauses, at))
        if match["unit"] in _TIMES_UNITS and _EACH.search(before):
            continue
        goes_on = last is not None and _are_alike(last.unit, match["unit"]) and _LISTED.fullmatch(text, last.end, at)
        if not goes_on and (_is_past(clauses, at, before, base_year) or _BASE.search(before)):
            continue
        if goes_on or _is_wanted(match, before, text):
            hit = _hit(match, before)
            if goes_on and last is not None and hit.op == "=":
                # 分别达到60%、65%、70%: the word before the first holds for all.
                hit = replace(hit, op=last.op, reason=last.reason, confidence=last.confidence)
            last = hit
            yield hit


def _before(clauses: Clauses, at: int) -> str:
    """Return what a clause says before a figure, as far as any rule looks."""
    return clauses.text[max(clauses.start(at), at - _LONGEST_BEFORE) : at]


def _are_alike(unit: str, other: str) -> bool:
    """Tell whether figures in a row share their word: both of one unit, or both shares (3.5‰、9/10万)."""
    return unit == other or (unit.endswith(_SHARES) and other.endswith(_SHARES))


def _is_past(clauses: Clauses, at: int, before: str, base_year: int | None) -> bool:
    """Tell whether a figure reports what was: said in its clause, or in an earlier one that nothing turns."""
    if _PAST.search(before):
        return True
    start = max(clauses.sentence_start(at), at - _LONGEST_SENTENCE)
    sentence = clauses.text[start:at]
    years = list(_NAMED_YEAR.finditer(sentence))
    if years and base_year and int(years[-1]["year"]) < base_year:
        return _STILL_AHEAD.search(sentence, years[-1].end()) is None
    earlier = clauses.text[start : clauses.start(at)]
    return _PAST_CLAUSE.search(earlier) is not None and not _TURN.search(earlier + before)


def _is_wanted(match: re.Match[str], before: str, text: str) -> bool:
    unit, after = match["unit"], text[match.end() : match.end() + 4]
    if unit.endswith(_SHARES):
        return _is_wanted_share(match, before, text)
    if _FOR.search(before) and not LIMIT_UNITS.search(unit) and _GIVEN.match(text, match.end()):
        return True
    if after[:1].isdigit():
        return False  # 1人1档, 1村1医
    if _is_penalty(before, text, match.end()):
        return False
    if LIMIT_UNITS.search(unit):
        is_measured = (match["tail"] or "") in _BOUNDS and _MEASURE.search(before) is not None
        return (is_measured or _LIMITED.search(before) is not None) and not _RANKED.match(after)
    if match["tail"] == "以上" and not unit.endswith(("人", "元", "户")):
        return True
    if not before and _REACHED.match(text, match.end()):
        return True
    # 出台意见3项，上线应用5个: a count that closes its clause is what the clause wants.
    closes = after[:1] in ("", *"、,。;(\n") and _NAMED_BEFORE.search(before) is not None
    return closes or MAKE.search(before[-_REACH:]) is not None


def _is_penalty(before: str, text: str, end: int) -> bool:
    """Tell whether a figure only says who falls short (低于60分的，扣减补助)."""
    return _SHORT_OF.search(before) is not None and text.startswith(("的", "者", "部分"), end)


def _is_wanted_share(match: re.Match[str], before: str, text: str) -> bool:
    end = match.end()
    if _SHARE_ASIDE.search(before) or _SHARE_REFERENCE.match(text, end):
        return False
    if _is_penalty(before, text, end):
        return False
    if match["tail"] or _SHARE_OF_RULE.match(text, end) is None:
        return True
    return any(sign.search(before) for sign in (AT_LEAST, AT_MOST, CHANGE))


def _hit(match: re.Match[str], before: str) -> Hit:
    low = _number(match["low"])
    unit, tail = match["unit"], match["tail"] or ""
    value: Value = low
    op: TargetOp = "="
    if match["high"]:
        value, op = (low, _number(match["high"])), "range"
    elif unit.endswith("分点"):
        op = "decrease" if DOWN.search(before) else "increase"
    else:
        op = operator_of(before, tail)
    reason = {"range": "写明区间", "increase": "写明提高的幅度", "decrease": "写明降低的幅度"}.get(op, "写明数量要求")
    return Hit(match.start(), match.end(), op, value, unit, reason, 0.9 if op != "=" else 0.85)


def _indices(clauses: Clauses, base_year: int | None) -> Iterator[Hit]:
    """Yield measures without a unit (健康指数达86, CMI值达到1.05)."""
    for match in _INDEX.finditer(clauses.text):
        before = _before(clauses, match.start())
        if not clauses.is_in_name(match.start()) and not _is_past(clauses, match.start(), before, base_year):
            op: TargetOp = "<=" if match["sign"] in ("不高于", "不超过", "控制在", "降至", "≤") else ">="
            yield Hit(match.start(), match.end(), op, _number(match["value"]), "", "写明数量要求", 0.8)


def _number(text: str) -> float | int:
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value


def _ratios(clauses: Clauses) -> Iterator[Hit]:
    if "比" not in clauses.text:
        return
    for match in _RATIO.finditer(clauses.text):
        before = clauses.text[max(0, match.start() - 30) : match.start()]
        if "比" in before and not clauses.is_in_name(match.start()):
            yield Hit(match.start(), match.end(), "=", match.group(), "比例", "写明比例", 0.85)


def _words(clauses: Clauses, times: Sequence[tuple[int, int]], base_year: int | None) -> Iterator[Hit]:
    for hit in worded(clauses):
        before = _before(clauses, hit.start)
        in_rhythm = any(first < hit.end and hit.start < last for first, last in times)
        if not in_rhythm and not clauses.is_in_name(hit.start) and not _is_past(clauses, hit.start, before, base_year):
            yield hit
