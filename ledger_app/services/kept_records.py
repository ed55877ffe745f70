"""What a ledger's columns said of an item, as it is kept beside the item for the next import, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any

from ledger_app.intake.own_ledger.model import ItemRecord, ProposedEntry, ProposedPerson, StateMark

_PARTS: dict[str, type[Any]] = {
    "entries": ProposedEntry,
    "states": StateMark,
    "leaders": ProposedPerson,
    "people": ProposedPerson,
}


def kept_record(record: ItemRecord | None) -> dict[str, Any] | None:
    """Return a record as JSON values, what is empty left out; None for none."""
    if record is None:
        return None
    kept: dict[str, Any] = {}
    for part in fields(record):
        value = getattr(record, part.name)
        if part.name in _PARTS:
            value = [_without_defaults(one) for one in value]
        if value:
            kept[part.name] = value
    return kept


def record_of(kept: Mapping[str, Any] | None) -> ItemRecord | None:
    """Return a record that was kept, None where none was."""
    if kept is None:
        return None
    values: dict[str, Any] = {}
    for name, value in kept.items():
        if name in _PARTS:
            values[name] = tuple(_PARTS[name](**one) for one in value)
        elif name == "custom":
            values[name] = tuple((key, text) for key, text in value)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return ItemRecord(**values)


def _without_defaults(one: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the parts
    defaults = {part.name: part.default for part in fields(one) if part.default is not MISSING}
    return {name: value for name, value in asdict(one).items() if name not in defaults or value != defaults[name]}
