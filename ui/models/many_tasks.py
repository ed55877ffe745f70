"""What several chosen tasks have in common, for editing them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger_app.domain.task import CustomField, CustomValue, Task, TaskLeader
from ledger_app.ports import ReadSession
from ledger_app.services import closing, custom_fields
from ledger_app.services.closing import ManyStep
from ui.models.task_people import PostLine, Roster

_STEPS: tuple[ManyStep, ...] = ("asked", "checked", "approved")
SAME_FIELDS = ("kind", "section", "start", "issued", "source_kind", "source_ref", "standing", "note")


@dataclass(frozen=True, slots=True)
class ManyTasks:
    """Several tasks.

    Attributes:
        ids: of the tasks that are there, in the order given.
        common: field name -> the value that all have; fields in which they differ are not there.
        values: custom field id -> the value that all have ("" = none has any).
        leader: the leader of all, None where they differ.
        ready: step of striking off -> the tasks that may take it now.
    """

    ids: tuple[int, ...]
    codes: tuple[str, ...]
    common: Mapping[str, object]
    fields: tuple[CustomField, ...]
    values: Mapping[int, str]
    leader: str | None
    posts: tuple[PostLine, ...]
    ready: Mapping[ManyStep, Sequence[int]]


def read_many(session: ReadSession, task_ids: Sequence[int], roster: Roster) -> ManyTasks:
    """Read what tasks have in common; gone ones are left out."""
    found = {one.id: one for one in session.of(Task).find(id=list(task_ids))}
    tasks = [found[id_] for id_ in task_ids if id_ in found]
    ids = [task.id for task in tasks]
    common: dict[str, object] = {}
    for name in SAME_FIELDS:
        values = {getattr(task, name) for task in tasks}
        if len(values) == 1:
            common[name] = values.pop()
    fields = custom_fields.fields_of(session)
    given: dict[int, dict[int, str]] = {field.id: {} for field in fields}
    for value in session.of(CustomValue).find(task_id=ids):
        if value.field_id in given:
            given[value.field_id][value.task_id] = value.value
    shared = {}
    for field in fields:
        different = {given[field.id].get(id_, "") for id_ in ids}
        if len(different) == 1:
            shared[field.id] = different.pop()
    return ManyTasks(
        tuple(ids),
        tuple(task.code for task in tasks),
        common,
        tuple(fields),
        shared,
        _leader(session, ids),
        roster.posts,
        {step: closing.ready_for(session, ids, step) for step in _STEPS},
    )


def _leader(session: ReadSession, ids: Sequence[int]) -> str | None:
    named: dict[int, str] = dict.fromkeys(ids, "")
    for leader in session.of(TaskLeader).find(task_id=list(ids)):
        named[leader.task_id] = leader.raw
    names = set(named.values())
    return names.pop() if len(names) == 1 else None
