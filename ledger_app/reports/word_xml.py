"""Paragraphs and runs as WordprocessingML: the words of the format, nothing of what a report says.

Lengths come in points and leave as twips (1/20 pt) or EMU (1/12700 pt).  Elements keep the order of the schema.
Source: ECMA-376 part 1, section 17.3; docs/domain.md section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from ledger_app.reports.drawing import BLACK, TONES, Colour
from ledger_app.reports.fonts import DigitsFace
from ledger_app.reports.model import Align, FaceStyle, Run
from ledger_app.reports.typeset import clean

EMU_PER_POINT = 12700
FACE_NAMES: dict[FaceStyle, str] = {
    FaceStyle.FANGSONG: "仿宋_GB2312",
    FaceStyle.TITLE: "方正小标宋简体",
    FaceStyle.HEI: "黑体",
    FaceStyle.KAI: "楷体_GB2312",
    FaceStyle.SONG: "宋体",
}
"""The face that a Word file asks for in each style; Word itself replaces what a PC lacks."""
OTHER_NAMES: dict[FaceStyle, str] = {
    FaceStyle.FANGSONG: "仿宋",
    FaceStyle.TITLE: "华文中宋",
    FaceStyle.HEI: "SimHei",
    FaceStyle.KAI: "楷体",
    FaceStyle.SONG: "SimSun",
}
"""The face that the file names as the next best."""
_ALIGNS: dict[Align, str] = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_LATIN_FACE = "Times New Roman"
_LATIN_STYLES = frozenset({FaceStyle.FANGSONG, FaceStyle.KAI})
TabKind = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab stop; at: points from the left edge of the text; leader: "hyphen" draws a broken line up to it."""

    kind: TabKind
    at: float
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """How letters look.

    Attributes:
        size: points; scale: width of the letters in percent of their own.
        tracking: space after each letter in points.
        digits: see `FontBook`.
    """

    style: FaceStyle = FaceStyle.FANGSONG
    size: float = 16.0
    colour: Colour = BLACK
    scale: int = 100
    tracking: float = 0.0
    digits: DigitsFace = "times"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a paragraph stands.

    Attributes:
        name: id of a paragraph style, "" = the body's.
        line: distance of baselines in points, always exact.
        before: points above.
        first_chars, left_chars, right_chars: indents in hundredths of a character; the same in points beside them
            for programs that know no characters; first negative = hanging.
        frame: XML of the frame that holds the paragraph on the page, "" = none.
        keep: stays on one page with the paragraph that follows.
    """

    line: float
    name: str = ""
    before: float = 0.0
    align: Align = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first_chars: int = 0
    left_chars: int = 0
    right_chars: int = 0
    tabs: tuple[Tab, ...] = ()
    keep: bool = False
    frame: str = ""


def twips(points: float) -> int:
    """Return points as twips."""
    return round(points * 20)


def emu(points: float) -> int:
    """Return points as EMU."""
    return round(points * EMU_PER_POINT)


def run_xml(text: str, type_: Type) -> str:
    """Return a run of text; line feeds become line breaks, tabs become tabs, what prints nothing is left out."""
    if not text:
        return ""
    parts = []
    for number, column in enumerate(text.split("\t")):
        parts.append("<w:tab/>" if number else "")
        for place, line in enumerate(clean(column).split("\n")):
            parts.append("<w:br/>" if place else "")
            parts.append(f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "")
    return f"<w:r>{type_xml(type_)}{''.join(parts)}</w:r>"


def runs_xml(runs: Sequence[Run], type_: Type) -> str:
    """Return the runs of a report in their faces and colours."""
    return "".join(
        run_xml(run.text, replace(type_, style=run.face or type_.style, colour=TONES[run.tone])) for run in runs
    )


def type_xml(type_: Type) -> str:
    """Return the properties of a run."""
    east = FACE_NAMES[type_.style]
    latin = _LATIN_FACE if type_.digits == "times" and type_.style in _LATIN_STYLES else east
    faces = f'<w:rFonts w:ascii="{latin}" w:eastAsia="{east}" w:hAnsi="{latin}" w:cs="{latin}" w:hint="eastAsia"/>'
    colour = f'<w:color w:val="{hex_of(type_.colour)}"/>' if type_.colour != BLACK else ""
    tracking = f'<w:spacing w:val="{twips(type_.tracking)}"/>' if type_.tracking else ""
    scale = f'<w:w w:val="{type_.scale}"/>' if type_.scale != 100 else ""
    size = max(2, round(type_.size * 2))
    return f'<w:rPr>{faces}{colour}{tracking}{scale}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def paragraph_xml(content: str, layout: Layout, section: str = "") -> str:
    """Return a paragraph.

    Args:
        content: its runs.
        layout: how it stands.
        section: the properties of the section that ends with it, as XML, "" = none ends.
    """
    return f"<w:p>{_layout_xml(layout, section)}{content}</w:p>"


def hex_of(colour: Colour) -> str:
    """Return a colour as six hexadecimal digits."""
    return "".join(f"{round(part * 255):02X}" for part in colour)


def attribute(text: str) -> str:
    """Return a text as a quoted attribute."""
    return quoteattr(clean(text).replace("\n", " "))


def _layout_xml(layout: Layout, section: str) -> str:
    tabs = "".join(map(_tab_xml, layout.tabs))
    return "".join(
        (
            "<w:pPr>",
            f'<w:pStyle w:val="{layout.name}"/>' if layout.name else "",
            "<w:keepNext/>" if layout.keep else "",
            layout.frame,
            # Of what stays with the next at least two lines do.
            "<w:widowControl/>" if layout.keep else "",
            f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
            f'<w:spacing w:before="{twips(layout.before)}" w:after="0"',
            f' w:line="{twips(layout.line)}" w:lineRule="exact"/>',
            _indent_xml(layout),
            f'<w:jc w:val="{_ALIGNS[layout.align]}"/>',
            section,
            "</w:pPr>",
        )
    )


def _tab_xml(tab: Tab) -> str:
    leader = f' w:leader="{tab.leader}"' if tab.leader else ""
    return f'<w:tab w:val="{tab.kind}"{leader} w:pos="{twips(tab.at)}"/>'


def _indent_xml(layout: Layout) -> str:
    words = []
    for name, chars, length in (
        ("left", layout.left_chars, layout.left),
        ("right", layout.right_chars, layout.right),
        ("firstLine", layout.first_chars, layout.first),
    ):
        if chars:
            words.append(f'w:{name}Chars="{chars}"')
        if length and (name != "firstLine" or length > 0):
            words.append(f'w:{name}="{twips(length)}"')
    if layout.first < 0:
        words.append(f'w:hanging="{twips(-layout.first)}"')
    # What a style says of the first line must not come through.
    given = " ".join(words) or 'w:firstLine="0"'
    return f"<w:ind {given}/>"
