"""Read a plan file against the ledger's roster; plain functions for jobs, no Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ledger_app.domain.plan import Plan
from ledger_app.domain.roster import Roster
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup
from ledger_app.intake.document import Document
from ledger_app.intake.proposal import Proposal
from ledger_app.intake.roster import Roster as KnownNames
from ledger_app.intake.source import Source
from ledger_app.ports import Progress, ReadSession
from ui.clipboard import Copied


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What one file holds.

    Attributes:
        document: as read, kept to be understood again under another year or rule.
        proposal: what an import would put into the ledger.
        roster: the units of today, to match the printed names.
        earlier: plans that were imported from the same bytes before.
        source: what was pasted, as a file in memory; None for a file on the disk.
    """

    document: Document
    proposal: Proposal
    roster: Roster
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
    proposal, roster = understand(session, document, today)
    return ReadPlan(document, proposal, roster, tuple(session.of(Plan).find(source_sha256=document.sha256)))


def read_copied(session: ReadSession, copied: Copied, today: dt.date, progress: Progress) -> ReadPlan:
    """Read what was copied in another program and understand it.

    Raises:
        UnreadableFileError: INT-126 there is nothing to read in it; INT-101 to INT-120 it cannot be read.
        Cancelled: through `progress`.
    """
    from ledger_app.intake.clipboard import read_clipboard

    progress.step(0, 0, "剪贴板")
    pasted = read_clipboard(copied.as_bytes(), copied.name, lambda done, total: progress.step(done, total, "剪贴板"))
    proposal, roster = understand(session, pasted.document, today)
    earlier = tuple(session.of(Plan).find(source_sha256=pasted.document.sha256))
    return ReadPlan(pasted.document, proposal, roster, earlier, pasted.source)


def understand(
    session: ReadSession,
    document: Document,
    today: dt.date,
    *,
    year: int | None = None,
    rules_off: frozenset[str] = frozenset(),
) -> tuple[Proposal, Roster]:
    """Return what a document would put into the ledger, and the roster of the day."""
    from ledger_app.intake.understand import propose
    from ledger_app.services.lookup import roster_of

    names = [text for unit in session.of(Unit).find() for text in (unit.name, unit.short_name) if text]
    names += [group.name for group in session.of(UnitGroup).find()]
    aliases = {alias.alias: "" for alias in session.of(UnitAlias).find()}
    known = KnownNames.of(names, aliases)
    return propose(document, year=year, roster=known, rules_off=rules_off), roster_of(session, today)
