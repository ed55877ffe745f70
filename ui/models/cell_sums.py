"""What the chosen cells of the grid add up to, for the line below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledger_app.domain.grid import CUSTOM_PREFIX
from ui.models.columns import Column, GridRow

_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?")
_NOTHING = ("", "—", "未定", "本期未报")
# Shares are averaged; their sum says nothing.
_SHARES = frozenset({"percent", "elapsed", "gap"})


def sums_text(rows: Sequence[GridRow], columns: Sequence[Column]) -> str:
    """Return how many of the cells hold something and, of figures, sum and mean; "" for a single cell."""
    if len(rows) * len(columns) < 2:
        return ""
    texts = [(column, column.value(row)) for row in rows for column in columns]
    filled = sum(text not in _NOTHING for _, text in texts)
    figures = [(column.key, value) for column, text in texts if (value := _value(column, text)) is not None]
    parts = [f"{filled:,} 个有内容"]
    keys = {key for key, _ in figures}
    # Days and shares have no sum in common.
    if figures and (len(keys) == 1 or all(key.startswith(CUSTOM_PREFIX) for key in keys)):
        values = [value for _, value in figures]
        if not keys & _SHARES:
            parts.append(f"求和 {_plain(sum(values))}")
        parts.append(f"平均 {_plain(sum(values) / len(values))}")
    return " · ".join(parts)


def _value(column: Column, text: str) -> float | None:
    """Return the figure of a cell; an overdue day counts as a negative one."""
    if column.filter_kind != "number":
        return None
    match = _FIGURE.search(text)
    if match is None:
        return None
    value = float(match[0])
    return -value if column.key == "days" and text.startswith("逾期") else value


def _plain(value: float) -> str:
    return f"{round(value, 2):,.10g}"
