"""The door to this package: making and opening ledger folders, and what must hold before one may be served."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from db import schema, search_index
from db.archive import DATABASE_NAME, sync_folder
from db.backup import BACKUPS_NAME
from db.connection import close_writer, is_marked_wal, open_connection, system_fault, translated
from db.lock import WriterLock
from db.media import Media, inspect
from db.migrations.steps import STEP_NAMES
from db.sqlite_ledger import NAME_KEY, SqliteLedger
from db.upgrade import upgrade
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.messages.causes import cause_of
from ledger_app.ports import Clock, EvidenceStore

EVIDENCE_NAME = "evidence"
MARKER_NAME = "打开台账.ledger"
_MARKER_TEXT = "双击本文件打开所在文件夹的台账。请勿单独移动本文件；复制台账时请复制整个文件夹。\n"
# What systems leave in folders that people call empty.
_IGNORED = frozenset({"desktop.ini", "thumbs.db", ".ds_store", "$recycle.bin", "system volume information"})

Probe = Callable[[Path], Media]


def create_ledger(
    folder: Path, name: str, *, store: EvidenceStore, clock: Clock, user: str, host: str, probe: Probe = inspect
) -> SqliteLedger:
    """Make a new ledger in a folder that is empty or not there, and open it for writing.

    Args:
        folder: where; its parents are made.
        name: the ledger's name, "" takes the folder's.
        store: its evidence store (of the folder's `evidence/`).
        clock: dates operations.
        user: who works.
        host: name of this PC.
        probe: tells what the folder lies on.

    Raises:
        RejectedError: DB-008 there is something in the folder already.
        EnvironmentFault: DB-014 the folder cannot be made; DB-002, DB-003.
    """
    if _is_taken(folder):
        raise RejectedError("DB-008", folder=folder.name)
    part = folder / f"{DATABASE_NAME}.part"
    try:
        for place in (folder, folder / EVIDENCE_NAME, folder / BACKUPS_NAME):
            place.mkdir(parents=True, exist_ok=True)
        with translated(folder):
            _make_database(part, name or folder.name, clock)
        os.replace(part, folder / DATABASE_NAME)  # noqa: PTH105 - the same call replaces on Windows
        sync_folder(folder)
        (folder / MARKER_NAME).write_text(_MARKER_TEXT, "utf-8")
    except OSError as error:
        fault = system_fault(error, folder.name)
        if fault.code == "DB-002":
            raise fault from error
        raise EnvironmentFault("DB-014", folder=folder.name, why=cause_of(error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return open_ledger(folder, store=store, clock=clock, user=user, host=host, probe=probe)


def _is_taken(folder: Path) -> bool:
    """Say whether something is in the place of a new ledger; a name that cannot be one is found out by making it.

    Raises:
        EnvironmentFault: DB-014 the folder cannot be looked into.
    """
    # Asked first: what listing a file raises differs between systems.
    if not folder.is_dir():
        return folder.exists()
    try:
        return any(entry.name.lower() not in _IGNORED for entry in folder.iterdir())
    except OSError as error:
        raise EnvironmentFault("DB-014", folder=folder.name, why=cause_of(error)) from error


def open_ledger(
    folder: Path,
    *,
    store: EvidenceStore,
    clock: Clock,
    user: str,
    host: str,
    mode: Literal["write", "read"] = "write",
    take_over: bool = False,
    probe: Probe = inspect,
) -> SqliteLedger:
    """Open a ledger folder.

    Args:
        folder: the ledger folder.
        store: its evidence store (of the folder's `evidence/`).
        clock: dates operations.
        user: who works.
        host: name of this PC.
        mode: "write" takes the writer's lock until the ledger is closed; "read" never changes anything.
        take_over: also from another PC that has been silent for long (after the user confirmed it).
        probe: tells what the folder lies on.

    Raises:
        EnvironmentFault: DB-001 damaged; DB-004 made by a newer program; DB-007 no ledger here; DB-009 older, and
            opened for reading; DB-010, DB-011 somebody else writes; DB-012 not closed properly on a place that
            cannot be written; DB-013 the upgrade failed; DB-019 the place cannot be written.
    """
    path = folder / DATABASE_NAME
    if not path.is_file():
        raise EnvironmentFault("DB-007", folder=folder.name)
    media = probe(folder)
    if mode == "read":
        settle(folder, host=host, user=user, probe=probe)
        _refuse_unfit(path, media)
        return SqliteLedger(folder, media, store, clock=clock, user=user, host=host, lock=None)
    if not media.is_writable:
        raise EnvironmentFault("DB-019", folder=folder.name)
    lock = WriterLock(folder, host, user, is_shared=media.kind == "network")
    lock.acquire(take_over=take_over)
    try:
        _bring_up_to_date(folder, path, media, clock)
        return SqliteLedger(folder, media, store, clock=clock, user=user, host=host, lock=lock)
    except BaseException:
        lock.release()
        raise


def settle(folder: Path, *, host: str, user: str, probe: Probe = inspect) -> None:
    """Finish what a killed writer left behind, where that can be done and nobody writes.

    Args:
        folder: the ledger folder, with its database.
        host: name of this PC.
        user: who works.
        probe: tells what the folder lies on.

    Raises:
        EnvironmentFault: DB-001, DB-003, DB-005, DB-006 the database cannot be opened.
    """
    path, media = folder / DATABASE_NAME, probe(folder)
    if not media.is_writable:
        return
    left = any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal"))
    if not left and (media.allows_wal or not is_marked_wal(path)):
        return
    lock = WriterLock(folder, host, user, is_shared=media.kind == "network")
    try:
        lock.acquire()
    except EnvironmentFault:
        return  # somebody writes; what lies there is theirs
    try:
        close_writer(open_connection(path, "peek", media))
    finally:
        lock.release()


def _make_database(part: Path, name: str, clock: Clock) -> None:
    part.unlink(missing_ok=True)
    schema.make_schema(part)
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        info = {"uid": uuid.uuid4().hex, "created_at": clock.now(), "search_version": search_index.INDEX_VERSION}
        connection.executemany("INSERT INTO ledger_info (key, value) VALUES (?, ?)", info.items())
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", [NAME_KEY, name])
    finally:
        connection.close()


def _bring_up_to_date(folder: Path, path: Path, media: Media, clock: Clock) -> None:
    """Refuse a newer ledger, upgrade an older one, and make its search index anew if it was cut differently."""
    peek = open_connection(path, "peek", media)
    try:
        found = schema.read_format(peek, path.name)
        schema.refuse_newer(found)
        has_index = not found.pending and search_index.is_current(peek)
    finally:
        peek.close()
    if found.pending:
        upgrade(folder, found, clock)
    if not has_index:
        _make_index(path, media)


def _make_index(path: Path, media: Media) -> None:
    connection = open_connection(path, "write", media)
    try:
        with translated(path):
            connection.execute("BEGIN IMMEDIATE")
            if not search_index.is_current(connection):
                search_index.rebuild(connection)
            connection.execute("COMMIT")
    finally:
        close_writer(connection)


def _refuse_unfit(path: Path, media: Media) -> None:
    """Refuse what cannot be read as it is.

    Raises:
        EnvironmentFault: DB-001, DB-004, DB-009, DB-012.
    """
    connection = open_connection(path, "read", media)
    try:
        found = schema.read_format(connection, path.name)
    finally:
        connection.close()
    schema.refuse_newer(found)
    if found.pending:
        raise EnvironmentFault("DB-009", theirs=len(found.applied), ours=len(STEP_NAMES))
