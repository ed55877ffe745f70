"""Read the source of one topic: a strict, small markup, so that a slip of the pen is found when the tests run.

A source is UTF-8 text of these lines:

    # Title                      once, first
    ## Heading {#anchor}         or ###; the anchor may be left out
    text                         lines up to a blank one are a paragraph
    > 提示：text  > 注意：text    a note, a warning
    - item    1. step            two blanks before a line continue the item
    | a | b |                    a table; its second line is |---|---|
    ![caption](file.png)         a picture of the program
    {{errors DB}}                text made by the program (generated.py)

Within text: **bold**, `code`, 【name on the screen】, {Ctrl+I} a key, [words](topic#anchor) a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ledger_app.manual.blocks import Block, Figure, Heading, Listing, Paragraph, Span, SpanKind, Spans, Table, Topic

Expand = Callable[[str], Sequence[Block]]
"""Words of a directive -> the blocks that stand in its place; raises `ValueError` for words it does not know."""

_HEADING = re.compile(r"(#{2,3}) (.+?)(?: \{#([\w-]+)\})?")
_FIGURE = re.compile(r"!\[([^\]]+)\]\(([\w-]+\.png)\)")
_DIRECTIVE = re.compile(r"\{\{([\w -]+)\}\}")
_ITEM = re.compile(r"(?:(-)|\d+\.) (.+)")
_NOTES = {"> 提示：": "note", "> 注意：": "warning"}
_RULE = re.compile(r"\|(?:-+\|)+")
_INLINE = re.compile(
    r"\*\*(?P<bold>[^*]+)\*\*|`(?P<code>[^`]+)`|【(?P<button>[^【】]+)】|\{(?P<key>[^{}]+)\}"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<target>[\w-]+(?:#[\w-]+)?)\)"
)
_KINDS: dict[str, SpanKind] = {"bold": "bold", "code": "code", "button": "button", "key": "key"}
_LEFT_OVER = re.compile(r"\*\*|`|【|】|\{|\}|\]\(")
# Lines of a source are broken for the writer's sake: between two Chinese characters the break is nothing.
_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef“”…—·])\n|\n(?=[\u2e80-\u9fff\uff00-\uffef“”…—·])")


class MarkupError(ValueError):
    """A source that does not follow the markup; the message names topic, line and fault."""


def parse_topic(topic_id: str, text: str, expand: Expand) -> Topic:
    """Return the topic that a source describes.

    Args:
        topic_id: its id, for anchors and messages.
        text: the source.
        expand: makes the blocks of `{{...}}` lines.

    Raises:
        MarkupError: a line that is none of the known forms, or an inline mark that is not closed.
    """
    return _Reader(topic_id, text, expand).read()


def parse_spans(text: str) -> Spans:
    """Return the spans of a text with inline marks.

    Raises:
        MarkupError: a mark is not closed.
    """
    text = _BREAK.sub("", text).replace("\n", " ")
    spans: list[Span] = []
    at = 0
    for match in _INLINE.finditer(text):
        spans += _words(text[at : match.start()])
        at = match.end()
        kind = match.lastgroup
        if kind == "target":
            spans.append(Span(match["link"], "link", match["target"]))
        else:
            spans.append(Span(match[0].strip("*`【】{}"), _KINDS[kind or ""]))
    return (*spans, *_words(text[at:]))


def _words(text: str) -> list[Span]:
    if left := _LEFT_OVER.search(text):
        message = f"“{left[0]}”没有配对：{text.strip()}"
        raise MarkupError(message)
    return [Span(text)] if text else []


class _Reader:
    """One source on its way to blocks."""

    def __init__(self, topic_id: str, text: str, expand: Expand) -> None:
        self.topic_id = topic_id
        self.lines = text.rstrip("\n").split("\n")
        self.at = 0
        self.expand = expand
        self.anchors: set[str] = set()

    def read(self) -> Topic:
        """Return the topic."""
        first = self.lines[0]
        if not first.startswith("# ") or not first[2:].strip():
            raise self._fault("第一行要写成“# 标题”")
        self.at = 1
        try:
            return Topic(self.topic_id, first[2:].strip(), tuple(self._blocks()))
        except MarkupError:
            raise
        except ValueError as error:
            raise self._fault(str(error)) from error

    def _fault(self, why: str) -> MarkupError:
        return MarkupError(f"{self.topic_id}.md 第 {self.at + 1} 行：{why}")

    def _blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif line.startswith("#"):
                yield self._heading(line)
            elif line.startswith("{{"):
                yield from self._directive(line)
            elif line.startswith("!["):
                yield self._figure(line)
            elif line.startswith("|"):
                yield self._table()
            elif _ITEM.fullmatch(line):
                yield self._listing()
            elif line.startswith(">"):
                yield self._note(line)
            else:
                yield Paragraph(self._spans("\n".join(self._taken(self._is_prose))))

    def _heading(self, line: str) -> Heading:
        match = _HEADING.fullmatch(line)
        if match is None:
            raise self._fault("标题要写成“## 标题”或“### 标题 {#anchor}”")
        anchor = match[3] or f"s{len(self.anchors) + 1}"
        if anchor in self.anchors:
            raise self._fault(f"锚点 {anchor} 重复")
        self.anchors.add(anchor)
        self.at += 1
        return Heading(len(match[1]), match[2], anchor)

    def _directive(self, line: str) -> Sequence[Block]:
        match = _DIRECTIVE.fullmatch(line)
        if match is None:
            raise self._fault("自动生成的部分要写成“{{errors DB}}”")
        blocks = self.expand(match[1])
        self.at += 1
        return blocks

    def _figure(self, line: str) -> Figure:
        match = _FIGURE.fullmatch(line)
        if match is None:
            raise self._fault("图片要写成“![图注](文件.png)”")
        self.at += 1
        return Figure(match[2], match[1])

    def _table(self) -> Table:
        lines = self._taken(lambda line: line.startswith("|"))
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
        if len(lines) < 3 or not _RULE.fullmatch(lines[1].replace(" ", "")):
            raise self._fault("表格至少要有表头、分隔行和一行内容")
        if len({len(row) for row in rows}) > 1:
            raise self._fault("表格各行的列数不同")
        return Table(tuple(rows[0]), tuple(tuple(self._spans(cell) for cell in row) for row in rows[2:]))

    def _listing(self) -> Listing:
        items: list[str] = []
        first = _ITEM.fullmatch(self.lines[self.at])
        is_ordered = first is not None and first[1] is None
        for line in self._taken(lambda line: bool(_ITEM.fullmatch(line)) or line.startswith("  ")):
            match = _ITEM.fullmatch(line)
            if match is None:
                items[-1] += f"\n{line.strip()}"
            elif (match[1] is None) != is_ordered:
                raise self._fault("“-”和“1.”不能在同一个列表里")
            else:
                items.append(match[2])
        return Listing(tuple(self._spans(item) for item in items), is_ordered)

    def _note(self, line: str) -> Paragraph:
        for begin, kind in _NOTES.items():
            if line.startswith(begin):
                lines = self._taken(lambda one: one.startswith(">"))
                text = "\n".join(one.removeprefix(begin).removeprefix(">").strip() for one in lines)
                return Paragraph(self._spans(text), "note" if kind == "note" else "warning")
        raise self._fault("提示要写成“> 提示：”或“> 注意：”")

    def _taken(self, belongs: Callable[[str], bool]) -> list[str]:
        """Take the current line and those after it that belong to it."""
        begin = self.at
        self.at += 1
        while self.at < len(self.lines) and belongs(self.lines[self.at]):
            self.at += 1
        return self.lines[begin : self.at]

    def _is_prose(self, line: str) -> bool:
        return bool(line.strip()) and not line.startswith(("#", "{{", "![", "|", ">")) and not _ITEM.fullmatch(line)

    def _spans(self, text: str) -> Spans:
        try:
            return parse_spans(text)
        except MarkupError as fault:
            raise self._fault(str(fault)) from fault
