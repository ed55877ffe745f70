"""Readings of a plan item as they are kept beside it: what was read, where it stands, why, and how surely."""

from __future__ import annotations

from typing import Any

from ledger_app.intake.proposal import ProposedItem, Reading


def readings_of(item: ProposedItem) -> dict[str, Any]:
    """Return an item's owners, deadlines, targets and further columns as JSON values."""
    return {
        "owners": [
            {"name": one.name, "role": one.role, "is_group": one.is_group, **_reading(one.reading)}
            for one in item.owners
        ],
        "owners_etc": item.owners_etc,
        "deadlines": [
            {
                "kind": one.kind,
                "date": one.date,
                "first_day": one.start,
                "every": one.every,
                "times": one.times,
                "time": one.time,
                "is_stretch": one.is_stretch,
                "is_inherited": one.is_inherited,
                "needs_answer": one.needs_answer,
                **_reading(one.reading),
            }
            for one in item.deadlines
        ],
        "targets": [
            {"op": one.op, "value": one.value, "unit": one.unit, **_reading(one.reading)} for one in item.targets
        ],
        "extra": [list(pair) for pair in item.extra],
        "doubts": list(item.doubts),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    place = reading.place
    return {
        "raw": reading.raw,
        "reason": reading.reason,
        "confidence": reading.confidence,
        "start": place.start if place is not None and place.start >= 0 else None,
        "end": place.end if place is not None and place.start >= 0 else None,
        "sheet": place.sheet if place is not None else None,
        "row": place.row if place is not None else None,
    }
