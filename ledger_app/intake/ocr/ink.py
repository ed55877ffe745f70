"""Looks at the ink on a page: takes red stamps off, tells empty pages, sets crooked pages straight, finds rules.

Runs in the recognising process only; nothing here knows letters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from ledger_app.intake.ocr.pictures import Array

_RED_LEVEL, _RED_EXCESS, _DARK = 90, 45, 110
_STAMP_SHARE = 0.0004
_INK_CONTRAST = 40
_INK_SHARE = 0.00015
_DARK_SHARE = 0.72
_BLOCK = 64
_SHORTEST_RULE = 36.0
_THICKEST_RULE = 4.0
_CALM_SIDE, _BUSY_SIDE = 0.3, 0.6
_STEP, _BRIDGED = 5, 3
_ANGLE_DOTS, _FEWEST_DARK = 700, 200
LEAST_TURN = 0.08
"""Degrees; what is less askew is left as it is."""


def red_ink(rgb: Array) -> Array:
    """Return which dots are of saturated red, as truth values of shape (height, width)."""
    red = rgb[:, :, 0].astype(np.int16)
    other = np.maximum(rgb[:, :, 1], rgb[:, :, 2])
    return (red > _RED_LEVEL) & (red - other > _RED_EXCESS)


def has_red(red: Array) -> bool:
    """Tell whether there is enough red for a stamp or a red heading."""
    return bool(red.mean() > _STAMP_SHARE)


def without_red(rgb: Array, red: Array) -> Array:
    """Return the page as greys without its red ink: what is black below a stamp stays."""
    grey = rgb[:, :, 0].copy()
    grey[red & (grey > _DARK)] = 255
    return grey


def only_red(rgb: Array, red: Array) -> Array:
    """Return the red ink alone, as dark on white."""
    strength = np.minimum(rgb[:, :, 1], rgb[:, :, 2])
    return np.where(red, strength, 255).astype(np.uint8)


def grey_of(rgb: Array) -> Array:
    """Return the page as greys."""
    return (rgb @ np.array([0.299, 0.587, 0.114], dtype=np.float32)).astype(np.uint8)


def is_blank(grey: Array) -> bool:
    """Tell whether nothing is written on a page."""
    return bool(_dark(grey, _paper(grey) - _INK_CONTRAST).mean() < _INK_SHARE)


def turned(picture: Array, degrees: float, *, fill: int = 255) -> Array:
    """Return a picture turned about its middle, positive anticlockwise; its size stays, corners are filled."""
    from PIL import Image

    if abs(degrees) < LEAST_TURN:
        return picture
    colour = fill if picture.ndim == 2 else (fill, fill, fill)
    image = Image.fromarray(picture).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=colour)
    return np.asarray(image)


def turn_points(points: Array, degrees: float, size: tuple[int, int]) -> Array:
    """Return points (..., 2) where `turned` moves them; `size` is (width, height)."""
    angle = math.radians(degrees)
    middle = np.array([size[0] / 2, size[1] / 2])
    matrix = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return (points - middle) @ matrix + middle


def finer_angle(grey: Array, coarse: float) -> float:
    """Return by how many degrees the page falls to the right, near a coarse guess.

    Set straight, the ink of lines and rules gathers in few rows: the angle at which it gathers most is taken.
    """
    small = _shrunk(grey, max(min(grey.shape) // _ANGLE_DOTS, 1))
    rows, columns = np.nonzero(_dark(small, _paper(small) * _DARK_SHARE))
    if len(rows) < _FEWEST_DARK:
        return coarse
    best = coarse
    for reach, step in ((1.2, 0.1), (0.08, 0.02)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _gathered(rows, columns, angle)))
    return best


def _gathered(rows: Array, columns: Array, degrees: float) -> float:
    """Return how much ink stands in the same rows once a page is turned."""
    angle = math.radians(degrees)
    levels = rows * math.cos(angle) - columns * math.sin(angle)
    counts = np.bincount((levels - levels.min()).astype(np.int32)).astype(np.float64)
    return float((counts * counts).sum())


def rules_of(grey: Array, dots_per_point: float) -> tuple[list[tuple[float, float, float]], ...]:
    """Return the level and the upright ruled lines of a page set straight, in points.

    Returns:
        Level lines as (height, left, right), upright lines as (left, top, bottom).
    """
    dark = _dark(grey, _paper(grey) * _DARK_SHARE)
    points = 1 / dots_per_point
    both = _joined(_strokes(dark, points)), _joined(_strokes(np.ascontiguousarray(dark.T), points))
    return tuple([(at * points, start * points, end * points) for at, start, end in found] for found in both)


def _shrunk(grey: Array, step: int) -> Array:
    """Return a picture with each square of dots as its darkest one, so that hairlines stay."""
    height, width = grey.shape[0] // step * step, grey.shape[1] // step * step
    return grey[:height, :width].reshape(height // step, step, width // step, step).min(axis=(1, 3))


def _paper(grey: Array) -> Array:
    """Return how bright the paper is at each dot: photographs are darker on one side."""
    height, width = grey.shape
    rows, columns = math.ceil(height / _BLOCK), math.ceil(width / _BLOCK)
    filled = np.pad(grey, ((0, rows * _BLOCK - height), (0, columns * _BLOCK - width)), mode="edge")
    blocks = filled.reshape(rows, _BLOCK, columns, _BLOCK).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    bright = np.percentile(blocks, 90, axis=2)
    return bright.repeat(_BLOCK, axis=0).repeat(_BLOCK, axis=1)[:height, :width]


def _dark(grey: Array, limit: Array) -> Array:
    return grey < limit


def _strokes(dark: Array, points: float) -> Iterator[tuple[float, float, float]]:
    """Yield long thin runs along the rows of a mask as (row, start, end), in dots."""
    shortest = round(_SHORTEST_RULE / points)
    thick = max(round(_THICKEST_RULE / points), 2)
    # A hairline may run half in one row and half in the next.
    wide = dark.copy()
    wide[1:] |= dark[:-1]
    taken = np.zeros(dark.shape[1], dtype=bool)
    last = -thick
    for row in np.flatnonzero(wide.sum(axis=1) >= shortest):
        if row - last > thick:
            taken[:] = False
        for start, end in _runs(wide[row] & ~taken, shortest):
            if _is_thin(dark, int(row), start, end, thick):
                taken[max(start - 2, 0) : end + 2] = True
                last = row
                yield float(row), float(start), float(end)


def _joined(strokes: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Return strokes with the steps of one line that climbs by a hair made one stroke again."""
    chains: list[list[tuple[float, float, float]]] = []
    for stroke in sorted(strokes, key=lambda one: one[1]):
        at, start, _ = stroke
        for chain in chains:
            if abs(chain[-1][0] - at) <= _STEP and start - chain[-1][2] <= _STEP:
                chain.append(stroke)
                break
        else:
            chains.append([stroke])
    return [
        (
            sum(at * (end - start) for at, start, end in chain) / sum(end - start for _, start, end in chain),
            chain[0][1],
            max(end for _, _, end in chain),
        )
        for chain in chains
    ]


def _runs(row: Array, shortest: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of a row that are long enough, small gaps bridged."""
    places = np.flatnonzero(row)
    if not len(places):
        return
    for piece in np.split(places, np.flatnonzero(np.diff(places) > _BRIDGED) + 1):
        if piece[-1] - piece[0] >= shortest:
            yield int(piece[0]), int(piece[-1]) + 1


def _is_thin(dark: Array, row: int, start: int, end: int, thick: int) -> bool:
    """Tell whether a run is a line: little is dark on one side of it, and no dark area begins on the other."""
    above, below = row - thick, row + thick
    if above < 0 or below >= dark.shape[0]:
        return False
    sides = [dark[at, start:end].mean() for at in (above, below)]
    return bool(min(sides) < _CALM_SIDE and max(sides) < _BUSY_SIDE)
