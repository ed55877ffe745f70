"""Readings of a plan item as they are kept beside it, and back: what was read, where it stands, why, how surely."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ledger_app.domain.plan import PlanItem
from ledger_app.intake.document import Place
from ledger_app.intake.proposal import ProposedDeadline, ProposedItem, ProposedOwner, ProposedTarget, Reading
from ledger_app.services.kept_records import kept_record, record_of


def readings_of(item: ProposedItem) -> dict[str, Any]:
    """Return an item's owners, deadlines, targets, further columns and record as JSON values."""
    record = kept_record(item.record)
    return {
        **({} if record is None else {"record": record}),
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


def item_of(row: PlanItem) -> ProposedItem:
    """Return an item as it was read, from what the ledger kept of it."""
    kept: Mapping[str, Any] = json.loads(row.readings or "{}")
    owners = tuple(
        ProposedOwner(one["name"], one["role"], _reading_of(one), bool(one.get("is_group")))
        for one in kept.get("owners", ())
    )
    deadlines = tuple(
        ProposedDeadline(
            one["kind"],
            _reading_of(one),
            one.get("date"),
            one.get("first_day"),
            one.get("every"),
            one.get("times"),
            one.get("time"),
            bool(one.get("is_stretch")),
            bool(one.get("is_inherited")),
            bool(one.get("needs_answer")),
        )
        for one in kept.get("deadlines", ())
    )
    targets = tuple(
        ProposedTarget(one["op"], _value(one.get("value")), one.get("unit", ""), _reading_of(one))
        for one in kept.get("targets", ())
    )
    start = -1 if row.place_start is None else row.place_start
    end = -1 if row.place_end is None else row.place_end
    return ProposedItem(
        key=str(row.id),
        no=row.no,
        path=row.path,
        title=row.title,
        kind=row.kind,
        text=row.text,
        place=Place(start, end, None, row.sheet, row.row),
        measures=row.measures,
        owners=owners,
        owners_etc=bool(kept.get("owners_etc")),
        deadlines=deadlines,
        targets=targets,
        extra=tuple((head, text) for head, text in kept.get("extra", ())),
        doubts=tuple(kept.get("doubts", ())),
        record=record_of(kept.get("record")),
    )


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


def _reading_of(kept: Mapping[str, Any]) -> Reading:
    start, end = kept.get("start"), kept.get("end")
    place = Place(start, end) if start is not None and end is not None else None
    return Reading(kept.get("raw", ""), place, kept.get("reason", ""), float(kept.get("confidence", 1.0)))


def _value(kept: object) -> float | int | tuple[float, float] | str | None:
    if isinstance(kept, list) and len(kept) == 2:
        return float(kept[0]), float(kept[1])
    return kept if isinstance(kept, str | int | float) else None
