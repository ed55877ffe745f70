"""The fields of rectification tasks: columns of the ledger, made when the first such task is entered (ADR 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.custom_field import kind_of, options_of, type_of, written_options
from ledger_app.domain.task import CustomField
from ledger_app.domain.task_preset import RECTIFICATION_FIELDS, PresetField
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.custom_fields import define, fields_of, set_values


def rectification_fields(session: ReadSession) -> dict[str, CustomField]:
    """Return purpose -> the ledger's column for it, for those that there are, retired ones too."""
    wanted = {one.purpose for one in RECTIFICATION_FIELDS}
    return {one.purpose: one for one in fields_of(session, with_retired=True) if one.purpose in wanted}


def fill(work: UnitOfWork, task_id: int, values: Mapping[str, str]) -> ChangeSet:
    """Give a task its rectification fields (purpose -> text); columns that are missing are made.

    A column of the same name and a fitting type that the clerk or an import has made is taken over; a retired one is
    used again.

    Raises:
        RejectedError: SVC-004, SVC-026, SVC-191, SVC-198.
    """
    found = rectification_fields(work)
    kept: dict[int, str] = {}
    for wanted in RECTIFICATION_FIELDS:
        text = values.get(wanted.purpose, "")
        if not text.strip():
            continue
        field = found.get(wanted.purpose) or _adopted(work, wanted) or _made(work, wanted)
        if field.is_retired:
            field = work.of(CustomField).update(replace(field, is_retired=False))
        kept[field.id] = text
    return set_values(work, task_id, kept) if kept else work.changes()


def _adopted(work: UnitOfWork, wanted: PresetField) -> CustomField | None:
    """Return a column of the clerk's own that holds just this, now marked as such."""
    named = next(iter(work.of(CustomField).find(name=wanted.name)), None)
    if named is None or named.purpose or kind_of(type_of(named))[0] != kind_of(wanted.kind)[0]:
        return None
    words = [*options_of(named), *(one for one in wanted.options if one not in options_of(named))]
    options = written_options(words) if wanted.kind == "choice" else named.options
    is_long = named.is_long or wanted.kind == "long"
    return work.of(CustomField).update(replace(named, purpose=wanted.purpose, options=options, is_long=is_long))


def _made(work: UnitOfWork, wanted: PresetField) -> CustomField:
    taken = {one.name for one in work.of(CustomField).find()}
    name = wanted.name if wanted.name not in taken else f"{wanted.name}（整改）"
    return define(work, name, wanted.kind, wanted.options, purpose=wanted.purpose).field
