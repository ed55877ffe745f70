"""Content streams and embedded faces of a PDF: items to operators, text to glyph numbers, glyphs back to text.

Source: ISO 32000-1 sections 8.5 (paths), 9.3-9.4 (text state and showing), 9.7 (composite fonts), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from ledger_app.reports.drawing import BLACK, Box, Colour, Glyphs, Item, Rule
from ledger_app.reports.fonts import Face

LOOSE_EM = 0.1
"""Space between characters, in em, from which a run is marked with its text."""


class EmbeddedFont:
    """The glyphs of one face that a file uses, numbered by first use.

    Attributes:
        name: of the font in the page resources ("F1").
        codes: table for `str.translate` from characters to two-byte glyph numbers in hexadecimal.
    """

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.codes = _Codes(self)
        self._glyphs = [0]
        self._texts = [""]

    def add(self, sign: str) -> int:
        """Number a character's glyph; one the face lacks becomes its empty box."""
        self._glyphs.append(self.face.glyphs.get(sign, 0))
        self._texts.append(sign)
        return len(self._glyphs) - 1

    def program(self) -> bytes:
        """Return the subset as a font file."""
        return self.face.outlines.subset(self._glyphs)

    def subset_name(self, program: bytes) -> str:
        """Return the subset's name: six letters that mark it as one, and the file's own ASCII name."""
        value = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
        letters = "".join(chr(65 + value // 26**place % 26) for place in range(6))
        stem = "".join(sign for sign in self.face.file.path.stem if sign.isascii() and (sign.isalnum() or sign == "-"))
        return f"{letters}+{stem or 'Face'}"

    def metrics(self) -> tuple[int, int, list[int]]:
        """Return ascent, descent and bounding box in thousandths of an em."""
        ascent, descent, box = self.face.outlines.line_metrics()
        scale = 1000 / self.face.outlines.units_per_em
        return round(ascent * scale), round(descent * scale), [round(value * scale) for value in box]

    def widths(self) -> str:
        """Return the widths of all glyphs as one run from number 0."""
        outlines = self.face.outlines
        scale = 1000 / outlines.units_per_em
        return f"0 [{' '.join(number(outlines.advance(glyph) * scale) for glyph in self._glyphs)}]"

    def unicode_map(self) -> bytes:
        """Return the mapping from glyph numbers to text, in blocks of at most 100 as the format demands."""
        pairs = [
            f"<{place:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for place, text in enumerate(self._texts)
            if text
        ]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        ).encode()


class _Codes(dict[int, str]):
    """Character code -> glyph number in hexadecimal, numbered as characters are met."""

    def __init__(self, font: EmbeddedFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> str:
        value = self[code] = f"{self._font.add(chr(code)):04X}"
        return value


def paint(items: Sequence[Item], height: float, font_of: Callable[[Face], EmbeddedFont]) -> bytes:
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

    def __init__(self, height: float, font_of: Callable[[Face], EmbeddedFont]) -> None:
        self._height = height
        self._font_of = font_of
        self._out: list[str] = []
        self._in_text = False
        self._fill: Colour = BLACK
        self._stroke: Colour = BLACK
        self._line_width = 1.0
        self._font: tuple[Face, float] | None = None
        self._embedded: EmbeddedFont | None = None
        self._spread = 0.0
        self._stretch = 1.0
        self._mode = 0

    def finish(self) -> bytes:
        """Return all operators."""
        self._leave_text()
        return "\n".join(self._out).encode("ascii")

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

    def _set_font(self, item: Glyphs) -> EmbeddedFont:
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


def _spaced(item: Glyphs, font: EmbeddedFont) -> str:
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
