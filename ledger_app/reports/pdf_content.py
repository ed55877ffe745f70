"""What is drawn on a page of a PDF: laid items to operators.

Written by our own hand because a canvas has no word for the space after each single character, by which lines are
justified to the grid; the file around it is reportlab's (pdf_file.py).

Source: ISO 32000-1 sections 8.5 (paths), 9.3-9.4 (text state and showing), 14.9.4 (replacement text).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.reports.drawing import BLACK, Box, Colour, Glyphs, Item, Rule
from ledger_app.reports.fonts import Face
from ledger_app.reports.pdf_font import CompositeFont

LOOSE_EM = 0.1
"""Space between characters, in em, from which a run is marked with its text."""


def paint(items: Sequence[Item], height: float, font_of: Callable[[Face], CompositeFont]) -> str:
    """Return the operators that draw items on a surface of this height (points), in their order."""
    painter = _Painter(height, font_of)
    for item in items:
        if isinstance(item, Glyphs):
            painter.show(item)
        elif isinstance(item, Rule):
            painter.draw_rule(item)
        else:
            painter.fill_box(item)
    return painter.finish()


def number(value: float) -> str:
    """Return a number as PDF writes it: at most three decimals, no exponent, no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


class _Painter:
    """Writes operators, leaving out those that would set what is set already."""

    def __init__(self, height: float, font_of: Callable[[Face], CompositeFont]) -> None:
        self._height = height
        self._font_of = font_of
        self._out: list[str] = []
        self._in_text = False
        self._fill: Colour = BLACK
        self._stroke: Colour = BLACK
        self._line_width = 1.0
        self._font: tuple[Face, float] | None = None
        self._embedded: CompositeFont | None = None
        self._spread = 0.0
        self._stretch = 1.0
        self._mode = 0

    def finish(self) -> str:
        """Return all operators."""
        self._leave_text()
        return "\n".join(self._out)

    def show(self, item: Glyphs) -> None:
        """Show a run of text."""
        if not self._in_text:
            self._out.append("BT")
            self._in_text = True
        font = self._set_font(item)
        self._set_fill(item.colour)
        spread = item.spread if item.extras is None else 0.0
        if spread != self._spread:
            self._spread = spread
            self._out.append(f"{number(spread)} Tc")
        if item.stretch != self._stretch:
            self._stretch = item.stretch
            self._out.append(f"{number(item.stretch * 100)} Tz")
        place = f"1 0 0 1 {item.x:.2f} {self._height - item.y:.2f} Tm"
        widest = spread if item.extras is None else max(item.extras)
        is_loose = widest > LOOSE_EM * item.size
        if is_loose:
            # Readers take wide gaps for blanks; this says what the text really is.
            self._out.append(f"/Span << /ActualText <FEFF{item.text.encode('utf-16-be').hex().upper()}> >> BDC")
        if item.extras is None:
            self._out.append(f"{place} <{item.text.translate(font.codes)}> Tj")
        else:
            self._out.append(f"{place} [{_spaced(item, font)}] TJ")
        if is_loose:
            self._out.append("EMC")

    def draw_rule(self, item: Rule) -> None:
        """Draw a straight line."""
        self._leave_text()
        self._set_stroke(item.colour, item.width)
        x1, y1 = number(item.x1), number(self._height - item.y1)
        self._out.append(f"{x1} {y1} m {number(item.x2)} {number(self._height - item.y2)} l S")

    def fill_box(self, item: Box) -> None:
        """Fill a rectangle."""
        self._leave_text()
        self._set_fill(item.colour)
        bottom = self._height - item.y - item.height
        self._out.append(f"{number(item.x)} {number(bottom)} {number(item.width)} {number(item.height)} re f")

    def _set_font(self, item: Glyphs) -> CompositeFont:
        key = (item.face, item.size)
        if self._embedded is None or key != self._font:
            self._font = key
            self._embedded = self._font_of(item.face)
            self._out.append(f"/{self._embedded.name} {number(item.size)} Tf")
        mode = 2 if item.face.stroke_em else 0
        if mode:
            self._set_stroke(item.colour, item.face.stroke_em * item.size)
        if mode != self._mode:
            self._mode = mode
            self._out.append(f"{mode} Tr")
        return self._embedded

    def _set_fill(self, colour: Colour) -> None:
        if colour != self._fill:
            self._fill = colour
            self._out.append(f"{' '.join(map(number, colour))} rg")

    def _set_stroke(self, colour: Colour, width: float) -> None:
        if colour != self._stroke:
            self._stroke = colour
            self._out.append(f"{' '.join(map(number, colour))} RG")
        if width != self._line_width:
            self._line_width = width
            self._out.append(f"{number(width)} w")

    def _leave_text(self) -> None:
        if self._in_text:
            self._out.append("ET")
            self._in_text = False


def _spaced(item: Glyphs, font: CompositeFont) -> str:
    """Return the operand of TJ: text with the space after each character, in thousandths of the size, taken away."""
    parts: list[str] = []
    run = ""
    extras = item.extras or ()
    for sign, extra in zip(item.text, extras, strict=True):
        run += sign.translate(font.codes)
        if abs(extra) > 5e-4:
            parts.append(f"<{run}> {number(-extra * 1000 / item.size)}")
            run = ""
    if run:
        parts.append(f"<{run}>")
    return " ".join(parts)
