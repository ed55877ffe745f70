"""What evidence a task's own words ask for: text -> names of papers with the reason for each.

A pure function of the text; nothing of the ledger is looked at.  Source: docs/domain.md section 6 (required evidence)
and section 8 (verbs and their results).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger_app.domain.expected_evidence import EvidenceKind, kind_of_name, name_key

_MOST_CHARACTERS = 20_000
_LONGEST = 40
_CLAUSE_END = re.compile(r"[。；;，,！？!?\n\u2028]")
_TITLED = re.compile(r"《([^《》\n]{2,60})》")
_MASK = "〓"

_PAPER = r"(?:通知|方案|意见|办法|细则|规划|计划|预案|规范|指南|流程|标准|要点|章程|规定|清单|目录|图册|手册)"
_RESULT = r"(?:报告|总结|方案|清单|台账|材料|记录|纪要|通报|案例|目录|分析|数据表|统计表|报表|评估表|一览表)"
_REGISTER = r"(?:台账|制度|档案|清单|名册|花名册|名录|数据库|责任制)"
_SIGNED = r"(?:责任书|协议书?|合同|承诺书|目标书)"
_MORE_VERBS = r"(?:并|和|及|、|联合|统一|研究|健全|完善|印发|出台|制定|制订|修订|下发|发布|实施)*"
_NO_OBJECT = re.compile(r"^(?:的|了|后|前|并|时|以|好|各项|有关|相关)?$")
# What stands before a verb that only names somebody else's paper.
_BY_OTHERS = re.compile(r"(?:按照?|根据|依据|对照|贯彻|落实|执行|参照|学习)[^，,]{0,12}$")
_JOINED = re.compile(r"和|及|与|以及|、")


@dataclass(frozen=True, slots=True)
class ExpectedName:
    """A paper that should be there.

    Attributes:
        name: as it is shown ("胸痛中心建设方案").
        reason: for people, with the words it was read from.
    """

    name: str
    kind: EvidenceKind
    reason: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A verb whose object is a paper."""

    verbs: re.Pattern[str]
    nouns: re.Pattern[str]


def _rule(verbs: str, nouns: str) -> _Rule:
    return _Rule(re.compile(f"(?:{verbs}){_MORE_VERBS}"), re.compile(nouns))


_RULES = (
    _rule(r"印发|下发|出台|制定|制订|编制|起草|拟定|修订|发布|研究制定", _PAPER + r"|制度|" + _RESULT),
    _rule(r"形成|撰写|提交|报送|上报|完成(?!情况)|编写|提供|出具", _RESULT),
    _rule(r"建立|健全|完善", _REGISTER),
    _rule(r"签订|签署|签定", _SIGNED),
)
_TITLED_VERB = re.compile(rf"(?:印发|下发|出台|制定|制订|编制|起草|拟定|修订|发布){_MORE_VERBS}$")
# "《甲》和" between the verb and "《乙》".
_TITLES_BEFORE = re.compile(rf"(?:{_MASK}.{_MASK}(?:和|及|与|以及|、)?)+$")

# An act -> the papers that prove it.
_ACTS: tuple[tuple[re.Pattern[str], tuple[tuple[str, EvidenceKind], ...]], ...] = (
    (
        re.compile(r"(?:召开|举行|组织)[^，,]{0,20}?(?:会议|推进会|部署会|座谈会|调度会|例会|现场会|联席会)"),
        (("会议通知", "文件"), ("会议记录或纪要", "会议"), ("会议签到表", "会议")),
    ),
    (
        re.compile(r"(?:开展|举办|组织|实施)[^，,]{0,20}?(?:培训|轮训|进修)"),
        (("培训通知", "文件"), ("培训签到表", "会议"), ("培训照片", "照片")),
    ),
    (
        re.compile(r"(?:开展|举办|组织)[^，,]{0,20}?演练"),
        (("演练方案", "文件"), ("演练照片", "照片"), ("演练总结", "总结")),
    ),
    (
        re.compile(r"(?:开展|举办|组织)[^，,]{0,20}?(?:义诊|宣传|健康讲座|巡讲|主题活动|进社区|进校园)"),
        (("活动照片", "照片"), ("活动小结", "总结")),
    ),
    (
        re.compile(r"(?:开展|组织|进行)[^，,]{0,20}?(?:督导|督查|检查|巡查|抽查|核查|自查|排查)"),
        (("检查记录或通报", "文件"), ("问题整改情况", "总结")),
    ),
    (re.compile(r"(?:开展|组织|进行)[^，,]{0,20}?(?:评估|评价|考核|调研)"), (("评估（考核、调研）结果材料", "总结"),)),
)
_NAMED_LIST = re.compile(
    r"(验收要点|考核要点|佐证材料|印证材料|支撑材料|证明材料|材料要求|所需材料|应提供材料|备查资料|成果形式)"
    r"\s*[:：]\s*([^。\n]{2,300})"
)
_LIST_PARTS = re.compile(r"[、；;，,]|(?<=\d)[.．]|[①②③④⑤⑥⑦⑧⑨⑩]|[（(]\d{1,2}[）)]")
_LEADING = re.compile(r"^(?:\d{1,2}[.．、]|提供|需提供|有|以及|和|及|并|相关的?|有关的?)+")


def expected_names(text: str) -> tuple[ExpectedName, ...]:
    """Return the papers that a task's words ask for, in reading order, each once.

    Args:
        text: title, content, measures and what the plan says of acceptance; its first 20,000 characters are read.
    """
    found: dict[str, ExpectedName] = {}
    whole = text[:_MOST_CHARACTERS]
    for one in _found(whole):
        if 2 <= len(one.name) <= _LONGEST:
            found.setdefault(name_key(one.name), one)
    return tuple(found.values())


def _found(text: str) -> Iterator[ExpectedName]:
    yield from _from_lists(text)
    plain = _NAMED_LIST.sub("。", text)
    for clause in _CLAUSE_END.split(_titles_masked(plain)):
        yield from _from_titles(clause, plain)
        bare = clause.replace(_MASK, "")
        yield from _from_verbs(bare.strip())
        yield from _from_acts(bare.strip())


def _titles_masked(text: str) -> str:
    """Return the text with titles of papers shortened to their numbers: stops and verbs within them say nothing."""
    number = iter(range(len(text)))
    return _TITLED.sub(lambda _match: f"{_MASK}{chr(0xE000 + next(number) % 6000)}{_MASK}", text)


def _from_titles(clause: str, text: str) -> Iterator[ExpectedName]:
    titles = [match[1] for match in _TITLED.finditer(text)]
    for match in re.finditer(rf"{_MASK}([\ue000-\uf76f]){_MASK}", clause):
        before = _TITLES_BEFORE.sub("", clause[: match.start()])
        place = ord(match[1]) - 0xE000
        if _TITLED_VERB.search(before) and not _BY_OTHERS.search(_TITLED_VERB.sub("", before)) and place < len(titles):
            name = titles[place]
            yield ExpectedName(name[:_LONGEST], kind_of_name(name), f"原文“{_short(before)}《{name}》”")


def _from_verbs(clause: str) -> Iterator[ExpectedName]:
    for rule in _RULES:
        verb = rule.verbs.search(clause)
        if verb is None or _BY_OTHERS.search(clause[: verb.start()]):
            continue
        for name in _objects(clause[verb.end() :], rule.nouns):
            yield ExpectedName(name, kind_of_name(name), f"原文“{_short(clause[verb.start() :])}”")


def _objects(words: str, nouns: re.Pattern[str]) -> Iterator[str]:
    """Yield the papers in what follows a verb; several may be joined."""
    ends = [match.end() for match in nouns.finditer(words)]
    if not ends:
        return
    whole = words[: ends[-1]].lstrip("和及与、")
    parts = _JOINED.split(whole)
    # "财务、药械统一管理办法" is one paper: only papers that each have their own word are several.
    if not all(_last_noun(part, nouns) for part in parts):
        parts = [whole]
    for part in parts:
        name = part.strip(" “”\"'")
        bare = name.removesuffix(_last_noun(part, nouns))
        if not name.startswith("的") and not _NO_OBJECT.match(bare) and len(name) <= _LONGEST:
            yield name


def _last_noun(words: str, nouns: re.Pattern[str]) -> str:
    """Return the paper's word that words end with, "" if they end with none."""
    last = [match for match in nouns.finditer(words) if match.end() == len(words)]
    return last[-1].group() if last else ""


def _from_acts(clause: str) -> Iterator[ExpectedName]:
    for act, papers in _ACTS:
        match = act.search(clause)
        if match is not None and not _BY_OTHERS.search(clause[: match.start()]):
            for name, kind in papers:
                yield ExpectedName(name, kind, f"原文“{_short(match.group())}”")


def _from_lists(text: str) -> Iterator[ExpectedName]:
    for match in _NAMED_LIST.finditer(text):
        for part in _LIST_PARTS.split(match[2]):
            name = _LEADING.sub("", part.strip()).strip("“”《》 等")
            if name:
                yield ExpectedName(name[:_LONGEST], kind_of_name(name), f"{match[1]}：{_short(part.strip())}")


def _short(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:29]}…"
