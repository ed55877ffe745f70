"""Read a plan file against the ledger's roster; plain functions for jobs, no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ledger_app.domain.plan import Plan
from ledger_app.domain.roster import Roster
from ledger_app.intake.document import Document
from ledger_app.intake.learned import Learned
from ledger_app.intake.own_ledger.model import Key, Meaning
from ledger_app.intake.proposal import Proposal
from ledger_app.intake.roster import Roster as KnownNames
from ledger_app.intake.source import Source
from ledger_app.ports import Progress, ReadSession
from ui.clipboard import Copied


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as understood, with what the ledger knew at that moment.

    Attributes:
        proposal: what an import would put into the ledger.
        roster: the units of today, to match the printed names.
        known: names that are never cut in two.
        learned: answers that were given for earlier documents.
    """

    proposal: Proposal
    roster: Roster
    known: KnownNames
    learned: Learned


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What one file holds.

    Attributes:
        document: as read, kept to be understood again under another year or rule.
        understood: what it says.
        earlier: plans that were imported from the same bytes before.
        source: what was pasted, as a file in memory; None for a file on the disk.
    """

    document: Document
    understood: Understood
    earlier: tuple[Plan, ...] = ()
    source: Source | None = None


def read_plan(session: ReadSession, path: Path, today: dt.date, progress: Progress) -> ReadPlan:
    """Read a file and understand it.

    Raises:
        UnreadableFileError: INT-101 to INT-119, the file cannot be read.
        Cancelled: through `progress`.
    """
    # The readers and rules of the intake are read when the first file comes, not with the page.
    from ledger_app.intake.readers.registry import read_document

    progress.step(0, 0, path.name)
    document = read_document(path, progress=lambda done, total: progress.step(done, total, path.name))
    return ReadPlan(
        document,
        understand(session, document, today, progress=progress),
        tuple(session.of(Plan).find(source_sha256=document.sha256)),
    )


def read_copied(session: ReadSession, copied: Copied, today: dt.date, progress: Progress) -> ReadPlan:
    """Read what was copied in another program and understand it.

    Raises:
        UnreadableFileError: INT-126 there is nothing to read in it; INT-101 to INT-120 it cannot be read.
        Cancelled: through `progress`.
    """
    from ledger_app.intake.clipboard import read_clipboard

    progress.step(0, 0, "剪贴板")
    pasted = read_clipboard(copied.as_bytes(), copied.name, lambda done, total: progress.step(done, total, "剪贴板"))
    earlier = tuple(session.of(Plan).find(source_sha256=pasted.document.sha256))
    understood = understand(session, pasted.document, today, progress=progress)
    return ReadPlan(pasted.document, understood, earlier, pasted.source)


def understand(
    session: ReadSession,
    document: Document,
    today: dt.date,
    *,
    year: int | None = None,
    rules_off: frozenset[str] = frozenset(),
    level: str = "",
    columns: Mapping[Key, Meaning] | None = None,
    progress: Progress | None = None,
) -> Understood:
    """Return what a document would put into the ledger, and what the ledger knows today.

    Raises:
        UnreadableFileError: INT-115, it took too long.
        Cancelled: through `progress`.
    """
    from ledger_app.intake.understand import propose
    from ledger_app.services.column_memory import choices_of
    from ledger_app.services.learned import learned_of
    from ledger_app.services.lookup import known_names, roster_of

    known = known_names(session)
    told = None if progress is None else partial(progress.step, label=f"{document.name}：理解内容")
    own = choices_of(session)
    for (table, column), meaning in (columns or {}).items():
        own = own.with_column(table, column, meaning)
    proposal = propose(document, year=year, roster=known, rules_off=rules_off, level=level, own=own, progress=told)
    return Understood(proposal, roster_of(session, today), known, learned_of(session))
