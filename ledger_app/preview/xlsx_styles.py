"""How the cells of an .xlsx look: fonts, grounds, lines, alignment, number formats, by number of the style.

Source: ECMA-376 part 1, 18.8.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from ledger_app.intake.readers.docx_names import whole
from ledger_app.preview.model import CellStyle
from ledger_app.preview.number_format import BUILT_IN

_SIDES = ("left", "top", "right", "bottom")
_ALIGNS: dict[str, Literal["left", "center", "right", "justify"]] = {
    "left": "left", "center": "center", "centerContinuous": "center", "right": "right", "justify": "justify",
    "distributed": "justify", "fill": "left",
}  # fmt: skip
_MOST_STYLES = 20_000
# The old palette, where a file names colours by number.
_PALETTE = (
    "000000", "ffffff", "ff0000", "00ff00", "0000ff", "ffff00", "ff00ff", "00ffff", "800000", "008000", "000080",
    "808000", "800080", "008080", "c0c0c0", "808080", "9999ff", "993366", "ffffcc", "ccffff", "660066", "ff8080",
    "0066cc", "ccccff", "000080", "ff00ff", "ffff00", "00ffff", "800080", "800000", "008080", "0000ff", "00ccff",
    "ccffff", "ccffcc", "ffff99", "99ccff", "ff99cc", "cc99ff", "ffcc99", "3366ff", "33cccc", "99cc00", "ffcc00",
    "ff9900", "ff6600", "666699", "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399",
    "333333",
)  # fmt: skip
_USUAL_THEME = (
    *("ffffff", "000000", "e7e6e6", "44546a", "4472c4", "ed7d31"),
    *("a5a5a5", "ffc000", "5b9bd5", "70ad47", "0563c1", "954f72"),
)


@dataclass(frozen=True, slots=True)
class BookStyles:
    """All styles of a workbook and the format code of each."""

    styles: tuple[CellStyle, ...]
    codes: tuple[str, ...]

    def code(self, number: int) -> str:
        """Return the format code of a style."""
        return self.codes[number] if 0 <= number < len(self.codes) else ""


def palette_colour(index: int) -> str:
    """Return a colour of the old palette, "" outside it."""
    place = index - 8 if index >= 8 else index
    return f"#{_PALETTE[place]}" if 0 <= place < len(_PALETTE) else ""


def read_styles(root: etree._Element | None, theme: etree._Element | None) -> BookStyles:
    """Return the styles of a styles part; a part that is missing gives one plain style."""
    if root is None:
        return BookStyles((CellStyle(),), ("",))
    colours = _theme(theme)
    codes = {
        whole(one.get("numFmtId")) or 0: one.get("formatCode", "")[:400]
        for one in root.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = [_font(one, colours) for one in root.iterfind("{*}fonts/{*}font")]
    fills = [_fill(one, colours) for one in root.iterfind("{*}fills/{*}fill")]
    borders = [_border(one) for one in root.iterfind("{*}borders/{*}border")]
    styles: list[CellStyle] = []
    shown: list[str] = []
    for xf in root.iterfind("{*}cellXfs/{*}xf"):
        if len(styles) >= _MOST_STYLES:
            break
        said: dict[str, Any] = {
            **_at(fonts, xf.get("fontId"), {}),
            "ground": _at(fills, xf.get("fillId"), ""),
            "lines": _at(borders, xf.get("borderId"), (False,) * 4),
            **_alignment(xf.find("{*}alignment")),
        }
        styles.append(CellStyle(**said))
        number = whole(xf.get("numFmtId")) or 0
        shown.append(codes.get(number) or BUILT_IN.get(number, ""))
    return BookStyles(tuple(styles) or (CellStyle(),), tuple(shown) or ("",))


def _at(items: list[Any], index: str | None, otherwise: Any) -> Any:  # noqa: ANN401
    number = whole(index)
    return items[number] if number is not None and 0 <= number < len(items) else otherwise


def _font(font: etree._Element, theme: tuple[str, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for tag, name in (("b", "is_bold"), ("i", "is_italic"), ("u", "is_underlined"), ("strike", "is_struck")):
        mark = font.find(f"{{*}}{tag}")
        if mark is not None:
            said[name] = mark.get("val", "1") not in ("0", "false", "none")
    size = font.find("{*}sz")
    try:
        said["size"] = min(max(float(size.get("val", "11")), 1.0), 200.0) if size is not None else 11.0
    except ValueError:
        said["size"] = 11.0
    face = font.find("{*}name")
    said["face"] = "" if face is None else face.get("val", "")[:64].replace(";", " ")
    said["colour"] = _colour(font.find("{*}color"), theme)
    return said


def _fill(fill: etree._Element, theme: tuple[str, ...]) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
        stop = fill.find("{*}gradientFill/{*}stop/{*}color")
        return _colour(stop, theme)
    return _colour(pattern.find("{*}fgColor"), theme)


def _border(border: etree._Element) -> tuple[bool, bool, bool, bool]:
    left, top, right, bottom = (
        (line := border.find(f"{{*}}{side}")) is not None and line.get("style", "none") != "none" for side in _SIDES
    )
    return left, top, right, bottom


def _alignment(element: etree._Element | None) -> dict[str, Any]:
    if element is None:
        return {}
    rise = {"center": "middle", "top": "top", "justify": "top", "distributed": "middle"}
    return {
        "align": _ALIGNS.get(element.get("horizontal", ""), ""),
        "rise": rise.get(element.get("vertical", ""), "bottom"),
        "wraps": element.get("wrapText") in ("1", "true"),
        "indent": min(max(whole(element.get("indent")) or 0, 0), 50),
    }


def _theme(root: etree._Element | None) -> tuple[str, ...]:
    scheme = None if root is None else next(root.iter("{*}clrScheme"), None)
    if scheme is None:
        return _USUAL_THEME
    found = []
    for one in scheme:
        value = next(iter(one), None)
        found.append("" if value is None else (value.get("lastClr") or value.get("val") or ""))
    if len(found) < 12 or not all(_is_colour(one) for one in found[:12]):
        return _USUAL_THEME
    # Cells count light before dark, the theme dark before light.
    return (found[1], found[0], found[3], found[2], *found[4:12])


def _is_colour(text: str) -> bool:
    return len(text) == 6 and set(text.lower()) <= set("0123456789abcdef")


def _colour(element: etree._Element | None, theme: tuple[str, ...]) -> str:
    if element is None or element.get("auto") in ("1", "true"):
        return ""
    index, number = whole(element.get("theme")), whole(element.get("indexed"))
    said = element.get("rgb", "")[-6:]
    if index is not None and 0 <= index < len(theme):
        said = theme[index]
    elif number is not None:
        # 64 and 65 are the system's own ink and paper.
        return "" if number >= 64 else palette_colour(number)
    if not _is_colour(said):
        return ""
    try:
        tint = float(element.get("tint", "0"))
    except ValueError:
        tint = 0.0
    return _tinted(said, max(min(tint, 1.0), -1.0))


def _tinted(colour: str, tint: float) -> str:
    if not tint:
        return f"#{colour.lower()}"
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light, full))
