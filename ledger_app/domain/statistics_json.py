"""Freezing statistics as JSON and reading them back, for snapshots.

Version 1: one object; tallies as figure -> task ids, dates as ISO text, enums by value.  A reader leaves out keys
it does not know and takes defaults for those it misses, so that old snapshots stay readable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ledger_app.domain.figures import EvidenceRow, GroupRow, Statistics, TaskLine, TrendPoint, UnitRow
from ledger_app.domain.ranking import Standing
from ledger_app.domain.returns import ReturnState, ReturnSummary
from ledger_app.domain.tally import Change, tally_from_dict, tally_to_dict
from ledger_app.domain.tones import Light, Tone

FORMAT_VERSION = 1
_LISTS = ("overdue", "due_soon", "lagging", "unknown")


def statistics_to_dict(statistics: Statistics) -> dict[str, Any]:
    """Return statistics as plain JSON values; `statistics_from_dict` gives back an equal object."""
    return {
        "version": FORMAT_VERSION,
        "period": statistics.period,
        "cutoff": statistics.cutoff.isoformat(),
        "counting": statistics.counting,
        "previous_period": statistics.previous_period,
        "previous_cutoff": _iso(statistics.previous_cutoff),
        "total": tally_to_dict(statistics.total),
        "change": _plain(statistics.change),
        "by_section": [_group_to_dict(row) for row in statistics.by_section],
        "by_plan": [_group_to_dict(row) for row in statistics.by_plan],
        "by_unit": [_unit_to_dict(row) for row in statistics.by_unit],
        "by_leader": [_group_to_dict(row) for row in statistics.by_leader],
        **{name: [_plain(line) for line in getattr(statistics, name)] for name in _LISTS},
        "evidence": [_plain(row) for row in statistics.evidence],
        "trend": [_plain(point) for point in statistics.trend],
    }


def statistics_from_dict(data: Mapping[str, Any]) -> Statistics:
    """Return the statistics of `statistics_to_dict`.

    Raises:
        KeyError, ValueError, TypeError: it is no frozen statistics.
    """
    return Statistics(
        period=data["period"],
        cutoff=dt.date.fromisoformat(data["cutoff"]),
        counting=data["counting"],
        total=tally_from_dict(data["total"]),
        change=_change(data.get("change")),
        previous_period=data.get("previous_period", ""),
        previous_cutoff=_date(data.get("previous_cutoff")),
        by_section=tuple(_group_from_dict(row) for row in data.get("by_section", ())),
        by_plan=tuple(_group_from_dict(row) for row in data.get("by_plan", ())),
        by_unit=tuple(_unit_from_dict(row) for row in data.get("by_unit", ())),
        by_leader=tuple(_group_from_dict(row) for row in data.get("by_leader", ())),
        overdue=tuple(_line(one) for one in data.get("overdue", ())),
        due_soon=tuple(_line(one) for one in data.get("due_soon", ())),
        lagging=tuple(_line(one) for one in data.get("lagging", ())),
        unknown=tuple(_line(one) for one in data.get("unknown", ())),
        evidence=tuple(EvidenceRow(**_known(EvidenceRow, row)) for row in data.get("evidence", ())),
        trend=tuple(_trend_point(point) for point in data.get("trend", ())),
    )


def _group_to_dict(row: GroupRow) -> dict[str, Any]:
    return {"key": row.key, "name": row.name, "tally": tally_to_dict(row.tally), "change": _plain(row.change)}


def _group_from_dict(data: Mapping[str, Any]) -> GroupRow:
    return GroupRow(data["key"], data["name"], tally_from_dict(data["tally"]), _change(data.get("change")))


def _unit_to_dict(row: UnitRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "unit_id": row.unit_id,
        "tally": tally_to_dict(row.tally),
        "change": _plain(row.change),
        "standing": _plain(row.standing),
        "previous_rank": row.previous_rank,
        "returns": [[month, state.value] for month, state in row.returns.months],
    }


def _unit_from_dict(data: Mapping[str, Any]) -> UnitRow:
    standing = data.get("standing")
    return UnitRow(
        key=data["key"],
        name=data["name"],
        unit_id=data.get("unit_id"),
        tally=tally_from_dict(data["tally"]),
        change=_change(data.get("change")),
        standing=None if standing is None else Standing(**_known(Standing, standing)),
        previous_rank=data.get("previous_rank"),
        returns=ReturnSummary(tuple((month, ReturnState(state)) for month, state in data.get("returns", ()))),
    )


def _line(data: Mapping[str, Any]) -> TaskLine:
    known = _known(TaskLine, data)
    known.update(due=_date(data.get("due")), light=Light(data["light"]), tone=Tone(data["tone"]))
    return TaskLine(**known)


def _trend_point(data: Mapping[str, Any]) -> TrendPoint:
    return TrendPoint(**{**_known(TrendPoint, data), "cutoff": dt.date.fromisoformat(data["cutoff"])})


def _change(data: Mapping[str, Any] | None) -> Change | None:
    return None if data is None else Change(**_known(Change, data))


def _known(kind: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of an object that are fields of a dataclass."""
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _plain(row: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any flat dataclass
    """Return a flat dataclass as JSON values, None for None."""
    if row is None:
        return None
    values = {one.name: getattr(row, one.name) for one in fields(row)}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def _iso(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
