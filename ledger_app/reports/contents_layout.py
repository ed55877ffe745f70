"""The contents (目录) in front of a long table: its groups with the pages on which they begin.

They are laid last, when the pages are known, and put in front; so a table of a thousand pages is laid once only.
"""

from __future__ import annotations

from typing import NamedTuple

from ledger_app.reports.drawing import Link, Page
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import FaceStyle
from ledger_app.reports.page import EM_ASCENT, SIZE_5
from ledger_app.reports.typeset import Typesetter

LEAST_PAGES = 12
LEAST_ENTRIES = 2
HEADING_PT = 18.0
LEADING = 20.0
DOT = "…"


class Entry(NamedTuple):
    """A group: its heading, the page it begins on, the name by which links point to it."""

    title: str
    page: int
    key: str


class ContentsCollector:
    """Sees the finished pages go by and remembers the groups that begin on them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.pages = 0

    @property
    def is_worthwhile(self) -> bool:
        """Say whether there are enough pages and groups for contents."""
        return self.pages >= LEAST_PAGES and len(self.entries) >= LEAST_ENTRIES

    def see(self, page: Page) -> None:
        """Take note of a page; its groups get names that links can point to."""
        self.pages += 1
        for place, mark in enumerate(page.bookmarks):
            if mark.level == 1:
                key = f"contents-{len(self.entries) + 1}"
                page.bookmarks[place] = mark._replace(key=key)
                self.entries.append(Entry(mark.title, page.number or 0, key))


def place_contents(entries: list[Entry], flow: PageFlow, setter: Typesetter) -> None:
    """Put the contents on pages of their own, a page must have been begun.

    Args:
        entries: in order.
        flow: its pages go in front of all others.
        setter: sets the type.
    """
    heading = setter.set_line("目　录", FaceStyle.TITLE, HEADING_PT)
    sheet = flow.sheet
    flow.put_at(heading, sheet.left + (sheet.width - heading.width) / 2, flow.y + EM_ASCENT * HEADING_PT, HEADING_PT)
    flow.y += HEADING_PT * 2
    dot = setter.width_of(DOT, FaceStyle.SONG, SIZE_5)
    for entry in entries:
        number = setter.set_line(str(entry.page), FaceStyle.SONG, SIZE_5)
        lines = setter.set_plain(entry.title, FaceStyle.SONG, SIZE_5, sheet.width * 0.86, "left")
        if flow.room < LEADING * len(lines):
            flow.next_page()
        top = flow.y
        for line in lines:
            flow.put_at(line, sheet.left, flow.y + EM_ASCENT * SIZE_5, SIZE_5)
            flow.y += LEADING
        baseline = flow.y - LEADING + EM_ASCENT * SIZE_5
        flow.put_at(number, sheet.right - number.width, baseline, SIZE_5)
        # The dots of all lines stand under each other: they are counted from the right.
        room = sheet.width - lines[-1].width - number.width - SIZE_5
        count = max(0, int(room / dot))
        leader = setter.set_line(DOT * count, FaceStyle.SONG, SIZE_5)
        flow.put_at(leader, sheet.right - number.width - SIZE_5 / 2 - leader.width, baseline, SIZE_5)
        flow.page.links.append(Link(sheet.left, top, sheet.width, flow.y - top, entry.key))
