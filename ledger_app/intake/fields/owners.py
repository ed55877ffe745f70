"""Owners of an item: from brackets, labelled fields and sentences, with the part each unit plays.

Source: docs/domain.md section 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ledger_app.intake.fields.deadline_patterns import POINT
from ledger_app.intake.fields.labelled import Field, find_fields
from ledger_app.intake.fields.owner_blocks import TIME_ONLY, Block, blocks_of, every_name, unit_names
from ledger_app.intake.fields.owner_names import is_unit
from ledger_app.intake.fields.owner_sentences import sentence_blocks
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import OwnerRole, ProposedOwner, Reading
from ledger_app.intake.roster import Roster

_OWNER_WORDS = re.compile(r"负责(?!人|同志)|牵头|配合|责任(?:单位|部门|科室|股室|处室|主体)|按职责|承办|主办|协办")
# Words that are duties only behind units: （县卫健局为主，县教体局协助）, but not （坚持预防为主）.
_WEAK_OWNER_WORDS = re.compile(r"(?:为主|为辅|协助|参与|参加|落实|组织实施|承担|办理|协同|支持)(?=[,;、]|$)")
_OWNER_KINDS: dict[str, OwnerRole] = {"lead": "lead", "cooperate": "cooperate", "responsible": "responsible"}
_PLAIN_PLACES = re.compile(
    r"(?:乡镇|镇街|城乡|街道|中心|公立|民营|县级|二级|三级|一级|基层|村|社区)*(?:卫生院|村卫生室|卫生室|社区卫生服务中心|社区卫生服务站|医院|医疗机构|医疗卫生机构|卫生机构|学校|企业|诊所|机构|中小学校?|幼儿园|地区|办公室|窗口)"
)
_STATEMENT_END = re.compile(r"[;。\n)]")
_ITEM_NUMBER = re.compile(r"\([^()]{1,4}\)|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、)]|[①-⑳]")
_DUTY = re.compile(r"[。:\n]+(?:负责|牵头|承担|要|应|按|做好|会同|配合|协助|组织|指导)")
_BRACKET_SIGN = re.compile(r"[()\n]")
_OFFICE = re.compile(r"[科股处]$|办公室$|[^卫务]室$")
_MAX_OWNERS = 40


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
        blocks = list(sentence_blocks(folded, roster))
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
    names = unit_names(folded, start, end, roster)
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
    fields = [field for field in find_fields(folded.text) if field.kind in _OWNER_KINDS]
    end = fields[0].start if fields else len(folded.text)
    return [*blocks_of(folded, (0, end), base, roster, every_name), *_field_blocks(folded, fields, roster)]


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
        role = _OWNER_KINDS.get(field.kind)
        if role is None:
            continue
        base = Block((), role, f"写明“{field.label}”", 0.97)
        yield from blocks_of(folded, (field.value_start, field.value_end), base, roster, every_name)
        yield from _further_units(folded, field.value_end, base, roster)


def _further_units(folded: Folded, end: int, base: Block, roster: Roster) -> Iterator[Block]:
    """Yield the units that a labelled list goes on with after a semicolon (责任单位：甲股；各乡镇卫生院)."""
    text = folded.text
    while text.startswith(";", end):
        stop = _STATEMENT_END.search(text, end + 1)
        last = stop.start() if stop else len(text)
        # Behind a colon another label's list begins.
        names = () if ":" in text[end:last] else unit_names(folded, end + 1, last, roster)
        if not names:
            return
        yield replace(base, names=names)
        end = last


def _bracket_blocks(folded: Folded, fields: Sequence[Field], roster: Roster) -> Iterator[Block]:
    text = folded.text
    for start, end in _brackets(text):
        inner = text[start + 1 : end]
        if any(field.value_start <= start < field.value_end for field in fields if field.kind in _OWNER_KINDS):
            continue  # 责任单位：各镇人民政府（街道办事处）
        if any(start <= field.start < end for field in fields if field.kind in _OWNER_KINDS):
            rest = inner.split(":", 1)[0]
            if not _OWNER_WORDS.search(rest) or "、" not in rest:
                continue
        marked = _OWNER_WORDS.search(inner) is not None or _is_weakly_marked(folded, start, end, roster)
        if not marked and not _is_owner_place(text, start, end, roster):
            continue
        reason = "括号内写明责任单位" if marked else "句末括号内是单位名称"
        base = Block((), "responsible", reason, 0.95 if marked else 0.85)
        yield from blocks_of(folded, (start + 1, end), base, roster, unit_names)


def _is_weakly_marked(folded: Folded, start: int, end: int, roster: Roster) -> bool:
    if _WEAK_OWNER_WORDS.search(folded.text, start + 1, end) is None:
        return False
    blocks = list(blocks_of(folded, (start + 1, end), Block((), "responsible", "", 0.0), roster, unit_names))
    return bool(blocks) and all(is_unit(name.text, roster) for block in blocks for name in block.names)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost brackets that close, as the positions of their two signs."""
    depth, first = 0, -1
    for sign in _BRACKET_SIGN.finditer(text):
        character = sign.group()
        if character == "(":
            if depth == 0:
                first = sign.start()
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if depth == 0:
                yield first, sign.start()
        elif character == "\n":
            depth = 0


def _is_owner_place(text: str, start: int, end: int, roster: Roster) -> bool:
    """Tell whether a bracket without any word of duty stands where owners stand, and holds only units."""
    parts = [part for part in re.split(r"[、,;/]", text[start + 1 : end]) if part]
    units = [part for part in parts if not TIME_ONLY.fullmatch(part) and not POINT.fullmatch(part)]
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
