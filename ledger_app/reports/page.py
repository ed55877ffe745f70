"""The official page in points: every figure of GB/T 9704-2012 that the layout uses, and the frames made of them.

Clause numbers are those of the standard; the figures are those of docs/domain.md section 5.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger_app.reports.model import Orientation, PageSetting, Paper

POINTS_PER_MM = 72 / 25.4

A4_MM = (210.0, 297.0)  # 5.2.1
A3_MM = (297.0, 420.0)
TOP_MM = 37.0  # 天头, 5.2.2
BINDING_MM = 28.0  # 订口, 5.2.2
TEXT_MM = (156.0, 225.0)  # 版心, 5.2.2
OUTER_MM = A4_MM[0] - BINDING_MM - TEXT_MM[0]
BOTTOM_MM = A4_MM[1] - TOP_MM - TEXT_MM[1]
CHARACTERS = 28  # 5.2.3, on each of 22 lines

SIZE_1 = 26.0  # 一号
SIZE_2 = 22.0  # 二号
SIZE_3 = 15.75  # 三号: 28 of them fit the 版心, 16 pt would not
SIZE_4 = 14.0  # 四号
SIZE_5 = 10.5  # 五号
SIZE_SMALL_5 = 9.0  # 小五
LINE_PITCH = 29.6  # 22 lines from the upper to the lower edge of the 版心: 15.75 + 21 x 29.6 = 637.35 of 637.80
EM_ASCENT = 0.88  # share of a hanzi's body above the baseline

MARK_TOP_MM = 35.0  # upper edge of 发文机关标志 below the 版心's, 7.2.4
MARK_MAX_HEIGHT_MM = 22.0
NUMBER_LINE = 7  # grid line of 发文字号: two blank lines below the mark, 7.2.5
RULE_BELOW_NUMBER_MM = 4.0  # red rule below 发文字号, 7.2.7
RED_RULE_MM = 0.4
TITLE_LINE = 10  # grid line of the title: two blank lines below the rule, 7.3.1
PAGE_NUMBER_MM = 7.0  # upper edge of the dash below the 版心, 7.5
IMPRINT_OUTER_RULE_MM, IMPRINT_INNER_RULE_MM = 0.35, 0.25  # 7.4.1
IMPRINT_LINE = 21.0  # line of 4号 in the 版记, points
ANNEX_TITLE_LINE = 2  # the title stands on the third line of an annex, 7.3.8
SEAL_DATE_INDENT, PLAIN_DATE_INDENT, SEAL_LINES = 4, 2, 3  # 7.3.5, characters and blank lines

LETTER_MARK_TOP_MM = 30.0  # upper edge of the mark below the sheet's, 10.1
LETTER_MARK_MM = 11.0  # height of the mark; the standard leaves it free
LETTER_RULE_MM = 4.0  # upper pair of rules below the mark, 10.1
LETTER_FOOT_RULE_MM = 20.0  # lower pair above the sheet's lower edge, 10.1
LETTER_RULE_WIDTH_MM = 170.0
LETTER_THICK_MM, LETTER_THIN_MM, LETTER_GAP_MM = 0.5, 0.2, 0.4
LETTER_NUMBER_GAP = SIZE_3 * 7 / 8  # 发文字号 below the upper pair, 10.1

SHEET_MARGIN_MM = 20.0
"""Margins of working tables that are no official pages (ledger, A3 views)."""
SHEET_BOTTOM_MM = 18.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and the frame in which text stands, in points as the page is read.

    Attributes:
        paper: width and height of the sheet as it lies in the file.
        left, top, width, height: the 版心 (reading frame where turned).
        turned: the frame is landscape on an upright sheet, head to the left edge.
        is_official: page numbers take the places of the standard.
    """

    paper: tuple[float, float]
    left: float
    top: float
    width: float
    height: float
    turned: bool = False
    is_official: bool = True

    @property
    def bottom(self) -> float:
        """Return the lower edge of the frame."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Return the right edge of the frame."""
        return self.left + self.width


def points(millimetres: float) -> float:
    """Return millimetres as points."""
    return millimetres * POINTS_PER_MM


def official_sheet(number: int, setting: PageSetting) -> Sheet:
    """Return the upright official page with this number from 1; even ones are mirrored if so set."""
    mirrored = setting.mirror_margins and number % 2 == 0
    left = OUTER_MM if mirrored else BINDING_MM
    return Sheet(
        (points(A4_MM[0]), points(A4_MM[1])), points(left), points(TOP_MM), points(TEXT_MM[0]), points(TEXT_MM[1])
    )


def annex_sheet(number: int, setting: PageSetting, orientation: Orientation, paper: Paper) -> Sheet:
    """Return a page of an annex: upright, turned as clause 8 says, or plainly landscape."""
    if orientation == "portrait":
        return official_sheet(number, setting)
    upright = official_sheet(number, setting)
    if orientation == "turned" and paper == "A4" and not setting.plain_landscape:
        # Turned counter-clockwise the left edge becomes the head: the 版心 stays where it is on the sheet.
        bottom = upright.paper[1] - upright.bottom
        return Sheet(upright.paper, bottom, upright.left, upright.height, upright.width, turned=True)
    if paper == "A4":
        # The same 版心 lying: 225 x 156 mm, as far from the edges as on the turned sheet.
        left = points(A4_MM[1] - TOP_MM - TEXT_MM[1])
        size = (upright.paper[1], upright.paper[0])
        return Sheet(size, left, points(BINDING_MM), upright.height, upright.width, is_official=False)
    return working_sheet(PageSetting(paper=paper, orientation="landscape"))


def working_sheet(setting: PageSetting) -> Sheet:
    """Return a page of a working table, with margins as small as printers and binding allow."""
    short, long = A3_MM if setting.paper == "A3" else A4_MM
    width, height = (short, long) if setting.orientation == "portrait" else (long, short)
    inner = (width - 2 * SHEET_MARGIN_MM, height - SHEET_MARGIN_MM - SHEET_BOTTOM_MM)
    return Sheet(
        (points(width), points(height)),
        points(SHEET_MARGIN_MM),
        points(SHEET_MARGIN_MM),
        points(inner[0]),
        points(inner[1]),
        is_official=False,
    )
