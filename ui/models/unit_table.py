"""The roster as the page lists it: one row a unit, found by name, short name, alias or initials."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from ledger_app.domain.task import TaskOwner
from ledger_app.domain.unit import UNIT_KIND_NAMES, Unit, UnitAlias, UnitGroup, UnitGroupMember
from ledger_app.ports import ReadSession
from ui.models.list_table import HeadedTable, Index, ListColumn, ListTableModel

LINE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with its other names, the groups it belongs to on the day, and the number of tasks it has a part in."""

    unit: Unit
    aliases: tuple[UnitAlias, ...] = ()
    groups: tuple[UnitGroup, ...] = ()
    task_count: int = 0

    @property
    def is_active(self) -> bool:
        """Say whether the unit still exists."""
        return self.unit.active_to is None

    @property
    def known_by(self) -> str:
        """Return everything it can be found by, lower case."""
        unit = self.unit
        texts = (unit.name, unit.short_name, unit.pinyin, unit.contact, *(alias.alias for alias in self.aliases))
        return "\n".join(texts).lower()


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with the units that belong to it on the day, in the roster's order."""

    group: UnitGroup
    members: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class RosterView:
    """Everything the page shows, read in one session."""

    lines: tuple[UnitLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()


def _state(line: UnitLine) -> str:
    return "在用" if line.unit.active_to is None else f"{line.unit.active_to.isoformat()} 停用"


COLUMNS: tuple[ListColumn[UnitLine], ...] = (
    ListColumn("name", "单位名称", lambda line: line.unit.name, 160),
    ListColumn("short", "简称", lambda line: line.unit.short_name or "—", 76),
    ListColumn("kind", "类别", lambda line: UNIT_KIND_NAMES[line.unit.kind], 92),
    ListColumn("aliases", "别名", lambda line: "、".join(alias.alias for alias in line.aliases) or "—", 104),
    ListColumn("groups", "分组", lambda line: "、".join(group.name for group in line.groups) or "—", 96),
    ListColumn("contact", "联系人", lambda line: line.unit.contact or "—", 56),
    ListColumn("phone", "电话", lambda line: line.unit.phone or "—", 84),
    ListColumn("reporting", "报送", lambda line: "是" if line.unit.is_reporting else "否", 40),
    ListColumn("tasks", "任务", lambda line: str(line.task_count), 40, is_right=True),
    ListColumn("state", "状态", _state, 64),
)


class UnitTableModel(ListTableModel[UnitLine]):
    """Units by row in the roster's order; closed ones last."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)
        self._words = ""
        self._kind = ""

    def show_lines(self, lines: Sequence[UnitLine]) -> None:
        """Show these units."""
        super().show_lines(sorted(lines, key=lambda line: (not line.is_active, line.unit.sort, line.unit.id)))

    def show_words(self, words: str) -> None:
        """Show only units that are known by these words, or by these initials."""
        self._words = words.strip().lower()
        self.narrow()

    def show_kind(self, kind: str) -> None:
        """Show only units of a kind, "" for all."""
        self._kind = kind
        self.narrow()

    def key_of(self, line: UnitLine) -> int:
        """Return the unit's id."""
        return line.unit.id

    def lets_through(self, line: UnitLine) -> bool:
        """Say whether a unit is of the kind and known by the words."""
        return (not self._kind or line.unit.kind == self._kind) and (not self._words or self._words in line.known_by)

    def special(self, line: UnitLine, _column: ListColumn[UnitLine], role: int) -> object:
        """Return the unit."""
        return line if role == LINE_ROLE else None


class GroupTableModel(HeadedTable):
    """Groups by row: name, number of members, their names."""

    HEADINGS = ("单位组", "成员", "包括")

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._groups: tuple[GroupLine, ...] = ()

    def show_groups(self, groups: Sequence[GroupLine]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self._groups = tuple(groups)
        self.endResetModel()

    def group_at(self, row: int) -> GroupLine | None:
        """Return the group in a row."""
        return self._groups[row] if 0 <= row < len(self._groups) else None

    def headings(self) -> Sequence[str]:
        """Return the headings."""
        return self.HEADINGS

    def row_total(self) -> int:
        """Return the number of groups."""
        return len(self._groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self._groups[index.row()]
        names = "、".join(unit.short_name or unit.name for unit in line.members)
        return (line.group.name, str(len(line.members)), names or "还没有成员")[index.column()]


def read_roster_view(session: ReadSession, day: dt.date) -> RosterView:
    """Read the units with their names, groups on a day and numbers of tasks, and the groups of that day."""
    units = sorted(session.of(Unit).find(), key=lambda unit: (unit.sort, unit.id))
    by_id = {unit.id: unit for unit in units}
    aliases: dict[int, list[UnitAlias]] = {}
    for alias in session.of(UnitAlias).find():
        aliases.setdefault(alias.unit_id, []).append(alias)
    groups = sorted(session.of(UnitGroup).find(), key=lambda group: group.id)
    names = {group.id: group for group in groups}
    of_unit: dict[int, list[UnitGroup]] = {}
    members: dict[int, list[Unit]] = {}
    for member in session.of(UnitGroupMember).find():
        if not holds_on(member, day):
            continue
        if member.unit_id in by_id and member.group_id in names:
            of_unit.setdefault(member.unit_id, []).append(names[member.group_id])
            members.setdefault(member.group_id, []).append(by_id[member.unit_id])
    tasks = Counter(owner.unit_id for owner in session.of(TaskOwner).find())
    lines = tuple(
        UnitLine(
            unit,
            tuple(aliases.get(unit.id, ())),
            tuple(of_unit.get(unit.id, ())),
            tasks[unit.id],
        )
        for unit in units
    )
    ordered = {
        group_id: tuple(sorted(found, key=lambda unit: (unit.sort, unit.id))) for group_id, found in members.items()
    }
    return RosterView(lines, tuple(GroupLine(group, ordered.get(group.id, ())) for group in groups))


def holds_on(member: UnitGroupMember, day: dt.date) -> bool:
    """Say whether a unit belongs to the group on a day."""
    return (member.from_date is None or member.from_date <= day) and (member.to_date is None or day <= member.to_date)
