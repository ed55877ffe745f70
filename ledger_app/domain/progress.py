"""What was reported, when, by whom.  Source: docs/domain.md section 2.4."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

EntryKind = Literal["report", "no_change", "carried"]


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """One dated report on a task.

    Attributes:
        period: the month reported on, "YYYY-MM".
        percent: 0-100, None where none was given.
        unit_id: who reported, None for the lead unit or unknown.
        kind: a report, 本月无变化, or last period's text carried over.
        received: the day it came in; late reports are told by it.
        created_at: UTC, ISO; the latest entry of a period counts.
    """

    id: int
    uid: str
    task_id: int
    period: str
    text: str
    percent: float | None = None
    problems: str = ""
    next_step: str = ""
    unit_id: int | None = None
    occurrence_id: int | None = None
    reporter: str = ""
    received: dt.date | None = None
    kind: EntryKind = "report"
    source_sha256: str | None = None
    created_at: str = ""
