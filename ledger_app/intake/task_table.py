"""Rows of a task table as items: columns by meaning, merged cells, group rows, repeated heads, totals and notes.

Source: docs/domain.md sections 2.2 and 2.3; contract of the extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.document import Table
from ledger_app.intake.folding import flatten, squeeze
from ledger_app.intake.numbering import read_label
from ledger_app.intake.own_ledger.meanings import DEFAULT_LENS, Lens
from ledger_app.intake.pace import UNTIMED, Pace
from ledger_app.intake.table_headers import HOW_IT_GOES, TASK_ROLES, Head, find_head, repeats_head

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|合计:.*|总计:.*)")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|备注说明)\d?[:.、].*|(?:填表|制表|审核|审批|填报|复核|单位负责|分管领导|联系)[^,。]{0,8}:.*"
)
_TIME_ONLY = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:份)?(?:(?:-|~|至|到)+\d{1,2}月(?:份)?)?|[上下]半年|第?[一二三四]季度)"
)
_DITTO = frozenset({"同上", "〃", "″", '"', "“", "”", "同左", "-//-", "//", "..", "同前"})
NOTHING = frozenset({"", "-", "--", "/", "无", "\\"})
_STANDARD = re.compile(r"标准|分值|权重|计分|扣分")
_SHORT = 40
_MANY_SHARED = 0.25


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of a task table that is an item.

    Attributes:
        row: its row in the table, from 0.
        no, path, title: as in ProposedItem.
        cells: (role, head, row, column) of the other cells that say something; the row is the one they are read
            from, which is an earlier one for 同上.
        text_cells: (row, column) of its task and measures cells, in order.
    """

    row: int
    no: str
    path: tuple[str, ...]
    title: str
    cells: tuple[tuple[str, str, int, int], ...]
    text_cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A task table, or several that continue each other.

    Attributes:
        table: where it stands (the first, if it is continued).
        head: its columns.
        title: the line above the head, "" if none.
        rows: its items with the table each stands in.
        notes: (table, row) of notes under it.
    """

    table: Table
    head: Head
    title: str
    rows: tuple[tuple[Table, TaskRow], ...]
    notes: tuple[tuple[Table, int], ...]


@dataclass(slots=True)
class _State:
    groups: list[tuple[str, str]] = field(default_factory=list)
    last: dict[int, tuple[int, str]] = field(default_factory=dict)


def read_task_table(
    table: Table, before: TaskTable | None = None, lens: Lens = DEFAULT_LENS, pace: Pace = UNTIMED
) -> TaskTable | None:
    """Read a table as a task table; one without head continues the one before it.

    Args:
        table: the table.
        before: a task table that stands directly before, None if text stands between.
        lens: what a person, or an earlier answer, says of its columns.
        pace: the clock to look at.

    Returns:
        The table (with the rows of the one before, if it continues it), None if it is no task table.
    """
    head = looked_at(table, lens)
    continues = (
        before is not None and before.table.sheet == table.sheet and len(table.rows[0]) == len(before.head.names)
    )
    if before is not None and continues and (head is None or _is_same_head(table, head, before.head)):
        first = 0 if head is None else head.last + 1
        rows, notes = _rows(table, before.head, first, pace)
        joined = (*before.rows, *((table, row) for row in rows))
        return TaskTable(before.table, before.head, before.title, joined, (*before.notes, *notes))
    if head is None or not (head.is_task_table or (table.sheet is not None and head.is_own_ledger)):
        return None
    rows, notes = _rows(table, head, head.last + 1, pace)
    return TaskTable(table, head, _title(table, head.first), tuple((table, row) for row in rows), tuple(notes))


def looked_at(table: Table, lens: Lens) -> Head | None:
    """Return the head of a table with what its columns are for, None if no row looks like one."""
    head = find_head(table)
    if head is None:
        return None
    meanings = lens.read(table, head.names, head.roles, head.last + 1)
    roles = meanings.roles
    if any(_STANDARD.search(name) for name in head.names) or not HOW_IT_GOES & set(roles):
        # Points that somebody gave are a column of a ledger; a standard to give them by makes a table of scores.
        roles = tuple(
            "score" if role == "score" and told.by == "rule" else now
            for role, now, told in zip(head.roles, roles, meanings.columns, strict=True)
        )
    return replace(head, roles=roles, meanings=meanings)


def _is_same_head(table: Table, head: Head, other: Head) -> bool:
    return repeats_head([squeeze(cell.text) for cell in table.rows[head.first]], other)


def _title(table: Table, stop: int) -> str:
    for cells in table.rows[:stop]:
        texts = list(dict.fromkeys(cell.text.strip() for cell in cells if cell.text.strip()))
        if len(texts) != 1:
            continue
        words = squeeze(texts[0])
        title = marks.attachment_title(words)
        if title:
            return title
        if marks.is_attachment_mark(words) or not marks.is_title_part(words) or ":" in words:
            continue
        return re.sub(r"\s*\n\s*", "", texts[0])
    return ""


def _rows(table: Table, head: Head, first: int, pace: Pace) -> tuple[list[TaskRow], list[tuple[Table, int]]]:
    words = [[squeeze(cell.text) for cell in cells] for cells in pace.over(table.rows)]
    kinds = [row_kind(texts, head) if index >= first else "blank" for index, texts in enumerate(pace.over(words))]
    outer = _outer_columns(table, head, words, kinds)
    state = _State()
    rows: list[TaskRow] = []
    notes: list[tuple[Table, int]] = []
    for index, kind in enumerate(pace.over(kinds)):
        if kind == "note":
            notes.append((table, index))
        elif kind == "group":
            _open_group(state, _group_name(table, index))
        elif kind == "item":
            row = _item(table, index, words[index], head, outer, state)
            if row is not None:
                rows.append(row)
    return rows, notes


def row_kind(texts: Sequence[str], head: Head) -> str:
    """Return what a row is, its cells squeezed: item, group, total, note or blank."""
    filled = [text for text in texts if text]
    if not filled or repeats_head(texts, head):
        return "blank"
    if _TOTAL.fullmatch(filled[0]) or (len(filled) > 1 and _TOTAL.fullmatch(filled[1])):
        return "total"
    if _NOTE.fullmatch(filled[0]):
        return "note"
    if _numbers_columns(filled):
        return "blank"
    distinct = len(set(filled)) if len(filled) <= 3 or filled[0] == filled[-1] or filled[1] == filled[-1] else 9
    if distinct == 1 and not filled[0].isdigit() and (len(filled) > 1 or _alone_is_group(texts, head)):
        return "group"
    if distinct == 2 and _is_group_with_number(texts, head):
        return "group"
    return "item"


def _alone_is_group(texts: Sequence[str], head: Head) -> bool:
    """Tell whether a row with one filled cell is a heading: not where that cell is a task of its own."""
    if len(texts) <= 2:
        return False
    column = next(index for index, text in enumerate(texts) if text)
    role = head.roles[column]
    return role in ("seq", "") or (
        role in TASK_ROLES and len(texts[column]) <= _SHORT and read_label(texts[column]) is not None
    )


def _is_group_with_number(texts: Sequence[str], head: Head) -> bool:
    """Tell whether a row is 一 | 深化医改 | | |: a number of its own kind and one merged name."""
    number = next((text for text, role in zip(texts, head.roles, strict=False) if role == "seq"), "")
    others = {text for text, role in zip(texts, head.roles, strict=False) if text and role != "seq"}
    has_form = re.fullmatch(r"[(]?[一二三四五六七八九十]+[)、.]?", number) is not None
    filled = sum(1 for text in texts if text)
    return has_form and len(others) == 1 and (filled == 2 or filled == len(texts))


def _numbers_columns(filled: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns: 1 2 3 4."""
    return len(filled) >= 4 and [text.strip("()") for text in filled] == [
        str(index + 1) for index in range(len(filled))
    ]


def _group_name(table: Table, index: int) -> str:
    """Return what a group row says: its cell, or its number and its name from two cells, as a heading is printed."""
    texts = list(dict.fromkeys(cell.text.strip() for cell in table.rows[index] if cell.text.strip()))
    if len(texts) == 1:
        return texts[0]
    gap = "" if read_label(texts[0] + texts[1]) else "、"
    return texts[0] + gap + texts[1]


def _open_group(state: _State, text: str) -> None:
    printed = re.sub(r"\s*\n\s*", "", text).strip()
    label = read_label(printed)
    form = label.form if label else ""
    forms = [known for known, _ in state.groups]
    del state.groups[forms.index(form) if form in forms else (0 if not form else len(forms)) :]
    state.groups.append((form, printed))
    state.last.clear()


def _outer_columns(table: Table, head: Head, words: Sequence[Sequence[str]], kinds: Sequence[str]) -> frozenset[int]:
    """Return the task-like columns whose cells are shared by several rows."""
    columns = [column for column, role in enumerate(head.roles) if role in TASK_ROLES]
    items = [index for index, kind in enumerate(kinds) if kind == "item"]
    return frozenset(column for column in columns[:-1] if _shared_part(table, words, items, column) >= _MANY_SHARED)


def _shared_part(table: Table, words: Sequence[Sequence[str]], items: Sequence[int], column: int) -> float:
    shared = 0
    last = ""
    for index in items:
        text = words[index][column]
        if table.rows[index][column].is_merged_copy or (last and (not text or text == last)):
            shared += 1
        last = text or last
    return shared / len(items) if items else 0.0


def _item(
    table: Table, index: int, words: Sequence[str], head: Head, outer: frozenset[int], state: _State
) -> TaskRow | None:
    path = [name for _, name in state.groups]
    texts: list[tuple[int, int]] = []
    others: list[tuple[str, str, int, int]] = []
    number = ""
    for column, role in enumerate(head.roles):
        is_outer = column in outer or role == "area"
        row, known = _source(index, column, words[column], state, fills=is_outer)
        if role == "seq":
            number = number or table.rows[row][column].text.strip()
        elif known in NOTHING:
            continue
        elif is_outer:
            path.append(_flat(table.rows[row][column].text))
        elif role in TASK_ROLES:
            texts.append((row, column))
        else:
            others.append((role, head.names[column], row, column))
    if not texts:
        return None
    if "seq" not in head.roles:
        number = _own_number(table, texts[0])
    title = _item_title(table, texts, head, number)
    if path and _TIME_ONLY.fullmatch(squeeze(title)):
        # One row a month under one task: the month alone says nothing in a list.
        title = f"{path[-1]}（{title}）"
    return TaskRow(index, _flat(number), tuple(dict.fromkeys(path)), title, tuple(others), tuple(texts))


def _own_number(table: Table, place: tuple[int, int]) -> str:
    """Return the number typed before a task in its own cell, "" if there is none."""
    label = read_label(table.rows[place[0]][place[1]].text)
    return label.printed if label is not None and not label.is_doubtful else ""


def _source(index: int, column: int, words: str, state: _State, *, fills: bool) -> tuple[int, str]:
    """Return the row a cell is read from and its words: 同上 and blanks below a shared cell take the one above."""
    known = state.last.get(column)
    if known is not None and (words in _DITTO or (fills and not words)):
        return known
    if words:
        state.last[column] = (index, words)
    return index, words


def _item_title(table: Table, texts: Sequence[tuple[int, int]], head: Head, number: str) -> str:
    """Return the title: the innermost task cell, a short one whole, a long one up to its first stop."""
    named = [place for place in texts if head.roles[place[1]] == "task"] or list(texts)
    row, column = named[-1]
    text = table.rows[row][column].text.strip()
    label = read_label(text)
    if label is not None and (not label.is_doubtful) and ("seq" not in head.roles or label.printed == number):
        text = text[label.end :]
    lines = [line for line in text.split("\n") if line.strip()]
    if (len(lines) > 1 and len(lines[0]) <= _SHORT and flatten(lines[0])[-1] in ":。;") or (
        len(lines) > 1 and read_label(lines[1])
    ):
        text = lines[0]
    flat = _flat(text)
    stop = _first_stop(flat)
    return flat[:stop].rstrip("：:；;") if stop else flat.rstrip("：:；;")


def _first_stop(text: str) -> int:
    """Return where the first sentence ends, 0 if there is no stop outside quotes and brackets."""
    depth = 0
    for position, character in enumerate(flatten(text)):
        if character in "(“《":
            depth += 1
        elif character in ")”》":
            depth = max(0, depth - 1)
        elif character == "。" and depth == 0:
            return position
    return 0


def _flat(text: str) -> str:
    if "\n" not in text:
        return text.strip()
    return re.sub(r"\s*\n\s*", "", text).strip()


def tables_of(
    entries: Sequence[object], lens: Lens = DEFAULT_LENS, pace: Pace = UNTIMED
) -> Iterator[tuple[int, TaskTable]]:
    """Yield the task tables of a part with the index of the entry where each begins."""
    current: TaskTable | None = None
    begun = 0
    for index, entry in enumerate(entries):
        if not isinstance(entry, Table):
            # A line between two halves of one table ends it only if it is more than a page's furniture.
            if current is not None:
                yield begun, current
                current = None
            continue
        read = read_task_table(entry, current, lens, pace)
        if read is None or (current is not None and read.table is not current.table):
            if current is not None:
                yield begun, current
            current, begun = read, index
        else:
            begun = begun if current is not None else index
            current = read
    if current is not None:
        yield begun, current
