"""A proposal as the JSON of `ledger-app extract`.

The shape is a promise to other programs; keys are added, never changed.  Source: contract of the extraction.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ledger_app.intake.document import Finding, Place
from ledger_app.intake.own_ledger.model import ItemRecord, TablePlan
from ledger_app.intake.proposal import (
    Proposal,
    ProposedDeadline,
    ProposedItem,
    ProposedOwner,
    ProposedPlan,
    ProposedTarget,
    Reading,
)

Json = dict[str, Any]


def to_json(proposal: Proposal, file_name: str) -> Json:
    """Return a proposal as plain dicts, lists, strings and numbers.

    Args:
        proposal: what was understood.
        file_name: the file as the caller named it.
    """
    return {
        "file": file_name,
        "format": proposal.document_format,
        "plans": [_plan(plan) for plan in proposal.plans],
        "findings": [_finding(finding) for finding in proposal.findings],
    }


def _plan(plan: ProposedPlan) -> Json:
    return {
        "title": plan.title,
        "plan_year": plan.plan_year,
        "period_end": plan.period_end.isoformat() if plan.period_end else None,
        "issuer": plan.issuer,
        "doc_number": plan.doc_number,
        "issued": plan.issued.isoformat() if plan.issued else None,
        "addressees": list(plan.addressees),
        "rules": [{"key": rule.key, "text": rule.text, "on": rule.is_on} for rule in plan.rules],
        "items": [_item(item) for item in plan.items],
        **({} if plan.table is None else {"table": _table(plan.table)}),
    }


def _table(table: TablePlan) -> Json:
    """Return how a table was understood: where each column goes, what the written states mean, what is left out."""
    return {
        "sheet": table.sheet,
        "columns": [
            {"head": one.head, "meaning": one.meaning, "sure": one.is_sure, "reason": one.reason, "filled": one.filled}
            for one in table.columns
        ],
        "states": [
            {"head": one.head, "value": one.value, "count": one.count, "meaning": one.meaning} for one in table.states
        ],
        "left_out": [{"row": one.row, "text": one.text, "reason": one.reason} for one in table.left_out],
    }


def _record(record: ItemRecord) -> Json:
    """Return what a ledger says of one task besides the task, as far as it says anything."""
    values = asdict(record)
    values["custom"] = dict(record.custom)
    return {key: value for key, value in values.items() if value and key not in ("due_words", "target_words")}


def _item(item: ProposedItem) -> Json:
    record = {} if item.record is None else _record(item.record)
    return {
        "no": item.no,
        "path": list(item.path),
        "title": item.title,
        "kind": item.kind,
        "text": item.text,
        "measures": list(item.measures),
        "owners": [_owner(owner) for owner in item.owners],
        "owners_etc": item.owners_etc,
        "deadlines": [_deadline(deadline) for deadline in item.deadlines],
        "targets": [_target(target) for target in item.targets],
        "extra": dict(item.extra),
        "doubts": list(item.doubts),
        "place": _place(item.place),
        **({"record": record} if record else {}),
    }


def _owner(owner: ProposedOwner) -> Json:
    result: Json = {"name": owner.name, "role": owner.role}
    if owner.is_group:
        result["group"] = True
    return {**result, **_reading(owner.reading)}


def _deadline(deadline: ProposedDeadline) -> Json:
    optional = {
        "start": deadline.start,
        "every": deadline.every,
        "times": deadline.times,
        "time": deadline.time,
        "stretch": deadline.is_stretch or None,
        "inherited": deadline.is_inherited or None,
        "needs_answer": deadline.needs_answer or None,
    }
    return {
        "raw": deadline.reading.raw,
        "kind": deadline.kind,
        "date": deadline.date,
        **{key: value for key, value in optional.items() if value is not None},
        **_reading(deadline.reading),
    }


def _target(target: ProposedTarget) -> Json:
    value = list(target.value) if isinstance(target.value, tuple) else target.value
    return {"raw": target.reading.raw, "op": target.op, "value": value, "unit": target.unit, **_reading(target.reading)}


def _reading(reading: Reading) -> Json:
    place = {} if reading.place is None else {"place": _place(reading.place)}
    return {"reason": reading.reason, "confidence": reading.confidence, **place}


def _finding(finding: Finding) -> Json:
    result: Json = {"severity": finding.severity, "code": finding.code, "message": finding.message}
    if finding.place is not None:
        result["place"] = _place(finding.place)
    return result


def _place(place: Place) -> Json:
    if place.row is not None:
        return {"sheet": place.sheet, "row": place.row}
    result: Json = {"start": place.start, "end": place.end}
    if place.page is not None:
        result["page"] = place.page
    return result
