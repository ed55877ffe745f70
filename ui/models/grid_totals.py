"""The line below the grid: how many, how far, which lights; each light with its sign and its word."""

from __future__ import annotations

from ledger_app.domain.grid import GroupCount
from ledger_app.domain.tones import Light, sign_of, tone_of

# The order in which lights are told: what needs somebody first.
_WORST_FIRST = (
    Light.OVERDUE,
    Light.LAGGING,
    Light.NOT_STARTED,
    Light.DUE_SOON,
    Light.UNKNOWN,
    Light.ON_TRACK,
    Light.AHEAD,
    Light.DONE_PENDING,
    Light.CLOSED,
    Light.CONTINUING,
    Light.YEAR_END,
    Light.SUSPENDED,
    Light.CANCELLED,
)


def worst_first(total: GroupCount) -> list[tuple[Light, int]]:
    """Return the lights of a group with their numbers, what needs somebody first."""
    counts = dict(total.lights)
    return [(light, counts[light.value]) for light in _WORST_FIRST if light.value in counts]


def totals_text(total: GroupCount, scheme: str) -> str:
    """Return what a list adds up to as one line of text."""
    parts = [f"合计 {total.count:,} 项"]
    if total.count:
        parts.append(f"完成 {total.done_count:,} 项（{total.done_percent:.1f}%）")
    if total.mean_percent is not None:
        parts.append(f"平均进度 {total.mean_percent:.1f}%")
    lights = []
    for light, count in worst_first(total):
        lights.append(f"{sign_of(tone_of(light, scheme), is_done=light.is_done)}{light.word} {count:,}")
    if lights:
        parts.append("  ".join(lights))
    return " · ".join(parts)
