"""What the manual says, apart from how it is shown: topics of blocks, blocks of spans.

The window and the PDF are made from these; nothing here knows files, Qt or pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["text", "bold", "button", "key", "code", "link"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text.

    Attributes:
        kind: "button" is the name of something on the screen, without its brackets; "key" a key or combination.
        target: of a link, "topic" or "topic#anchor"; "" otherwise.
    """

    text: str
    kind: SpanKind = "text"
    target: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a topic; level 2 or 3, `anchor` unique within the topic."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a "note" or "warning" stands on a ground of its own."""

    spans: Spans
    kind: Literal["plain", "note", "warning"] = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; ordered ones are steps, counted from 1."""

    items: tuple[Spans, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        head: one text a column.
        rows: one cell a column.
        anchors: one a row where rows can be linked to, else empty.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the program; `file` is a name in the folder of pictures."""

    file: str
    caption: str


Block = Heading | Paragraph | Listing | Table | Figure


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the manual; `id` names its source file and is what links and F1 ask for."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def plain(spans: Spans) -> str:
    """Return what spans say, with the brackets around names on the screen."""
    return "".join(f"【{span.text}】" if span.kind == "button" else span.text for span in spans)


def spans_of(block: Block) -> Iterator[Spans]:
    """Yield every run of spans in a block, in reading order."""
    if isinstance(block, Paragraph):
        yield block.spans
    elif isinstance(block, Listing):
        yield from block.items
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row


def anchors_of(topic: Topic) -> set[str]:
    """Return all anchors that a link into a topic may name."""
    found: set[str] = set()
    for block in topic.blocks:
        if isinstance(block, Heading):
            found.add(block.anchor)
        elif isinstance(block, Table):
            found.update(block.anchors)
    return found
