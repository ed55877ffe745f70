"""Items of an outline with all that they say: kind, measures, owners, deadlines, targets, inherited or their own.

Source: contract of the extraction; docs/domain.md sections 8 and 9.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledger_app.intake.document import Place
from ledger_app.intake.fields import deadlines, kinds, measures, owners, targets
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.labelled import Field, find_fields
from ledger_app.intake.folding import Folded, flatten, fold, squeeze
from ledger_app.intake.item_context import ItemContext
from ledger_app.intake.item_doubts import doubts_of
from ledger_app.intake.outline import Entry, Node, Outline, own_text
from ledger_app.intake.outline_marks import YEAR
from ledger_app.intake.owners_below import OwnersBelow
from ledger_app.intake.plan_year import years_of
from ledger_app.intake.proposal import ItemKind, ProposedDeadline, ProposedItem, ProposedOwner

# Under a heading these words tell where and for whom its items are; they ask for nothing.
_ABOUT = re.compile(
    r"(?:重点|主要|实施|适用|布局|服务|工作|责任)?(?:区域|范围|对象|地区|领域|载体|布局|人群|地点|场所):[^;]*"
)
_HEADING_YEAR = re.compile(rf"(?:^|\()(?:到)?{YEAR}年[^()]*")


@dataclass(slots=True)
class _Inherited:
    """What a heading hands down to the items under it."""

    year: int | None = None
    times: list[ProposedDeadline] = field(default_factory=list)
    fallback: list[ProposedDeadline] = field(default_factory=list)
    owners: list[ProposedOwner] = field(default_factory=list)


class OutlineItems:
    """Reads the items of one outline, each heading once."""

    def __init__(self, context: ItemContext, outline: Outline) -> None:
        """Begin with a plan; without any heading its paragraphs are items by what they say."""
        self._context = context
        self._has_outline = bool(outline.root.children)
        self._below = OwnersBelow(context.document.text, context.roster, outline)
        self._known: dict[int, _Inherited] = {}

    def read(self, entry: Entry) -> ProposedItem:
        """Return an entry of the outline as an item."""
        lines = entry.lines
        text = self._context.document.text
        folded = fold(text, [(line.start, line.end) for line in lines])
        fields = find_fields(folded.text)
        node = entry.node
        above = self._above(node)
        year = above.year if above else None
        kind = self._kind(entry, node)
        heading_end = folded.index(node.line.start + node.title_end) if node.line is not None else 0
        setting = self._context.setting(year or year_of_heading(node.title), is_background=kind == "background")
        dates = deadlines.read_deadlines(folded, fields, setting, heading_end)
        figures = () if kind == "background" else tuple(targets.read_targets(folded, dates, setting.base_year))
        place = Place(lines[0].start, lines[-1].end, lines[0].page)
        first_leads = self._context.first_leads(place.end)
        units, is_open = owners.read_owners(folded, fields, self._context.roster, first_leads=first_leads)
        if not units and node.line is not None:
            units = owners.read_title(folded, heading_end, self._context.roster)
        if above is not None:
            dates = _with_inherited(dates, above)
            units = units or above.owners
        if not units and entry.role in ("leaf", "branch"):
            units = self._below.of(node)
        if not self._has_outline and entry.role == "opening" and (dates or units or figures):
            kind = "task"
        return ProposedItem(
            key=self._context.key(place),
            no=node.label.printed if node.label else "",
            path=tuple(parent.printed for parent in node.path),
            title=node.title,
            kind=kind,
            text="\n".join(line.text.replace("\n", "").strip() for line in lines),
            place=place,
            measures=_points(node) if entry.role == "branch" else measures.read_measures(folded),
            owners=tuple(units),
            owners_etc=is_open,
            deadlines=tuple(dates),
            targets=figures,
            extra=_extra(folded, fields),
            doubts=doubts_of(dates, units, is_open=is_open),
        )

    def _kind(self, entry: Entry, node: Node) -> ItemKind:
        if entry.role == "opening":
            return "background"
        if entry.role == "closing":
            # A speech ends with a call, not with a demand.
            return "background" if entry.lines[0].squeezed.startswith("同志们") else "safeguard"
        if entry.role == "heading" and node.body and all(_ABOUT.fullmatch(line.squeezed) for line in node.body):
            return "background"
        return kinds.kind_of_item([*(parent.title for parent in node.path), node.title])

    def _above(self, node: Node) -> _Inherited | None:
        parent = node.parent
        if parent is None or parent.line is None:
            return None
        known = self._known.get(id(parent))
        if known is None:
            known = self._handed_down(parent)
            self._known[id(parent)] = known
        return known

    def _handed_down(self, node: Node) -> _Inherited:
        """Read a heading: a stage's time always holds below it, a labelled time where an item has none itself."""
        above = self._above(node)
        result = _Inherited()
        if above is not None:
            result = _Inherited(above.year, list(above.times), list(above.fallback), list(above.owners))
        line = node.line
        if line is None:
            return result
        result.year = year_of_heading(node.title) or result.year
        text = self._context.document.text
        folded = fold(text, [(line.start, line.start + node.title_end)])
        fields = find_fields(folded.text)
        setting = self._context.setting(result.year)
        self._add_times(node, folded, fields, setting, result)
        named = owners.read_marked(folded, fields, self._context.roster)
        if named:
            reason = f"随上级标题“{node.printed}”"
            result.owners = [replace(owner, reading=replace(owner.reading, reason=reason)) for owner in named]
        return result

    def _add_times(
        self, node: Node, folded: Folded, fields: Sequence[Field], setting: Setting, result: _Inherited
    ) -> None:
        found = _inherited(deadlines.read_deadlines(folded, fields, setting.in_heading()), node)
        labelled = any(item.kind == "due" for item in fields)
        is_stage = kinds.kind_of_heading(node.title, is_chapter=not node.path) == "schedule"
        bracketed = [item for item in found if _is_bracketed(item, folded)]
        if labelled:
            result.fallback = found
        elif is_stage and found:
            result.times = found
        elif bracketed:
            result.fallback = bracketed
        if not own_text(node) and node.line is not None:
            rest = fold(self._context.document.text, [(line.start, line.end) for line in (node.line, *node.body)])
            if rest.text.rstrip("\n").endswith(":"):
                heading_end = rest.index(node.line.start + node.title_end)
                introduced = deadlines.read_deadlines(rest, (), setting, heading_end)
                result.fallback = _inherited(introduced, node) or result.fallback


def _inherited(found: Sequence[ProposedDeadline], node: Node) -> list[ProposedDeadline]:
    reason = f"随上级标题“{node.printed}”；"
    return [
        replace(item, is_inherited=True, reading=replace(item.reading, reason=reason + item.reading.reason))
        for item in found
    ]


def _is_bracketed(deadline: ProposedDeadline, folded: Folded) -> bool:
    place = deadline.reading.place
    if place is None:
        return False
    start = folded.index(place.start)
    return start > 0 and folded.text[start - 1] == "("


def _with_inherited(own: list[ProposedDeadline], above: _Inherited) -> list[ProposedDeadline]:
    added = list(above.times)
    if not any(item.kind in ("by", "range", "continuing") for item in own):
        added += above.fallback
    known = {(item.kind, item.start, item.date) for item in own}
    return [item for item in added if (item.kind, item.start, item.date) not in known] + own


def year_of_heading(title: str) -> int | None:
    """Return the one year that a heading is about: 2024年度任务, （2024年3月）."""
    found = _HEADING_YEAR.search(squeeze(title))
    first, last = years_of(found[0]) if found else (None, None)
    return first if last is None else None


def _points(node: Node) -> tuple[str, ...]:
    """Return what stands directly under a heading that is one item, each without its number."""
    points = []
    for child in node.children:
        if child.line is not None:
            start = child.label.end if child.label else 0
            texts = [child.line.text[start:], *(line.text for line in child.body)]
            words = "".join("".join(text.split()) for text in texts)
            points.append(words[: measures.owner_tail(flatten(words))] or words)
    return tuple(points)


def _extra(folded: Folded, fields: Sequence[Field]) -> tuple[tuple[str, str], ...]:
    """Return persons and telephones that an item names itself."""
    return tuple(
        (item.label, folded.raw(item.value_start, item.value_end).strip())
        for item in fields
        if item.kind in ("person", "phone", "start") and item.value_end > item.value_start
    )
