"""What a ledger is called; kept in the ledger, so that it goes along with the folder."""

from __future__ import annotations

from ledger_app.domain.changes import ChangeSet
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services.checks import LONGEST_NAME, require_text

NAME_KEY = "ledger.name"


def name_of(session: ReadSession) -> str:
    """Return the ledger's own name, "" where it was given none."""
    return session.read_setting(NAME_KEY) or ""


def rename(work: UnitOfWork, name: str) -> ChangeSet:
    """Give the ledger another name; its folder keeps its own.

    Raises:
        RejectedError: SVC-020, SVC-026.
    """
    text = require_text(name, "台账名称", LONGEST_NAME)
    work.describe("ledger.rename", f"台账改名为 {text}")
    work.write_setting(NAME_KEY, text)
    return work.changes()


def follow_bureau(work: UnitOfWork, before: str, after: str) -> None:
    """Let a ledger that is called like its bureau go along with the bureau's new name; a name of its own stays."""
    if before and after and before != after and work.read_setting(NAME_KEY) == before:
        work.write_setting(NAME_KEY, after)
