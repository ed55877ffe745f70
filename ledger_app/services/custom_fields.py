"""The ledger's own columns: define, rename, order, retire, delete them, and give tasks values in them.

Every value is checked against the type of its field before it is kept, whoever brings it (a person, a paste, an
import).  Source: docs/domain.md section 2.2; ADR 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.custom_field import (
    FIELD_TYPE_NAMES,
    LONGEST_VALUE,
    FieldType,
    kind_of,
    options_of,
    read_value,
    type_of,
    written_options,
)
from ledger_app.domain.task import CustomField, CustomValue, Task
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import limit_text, require_choice, require_text
from ledger_app.services.lookup import row_of, task_of
from ledger_app.services.views import drop_custom_field

LONGEST_FIELD_NAME = 40
LONGEST_OPTION = 60
MOST_FIELDS = 100
_WHAT = "自定义列"
_HINTS: dict[FieldType, str] = {
    "number": "请只写数字，如 1200 或 3.5。",
    "date": "请按“2024-06-30”这样填写。",
    "bool": "请填“是”或“否”。",
}


@dataclass(frozen=True, slots=True)
class FieldDefined:
    """A column as it now stands."""

    field: CustomField
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a task has in a column; value "" = nothing."""

    field: CustomField
    value: str


def fields_of(session: ReadSession, *, with_retired: bool = False) -> list[CustomField]:
    """Return the ledger's columns in their order."""
    found = [one for one in session.of(CustomField).find() if with_retired or not one.is_retired]
    return sorted(found, key=lambda one: (one.ordinal, one.id))


def values_of(session: ReadSession, task_id: int) -> list[FieldValue]:
    """Return a task's values in the order of the columns; retired columns only where they hold something."""
    values = {one.field_id: one.value for one in session.of(CustomValue).find(task_id=task_id)}
    fields = fields_of(session, with_retired=True)
    return [FieldValue(one, values.get(one.id, "")) for one in fields if not one.is_retired or values.get(one.id)]


def use_counts(session: ReadSession) -> dict[int, int]:
    """Return field id -> number of tasks with a value, for every column of the ledger."""
    return {one.id: session.of(CustomValue).count(field_id=one.id) for one in session.of(CustomField).find()}


def define(
    work: UnitOfWork, name: str, kind: FieldType = "text", options: Sequence[str] = (), *, purpose: str = ""
) -> FieldDefined:
    """Add a column at the end.

    Args:
        work: the operation.
        name: as the heading shows it.
        kind: what it holds.
        options: the words of a choice, in their order.
        purpose: what the program fills it for, "" for the clerk's own.

    Raises:
        RejectedError: SVC-020, SVC-025, SVC-026, SVC-190, SVC-192, SVC-193, SVC-198.
    """
    free = _free_name(work, name)
    require_choice(kind, FIELD_TYPE_NAMES, "列的类型")
    existing = fields_of(work, with_retired=True)
    if len(existing) >= MOST_FIELDS:
        raise RejectedError("SVC-198", limit=MOST_FIELDS)
    kept, is_long = kind_of(kind)
    words = _checked_options(free, options) if kind == "choice" else []
    work.describe("field.define", f"新增自定义列“{free}”")
    ordinal = max((one.ordinal for one in existing), default=0) + 1
    field = work.of(CustomField).add(
        CustomField(0, free, kept, written_options(words), ordinal, is_long=is_long, purpose=purpose)
    )
    return FieldDefined(field, work.changes())


def rename(work: UnitOfWork, field_id: int, name: str) -> FieldDefined:
    """Give a column another name; its values stay.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-190.
    """
    field = row_of(work, CustomField, field_id, _WHAT)
    free = _free_name(work, name, field_id)
    work.describe("field.rename", f"自定义列“{field.name}”改名为“{free}”")
    return _update(work, replace(field, name=free))


def redefine(work: UnitOfWork, field_id: int, name: str, kind: FieldType, options: Sequence[str] = ()) -> FieldDefined:
    """Change name, type and words of a column in one step, as far as they differ.

    A word whose place in the list another one has taken is that word renamed: its values follow.

    Raises:
        RejectedError: as `rename`, `change_type` and `change_options`.
    """
    field = row_of(work, CustomField, field_id, _WHAT)
    work.describe("field.change", f"修改自定义列“{field.name}”")
    if name.strip() != field.name:
        field = rename(work, field_id, name).field
    before = options_of(field)
    if kind != type_of(field):
        return change_type(work, field_id, kind, options)
    if kind == "choice" and tuple(options) != before:
        pairs = zip(before, options, strict=False) if len(options) == len(before) else ()
        renamed = {old: new for old, new in pairs if old not in options and new not in before}
        return change_options(work, field_id, options, renamed)
    return FieldDefined(field, work.changes())


def change_type(work: UnitOfWork, field_id: int, kind: FieldType, options: Sequence[str] = ()) -> FieldDefined:
    """Let a column hold another type; every value that is there must be one of the new type.

    A choice made of text without `options` gets the values that are there.

    Raises:
        RejectedError: SVC-004, SVC-025, SVC-026, SVC-192, SVC-193; SVC-195 some value does not fit.
    """
    field = row_of(work, CustomField, field_id, _WHAT)
    require_choice(kind, FIELD_TYPE_NAMES, "列的类型")
    values = work.of(CustomValue).find(field_id=field_id)
    kept, is_long = kind_of(kind)
    found = options or list(dict.fromkeys(one.value for one in values))
    words = _checked_options(field.name, found) if kind == "choice" else []
    changed = replace(field, kind=kept, is_long=is_long, options=written_options(words))
    read = [(one, read_value(changed, one.value)) for one in values]
    wrong = [one.value for one, value in read if value is None or len(value) > LONGEST_VALUE.get(kind, 100)]
    if wrong:
        facts = {"field": field.name, "kind": FIELD_TYPE_NAMES[kind], "count": len(wrong)}
        raise RejectedError("SVC-195", **facts, value=_shortened(wrong[0]))
    work.describe("field.type", f"自定义列“{field.name}”改为{FIELD_TYPE_NAMES[kind]}")
    for one, value in read:
        if value is not None and value != one.value:
            work.of(CustomValue).update(replace(one, value=value))
    return _update(work, changed)


def change_options(
    work: UnitOfWork, field_id: int, options: Sequence[str], renamed: Mapping[str, str] | None = None
) -> FieldDefined:
    """Change the words of a choice and their order; a word in use cannot go, but may be renamed with its values.

    Args:
        work: the operation.
        field_id: which column.
        options: all the words in their new order.
        renamed: old word -> new word, for those whose values are to follow.

    Raises:
        RejectedError: SVC-004, SVC-020, SVC-026, SVC-192, SVC-193; SVC-194 a word is in use.
    """
    field = row_of(work, CustomField, field_id, _WHAT)
    words = _checked_options(field.name, options)
    work.describe("field.options", f"修改自定义列“{field.name}”的选项")
    followed = {old: new.strip() for old, new in (renamed or {}).items() if new.strip() in words}
    gone = [word for word in options_of(field) if word not in words and word not in followed]
    values = work.of(CustomValue).find(field_id=field_id)
    for word in gone:
        count = sum(one.value == word for one in values)
        if count:
            raise RejectedError("SVC-194", count=count, value=word)
    for one in values:
        if followed.get(one.value, one.value) != one.value:
            work.of(CustomValue).update(replace(one, value=followed[one.value]))
    return _update(work, replace(field, options=written_options(words)))


def reorder(work: UnitOfWork, field_ids: Sequence[int]) -> ChangeSet:
    """Put the columns into this order; those not named come behind in the order they had.

    Raises:
        RejectedError: SVC-004 one of them is gone.
    """
    named = [row_of(work, CustomField, field_id, _WHAT) for field_id in dict.fromkeys(field_ids)]
    others = [one for one in fields_of(work, with_retired=True) if one.id not in set(field_ids)]
    work.describe("field.order", "调整自定义列的顺序")
    for place, field in enumerate([*named, *others], start=1):
        if field.ordinal != place:
            work.of(CustomField).update(replace(field, ordinal=place))
    return work.changes()


def retire(work: UnitOfWork, field_id: int, *, retired: bool = True) -> FieldDefined:
    """Take a column out of use, keeping its values, or take it into use again.

    Raises:
        RejectedError: SVC-004.
    """
    field = row_of(work, CustomField, field_id, _WHAT)
    work.describe("field.retire", f"{'停用' if retired else '恢复使用'}自定义列“{field.name}”")
    return _update(work, replace(field, is_retired=retired))


def remove(work: UnitOfWork, field_id: int, *, with_values: bool = False) -> ChangeSet:
    """Delete a column, also from the saved views that show it; undo brings all of it back.

    Args:
        work: the operation.
        field_id: which column.
        with_values: a person has confirmed that its values go with it.

    Raises:
        RejectedError: SVC-004; SVC-196 it holds values and nobody confirmed.
    """
    field = row_of(work, CustomField, field_id, _WHAT)
    count = work.of(CustomValue).count(field_id=field_id)
    if count and not with_values:
        raise RejectedError("SVC-196", field=field.name, count=count)
    work.describe("field.remove", f"删除自定义列“{field.name}”")
    drop_custom_field(work, field_id)
    work.of(CustomField).remove(field_id)
    return work.changes()


def check_value(field: CustomField, value: str) -> str:
    """Return a value in the form it is kept in, "" for nothing.

    Raises:
        RejectedError: SVC-026; SVC-191 it is no value of this column; SVC-197 the column is retired.
    """
    kind = type_of(field)
    if field.is_retired and value.strip():
        raise RejectedError("SVC-197", field=field.name)
    read = read_value(field, limit_text(value, field.name))
    if read is None:
        hint = _HINTS.get(kind) or f"可选：{'、'.join(options_of(field)[:12])}。"
        raise RejectedError(
            "SVC-191", field=field.name, kind=FIELD_TYPE_NAMES[kind], value=_shortened(value), hint=hint
        )
    return limit_text(read, field.name, LONGEST_VALUE.get(kind, 100))


def set_value(work: UnitOfWork, task_ids: Sequence[int], field_id: int, value: str) -> ChangeSet:
    """Give tasks one value in a column; "" takes it away.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-026, SVC-191, SVC-197.
    """
    if not task_ids:
        raise RejectedError("SVC-005", what="任务")
    field = row_of(work, CustomField, field_id, _WHAT)
    kept = check_value(field, value)
    tasks = [task_of(work, task_id) for task_id in task_ids]
    work.describe("field.value", f"修改 {_named(tasks)} 的{field.name}")
    _keep(work, [(task.id, field.id, kept) for task in tasks])
    return work.changes()


def set_values(work: UnitOfWork, task_id: int, values: Mapping[int, str]) -> ChangeSet:
    """Give one task values in several columns (field id -> value); "" takes a value away.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-191, SVC-197.
    """
    task = task_of(work, task_id)
    fields = {field_id: row_of(work, CustomField, field_id, _WHAT) for field_id in values}
    kept = [(task.id, field_id, check_value(fields[field_id], value)) for field_id, value in values.items()]
    work.describe("field.value", f"修改 {task.code} 的{'、'.join(one.name for one in fields.values())}")
    _keep(work, kept)
    return work.changes()


def _keep(work: UnitOfWork, values: Iterable[tuple[int, int, str]]) -> None:
    """Write (task, field, value in its kept form)."""
    rows = work.of(CustomValue)
    for task_id, field_id, value in values:
        before = next(iter(rows.find(task_id=task_id, field_id=field_id)), None)
        if before is None:
            if value:
                rows.add(CustomValue(0, task_id, field_id, value))
        elif not value:
            rows.remove(before.id)
        elif value != before.value:
            rows.update(replace(before, value=value))


def _update(work: UnitOfWork, field: CustomField) -> FieldDefined:
    return FieldDefined(work.of(CustomField).update(field), work.changes())


def _free_name(work: UnitOfWork, name: str, but: int | None = None) -> str:
    text = " ".join(require_text(name, "列名", LONGEST_FIELD_NAME).split())
    if any(one.id != but for one in work.of(CustomField).find(name=text)):
        raise RejectedError("SVC-190", name=text)
    return text


def _checked_options(field: str, options: Sequence[str]) -> list[str]:
    words = [" ".join(limit_text(one, "可选项", LONGEST_OPTION).split()) for one in options]
    words = [one for one in words if one]
    if not words:
        raise RejectedError("SVC-192", field=field)
    doubled = next((one for place, one in enumerate(words) if one in words[:place]), None)
    if doubled is not None:
        raise RejectedError("SVC-193", field=field, value=doubled)
    return words


def _named(tasks: Sequence[Task]) -> str:
    return tasks[0].code if len(tasks) == 1 else f"{len(tasks)} 项任务"


def _shortened(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
