"""Set text in type: runs of words and figures become lines of positioned glyphs.

A `Typesetter` serves one report: it also remembers which face was used for which style, which characters another face
had to lend, and which no face has.  Where lines end is `linebreak`'s affair, where they stand on the page the flow's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger_app.reports.drawing import BLACK, TONES, Colour, Glyphs
from ledger_app.reports.fonts import Face, FontBook
from ledger_app.reports.linebreak import Line, break_lines, spread_slack
from ledger_app.reports.model import Align, FaceStyle, Figure, Run, Words

WORDS_BEFORE, WORDS_AFTER = 8, 4
"""Characters around a figure by which a person knows which one it is."""
_DROPPED = dict.fromkeys(
    [*range(0x20), 0x7F, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)]
)
_CLEANED: dict[int, str | None] = {**_DROPPED, 0x09: " ", 0x0A: "\n", 0x2028: "\n", 0x2029: "\n"}


class LineArea(NamedTuple):
    """A stretch of a line that has tasks behind it; words: it with what stands around it."""

    x: float
    width: float
    figure: Figure
    words: str


class SetLine(NamedTuple):
    """A line of type; x is counted from the left edge of its column, y from its baseline."""

    glyphs: tuple[Glyphs, ...]
    width: float
    areas: tuple[LineArea, ...] = ()


@dataclass(frozen=True, slots=True)
class FaceUse:
    """Which face served a style in a report.

    Attributes:
        style: name of the style ("仿宋").
        family: name of the face; origin: "installed" or "shipped".
        file: file name; digest: SHA-256 of the file.
        characters: what this face lent because the style's first face lacks it; "" for the first face itself.
    """

    style: str
    family: str
    origin: str
    file: str
    digest: str
    characters: str = ""


class _Piece(NamedTuple):
    """A stretch of a paragraph in one face and colour, from one run."""

    start: int
    end: int
    face: Face
    colour: Colour
    figure: Figure | None


class Typesetter:
    """Sets text with the faces of a font book."""

    def __init__(self, book: FontBook) -> None:
        self.book = book
        self._lent: dict[tuple[FaceStyle, Face], set[str]] = {}
        self._missing: set[str] = set()

    def set_paragraph(
        self,
        runs: Sequence[Run],
        style: FaceStyle,
        size: float,
        room: float,
        *,
        indent: float = 0.0,
        hanging: float = 0.0,
        align: Align = "left",
        tracking: float = 0.0,
    ) -> list[SetLine]:
        """Set a paragraph.

        Args:
            runs: what it says; a line feed forces a break.
            style: of runs that name no face of their own.
            size: in points.
            room: width of the column in points.
            indent: points that the first line stands in.
            hanging: points that the others stand in.
            align: "justify" spreads all but last lines to the full width.
            tracking: space after each character of lines that are not spread, so that columns keep step.

        Returns:
            At least one line, indents included in the x of its glyphs.
        """
        measured = self._measure(runs, style, size)
        lines = break_lines(measured.text, measured.advances, room - hanging, room - indent, size)
        result = []
        for number, line in enumerate(lines):
            left = indent if number == 0 else hanging
            result.append(measured.set_line(line, left, room - left, align, tracking))
        return result

    def set_plain(self, text: str, style: FaceStyle, size: float, room: float, align: Align = "left") -> list[SetLine]:
        """Set a plain text in a column, as `set_paragraph` does but without runs: the way of table cells."""
        text = clean(text)
        face = self.book.chain(style)[0]
        if not face.glyphs.keys() >= set(text) or self.book.has_latin_face(style):
            return self.set_paragraph((Words(text),), style, size, room, align=align)
        self._lent.setdefault((style, face), set())
        result = []
        for line in break_lines(text, list(map(face.advances.__getitem__, text)), room / size, None, 1.0):
            width = line.width * size
            x = {"center": (room - width) / 2, "right": room - width}.get(align, 0.0)
            part = text[line.start : line.end]
            extras = None
            if line.squeezed:
                less = dict(line.squeezed)
                extras = tuple(-less.get(index, 0.0) * size for index in range(line.start, line.end))
            result.append(SetLine((Glyphs(x, 0.0, part, face, size, BLACK, 0.0, extras),), width))
        return result

    def set_line(self, text: str, style: FaceStyle, size: float, colour: Colour = BLACK) -> SetLine:
        """Set a text on one line, however wide."""
        glyphs: list[Glyphs] = []
        x = 0.0
        for face, part in self.split(style, clean(text).replace("\n", " ")):
            glyphs.append(Glyphs(x, 0.0, part, face, size, colour))
            x += sum(map(face.advances.__getitem__, part)) * size
        return SetLine(tuple(glyphs), x)

    def split(self, style: FaceStyle, text: str) -> list[tuple[Face, str]]:
        """Cut a text into runs of one face each and remember who served."""
        runs = self.book.split(style, text)
        first = self.book.chain(style)[0]
        for face, part in runs:
            lent = self._lent.setdefault((style, face), set())
            if face is not first and face is not self.book.latin_face:
                lent.update(part)
        if len(runs) == 1 and runs[0][0] is first and first.glyphs.keys() >= set(text):
            return runs
        known = {sign for face, part in runs for sign in part if sign in face.glyphs}
        self._missing.update(set(text) - known - {"\n"})
        return runs

    def width_of(self, text: str, style: FaceStyle, size: float) -> float:
        """Return the width of a text on one line, in points."""
        return sum(sum(map(face.advances.__getitem__, part)) for face, part in self.split(style, text)) * size

    def faces_used(self) -> tuple[FaceUse, ...]:
        """Return which faces served, by style in the order of first use."""
        uses = []
        for (style, face), lent in self._lent.items():
            signs = "".join(sorted(lent))
            uses.append(FaceUse(style.value, face.family, face.origin, face.file.path.name, face.digest, signs))
        return tuple(uses)

    def missing(self) -> str:
        """Return the characters that no face has, in code order."""
        return "".join(sorted(self._missing))

    def _measure(self, runs: Sequence[Run], style: FaceStyle, size: float) -> _Measured:
        texts: list[str] = []
        advances: list[float] = []
        pieces: list[_Piece] = []
        for run in runs:
            figure = run if isinstance(run, Figure) and (run.task_ids or run.whole_ids) else None
            for face, part in self.split(run.face or style, clean(run.text)):
                pieces.append(_Piece(len(advances), len(advances) + len(part), face, TONES[run.tone], figure))
                advances += [0.0 if sign == "\n" else face.advances[sign] * size for sign in part]
                texts.append(part)
        return _Measured("".join(texts), advances, pieces, size)


class _Measured(NamedTuple):
    """A paragraph before it is broken: its text, each character's advance in points, and its pieces."""

    text: str
    advances: list[float]
    pieces: list[_Piece]
    size: float

    def extras(self, line: Line, room: float, align: Align, tracking: float) -> list[float]:
        """Return the space after each character of a line."""
        places, space = spread_slack(self.text, line, room, self.size) if align == "justify" else ([], 0.0)
        base = 0.0 if places else tracking
        extras = [base if self.text[index] > "\u2000" else 0.0 for index in range(line.start, line.end)]
        for index in places:
            extras[index - line.start] = space
        for index, amount in line.squeezed:
            extras[index - line.start] -= amount
        return extras

    def set_line(self, line: Line, left: float, room: float, align: Align, tracking: float) -> SetLine:
        """Set one line that begins `left` points from the column's edge and has `room` points."""
        extras = self.extras(line, room, align, tracking)
        if not extras:
            return SetLine((), left)
        width = sum(self.advances[line.start : line.end]) + sum(extras[:-1]) + min(extras[-1], 0.0)
        begin = left + {"center": (room - width) / 2, "right": room - width}.get(align, 0.0)
        x = begin
        glyphs: list[Glyphs] = []
        areas: list[LineArea] = []
        for start, end, face, colour, marked in _stretches(self.pieces, line):
            own = extras[start - line.start : end - line.start]
            spread, each = _common_spread(own)
            glyphs.append(Glyphs(x, 0.0, self.text[start:end], face, self.size, colour, spread, each))
            for piece in marked:
                first, last = max(piece.start, start), min(piece.end, end)
                before = sum(self.advances[start:first]) + sum(extras[start - line.start : first - line.start])
                length = sum(self.advances[first:last]) + sum(extras[first - line.start : last - line.start])
                if piece.figure is not None:
                    words = self.text[max(0, piece.start - WORDS_BEFORE) : piece.end + WORDS_AFTER]
                    areas.append(LineArea(x + before, length, piece.figure, words.replace("\n", " ")))
            x += sum(self.advances[start:end]) + sum(own)
        return SetLine(tuple(glyphs), begin + width, tuple(areas))


def _stretches(pieces: Sequence[_Piece], line: Line) -> list[tuple[int, int, Face, Colour, list[_Piece]]]:
    """Return the stretches of a line that are one in face and colour, with the pieces in them that have tasks."""
    result: list[tuple[int, int, Face, Colour, list[_Piece]]] = []
    for piece in pieces:
        start, end = max(piece.start, line.start), min(piece.end, line.end)
        if start >= end:
            continue
        marked = [piece] if piece.figure is not None else []
        if result and result[-1][2] is piece.face and result[-1][3] == piece.colour:
            earlier = result.pop()
            result.append((earlier[0], end, piece.face, piece.colour, earlier[4] + marked))
        else:
            result.append((start, end, piece.face, piece.colour, marked))
    return result


def clean(text: str) -> str:
    """Return a text without characters that print nothing; tabs become blanks, all line ends line feeds."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANED)


def words(text: str) -> tuple[Run, ...]:
    """Return a plain text as runs."""
    return (Words(text),)


def _common_spread(extras: list[float]) -> tuple[float, tuple[float, ...] | None]:
    """Return one space for all characters of a run if there is one, else the space of each."""
    first = extras[0]
    if all(abs(extra - first) < 1e-6 for extra in extras[:-1]) and (
        len(extras) == 1 or abs(extras[-1] - first) < 1e-6 or extras[-1] == 0.0
    ):
        return first, None
    return 0.0, tuple(extras)
