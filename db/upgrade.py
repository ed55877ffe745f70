"""Bringing an older ledger to the present format: on a copy, so that a failure leaves the ledger as it was."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from pathlib import Path

from db import schema
from db.archive import DATABASE_NAME, copy_database, prove_database, sync_folder
from db.backup import BACKUPS_NAME, back_up
from db.connection import close_writer, is_marked_wal, open_connection
from db.media import inspect
from db.schema import Format
from ledger_app.errors import EnvironmentFault, LedgerError
from ledger_app.ports import Clock
from ledger_app.version import VERSION


def upgrade(folder: Path, found: Format, clock: Clock) -> None:
    """Back the ledger up, take the pending steps on a copy, prove the copy, and put it in place.

    Raises:
        EnvironmentFault: DB-005 somebody reads the ledger; DB-013 a step failed, the old file is as it was; DB-041
            to DB-043 there is no backup.
    """
    path, copy = folder / DATABASE_NAME, folder / f"{DATABASE_NAME}.upgrade"
    now = dt.datetime.now().astimezone().replace(tzinfo=None)
    proof = back_up(
        folder,
        folder / BACKUPS_NAME,
        now=now,
        created_at=clock.now(),
        app_version=found.app_version or VERSION,
        reason="upgrade",
    )
    try:
        copy.unlink(missing_ok=True)
        _refuse_if_read(folder, path)
        copy_database(path, copy)
        _take_steps(copy)
        os.replace(copy, path)  # noqa: PTH105 - the same call replaces on Windows
        sync_folder(folder)
    except LedgerError:
        raise
    except Exception as error:
        raise EnvironmentFault("DB-013", why=str(error) or type(error).__name__, backup=proof.file) from error
    finally:
        with contextlib.suppress(OSError):
            copy.unlink(missing_ok=True)


def _refuse_if_read(folder: Path, path: Path) -> None:
    """Refuse while another program still reads the old file: its log would be taken for that of the new one.

    Raises:
        EnvironmentFault: DB-005.
    """
    close_writer(open_connection(path, "peek", inspect(folder)))
    if is_marked_wal(path):
        raise EnvironmentFault("DB-005", file=path.name)


def _take_steps(copy: Path) -> None:
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        schema.apply_steps(connection)
        prove_database(connection)
    finally:
        connection.close()
