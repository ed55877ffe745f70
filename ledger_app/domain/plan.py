"""Plans as they were imported, and the items read from them.

A plan item is what the paper says and never changes; a task (task.py) is what the ledger follows.
Source: docs/domain.md sections 1.1 and 9.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

PlanStatus = Literal["active", "archived", "withdrawn", "superseded"]
PlanItemKind = Literal["task", "goal", "schedule", "safeguard", "background"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document.

    Attributes:
        plan_year: the year that 年内 means; None if the paper does not say.
        period_end: last day of the plan's span.
        doc_number: 发文字号 as printed.
        issued, received: day of the document, day it came in.
        source_sha256: key of the original file in the evidence store, None if entered by hand.
        source_name, source_format: the file's name, and its format by content.
        rules: document-wide rules that were applied, as JSON text.
        supersedes_id: the earlier issue of the same plan.
    """

    id: int
    uid: str
    title: str
    plan_year: int | None = None
    period_end: dt.date | None = None
    issuer: str = ""
    doc_number: str = ""
    issued: dt.date | None = None
    received: dt.date | None = None
    status: PlanStatus = "active"
    source_sha256: str | None = None
    source_name: str = ""
    source_format: str = ""
    rules: str = "[]"
    supersedes_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The text of a plan's file as it was read; places of items refer to it.

    Attributes:
        plan_id: also the row's id.
        text: the document's plain text.
        layout: JSON list of blocks for display ([{"start", "end", "style"}]).
    """

    id: int
    text: str
    layout: str = "[]"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item of a plan as printed.

    Attributes:
        ordinal: position in the plan from 1.
        no: number as printed.
        path: ancestor headings as printed, outermost first.
        measures: texts of 一是/二是….
        place_start, place_end: range in the plan document's text, None if in a table.
        sheet, row: place in a table, None otherwise.
        readings: JSON of owners, deadlines, targets as read (raw, reason, confidence, place).
    """

    id: int
    uid: str
    plan_id: int
    ordinal: int
    no: str
    path: tuple[str, ...]
    title: str
    kind: PlanItemKind
    text: str
    measures: tuple[str, ...] = ()
    place_start: int | None = None
    place_end: int | None = None
    sheet: str | None = None
    row: int | None = None
    readings: str = "{}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that the program was not sure of, waiting for one answer.

    Attributes:
        field: "owner", "deadline", "target", "kind" or "year".
        options: JSON list of offered answers.
        answer: what was chosen, None while open.
    """

    id: int
    plan_item_id: int | None
    task_id: int | None
    field: str
    raw: str
    question: str
    options: str = "[]"
    answer: str | None = None
    answered_at: str | None = None


@dataclass(frozen=True, slots=True)
class LearnedRule:
    """An answer that holds for the next document too (a unit's alias, a column's meaning).

    Attributes:
        scope: issuer, the set of heads of a table ("表头:…"), or "" for everywhere.
        kind: "column", "owner", "deadline", ...
    """

    id: int
    scope: str
    kind: str
    raw: str
    answer: str
