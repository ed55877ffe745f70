"""The same Excel ledger again, a month later: what is new in it reaches the tasks that are there, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledger_app.bootstrap import open_session
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import CustomField, CustomValue, Deadline, Extension, Task
from ledger_app.services import progress, tasks
from ledger_app.services.closing import StepTaken
from ledger_app.services.closing import ask as ask_closing
from ledger_app.services.progress import Report
from tests.builders_monthly import CENTRE, CLINIC, FEBRUARY, MARCH, ROOMS, SCREENING, monthly_ledger
from tests.cli.conftest import Cli

MARCH_WORDS = "更新已有任务 3 项：新增进展 2 条，补充进展 1 条，销号 1 项，自定义列 2 处"


@pytest.fixture
def folder(cli: Cli, tmp_path: Path) -> Path:
    """Return a ledger that has the February issue."""
    folder = tmp_path / "台账"
    cli("init", folder, "--name", "清源县卫生健康局")
    answer = cli("import", monthly_ledger(tmp_path / "台账2月.xlsx", FEBRUARY, 2), "--ledger", folder)
    assert answer.code == 0
    return folder


def rows_of(folder: Path, entity: type) -> list[Any]:
    with open_session(folder) as session, session.ledger.read() as reading:
        return list(reading.of(entity).find())


def task_of(folder: Path, title: str) -> Task:
    (found,) = [task for task in rows_of(folder, Task) if task.title == title]
    return found


def entries(folder: Path, title: str) -> list[tuple[str, str, float | None]]:
    task = task_of(folder, title)
    mine = [one for one in rows_of(folder, ProgressEntry) if one.task_id == task.id]
    return [(one.period, one.text, one.percent) for one in sorted(mine, key=lambda one: (one.period, one.id))]


def march(tmp_path: Path, **changed: tuple[Any, ...]) -> Path:
    rows = dict(MARCH)
    for name, cells in changed.items():
        rows[{"centre": CENTRE, "rooms": ROOMS, "screening": SCREENING}[name]] = cells
    return monthly_ledger(tmp_path / "台账3月.xlsx", rows, 3)


def test_a_month_later_only_what_is_new_is_added(cli: Cli, folder: Path, tmp_path: Path) -> None:
    answer = cli("import", march(tmp_path), "--ledger", folder)
    assert answer.code == 0
    assert MARCH_WORDS in answer.out
    assert "没有写入的不同之处" not in answer.out
    assert entries(folder, CENTRE) == [
        ("2024-01", "完成选址", None),
        ("2024-02", "完成招标，中标价210万元", 40),
        ("2024-03", "设备安装过半", 60),
    ]
    assert entries(folder, SCREENING) == [("2024-01", "印发方案", None), ("2024-02", "筛查300人", 20)]
    assert entries(folder, CLINIC) == [("2024-03", "完成选址", 10)]
    closed = task_of(folder, ROOMS)
    assert [step.step for step in rows_of(folder, Closing) if step.task_id == closed.id] == ["asked", "approved"]
    assert closed.completed_on is not None
    town = next(field.id for field in rows_of(folder, CustomField) if field.name == "乡镇")
    values = {one.task_id: one.value for one in rows_of(folder, CustomValue) if one.field_id == town}
    assert values[task_of(folder, SCREENING).id] == "河西乡"
    assert [plan.status for plan in rows_of(folder, Plan)] == ["superseded", "active"]


def test_one_undo_takes_the_month_back(cli: Cli, folder: Path, tmp_path: Path) -> None:
    kinds = (Task, ProgressEntry, Closing, CustomValue, Plan)
    before = [rows_of(folder, kind) for kind in kinds]
    cli("import", march(tmp_path), "--ledger", folder)
    with open_session(folder) as session:
        session.ledger.undo()
    after = [rows_of(folder, kind) for kind in kinds]
    assert [[row.id for row in rows] for rows in after] == [[row.id for row in rows] for rows in before]
    assert entries(folder, CENTRE) == [("2024-01", "完成选址", None), ("2024-02", "完成招标", 40)]


def test_the_same_month_twice_brings_nothing(cli: Cli, folder: Path, tmp_path: Path) -> None:
    cli("import", march(tmp_path), "--ledger", folder)
    before = rows_of(folder, ProgressEntry)
    answer = cli("import", monthly_ledger(tmp_path / "另存.xlsx", MARCH, 3), "--ledger", folder)
    assert "更新已有任务" not in answer.out
    assert rows_of(folder, ProgressEntry) == before


def test_what_was_typed_in_the_program_is_kept_and_the_difference_is_said(
    cli: Cli, folder: Path, tmp_path: Path
) -> None:
    code = task_of(folder, CENTRE).code
    cli(
        "progress",
        "--task",
        code,
        "--period",
        "2024-03",
        "--text",
        "设备全部到货",
        "--percent",
        "55",
        "--ledger",
        folder,
    )
    answer = cli("import", march(tmp_path), "--ledger", folder)
    assert "新增进展 1 条" in answer.out
    line = f"    保留：{code} {CENTRE}｜2024年3月进展｜台账：设备全部到货（55%）｜文件：设备安装过半（60%）"
    assert any(one.startswith(line) for one in answer.out.splitlines())
    assert entries(folder, CENTRE)[-1] == ("2024-03", "设备全部到货", 55)


def test_another_text_for_a_month_as_imported_stands_beside_the_first(cli: Cli, folder: Path, tmp_path: Path) -> None:
    cells = ("印发方案", "筛查420人，含城区", None, 0.3, "正常推进", None, "城关镇")
    answer = cli("import", march(tmp_path, screening=cells), "--ledger", folder)
    assert "新增进展 3 条" in answer.out
    assert entries(folder, SCREENING)[1:] == [("2024-02", "筛查300人", 20), ("2024-02", "筛查420人，含城区", 30)]


def test_what_was_corrected_in_the_program_is_not_asked_about_again(cli: Cli, folder: Path, tmp_path: Path) -> None:
    task = task_of(folder, SCREENING)
    entry = next(one for one in rows_of(folder, ProgressEntry) if one.text == "筛查300人")
    with open_session(folder) as session, session.ledger.write() as work:
        progress.amend(work, entry.id, Report("实际筛查280人", 18))
    answer = cli("import", march(tmp_path), "--ledger", folder)
    assert "没有写入的不同之处" not in answer.out
    assert ("2024-02", "实际筛查280人", 18) in entries(folder, SCREENING)
    assert task_of(folder, SCREENING).version >= task.version


def test_a_struck_off_task_is_left_and_said(cli: Cli, folder: Path, tmp_path: Path) -> None:
    cli("import", march(tmp_path), "--ledger", folder)
    cells = ("摸底12个村", None, "12个村全部完工，通过验收", 1, "已销号", None, "河东乡")
    path = monthly_ledger(tmp_path / "台账4月.xlsx", {**MARCH, ROOMS: cells}, 3)
    answer = cli("import", path, "--ledger", folder)
    assert "任务已销号，文件里的变动没有写入" in answer.out
    assert entries(folder, ROOMS)[-1] == ("2024-03", "12个村全部完工", 100)


def test_a_step_already_asked_for_in_the_program_is_carried_on(cli: Cli, folder: Path, tmp_path: Path) -> None:
    task = task_of(folder, ROOMS)
    with open_session(folder) as session, session.ledger.write() as work:
        ask_closing(work, task.id, StepTaken(on_date=work.today.replace(year=2024, month=3, day=5)))
    cli("import", march(tmp_path), "--ledger", folder)
    assert [step.step for step in rows_of(folder, Closing) if step.task_id == task.id] == ["asked", "approved"]


def test_states_that_come_and_go(cli: Cli, folder: Path, tmp_path: Path) -> None:
    cells = ("完成选址", "完成招标", None, 0.4, "暂缓", "资金缺口50万元", "城关镇")
    cli("import", march(tmp_path, centre=cells), "--ledger", folder)
    assert task_of(folder, CENTRE).standing == "suspended"
    answer = cli("import", monthly_ledger(tmp_path / "台账4月.xlsx", MARCH, 3), "--ledger", folder)
    assert "状态等 1 处" in answer.out
    assert task_of(folder, CENTRE).standing == "active"


def test_a_state_set_in_the_program_is_not_overwritten(cli: Cli, folder: Path, tmp_path: Path) -> None:
    task = task_of(folder, CENTRE)
    with open_session(folder) as session, session.ledger.write() as work:
        tasks.cancel(work, [task.id], "并入另一项工作")
    cells = ("完成选址", "完成招标", None, 0.4, "暂缓", "资金缺口50万元", "城关镇")
    answer = cli("import", march(tmp_path, centre=cells), "--ledger", folder)
    assert "｜状态｜台账：调整取消｜文件：暂缓" in answer.out
    assert task_of(folder, CENTRE).standing == "cancelled"


def test_a_later_due_date_becomes_an_extension(cli: Cli, folder: Path, tmp_path: Path) -> None:
    more = {"延期后时限": ("2025.3.31", None, None, None), "延期原因": ("配件未到", None, None, None)}
    answer = cli("import", monthly_ledger(tmp_path / "台账3月.xlsx", MARCH, 3, **more), "--ledger", folder)
    assert answer.code == 0
    (extension,) = rows_of(folder, Extension)
    assert (extension.reason, extension.new_due.isoformat(), extension.is_approved) == ("配件未到", "2025-03-31", True)
    task = task_of(folder, CENTRE)
    dues = [one.current_due for one in rows_of(folder, Deadline) if one.task_id == task.id]
    assert [due.isoformat() for due in dues if due is not None] == ["2025-03-31"]
