"""Lists of units: where one name ends and the next begins.

Names contain 与, 和, 及, inner brackets and shared places; a dictionary (the roster) comes first, then the
endings that names of public bodies have.  Source: docs/domain.md sections 1.2 and 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ledger_app.intake.folding import Folded
from ledger_app.intake.roster import Roster

_ENDINGS = (
    r"委员会|办公室|(?:人民)?政府|部门|单位|机构|中心|医院|卫生[院室]|院校|学院|[大中小]学|学校|公司|集团|企业|医共体|联合体|"
    r"[协学商]会|联合会|基金会|红十字会|[管居村]委会|指挥部|领导小组|工作组|专班|小组|街道|社区|[支大总]队|残联|妇联|团委|工会|科协|"
    r"文联|社联|工商联|党委|党组|党工委|法院|检察院|银行|各地|各级|成员|基地|园区|[开高经].{0,2}区|团体|方|"
    r"[局委办科股处室院站所会部厅署组队馆社校园团镇乡县市区旗盟州省村行台]|"
    r"局长|院长|主任|书记|[科股处站所组]长|负责人|责任人|负责同志|同志|领导|班子成员|医师|医生"
)
_END = re.compile(rf"(?:{_ENDINGS})(?:\([^()]{{1,40}}\))?$")
_ETC = re.compile(
    r"(?<![中高初同平优])等(?:[\d一二三四五六七八九十]+)?(?:个|家)?(?:有关|相关|其他|[省市县区]直|[市县区委局]属|医疗|卫生)*"
    r"(?:部门|单位|科室|股室|处室|机构|成员单位|医院|地|企业)?$"
)
_GROUP = re.compile(
    r"各|有关|相关|其他|其它|所属|直属|成员单位|[省市县区州盟旗]直|局属|委属|辖区|全[省市县区]|两级|三级|基层医疗"
)
_JOINT = re.compile(r"以及|会同|和|与|及(?!其)|同")
# 各乡镇党委、政府 and 县委和县政府 are written as one body of a place.
_SHARED_HALF = re.compile(r"(?:党委|党工委)$")
_OTHER_HALF = re.compile(r"[、和与及](?:人民)?政府(?:$|(?=[、,;/\n]))")
_SIGN = re.compile(r"[()、,;/\n]")
_PLACE = re.compile(r"[^各、()]{1,7}(?:区|县|市|旗|镇|乡|盟|州|省)")
_PLACED_BODY = re.compile(
    r"[^各、()省市县区]{1,7}(?:区|县|市|旗|镇|乡|盟|州)(?!直|委|级|妇|疾|卫|中|人民医)[^、()]{2,}"
)
# 各县（市）、区人民政府 is one group, not two.
_EVERY_PLACE = re.compile(r"各(?:县|市|区|旗|乡镇|镇|乡|设区市)(?:\([^()]{1,6}\))?")
_PLAIN_BODY = re.compile(
    r"(?:区|县|市|旗|街道|办事处|乡|镇)(?:\([^()]{1,6}\))?(?:人民政府|政府|卫生健康[局委]|卫健[局委]|办事处|管委会)?"
)
_SHARED_BODY = re.compile(r"领导小组|成员单位|各|有关|相关|管委会|指挥部|党工委")
_NOISE = re.compile(r"[\d\-+*]{7,}|(?:联系)?电话:?|^[\s:,、;。(]+|[\s:,、;。]+$")
_LEADING = re.compile(r"^(?:由|请|以(?!下)|及|和|与|其中|责任单位为|分别由|主要由|具体由)")
_SENTENCE_LIKE = re.compile(
    r"[。!?“”]|建设|开展|推进|完善|加强|提高|提升|实现|落实|达到|健全|制定|确保|组织(?!部|处|科|办)"
)
MAX_NAME = 36


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a folded text.

    Attributes:
        text: the name, folded.
        start, end: its range in the folded text.
        is_group: stands for several units.
        is_open: followed by 等.
    """

    text: str
    start: int
    end: int
    is_group: bool = False
    is_open: bool = False


# The same few units own most items of a plan, and each is asked about several times.
@lru_cache(maxsize=4096)
def is_unit(words: str, roster: Roster) -> bool:
    """Tell whether folded words read like the name of a unit, a post or a group of units."""
    if roster.knows(words):
        return True
    words = _ETC.sub("", words)
    return 2 <= len(words) <= MAX_NAME and _END.search(words) is not None and not _SENTENCE_LIKE.search(words)


def split_names(folded: Folded, start: int, end: int, roster: Roster) -> list[Name]:
    """Return the names in a range of a folded text that is a list of units and nothing else."""
    pieces = list(_merged(_cut(folded, start, end), folded.text))
    names = []
    for first, last in pieces:
        for name_start, name_end in _joined(folded.text, first, last, roster):
            name = _clean(folded.text, name_start, name_end)
            if name is not None:
                names.append(name)
    return names


def _cut(folded: Folded, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at separators outside brackets, and at blanks between two whole names."""
    text = folded.text
    gaps = _gap_count(folded, start, end)
    # Blanks after every second character are a way of spacing a line, no separators.
    has_gaps = 0 < gaps <= (end - start) / 3
    depth, first = 0, start
    for position in range(start, end) if has_gaps else _sign_positions(text, start, end):
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and _SHARED_HALF.search(text[first:position]) and _OTHER_HALF.match(text, position, end):
            continue
        elif depth == 0 and (character in "、,;/\n" or (has_gaps and _is_gap(folded, first, position, end))):
            separator = 1 if character in "、,;/\n" else 0
            if position > first:
                yield first, position
            first = position + separator
    if end > first:
        yield first, end


def _sign_positions(text: str, start: int, end: int) -> Iterator[int]:
    return (sign.start() for sign in _SIGN.finditer(text, start, end))


def _gap_count(folded: Folded, start: int, end: int) -> int:
    """Return how many places of a range have blanks before them in the document."""
    origin = folded.origin
    if end <= start or origin[end - 1] - origin[start] == end - 1 - start:
        return 0
    return sum(1 for at in range(start + 1, end) if origin[at] - origin[at - 1] > 1)


def _is_gap(folded: Folded, first: int, position: int, end: int) -> bool:
    """Tell whether blanks stand before a position and a whole name ends there."""
    origin = folded.origin
    if position <= first or origin[position] - origin[position - 1] <= 1:
        return False
    before = folded.text[first:position]
    after = re.split(r"[、,;/\n(]", folded.text[position:end], maxsplit=1)[0]
    return len(before) >= 2 and len(after) >= 2 and _END.search(before) is not None


def _merged(pieces: Iterator[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Put a place back before the body it shares with the next place (甲区、乙区管委会)."""
    waiting: tuple[int, int] | None = None
    for first, last in pieces:
        words = text[first:last]
        begin = first
        if waiting is not None:
            first_words = text[waiting[0] : waiting[1]]
            shares = _PLACED_BODY.match(words) and _SHARED_BODY.search(words)
            if _EVERY_PLACE.fullmatch(first_words):
                shares = _PLAIN_BODY.fullmatch(words)
            if shares and text[waiting[1] : first] == "、":
                begin = waiting[0]
            else:
                yield waiting
        waiting = None
        if _PLACE.fullmatch(words) or _EVERY_PLACE.fullmatch(words):
            waiting = (begin, last)
        else:
            yield begin, last
    if waiting is not None:
        yield waiting


def _joined(text: str, start: int, end: int, roster: Roster) -> Iterator[tuple[int, int]]:
    """Cut at 和, 与, 及 only where whole names stand on both sides."""
    words = text[start:end]
    if not roster.knows(words):
        for joint in _JOINT.finditer(words):
            before, after = words[: joint.start()], words[joint.end() :]
            if words.count("(", 0, joint.start()) != words.count(")", 0, joint.start()):
                continue
            if _SHARED_HALF.search(before) and _OTHER_HALF.match(words, joint.start()):
                continue
            if len(before) >= 2 and len(after) >= 2 and is_unit(before, roster) and is_unit(after, roster):
                yield start, start + joint.start()
                yield from _joined(text, start + joint.end(), end, roster)
                return
    yield start, end


def _clean(text: str, start: int, end: int) -> Name | None:
    words = text[start:end]
    noise = _NOISE.search(words)
    while noise is not None:
        if noise.start() == 0:
            start += noise.end()
        else:
            end = start + noise.start()
        words = text[start:end]
        noise = _NOISE.search(words)
    leading = _LEADING.match(words)
    if leading and len(words) > leading.end() + 1:
        start += leading.end()
    etc = _ETC.search(text[start:end])
    if etc and etc.start() >= 2:
        end = start + etc.start()
    elif etc and etc.start() == 0:
        return None
    words = text[start:end]
    if not 2 <= len(words) <= MAX_NAME:
        return None
    return Name(words, start, end, _GROUP.search(words) is not None, etc is not None)
