"""Which table holds which entity, and how a value of the domain becomes one of SQLite and back.

An entity's dataclass is the description of its table: the same names in the same order.  What is written here
follows from the dataclasses alone; the tables themselves are made by `db.migrations`, and a test compares the two.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import re
import types
import typing
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from ledger_app.domain import evidence, plan, progress, supervision, task, unit
from ledger_app.errors import RejectedError

E = TypeVar("E")
Value = int | float | str | None
Convert = Callable[[Any], Any]

# In the order in which rows can be put in: what is referred to comes first.
ENTITIES: tuple[type[Any], ...] = (
    evidence.StoredFile,
    unit.Unit,
    unit.UnitAlias,
    unit.UnitGroup,
    unit.UnitGroupMember,
    unit.Person,
    unit.Post,
    unit.PostHolder,
    unit.UnitLeader,
    plan.Plan,
    plan.PlanDocument,
    plan.PlanItem,
    task.Task,
    task.TaskSource,
    task.TaskMeasure,
    task.TaskOwner,
    task.TaskLeader,
    task.CarriedTask,
    task.Deadline,
    task.Extension,
    task.Milestone,
    task.Occurrence,
    task.Target,
    task.CustomField,
    task.CustomValue,
    plan.Doubt,
    plan.LearnedRule,
    progress.ProgressEntry,
    evidence.Evidence,
    evidence.EvidenceVersion,
    evidence.TaskEvidence,
    evidence.ExpectedEvidence,
    evidence.IndicatorTree,
    evidence.Indicator,
    evidence.IndicatorEvidence,
    evidence.IndicatorTask,
    supervision.Closing,
    supervision.Verification,
    supervision.Snapshot,
    supervision.SnapshotRow,
    supervision.Slip,
    supervision.SlipTask,
    supervision.Letter,
    supervision.LetterTask,
    supervision.ReturnLog,
    supervision.Chase,
    supervision.SavedView,
    supervision.Holiday,
)
SETTING_TABLE = "setting"
SETTING_COLUMNS = ("key", "value")


@dataclass(frozen=True, slots=True)
class Table(Generic[E]):
    """An entity's table.

    Attributes:
        name: of the table; columns: names in the dataclass's order, `id` first.
        entity: the dataclass.
        is_text_key: `id` is text given by the caller, not a number given by SQLite.
        has_version: rows are guarded by a `version` column.
        writers, readers: per column, the conversion to and from SQLite, None where the value goes as it is.
    """

    name: str
    columns: tuple[str, ...]
    entity: type[E]
    is_text_key: bool
    has_version: bool
    writers: tuple[Convert | None, ...]
    readers: tuple[Convert | None, ...]

    def to_row(self, item: E) -> list[Value]:
        """Return the entity's values as SQLite takes them, in the order of `columns`.

        Raises:
            RejectedError: DB-024 a value cannot be kept (not a finite number, not valid text).
        """
        return [
            value if (write := writer) is None else write(value)
            for writer, value in ((w, getattr(item, c)) for w, c in zip(self.writers, self.columns, strict=True))
        ]

    def from_row(self, row: Sequence[Any]) -> E:
        """Return the entity of a row whose values stand in the order of `columns`."""
        values = [
            value if reader is None or value is None else reader(value)
            for reader, value in zip(self.readers, row, strict=True)
        ]
        return self.entity(*values)

    def value_of(self, column: str, value: object) -> Value:
        """Return one field's value as SQLite takes it."""
        writer = self.writers[self.columns.index(column)]
        return typing.cast("Value", value if writer is None else writer(value))


def table_of(entity: type[E]) -> Table[E]:
    """Return the table of an entity's dataclass."""
    found: Table[E] = _described(typing.cast("Hashable", entity))
    return found


@cache
def _described(entity: type[Any]) -> Table[Any]:
    hints = typing.get_type_hints(entity)
    names = tuple(field.name for field in dataclasses.fields(typing.cast("Any", entity)))
    conversions = [_conversions(name, hints[name]) for name in names]
    return Table(
        name=table_name(entity),
        columns=names,
        entity=entity,
        is_text_key=hints["id"] is str,
        has_version="version" in names,
        writers=tuple(write for write, _ in conversions),
        readers=tuple(read for _, read in conversions),
    )


@cache
def table_named(name: str) -> Table[Any]:
    """Return the entity table of that name.

    Raises:
        KeyError: no entity has such a table.
    """
    return {table_name(entity): table_of(entity) for entity in ENTITIES}[name]


@cache
def columns_by_table() -> dict[str, tuple[str, ...]]:
    """Return the columns of every journalled table, the key first: all entities, then the settings."""
    columns = {table_name(entity): table_of(entity).columns for entity in ENTITIES}
    columns[SETTING_TABLE] = SETTING_COLUMNS
    return columns


def has_text_key(table: str) -> bool:
    """Say whether a journalled table's key is text given by the caller."""
    return table == SETTING_TABLE or table_named(table).is_text_key


def table_name(entity: type[Any]) -> str:
    """Return the snake-case table name of an entity ("TaskOwner" -> "task_owner")."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", entity.__name__).lower()


def _conversions(name: str, hint: Any) -> tuple[Convert | None, Convert | None]:  # noqa: ANN401 - a type hint
    """Return how a field of this type is written and read."""
    kind = _plain_type(hint)
    if kind is dt.date:
        return _write_date, dt.date.fromisoformat
    if kind is bool:
        return _write_bool, bool
    if kind is float:
        return _write_float, float
    if kind is tuple:
        return _write_texts, _read_texts
    if kind is str:
        return _write_text, None
    if kind is int:
        return _write_int, None
    raise TypeError(f"no conversion for field {name}: {hint!r}")


def _plain_type(hint: Any) -> type[Any]:  # noqa: ANN401 - a type hint
    """Return the class behind Optional and Literal."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _plain_type(inner)
    if origin is typing.Literal:
        return type(typing.get_args(hint)[0])
    return typing.cast("type[Any]", origin or hint)


def _write_text(value: str | None) -> str | None:
    if value is None or value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise RejectedError("DB-024", value=value.encode(errors="replace").decode()[:40]) from error
    return value


def _write_int(value: int | None) -> int | None:
    if value is not None and not -(2**63) <= value < 2**63:
        raise RejectedError("DB-024", value=value)
    return value


def _write_float(value: float | None) -> float | None:
    if value is None:
        return None
    if not math.isfinite(value):
        raise RejectedError("DB-024", value=value)
    return float(value)


def _write_bool(value: bool | None) -> int | None:  # noqa: FBT001 - the value of a field
    return None if value is None else int(value)


def _write_date(value: dt.date | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat()


def _write_texts(value: Sequence[str] | None) -> str | None:
    if value is None:
        return None
    return _write_text(json.dumps(list(value), ensure_ascii=False, separators=(",", ":")))


def _read_texts(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))
