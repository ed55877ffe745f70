"""Supervision slips: issue, answer, escalate, close.  Reading the register is `services/slip_register.py`.

Source: docs/domain.md sections 1.1 (step 6), 3.3 and 4.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.slips import (
    SLIP_COLOUR_NAMES,
    chain_of,
    default_pattern,
    is_pattern,
    next_colour,
    number_text,
    numbers_of,
    overdue_days,
)
from ledger_app.domain.supervision import Slip, SlipColour, SlipTask
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, limit_text, require_choice, require_text
from ledger_app.services.lookup import new_uid, row_of

_PATTERN_KEY = "slip.number_pattern"


@dataclass(frozen=True, slots=True)
class SlipDraft:
    """What a slip says.

    Attributes:
        unit_id: the undertaking unit, None if only tasks are named.
        task_ids: the tasks it is about, in the order they are listed.
        due: its own due date, None for none.
        number: as printed, "" = the next one of the year it is issued in.
    """

    colour: SlipColour
    unit_id: int | None
    task_ids: tuple[int, ...]
    matter: str
    issued: dt.date
    due: dt.date | None = None
    basis: str = ""
    requirement: str = ""
    signer: str = ""
    contact: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class SlipsIssued:
    """The new slips, in order."""

    slips: tuple[Slip, ...]
    changes: ChangeSet


def number_pattern(session: ReadSession) -> str:
    """Return how slips are numbered in this ledger."""
    return session.read_setting(_PATTERN_KEY) or default_pattern(session.settings())


def set_number_pattern(work: UnitOfWork, pattern: str) -> ChangeSet:
    """Number slips by another pattern from now on; "" = the program's own again.

    Raises:
        RejectedError: SVC-026; SVC-231 year or number is missing.
    """
    text = limit_text(pattern, "编号格式", LONGEST_NAME)
    if text and not is_pattern(text):
        raise RejectedError("SVC-231", pattern=text)
    work.describe("slip.pattern", "修改督办单编号格式")
    work.write_setting(_PATTERN_KEY, text or None)
    return work.changes()


def next_number(session: ReadSession, issued: dt.date, ahead: int = 0) -> str:
    """Return the number the next slip of a year gets, or the one `ahead` places after it."""
    used = numbers_of(session.of(Slip).find(), issued.year)
    return number_text(number_pattern(session), issued.year, max(used, default=0) + 1 + ahead)


def issue(work: UnitOfWork, drafts: Sequence[SlipDraft]) -> SlipsIssued:
    """Issue slips, numbered in order.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-020, SVC-025, SVC-026, SVC-230, SVC-232, SVC-233.
    """
    if not drafts:
        raise RejectedError("SVC-005", what="单位或任务")
    slips = []
    for place, draft in enumerate(drafts):
        slip = _checked(work, draft, None)
        if not place:
            name = f"签发督办单 {slip.number}" if len(drafts) == 1 else f"签发督办单 {len(drafts)} 张"
            work.describe("slip.issue", name)
        slips.append(_add(work, slip, draft.task_ids))
    return SlipsIssued(tuple(slips), work.changes())


def amend(work: UnitOfWork, slip_id: int, draft: SlipDraft) -> ChangeSet:
    """Correct what a slip says; an empty number keeps the one it has.

    Raises:
        RejectedError: as `issue`; SVC-234 it is closed.
    """
    slip = _open_slip(work, slip_id, "修改")
    checked = _checked(work, replace(draft, number=draft.number.strip() or slip.number), slip)
    work.describe("slip.amend", f"修改督办单 {checked.number}")
    work.of(Slip).update(checked)
    before = work.of(SlipTask).find(slip_id=slip_id)
    for link in before:
        if link.task_id not in draft.task_ids:
            work.of(SlipTask).remove(link.id)
    _link(work, slip_id, [one for one in draft.task_ids if one not in {link.task_id for link in before}])
    return work.changes()


def reply(work: UnitOfWork, slip_id: int, text: str, on: dt.date | None = None) -> ChangeSet:
    """Enter what the unit answered; an empty text takes the reply back.

    Raises:
        RejectedError: SVC-004, SVC-024, SVC-026, SVC-234, SVC-235, SVC-242.
    """
    slip = _last_slip(work, slip_id, "登记回复")
    words = limit_text(text, "回复")
    day = _day(work, slip, on, "回复日期") if words else None
    work.describe("slip.reply", f"{'登记' if words else '清空'}督办单 {slip.number} 的回复")
    work.of(Slip).update(replace(slip, reply=words, replied_on=day))
    return work.changes()


def close(work: UnitOfWork, slip_ids: Sequence[int], on: dt.date | None = None) -> ChangeSet:
    """Close slips, each with those it was escalated from.

    Raises:
        RejectedError: SVC-004, SVC-005, SVC-024, SVC-234, SVC-235, SVC-242.
    """
    if not slip_ids:
        raise RejectedError("SVC-005", what="督办单")
    slips = [_last_slip(work, slip_id, "办结") for slip_id in slip_ids]
    named = slips[0].number if len(slips) == 1 else f"{len(slips)} 张"
    work.describe("slip.close", f"办结督办单 {named}")
    every = work.of(Slip).find()
    for slip in slips:
        day = _day(work, slip, on, "办结日期")
        for one in chain_of(slip, every).slips:
            if one.closed_on is None:
                work.of(Slip).update(replace(one, closed_on=day))
    return work.changes()


def reopen(work: UnitOfWork, slip_id: int) -> ChangeSet:
    """Take a closing back; the slips before it stay closed.

    Raises:
        RejectedError: SVC-004; SVC-241 it is not closed.
    """
    slip = row_of(work, Slip, slip_id, "督办单")
    if slip.closed_on is None:
        raise RejectedError("SVC-241", number=slip.number)
    work.describe("slip.reopen", f"取消督办单 {slip.number} 的办结")
    work.of(Slip).update(replace(slip, closed_on=None))
    return work.changes()


def escalate(work: UnitOfWork, slip_id: int, draft: SlipDraft, cutoff: dt.date | None = None) -> SlipsIssued:
    """Issue a slip of a graver colour in the place of one whose own due date passed without a reply.

    Args:
        work: the unit of work.
        slip_id: the slip that was not answered.
        draft: the one that takes its place.
        cutoff: day at which the first is late, None = the day of issue of the next.

    Raises:
        RejectedError: as `issue`; SVC-234 to SVC-238 it cannot be escalated.
    """
    slip = _may_escalate(work, slip_id, cutoff or draft.issued)
    checked = replace(_checked(work, draft, None), escalated_from_id=slip.id)
    colour = SLIP_COLOUR_NAMES[checked.colour]
    work.describe("slip.escalate", f"督办单 {slip.number} 升级为{colour} {checked.number}")
    return SlipsIssued((_add(work, checked, draft.task_ids),), work.changes())


def escalation_of(
    session: ReadSession, slip_id: int, today: dt.date, reply_days: int, cutoff: dt.date | None = None
) -> SlipDraft:
    """Return what the next slip of a chain would say: the next colour, a new due date, the same matter.

    Args:
        session: reads the ledger.
        slip_id: the slip that was not answered.
        today: day of issue of the next.
        reply_days: days to answer.
        cutoff: day at which the first is late, None = the day of issue.

    Raises:
        RejectedError: SVC-004; SVC-234 to SVC-238 it cannot be escalated.
    """
    slip = _may_escalate(session, slip_id, cutoff or today)
    colour = next_colour(slip.colour, session.settings())
    if colour is None:
        raise RejectedError("SVC-236", number=slip.number)
    return SlipDraft(
        colour,
        slip.unit_id,
        tuple(link.task_id for link in session.of(SlipTask).find(slip_id=slip.id)),
        slip.matter,
        today,
        today + dt.timedelta(days=reply_days),
        f"{slip.number}逾期未回复" + (f"；{slip.basis}" if slip.basis else ""),
        slip.requirement,
        slip.signer,
        slip.contact,
    )


def remove(work: UnitOfWork, slip_id: int) -> ChangeSet:
    """Delete a slip; its number stays free and the register says so.

    Raises:
        RejectedError: SVC-004; SVC-240 another one followed from it.
    """
    slip = row_of(work, Slip, slip_id, "督办单")
    later = work.of(Slip).find(escalated_from_id=slip_id)
    if later:
        first = chain_of(slip, work.of(Slip).find()).slips[0]
        raise RejectedError("SVC-240", number=slip.number, previous=first.number, next=later[0].number)
    work.describe("slip.remove", f"删除督办单 {slip.number}")
    work.of(Slip).remove(slip_id)
    return work.changes()


def _checked(work: UnitOfWork, draft: SlipDraft, stored: Slip | None) -> Slip:
    """Return the slip a draft makes, or makes of a stored one."""
    require_choice(draft.colour, SLIP_COLOUR_NAMES, "督办单颜色")
    if draft.unit_id is None and not draft.task_ids:
        raise RejectedError("SVC-232")
    if draft.unit_id is not None:
        row_of(work, Unit, draft.unit_id, "单位")
    for task_id in draft.task_ids:
        row_of(work, Task, task_id, "任务")
    if draft.due is not None and draft.due < draft.issued:
        raise RejectedError("SVC-233", due=draft.due.isoformat(), issued=draft.issued.isoformat())
    number = limit_text(draft.number, "编号", LONGEST_NAME) or next_number(work, draft.issued)
    if any(stored is None or other.id != stored.id for other in work.of(Slip).find(number=number)):
        raise RejectedError("SVC-230", number=number)
    return replace(
        stored or Slip(0, new_uid(), number, draft.colour, None, draft.issued),
        number=number,
        colour=draft.colour,
        unit_id=draft.unit_id,
        issued=draft.issued,
        due=draft.due,
        signer=limit_text(draft.signer, "签发人", LONGEST_NAME),
        matter=require_text(draft.matter, "督办事项"),
        basis=limit_text(draft.basis, "督办依据"),
        requirement=limit_text(draft.requirement, "办理要求"),
        contact=limit_text(draft.contact, "督办人及电话", LONGEST_NAME),
    )


def _add(work: UnitOfWork, slip: Slip, task_ids: Sequence[int]) -> Slip:
    added = work.of(Slip).add(slip)
    _link(work, added.id, task_ids)
    return added


def _link(work: UnitOfWork, slip_id: int, task_ids: Sequence[int]) -> None:
    work.of(SlipTask).add_all(SlipTask(0, slip_id, task_id) for task_id in dict.fromkeys(task_ids))


def _open_slip(session: ReadSession, slip_id: int, what: str) -> Slip:
    slip = row_of(session, Slip, slip_id, "督办单")
    if slip.closed_on is not None:
        raise RejectedError("SVC-234", number=slip.number, what=what)
    return slip


def _last_slip(session: ReadSession, slip_id: int, what: str) -> Slip:
    slip = _open_slip(session, slip_id, what)
    later = session.of(Slip).find(escalated_from_id=slip_id)
    if later:
        raise RejectedError("SVC-235", number=slip.number, next=later[0].number, what=what)
    return slip


def _may_escalate(session: ReadSession, slip_id: int, on: dt.date) -> Slip:
    slip = _last_slip(session, slip_id, "升级")
    if next_colour(slip.colour, session.settings()) is None:
        raise RejectedError("SVC-236", number=slip.number)
    if slip.replied_on is not None:
        raise RejectedError("SVC-238", number=slip.number)
    if not overdue_days(slip, on):
        raise RejectedError("SVC-237", number=slip.number)
    return slip


def _day(work: UnitOfWork, slip: Slip, on: dt.date | None, what: str) -> dt.date:
    day = on or work.today
    if day > work.today:
        raise RejectedError("SVC-024", value=day.isoformat())
    if day < slip.issued:
        raise RejectedError("SVC-242", what=what, day=day.isoformat(), issued=slip.issued.isoformat())
    return day
