"""What moves a deadline, and what its kind means: extensions, relative dates, the primary one.

Source: docs/domain.md sections 3.3 (extensions) and 8.1 (kinds, counting from the day after).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum

from ledger_app.domain.task import Deadline, DeadlineKind, Extension, TaskKind
from ledger_app.domain.workday import WorkCalendar

USUAL_NOTICE_DAYS = 5
REVISION = "计划修订"
"""Who decides, and why, where a new issue of the plan moves a date; nobody asked for that (`is_by_revision`)."""


class ExtensionDoubt(StrEnum):
    """What is wrong with a request to move a deadline; it may be granted all the same."""

    EXPIRED = "expired"
    SHORT_NOTICE = "short_notice"
    NOT_LATER = "not_later"
    NO_REASON = "no_reason"

    @property
    def text(self) -> str:
        """Return the Chinese sentence."""
        return _DOUBT_TEXTS[self]


_DOUBT_TEXTS = {
    ExtensionDoubt.EXPIRED: "申请时原时限已过，应在到期前提出；未批准前仍按原时限考核。",
    ExtensionDoubt.SHORT_NOTICE: f"距到期不足{USUAL_NOTICE_DAYS}天才提出申请。",
    ExtensionDoubt.NOT_LATER: "新时限不晚于现时限。",
    ExtensionDoubt.NO_REASON: "没有写明延期理由。",
}


def extension_doubts(extension: Extension) -> list[ExtensionDoubt]:
    """Return what is wrong with a request, gravest first; empty if it is in order."""
    doubts = []
    if extension.new_due <= extension.old_due:
        doubts.append(ExtensionDoubt.NOT_LATER)
    days_before = (extension.old_due - extension.requested_on).days
    if days_before < 0:
        doubts.append(ExtensionDoubt.EXPIRED)
    elif days_before < USUAL_NOTICE_DAYS:
        doubts.append(ExtensionDoubt.SHORT_NOTICE)
    if not extension.reason.strip():
        doubts.append(ExtensionDoubt.NO_REASON)
    return doubts


def is_by_revision(extension: Extension) -> bool:
    """Say whether a date was moved by a new issue of the plan: it is no extension that a unit asked for."""
    return extension.decided_by == REVISION


def extended_due(
    original_due: dt.date | None, extensions: Iterable[Extension], cutoff: dt.date | None = None
) -> dt.date | None:
    """Return the due date after all extensions approved by a cut-off (None: ever).

    Among several the one decided last counts, of one day the one stored last.  A request that is open or was
    refused moves nothing; an approval without a day of decision counts from the day of its request.
    """
    granted = [
        (extension.decided_on or extension.requested_on, extension.id, extension.new_due)
        for extension in extensions
        if extension.is_approved
    ]
    known = [one for one in granted if cutoff is None or one[0] <= cutoff]
    return max(known)[2] if known else original_due


def relative_due(
    base: dt.date, days: int, calendar: WorkCalendar, *, in_workdays: bool = False, rolls: bool = True
) -> dt.date:
    """Return the last day of "N 日内" or "N 个工作日内" counted from the day after the base.

    Args:
        base: day of issue, receipt or meeting; not counted itself.
        days: at least 0.
        calendar: for working days and rest days.
        in_workdays: count working days only.
        rolls: a period of calendar days that ends on a rest day ends on the next working day.
    """
    if in_workdays:
        return calendar.add(base, days)
    due = base + dt.timedelta(days=days)
    return calendar.roll_forward(due) if rolls else due


def task_kind_of(deadlines: Sequence[Deadline]) -> TaskKind:
    """Return what kind of task its deadlines make: dated ones make it once, else a rhythm, else continuing."""
    kinds = {deadline.kind for deadline in deadlines}
    if any(_is_dated(deadline) for deadline in deadlines):
        return "once"
    if "recurring" in kinds:
        return "recurring"
    return "continuing" if "continuing" in kinds else "once"


def primary_of(deadlines: Sequence[Deadline]) -> Deadline | None:
    """Return the deadline a task is judged by: the marked one, else the last dated one, else the first of any kind."""
    marked = next((deadline for deadline in deadlines if deadline.is_primary), None)
    if marked is not None:
        return marked
    dated = [deadline for deadline in deadlines if _is_dated(deadline)]
    if dated:
        return max(dated, key=lambda deadline: (deadline.original_due or dt.date.min, deadline.ordinal))
    return min(deadlines, key=lambda deadline: (_KIND_ORDER.index(deadline.kind), deadline.ordinal), default=None)


_KIND_ORDER: tuple[DeadlineKind, ...] = ("by", "range", "relative", "link", "recurring", "continuing", "open")


def _is_dated(deadline: Deadline) -> bool:
    return deadline.kind not in {"recurring", "continuing", "open"} and deadline.original_due is not None
