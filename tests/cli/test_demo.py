from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Cli

LEDGER = "演示台账"


@pytest.fixture
def made(cli: Cli, tmp_path: Path) -> tuple[Path, Answer]:
    folder = tmp_path / "演示"
    return folder, cli("demo", folder)


def test_the_demo_says_where_everything_is(made: tuple[Path, Answer], cli: Cli) -> None:
    folder, answer = made
    assert answer.code == 0
    pdf = folder / "2024年6月重点工作任务进展情况通报.pdf"
    slip = folder / "2024年6月督办单.pdf"
    assert answer.out.splitlines() == [f"台账：{folder / LEDGER}", f"通报：{pdf}", f"督办单：{slip}"]
    assert slip.read_bytes().startswith(b"%PDF-")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "统计截止 2024-06-30" in answer.err
    found = json.loads(cli("list", "--ledger", folder / LEDGER, "--json", "--as-of", "2024-06-30").out)
    assert len({task["plan"] for task in found}) == 3
    assert {"red", "yellow", "green", "grey"} <= {task["light"] for task in found}
    assert sum(task["progress_period"] is not None for task in found) > 20
    assert sum(task["evidence_count"] for task in found) >= 5
    assert json.loads(cli("check", "--ledger", folder / LEDGER, "--json").out)["sound"]
    again = cli("demo", folder)
    assert (again.code, len(again.lines)) == (2, 1)
    assert "已有其他文件" in again.err


def test_a_file_in_the_way_is_said(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "文件"
    path.write_text("x")
    answer = cli("demo", path)
    assert (answer.code, answer.out, len(answer.lines)) == (2, "", 1)
