"""`pack`: what lies in the pack, which tasks it takes, what it refuses; read back by another program."""

from __future__ import annotations

import io
import logging
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import openpyxl
import pytest

from ledger_app.bootstrap import LedgerSession, open_session
from ledger_app.domain.evidence import Evidence, Indicator
from ledger_app.domain.grid import Condition
from ledger_app.domain.task import Task
from ledger_app.domain.view import GridView
from ledger_app.services import evidence, files, indicators, views
from ledger_app.services.lookup import task_by_code
from tests.bags import faults_of, files_of
from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _quiet_bagit() -> None:
    logging.getLogger("bagit").setLevel(logging.ERROR)


@pytest.fixture
def proven(ledger: Path, tmp_path: Path) -> Path:
    """Return the ledger with a file on the first task, and one with personal information on the second."""
    for name, text in (("会议记录.txt", "会议"), ("患者名单.txt", "名单")):
        (tmp_path / name).write_text(text, "utf-8")
    with open_session(ledger) as session:
        first = files.take(session.store, tmp_path / "会议记录.txt")
        second = files.take(session.store, tmp_path / "患者名单.txt")
        with session.ledger.write() as work:
            tasks = [task.id for task in (task_by_code(work, code) for code in _codes(session))]
            evidence.attach(work, [first], tasks[:1])
            piece = evidence.attach(work, [second], tasks[1:2]).evidence[0]
            evidence.describe(work, replace(piece, is_personal=True))
    return ledger


def _codes(session: LedgerSession) -> list[str]:
    with session.ledger.read() as reading:
        return [task.code for task in reading.of(Task).find()]


def _catalogue(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value]


def test_all_tasks_become_a_bag_that_another_program_finds_valid(cli: Cli, proven: Path, tmp_path: Path) -> None:
    target = tmp_path / "迎检"
    answer = cli("pack", "--ledger", proven, "--out", target)
    assert (answer.code, answer.out.strip()) == (0, str(target))
    assert "患者名单" in answer.err
    assert answer.lines[-1].startswith("已打包 1 件材料")
    bagit.Bag(str(target)).validate()
    assert not any("患者" in name for name in files_of(target))


def test_personal_files_go_in_when_asked_for(cli: Cli, proven: Path, tmp_path: Path) -> None:
    assert cli("pack", "--ledger", proven, "--out", tmp_path / "包.zip", "--personal").code == 0
    packed = files_of(tmp_path / "包.zip")
    assert faults_of(packed) == []
    assert any("患者名单" in name for name in packed)
    with zipfile.ZipFile(tmp_path / "包.zip") as archive:
        chinese = [one for one in archive.infolist() if not one.filename.isascii()]
        assert chinese
        assert all(one.flag_bits & 0x800 for one in chinese)


def test_a_saved_view_says_which_tasks_go_in(cli: Cli, proven: Path, tmp_path: Path) -> None:
    with open_session(proven) as session:
        code = _codes(session)[0]
        with session.ledger.write() as work:
            views.save(work, "第一项", GridView(conditions=(Condition("code", "is", (code,)),)))
    assert cli("pack", "--ledger", proven, "--out", tmp_path / "包", "--view", "第一项").code == 0
    assert "第一项，1 项任务" in (tmp_path / "包" / "bag-info.txt").read_text("utf-8")


def test_an_indicator_tree_gives_folders_and_numbers_for_the_archive(cli: Cli, proven: Path, tmp_path: Path) -> None:
    with open_session(proven) as session, session.ledger.write() as work:
        tree = indicators.create_tree(work, "2024年考核").tree
        indicators.add(work, tree.id, None, "组织领导", "1")
        indicator = work.of(Indicator).find()[0]
        indicators.link_evidence(work, [indicator.id], [work.of(Evidence).find(title="会议记录")[0].id])
    words = ("--tree", "考核", "--fonds", "A001", "--retention", "D30", "--box", "--as-of", "2024-06-30")
    assert cli("pack", "--ledger", proven, "--out", tmp_path / "包", *words).code == 0
    packed = files_of(tmp_path / "包")
    assert any(name.startswith("data/1_组织领导/1-01-会议记录") for name in packed)
    assert "A001-WS·2024-D30-0001" in _catalogue(packed["data/00-归档清单.xlsx"])
    assert packed["data/00-档案盒封面和脊背.pdf"].startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--view", "没有"), "没有名为“没有”的视图"),
        (("--tree", "没有"), "没有名为“没有”的考核标准"),
        (("--fonds", "A1"), "档号的全宗号不对"),
    ],
)
def test_what_cannot_be_packed_is_said_and_nothing_is_left(
    cli: Cli, proven: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    answer = cli("pack", "--ledger", proven, "--out", tmp_path / "包", *words)
    assert answer.code == 2
    assert said in answer.err
    assert not list(tmp_path.glob("包*"))
    assert not list(tmp_path.glob("~未完成*"))


def test_one_scope_at_a_time(cli: Cli, proven: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        cli("pack", "--ledger", proven, "--out", tmp_path / "包", "--task", "1", "--unit", "某院")
    assert left.value.code == 2


def test_tasks_without_any_evidence_make_no_pack(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    answer = cli("pack", "--ledger", ledger, "--out", tmp_path / "包")
    assert answer.code == 2
    assert "还没有可以打包的材料" in answer.err
    assert not (tmp_path / "包").exists()
