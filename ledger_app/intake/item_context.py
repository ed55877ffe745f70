"""What the items of one plan have in common while they are read, and the questions they leave.

Used by outline_items and table_items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger_app.intake.document import Document
from ledger_app.intake.document_rules import Rules
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.front_matter import FrontMatter
from ledger_app.intake.proposal import ProposedDeadline, ProposedOwner
from ledger_app.intake.roster import Roster


@dataclass(frozen=True, slots=True)
class ItemContext:
    """The surroundings of a plan's items.

    Attributes:
        document: the file as read.
        front: front matter of the plan.
        roster: known names.
        rules: rules of the whole document.
        span: from the first to the last character of the plan's items.
        number: the plan's number in the file, from 1.
    """

    document: Document
    front: FrontMatter
    roster: Roster
    rules: Rules
    span: tuple[int, int]
    number: int

    def setting(self, year: int | None = None, *, is_background: bool = False) -> Setting:
        """Return the setting for reading dates, with another base year where a heading names one."""
        issued = self.front.issued.isoformat() if self.front.issued else None
        return Setting(year or self.front.plan_year, issued, is_background=is_background)

    def first_leads(self, end: int) -> bool:
        """Tell whether the first unit named in an item that ends there leads."""
        return self.rules.first_leads_at(end, *self.span)

    def key(self, number: int) -> str:
        """Return the key of an item within the proposal."""
        return f"p{self.number}-i{number}"


def doubts_of(
    deadlines: Iterable[ProposedDeadline], owners: Sequence[ProposedOwner], *, is_open: bool
) -> tuple[str, ...]:
    """Return the questions that an item's readings leave, in Chinese."""
    questions = []
    for deadline in deadlines:
        if deadline.needs_answer and deadline.date:
            questions.append(f"“{deadline.reading.raw}”是否按 {deadline.date} 计？{deadline.reading.reason}。")
        elif deadline.needs_answer:
            questions.append(f"“{deadline.reading.raw}”的具体完成时间是哪天？")
    vague = [owner.name for owner in owners if owner.is_group and any(word in owner.name for word in ("相关", "有关"))]
    if vague:
        questions.append(f"“{'、'.join(vague)}”具体指哪些单位？")
    if is_open and owners:
        questions.append("责任单位后面写有“等”，是否还有其他单位？")
    return tuple(questions)
