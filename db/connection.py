"""The one way a ledger's database is opened, and the one place where SQLite's errors become ours.

Journal mode: write-ahead log on a fixed disk of this PC, rollback journal on sticks and network drives, none at all
on what cannot be written (docs/adr/0002-journal-mode.md).  Every connection checks foreign keys, waits for locks
and syncs fully.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from db.media import Media
from db.row_names import FIELD_WORDS
from ledger_app.errors import EnvironmentFault, LedgerError, RejectedError
from ledger_app.messages.causes import cause_of

Mode = Literal["write", "read", "peek"]
BUSY_TIMEOUT_MS = 15_000
OLDEST_SQLITE = (3, 40, 0)
_CACHE_KIB = 16 * 1024
_FULL_ERRNOS = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_DENIED_ERRNOS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def open_connection(path: Path, mode: Mode, media: Media) -> sqlite3.Connection:
    """Open a database that exists.

    Args:
        path: the database file.
        mode: "read" connections cannot write to the ledger (temporary tables they can); "peek" ones leave the journal
            mode as it is, but finish what a killed program left behind.
        media: where the file lies; decides the journal mode.

    Raises:
        EnvironmentFault: DB-001 damaged or no database; DB-003, DB-005, DB-006; DB-012 a file on a read-only
            place was not closed properly; DB-015 SQLite is too old.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise EnvironmentFault("DB-015", version=sqlite3.sqlite_version)
    uri = database_uri(path, "ro" if mode == "read" else "rw")
    if not media.is_writable:
        if any(_has_content(path.with_name(path.name + suffix)) for suffix in ("-wal", "-journal")):
            raise EnvironmentFault("DB-012", file=path.name)
        uri += "&immutable=1"
    with translated(path):
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_TIMEOUT_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        try:
            _prepare(connection, path, mode, media)
        except BaseException:
            connection.close()
            raise
    return connection


def database_uri(path: Path, access: Literal["ro", "rw"]) -> str:
    r"""Return the URI that SQLite opens a file by; drive letters and shares (\\PC\share) keep their form."""
    plain = path.absolute().as_posix()
    return f"file://{quote(plain if plain.startswith('/') else f'/{plain}', safe='/:')}?mode={access}"


def close_writer(connection: sqlite3.Connection) -> None:
    """Close the last connection so that the database is one plain file that opens anywhere, read-only too."""
    # Somebody else may still read: SQLite then tidies up when the last of them closes.  Each step is tried for itself,
    # and "main" is said because temporary tables would otherwise be asked for a checkpoint too, and refuse.
    for step in ("busy_timeout = 200", "main.wal_checkpoint(TRUNCATE)", "main.journal_mode = DELETE"):
        with suppress(sqlite3.Error):
            connection.execute(f"PRAGMA {step}")
    connection.close()


@contextmanager
def translated(place: Path | str = "") -> Iterator[None]:
    """Turn SQLite's and the system's errors into ours; errors of ours pass through.

    Args:
        place: the file or folder that the message names.
    """
    name = place.name if isinstance(place, Path) else place
    try:
        yield
    except LedgerError:
        raise
    except sqlite3.Error as error:
        raise fault_of(error, name) from error
    except OSError as error:
        raise system_fault(error, name) from error
    except UnicodeEncodeError as error:
        # Half a character, as file names from other systems have them; SQLite takes whole ones only.
        raise RejectedError("DB-024", value=str(error.object)[:40]) from error


def fault_of(error: sqlite3.Error, name: str = "") -> LedgerError:
    """Return our error for one of SQLite's."""
    code = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in text:
        return EnvironmentFault("DB-001", file=name)
    if code.startswith("SQLITE_CONSTRAINT"):
        return _constraint_error(code, text)
    if code.startswith("SQLITE_FULL"):
        return EnvironmentFault("DB-002", file=name)
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return EnvironmentFault("DB-003", file=name)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return EnvironmentFault("DB-005", file=name)
    if code.startswith("SQLITE_TOOBIG") or "too big" in text:
        return RejectedError("DB-026")
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in text:
        return EnvironmentFault("DB-018")
    return EnvironmentFault("DB-006", file=name, why=text)


def system_fault(error: OSError, name: str = "") -> EnvironmentFault:
    """Return our error for one of the operating system's."""
    if error.errno in _FULL_ERRNOS:
        return EnvironmentFault("DB-002", file=name)
    if error.errno in _DENIED_ERRNOS:
        return EnvironmentFault("DB-003", file=name)
    return EnvironmentFault("DB-006", file=name, why=cause_of(error))


def _constraint_error(code: str, text: str) -> RejectedError:
    """Return our error for a broken constraint, naming the fields that SQLite's text names."""
    if code in ("SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_TRIGGER"):
        return RejectedError("DB-022", detail=text)
    names = [word for word in re.findall(r"[a-z_0-9]+", text.partition("failed:")[2]) if word in FIELD_WORDS]
    field = "、".join(dict.fromkeys(FIELD_WORDS[name] for name in names)) or "内容"
    is_double = code in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return RejectedError("DB-023" if is_double else "DB-025", field=field, detail=text)


def _prepare(connection: sqlite3.Connection, path: Path, mode: Mode, media: Media) -> None:
    run = connection.execute
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA recursive_triggers = ON")  # else a REPLACE would delete rows unseen by the journal
    run("PRAGMA temp_store = MEMORY")
    run(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if mode != "read" and not media.allows_wal and is_marked_wal(path):
        # Alone on the file, SQLite keeps the log's index in its own memory and can bring the file back to one piece.
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = DELETE")
        run("PRAGMA locking_mode = NORMAL")
    run("SELECT count(*) FROM sqlite_schema").fetchone()  # the first read: tells a damaged or foreign file
    if mode == "write":
        run(f"PRAGMA journal_mode = {'WAL' if media.allows_wal else 'DELETE'}")
        run("PRAGMA synchronous = FULL")


def is_marked_wal(path: Path) -> bool:
    """Say whether a file's header says that it has a write-ahead log; False if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(20)[18:20] == b"\x02\x02"
    except OSError:
        return False


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
