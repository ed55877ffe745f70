"""The order in which people expect names with figures: 材料2 before 材料10."""

from __future__ import annotations

import re

_FIGURES = re.compile(r"(\d+)")


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return what names are sorted by: their figures as numbers, the rest as text without regard to case."""
    parts = _FIGURES.split(text)
    words = [(1, 0, part.casefold()) if number % 2 == 0 else (0, int(part), part) for number, part in enumerate(parts)]
    return tuple(part for part in words if part[0] == 0 or part[2])
