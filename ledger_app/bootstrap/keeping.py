"""Ledger folders as wholes: checked, backed up, restored; and the manual on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger_app.bootstrap.session import ledger_folder, open_session
from ledger_app.bootstrap.this_pc import SystemClock, host_name, user_name
from ledger_app.errors import EnvironmentFault
from ledger_app.version import VERSION

if TYPE_CHECKING:
    from ledger_app.domain.finding import Finding
    from ledger_app.ports import Progress


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What a check found.

    Attributes:
        findings: one sentence each; files that nothing refers to are of severity info and no fault.
        counts: tasks, plans, evidence_files, operations that were read.
        is_sound: nothing is wrong.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    is_sound: bool


def check_ledger(folder: Path, progress: Progress | None = None) -> LedgerCheck:
    """Read everything in a ledger and verify it; repairs nothing.

    Raises:
        EnvironmentFault: DB-001 to DB-012 it cannot be opened.
        Cancelled: through `progress`.
    """
    with open_session(folder, read_only=True) as session:
        result = session.ledger.check(session.store, progress)
    return LedgerCheck(result.findings, result.counts, result.is_sound)


def back_up_to(folder: Path, out: Path, progress: Progress | None = None) -> Mapping[str, int]:
    """Write a whole ledger, evidence included, into one proven file; return counts of what it holds.

    Works beside a writer.

    Raises:
        EnvironmentFault: DB-001 to DB-012 it cannot be opened; DB-041 to DB-043.
        RejectedError: DB-044 the file would lie inside the store or replace the ledger.
    """
    from db.archive import DATABASE_NAME, write_archive
    from db.ledger import settle

    place = ledger_folder(folder)
    if not (place / DATABASE_NAME).is_file():
        raise EnvironmentFault("DB-007", folder=place.name)
    # A copy reads only, and what a killed program left half-written must be taken back before it can.
    settle(place, host=host_name(), user=user_name())
    manifest = write_archive(
        place, out, created_at=SystemClock().now(), app_version=VERSION, with_evidence=True, progress=progress
    )
    return {**manifest.counts, "missing": len(manifest.missing)}


def restore_from(file: Path, to: Path, progress: Progress | None = None) -> Mapping[str, int]:
    """Make a ledger folder from a backup; an automatic one finds its evidence beside it. Return counts.

    Raises:
        RejectedError: DB-045 to DB-048.
        EnvironmentFault: DB-041 to DB-043.
    """
    from db.archive import restore_archive
    from db.backup import evidence_places

    manifest, missing = restore_archive(file, to, evidence_from=evidence_places(file), progress=progress)
    return {**manifest.counts, "missing": len(missing)}


def write_manual(out: Path, progress: Progress | None = None) -> int:
    """Write the manual as a PDF with the report engine; return the number of pages.

    Raises:
        EnvironmentFault: APP-018 a file of the manual is missing; REP-001 to REP-003.
    """
    from ledger_app.manual.book import load_manual
    from ledger_app.manual.printed import print_manual
    from ledger_app.reports.fonts import FontBook, system_font_folders
    from resources import locate

    fonts = FontBook(locate.fonts(), system_font_folders(), "times")
    return print_manual(load_manual(locate.manual()), fonts, out, progress).pages
