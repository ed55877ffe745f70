"""Small valid things for tests: state only what the test is about.  Ids, days and the clock are fixed."""

# ruff: noqa: ANN401 - builders hand any field on to the entity

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit, UnitKind
from ledger_app.intake.document import Place as TextPlace
from ledger_app.intake.proposal import (
    DeadlineKind,
    OwnerRole,
    Proposal,
    ProposedDeadline,
    ProposedItem,
    ProposedOwner,
    ProposedPlan,
    ProposedTarget,
    Reading,
)
from ledger_app.ports import UnitOfWork
from ledger_app.services import tasks, units
from ledger_app.services.files import TakenFile, take
from ledger_app.services.tasks import NewTask
from tests.builders_ledger import FixedClock, Place

TODAY = dt.date(2024, 7, 5)
CLOCK = FixedClock(TODAY, "2024-07-05T01:00:00Z")


def a_ledger(folder: Path, clock: FixedClock = CLOCK) -> SqliteLedger:
    """Return a new empty ledger, open for writing."""
    return Place(folder, clock).create("测试台账")


def a_unit(work: UnitOfWork, name: str = "县人民医院", kind: UnitKind = "subordinate", **fields: Any) -> Unit:
    return units.add(work, replace(Unit(0, "", name, kind=kind), **fields)).unit


def a_task(
    work: UnitOfWork, title: str = "建设胸痛中心", due: dt.date | None = dt.date(2024, 12, 31), **fields: Any
) -> Task:
    return tasks.create(work, NewTask(title, due=due, **fields)).tasks[0]


def a_file(ledger: SqliteLedger, folder: Path, name: str = "会议记录.txt", content: bytes = b"minutes\n") -> TakenFile:
    """Return a file that is in the ledger's store."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return take(ledger.store, path)


def a_reading(raw: str, confidence: float = 1.0, reason: str = "按原文") -> Reading:
    return Reading(raw, TextPlace(0, len(raw)), reason, confidence)


def an_owner(
    name: str, role: OwnerRole = "responsible", confidence: float = 1.0, *, is_group: bool = False
) -> ProposedOwner:
    return ProposedOwner(name, role, a_reading(name, confidence), is_group)


def a_deadline(
    raw: str = "年底前",
    date: str | None = "2024-12-31",
    kind: DeadlineKind = "by",
    confidence: float = 1.0,
    **fields: Any,
) -> ProposedDeadline:
    return ProposedDeadline(kind, a_reading(raw, confidence), date, **fields)


def a_target(raw: str, op: Any = ">=", value: Any = 95, unit: str = "%", confidence: float = 1.0) -> ProposedTarget:
    return ProposedTarget(op, value, unit, a_reading(raw, confidence))


def an_item(title: str = "建设胸痛中心", no: str = "1.", **fields: Any) -> ProposedItem:
    """Return a task-like item; its key is its number and title."""
    text = fields.pop("text", f"{no}{title}。各单位按要求抓好落实。")
    values: dict[str, Any] = {"kind": "task", "path": ("一、提升服务能力",), "place": TextPlace(0, len(text)), **fields}
    return ProposedItem(key=values.pop("key", f"{no}{title}"), no=no, title=title, text=text, **values)


def a_plan(*items: ProposedItem, title: str = "2024年卫生健康工作要点", **fields: Any) -> ProposedPlan:
    values: dict[str, Any] = {
        "plan_year": 2024,
        "period_end": dt.date(2024, 12, 31),
        "issuer": "县卫生健康局",
        "doc_number": "卫发〔2024〕3号",
        "issued": None,
        **fields,
    }
    return ProposedPlan(title=title, items=items, **values)


def a_proposal(*plans: ProposedPlan, content: bytes = b"", name: str = "要点.txt") -> Proposal:
    """Return what a file of this content offers."""
    return Proposal(name, "txt", hashlib.sha256(content).hexdigest() if content else "", "全文", plans)
