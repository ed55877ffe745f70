"""Takes glyphs and ruling lines off a PDF page, in one coordinate system: points from the top left, as shown.

All calls into pdfium are here.  Not here: what the glyphs mean together (`pdf_lines`, `pdf_tables`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_PATH, _IMAGE, _FORM = 2, 3, 5
_DEEPEST_FORM = 6
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 200_000
_THIN = 3.2
_SHORTEST_RULE = 6.0
_BOLD_WEIGHT = 600
_HYPHENS = (0x02, 0xFFFE)
_UNKNOWN = (0, 0xFFFD, 0xFFFF)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on the page; `base` is the height of its line, `size` its em in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at` across the other axis, from `start` to `end` along its own."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on one page.

    Attributes:
        image_share: share of the page covered by pictures, 0 to 1 (overlaps counted twice, cut at 1).
        unknown: glyphs whose character the file does not tell.
        objects: things drawn on it, text and pictures included.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    image_share: float
    unknown: int
    objects: int = 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns the file's coordinates (from the bottom left, unrotated) into the page's as shown."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.width - x, y
        if self.rotation == 270:
            return self.height - y, self.width - x
        return x, self.height - y


def read_page(page: Any, number: int) -> PageContent:  # noqa: ANN401 - pdfium ships no types
    """Return the content of a loaded page.

    Args:
        page: a `pypdfium2.PdfPage`.
        number: its number from 1.
    """
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    frame = _Frame(left, bottom, right - left, top - bottom, rotation)
    glyphs, unknown = _glyphs(page, frame)
    across: list[Rule] = []
    down: list[Rule] = []
    image_area = 0.0
    for start, end in _strokes(page):
        if start is None:
            image_area += end[0]
            continue
        _add_rule(frame.point(*start), frame.point(*end), across, down)
    width, height = (frame.height, frame.width) if rotation in (90, 270) else (frame.width, frame.height)
    share = min(image_area / max(width * height, 1.0), 1.0)
    objects = _object_count(page)
    return PageContent(number, width, height, tuple(glyphs), tuple(across), tuple(down), share, unknown, objects)


def _object_count(page: Any) -> int:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    return int(pdfium.FPDFPage_CountObjects(page.raw))


def _glyphs(page: Any, frame: _Frame) -> tuple[list[Glyph], int]:  # noqa: ANN401
    """Return all glyphs that were really drawn, and how many have no known character."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    raw = text_page.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    unknown = 0
    weights: dict[int, bool] = {}
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in _UNKNOWN:
            unknown += 1
            continue
        if code in _HYPHENS:
            code = 0x2D
        # Line ends and blanks that pdfium makes up are left out: gaps are judged here, by position.
        if code < 0x20 or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, box) or not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
            continue
        first, last = frame.point(box.left, box.bottom), frame.point(box.right, box.top)
        _, base = frame.point(x.value, y.value)
        left, right = min(first[0], last[0]), max(first[0], last[0])
        weight = pdfium.FPDFText_GetFontWeight(raw, index)
        is_bold = weights.setdefault(weight, weight >= _BOLD_WEIGHT)
        size = right - left if code >= 0x2E80 else _latin_size(pdfium.FPDFText_GetFontSize(raw, index), first, last)
        glyphs.append(Glyph(chr(code), left, right, base, size, is_bold))
    text_page.close()
    return glyphs, unknown


def _latin_size(said: float, first: tuple[float, float], last: tuple[float, float]) -> float:
    """Return the em of a Latin glyph: as the file says it where its box agrees, else judged by the box."""
    height = abs(last[1] - first[1])
    return said if 0.6 * height <= said <= 1.4 * height else 0.85 * height


def _strokes(page: Any) -> Iterator[tuple[tuple[float, float] | None, tuple[float, float]]]:  # noqa: ANN401
    """Yield the straight strokes of a page's paths; for a picture (None, (its area, 0))."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page.raw)
    budget = [_MOST_OBJECTS, _MOST_SEGMENTS]
    for index in range(min(count, _MOST_OBJECTS)):
        handle = pdfium.FPDFPage_GetObject(page.raw, index)
        yield from _object_strokes(handle, _IDENTITY, 0, budget)


def _object_strokes(
    handle: Any,  # noqa: ANN401
    outer: Matrix,
    depth: int,
    budget: list[int],
) -> Iterator[tuple[tuple[float, float] | None, tuple[float, float]]]:
    import pypdfium2.raw as pdfium

    budget[0] -= 1
    if budget[0] < 0 or budget[1] < 0:
        return
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind not in (_PATH, _IMAGE, _FORM):
        return
    matrix = _times(_matrix_of(handle), outer)
    if kind == _PATH:
        yield from _path_strokes(handle, matrix, budget)
    elif kind == _IMAGE:
        yield None, (abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]), 0.0)
    elif depth < _DEEPEST_FORM:
        for index in range(min(pdfium.FPDFFormObj_CountObjects(handle), _MOST_OBJECTS)):
            yield from _object_strokes(pdfium.FPDFFormObj_GetObject(handle, index), matrix, depth + 1, budget)


def _path_strokes(
    handle: Any,  # noqa: ANN401
    matrix: Matrix,
    budget: list[int],
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield a path's straight pieces; of a filled shape that is thin like a line, its length."""
    import pypdfium2.raw as pdfium

    points, edges = _path_points(handle, matrix, budget)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not points or not (fill.value or stroke.value):
        return
    if stroke.value:
        yield from edges
        return
    low = (min(point[0] for point in points), min(point[1] for point in points))
    high = (max(point[0] for point in points), max(point[1] for point in points))
    if min(high[0] - low[0], high[1] - low[1]) <= _THIN:
        yield low, high


def _path_points(
    handle: Any,  # noqa: ANN401
    matrix: Matrix,
    budget: list[int],
) -> tuple[list[tuple[float, float]], list[tuple[tuple[float, float], tuple[float, float]]]]:
    """Return a path's points and its straight edges, closing ones included."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(handle)
    budget[1] -= count
    points: list[tuple[float, float]] = []
    edges: list[tuple[tuple[float, float], tuple[float, float]]] = []
    if budget[1] < 0:
        return points, edges
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        a, b, c, d, e, f = matrix
        point = (x.value * a + y.value * c + e, x.value * b + y.value * d + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == _MOVE_TO:
            start = point
        elif kind == _LINE_TO and points:
            edges.append((points[-1], point))
        points.append(point)
        if start is not None and pdfium.FPDFPathSegment_GetClose(segment):
            edges.append((point, start))
    return points, edges


def _matrix_of(handle: Any) -> Matrix:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _add_rule(start: tuple[float, float], end: tuple[float, float], across: list[Rule], down: list[Rule]) -> None:
    """Keep a stroke that is level or upright and long enough to rule a table."""
    width, height = abs(start[0] - end[0]), abs(start[1] - end[1])
    if height <= _THIN and width >= _SHORTEST_RULE and width > 2 * height:
        across.append(Rule((start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0])))
    elif width <= _THIN and height >= _SHORTEST_RULE and height > 2 * width:
        down.append(Rule((start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1])))
