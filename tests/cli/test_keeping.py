from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_a_new_ledger_is_one_folder_that_can_be_carried(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "新" / "台账"
    answer = cli("init", folder, "--name", "青禾县卫生健康局")
    assert (answer.code, answer.out.strip()) == (0, str(folder))
    assert sorted(path.name for path in folder.iterdir()) == [
        "backups",
        "evidence",
        "ledger.sqlite3",
        "打开台账.ledger",
    ]
    assert sqlite3.connect(folder / "ledger.sqlite3").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_folder_that_holds_something_else_is_refused(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "照片.jpg").write_bytes(b"x")
    for folder in (tmp_path / "别的", ledger, tmp_path / "别的" / "照片.jpg"):
        answer = cli("init", folder)
        assert (answer.code, answer.out, len(answer.lines)) == (2, "", 1)
    assert [path.name for path in (tmp_path / "别的").iterdir()] == ["照片.jpg"]


def test_a_sound_ledger_is_called_sound(cli: Cli, ledger: Path) -> None:
    answer = cli("check", "--ledger", ledger, "--json")
    found = json.loads(answer.out)
    assert answer.code == 0
    assert (found["sound"], found["findings"]) == (True, [])
    assert found["counts"] == {"tasks": 3, "plans": 1, "evidence_files": 1, "operations": 1}
    assert cli("check", "--ledger", ledger).out == ""


def the_stored_file(ledger: Path) -> Path:
    return next(path for path in (ledger / "evidence").rglob("*") if path.is_file())


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_harmed_file_is_named(harm: str, cli: Cli, ledger: Path) -> None:
    path = the_stored_file(ledger)
    path.chmod(0o644)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = cli("check", "--ledger", ledger, "--json")
    found = json.loads(answer.out)
    assert answer.code == 1
    assert found["sound"] is False
    assert [finding["kind"] for finding in found["findings"]] == [harm]
    assert "2024年青禾县卫生健康工作要点" in found["findings"][0]["message"]
    plain = cli("check", "--ledger", ledger)
    assert plain.code == 1
    assert "2024年青禾县卫生健康工作要点" in plain.out


def test_a_row_changed_by_another_program_is_named(cli: Cli, ledger: Path) -> None:
    with sqlite3.connect(ledger / "ledger.sqlite3") as connection:
        connection.execute("UPDATE task SET title = '改过' WHERE code = '1-01'")
    connection.close()
    answer = cli("check", "--ledger", ledger, "--json")
    assert answer.code == 1
    assert "row" in {finding["kind"] for finding in json.loads(answer.out)["findings"]}


def test_a_damaged_database_cannot_be_opened(cli: Cli, ledger: Path) -> None:
    (ledger / "ledger.sqlite3").write_bytes(b"no database at all" * 100)
    answer = cli("check", "--ledger", ledger)
    assert (answer.code, len(answer.lines)) == (2, 1)


def test_a_check_changes_nothing(cli: Cli, ledger: Path) -> None:
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    cli("check", "--ledger", ledger)
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before


def test_a_backup_gives_the_ledger_back(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "备份.backup"
    answer = cli("backup", "--ledger", ledger, "--out", out)
    assert (answer.code, answer.out.strip()) == (0, str(out))
    assert "3 项任务、1 个计划、1 个佐证文件" in answer.err
    restored = tmp_path / "恢复"
    assert cli("restore", out, "--to", restored).code == 0
    assert cli("check", "--ledger", restored).code == 0
    lists = [cli("list", "--ledger", folder, "--json").out for folder in (ledger, restored)]
    assert lists[0] == lists[1]


def test_a_backup_is_made_beside_a_writer(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    from ledger_app.bootstrap import open_session

    with open_session(ledger):
        assert cli("backup", "--ledger", ledger, "--out", tmp_path / "b.backup").code == 0


def test_a_restore_never_writes_over_anything(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "备份.backup"
    cli("backup", "--ledger", ledger, "--out", out)
    before = (ledger / "ledger.sqlite3").read_bytes()
    answer = cli("restore", out, "--to", ledger)
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert (ledger / "ledger.sqlite3").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK nothing", b"text"])
def test_what_is_no_backup_is_refused(content: bytes, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "不是备份.backup"
    path.write_bytes(content)
    answer = cli("restore", path, "--to", tmp_path / "x")
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert not (tmp_path / "x").exists()


def test_the_days_first_change_leaves_a_proven_backup(cli: Cli, ledger: Path) -> None:
    backups = [path for path in (ledger / "backups").iterdir() if path.suffix == ".backup"]
    assert len(backups) == 1
    answer = cli("restore", backups[0], "--to", ledger.parent / "自动")
    assert (answer.code, cli("check", "--ledger", ledger.parent / "自动").code) == (0, 0)
