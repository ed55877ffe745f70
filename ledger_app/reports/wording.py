"""The language in which an office writes the words of its circulars: placeholders, and parts that may drop out.

`{任务总数}` stands for a figure, `{逾期清单:前5项}` for so many of a list.  `〔…〕` is a part that drops out when a
placeholder in it has nothing to say; one with nothing but such parts in it goes when all of them go.
`〔有{逾期任务数}：…〕` and `〔无{逾期任务数}：…〕` name their condition.  Brackets without any of these are brackets as
in 〔2024〕.  What placeholders there are is in wording_terms.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ledger_app.messages import text_of

FaultCode = Literal["REP-040", "REP-041", "REP-042", "REP-043", "REP-044", "REP-045"]

OPEN, CLOSE = "〔", "〕"
MOST_NESTED = 20
_TERM = re.compile(r"[{｛](?P<name>[^{}｛｝〔〕:：\n]*)(?:[:：](?P<count>[^{}｛｝〔〕\n]*))?[}｝]")
_CONDITION = re.compile(r"(?P<sign>有|无)[{｛](?P<name>[^{}｛｝〔〕:：\n]*)[}｝][：:]")
_COUNT = re.compile(r"前\s*(\d{1,3})\s*[项个家名条位]?")
_PLAIN = re.compile(r"[^{}｛｝〔〕\n]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A placeholder; most: how many of a list, None = as many as it usually names; start, end: its place."""

    name: str
    most: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Condition:
    """When a part stands: `name` has something to say, or has nothing to say."""

    name: str
    is_there: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part that may drop out."""

    nodes: tuple[Node, ...]
    condition: Condition | None = None


Node = Said | Term | Part


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a text: characters from start to end, and a Chinese sentence."""

    start: int
    end: int
    code: FaultCode
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that was read: its lines, and what is wrong in it."""

    lines: tuple[tuple[Node, ...], ...]
    faults: tuple[Fault, ...]

    def terms(self) -> Iterator[Term | Condition]:
        """Yield every placeholder and condition, in the order of the text."""
        for line in self.lines:
            yield from _terms(line)


def parse(text: str) -> Parsed:
    """Read a text; one with faults is read as far as it makes sense, the rest being plain words."""
    faults: list[Fault] = []
    lines: list[tuple[Node, ...]] = []
    start = 0
    for line in text.split("\n"):
        lines.append(_Reader(line, start, faults).read())
        start += len(line) + 1
    return Parsed(tuple(lines), tuple(faults))


class _Reader:
    """Reads one line: a part never reaches over the end of its paragraph."""

    def __init__(self, line: str, offset: int, faults: list[Fault]) -> None:
        self.line = line
        self.offset = offset
        self.faults = faults
        self.place = 0

    def read(self) -> tuple[Node, ...]:
        """Return the nodes of the line."""
        nodes = self._nodes(0)
        while self.place < len(self.line):
            self._fault("REP-042", self.place, self.place + 1, sign=CLOSE)
            self.place += 1
            nodes = (*nodes, Said(CLOSE), *self._nodes(0))
        return nodes

    def _nodes(self, depth: int) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self.place < len(self.line) and self.line[self.place] != CLOSE:
            nodes += self._next(depth)
        return tuple(nodes)

    def _next(self, depth: int) -> tuple[Node, ...]:
        start, sign = self.place, self.line[self.place]
        if sign == OPEN:
            return self._part(depth)
        match = _TERM.match(self.line, start)
        if match is not None:
            self.place = match.end()
            return (self._term(match),)
        plain = _PLAIN.match(self.line, start)
        if plain is not None:
            self.place = plain.end()
            return (Said(plain[0]),)
        self._fault("REP-041", start, start + 1, sign=sign)
        self.place += 1
        return (Said(sign),)

    def _term(self, match: re.Match[str]) -> Term:
        most = None
        count = match["count"]
        if count is not None:
            found = _COUNT.fullmatch(count.strip())
            if found is None or not int(found[1]):
                self._fault("REP-043", match.start(), match.end(), count=count)
            else:
                most = int(found[1])
        return Term(match["name"].strip(), most, self.offset + match.start(), self.offset + match.end())

    def _part(self, depth: int) -> tuple[Node, ...]:
        start = self.place
        self.place += 1
        condition = self._condition()
        if depth >= MOST_NESTED:
            self._fault("REP-042", start, start + 1, sign=OPEN)
            return (Said(OPEN),)
        nodes = self._nodes(depth + 1)
        if self.place >= len(self.line):
            self._fault("REP-042", start, start + 1, sign=OPEN)
            return (Said(OPEN), *nodes)
        self.place += 1
        if condition is None and all(isinstance(node, Said) for node in nodes):
            return (Said(OPEN), *nodes, Said(CLOSE))
        return (Part(nodes, condition),)

    def _condition(self) -> Condition | None:
        match = _CONDITION.match(self.line, self.place)
        if match is None:
            return None
        self.place = match.end()
        start, end = self.offset + match.start(), self.offset + match.end()
        return Condition(match["name"].strip(), match["sign"] == "有", start, end)

    def _fault(self, code: FaultCode, start: int, end: int, **facts: object) -> None:
        self.faults.append(Fault(self.offset + start, self.offset + end, code, text_of(code, facts)))


def _terms(nodes: tuple[Node, ...]) -> Iterator[Term | Condition]:
    for node in nodes:
        if isinstance(node, Term):
            yield node
        elif isinstance(node, Part):
            if node.condition is not None:
                yield node.condition
            yield from _terms(node.nodes)
