"""What the items of one plan have in common while they are read.

Used by outline_items and table_items.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.intake.document import Document, Place
from ledger_app.intake.document_rules import Rules
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.front_matter import FrontMatter
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

    def key(self, place: Place) -> str:
        """Return the key of an item that stands there alone."""
        return f"p{self.number}-{place.start}-{place.end}"
