"""Owners said behind the items they are about: 以上任务由甲科牵头，乙科配合 at the end of a section, or of the plan.

They hold for the items above that name none of their own.  Source: docs/domain.md section 8.2.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.fields.owners import read_owners
from ledger_app.intake.folding import fold
from ledger_app.intake.outline import Node, Outline, walked
from ledger_app.intake.outline_lines import Line
from ledger_app.intake.proposal import ProposedOwner
from ledger_app.intake.roster import Roster

_NOTE = re.compile(
    r"(?:^|[。;\n(])(?P<all>(?:以上|上述|前述|本(?:部分|章|节))(?:各|所有|全部|所列|这)?"
    r"(?:(?P<count>[一二两三四五六七八九十]{1,3}|\d{1,2})(?:个|项|条|方面|类))?(?:各|项|类|重点|主要|具体|目标|工作)*"
    r"(?:任务|工作|事项|内容|措施|举措|目标|项目|要求)(?:任务|措施|事项)?)(?=均?由|[,:]|均|的?(?:责任|牵头|配合|主办|承办))[,:均的]?(?P<rest>[^。\n]{3,200})"
)
_HINT = re.compile(r"以上|上述|前述|本部分|本章|本节")
_CONFIDENCE = 0.75


@dataclass(frozen=True, slots=True)
class _Note:
    """Owners said behind items.

    Attributes:
        before: the items that begin before this offset of the document are meant.
        count: how many of them, None for all.
        owners: whom it names.
    """

    before: int
    count: int | None
    owners: tuple[ProposedOwner, ...]


class OwnersBelow:
    """Looks up, for an item without owners, what is said behind it."""

    def __init__(self, text: str, roster: Roster, outline: Outline) -> None:
        """Look a plan's outline over once."""
        self._text = text
        self._roster = roster
        self._by_section: dict[int, list[_Note]] = {}
        for node in walked(outline.root):
            if node.line is not None and node.parent is not None:
                self._add(node.parent, (node.line, *node.body))
        last = deque(walked(outline.root), maxlen=1)
        at_end = [note for line in outline.closing for note in self._read(line)]
        # Where the sections say it each for itself, the words at the end are about the last of them.
        self._for_all = () if self._by_section else tuple(note for note in at_end if note.count is None)
        if at_end and last and last[0].parent is not None:
            self._by_section.setdefault(id(last[0].parent), []).extend(at_end)

    def of(self, node: Node) -> list[ProposedOwner]:
        """Return the owners that are said behind an item, in its section or at the end of the plan."""
        if node.parent is None or node.line is None:
            return []
        for note in (*self._by_section.get(id(node.parent), ()), *self._for_all):
            if node.line.start < note.before and (note.count is None or self._behind(node, note) <= note.count):
                return list(note.owners)
        return []

    def _add(self, section: Node, lines: Iterable[Line]) -> None:
        notes = [note for line in lines for note in self._read(line)]
        if notes:
            self._by_section.setdefault(id(section), []).extend(notes)

    def _behind(self, node: Node, note: _Note) -> int:
        """Return how many items of a section stand from this one to a note."""
        children = node.parent.children if node.parent else ()
        starts = [child.line.start for child in children if child.line is not None]
        return bisect_left(starts, note.before) - bisect_left(starts, node.line.start if node.line else 0)

    def _read(self, line: Line) -> list[_Note]:
        if _HINT.search(line.text) is None:
            return []
        folded = fold(self._text, [(line.start, line.end)])
        notes = []
        for match in _NOTE.finditer(folded.text):
            place = folded.place(*match.span("rest"))
            rest = fold(self._text, [(place.start, place.end)])
            owners, _ = read_owners(rest, find_fields(rest.text), self._roster, first_leads=False)
            reason = f"后面写明“{folded.raw(*match.span('all'))}”的责任单位"
            told = [_said_behind(owner, reason) for owner in owners]
            if told:
                at = folded.origin[match.start("all")]
                notes.append(_Note(at, chinese_value(match["count"] or ""), tuple(told)))
        return notes


def _said_behind(owner: ProposedOwner, reason: str) -> ProposedOwner:
    return replace(owner, reading=replace(owner.reading, reason=reason, confidence=_CONFIDENCE))
