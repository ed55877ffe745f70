"""Automatic backups around a command that changes something; their failure is said and is no failure of that."""

from __future__ import annotations

from ledger_app.bootstrap import LedgerSession
from ledger_app.cli.output import say
from ledger_app.errors import LedgerError
from ledger_app.messages import describe


def back_up_daily(session: LedgerSession) -> None:
    """Make the day's backup if one is due; what was just written is safe in the ledger either way."""
    try:
        session.back_up_if_due()
    except LedgerError as error:
        say(f"注意：本次操作已保存，但自动备份没有成功。{describe(error)}")


def back_up_before_import(session: LedgerSession, tasks: int) -> None:
    """Make a backup before many tasks come in at once."""
    try:
        session.back_up_before_import(tasks)
    except LedgerError as error:
        say(f"注意：导入前的备份没有成功，导入照常进行，可以整次撤销。{describe(error)}")
