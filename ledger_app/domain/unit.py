"""Units, posts and people: who is responsible.  Posts outlive people.

Source: docs/domain.md sections 1 and 8.2.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["department", "subordinate", "township", "community", "county", "other"]
PostKind = Literal["leader", "head", "contact", "staff"]
LeaderDuty = Literal["charge", "contact"]

UNIT_KIND_NAMES: dict[UnitKind, str] = {
    "department": "机关股室",
    "subordinate": "局属单位",
    "township": "乡镇卫生院",
    "community": "社区卫生服务中心",
    "county": "县直部门",
    "other": "其他",
}
POST_KIND_NAMES: dict[PostKind, str] = {
    "leader": "局领导",
    "head": "负责人",
    "contact": "联络员",
    "staff": "经办人",
}
LEADER_DUTY_NAMES: dict[LeaderDuty, str] = {"charge": "分管", "contact": "联系"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that can own tasks.

    Attributes:
        id: 0 before it is stored.
        uid: stable across ledgers and PCs.
        name: full name, unique among the active units.
        short_name: as used in tables, "" if the name is short enough.
        pinyin: initials for search ("xrmyy"), filled by the service.
        is_reporting: sends monthly progress and counts in the return log.
        active_from, active_to: first and last day it exists, None = open.
        successor_id: the unit that took over its tasks.
        sort: order in lists and reports, ties by id.
    """

    id: int
    uid: str
    name: str
    short_name: str = ""
    kind: UnitKind = "other"
    pinyin: str = ""
    is_reporting: bool = True
    parent_id: int | None = None
    active_from: dt.date | None = None
    active_to: dt.date | None = None
    successor_id: int | None = None
    contact: str = ""
    phone: str = ""
    sort: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitAlias:
    """Another name of a unit; confirmed by the clerk or learned from an answer."""

    id: int
    unit_id: int
    alias: str
    source: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A named group such as 各乡镇卫生院."""

    id: int
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitGroupMember:
    """Membership of a unit in a group, with the days it held (None = open)."""

    id: int
    group_id: int
    unit_id: int
    from_date: dt.date | None = None
    to_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person, by name; several may share one."""

    id: int
    name: str
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a unit; tasks bind to it rather than to whoever holds it."""

    id: int
    unit_id: int | None
    title: str
    kind: PostKind = "staff"
    sort: int = 0


@dataclass(frozen=True, slots=True)
class PostHolder:
    """Who held a post, from and to which day (inclusive, None = open)."""

    id: int
    post_id: int
    person_id: int
    from_date: dt.date | None = None
    to_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class UnitLeader:
    """Which bureau leader's post looks after a unit, and how: 分管 (in charge) or 联系 (in touch); None = open.

    The post in charge is the 牵头领导 that tasks led by the unit get unless they name another.
    """

    id: int
    unit_id: int
    post_id: int
    duty: LeaderDuty = "charge"
    from_date: dt.date | None = None
    to_date: dt.date | None = None
