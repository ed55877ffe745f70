"""People in cells: 副局长 陈果、总会计师 楚云; 赵  明（副局长）; 尤敏13700000003.

Names padded to three characters are joined; names parted by blanks alone are told apart.
Source: docs/domain.md sections 2.2 and 2.3 (6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ledger_app.intake.folding import flatten
from ledger_app.intake.own_ledger.model import ProposedPerson

_PADDED = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])")
_BREAK = re.compile(r"[、,;/\n\u2028]+|\s{2,}")
_PHONE = re.compile(
    r"(?<!\d)(?:1\d{10}|1\d{2}[- ]\d{4}[- ]\d{4}|(?:\(?0\d{2,3}\)?[- ]?)?\d{7,8}(?:-\d{1,5})?|\d{3}-\d{4,5})(?!\d)"
)
_TITLE_END = (
    r"(?:书记|局长|主任|院长|所长|站长|科长|股长|县长|区长|市长|部长|组长|处长|部门负责人|负责人|主席|委员|常委|"
    r"调研员|主管|会计师|经济师|工程师|秘书长|专员|干事|科员|主办|护士长|医师|队长|乡长|镇长)"
)
_TITLE = re.compile(rf"[\u3400-\u9fff]{{0,12}}?{_TITLE_END}")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛奚范彭郎鲁韦马苗方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安乐于傅齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛狄米戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾"
    "路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房裘缪丁邓郁单杭洪左石崔吉龚程邢裴陆荣翁侯段聂曾游白叶"
)
# 赵明副局长, but not 卫生院院长: the first sign is a surname, and no word of an office is in the name.
_NAME_FIRST = re.compile(
    rf"([{_SURNAMES}][^院局股科室办站所委县组部分管副长\W\d]{{1,2}})((?:副|党组|党委|县|总)?[\u3400-\u9fff]{{0,4}}?{_TITLE_END})"
)
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_NO_ONE = frozenset({"", "-", "--", "—", "/", "无"})


@lru_cache(maxsize=4096)
def read_people(text: str) -> tuple[ProposedPerson, ...]:
    """Return the people of a cell in order; a word that is neither name, post nor number keeps its raw text alone."""
    joined = _PADDED.sub(r"\1\2", _without_edges(text))
    return tuple(_joined(_person(part) for part in _BREAK.split(joined) if part.strip() not in _NO_ONE))


def _without_edges(text: str) -> str:
    """Return the text with one width of commas and brackets."""
    return flatten(text).strip()


def _person(text: str) -> ProposedPerson:
    raw = text.strip()
    phone = _PHONE.search(raw)
    rest = (raw[: phone.start()] + " " + raw[phone.end() :]) if phone else raw
    rest = re.sub(r"(?:联系)?(?:电话|手机|办公室?电话)[:]?", " ", rest).strip(" :-")
    in_brackets = re.fullmatch(r"([^()]+)\(([^()]*)\)\s*", rest)
    name, title = (in_brackets[1], in_brackets[2].strip()) if in_brackets else (rest, "")
    name, led_by = _without_title(name.strip(" ()"))
    return ProposedPerson(raw, name, title or led_by, phone.group() if phone else "")


def _without_title(text: str) -> tuple[str, str]:
    """Return (name, title) of 局长 冯远, 冯远 局长, 局长冯远, 局长, 冯远."""
    words = text.split()
    if len(words) == 2:
        for name, title in (words, words[::-1]):
            if _NAME.fullmatch(name) and not _TITLE.fullmatch(name) and (_TITLE.fullmatch(title) or name is words[1]):
                return name, title
    whole = text.replace(" ", "")
    followed = _NAME_FIRST.fullmatch(whole)
    if followed:
        return followed[1], followed[2]
    if _TITLE.fullmatch(whole) and (len(whole) > 1):
        return "", whole
    led = re.fullmatch(rf"({_TITLE.pattern})({_NAME.pattern})", whole)
    if led and not _TITLE.fullmatch(led[2]):
        return led[2], led[1]
    return (whole, "") if _NAME.fullmatch(whole) else ("", "")


def _joined(people: Iterator[ProposedPerson]) -> Iterator[ProposedPerson]:
    """Join a telephone that stands by itself to the person before it."""
    last: ProposedPerson | None = None
    for person in people:
        if last is not None and person.phone and not person.name and not person.title and not last.phone:
            last = ProposedPerson(f"{last.raw} {person.raw}", last.name, last.title, person.phone)
            continue
        if last is not None:
            yield last
        last = person
    if last is not None:
        yield last
