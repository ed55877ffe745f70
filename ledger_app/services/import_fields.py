"""The columns of one's own that an imported ledger brings: fields are added or used again, values fit their kind."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.task import CustomField, CustomValue
from ledger_app.intake.own_ledger.model import (
    LIGHT_MEANINGS,
    ColumnPlan,
    FieldKind,
    ItemRecord,
    Key,
    StateMeaning,
    TablePlan,
)
from ledger_app.ports import UnitOfWork
from ledger_app.services.checks import LONGEST_NAME

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """What a person decided about a column of one's own.

    Attributes:
        is_wanted: False leaves the column out (it is named in the summary).
        name: of the field, "" as proposed; kind: None as proposed.
    """

    is_wanted: bool = True
    name: str = ""
    kind: FieldKind | None = None


class OwnFields:
    """The fields of one table's columns."""

    def __init__(
        self,
        work: UnitOfWork,
        table: TablePlan,
        choices: Mapping[Key, FieldChoice],
        values: Mapping[str, Sequence[str]],
    ) -> None:
        """Add the fields that are not there yet.

        Args:
            work: the operation.
            table: whose columns they are.
            choices: by table key and column key.
            values: column key -> all values that are to be kept.
        """
        self._work = work
        self._known = {field.name: field for field in work.of(CustomField).find()}
        self._fields: dict[str, CustomField] = {}
        self.refused: list[str] = []
        for column in table.columns:
            choice = choices.get((table.key, column.key), FieldChoice())
            if values.get(column.key):
                if choice.is_wanted:
                    self._fields[column.key] = self._field(column, choice, values[column.key])
                else:
                    self.refused.append(column.head or column.field_name)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the fields that are used, each once."""
        return tuple(dict.fromkeys(field.name for field in self._fields.values()))

    def rows(self, values: Iterable[tuple[str, str]]) -> list[CustomValue]:
        """Return the values of one task, for a task that has no id yet."""
        found: dict[int, str] = {}
        for key, value in values:
            field = self._fields.get(key)
            if field is not None:
                before = found.get(field.id)
                found[field.id] = f"{before}；{value}" if before and field.kind == "text" else value
        return [CustomValue(0, 0, field_id, value) for field_id, value in found.items()]

    def _field(self, column: ColumnPlan, choice: FieldChoice, values: Sequence[str]) -> CustomField:
        name = (choice.name.strip() or column.field_name)[:LONGEST_NAME]
        kind = choice.kind or column.field_kind
        if not all(_fits(value, kind) for value in values):
            kind = "text"
        known = self._known.get(name)
        if known is not None and known.kind != kind and not all(_fits(value, known.kind) for value in values):
            name, known = f"{name}（文字）", self._known.get(f"{name}（文字）")
            kind = "text"
        options = list(dict.fromkeys(values)) if (known.kind if known else kind) == "choice" else []
        if known is None:
            ordinal = len(self._known) + 1
            text = json.dumps(options, ensure_ascii=False)
            known = self._work.of(CustomField).add(CustomField(0, name, kind, text, ordinal))
        elif known.kind == "choice":
            merged = list(dict.fromkeys([*json.loads(known.options), *options]))
            known = self._work.of(CustomField).update(replace(known, options=json.dumps(merged, ensure_ascii=False)))
        if known.is_retired:
            # Who imports values into it wants it: in a retired column they could be seen and not corrected.
            known = self._work.of(CustomField).update(replace(known, is_retired=False))
        self._known[name] = known
        return known


def kept_columns(table: TablePlan, meanings: Mapping[str, StateMeaning]) -> frozenset[str]:
    """Return the state columns whose words are kept: those with a word that does nothing to a task.

    Args:
        table: whose columns they are.
        meanings: state key -> meaning, of all its states.
    """
    return frozenset(
        state.column
        for state in table.states
        if meanings[state.key] == "unknown" or meanings[state.key] in LIGHT_MEANINGS
    )


def own_values(record: ItemRecord, worded: Container[str]) -> list[tuple[str, str]]:
    """Return (column key, value) of a record: columns of one's own, and the words of these state columns."""
    states = [(mark.key.partition("=")[0], mark.value) for mark in record.states]
    return [*record.custom, *((column, value) for column, value in states if column in worded)]


def _fits(value: str, kind: FieldKind) -> bool:
    if kind == "number":
        return _NUMBER.fullmatch(value) is not None
    if kind == "bool":
        return value in ("是", "否")
    if kind == "date":
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
    return True
