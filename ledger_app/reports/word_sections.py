"""The sections of a Word file: sheet, margins, grid, and what stands in the feet of odd, even and first pages.

Source: docs/domain.md section 5 (GB/T 9704-2012, 5.2, 7.5); ECMA-376 part 1, section 17.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ledger_app.reports.drawing import GREY
from ledger_app.reports.model import FaceStyle
from ledger_app.reports.page import CHARACTERS, LINE_PITCH, PAGE_NUMBER_MM, SIZE_3, SIZE_4, SIZE_SMALL_5, Sheet, points
from ledger_app.reports.word_xml import Layout, Tab, Type, paragraph_xml, run_xml, twips

SIZE_WORD_3 = 16.0
"""三号 as Word has it; 28 characters keep within the 版心 by the grid, which draws them together."""
BASELINE_SHARE = 0.8
"""Where the baseline stands in a line of exact height, from its upper edge."""
_FOOT_LINE = 20.0
_DASH_EM = 0.38
"""Height of the dash beside page numbers above the baseline, in em."""
_CHAR_SPACE_UNITS = 4096
"""Parts of a point in which the file's format counts the space between characters."""


@dataclass(frozen=True, slots=True)
class WordSection:
    """A stretch of pages of one kind.

    Attributes:
        sheet: of every page; margins are not mirrored in Word.
        is_numbered: pages bear their number; not_on_first: the first of them does not.
        foot: small line beside the number, "" = none.
        starts_at: number of the first page, None = goes on.
        begins: where the section begins.
    """

    sheet: Sheet
    is_numbered: bool = True
    not_on_first: bool = False
    foot: str = ""
    starts_at: int | None = None
    begins: Literal["nextPage", "evenPage"] = "nextPage"


def section_xml(section: WordSection) -> str:
    """Return the properties of a section, without its feet."""
    sheet = section.sheet
    width, height = sheet.paper
    lying = ' w:orient="landscape"' if width > height else ""
    right, bottom = width - sheet.right, height - sheet.bottom
    gap = points(PAGE_NUMBER_MM) + _DASH_EM * SIZE_4 + (1 - BASELINE_SHARE) * _FOOT_LINE
    foot = max(bottom - gap, points(5))
    start = f'<w:pgNumType w:start="{section.starts_at}"/>' if section.starts_at is not None else ""
    return (
        f'<w:sectPr><w:type w:val="{section.begins}"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{lying}/>'
        f'<w:pgMar w:top="{twips(sheet.top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}"'
        f' w:left="{twips(sheet.left)}" w:header="567" w:footer="{twips(foot)}" w:gutter="0"/>'
        f'{start}<w:cols w:space="0"/>{"<w:titlePg/>" if section.not_on_first else ""}{_grid_xml(sheet)}</w:sectPr>'
    )


def line_pitch(sheet: Sheet, pitch: float = LINE_PITCH) -> float:
    """Return the distance of baselines in points at which Word puts as many lines on a page as our own grid.

    Our last line needs the height of its type alone; in Word every line takes the whole distance.

    Args:
        sheet: of the pages.
        pitch: of our own grid, points.
    """
    lines = int((sheet.height - SIZE_3 + 0.01) // pitch) + 1
    return min(pitch, int(sheet.height / lines * 20) / 20)


def character_pitch(sheet: Sheet) -> float:
    """Return the distance of characters in points at which 28 of them fit the width, in steps that Word knows.

    On pages that are no official ones characters keep their own width.
    """
    return min(SIZE_WORD_3, int(sheet.width / CHARACTERS * 20) / 20)


def foot_xml(section: WordSection, *, is_even: bool) -> str:
    """Return the paragraph in the foot of odd or even pages: the number outside, the small line inside."""
    width = section.sheet.width
    small = run_xml(section.foot, Type(FaceStyle.SONG, SIZE_SMALL_5, GREY))
    number = _number_xml() if section.is_numbered else ""
    tab = run_xml("\t", Type(FaceStyle.SONG, SIZE_4))
    content = f"{number}{tab}{small}" if is_even else f"{small}{tab}{number}"
    layout = Layout(
        line=_FOOT_LINE, left=SIZE_4, right=SIZE_4, tabs=(Tab("right", width - SIZE_4),), align="left", name="Footer"
    )
    return paragraph_xml(content if section.is_numbered or section.foot else "", layout)


def _number_xml() -> str:
    type_ = Type(FaceStyle.SONG, SIZE_4)
    field = f'<w:fldSimple w:instr=" PAGE ">{run_xml("1", type_)}</w:fldSimple>'
    return f"{run_xml('— ', type_)}{field}{run_xml(' —', type_)}"


def _grid_xml(sheet: Sheet) -> str:
    if not sheet.is_official:
        return ""
    space = round((sheet.width / CHARACTERS - SIZE_WORD_3) * _CHAR_SPACE_UNITS)
    # The grid says what the page is; paragraphs keep step with it by exact lines and by the tracking of their letters,
    # which Word, WPS and LibreOffice take alike.  Its pitch is rounded down so that 22 lines fit.
    return f'<w:docGrid w:type="linesAndChars" w:linePitch="{twips(line_pitch(sheet))}" w:charSpace="{space}"/>'
