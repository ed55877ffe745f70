"""Tasks out of a few lines of minutes, of an instruction or of a table: read by the rules of the import.

What is read here is a proposal: the clerk sees and corrects it before `tasks.create_many` stores it.
Source: docs/domain.md sections 1.1 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ledger_app.domain.roster import Roster
from ledger_app.domain.task import Deadline, OwnerRole, SourceKind
from ledger_app.errors import UnreadableFileError
from ledger_app.intake.clipboard import read_clipboard
from ledger_app.intake.proposal import TASK_LIKE, ProposedItem, ProposedOwner
from ledger_app.intake.typed_deadline import Basis, read_typed
from ledger_app.intake.understand import propose
from ledger_app.ports import ReadSession
from ledger_app.services.checks import LONGEST_NAME
from ledger_app.services.import_tasks import deadlines_of, target_row, title_of
from ledger_app.services.lookup import known_names, roster_of
from ledger_app.services.owners import OwnerChoice
from ledger_app.services.sources import Origin
from ledger_app.services.tasks import NewTask

MOST_TASKS = 500
_LONGEST_UNIT = 20
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_SHORT_TERM = re.compile(r"(?:[一二三四五六七八九十两]{1,3}|\d{1,3})个?(?:工作日|日|天|周|月)(?:之|以)?内")
_NUMERAL = "一二三四五六七八九十"
_MARK = re.compile(rf"^\s*(?:[(（]?(?:\d{{1,3}}|[{_NUMERAL}]{{1,3}})[)）.、．]|[{_NUMERAL}]{{1,2}}是|[-•●*])\s*")
_ASKED = re.compile(r"^(?:请|由|责成|要求)")
_NAME_BREAK = re.compile(r"[、，,；;/]+")
_SENTENCE_END = re.compile(r"[。；;\n]")


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A task as read from a text.

    Attributes:
        is_likely: False for what is probably no task (an introduction, an exhortation).
    """

    new: NewTask
    is_likely: bool = True


def read_tasks(session: ReadSession, text: str, basis: Basis, source: NewTask) -> tuple[ReadTask, ...]:
    """Return the tasks that a text holds, in its order; changes nothing.

    Args:
        session: whose roster names the units.
        text: pasted prose, a numbered list, or rows of a table parted by tabs.
        basis: day of issue and calendar, for relative times.
        source: what all of them have in common: kind, number and day of their source, plan, section, leader.
    """
    clean = _CONTROLS.sub("", text)
    if not clean.strip():
        return ()
    roster = roster_of(session, basis.today)
    try:
        document = read_clipboard({"text/plain": clean.encode()}, "粘贴的文字").document
        proposal = propose(document, year=basis.year or basis.start.year, roster=known_names(session))
    except UnreadableFileError:
        return tuple(_by_lines(clean, roster, basis, source))
    items = [item for plan in proposal.plans for item in plan.items]
    found = [_of_item(item, roster, basis, source) for item in items[:MOST_TASKS]]
    return tuple(found) or tuple(_by_lines(clean, roster, basis, source))


def _of_item(item: ProposedItem, roster: Roster, basis: Basis, source: NewTask) -> ReadTask:
    text = item.text.strip()
    owners = tuple(choice for one in item.owners for choice in _owners(one, roster)) or _first_named(text, roster)
    deadlines = _counted(deadlines_of(item), basis) or _short_term(text, basis)
    title = _MARK.sub("", title_of(item)).strip() or text
    return ReadTask(
        _task(title, text, source, owners, deadlines, item),
        is_likely=item.kind in TASK_LIKE or bool(owners or deadlines),
    )


def _by_lines(text: str, roster: Roster, basis: Basis, source: NewTask) -> Iterator[ReadTask]:
    """Yield a task for each line: cells parted by tabs are its name, units and deadline, in any order behind it."""
    for line in text.splitlines()[:MOST_TASKS]:
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        if not cells:
            continue
        name = next((cell for cell in cells if not cell.isdecimal()), cells[0])
        owners: list[OwnerChoice] = []
        deadlines: tuple[Deadline, ...] = ()
        more = []
        for cell in cells:
            if cell is name or cell.isdecimal():
                continue
            matched = [unit for part in _NAME_BREAK.split(cell) for unit in roster.match(part).units]
            if matched:
                for unit in matched:
                    owners.append(OwnerChoice("cooperate" if owners else "lead", unit.id))
            elif not deadlines and (found := read_typed(cell, basis)):
                deadlines = found
            else:
                more.append(cell)
        title = _MARK.sub("", name).strip() or name
        yield ReadTask(
            _task(
                title,
                "\n".join([title, *more]),
                source,
                tuple(owners) or _first_named(name, roster),
                deadlines or _short_term(name, basis),
            )
        )


def _task(
    title: str,
    text: str,
    source: NewTask,
    owners: tuple[OwnerChoice, ...],
    deadlines: tuple[Deadline, ...],
    item: ProposedItem | None = None,
) -> NewTask:
    short = title if len(title) <= LONGEST_NAME else _SENTENCE_END.split(title)[0][: LONGEST_NAME - 1] + "…"
    targets = tuple(target_row(place, one) for place, one in enumerate(item.targets, start=1)) if item else ()
    kind: SourceKind = source.source_kind
    return replace(
        source,
        title=short.rstrip("。；;"),
        content=text,
        code=None,
        kind=None,
        owners=owners or source.owners,
        deadlines=deadlines or source.deadlines,
        targets=targets,
        origins=(Origin(kind=kind, ref=source.source_ref, quote=text), *source.origins),
    )


def _owners(owner: ProposedOwner, roster: Roster) -> Iterator[OwnerChoice]:
    role: OwnerRole = owner.role
    units = roster.match(owner.name).units
    if not units:
        yield OwnerChoice(role, raw=owner.name)
    for unit in units:
        yield OwnerChoice(role, unit.id, owner.name)


def _first_named(text: str, roster: Roster) -> tuple[OwnerChoice, ...]:
    """Return the unit that a sentence begins with (办公室每月5日前汇总), by its longest name; none for none."""
    start = _ASKED.sub("", _MARK.sub("", text))[:_LONGEST_UNIT]
    for end in range(len(start), 1, -1):
        name = start[:end]
        units = roster.match(name).units if name.startswith("各") else roster.named(name)
        if len(units) == 1 or (units and name.startswith("各")):
            return tuple(OwnerChoice("lead", unit.id, name) for unit in units)
    return ()


def _counted(rows: list[Deadline], basis: Basis) -> tuple[Deadline, ...]:
    """Return an item's deadlines with relative ones counted out from the day of issue."""
    found = []
    for row in rows:
        read = read_typed(row.raw, basis) if row.kind == "relative" else ()
        found.append(replace(read[0], ordinal=row.ordinal, is_primary=row.is_primary) if len(read) == 1 else row)
    return tuple(found)


def _short_term(text: str, basis: Basis) -> tuple[Deadline, ...]:
    match = _SHORT_TERM.search(text)
    return read_typed(match.group(), basis) if match is not None else ()
