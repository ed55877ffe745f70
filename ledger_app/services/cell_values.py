"""Read the text of a cell back into the value of its field, or refuse it in one sentence.

Pure: nothing here reads or writes the ledger.  Every text that `cell_fields.cell_text` makes is read back to the
same value.  Source: docs/domain.md sections 8.1 (words for days) and 8.2 (names of units).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from ledger_app.domain.custom_field import kind_of, read_value
from ledger_app.domain.grid import custom_field_id
from ledger_app.domain.roster import fold_name
from ledger_app.domain.task import SOURCE_KIND_NAMES, STANDING_NAMES, TASK_KIND_NAMES, CustomField, OwnerRole, TaskOwner
from ledger_app.errors import RejectedError
from ledger_app.intake.typed_deadline import read_typed, reading_of
from ledger_app.services.cell_fields import STANDING_WORDS, CellField, cell_field
from ledger_app.services.cell_reading import Known
from ledger_app.services.checks import LONGEST_NAME, LONGEST_TEXT, limit_text, require_percent, require_text
from ledger_app.services.custom_fields import check_value
from ledger_app.services.owners import OwnerChoice

_BREAK = re.compile(r"[、，,；;\n\t]+")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# What the grid prints where there is nothing.
_NOTHING = {"due": ("—",), "start": ("—",), "percent": ("—",), "lead": ("未定",), "progress": ("本期未报",)}
_DAY = CustomField(0, "", kind_of("date")[0])
_WORDS: dict[str, dict[str, str]] = {
    "kind": {word: key for key, word in TASK_KIND_NAMES.items()},
    "source_kind": {word: key for key, word in SOURCE_KIND_NAMES.items()},
    "standing": {**{word: word for word in STANDING_WORDS}, **{word: word for word in STANDING_NAMES.values()}},
}


@dataclass(frozen=True, slots=True)
class CellValue:
    """A text as understood.

    Attributes:
        value: str, date, float, tuple of OwnerChoice, or a `TypedDue`; None for nothing.
        shown: as the cell will show it; note: how it was understood where that is not plain.
    """

    value: object
    shown: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TypedDue:
    """A deadline that is one day: the words, the day and how it was read."""

    raw: str
    day: dt.date
    reason: str = field(default="")


def read_cell_text(known: Known, task_id: int | None, name: str, text: str) -> CellValue:
    """Return what a text means in a field of a task (None = a task that is still to be made).

    Raises:
        RejectedError: SVC-020, SVC-021, SVC-026, SVC-191, SVC-197, SVC-270 to SVC-275, SVC-278, SVC-281.
    """
    found = cell_field(name, known.fields)
    if found is None:
        raise RejectedError("SVC-270", field=label_of(known, name))
    plain = "" if text.strip() in _NOTHING.get(name, ()) else text
    own = known.fields.get(custom_field_id(name) or 0)
    if own is not None:
        kept = check_value(own, plain)
        return CellValue(kept, kept)
    if found.kind == "units":
        return _units(known, task_id, name, plain)
    if found.kind == "due":
        return _due(known, task_id, plain)
    if found.kind == "day":
        return _day(plain)
    if found.kind == "percent":
        return _percent(plain)
    if found.kind == "choice":
        return _choice(name, found, plain)
    return _text(name, found, plain)


def label_of(known: Known, name: str) -> str:
    """Return the Chinese name of a field, also of one that a cell cannot change."""
    found = cell_field(name, known.fields)
    own = known.fields.get(custom_field_id(name) or 0)
    return found.label if found is not None else own.name if own is not None else name


def is_lead(owner: TaskOwner, owners: list[TaskOwner]) -> bool:
    """Say whether an owner leads as lists print it: by its role; where no lead is named, the first responsible one."""
    if any(one.role == "lead" for one in owners):
        return owner.role == "lead"
    first = min(
        (one for one in owners if one.role == "responsible"), key=lambda one: (one.ordinal, one.id), default=None
    )
    return first is not None and (owner.role, owner.raw) == ("responsible", first.raw)


def _text(name: str, found: CellField, text: str) -> CellValue:
    is_long = found.kind == "long"
    flat = text if is_long else " ".join(text.split("\n"))
    kept = limit_text(flat, found.label, LONGEST_TEXT if is_long else LONGEST_NAME)
    if name == "title":
        require_text(kept, found.label)
    return CellValue(kept, kept)


def _choice(name: str, found: CellField, text: str) -> CellValue:
    plain = unicodedata.normalize("NFKC", text).strip()
    key = _WORDS[name].get(plain)
    if key is None:
        shown = plain if len(plain) <= 30 else plain[:30] + "…"
        raise RejectedError("SVC-281", value=shown, field=found.label, choices="、".join(found.choices))
    return CellValue(key, plain)


def _percent(text: str) -> CellValue:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
    if not plain:
        return CellValue(None, "")
    match = _PERCENT.fullmatch(plain)
    if match is None:
        raise RejectedError("SVC-021", value=text.strip()[:30])
    value = require_percent(float(match[1]))
    return CellValue(value, f"{value:g}%")


def _day(text: str) -> CellValue:
    plain = text.strip()
    if not plain:
        return CellValue(None, "")
    kept = read_value(_DAY, plain)
    if not kept:
        raise RejectedError("SVC-024", value=plain[:30])
    return CellValue(dt.date.fromisoformat(kept), kept)


def _due(known: Known, task_id: int | None, text: str) -> CellValue:
    plain = text.strip()
    if task_id is not None:
        _refuse_other_due(known, task_id)
    if not plain:
        return CellValue(None, "")
    basis = known.basis(task_id)
    rows = read_typed(plain.removesuffix(" 00:00:00"), basis)
    if not rows:
        raise RejectedError("SVC-271", value=plain[:30])
    if len(rows) > 1:
        raise RejectedError("SVC-273", value=plain[:30], count=len(rows))
    day = rows[0].original_due
    if day is None or rows[0].kind not in ("by", "relative"):
        raise RejectedError("SVC-272", value=plain[:30])
    said = "" if _ISO.fullmatch(plain) else reading_of(rows, basis)
    return CellValue(TypedDue(plain, day, rows[0].reason), day.isoformat(), f"“{plain}”读作 {said}" if said else "")


def _refuse_other_due(known: Known, task_id: int) -> None:
    facts = known.facts[task_id][0]
    primary = known.primary(task_id)
    if facts.kind == "recurring" or (primary is not None and primary.kind == "recurring"):
        raise RejectedError("SVC-274", task=facts.code)
    if primary is not None and primary.current_due is not None and primary.current_due != primary.original_due:
        raise RejectedError("SVC-275", task=facts.code, due=primary.current_due.isoformat())


def _units(known: Known, task_id: int | None, name: str, text: str) -> CellValue:
    owners = list(known.owners.get(task_id or 0, ()))
    role: OwnerRole = "lead" if name == "lead" else "cooperate"
    choices: dict[tuple[int | None, str], OwnerChoice] = {}
    shown: list[str] = []
    for part in _BREAK.split(text):
        typed = part.strip()
        if typed:
            for choice, word in _owners_named(known, owners, role, typed):
                choices.setdefault((choice.unit_id, choice.raw), choice)
                if word not in shown:
                    shown.append(word)
    return CellValue(tuple(choices.values()), "、".join(shown))


def _owners_named(known: Known, owners: list[TaskOwner], role: OwnerRole, typed: str) -> list[tuple[OwnerChoice, str]]:
    """Return who is meant by one name: those of the task first, so that what stands there stays as it is."""
    key = fold_name(typed)
    there = [one for one in owners if key in (fold_name(known.shown_name(one)), fold_name(one.raw))]
    if there:
        as_printed = len({one.unit_id for one in there}) > 1
        words = [one.raw if as_printed else known.shown_name(one) for one in there]
        return [
            (OwnerChoice(role if role == "lead" or one.role == "lead" else one.role, one.unit_id, one.raw), word)
            for one, word in zip(there, words, strict=True)
        ]
    match = known.roster.match(typed)
    if len(match.units) > 1:
        return [(OwnerChoice(role, unit.id, typed), typed) for unit in match.units]
    units = match.units or tuple(unit for unit in known.roster.units if unit.pinyin == typed.lower())
    units = tuple(unit for unit in units if unit.active_to is None or unit.active_to >= known.time.today)
    if len(units) != 1:
        near = "、".join(unit.short_name or unit.name for unit in (units or match.suggestions)[:3])
        raise RejectedError("SVC-278", name=typed[:30], hint=f"（相近的有：{near}）" if near else "")
    return [(OwnerChoice(role, units[0].id), units[0].short_name or units[0].name)]
