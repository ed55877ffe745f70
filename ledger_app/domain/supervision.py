"""Chasing, supervising, verifying, striking off, and the frozen snapshots of reports.

Source: docs/domain.md sections 1.1, 3.3 and 4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

ClosingStep = Literal["asked", "checked", "approved", "sent_back", "reopened"]
SlipColour = Literal["blue", "yellow", "orange", "red"]
LetterKind = Literal["chase", "letter"]

CLOSING_STEP_NAMES: dict[ClosingStep, str] = {
    "asked": "申请销号",
    "checked": "审核通过",
    "approved": "批准销号",
    "sent_back": "退回重办",
    "reopened": "重新办理",
}
VERIFICATION_NAMES: dict[str, str] = {"confirmed": "属实", "doubtful": "存疑", "refuted": "不属实"}


@dataclass(frozen=True, slots=True)
class Closing:
    """One step on a task's way to being struck off; the latest step is its state.

    Attributes:
        checklist: JSON object, condition -> true/false.
    """

    id: int
    task_id: int
    step: ClosingStep
    on_date: dt.date
    by_name: str = ""
    opinion: str = ""
    checklist: str = "{}"
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """A check of what was reported, kept apart from the report itself."""

    id: int
    task_id: int
    on_date: dt.date
    method: str = ""
    by_name: str = ""
    result: Literal["confirmed", "doubtful", "refuted"] = "confirmed"
    percent: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A supervision slip (督办单), with a due date of its own."""

    id: int
    uid: str
    number: str
    colour: SlipColour
    unit_id: int | None
    issued: dt.date
    due: dt.date | None = None
    signer: str = ""
    matter: str = ""
    basis: str = ""
    requirement: str = ""
    contact: str = ""
    escalated_from_id: int | None = None
    reply: str = ""
    replied_on: dt.date | None = None
    closed_on: dt.date | None = None
    snapshot_id: int | None = None


@dataclass(frozen=True, slots=True)
class SlipTask:
    """A task that a slip is about."""

    id: int
    slip_id: int
    task_id: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A chase notice (催办通知) or reminder (提醒函) that was sent to a unit.

    Attributes:
        number: of the register, unique; document_number: 发文字号 as printed.
        due: day by which it is to be answered.
        step: the how-manieth of its kind to this unit without an answer.
        slip_id: the slip that followed it because it was not answered.
        snapshot_id: the report it was printed in.
    """

    id: int
    uid: str
    number: str
    kind: LetterKind
    unit_id: int
    issued: dt.date
    due: dt.date | None = None
    step: int = 1
    document_number: str = ""
    matter: str = ""
    reply: str = ""
    replied_on: dt.date | None = None
    slip_id: int | None = None
    snapshot_id: int | None = None


@dataclass(frozen=True, slots=True)
class LetterTask:
    """A task that a letter is about."""

    id: int
    letter_id: int
    task_id: int


@dataclass(frozen=True, slots=True)
class ReturnLog:
    """Whether a unit sent in its report for a period.

    Attributes:
        period: "YYYY-MM".
        sent_back_on, sent_back_reason: returned for correction.
    """

    id: int
    unit_id: int
    period: str
    asked_on: dt.date | None = None
    due: dt.date | None = None
    received_on: dt.date | None = None
    sent_back_on: dt.date | None = None
    sent_back_reason: str = ""
    is_excused: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chase:
    """One reminder to a unit."""

    id: int
    return_id: int
    on_date: dt.date
    how: str = ""
    by_name: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A report, frozen and numbered.

    Attributes:
        number: "2024-06-月报-01"-like, unique.
        cutoff: the day the lights were judged at, inclusive.
        scope, settings, statistics, model, faces: JSON texts of the filter, the ledger settings used,
            the counted figures, the report's content and the type faces used.
        pdf_sha256: key of the printed PDF in the store, None until printed.
        corrects_id: the earlier snapshot that this one corrects.
        pages: of the PDF, 0 where that was not counted yet.
        issue: of a bulletin, its year and number within it ("2024-6"), "" for other forms.
    """

    id: int
    uid: str
    number: str
    kind: str
    period: str
    cutoff: dt.date
    title: str
    created_at: str
    created_by: str = ""
    scope: str = "{}"
    settings: str = "{}"
    statistics: str = "{}"
    model: str = "{}"
    faces: str = "[]"
    app_version: str = ""
    pdf_sha256: str | None = None
    corrects_id: int | None = None
    note: str = ""
    issue: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A task as it stood in a snapshot; data is JSON of the facts it was judged by and the result."""

    id: int
    snapshot_id: int
    ordinal: int
    task_uid: str
    task_code: str
    light: str
    data: str = "{}"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named arrangement of the grid; definition is JSON."""

    id: int
    name: str
    page: str = "ledger"
    definition: str = "{}"
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """An exception to the working week: a day off, or a weekend day worked (调休)."""

    id: int
    day: dt.date
    is_workday: bool
    name: str = ""
    source: str = ""
