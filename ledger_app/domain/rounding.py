"""Rates, shares and their differences as they are printed: one decimal, whole tenths inside.

Rates are rounded half up; a line of shares is rounded by the largest remainders so that it reads 100.0 in all;
differences are taken between the printed rates, so that the paper adds up.  Source: docs/domain.md section 4.2.
"""

from __future__ import annotations

from collections.abc import Sequence

NOTHING = "—"


def rate(part: int, whole: int) -> float | None:
    """Return part / whole in percent with one decimal, None for a whole of 0 (which is never 0 %)."""
    tenths = rate_tenths(part, whole)
    return None if tenths is None else tenths / 10


def rate_tenths(part: int, whole: int) -> int | None:
    """Return part / whole in tenths of a percent, halves rounded up, None for a whole of 0."""
    return None if whole == 0 else (2000 * part + whole) // (2 * whole)


def shares(counts: Sequence[int]) -> list[float]:
    """Return each count's share in percent with one decimal; together exactly 100.0, or all 0 if all are.

    Each share is within 0.1 of the exact one, and a larger count never gets the smaller share.

    Args:
        counts: whole numbers, none negative.
    """
    whole = sum(counts)
    if whole == 0:
        return [0.0] * len(counts)
    tenths = [1000 * count // whole for count in counts]
    # Largest remainders first; the larger count, then the earlier place, settles what is left.
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(1000 * counts[i] % whole), -counts[i], i))
    for place in by_remainder[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return [share / 10 for share in tenths]


def points(now: float | None, before: float | None) -> float | None:
    """Return the difference of two printed rates in percentage points, one decimal, None where one is missing."""
    if now is None or before is None:
        return None
    return (round(now * 10) - round(before * 10)) / 10


def rate_text(value: float | None) -> str:
    """Return a rate as printed: "37.5%", or a dash where there is none."""
    return NOTHING if value is None else f"{value:.1f}%"


def points_text(value: float | None) -> str:
    """Return a difference of rates for a table cell: "+2.3", "-0.4", "0.0", or a dash."""
    return NOTHING if value is None else f"{value:+.1f}" if value else "0.0"


def points_words(value: float) -> str:
    """Return a difference of rates in words: 提高2.3个百分点, 下降0.4个百分点, 持平."""
    if value == 0:
        return "持平"
    return f"{'提高' if value > 0 else '下降'}{abs(value):.1f}个百分点"


def count_text(difference: int | None) -> str:
    """Return a difference of counts for a table cell: "+3", "-1", "0", or a dash."""
    return NOTHING if difference is None else f"{difference:+d}" if difference else "0"
