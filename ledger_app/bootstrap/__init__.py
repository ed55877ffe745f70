"""Composition root: joins ledger folders, the database, the store, the faces and the window.

With `__main__` the only part of `ledger_app` that knows `db`, `ui` and `resources`; each is imported when it
is needed, so that a command that needs none of them starts at once.
"""

from ledger_app.bootstrap.desktop import DesktopBackend, run_desktop
from ledger_app.bootstrap.keeping import LedgerCheck, back_up_to, check_ledger, restore_from, write_manual
from ledger_app.bootstrap.session import LedgerSession, create_session, ledger_folder, open_session

__all__ = [
    "DesktopBackend",
    "LedgerCheck",
    "LedgerSession",
    "back_up_to",
    "check_ledger",
    "create_session",
    "ledger_folder",
    "open_session",
    "restore_from",
    "run_desktop",
    "write_manual",
]
