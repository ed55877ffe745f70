from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger_app.bootstrap import open_session
from ledger_app.domain.deadline_rules import REVISION
from ledger_app.domain.plan import Plan
from ledger_app.domain.task import Deadline, Extension, Task
from ledger_app.services import tasks
from tests.cli.conftest import PLAN, Cli

REVISED = """2024年青禾县卫生健康工作要点（修订）

一、提升服务能力
（一）推广中医药适宜技术。每个乡镇卫生院开展六类以上。（责任单位：中医药股）
（二）建设胸痛中心。县人民医院完成胸痛中心建设，9月底前投入使用。（牵头单位：县人民医院；配合单位：县急救中心、县中医医院）
（三）规范村卫生室管理。各乡镇卫生院年底前完成标准化改造和设备更新，达标率95%以上。（责任单位：基层股、各乡镇卫生院）
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "修订稿.txt"
    path.write_text(REVISED, encoding="utf-8")
    return path


def rows_of(cli: Cli, ledger: Path) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in json.loads(cli("list", "--ledger", ledger, "--json").out)}


def test_a_new_issue_changes_the_tasks_and_says_what_it_did(cli: Cli, ledger: Path, paper: Path) -> None:
    answer = cli("import", paper, "--ledger", ledger)
    assert answer.code == 0
    counts = "未变 0 项，改动 2 项，其中措辞 1、时限 1、责任单位 1，新增 1 项，撤销 1 项"
    assert answer.out.splitlines()[:4] == [
        "导入计划 1 个，任务 1 项，跳过重复 0 项，提示 2 条",
        "  2024年青禾县卫生健康工作要点（修订）：1 项（1-04 至 1-04）",
        f"  《2024年青禾县卫生健康工作要点（修订）》是《2024年青禾县卫生健康工作要点》的新版本：{counts}",
        "    撤销：1-03 开展流行病学调查培训（任务保留，未取消）",
    ]
    rows = rows_of(cli, ledger)
    assert sorted(rows) == ["1-01", "1-02", "1-03", "1-04"]
    assert [one["name"] for one in rows["1-01"]["owners"]] == ["县人民医院", "县急救中心", "县中医医院"]
    with open_session(ledger) as session, session.ledger.read() as reading:
        found = {task.code: task for task in reading.of(Task).find()}
        assert "设备更新" in found["1-02"].content
        assert found["1-03"].standing == "active"
        assert [plan.status for plan in reading.of(Plan).find()] == ["superseded", "active"]


def test_one_undo_takes_a_new_issue_back(cli: Cli, ledger: Path, paper: Path) -> None:
    before = rows_of(cli, ledger)
    cli("import", paper, "--ledger", ledger)
    with open_session(ledger) as session:
        session.ledger.undo()
    assert rows_of(cli, ledger) == before


def test_the_same_file_again_brings_nothing(cli: Cli, ledger: Path, paper: Path, tmp_path: Path) -> None:
    cli("import", paper, "--ledger", ledger)
    before = rows_of(cli, ledger)
    again = cli("import", paper, "--ledger", ledger)
    assert again.out.splitlines()[0].startswith("导入计划 0 个，任务 0 项，跳过重复 3 项")
    renamed = tmp_path / "另存.txt"
    renamed.write_text(REVISED.replace("\n", "\r\n"), encoding="gb18030")
    other_form = cli("import", renamed, "--ledger", ledger)
    assert other_form.out.splitlines()[0].startswith("导入计划 0 个，任务 0 项，跳过重复 3 项")
    earlier = tmp_path / "原稿.txt"
    earlier.write_text(PLAN, encoding="utf-8")
    assert cli("import", earlier, "--ledger", ledger).out.startswith("导入计划 0 个，任务 0 项，跳过重复 3 项")
    assert rows_of(cli, ledger) == before


def test_what_was_changed_by_hand_is_listed_and_left(cli: Cli, ledger: Path, paper: Path) -> None:
    with open_session(ledger) as session, session.ledger.write() as work:
        task = work.of(Task).find(code="1-02")[0]
        tasks.edit(work, task.id, task.version, {"title": "规范村卫生室（三年行动）"})
    out = cli("import", paper, "--ledger", ledger).out
    assert (
        "保留：1-02 规范村卫生室（三年行动）（新版本改了措辞；任务经手工修改或拆分，没有覆盖，请在窗口中确认）" in out
    )
    assert rows_of(cli, ledger)["1-02"]["title"] == "规范村卫生室（三年行动）"


def test_a_moved_date_says_why_in_the_history(cli: Cli, ledger: Path, paper: Path) -> None:
    cli("import", paper, "--ledger", ledger)

    with open_session(ledger) as session, session.ledger.read() as reading:
        task = reading.of(Task).find(code="1-01")[0]
        row = reading.of(Deadline).find(task_id=task.id)[0]
        assert (str(row.original_due), str(row.current_due)) == ("2024-06-30", "2024-09-30")
        step = reading.of(Extension).find(deadline_id=row.id)[0]
        assert REVISION in step.reason
        assert "“6月底前”改为“9月底前”" in step.reason
