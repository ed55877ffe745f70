"""`find` and `index`: evidence by the words of its files, read without the window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger_app.bootstrap import open_session
from ledger_app.domain.task import Task
from ledger_app.services import evidence, files
from tests.cli.conftest import Cli


@pytest.fixture
def proven(ledger: Path, tmp_path: Path) -> Path:
    """Return the ledger with two files on its first task, one of them damaged."""
    (tmp_path / "扫描1.txt").write_text("会议记录\n会上研究了家庭医生签约服务的进度。\n", "utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 word/document.xml")
    with open_session(ledger) as session:
        taken = files.take_all(session.store, [tmp_path / "扫描1.txt", tmp_path / "坏.docx"]).taken
        with session.ledger.write() as work:
            evidence.attach(work, taken, [work.of(Task).find()[0].id])
    return ledger


def test_words_are_found_once_they_were_read(cli: Cli, proven: Path) -> None:
    before = cli("find", "医生签约", "--ledger", proven)
    assert before.code == 0
    assert before.lines == ["共 0 份材料。", "还有 2 份文件没有读过，运行 index 命令或打开窗口后才能按内容找到。"]
    read = cli("index", "--ledger", proven)
    assert read.code == 0
    assert read.lines[-1] == "读了 2 份文件，1 份没有读出文字。"
    assert any(line.startswith("“坏.docx”没有读出文字（") for line in read.lines)
    found = cli("find", "医生签约", "--ledger", proven, "--json")
    (row,) = json.loads(found.out)
    assert (row["title"], row["file"]) == ("扫描1", "扫描1.txt")
    assert row["numbers"][0].endswith("-01")
    assert "家庭医生签约服务" in row["snippet"]
    assert found.err == ""


def test_reading_again_reads_all(cli: Cli, proven: Path) -> None:
    assert cli("index", "--ledger", proven).lines[-1].startswith("读了 2 份文件")
    assert cli("index", "--ledger", proven).lines[-1].startswith("读了 0 份文件")
    assert cli("index", "--ledger", proven, "--again").lines[-1].startswith("读了 2 份文件")


def test_names_are_found_without_reading(cli: Cli, proven: Path) -> None:
    assert "扫描1" in cli("find", "扫描", "--ledger", proven).out


def test_no_words_are_refused_in_one_line(cli: Cli, proven: Path) -> None:
    refused = cli("find", "  ", "--ledger", proven)
    assert (refused.code, refused.lines) == (2, ["要找的文字不能为空，请写至少一个字。"])
