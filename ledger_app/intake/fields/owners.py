"""Owners of an item: from brackets, labelled fields and sentences, with the part each unit plays.

Source: docs/domain.md section 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ledger_app.intake.fields.deadline_patterns import POINT
from ledger_app.intake.fields.labelled import Field
from ledger_app.intake.fields.owner_names import Name, is_unit, split_names
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import OwnerRole, ProposedOwner, Reading
from ledger_app.intake.roster import Roster

FIRST_LEADS = re.compile(
    r"(?:责任单位|责任部门|其中)?[,:]?(?:列|排|排列|位列|排名|名列)?(?:在)?(?:第一位|首位|第一个?|最前面?|第1位?)的?"
    r"(?:责任)?(?:单位|部门|科室|股室|处室|者|的)*(?:为|是|即为|作为)(?:总)?(?:牵头|汇总|主办|主要责任|第一责任)(?:单位|部门|科室|股室|处室|者)?(?:,?下同)?"
)
_NOT_A_VERB = r"(?!人|办|组|单位|部门|科|处|股|同志|领导|小组|机构|:)"
_VERB = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:(?:按照?|根据|依据|依照|结合)(?:各自|本单位|本部门|部门)?(?:的)?(?:工作)?(?:职责|职能|分工|任务)(?:分工|范围|范围内|任务|要求)?)?"
    r"(?:分别|共同|具体|协同|协作|联合|密切|做好|抓好|总|各自|分工)?"
    rf"(?:牵头|负责|配合|协助|协办|主办|承办|参与|参加|落实|实施|支持|推进|办理|执行|抓好){_NOT_A_VERB}"
    r"(?:负责|落实|实施|推进|组织|抓好|配合|办理|工作|做好|协调|完成|指导|牵头|执行|参与)*"
    r"|(?:按照?|根据|依据|依照)(?:各自)?(?:职责|职能)(?:分工)?"
)
_OWNER_WORDS = re.compile(r"负责(?!人|同志)|牵头|配合|责任(?:单位|部门|科室|股室|处室|主体)|按职责|承办|主办|协办")
_SUBJECT = re.compile(
    r"(?:^|(?<=[。;:,\n]))(?:由)?(?P<names>[^,。;:!?()\n“”《》]{2,40}?)(?P<verb>牵头|负责)(?!人|同志)"
)
_BY_WHOM = re.compile(
    r"由(?P<names>[^,。;:!?\n“”《》]{2,60}?)(?P<verb>(?:具体|共同|分别|统一)?(?:牵头|负责|承担|组织实施|主办|承办))(?!人|同志|主任|院长)"
)
_HELPERS = re.compile(
    r"[,、](?P<names>[^,。;:!?\n“”《》]{2,60}?)(?P<verb>(?:协助)?(?:配合|参与|协助|协办|参加))(?=[,。;\n)]|$)"
)
_PLAIN_PLACES = re.compile(
    r"(?:乡镇|镇街|城乡|街道|中心|公立|民营|县级|二级|三级|一级|基层|村|社区)*(?:卫生院|村卫生室|卫生室|社区卫生服务中心|社区卫生服务站|医院|医疗机构|医疗卫生机构|卫生机构|学校|企业|诊所|机构|中小学校?|幼儿园|地区|办公室|窗口)"
)
_ITEM_NUMBER = re.compile(r"\([^()]{1,4}\)|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、)]|[①-⑳]")
_DUTY = re.compile(r"[。:\n]+(?:负责|牵头|承担|要|应|按|做好|会同|配合|协助|组织|指导)")
_OFFICE = re.compile(r"[科股处]$|办公室$|[^卫务]室$")
_TIME_ONLY = re.compile(r"[^、]*(?:长期|持续|常态|全年|推进|完成|启动|底前|月前|时限).*|\d[\d年月日\-./前底]*")
_NO_NAME = re.compile(r"^(?:等|按|下同|其中|具体)+$|均需|需由|以下|不再|^下均|如下|下同$")
_MAX_OWNERS = 40


@dataclass(frozen=True, slots=True)
class Block:
    """Units with one part in the work.

    Attributes:
        names: the units in the order printed.
        role: their part.
        reason: Chinese; how it was read.
        confidence: 0 to 1.
    """

    names: tuple[Name, ...]
    role: OwnerRole
    reason: str
    confidence: float


_Keep = Callable[[Folded, int, int, Roster], tuple[Name, ...]]


def read_owners(
    folded: Folded, fields: Sequence[Field], roster: Roster, *, first_leads: bool
) -> tuple[list[ProposedOwner], bool]:
    """Return the owners named in a text and whether their list is left open with 等.

    Args:
        folded: the item's own text.
        fields: its labelled fields.
        roster: known names.
        first_leads: the document says that the first unit named leads.
    """
    blocks = [*_field_blocks(folded, fields, roster), *_bracket_blocks(folded, fields, roster)]
    if not blocks:
        blocks = list(_sentence_blocks(folded, roster))
    return owners_of(folded, blocks, first_leads=first_leads)


def read_title(folded: Folded, end: int, roster: Roster) -> list[ProposedOwner]:
    """Return the units that are all of an item's title (县财政局。负责落实补助资金).

    Args:
        folded: the item's own text.
        end: where its title ends.
        roster: known names.
    """
    number = _ITEM_NUMBER.match(folded.text)
    start = number.end() if number else 0
    if end <= start or not _DUTY.match(folded.text, end):
        return []
    names = _unit_names(folded, start, end, roster)
    return owners_of(folded, [Block(names, "responsible", "标题就是单位名称", 0.85)], first_leads=False)[0]


def read_marked(folded: Folded, fields: Sequence[Field], roster: Roster) -> list[ProposedOwner]:
    """Return the owners that a heading names for everything under it."""
    blocks = [*_field_blocks(folded, fields, roster), *_bracket_blocks(folded, fields, roster)]
    return owners_of(folded, blocks, first_leads=False)[0]


def read_cell(folded: Folded, role: OwnerRole, roster: Roster) -> list[Block]:
    """Return the owners in a table's owner cell; the column's role holds unless the cell says otherwise."""
    if not folded.text.strip("\n-/无〃"):
        return []
    base = Block((), role, "表格责任单位栏", 0.97)
    return list(_blocks(folded, (0, len(folded.text)), base, roster, _every_name))


def owners_of(folded: Folded, blocks: Iterable[Block], *, first_leads: bool) -> tuple[list[ProposedOwner], bool]:
    """Return blocks as owners, each name once, and whether a list is open.

    Args:
        folded: the text the blocks point into.
        blocks: in reading order.
        first_leads: the first unit leads where no unit is marked as leading.
    """
    found: dict[str, ProposedOwner] = {}
    is_open = False
    for block in blocks:
        for name in block.names:
            is_open = is_open or name.is_open
            if name.text in found or len(found) >= _MAX_OWNERS:
                continue
            reading = Reading(
                folded.raw(name.start, name.end), folded.place(name.start, name.end), block.reason, block.confidence
            )
            printed = re.sub(r"[\s\u2028]+", "", reading.raw)
            found[name.text] = ProposedOwner(printed, block.role, reading, name.is_group)
    owners = list(found.values())
    if first_leads and owners and all(owner.role == "responsible" for owner in owners):
        owners[0] = leading(owners[0])
    return owners, is_open


def leading(owner: ProposedOwner) -> ProposedOwner:
    """Return an owner as the one that leads by the document's own rule."""
    reading = replace(owner.reading, reason="文中规定列第一位的为牵头单位")
    return replace(owner, role="lead", reading=reading)


def _field_blocks(folded: Folded, fields: Sequence[Field], roster: Roster) -> Iterator[Block]:
    for field in fields:
        if field.kind not in ("lead", "cooperate", "responsible"):
            continue
        base = Block((), field.kind, f"写明“{field.label}”", 0.97)
        yield from _blocks(folded, (field.value_start, field.value_end), base, roster, _every_name)


def _bracket_blocks(folded: Folded, fields: Sequence[Field], roster: Roster) -> Iterator[Block]:
    text = folded.text
    for start, end in _brackets(text):
        inner = text[start + 1 : end]
        if any(start <= field.start < end for field in fields if field.kind in ("lead", "cooperate", "responsible")):
            rest = inner.split(":", 1)[0]
            if not _OWNER_WORDS.search(rest) or "、" not in rest:
                continue
        marked = _OWNER_WORDS.search(inner) is not None
        if not marked and not _is_owner_place(text, start, end, roster):
            continue
        reason = "括号内写明责任单位" if marked else "句末括号内是单位名称"
        base = Block((), "responsible", reason, 0.95 if marked else 0.85)
        yield from _blocks(folded, (start + 1, end), base, roster, _unit_names)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost brackets that close, as the positions of their two signs."""
    depth, first = 0, -1
    for position, character in enumerate(text):
        if character == "(":
            if depth == 0:
                first = position
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if depth == 0:
                yield first, position
        elif character == "\n" and depth:
            depth = 0


def _is_owner_place(text: str, start: int, end: int, roster: Roster) -> bool:
    """Tell whether a bracket without any word of duty stands where owners stand, and holds only units."""
    parts = [part for part in re.split(r"[、,;/]", text[start + 1 : end]) if part]
    units = [part for part in parts if not _TIME_ONLY.fullmatch(part) and not POINT.fullmatch(part)]
    if not units or not all(is_unit(part, roster) or _joined_units(part, roster) for part in units):
        return False
    before = text[start - 1] if start else "\n"
    after = text[end + 1] if end + 1 < len(text) else "\n"
    if before in "。;\n":
        return True
    if after not in "。;\n" or after == ";":
        return False
    if not _ends_paragraph(text, end) or all(_PLAIN_PLACES.fullmatch(part) for part in units):
        return False
    # 门诊部 in "医院（门诊部）。" explains the word before it; an office of the bureau there is an owner.
    return not is_unit(text[max(0, start - 4) : start], roster) or any(_OFFICE.search(part) for part in units)


def _ends_paragraph(text: str, end: int) -> bool:
    return text[end + 1 : end + 3].strip("。;") in ("", "\n") or text.startswith("\n", end + 1)


def _joined_units(part: str, roster: Roster) -> bool:
    return all(is_unit(piece, roster) for piece in re.split(r"[和与及]", part) if piece)


def _sentence_blocks(folded: Folded, roster: Roster) -> Iterator[Block]:
    """Yield the owners of sentences like 由甲科牵头，乙科配合 or 甲科负责……."""
    text = folded.text
    for pattern, reason, confidence in ((_BY_WHOM, "句中写明“由…负责”", 0.85), (_SUBJECT, "句中写明“…负责”", 0.7)):
        found = False
        for match in pattern.finditer(text):
            names = _unit_names(folded, match.start("names"), match.end("names"), roster)
            if not names:
                continue
            found = True
            role: OwnerRole = "lead" if match["verb"].endswith("牵头") or match["verb"] == "主办" else "responsible"
            yield Block(names, role, reason, confidence)
            helpers = _HELPERS.match(text, match.end())
            if helpers:
                helping = _unit_names(folded, helpers.start("names"), helpers.end("names"), roster)
                if helping:
                    yield Block(helping, "cooperate", reason, confidence)
        if found:
            return


def _every_name(folded: Folded, start: int, end: int, roster: Roster) -> tuple[Name, ...]:
    names = split_names(folded, start, end, roster)
    return tuple(name for name in names if not _is_time(name.text, roster) and not _NO_NAME.search(name.text))


def _unit_names(folded: Folded, start: int, end: int, roster: Roster) -> tuple[Name, ...]:
    names = _every_name(folded, start, end, roster)
    return names if names and all(is_unit(name.text, roster) for name in names) else ()


def _is_time(words: str, roster: Roster) -> bool:
    if is_unit(words, roster):
        return False
    return _TIME_ONLY.fullmatch(words) is not None or POINT.fullmatch(words) is not None


def _blocks(folded: Folded, span: tuple[int, int], base: Block, roster: Roster, keep: _Keep) -> Iterator[Block]:
    """Yield the units in a range that is nothing but an owner statement.

    Args:
        folded: the text.
        span: the range.
        base: gives role, reason and confidence to units without a word of their own.
        roster: known names.
        keep: which names count where no word of duty follows them.
    """
    text = folded.text
    for first, last in _statements(text, *span):
        position, has_verb = first, False
        for verb in _VERB.finditer(text, first, last):
            if verb.end() < last and text[verb.end()] not in ",、;。)和及与":
                continue
            role = _role(verb.group(), base.role)
            is_note = verb.start() > position and text[verb.start() - 1] == "(" and text.startswith(")", verb.end())
            names = _every_name(folded, position, verb.start() - is_note, roster)
            if names and is_note:
                # 甲局（牵头）、乙局: the note is about the last name only.
                yield replace(base, names=names[:-1])
                names = names[-1:]
            if names:
                # 等 may stand in the words of duty: 甲局、乙局等部门按职责分工负责.
                names = (*names[:-1], replace(names[-1], is_open=names[-1].is_open or verb.group().startswith("等")))
                yield replace(base, names=names, role=role)
            position, has_verb = verb.end() + is_note, True
        names = (_unit_names if has_verb else keep)(folded, position, last, roster)
        if names:
            yield replace(base, names=names)


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between stops outside brackets, without the sentence that says who leads."""
    rule = FIRST_LEADS.search(text, start, end)
    if rule is not None:
        yield from _statements(text, start, rule.start())
        yield from _statements(text, rule.end(), end)
        return
    depth, first = 0, start
    for position in range(start, end):
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and character in ";。":
            if position > first:
                yield first, position
            first = position + 1
    if end > first:
        yield first, end


def _role(verb: str, usual: OwnerRole) -> OwnerRole:
    if "牵头" in verb or "主办" in verb:
        return "lead"
    if re.search(r"配合|协助|协办|参与|参加|支持", verb):
        return "cooperate"
    return usual
