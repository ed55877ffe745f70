"""What an import would put into the ledger, before anybody agreed to it.

Pure values between the reading of a document and the clerk's decisions.  Every reading keeps its raw text,
its place, the reason it was read so, and how sure the reader is.  Source: docs/domain.md sections 2, 8, 9.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ledger_app.intake.document import Finding, Place
from ledger_app.intake.own_ledger.model import ItemRecord, TablePlan

ItemKind = Literal["task", "goal", "schedule", "safeguard", "background"]
OwnerRole = Literal["lead", "responsible", "cooperate"]
DeadlineKind = Literal["by", "recurring", "range", "continuing", "open", "relative", "link"]
Every = Literal["year", "half-year", "quarter", "month", "week"]
TargetOp = Literal[">=", "<=", "=", "range", "increase", "decrease"]
TASK_LIKE: frozenset[str] = frozenset({"task", "goal", "schedule"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Common part of every field that was read from text.

    Attributes:
        raw: the words as printed.
        place: where they stand; None when the value was inherited or set by a rule.
        reason: Chinese, why it was read so ("“年内”按计划年度 2023 年计").
        confidence: 0.0 to 1.0; below 0.8 the reading goes to the undecided tray.
    """

    raw: str
    place: Place | None
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ProposedOwner:
    """A unit, post or person named for an item.

    Attributes:
        name: as printed, without tail phrases.
        role: lead, responsible or cooperate, after document-wide rules.
        reading: where and why.
        is_group: a group token such as 各乡镇卫生院 that stands for several units.
    """

    name: str
    role: OwnerRole
    reading: Reading
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class ProposedDeadline:
    """A date, span or rhythm by which an item is to be done.

    Attributes:
        kind: see DeadlineKind; only by, recurring and range are scored.
        date: last day as "YYYY-MM-DD"; for recurring "MM-DD" (yearly), "DD" (monthly) or None.
        start: first day of a range.
        every, times: rhythm of a recurring duty ("half-year", 2 = twice each half year).
        time: "HH:MM" where a clock time is written.
        is_stretch: 力争/争取 rather than 确保.
        is_inherited: taken from a heading or the plan, not from the item's own words.
        needs_answer: an ambiguous form (8月前, 月初) that the clerk should confirm.
    """

    kind: DeadlineKind
    reading: Reading
    date: str | None = None
    start: str | None = None
    every: Every | None = None
    times: int | None = None
    time: str | None = None
    is_stretch: bool = False
    is_inherited: bool = False
    needs_answer: bool = False


@dataclass(frozen=True, slots=True)
class ProposedTarget:
    """A figure to be reached.

    Attributes:
        op: relation; "increase"/"decrease" are directions, with or without an amount.
        value: number, [low, high], text as printed, or None (direction only).
        unit: "%", "个", ... "" if none.
    """

    op: TargetOp
    value: float | int | tuple[float, float] | str | None
    unit: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """One item of a plan: a leaf of its outline or a row of its table.

    Attributes:
        key: by plan and place ("p1-310-395"), for decisions; the same in every reading of a document in which the
            item has the same extent.
        no: number as printed; "" for unnumbered paragraphs.
        path: ancestor headings as printed, numbers included.
        text: the item's own paragraphs, number and heading included, joined by line feeds.
        measures: each 一是/二是… without its marker.
        owners_etc: the owner list was left open with 等.
        place: whole extent of the item, or its sheet and row.
        extra: further columns of a task table, header as printed -> text (leader, note, progress, ...).
        doubts: Chinese questions about this item, empty if none.
        record: what a ledger's further columns say of it (reports, states, people …), None outside tables.
    """

    key: str
    no: str
    path: tuple[str, ...]
    title: str
    kind: ItemKind
    text: str
    place: Place
    measures: tuple[str, ...] = ()
    owners: tuple[ProposedOwner, ...] = ()
    owners_etc: bool = False
    deadlines: tuple[ProposedDeadline, ...] = ()
    targets: tuple[ProposedTarget, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    record: ItemRecord | None = None


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A rule the document states for all its items, switchable in the review ("列第一位的为牵头单位").

    Attributes:
        key: "first-named-leads", ...
        text: the sentence as printed.
        is_on: whether it was applied.
    """

    key: str
    text: str
    place: Place
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class ProposedPlan:
    """One plan found in a file; a file may hold several (an outline, then a table).

    Attributes:
        table: how the table it was read from was understood, None for an outline.
    """

    title: str
    plan_year: int | None
    period_end: dt.date | None
    issuer: str | None
    doc_number: str | None
    issued: dt.date | None
    items: tuple[ProposedItem, ...]
    rules: tuple[DocumentRule, ...] = ()
    addressees: tuple[str, ...] = ()
    table: TablePlan | None = None


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """A level of a document's outline that could be that of its tasks.

    Attributes:
        form: the form of its numbers (`numbering.CANONICAL_ORDER`).
        sample: the first number as printed.
        count: tasks there would be; titles: of the first of them.
    """

    form: str
    sample: str
    count: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that one file offers.

    Attributes:
        levels: the levels its outlines have, the outermost first; empty where there is nothing to choose.
        level: the form of number that was chosen for the items, "" for as read.
        other_tables: tables that were not taken for tasks, as far as they have heads.
        document_name, document_format, sha256: of the file that was read.
        text: the document's plain text, to which every place refers.
    """

    document_name: str
    document_format: str
    sha256: str
    text: str
    plans: tuple[ProposedPlan, ...]
    findings: tuple[Finding, ...] = ()
    levels: tuple[LevelChoice, ...] = ()
    level: str = ""
    other_tables: tuple[TablePlan, ...] = ()
