"""Evidence records: what a stored file proves, and for which task.  Source: docs/domain.md section 6."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the content-addressed store; its bytes lie under evidence/ by this digest.

    Attributes:
        id: lower-case SHA-256 hex digest, the row's key.
        media_type: short name of the format by content ("pdf", "docx", "jpeg", "bin").
        stored_at: UTC, ISO.
    """

    id: str
    size_bytes: int
    media_type: str = "bin"
    stored_at: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence; its content is its current version.

    Attributes:
        document_date: date of the document itself; added_at: UTC time it came into the ledger.
        is_personal: holds personal information, left out of packs unless chosen.
        removed_at: in the bin since, None if in use.
        personal_basis: Chinese; why `is_personal` is what it is ("人工确认", "文件内容：…"), "" while nobody decided.
    """

    id: int
    uid: str
    title: str
    kind: str = ""
    doc_number: str = ""
    author: str = ""
    document_date: dt.date | None = None
    page_count: int | None = None
    is_personal: bool = False
    note: str = ""
    added_at: str = ""
    added_by: str = ""
    removed_at: str | None = None
    personal_basis: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceVersion:
    """One content of an evidence; number grows from 1, the highest is current."""

    id: int
    evidence_id: int
    number: int
    sha256: str
    original_name: str
    added_at: str = ""
    original_modified: str = ""


@dataclass(frozen=True, slots=True)
class TaskEvidence:
    """A link from a task to an evidence, with the evidence's number within the task from 1."""

    id: int
    task_id: int
    evidence_id: int
    number: int
    caption: str = ""
    progress_id: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectedEvidence:
    """Something the plan or a template says must be there; evidence_id once it is.

    Attributes:
        waived_reason: why it need not be there after all (无需材料), "" while it is expected.
    """

    id: int
    task_id: int
    name: str
    kind: str = ""
    is_required: bool = True
    source: str = ""
    evidence_id: int | None = None
    ordinal: int = 0
    waived_reason: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorTree:
    """An inspection's scoring standard."""

    id: int
    uid: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of an inspection's scoring standard."""

    id: int
    tree_id: int
    parent_id: int | None
    ordinal: int
    no: str
    title: str
    score: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """A link from an indicator to an evidence."""

    id: int
    indicator_id: int
    evidence_id: int
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorTask:
    """A link from an indicator to a task."""

    id: int
    indicator_id: int
    task_id: int
