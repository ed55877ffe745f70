"""Every step of the ledger's format, in order, one function each, never edited after release.

The names of the functions are what a ledger records; `db.schema` decides what has to be done.  sqlite_utils is
not imported here: it costs more than opening a ledger does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from db.migrations import (
    m0001_evidence_supervision,
    m0001_journal_search,
    m0001_tasks,
    m0001_units_plans,
    m0002_own_fields,
    m0003_removed_rows,
    m0004_leaders_and_years,
    m0005_search_items,
    m0006_evidence_basis,
    m0007_leader_reasons,
    m0008_waived_evidence,
    m0009_bulletin_issues,
    m0010_letters,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0001_foundation(database: Database) -> None:
    """Make the whole first format."""
    parts = (m0001_units_plans, m0001_tasks, m0001_evidence_supervision, m0001_journal_search)
    for part in parts:
        for statement in part.STATEMENTS:
            database.execute(statement)


def m0002_fields_and_sources(database: Database) -> None:
    """Let custom fields be long, retired or filled by the program; let tasks come from a government's report."""
    m0002_own_fields.take(database)


def m0003_rows_taken_off(database: Database) -> None:
    """Index the rows that were taken off tasks, for their histories."""
    for statement in m0003_removed_rows.STATEMENTS:
        database.execute(statement)


def m0004_leaders_and_carried_tasks(database: Database) -> None:
    """Say which leader looks after which unit, and where a task was followed in an earlier year."""
    for statement in m0004_leaders_and_years.STATEMENTS:
        database.execute(statement)


def m0005_items_are_searched(database: Database) -> None:
    """Make room in the search index for the items of plans; opening the ledger fills it."""
    for statement in m0005_search_items.STATEMENTS:
        database.execute(statement)


def m0006_basis_of_personal(database: Database) -> None:
    """Say of a piece of evidence why it is held to be personal, or not."""
    for statement in m0006_evidence_basis.STATEMENTS:
        database.execute(statement)


def m0007_leaders_with_reasons(database: Database) -> None:
    """Say why the program named a task's leader."""
    for statement in m0007_leader_reasons.STATEMENTS:
        database.execute(statement)


def m0008_evidence_waived(database: Database) -> None:
    """Say why expected evidence need not be there."""
    for statement in m0008_waived_evidence.STATEMENTS:
        database.execute(statement)


def m0009_issues_of_bulletins(database: Database) -> None:
    """Say which issue of a bulletin a report was."""
    for statement in m0009_bulletin_issues.STATEMENTS:
        database.execute(statement)


def m0010_letters_registered(database: Database) -> None:
    """Keep a register of chase notices and reminders; say how many pages a report has."""
    for statement in m0010_letters.STATEMENTS:
        database.execute(statement)


STEPS: tuple[Callable[[Database], None], ...] = (
    m0001_foundation,
    m0002_fields_and_sources,
    m0003_rows_taken_off,
    m0004_leaders_and_carried_tasks,
    m0005_items_are_searched,
    m0006_basis_of_personal,
    m0007_leaders_with_reasons,
    m0008_evidence_waived,
    m0009_issues_of_bulletins,
    m0010_letters_registered,
)
STEP_NAMES: tuple[str, ...] = tuple(step.__name__ for step in STEPS)
