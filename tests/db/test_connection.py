from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from db.connection import database_uri, open_connection
from tests.builders_ledger import LOCAL, Place


class Windows(PureWindowsPath):
    def absolute(self) -> Windows:
        return self


class Posix(PurePosixPath):
    def absolute(self) -> Posix:
        return self


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (Posix("/srv/王/台账?/a#b%.sqlite3"), "file:///srv/%E7%8E%8B/%E5%8F%B0%E8%B4%A6%3F/a%23b%25.sqlite3?mode=ro"),
        (Windows("D:\\台账\\a b.sqlite3"), "file:///D:/%E5%8F%B0%E8%B4%A6/a%20b.sqlite3?mode=ro"),
        (Windows("\\\\PC7\\share\\x.sqlite3"), "file:////PC7/share/x.sqlite3?mode=ro"),
    ],
)
def test_every_path_has_a_uri_that_sqlite_reads(path: Path, uri: str) -> None:
    assert database_uri(path, "ro") == uri


posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


@pytest.mark.parametrize("name", ["台账 2024", "a#b%20d&e=f", "‘引号’'", pytest.param('a?"b', marks=posix_only)])
def test_ledgers_in_folders_with_odd_names_open(tmp_path: Path, name: str) -> None:
    place = Place(tmp_path / name)
    place.create().close()
    for mode in ("write", "read"):
        place.open(mode=mode).close()
    connection = open_connection(place.folder / "ledger.sqlite3", "peek", LOCAL)
    assert connection.execute("PRAGMA application_id").fetchone() == (0x4C444752,)
    connection.close()
