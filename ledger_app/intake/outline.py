"""The outline of one part of a file: a tree of numbered headings with the paragraphs under them.

`read_outline` turns the lines of a part into nodes; `listed` walks them in reading order as the items they are:
leaves, headings that have text of their own, unnumbered paragraphs before and after.  Not here: what an item
says (fields).  Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ledger_app.intake import outline_levels
from ledger_app.intake import outline_marks as marks
from ledger_app.intake.document import Table
from ledger_app.intake.fields.labelled import kind_of_label
from ledger_app.intake.folding import flatten, squeeze
from ledger_app.intake.numbering import Label
from ledger_app.intake.outline_lines import Line
from ledger_app.intake.outline_runs import runs_on, split_runs
from ledger_app.intake.outline_unnumbered import labels_of
from ledger_app.intake.pace import UNTIMED, Pace

Role = Literal["leaf", "branch", "heading", "opening", "closing"]

_OWN_FIELD = re.compile(
    r"[^,。;:]{0,12}(?:单位|部门|科室|股室|处室|时限|时间|领导|责任人|联系人|电话|邮箱|股|科)[:]|[(][^()]*[)]。?$"
)
_SUB_POINT = re.compile(
    r"[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[,，]|首先|其次|再次|最后|-{1,2}|[·●○■◆▲★◇□▪➢√*※]"
)
_CLOSING = re.compile(
    r"各(?!级|类|项)|请|以上|上述|本(?:方案|计划|要点|通知|意见|行动|清单)|将|对(?:于)?|凡|望|附|此|有关|市|区|县"
)
_STAGE_TIME = re.compile(r"^\([^()]*\)[:、]?\s*")
_LONG_TITLE = 34
_COLON_TITLE = re.compile(
    r"(?:[^,。;、:《》()0-9]|\([^()0-9]{1,10}\)){2,20}:(?=.{6})|(?:到)?20\d\d年(?:度|底)?(?:[^,。;、:《》()0-9]{1,8})?:(?=.{6})"
)


@dataclass(slots=True)
class Node:
    """A heading or a numbered paragraph.

    Attributes:
        line: the line it stands in; None for the root.
        label: its number; None for the root and for headings without number.
        level: 0 for the outermost of its plan, -1 for the root.
        title_end: offset in the line where its heading ends.
        name_end: the same without a bracket of owners or dates at the heading's end.
        has_text: something follows the title in the same line, or the line is a whole sentence.
        has_table: a table follows it directly.
        body: the lines under it before the next number.
    """

    line: Line | None = None
    label: Label | None = None
    level: int = -1
    title_end: int = 0
    name_end: int = 0
    has_text: bool = False
    has_table: bool = False
    body: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False)

    @property
    def printed(self) -> str:
        """Return number and title as printed."""
        return "" if self.line is None else _one_line(self.line.text[: self.title_end])

    @property
    def title(self) -> str:
        """Return the title without its number."""
        if self.line is None:
            return ""
        first = self.label.end if self.label else 0
        title = _one_line(self.line.text[first : self.name_end]).rstrip("：:；;，,")
        if self.label is not None and self.label.form == "stage":
            # 第一阶段（4月）：动员部署
            time = _STAGE_TIME.match(flatten(title))
            title = title[time.end() :] or title if time else title
        return title

    @property
    def path(self) -> tuple[Node, ...]:
        """Return the headings above, outermost first."""
        above: list[Node] = []
        node = self.parent
        while node is not None and node.line is not None:
            above.append(node)
            node = node.parent
        return tuple(reversed(above))


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the outline.

    Attributes:
        role: leaf, branch (a heading that is one item with all that stands under it), heading (one with text of its
            own and items under it), opening or closing paragraph.
        node: its node; for opening and closing paragraphs one without label.
        lines: its own lines in reading order, heading included.
    """

    role: Role
    node: Node
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of one part.

    Attributes:
        root: holds the outermost headings.
        opening: unnumbered paragraphs before the first number.
        closing: unnumbered paragraphs after the last item.
    """

    root: Node
    opening: tuple[Line, ...]
    closing: tuple[Line, ...]


def read_outline(body: Sequence[Line | Table], pace: Pace = UNTIMED) -> Outline:
    """Build the tree of a part's lines; its tables are left aside."""
    before_table = {
        entry.start for entry, following in pairwise(body) if isinstance(entry, Line) and isinstance(following, Table)
    }
    lines = split_runs(_prose(body, pace), pace)
    chosen = outline_levels.accepted(labels_of(lines, _numbers(lines, pace), pace), pace)
    levels = outline_levels.ranks([label for label in chosen if label is not None])
    root = Node()
    current = root
    opening: list[Line] = []
    for line, label in pace.over(zip(lines, chosen, strict=True)):
        if label is None:
            (opening if current is root else current.body).append(line)
            continue
        current = _placed(_node(line, label, levels[label.form]), current)
        current.has_table = line.start in before_table
    closing = _closing(current, root)
    return Outline(root, tuple(opening), tuple(closing))


def listed(outline: Outline, form: str = "") -> Iterator[Entry]:
    """Yield the items of an outline in reading order.

    Args:
        outline: the tree.
        form: the form of number whose level is that of the items; what stands deeper belongs to the item above it.
            "" for the deepest headings, and for a form that the outline does not have.
    """
    for line in outline.opening:
        yield Entry("opening", Node(parent=outline.root), (line,))
    yield from _listed_under(outline.root, level_of(outline, form))
    for line in outline.closing:
        yield Entry("closing", Node(parent=outline.root), (line,))


def level_of(outline: Outline, form: str) -> int | None:
    """Return the level of a form of number in an outline, None if it is not there."""
    return next((node.level for node in walked(outline.root) if node.label and node.label.form == form), None)


def walked(root: Node) -> Iterator[Node]:
    """Yield the nodes under a node in reading order."""
    stack = list(reversed(root.children))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _listed_under(node: Node, deepest: int | None) -> Iterator[Entry]:
    stack = list(reversed(node.children))
    while stack:
        child = stack.pop()
        if child.line is None:
            continue
        lines = (child.line, *child.body)
        if not child.children:
            # A heading over a table is the table's name, no work of its own.
            if child.has_text or child.body or not child.has_table:
                yield Entry("leaf", child, lines)
            continue
        if deepest is not None and child.level >= deepest:
            yield Entry("branch", child, (*lines, *_lines_under(child)))
            continue
        if own_text(child):
            yield Entry("heading", child, lines)
        stack.extend(reversed(child.children))


def _lines_under(node: Node) -> Iterator[Line]:
    for below in walked(node):
        if below.line is not None:
            yield from (below.line, *below.body)


def own_text(node: Node) -> str:
    """Return the text a heading has besides its title, "" if it only introduces what follows."""
    if node.line is None:
        return ""
    text = node.line.text[node.title_end :].strip(" 　。．.：:") + "".join(line.text for line in node.body)
    folded = flatten(text).strip()
    if len(folded) < 15 or folded.endswith((":", "以下工作。", "如下。")):
        return ""
    return folded


def _prose(body: Sequence[Line | Table], pace: Pace) -> list[Line]:
    """Return the lines that are text: no signatures, dates, feet."""
    lines = [entry for entry in body if isinstance(entry, Line)]
    words = [line.squeezed for line in lines]
    kept = []
    for index, line in enumerate(pace.over(lines)):
        before = words[index - 1] if index else ""
        after = words[index + 1] if index + 1 < len(lines) else ""
        if marks.is_signed_date(words[index], before) or marks.is_trailer(words[index]):
            continue
        if line.label is None and _is_signature(words[index], after, is_last=index >= len(lines) - 3):
            continue
        if marks.is_document_number_line(words[index]) or marks.is_attachment_list(words[index]):
            continue
        kept.append(line)
    return kept


def _is_signature(words: str, after: str, *, is_last: bool) -> bool:
    if not marks.is_body_name(words):
        return False
    return marks.is_bare_date(after) or marks.is_body_name(after) or (is_last and len(words) <= 40)


def _numbers(lines: Sequence[Line], pace: Pace) -> list[Label | None]:
    return [None if line.label is None or runs_on(line, pace) else line.label for line in pace.over(lines)]


def _node(line: Line, label: Label, level: int) -> Node:
    flat = line.flat
    end = _title_end(flat, label.end)
    bracket = _FIELD_BRACKET.search(flat, label.end, end)
    name_end = bracket.start() if bracket and bracket.start() > label.end else end
    has_text = _is_whole(flat, label.end, end)
    return Node(line, label if label.printed else None, level, end, name_end, has_text)


def _placed(node: Node, current: Node) -> Node:
    """Hang a node under the nearest heading of a lower level and return it."""
    parent = current
    while parent.parent is not None and parent.level >= node.level:
        parent = parent.parent
    node.parent = parent
    parent.children.append(node)
    return node


def _title_end(flat: str, first: int) -> int:
    """Return where a heading ends in its folded line: at its colon, its first stop outside brackets, or the end."""
    colon = _COLON_TITLE.match(flat, first)
    if colon and kind_of_label(squeeze(flat[first : colon.end() - 1])) is None:
        return colon.end() - 1
    depth = 0
    for position in range(first, len(flat)):
        character = flat[position]
        if character in "(“《":
            depth += 1
        elif character in ")”》":
            depth = max(0, depth - 1)
        elif character == "。" and depth == 0:
            return position
    stop = flat.find("。", first)
    return stop if stop >= 0 else len(flat.rstrip())


def _is_whole(flat: str, first: int, end: int) -> bool:
    """Tell whether a line says something besides its title, or its title is a whole sentence."""
    if squeeze(flat[end:]).strip("。") or _FIELD_BRACKET.search(flat, first, end):
        return True
    return len(squeeze(flat[first:end])) > _LONG_TITLE or "," in flat[first:end] or flat[end - 1] in ";!?"


_FIELD_BRACKET = re.compile(
    r"[(](?=[^()]*(?:负责|牵头|配合|单位|科室|股室|处室|部门|时限|落实))(?:[^()]|[(][^()]*[)])*[)][.。;；\s]*$"
)


def _closing(last: Node, root: Node) -> list[Line]:
    """Take the closing paragraphs of a plan off its last item and return them."""
    if last is root or not last.body:
        return []
    others = [node for node in _leaves(root) if node is not last]
    usual = max((_plain_count(node) for node in others if node.has_text == last.has_text), default=0)
    allowed = usual if last.has_text else max(usual, 1)
    closing: list[Line] = []
    plain = _plain_count(last)
    while last.body and plain > (allowed if last.has_text or others else 10**6):
        line = last.body[-1]
        words = line.squeezed
        if not _is_plain(words) or (not last.has_text and not _CLOSING.match(words)):
            break
        closing.append(last.body.pop())
        plain -= 1
    return closing[::-1]


def _leaves(root: Node) -> Iterator[Node]:
    stack = list(root.children)
    while stack:
        node = stack.pop()
        if node.children:
            stack.extend(node.children)
        else:
            yield node


def _plain_count(node: Node) -> int:
    return sum(1 for line in node.body if _is_plain(line.squeezed))


def _is_plain(words: str) -> bool:
    """Tell whether a line is a paragraph and no field, bullet or sub-point of the item above."""
    return not (_OWN_FIELD.match(words) or _SUB_POINT.match(words))


def _one_line(text: str) -> str:
    return text.replace("\n", "").replace("\u2028", "").strip()
