"""Words of one report that the office edited: read back as blocks, with the figures that were left as they are.

The edited text is laid beside the text written from the ledger; a figure that stands where it stood keeps its tasks,
one that another number was put for is named, and the number stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ledger_app.reports.model import Block, Figure, Heading, Paragraph, Run, Words

_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|.", re.DOTALL)
_LEVEL_1 = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,40}")
_LEVEL_2 = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_UNITS = ("项", "个百分点", "天", "件", "个单位", "位", "%")
NEAR_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure in the edited text: characters from start to end."""

    start: int
    end: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number that was typed in the place of a figure.

    Attributes:
        start, end: its characters in the edited text.
        written, counted: as typed, and as the ledger has it; unit: what follows it.
        near: the words around it.
    """

    start: int
    end: int
    written: str
    counted: str
    unit: str
    near: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Reworded:
    """An edited text that was read."""

    blocks: tuple[Block, ...]
    linked: tuple[Linked, ...]
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    figure: Figure | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


def body_text(blocks: Iterable[Block]) -> str:
    """Return headings and paragraphs as a text to edit, one a line."""
    return "\n".join("".join(run.text for run in line) for line in _lines(blocks))


def reword(blocks: Sequence[Block], text: str) -> Reworded:
    """Read an edited text against the blocks that were written from the ledger."""
    tokens = _tokens_of(blocks)
    edited = [_Token(match[0], match.start()) for match in _TOKEN.finditer(text.replace("\r", ""))]
    linked: list[Linked] = []
    mismatches: list[Mismatch] = []
    for place, token in _matched(tokens, edited):
        own = edited[place]
        figure = token.figure
        if figure is None:
            continue
        if own.text == figure.text:
            linked.append(Linked(own.start, own.end, figure))
        elif own.is_number:
            mismatches.append(_mismatch(text, own, figure))
    linked = list(_whole_figures(linked, text))
    return Reworded(tuple(_blocks(text, linked)), tuple(linked), tuple(mismatches))


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[Run, ...]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.runs
        elif isinstance(block, Heading):
            yield (Words(block.text), *block.runs_in)


def _tokens_of(blocks: Iterable[Block]) -> list[_Token]:
    """Return the written text in tokens; a figure is one, whatever it is made of."""
    tokens: list[_Token] = []
    start = 0
    for number, line in enumerate(_lines(blocks)):
        if number:
            tokens.append(_Token("\n", start))
            start += 1
        for run in line:
            if isinstance(run, Figure) and _TOKEN.fullmatch(run.text):
                tokens.append(_Token(run.text, start, run))
                start += len(run.text)
                continue
            held = run if isinstance(run, Figure) else None
            for match in _TOKEN.finditer(run.text):
                # A figure of words and a number ("提高2.3个百分点") hangs on its number.
                tokens.append(_Token(match[0], start, _number_of(held, match[0])))
                start += len(match[0])
    return tokens


def _number_of(figure: Figure | None, token: str) -> Figure | None:
    if figure is None or not token[0].isdigit():
        return None
    return Figure(token, figure.task_ids, figure.face, figure.tone, figure.measure, figure.whole_ids)


def _matched(tokens: Sequence[_Token], edited: Sequence[_Token]) -> Iterator[tuple[int, _Token]]:
    """Yield (place in the edited text, written token) of what stayed, and of numbers put for numbers."""
    before = [token.text for token in tokens]
    after = [token.text for token in edited]
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    yield from ((place, tokens[place]) for place in range(head))
    middle = SequenceMatcher(
        None, before[head : len(before) - tail], after[head : len(after) - tail], autojunk=len(before) > 6000
    )
    for kind, i1, i2, j1, j2 in middle.get_opcodes():
        old, new = tokens[head + i1 : head + i2], range(head + j1, head + j2)
        if kind == "equal":
            yield from zip(new, old, strict=True)
        elif kind == "replace":
            numbers = [place for place in new if edited[place].is_number]
            figures = [token for token in old if token.is_number]
            if len(numbers) == len(figures):
                yield from zip(numbers, figures, strict=True)
    for place in range(tail):
        yield len(after) - 1 - place, tokens[len(tokens) - 1 - place]


def _mismatch(text: str, token: _Token, figure: Figure) -> Mismatch:
    rest = text[token.end : token.end + 4]
    unit = next((one for one in _UNITS if rest.startswith(one) and not token.text.endswith("%")), "")
    line_start = text.rfind("\n", 0, token.start) + 1
    line_end = text.find("\n", token.end)
    first = max(line_start, token.start - NEAR_CHARACTERS)
    last = min(line_end if line_end >= 0 else len(text), token.end + len(unit))
    near = text[first:last]
    return Mismatch(token.start, token.end, token.text, figure.text, unit, near, figure)


def _whole_figures(linked: Iterable[Linked], text: str) -> Iterator[Linked]:
    """Yield links in order whose number is not part of a longer one."""
    for one in sorted(linked, key=lambda link: link.start):
        if text[one.start : one.end] == one.figure.text:
            yield one


def _blocks(text: str, linked: Sequence[Linked]) -> Iterator[Block]:
    start = 0
    for line in text.split("\n"):
        own = [one for one in linked if start <= one.start < start + len(line) + 1]
        stripped = line.strip()
        if stripped:
            begin = start + len(line) - len(line.lstrip())
            yield _block(text[begin : begin + len(stripped)], begin, own)
        start += len(line) + 1


def _block(line: str, start: int, linked: Sequence[Linked]) -> Block:
    if _LEVEL_1.fullmatch(line):
        return Heading(1, line)
    if _LEVEL_2.match(line):
        end = line.find("。") + 1 or len(line)
        return Heading(2, line[:end], _runs(line[end:], start + end, linked))
    return Paragraph(_runs(line, start, linked))


def _runs(text: str, start: int, linked: Sequence[Linked]) -> tuple[Run, ...]:
    runs: list[Run] = []
    place = 0
    for one in linked:
        begin, end = one.start - start, one.end - start
        if begin < place or end > len(text):
            continue
        runs.append(Words(text[place:begin]))
        runs.append(one.figure)
        place = end
    runs.append(Words(text[place:]))
    return tuple(run for run in runs if run.text)
