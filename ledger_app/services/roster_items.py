"""What a roster file brings, item by item: units, their fields, other names, groups, posts, people, leaders.

Items are noted by the import itself (`services.roster_file`), which is tried first and taken back: what the preview
says is what will be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ItemKind = Literal["unit", "field", "alias", "group", "post", "person", "leader", "row"]

ITEM_KIND_NAMES: dict[ItemKind, str] = {
    "unit": "单位",
    "field": "基本情况",
    "alias": "别名",
    "group": "单位组",
    "post": "职务",
    "person": "人员",
    "leader": "分管领导",
    "row": "这一行",
}


class Fate(StrEnum):
    """What becomes of an item."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"

    @property
    def text(self) -> str:
        """Return the Chinese words."""
        return {"new": "新增", "changed": "补充", "same": "不变", "kept": "不动"}[self.value]


@dataclass(frozen=True, slots=True)
class RosterItem:
    """One thing that a row of a roster says.

    Attributes:
        line: row in the file, from 1.
        unit: name of the unit meant, "" where the row has none.
        what: the field or kind in Chinese ("联系人").
        says: what stands in the file.
        has: what the ledger holds and keeps, "" if nothing.
        reason: why what the file says is not taken, "" where it is.
    """

    line: int
    unit: str
    kind: ItemKind
    fate: Fate
    what: str
    says: str
    has: str = ""
    reason: str = ""


def fate_of(says: str, has: str) -> Fate:
    """Return what becomes of a field that is completed and never overwritten."""
    if not has:
        return Fate.CHANGED
    return Fate.SAME if says == has else Fate.KEPT
