"""The register of letters: chase notices and reminders with their numbers, replies and the slips that followed.

Letters are entered when they are printed and kept (`services.reports.make`).  Source: docs/domain.md sections 1.1,
3.3 and 4.3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.supervision import Chase, Letter, LetterKind, LetterTask, Slip
from ledger_app.domain.task import Task
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import slip_register, slips
from ledger_app.services.checks import limit_text
from ledger_app.services.lookup import new_uid, row_of
from ledger_app.services.slips import SlipDraft, SlipsIssued

LETTER_NAMES: dict[LetterKind, str] = {"chase": "催办通知", "letter": "提醒函"}
_PREFIXES: dict[LetterKind, str] = {"chase": "催办", "letter": "提醒"}


class LetterState(StrEnum):
    """How a letter stands at a cut-off date."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    REPLIED = "replied"
    ESCALATED = "escalated"

    @property
    def word(self) -> str:
        """Return the Chinese word."""
        return _WORDS[self]


_WORDS = {
    LetterState.WAITING: "待回复",
    LetterState.OVERDUE: "超期未回复",
    LetterState.REPLIED: "已回复",
    LetterState.ESCALATED: "已转督办单",
}


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that is being printed.

    Attributes:
        task_ids: of the tasks it is about; return_ids: of the months whose report it asks for.
        matter: what it is about, in one line.
    """

    number: str
    kind: LetterKind
    unit_id: int
    issued: dt.date
    due: dt.date
    step: int
    document_number: str
    matter: str
    task_ids: tuple[int, ...] = ()
    return_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as the register lists it; days: past its own due date while it waits, 0 otherwise."""

    letter: Letter
    state: LetterState
    unit: Unit | None = None
    tasks: tuple[Task, ...] = ()
    slip: Slip | None = None
    days: int = 0

    @property
    def unit_name(self) -> str:
        """Return the unit's name for lists, "" if it is gone."""
        return (self.unit.short_name or self.unit.name) if self.unit is not None else ""


def next_number(session: ReadSession, kind: LetterKind, issued: dt.date, place: int = 0) -> str:
    """Return the number of the next letter of a kind in a year ("催办2024-003"); `place`: so many after it."""
    prefix = f"{_PREFIXES[kind]}{issued.year}-"
    pattern = re.compile(re.escape(prefix) + r"(\d+)")
    taken = [int(found[1]) for one in session.of(Letter).find(kind=kind) if (found := pattern.fullmatch(one.number))]
    return f"{prefix}{max(taken, default=0) + 1 + place:03d}"


def steps(session: ReadSession, kind: LetterKind) -> dict[int, int]:
    """Return unit -> how many letters of a kind it left without an answer."""
    found: dict[int, int] = {}
    for one in session.of(Letter).find(kind=kind, replied_on=None):
        found[one.unit_id] = found.get(one.unit_id, 0) + 1
    return found


def enter(work: UnitOfWork, sent: Iterable[SentLetter], snapshot_id: int | None = None) -> list[Letter]:
    """Enter printed letters; a chase notice that asks for a month's report also counts as a reminder of it."""
    letters = []
    for one in sent:
        row = Letter(
            id=0,
            uid=new_uid(),
            number=one.number,
            kind=one.kind,
            unit_id=one.unit_id,
            issued=one.issued,
            due=one.due,
            step=one.step,
            document_number=one.document_number,
            matter=one.matter,
            snapshot_id=snapshot_id,
        )
        letter = work.of(Letter).add(row)
        work.of(LetterTask).add_all(LetterTask(0, letter.id, task_id) for task_id in dict.fromkeys(one.task_ids))
        how = LETTER_NAMES[one.kind]
        work.of(Chase).add_all(Chase(0, log_id, one.issued, how, text=one.number) for log_id in one.return_ids)
        letters.append(letter)
    return letters


def read_letters(session: ReadSession, cutoff: dt.date, *, is_whole: bool = False) -> list[LetterLine]:
    """Return the letters, the newest first.

    Args:
        session: reads the ledger.
        cutoff: day at which a letter is late or not; letters and replies after it do not count.
        is_whole: list all that is on record, also what was sent or answered after the cut-off date.
    """
    known_on = dt.date.max if is_whole else cutoff
    issued = [one for one in session.of(Letter).find() if one.issued <= known_on]
    if not issued:
        return []
    units = {unit.id: unit for unit in session.of(Unit).find()}
    links = session.of(LetterTask).find(letter_id=[one.id for one in issued])
    tasks = {task.id: task for task in session.of(Task).find(id=[one.task_id for one in links])} if links else {}
    about: dict[int, list[Task]] = {}
    for link in links:
        if link.task_id in tasks:
            about.setdefault(link.letter_id, []).append(tasks[link.task_id])
    followed = [one.slip_id for one in issued if one.slip_id is not None]
    after = {slip.id: slip for slip in session.of(Slip).find(id=followed)} if followed else {}
    return [
        LetterLine(
            one,
            letter_state(one, cutoff, known_on),
            units.get(one.unit_id),
            tuple(about.get(one.id, ())),
            after.get(one.slip_id or 0),
            days_late(one, cutoff, known_on),
        )
        for one in sorted(issued, key=lambda one: (one.issued, one.id), reverse=True)
    ]


def letter_state(letter: Letter, cutoff: dt.date, known_on: dt.date | None = None) -> LetterState:
    """Return how a letter stands at a cut-off date; `known_on`: last day whose replies count, None = that date."""
    if letter.replied_on is not None and letter.replied_on <= (known_on or cutoff):
        return LetterState.REPLIED
    if letter.slip_id is not None:
        return LetterState.ESCALATED
    return LetterState.OVERDUE if days_late(letter, cutoff, known_on) else LetterState.WAITING


def days_late(letter: Letter, cutoff: dt.date, known_on: dt.date | None = None) -> int:
    """Return the calendar days from the day it was to be answered by to the cut-off date while nothing came, else 0.

    `known_on`: last day whose replies count, None = the cut-off date.
    """
    if letter.due is None or letter.slip_id is not None:
        return 0
    if letter.replied_on is not None and letter.replied_on <= (known_on or cutoff):
        return 0
    return max(0, (cutoff - letter.due).days)


def letter_by_number(session: ReadSession, number: str) -> Letter:
    """Return a letter by its number in the register.

    Raises:
        RejectedError: REP-026.
    """
    found = session.of(Letter).find(number=number.strip())
    if not found:
        raise RejectedError("REP-026", number=number)
    return found[0]


def reply(work: UnitOfWork, letter_id: int, text: str, on: dt.date | None = None) -> ChangeSet:
    """Enter what the unit answered; an empty text takes the reply back.

    Raises:
        RejectedError: SVC-004, SVC-026; SVC-024 the day is to come; REP-025 it lies before the letter.
    """
    letter = row_of(work, Letter, letter_id, "函件")
    words = limit_text(text, "回复")
    day = (on or work.today) if words else None
    if day is not None and day > work.today:
        raise RejectedError("SVC-024", value=day.isoformat())
    if day is not None and day < letter.issued:
        raise RejectedError("REP-025", number=letter.number, day=day.isoformat(), issued=letter.issued.isoformat())
    work.describe("letter.reply", f"{'登记' if words else '清空'} {letter.number} 的回复")
    work.of(Letter).update(replace(letter, reply=words, replied_on=day))
    return work.changes()


def remove(work: UnitOfWork, letter_ids: Sequence[int]) -> ChangeSet:
    """Take letters off the register (one that was printed and never sent); the kept report stays.

    Raises:
        RejectedError: SVC-004, SVC-005; REP-024 a slip followed it.
    """
    if not letter_ids:
        raise RejectedError("SVC-005", what="函件")
    letters = [_unfollowed(work, one) for one in letter_ids]
    named = letters[0].number if len(letters) == 1 else f"{len(letters)} 份函件"
    work.describe("letter.remove", f"从登记簿删除 {named}")
    for letter in letters:
        work.of(Letter).remove(letter.id)
        for chase in work.of(Chase).find(text=letter.number):
            work.of(Chase).remove(chase.id)
    return work.changes()


def slip_after(session: ReadSession, letter_id: int, today: dt.date, cutoff: dt.date) -> SlipDraft:
    """Return the slip that follows a letter without an answer, ready to be read over.

    Raises:
        RejectedError: SVC-004; REP-024 one followed already.
    """
    letter = _unfollowed(session, letter_id)
    ids = [link.task_id for link in session.of(LetterTask).find(letter_id=letter.id)]
    draft = slip_register.draft_for(session, ids, today, cutoff=cutoff, unit_id=letter.unit_id)
    said = f"{LETTER_NAMES[letter.kind]} {letter.number}（{letter.issued.isoformat()}）逾期未回复"
    basis = "；".join(filter(None, (said, draft.basis)))
    return replace(draft, matter=draft.matter if ids else letter.matter, basis=basis)


def follow_by_slip(work: UnitOfWork, letter_id: int, draft: SlipDraft) -> SlipsIssued:
    """Issue the slip that follows a letter, and enter it there.

    Raises:
        RejectedError: as `services.slips.issue`; REP-024 one followed already.
    """
    letter = _unfollowed(work, letter_id)
    made = slips.issue(work, [draft])
    work.describe("letter.escalate", f"{letter.number} 转督办单 {made.slips[0].number}")
    work.of(Letter).update(replace(letter, slip_id=made.slips[0].id))
    return SlipsIssued(made.slips, work.changes())


def _unfollowed(session: ReadSession, letter_id: int) -> Letter:
    letter = row_of(session, Letter, letter_id, "函件")
    if letter.slip_id is not None:
        slip = row_of(session, Slip, letter.slip_id, "督办单")
        raise RejectedError("REP-024", number=letter.number, slip=slip.number)
    return letter
