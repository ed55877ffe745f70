"""`list`: the tasks of a ledger as they stand at a day."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger_app.bootstrap import open_session
from ledger_app.cli.output import say, show_json, show_table
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.lights import Judgement, judge_all, read_light_word
from ledger_app.domain.plan import PlanItem
from ledger_app.domain.task import TaskOwner, TaskSource
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import Ledger, ReadSession
from ledger_app.services.export import ListExport, export_list, said_of
from ledger_app.services.ledger_name import name_of
from ledger_app.services.lookup import unit_by_name

_HEADS = ("编号", "状态", "完成时限", "进度", "牵头单位", "任务")
_LONGEST_CELL = 36


def run_list(arguments: Namespace) -> int:
    """Print the tasks that the options choose, in the ledger's order, or write them to a spreadsheet."""
    if arguments.light is not None and read_light_word(arguments.light) is None:
        raise RejectedError("APP-020", word=arguments.light)
    with open_session(arguments.ledger, read_only=True) as session, session.ledger.read() as reading:
        cutoff = arguments.as_of or session.clock.today()
        judged = list(_chosen(reading, arguments, cutoff))
        if arguments.json:
            details = _Details(reading, [facts.id for facts, _ in judged])
            show_json([details.row(facts, judgement) for facts, judgement in judged])
            return 0
        if arguments.xlsx is not None:
            name = name_of(reading) or reading.settings().bureau_name or session.ledger.name
            ids = frozenset(facts.id for facts, _ in judged)
            _write(session.ledger, ListExport(TaskQuery(cutoff), name, _list_name(arguments), task_ids=ids), arguments)
            return 0
    if judged:
        show_table(_HEADS, [_cells(facts, judgement) for facts, judgement in judged])
    say(f"共 {len(judged)} 项任务，截至 {cutoff.isoformat()}。")
    return 0


def _write(ledger: Ledger, wanted: ListExport, arguments: Namespace) -> None:
    """Write the chosen tasks as the window does, and say what of them is not as it was."""
    written = export_list(ledger, wanted, arguments.xlsx)
    say(f"已写入“{arguments.xlsx.name}”，截至 {wanted.query.cutoff.isoformat()}。{said_of(written)}")


def _list_name(arguments: Namespace) -> str:
    """Return what was chosen, in words, "" where everything was."""
    before = f"{arguments.due_before.isoformat()}以前到期" if arguments.due_before is not None else ""
    found = f"含“{arguments.search.strip()}”" if arguments.search.strip() else ""
    return " ".join(filter(None, (arguments.unit, arguments.light, before, found)))


def _chosen(reading: ReadSession, arguments: Namespace, cutoff: dt.date) -> Iterator[tuple[TaskFacts, Judgement]]:
    unit = unit_by_name(reading, arguments.unit) if arguments.unit is not None else None
    query = TaskQuery(cutoff, search=arguments.search.strip(), unit_id=unit.id if unit is not None else None)
    is_filtered = unit is not None or bool(query.search)
    ids = reading.task_ids(query) if is_filtered else None
    for facts, judgement in judge_all(reading.facts(cutoff, task_ids=ids), cutoff, reading.settings()):
        if arguments.light is not None and not judgement.matches(arguments.light):
            continue
        if arguments.due_before is not None and (judgement.due is None or judgement.due >= arguments.due_before):
            continue
        yield facts, judgement


class _Details:
    """What the JSON form says beyond the facts: owners as printed and matched, and the place in the plan."""

    def __init__(self, reading: ReadSession, ids: list[int]) -> None:
        self._units = {unit.id: unit.name for unit in reading.of(Unit).find()}
        self._owners = _grouped(reading.of(TaskOwner).find(task_id=ids)) if ids else {}
        sources = reading.of(TaskSource).find(task_id=ids) if ids else []
        item_ids = {source.task_id: source.plan_item_id for source in reversed(sources) if source.plan_item_id}
        items = {item.id: item for item in reading.of(PlanItem).find(id=sorted(set(item_ids.values())))}
        self._items = {task_id: items[item_id] for task_id, item_id in item_ids.items() if item_id in items}

    def row(self, facts: TaskFacts, judgement: Judgement) -> dict[str, Any]:
        """Return one task as JSON values."""
        item = self._items.get(facts.id)
        return {
            "code": facts.code,
            "title": facts.title,
            "path": list(item.path) if item is not None else [],
            "no": item.no if item is not None else "",
            "owners": [
                {"name": owner.raw, "role": owner.role, "unit": self._units.get(owner.unit_id or 0)}
                for owner in self._owners.get(facts.id, ())
            ],
            "due": judgement.due.isoformat() if judgement.due is not None else None,
            "due_raw": facts.due_raw,
            "original_due": facts.original_due.isoformat() if facts.original_due is not None else None,
            "light": judgement.tone.value,
            "state": judgement.light.value,
            "state_name": judgement.word,
            "reason": judgement.reason,
            "percent": facts.percent,
            "elapsed_percent": judgement.elapsed_percent,
            "days_left": judgement.days_left,
            "overdue_days": judgement.overdue_days,
            "plan": facts.plan_title,
            "plan_year": facts.plan_year,
            "section": facts.section,
            "kind": facts.kind,
            "standing": facts.standing,
            "progress": facts.text,
            "progress_period": facts.period or None,
            "evidence_count": facts.evidence_count,
            "uid": facts.uid,
        }


def _grouped(owners: Iterable[TaskOwner]) -> Mapping[int, list[TaskOwner]]:
    found: dict[int, list[TaskOwner]] = {}
    for owner in sorted(owners, key=lambda one: (one.ordinal, one.id)):
        found.setdefault(owner.task_id, []).append(owner)
    return found


def _cells(facts: TaskFacts, judgement: Judgement) -> tuple[str, ...]:
    due = judgement.due.isoformat() if judgement.due is not None else facts.due_raw or "—"
    percent = f"{facts.percent:g}%" if facts.percent is not None else "—"
    leads = "、".join(facts.lead_names) or "—"
    return facts.code, judgement.label, _short(due), percent, _short(leads), _short(facts.title)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_CELL else plain[: _LONGEST_CELL - 1] + "…"
