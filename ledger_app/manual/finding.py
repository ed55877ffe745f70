"""Find in the manual: every section that holds all words asked for, the best place first.

The whole manual is a few hundred thousand characters: it is folded once and then looked through as it is, so that
two characters in mid-sentence are found like anything else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.manual.blocks import Block, Figure, Heading, Table, Topic, plain, spans_of
from ledger_app.manual.book import Manual

AROUND = 24
"""Characters of a snippet on each side of the word found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found.

    Attributes:
        topic_id, title: of its topic.
        anchor: of the section, "" for what stands before the first heading.
        heading: of the section, "" likewise.
        snippet: words around the first of those asked for.
    """

    topic_id: str
    title: str
    anchor: str
    heading: str
    snippet: str


@dataclass(frozen=True, slots=True)
class _Section:
    topic: Topic
    anchor: str
    heading: str
    text: str
    folded: str


class Finder:
    """Looks words up in one manual."""

    def __init__(self, manual: Manual) -> None:
        self._sections = [section for topic in manual.topics() for section in _sections(topic)]

    def find(self, asked: str) -> list[Hit]:
        """Return the sections that hold all words of a text, titles before headings before the rest.

        Args:
            asked: words parted by blanks; upper and lower case, full and half width are one.
        """
        words = fold(asked).split()
        if not words:
            return []
        ranked: list[tuple[int, int, Hit]] = []
        for number, section in enumerate(self._sections):
            title, heading = fold(section.topic.title), fold(section.heading)
            if not all(word in section.folded or word in heading or word in title for word in words):
                continue
            if not any(word in section.folded or word in heading for word in words) and section.anchor:
                continue  # only the title holds them: its first section stands for the topic
            in_title = not section.anchor and all(word in title for word in words)
            rank = 0 if in_title else 1 if all(word in heading for word in words) else 2
            hit = Hit(section.topic.id, section.topic.title, section.anchor, section.heading, _snippet(section, words))
            ranked.append((rank, number, hit))
        return [hit for _, _, hit in sorted(ranked, key=lambda entry: entry[:2])]


def fold(text: str) -> str:
    """Return a text for comparing: half width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def text_of(block: Block) -> str:
    """Return the plain text of a block, cells and items on lines of their own."""
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, Figure):
        return block.caption
    head = ["　".join(block.head)] if isinstance(block, Table) else []
    return "\n".join([*head, *(plain(spans) for spans in spans_of(block))])


def _sections(topic: Topic) -> list[_Section]:
    """Return the sections of a topic; each row of a table with anchors is one too, so that an entry is found itself."""
    parts: list[tuple[str, str, list[str]]] = [("", "", [])]
    for block in topic.blocks:
        if isinstance(block, Heading):
            parts.append((block.anchor, block.text, []))
        elif isinstance(block, Table) and block.anchors:
            for anchor, row in zip(block.anchors, block.rows, strict=True):
                parts.append((anchor, anchor, ["　".join(plain(cell) for cell in row)]))
        else:
            parts[-1][2].append(text_of(block))
    made = []
    for anchor, heading, texts in parts:
        text = "\n".join(texts)
        made.append(_Section(topic, anchor, heading, text, fold(text)))
    return made


def _snippet(section: _Section, words: Sequence[str]) -> str:
    """Return the words around the first word found, or the section's beginning."""
    # Folding may change the length of a text (½ becomes 1⁄2), so the place is looked for in the text as it is first.
    lowered = section.text.lower()
    at = min((place for word in words if (place := lowered.find(word)) >= 0), default=0)
    begin, end = max(0, at - AROUND), at + 2 * AROUND
    text = section.text[begin:end].replace("\n", " ").strip()
    return f"{'…' if begin else ''}{text}{'…' if end < len(section.text) else ''}"
