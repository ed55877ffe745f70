"""Fill pages from the top down: a grid of lines, free space between, page numbers, and who gets the finished page.

A flow knows the current sheet and how far it is filled; what is put on it others decide.  Finished pages go to a sink
at once, so a long table never stands in memory.  Source of the grid: docs/domain.md section 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.reports.drawing import GREY, Area, Bookmark, Item, Page
from ledger_app.reports.model import FaceStyle
from ledger_app.reports.page import (
    EM_ASCENT,
    LINE_PITCH,
    PAGE_NUMBER_MM,
    SIZE_3,
    SIZE_4,
    SIZE_SMALL_5,
    Sheet,
    points,
)
from ledger_app.reports.typeset import SetLine, Typesetter

SheetMaker = Callable[[int], Sheet]
"""Page number from 1 -> the sheet for that page."""


class PageFlow:
    """The page being filled.

    Attributes:
        sheet: of the current page; page: the current page.
        y: upper edge of the free space, points from the top of the sheet as it is read.
        pitch: distance of the grid's baselines in points.
        paddings: space above and below the text of cells in each table put on the pages so far, points.
    """

    def __init__(
        self, setter: Typesetter, sink: Callable[[Page], None], *, pitch: float | None = None, foot: str = ""
    ) -> None:
        """Begin with no page.

        Args:
            setter: sets page numbers and the foot.
            sink: gets each finished page, in order.
            pitch: None = the 22 lines fill the 版心.
            foot: small text beside the page number of every numbered page.
        """
        self._setter = setter
        self._sink = sink
        self._foot = foot
        self._maker: SheetMaker | None = None
        self._is_numbered = True
        self._foot_alone = False
        self._count = 0
        self._open: Page | None = None
        self.pitch = pitch or LINE_PITCH
        self.paddings: list[float] = []
        self.y = 0.0
        self.sheet: Sheet

    @property
    def page(self) -> Page:
        """Return the current page; there must be one."""
        assert self._open is not None  # noqa: S101 - an invariant for the type checker: pages are begun before use
        return self._open

    @property
    def page_number(self) -> int:
        """Return the number of the current page from 1, 0 before the first."""
        return self._count

    @property
    def items(self) -> list[Item]:
        """Return where items of the reading frame go."""
        return self.page.turned if self.sheet.turned else self.page.items

    @property
    def room(self) -> float:
        """Return the points that are left down to the lower edge of the frame."""
        return self.sheet.bottom - self.y

    @property
    def is_at_top(self) -> bool:
        """Say whether nothing was put on the current page yet."""
        return self.y <= self.sheet.top + 1e-6

    def begin(self, maker: SheetMaker, *, is_numbered: bool = True, foot_alone: bool = False) -> None:
        """Finish the current page and begin one of a kind that also serves the pages after it.

        Args:
            maker: of the sheets.
            is_numbered: the pages bear their number.
            foot_alone: pages without number bear the foot all the same.
        """
        self._maker = maker
        self._is_numbered = is_numbered
        self.next_page()
        self._foot_alone = foot_alone

    def number_from_next(self) -> None:
        """Let the pages after the current one bear their number."""
        self._is_numbered = True

    def next_page(self) -> None:
        """Finish the current page and begin the next of the same kind."""
        self._finish_page()
        maker = self._maker
        assert maker is not None  # noqa: S101 - as above
        self._count += 1
        self.sheet = maker(self._count)
        self._open = Page(*self.sheet.paper, number=self._count if self._is_numbered else None)
        self.y = self.sheet.top

    def close(self) -> None:
        """Finish the last page."""
        self._finish_page()

    def line_top(self, index: int) -> float:
        """Return the upper edge of a grid line, from 0."""
        return self.sheet.top + index * self.pitch

    def snap(self) -> None:
        """Move down to the next grid line, if between two."""
        index = -int(-(self.y - self.sheet.top - 0.01) // self.pitch)
        self.y = self.line_top(index)

    def lines_left(self) -> int:
        """Return how many grid lines of body type still fit."""
        return max(0, int((self.room - SIZE_3 + 0.01) // self.pitch) + 1)

    def skip_lines(self, count: int) -> None:
        """Leave grid lines blank; blank lines at the top of a page are left all the same."""
        self.y += count * self.pitch

    def put_line(self, line: SetLine, size: float = SIZE_3, left: float = 0.0) -> None:
        """Put a line on the grid, centred in height on where body type stands, and move down one line."""
        baseline = self.y + SIZE_3 / 2 + (EM_ASCENT - 0.5) * size
        self.put_at(line, self.sheet.left + left, baseline, size)
        self.y += self.pitch

    def put_at(self, line: SetLine, x: float, baseline: float, size: float) -> None:
        """Put a line anywhere in the reading frame of the current page."""
        items = self.items
        for glyphs in line.glyphs:
            items.append(glyphs._replace(x=x + glyphs.x, y=baseline))
        top = baseline - EM_ASCENT * size
        self.page.areas.extend(
            Area(x + area.x, top, area.width, size, area.figure.task_ids, area.figure, area.words)
            for area in line.areas
        )

    def bookmark(self, level: int, title: str) -> None:
        """Let the outline point to the current place."""
        self.page.bookmarks.append(Bookmark(level, title, self.y))

    def _finish_page(self) -> None:
        page = self._open
        if page is None:
            return
        if page.number is not None or (self._foot_alone and self._foot):
            page.items.extend(self._page_number(page.number))
        self._sink(page)
        self._open = None

    def _page_number(self, shown: int | None) -> Sequence[Item]:
        """Return the number, — 1 —, its dash 7 mm below the 版心, odd ones right and even ones left in by one 字."""
        sheet, number = self.sheet, self._count if shown is None else shown
        # On a turned sheet the number stays where an upright page has it (clause 8).
        left = sheet.top if sheet.turned else sheet.left
        right = left + (sheet.height if sheet.turned else sheet.width)
        bottom = sheet.paper[1] - sheet.left if sheet.turned else sheet.bottom
        line = self._setter.set_line(f"— {number} —", FaceStyle.SONG, SIZE_4)
        dash_top = line.glyphs[0].face.ink("—")[0]
        gap = points(PAGE_NUMBER_MM)
        baseline = bottom + gap + dash_top * SIZE_4
        is_odd = number % 2 == 1
        x = right - SIZE_4 - line.width if is_odd else left + SIZE_4
        items: list[Item] = []
        if shown is not None:
            items += [glyphs._replace(x=x + glyphs.x, y=baseline) for glyphs in line.glyphs]
        if self._foot:
            foot = self._setter.set_line(self._foot, FaceStyle.SONG, SIZE_SMALL_5, GREY)
            foot_x = left + SIZE_4 if is_odd else right - SIZE_4 - foot.width
            items += [glyphs._replace(x=foot_x + glyphs.x, y=baseline) for glyphs in foot.glyphs]
        return items
