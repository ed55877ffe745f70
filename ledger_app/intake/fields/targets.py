"""Figures to be reached: operator, value and unit, from the sentences of an item.

A figure counts where the words around it ask for it (达到, 不低于, 新建, 培训 …, or a share in percent); figures of
the past, of documents, ages, times and ranks do not.  Source: docs/domain.md sections 2.4 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.fields.clauses import Clauses, Hinted, clauses_of
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import ProposedDeadline, ProposedTarget, Reading, TargetOp

Value = float | int | tuple[float, float] | str | None

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_LONGEST_NUMBER = 20  # longer rows of digits are no figures, and may be too large for a float
_UNITS = (
    "人次 人份 人天 人日 例次 床日 车次 班次 户次 辆次 场次 批次 课次 公里 千米 平方公里 平方米 立方米 千瓦时 "
    "千瓦 支队 治疗量 个工作日 公斤 千克 平米 小时 分钟 学时 课时 毫升 个月 单位 万元 DDDs DDD ㎡ 元 名 户 "
    "例 张 册 份 支 台 套 辆 件 枚 吨 家 所 次 场 处 座 间 项 篇 期 站 条 种 类 批 部 门 幅 块 株 亩 公顷 剂 "
    "针 瓶 床 岁 对 天 日 级 分 倍 周 年 款 轮 组 队 幢 栋 棵 味 片 起 宗 升 字 U P"
)
_COUNT_UNIT = (
    rf"(?:余)?[万亿千百]?(?:{'|'.join(_UNITS.split())}|人(?![工均口才])|万(?=以上|以内|以下|[,。;、]|$)|个(?!百分))"
)
_QUANTITY = re.compile(
    # The digit is looked for before what stands before it, as most characters are none.
    rf"(?=\d)(?<![\d.第])(?:(?<![A-Za-z])|(?<=[A-Z]{{2}})(?=\d+[台套辆件]))(?P<low>{_NUMBER})(?:(?P<lowunit>%|‰|{_COUNT_UNIT})?(?:-+|~|至|到)(?P<high>{_NUMBER}))?"
    rf"(?P<unit>[万亿]?(?:个百分点|个千分点|百分点|%|‰|/10万|/万|/千)|{_COUNT_UNIT})(?P<tail>\(?含?\)?(?:及|\(含\))?以上|及以上|以下|及以下|以内|之内|左右)?"
)
_RATIO = re.compile(r"(?<![\d:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){1,3}(?![\d:])")
_CHINESE = re.compile(
    r"(?P<verb>建[成设立]|[新扩改]建|新增|新设(?:立|置)?|增设|设[立置]|完成|创建|争创|打造|要有|至少(?:有|建成|建设|新增|培育|打造)?|不少于|引进|"
    r"培[养育训]|招[聘募收录]|选[派拔树]|遴选|评选|推选|认定|命名|扶持|组[建织]|举办|召开|承办|配[备置齐]|购置|选择|确定)"
    r"(?P<low>[一二两三四五六七八九十]{1,3})(?P<unit>家|所|名|人(?!一)|(?<!一)次|场|例|台|辆|座|处|支|期|批次|(?<!一)个|(?<!一)项)"
    r"(?P<tail>以上)?(?![体整一化致览线员]|维护|确立|自信|意识|代表|中心|统一|方面|层面|机制|体系|环节|基本|革)"
)
_COVER = Hinted(
    re.compile(
        r"(?P<lead>逐步|推进|推动|探索|力争|争取)?实现(?P<what>[^,。;:!?\n]{0,30}?)全(?P<word>覆盖|达标|接种|签约)(?!的|率|面)"
    ),
    re.compile("全(?:覆盖|达标|接种|签约)"),
)
_DIRECTION = Hinted(
    re.compile(
        r"(?P<what>[^,。;:!?\n]{2,24}?(?:率|比例|占比|比重|数|数量|水平|人次|费用))(?P<how>[较比]上年(?:同期)?|同比|逐年)+(?:明显|显著|持续|稳步|大幅)?(?P<way>提高|提升|增长|增加|上升|下降|降低|减少)(?![^,。;]{0,3}\d)"
    ),
    re.compile("[较比]上年|同比|逐年"),
)
_CHANGE = re.compile(
    r"(?:提高|(?<!改造)(?<!建设)(?<!整治)(?<!提质)提升|增长|增加|上升|递增|下降|降低|减少|压减)(?![到至为在])[^,。;\d]{0,2}$"
)
_DOWN = re.compile(r"(?:下降|降低|减少|压减|缩短)[^,。;\d]{0,4}$")
_AT_LEAST = re.compile(
    r"(?:不少于|不低于|不得少于|不得低于|不小于|达到|达(?!标)|超过|超(?!声|市|出|前|额|标|限|员|期|时|龄)|突破|高于|大于|多于|至少|≥|>=|>|以上|力争|争取|保持在|稳定在|提高到|提高至|提升到|提升至|增加到|增至|扩大到|扩大至|升至)[^,。;]{0,4}$"
)
_AT_MOST = re.compile(
    r"(?:不超过|不超|不高于|不大于|不得超过|不得高于|不多于|(?<![不得])[低少小]于|≤|<=|<|控制在|降到|降至|下降到|下降至|缩短到|缩短至|压缩到|压缩至|压减至|压减到|减少到|减少至|减至|减到|降为|减为|精确到|精准到)[^,。;]{0,4}$"
)
_LIMIT_UNITS = re.compile(r"(?:小时|分钟|天|日|周|个月|年|级|分|岁|倍|条|种|类|批|门|组|字|轮|味|片)$")
_LIMITED = re.compile(
    r"(?:精[确准]到|缩短(?:到|至|为)|控制在|保持在|稳定在|压缩(?:到|至|在)|不超过|不少于|不低于|不得少于|[降升增]至|[降减]低?到|延长(?:到|至)|达到?|"
    r"(?:提升|提高|增加)(?:到|至)|(?:提升|提高|增加|增长|下降|降低|减少|缩短|延长)(?![到至为在])|[大小高低多少]于|至少|累计|超过|突破|"
    r"[≥≤<>]=?)[^,。;、\d]{0,6}$"
)
# 满意度95分以上, 平均住院日8天以内: a measure and its bound, without any verb.
_MEASURE = re.compile(r"(?:度|率|分|得分|分值|成绩|总分|时间|时长|水平|年限|寿命|住院日|周期|期限|时限)$")
_BOUNDS = frozenset({"以上", "及以上", "以下", "及以下", "以内", "之内"})
_MAKE = re.compile(
    r"新[增建设开招]|改扩建|[扩改]建|改造|建[成设立]|创建|争创|打造|培[育养训]|引[进育]|招[引聘录募]|选[派拔择定]|确定|遴选|评[选审]|认定|命名|"
    r"配[备置齐]|购置|采[购集]|[设增]立|设置|增设|组[建织]|[再续]建|举办|开[展放工]|召开|完成|达|实现|覆盖|[筛普]查|检查|抽检|监测|签约|救助|"
    r"发[放布]|制[作定]|推[出广进动]|投入|安排|争取|治理|整[治合]|清理|入库|登记|立项|申报|获批|编制|形成|走进|体检|接种|储备|做好|"
    r"保[障持]|提[供升高]|扩大|增加|降|不[少低]于|不超过|超过|突破|至少|力争|轮训|进修|[巡义]诊|帮扶|对接|服务|宣讲|办结|交付|竣工|"
    r"种植|生产|带动|撰写|刊发|[报上]报?送|验收|扩[充容展]|人数|总数|规模|数量|数达|拥有|配齐|[≥≤]"
)
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
_LONGEST_ITEM_NUMBER = 6
_REACHED = re.compile(r"[^,。;]{1,18}?(?:实现|完成|达到|建成|纳入|通过|符合|接入|上线|取得|开展)")
# 为1.5万名残疾人提供签约服务
_FOR = re.compile(r"为(?:[全各本我][^,。;]{1,3})?$")
_GIVEN = re.compile(r"[^,。;]{1,24}?(?:提供|开展|免费|接种|筛查|实施|配[备置发]|发放|建[立档]|办理|体检|安装|送)")
_INDEX = re.compile(
    rf"(?:指数|[A-Z]{{2,5}}值?|系数|强度|密度|总分|得分)(?P<sign>达到?|不低于|不少于|不高于|不超过|控制在|降至|≥|≤)(?P<value>{_NUMBER})"
    r"(?:以上|以内|以下|左右)?(?=[,。;、)]|$)"
)
_SIGNED = re.compile(r"[达到于过在至≥≤]\d")
_HINT = re.compile(
    r"\d|[一两二三四五六七八九十](?:家|所|名|人|次|场|例|台|辆|座|处|支|期|批|个|项)|全(?:覆盖|达标|接种|签约)|[较比]上年|同比|逐年"
)
_REACH = 30
_MAX_TARGETS = 60


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    op: TargetOp
    value: Value
    unit: str
    reason: str
    confidence: float


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
    if _HINT.search(folded.text) is None:
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


def _target(folded: Folded, clauses: Clauses, hit: _Hit) -> ProposedTarget:
    start = max(clauses.start(hit.start), hit.start - 60)
    noun = _NOUN.match(folded.text, hit.end)
    end = noun.end() if noun else hit.end
    if end > hit.end and folded.text[end - 1] in "和与及":
        end -= 1
    reading = Reading(folded.raw(start, end), folded.place(start, end), hit.reason, hit.confidence)
    return ProposedTarget(hit.op, hit.value, hit.unit, reading)


def _quantities(clauses: Clauses, times: Sequence[tuple[int, int]], base_year: int | None) -> Iterator[_Hit]:
    text = clauses.text
    last: _Hit | None = None
    for match in _QUANTITY.finditer(text):
        at = match.start()
        if match.end("low") - at > _LONGEST_NUMBER or len(match["high"] or "") > _LONGEST_NUMBER:
            continue
        if clauses.is_in_name(at) or (times and any(first <= at < end for first, end in times)):
            continue
        before = text[clauses.start(at) : at]
        if len(before) <= _LONGEST_ITEM_NUMBER:
            before = _ITEM_NUMBER.sub("", before)
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


def _are_alike(unit: str, other: str) -> bool:
    """Tell whether figures in a row share their word: both of one unit, or both shares (3.5‰、9/10万)."""
    return unit == other or (unit.endswith(_SHARES) and other.endswith(_SHARES))


def _is_past(clauses: Clauses, at: int, before: str, base_year: int | None) -> bool:
    """Tell whether a figure reports what was: said in its clause, or in an earlier one that nothing turns."""
    if _PAST.search(before):
        return True
    start = clauses.sentence_start(at)
    sentence = clauses.text[start:at]
    years = list(_NAMED_YEAR.finditer(sentence)) if "年" in sentence else ()
    if years and base_year and int(years[-1]["year"]) < base_year:
        return _STILL_AHEAD.search(sentence, years[-1].end()) is None
    earlier = clauses.text[start : clauses.start(at)]
    return earlier != "" and _PAST_CLAUSE.search(earlier) is not None and not _TURN.search(earlier + before)


def _is_wanted(match: re.Match[str], before: str, text: str) -> bool:
    unit, after = match["unit"], text[match.end() : match.end() + 4]
    if unit.endswith(_SHARES):
        return _is_wanted_share(match, before, text)
    if _FOR.search(before) and not _LIMIT_UNITS.search(unit) and _GIVEN.match(text, match.end()):
        return True
    if after[:1].isdigit():
        return False  # 1人1档, 1村1医
    if _is_penalty(before, text, match.end()):
        return False
    if _LIMIT_UNITS.search(unit):
        is_measured = (match["tail"] or "") in _BOUNDS and _MEASURE.search(before) is not None
        return (is_measured or _LIMITED.search(before) is not None) and not _RANKED.match(after)
    if match["tail"] == "以上" and not unit.endswith(("人", "元", "户")):
        return True
    if not before and _REACHED.match(text, match.end()):
        return True
    # 出台意见3项，上线应用5个: a count that closes its clause is what the clause wants.
    closes = after[:1] in ("", *"、,。;(\n") and _NAMED_BEFORE.search(before) is not None
    return closes or _MAKE.search(before[-_REACH:]) is not None


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
    return any(sign.search(before) for sign in (_AT_LEAST, _AT_MOST, _CHANGE))


def _hit(match: re.Match[str], before: str) -> _Hit:
    low = _number(match["low"])
    unit, tail = match["unit"], match["tail"] or ""
    value: Value = low
    op: TargetOp = "="
    if match["high"]:
        value, op = (low, _number(match["high"])), "range"
    elif unit.endswith("分点") or _CHANGE.search(before):
        op = "decrease" if _DOWN.search(before) else "increase"
    elif _AT_MOST.search(before) or tail in ("以下", "及以下", "以内", "之内"):
        op = "<="
    elif tail.endswith("以上") or _AT_LEAST.search(before):
        op = ">="
    reason = {"range": "写明区间", "increase": "写明提高的幅度", "decrease": "写明降低的幅度"}.get(op, "写明数量要求")
    return _Hit(match.start(), match.end(), op, value, unit, reason, 0.9 if op != "=" else 0.85)


def _indices(clauses: Clauses, base_year: int | None) -> Iterator[_Hit]:
    """Yield measures without a unit (健康指数达86, CMI值达到1.05)."""
    if _SIGNED.search(clauses.text) is None:
        return
    for match in _INDEX.finditer(clauses.text):
        before = clauses.text[clauses.start(match.start()) : match.start()]
        if not clauses.is_in_name(match.start()) and not _is_past(clauses, match.start(), before, base_year):
            op: TargetOp = "<=" if match["sign"] in ("不高于", "不超过", "控制在", "降至", "≤") else ">="
            yield _Hit(match.start(), match.end(), op, _number(match["value"]), "", "写明数量要求", 0.8)


def _number(text: str) -> float | int:
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value


def _ratios(clauses: Clauses) -> Iterator[_Hit]:
    if "比" not in clauses.text:
        return
    for match in _RATIO.finditer(clauses.text):
        before = clauses.text[max(0, match.start() - 30) : match.start()]
        if "比" in before and not clauses.is_in_name(match.start()):
            yield _Hit(match.start(), match.end(), "=", match.group(), "比例", "写明比例", 0.85)


def _words(clauses: Clauses, times: Sequence[tuple[int, int]], base_year: int | None) -> Iterator[_Hit]:
    text = clauses.text
    for match in _CHINESE.finditer(text):
        before = text[clauses.start(match.start()) : match.start()]
        in_rhythm = any(first < match.end() and match.start() < last for first, last in times)
        if (
            not in_rhythm
            and not clauses.is_in_name(match.start())
            and not _is_past(clauses, match.start(), before, base_year)
        ):
            is_least = match["verb"].startswith(("至少", "不少于", "要有")) or _AT_LEAST.search(before) is not None
            op: TargetOp = ">=" if match["tail"] or is_least else "="
            reason = "数量用汉字写明"
            yield _Hit(match.start(), match.end(), op, chinese_value(match["low"]), match["unit"], reason, 0.75)
    for match in _COVER.all_in(text):
        if match["lead"] not in ("逐步", "推进", "推动", "探索"):
            yield _Hit(match.start(), match.end(), "=", 100, "%", f"“全{match['word']}”按 100% 计", 0.6)
    for match in _DIRECTION.all_in(text):
        way: TargetOp = "decrease" if match["way"] in ("下降", "降低", "减少") else "increase"
        yield _Hit(match.start(), match.end(), way, None, "", "只写明方向，没有数值", 0.6)
