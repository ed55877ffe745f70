"""Work counted in calls of functions, so that a test can bound it without a clock."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


class Steps:
    """Count the calls of Python and built-in functions made inside a `with` block; `taken` may be read meanwhile."""

    def __init__(self) -> None:
        """Start at nought."""
        self.taken = 0

    def _count(self, _frame: FrameType, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            self.taken += 1

    def __enter__(self) -> Self:
        """Begin to count."""
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_caught: object) -> None:
        """End the count."""
        sys.setprofile(None)


def growth(work: Callable[[int], object], small: int, times: int = 4) -> float:
    """Return how many times the steps of `work(small)` the steps of `work(small * times)` are, by `times`.

    1 is growth in proportion, `times` is growth with the square.
    """
    counts = []
    for size in (small, small * times):
        with Steps() as steps:
            work(size)
        counts.append(steps.taken)
    return counts[1] / counts[0] / times
