"""What a person changed in one item of a review, and the values that are given by hand.

Pure; which item was changed is kept by `ui/models/review_state.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from ledger_app.intake.proposal import (
    ItemKind,
    OwnerRole,
    ProposedDeadline,
    ProposedItem,
    ProposedOwner,
    ProposedTarget,
    Reading,
    TargetOp,
)

BY_HAND = "导入时手工填写"
NOTE_HEAD = "备注"
ITEM_KIND_NAMES: dict[ItemKind, str] = {
    "task": "任务",
    "goal": "目标",
    "schedule": "进度安排",
    "safeguard": "保障措施",
    "background": "背景要求",
}


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What was changed in an item; None means as read."""

    title: str | None = None
    kind: ItemKind | None = None
    owners: tuple[ProposedOwner, ...] | None = None
    deadlines: tuple[ProposedDeadline, ...] | None = None
    text: str | None = None
    measures: tuple[str, ...] | None = None
    targets: tuple[ProposedTarget, ...] | None = None
    note: str | None = None

    def applied(self, item: ProposedItem) -> ProposedItem:
        """Return an item as changed."""
        given = {
            one.name: value
            for one in fields(self)
            if one.name != "note" and (value := getattr(self, one.name)) is not None
        }
        if self.note is not None:
            given["extra"] = _with_note(item, self.note)
        return replace(item, **given) if given else item

    def kept(self, read: ProposedItem) -> ItemEdit:
        """Return the edit without what equals the reading."""
        same = [
            one.name
            for one in fields(self)
            if getattr(self, one.name) == (note_of(read) if one.name == "note" else getattr(read, one.name))
        ]
        return replace(self, **dict.fromkeys(same)) if same else self


NO_EDIT = ItemEdit()


def note_of(item: ProposedItem) -> str:
    """Return the note of an item: what its columns of notes say."""
    return "；".join(text for head, text in item.extra if head == NOTE_HEAD and text.strip())


def due_by_hand(item: ProposedItem, day: dt.date | None) -> tuple[ProposedDeadline, ...]:
    """Return an item's deadlines with the one it is judged by set to a day; without a day none are left.

    Rhythms and earlier dates stay beside it; later ones would be judged by instead, and go.
    """
    if day is None:
        return ()
    first = primary_deadline(item)
    raw = first.reading.raw if first is not None else ""
    reading = Reading(raw or day.isoformat(), first.reading.place if first else None, BY_HAND, 1.0)
    by_hand = ProposedDeadline("by", reading, day.isoformat())
    later = [one for one in item.deadlines if _is_dated(one) and (one.date or "") >= day.isoformat()]
    return (by_hand, *(one for one in item.deadlines if one is not first and one not in later))


def primary_deadline(item: ProposedItem) -> ProposedDeadline | None:
    """Return the deadline the task will be judged by: the last firm dated one, else the last dated, else the first."""
    dated = [one for one in item.deadlines if _is_dated(one)]
    firm = [one for one in dated if not one.is_stretch]
    last = max(firm or dated, key=lambda one: one.date or "", default=None)
    return last or next(iter(item.deadlines), None)


def owner_by_hand(name: str, role: OwnerRole, before: Iterable[ProposedOwner]) -> ProposedOwner:
    """Return an owner as chosen in the review; one that was read keeps its place and words."""
    read = next((owner for owner in before if owner.name == name), None)
    if read is not None:
        return replace(read, role=role)
    return ProposedOwner(name, role, Reading(name, None, BY_HAND, 1.0))


def target_by_hand(op: TargetOp, value: str, unit: str, before: ProposedTarget | None = None) -> ProposedTarget | None:
    """Return a target as typed, None where nothing is said.

    Args:
        op: the relation.
        value: a number ("95"), two of them ("10～20"), words, or "" for a direction alone.
        unit: "%", "个", "" for none.
        before: the target it takes the place of; its words stay.
    """
    typed = value.strip()
    if not typed and op not in ("increase", "decrease"):
        return None
    numbers = _numbers(typed)
    figure = (numbers[0], numbers[1]) if len(numbers) == 2 else numbers[0] if numbers else typed or None
    words = before.reading.raw if before is not None else f"{typed}{unit.strip()}" or "目标"
    place = before.reading.place if before is not None else None
    is_span = isinstance(figure, tuple)
    relation: TargetOp = "range" if is_span else "=" if op == "range" else op
    return ProposedTarget(relation, figure, unit.strip(), Reading(words, place, BY_HAND, 1.0))


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _numbers(typed: str) -> Sequence[float | int]:
    parts = typed.replace("~", "～").replace("—", "～").replace("至", "～").split("～")
    found: list[float | int] = []
    for part in parts:
        try:
            number = float(part.strip().replace(",", ""))
        except ValueError:
            return ()
        found.append(int(number) if number == int(number) else number)
    return found if len(found) <= 2 else ()


def _with_note(item: ProposedItem, note: str) -> tuple[tuple[str, str], ...]:
    others = tuple(pair for pair in item.extra if pair[0] != NOTE_HEAD)
    return (*others, (NOTE_HEAD, note.strip())) if note.strip() else others


def _is_dated(deadline: ProposedDeadline) -> bool:
    return bool(deadline.date) and deadline.kind not in ("recurring", "continuing", "open")
