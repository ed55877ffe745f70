"""Figures written in words: 两家, 九成, 过半, 三分之一, 翻一番, 一千五百人次, 全覆盖, and bare directions.

Yields what the words mean; whether a sentence reports the past is asked in targets.
Source: docs/domain.md sections 2.4 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.fields.clauses import Clauses, Hinted
from ledger_app.intake.fields.figure_signs import (
    AT_LEAST,
    AT_MOST,
    CHANGE,
    DOWN,
    LIMIT_UNITS,
    MAKE,
    UNITS,
    Hit,
    operator_of,
)
from ledger_app.intake.proposal import TargetOp

HINT = re.compile(
    r"[一两二三四五六七八九十](?:家|所|名|人|次|场|例|台|辆|座|处|支|期|批|个|项)|全(?:覆盖|达标|接种|签约)|[较比]上年|同比|逐年"
    r"|[一二两三四五六七八九\d]成|分之|[一过减]半|半数|番|倍|[百千][一二两三四五六七八九零]|[百千万]余?[^\d,。;]"
)
"""Found in every text in which there is such a figure."""

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
_DIGITS = "零〇一二三四五六七八九"
_TAIL = r"(?P<tail>及?以[上下内]|之内|左右)?"
_LARGE = Hinted(
    re.compile(
        rf"(?<![{_DIGITS}两十百千万亿\d第双])(?P<low>[{_DIGITS}两十][{_DIGITS}两十百千]{{0,7}})(?P<myriad>[万亿])?余?"
        rf"(?P<unit>{'|'.join(UNITS.split())}|人(?![工均口才])|个(?!百分)){_TAIL}"
    ),
    re.compile("[百千万亿]"),
)
_SHARE = Hinted(
    re.compile(
        rf"(?:(?P<of>[百千])分之(?P<share>[{_DIGITS}两十百\d]+(?:[点.][{_DIGITS}\d]+)?)"
        rf"|(?<![{_DIGITS}十百千万\d])(?P<tenth>[一二两三四五六七八九1-9])成(?P<more>[一二三四五六七八九半])?"
        r"(?![立不为员果效功本年人绩长熟套都份型因败虫交新])"
        r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])"
        rf"|(?P<half>一半|半数|(?<=率|重|比|例|盖|面|数)过半)(?![天月年]|以后|时间)){_TAIL}"
    ),
    re.compile("分之|成|半"),
)
_MEASURED = re.compile(r"(?:率|比例|占比|比重|覆盖面|达标度)(?:为|是|:)?$")
# 三分之二以上成员出席 is a rule of a meeting.
_VOTE = re.compile(r"(?:的)?[^,。;]{0,4}(?:成员|委员|代表|党员|村民|职工|出席|到会|表决|同意|票)")
_TIMES = Hinted(
    re.compile(
        r"翻(?:了|上)?(?P<doublings>[一两二三])?番|(?:增加|增长|提高|提升|扩大|翻)(?:了|近|约)?(?P<times>[一两二三四五六七八九])倍(?![^,。;]{0,2}(?:到|至))"
    ),
    re.compile("番|倍"),
)
_HALVED = Hinted(re.compile(r"(?P<what>[^,。;:!?\n]{2,24}?)(?:压)?减半(?=[,。;、)\n]|$)"), re.compile("减半"))
_REACH = 30
_LONGEST_BEFORE = 60
"""Characters before a figure that may say what is asked of it."""
_MOST = 200
"""Figures of one kind in one text; no real item comes near."""
_NEXT = 4


def worded(clauses: Clauses) -> Iterator[Hit]:
    """Yield the figures in words of a folded text, those of one kind in reading order."""
    yield from islice(_counted(clauses), _MOST)
    yield from islice(_large(clauses), _MOST)
    changes = [*islice(_shares(clauses), _MOST), *islice(_multiples(clauses), _MOST)]
    yield from changes
    starts = {hit.start for hit in changes}
    text = clauses.text
    for match in _COVER.all_in(text):
        if match["lead"] not in ("逐步", "推进", "推动", "探索"):
            yield Hit(match.start(), match.end(), "=", 100, "%", f"“全{match['word']}”按 100% 计", 0.6)
    for match in _DIRECTION.all_in(text):
        if starts.intersection(range(match.end(), match.end() + _NEXT)):
            continue  # 较上年降低三分之一 says how much
        way: TargetOp = "decrease" if match["way"] in ("下降", "降低", "减少") else "increase"
        yield Hit(match.start(), match.end(), way, None, "", "只写明方向，没有数值", 0.6)


def _before(clauses: Clauses, at: int) -> str:
    return clauses.text[max(clauses.start(at), at - _LONGEST_BEFORE) : at]


def _counted(clauses: Clauses) -> Iterator[Hit]:
    text = clauses.text
    for match in _CHINESE.finditer(text):
        before = _before(clauses, match.start())
        is_least = match["verb"].startswith(("至少", "不少于", "要有")) or AT_LEAST.search(before) is not None
        op: TargetOp = ">=" if match["tail"] or is_least else "="
        yield Hit(match.start(), match.end(), op, chinese_value(match["low"]), match["unit"], "数量用汉字写明", 0.75)


def _large(clauses: Clauses) -> Iterator[Hit]:
    text = clauses.text
    for match in _LARGE.all_in(text):
        low = chinese_value(match["low"])
        before = _before(clauses, match.start())
        is_round = match["myriad"] is not None or match["low"][-1] in "百千"
        if low is None or low < 1 or not (is_round or low > 100) or LIMIT_UNITS.search(match["unit"]):
            continue
        if match["tail"] or AT_LEAST.search(before) or AT_MOST.search(before) or MAKE.search(before[-_REACH:]):
            unit = (match["myriad"] or "") + match["unit"]
            op = operator_of(before, match["tail"] or "")
            yield Hit(match.start(), match.end(), op, low, unit, "数量用汉字写明", 0.85)


def _shares(clauses: Clauses) -> Iterator[Hit]:
    text = clauses.text
    for match in _SHARE.all_in(text):
        value = _share(match)
        before = _before(clauses, match.start())
        tail = match["tail"] or ""
        is_more = text.startswith("过", match.start()) or tail == "以上"
        signs = (AT_LEAST, AT_MOST, CHANGE, DOWN, _MEASURED)
        if value is None or _VOTE.match(text, match.end()):
            continue
        if not (tail or is_more or any(sign.search(before) for sign in signs)):
            continue
        op: TargetOp = ">=" if is_more else operator_of(before, tail)
        if op not in ("<=", ">=") and DOWN.search(before):
            op = "decrease"
        unit = "‰" if match["of"] == "千" else "%"
        words = match.group()[: len(match.group()) - len(tail)]
        reason = f"“{words}”按 {value:g}{unit} 计"
        yield Hit(match.start(), match.end(), op, value, unit, reason, 0.85)


def _share(match: re.Match[str]) -> float | int | None:
    """Return a share in its unit, per hundred or per thousand, None if it is none."""
    if match["of"]:
        return _decimal(match["share"])
    if match["tenth"]:
        whole = chinese_value(match["tenth"]) or 0
        more = 5 if match["more"] == "半" else chinese_value(match["more"] or "") or 0
        return whole * 10 + more
    if match["half"]:
        return 50
    below, above = chinese_value(match["below"]) or 0, chinese_value(match["above"]) or 0
    share = round(100 * above / below, 2) if below > above else None
    return int(share) if share is not None and share.is_integer() else share


def _decimal(words: str) -> float | int | None:
    whole, _, places = words.replace(".", "点").partition("点")
    value = chinese_value(whole)
    if value is None or not places:
        return value
    digits = [chinese_value(one) for one in places[:4]]
    return None if None in digits else float(f"{value}.{''.join(map(str, digits))}")


def _multiples(clauses: Clauses) -> Iterator[Hit]:
    text = clauses.text
    for match in _TIMES.all_in(text):
        if match["times"]:
            more = chinese_value(match["times"]) or 0
            yield Hit(match.start(), match.end(), "increase", more, "倍", "写明提高的幅度", 0.8)
        else:
            more = 2 ** (chinese_value(match["doublings"] or "一") or 0) - 1
            yield Hit(match.start(), match.end(), "increase", more, "倍", f"“{match.group()}”即增加 {more} 倍", 0.8)
    for match in _HALVED.all_in(text):
        yield Hit(match.start(), match.end(), "decrease", 50, "%", "“减半”按降低 50% 计", 0.8)
