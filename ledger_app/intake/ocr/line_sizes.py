"""Tells how large the type of each recognised line is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ledger_app.intake.ocr.wire import PageRead, TextLine
from ledger_app.intake.readers.pdf_lines import is_wide

Sized = tuple[TextLine, float]
"""A line and its em in points."""

_EM_OF_BOX, _MOST_OF_BOX = 0.86, 0.95
_SAME_SIZE, _UNSURE_SIZE = 0.13, 0.25
_FEWEST_PITCHES = 5
_BOX_MARGINS, _MOST_OF_WIDTH = 0.4, 1.15


def with_sizes(pages: Sequence[PageRead]) -> list[list[Sized]]:
    """Return the lines of each page with their ems, those that differ by a hair made one.

    A line of several Chinese characters shows its em by their distance; of a short one only the height of its
    box is known, which is uncertain, so it gets the commonest em measured elsewhere that it may have.
    """
    measured = [(line, pitch) for page in pages for line in page.lines if (pitch := _pitch(line)) is not None]
    shares = [min(pitch / line.height, _MOST_OF_BOX) for line, pitch in measured]
    usual = median(shares) if shares else _EM_OF_BOX
    classes = _size_classes([(min(pitch, _MOST_OF_BOX * line.height), len(line.text)) for line, pitch in measured])
    return [[(line, _size_of(line, usual, classes)) for line in page.lines] for page in pages]


def _size_of(line: TextLine, usual: float, classes: Sequence[float]) -> float:
    pitch = _pitch(line)
    if pitch is not None:
        return _nearest(classes, min(pitch, _MOST_OF_BOX * line.height))
    size = min(usual * line.height, _MOST_OF_WIDTH * _em_by_width(line))
    likely = next((one for one in classes if abs(one / size - 1) <= _UNSURE_SIZE), None)
    return size if likely is None else likely


def _em_by_width(line: TextLine) -> float:
    """Return the em that would fill a line's box, its margins taken off."""
    ems = sum(1.0 if is_wide(character) else 0.5 for character in line.text)
    return (line.right - line.left) / (ems + _BOX_MARGINS)


def _pitch(line: TextLine) -> float | None:
    """Return the usual distance of Chinese characters that stand side by side, None where too few do."""
    distances = [
        after - before
        for (first, before), (second, after) in pairwise(zip(line.text, line.centres, strict=True))
        if is_wide(first) and is_wide(second)
    ]
    if len(distances) < _FEWEST_PITCHES:
        return None
    # Places are known in coarse steps only, so the mean tells more than the median; gaps are left out.
    usual = median(distances)
    near = [distance for distance in distances if abs(distance - usual) < usual / 2]
    return sum(near) / len(near)


def _size_classes(weights: Sequence[tuple[float, int]]) -> list[float]:
    """Return the sizes that stand for all, the most used first."""
    left = list(weights)
    classes: list[float] = []
    while left:
        heaviest = max(left, key=lambda one: sum(weight for size, weight in left if _is_same_size(size, one[0])))[0]
        classes.append(median([size for size, _ in left if _is_same_size(size, heaviest)]))
        left = [(size, weight) for size, weight in left if not _is_same_size(size, heaviest)]
    return classes


def _is_same_size(size: float, other: float) -> bool:
    return abs(size / other - 1) <= _SAME_SIZE


def _nearest(classes: Sequence[float], size: float) -> float:
    return min(classes, key=lambda one: abs(one / size - 1))
