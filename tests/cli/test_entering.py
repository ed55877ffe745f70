from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from ledger_app.bootstrap import open_session
from ledger_app.cli import reading
from ledger_app.domain.evidence import Evidence
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Task
from ledger_app.evidence import store as store_module
from ledger_app.intake.learned import LearnedAnswer
from ledger_app.services import learned
from tests.cli.conftest import PLAN, Cli


def tasks_of(cli: Cli, ledger: Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("list", "--ledger", ledger, "--json", *options).out)
    return found


def operations(ledger: Path) -> list[str]:
    with open_session(ledger, read_only=True) as session:
        return [operation.name for operation in session.ledger.operations()]


def test_an_import_prints_a_summary(cli: Cli, ledger: Path, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "方案.txt"
    other.write_text(PLAN.replace("工作要点", "实施方案").replace("胸痛", "卒中"), encoding="utf-8")
    answer = cli("import", plan, other, "--ledger", ledger)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0].startswith("导入计划 1 个，任务 3 项，跳过重复 3 项，提示 ")
    assert lines[1] == "  2024年青禾县卫生健康实施方案：3 项（2-01 至 2-03）"
    assert lines[2] == "  跳过：（一） 建设胸痛中心（该文件以前已导入）"
    assert operations(ledger) == ["导入 2 个计划文件", "导入“工作要点.txt”"]


def test_all_files_of_one_call_are_one_undo(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    paths = []
    for word in ("方案", "意见"):
        paths.append(tmp_path / f"{word}.txt")
        paths[-1].write_text(PLAN.replace("工作要点", word), encoding="utf-8")
    assert cli("import", *paths, "--ledger", ledger).code == 0
    assert len(tasks_of(cli, ledger)) == 9
    with open_session(ledger) as session:
        session.ledger.undo()
    assert len(tasks_of(cli, ledger)) == 3


def test_a_bad_file_does_not_stop_the_others(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / "坏.docx", tmp_path / "好.txt"
    bad.write_bytes(b"PK broken")
    good.write_text(PLAN.replace("工作要点", "方案"), encoding="utf-8")
    answer = cli("import", bad, tmp_path / "没有.txt", good, "--ledger", ledger)
    assert answer.code == 2
    assert [name for name in ("坏.docx", "没有.txt") if name in "".join(answer.lines[:2])] == ["坏.docx", "没有.txt"]
    assert len(tasks_of(cli, ledger)) == 6


def test_a_fault_of_a_reader_does_not_stop_the_others(
    cli: Cli, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_reading = reading.read_plan

    def read_plan(path: Path, *options: Any) -> Any:  # noqa: ANN401 - passed on as they are
        if path.stem == "怪":
            raise ZeroDivisionError
        return true_reading(path, *options)

    monkeypatch.setattr(reading, "read_plan", read_plan)
    odd, good = tmp_path / "怪.txt", tmp_path / "好.txt"
    for path in (odd, good):
        path.write_text(PLAN.replace("工作要点", "方案"), encoding="utf-8")
    answer = cli("import", odd, good, "--ledger", ledger)
    assert answer.code == 2
    assert "怪.txt" in answer.lines[0]
    assert "ZeroDivisionError" in answer.lines[0]
    assert len(tasks_of(cli, ledger)) == 6


def test_the_source_file_is_kept(cli: Cli, ledger: Path, plan: Path) -> None:
    stored = [path for path in (ledger / "evidence").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in stored] == [plan.read_bytes()]


def test_progress_is_filed_by_code(cli: Cli, ledger: Path) -> None:
    words = ("--task", "1-01", "--period", "2024-05", "--percent", "60%", "--text", "完成设备采购")
    answer = cli("progress", "--ledger", ledger, *words)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "已填报 1-01 建设胸痛中心 的2024年5月进展，完成 60%。\n"
    (task,) = [one for one in tasks_of(cli, ledger) if one["code"] == "1-01"]
    assert (task["percent"], task["progress"], task["progress_period"]) == (60, "完成设备采购", "2024-05")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--task", "9-99", "--period", "2024-05", "--text", "x"), "没有编号为“9-99”的任务"),
        (("--task", "1-01", "--period", "2024-5", "--text", "x"), "期间“2024-5”不对"),
        (("--task", "1-01", "--period", "2024-05", "--text", " "), "进展情况不能为空"),
        (("--task", "1-01", "--period", "2024-05", "--percent", "101", "--text", "x"), "完成进度“101”不对"),
    ],
)
def test_a_report_that_cannot_be_is_refused(words: tuple[str, ...], said: str, cli: Cli, ledger: Path) -> None:
    answer = cli("progress", "--ledger", ledger, *words)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.lines) == 1
    with open_session(ledger, read_only=True) as session, session.ledger.read() as reading:
        assert reading.of(ProgressEntry).count() == 0


def test_files_are_attached_and_numbered(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    for name in ("会议记录.txt", "照片.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    answer = cli("attach", "--ledger", ledger, "--task", "1-02", tmp_path / "会议记录.txt", tmp_path / "照片.txt")
    assert answer.code == 0
    assert answer.out.splitlines() == ["1-02-01 会议记录.txt", "1-02-02 照片.txt"]
    counts = {one["code"]: one["evidence_count"] for one in tasks_of(cli, ledger)}
    assert counts == {"1-01": 0, "1-02": 2, "1-03": 0}
    assert operations(ledger)[0] == "添加佐证2 件材料到 1-02"


def test_a_file_that_cannot_be_read_is_named_and_nothing_added(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    good = tmp_path / "好.txt"
    good.write_text("x", encoding="utf-8")
    before = sorted((ledger / "evidence").rglob("*"))
    answer = cli("attach", "--ledger", ledger, "--task", "1-01", good, tmp_path / "没有.pdf", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    said = ("没有.pdf", tmp_path.name, "没有给任务 1-01")
    assert all(word in line for word, line in zip(said, answer.lines, strict=True))
    assert sorted((ledger / "evidence").rglob("*")) == before
    assert [one["evidence_count"] for one in tasks_of(cli, ledger)] == [0, 0, 0]


def test_a_file_that_is_there_already_is_not_confused_with_a_new_one(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text("x", encoding="utf-8")
    new.write_text("y", encoding="utf-8")
    assert cli("attach", "--ledger", ledger, "--task", "1-01", old).code == 0
    answer = cli("attach", "--ledger", ledger, "--task", "1-01", old, new)
    assert (answer.code, answer.out) == (0, "1-01-02 新.txt\n")


def test_attaching_to_an_unknown_task_leaves_no_file(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "好.txt"
    path.write_text("x", encoding="utf-8")
    before = sorted((ledger / "evidence").rglob("*"))
    answer = cli("attach", "--ledger", ledger, "--task", "9-99", path)
    assert (answer.code, answer.out) == (2, "")
    assert sorted((ledger / "evidence").rglob("*")) == before


def test_a_full_disk_adds_nothing(cli: Cli, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free, total = 1, 0

    path = tmp_path / "大.txt"
    path.write_text("xxxx", encoding="utf-8")
    monkeypatch.setattr(store_module.shutil, "disk_usage", lambda _: Full())
    answer = cli("attach", "--ledger", ledger, "--task", "1-01", path)
    assert answer.code == 2
    assert "磁盘空间不足" in answer.err
    with open_session(ledger, read_only=True) as session, session.ledger.read() as reading:
        assert reading.of(Evidence).count() == 0


def test_a_store_that_cannot_be_written_is_said(
    cli: Cli, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "好.txt"
    path.write_text("x", encoding="utf-8")
    monkeypatch.setattr(store_module, "_sync_folder", refuse)
    answer = cli("attach", "--ledger", ledger, "--task", "1-01", path)
    assert answer.code == 2
    assert "不能写入" in answer.err


def test_a_disk_that_is_full_already_is_said_on_opening(
    cli: Cli, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_module.os, "fsync", refuse)
    answer = cli("progress", "--ledger", ledger, "--task", "1-01", "--period", "2024-05", "--text", "x")
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert "磁盘已满" in answer.err


def test_a_backup_that_fails_does_not_undo_the_work(cli: Cli, ledger: Path) -> None:
    for path in (ledger / "backups").iterdir():
        path.unlink()
    (ledger / "backups").rmdir()
    (ledger / "backups").write_text("in the way", encoding="utf-8")
    answer = cli("progress", "--ledger", ledger, "--task", "1-01", "--period", "2024-05", "--text", "x")
    assert answer.code == 0
    assert answer.lines[-1].startswith("注意：本次操作已保存，但自动备份没有成功。")
    assert tasks_of(cli, ledger)[0]["progress"] == "x"


def a_long_plan(folder: Path, count: int) -> Path:
    file = folder / "长计划.txt"
    items = [f"{number}.完成第{number}个点位改造。年内完成。" for number in range(1, count + 1)]
    file.write_text("\n".join(["2024年点位改造计划", "一、任务", *items]), encoding="utf-8")
    return file


def import_backups(ledger: Path) -> list[str]:
    return [file.name for file in (ledger / "backups").glob("*-import.backup")]


def test_an_import_of_many_tasks_is_backed_up_before(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    assert (
        cli("progress", "--ledger", ledger, "--task", "1-01", "--period", "2024-05", "--text", "改于导入前").code == 0
    )
    assert cli("import", a_long_plan(tmp_path, 51), "--ledger", ledger).code == 0
    [name] = import_backups(ledger)
    restored = tmp_path / "恢复"
    assert cli("restore", ledger / "backups" / name, "--to", restored).code == 0
    tasks = tasks_of(cli, restored)
    assert (len(tasks), tasks[0]["progress"]) == (3, "改于导入前")


def test_an_import_of_few_tasks_needs_no_backup(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    assert cli("import", a_long_plan(tmp_path, 50), "--ledger", ledger).code == 0
    assert import_backups(ledger) == []


def test_an_import_goes_on_where_the_backup_before_it_fails(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    shutil.rmtree(ledger / "backups")
    (ledger / "backups").write_text("in the way", encoding="utf-8")
    answer = cli("import", a_long_plan(tmp_path, 51), "--ledger", ledger)
    assert answer.code == 0
    assert any(line.startswith("注意：导入前的备份没有成功，导入照常进行") for line in answer.lines)
    assert len(tasks_of(cli, ledger)) == 54


def test_a_second_writer_is_told_who_writes(cli: Cli, ledger: Path) -> None:
    with open_session(ledger):
        answer = cli("progress", "--ledger", ledger, "--task", "1-01", "--period", "2024-05", "--text", "x")
        assert (answer.code, len(answer.lines)) == (2, 1)
        assert cli("list", "--ledger", ledger).code == 0
    assert cli("progress", "--ledger", ledger, "--task", "1-01", "--period", "2024-05", "--text", "x").code == 0


@pytest.mark.parametrize("command", ["import", "attach", "progress", "list", "check", "report"])
def test_a_folder_that_is_no_ledger_is_refused(command: str, cli: Cli, plan: Path, tmp_path: Path) -> None:
    words = {
        "import": (plan,),
        "attach": (plan, "--task", "1-01"),
        "progress": ("--task", "1-01", "--period", "2024-05", "--text", "x"),
        "report": ("--kind", "monthly", "--period", "2024-05", "--out", tmp_path / "x.pdf"),
    }
    answer = cli(command, "--ledger", tmp_path, *words.get(command, ()))
    assert (answer.code, answer.out, len(answer.lines)) == (2, "", 1)
    assert "不是台账文件夹" in answer.err


def test_the_marker_serves_as_the_ledger(cli: Cli, ledger: Path) -> None:
    assert len(tasks_of(cli, ledger / "打开台账.ledger")) == 3


def test_names_of_the_roster_are_not_cut_in_two(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    from ledger_app.domain.unit import Unit
    from ledger_app.services import units

    path = tmp_path / "方案.txt"
    path.write_text(
        "方案\n一、任务\n（一）控费。年底前完成。（责任单位：医政医管和药政股、规划财务与信息股）\n", encoding="utf-8"
    )
    with open_session(ledger) as session, session.ledger.write() as work:
        for name in ("医政医管和药政股", "规划财务与信息股"):
            units.add(work, Unit(0, "", name))
    cli("import", path, "--ledger", ledger)
    with open_session(ledger, read_only=True) as session, session.ledger.read() as reading:
        assert reading.of(Task).count(code="2-01") == 1
    owners = next(one for one in tasks_of(cli, ledger) if one["code"] == "2-01")["owners"]
    assert [owner["unit"] for owner in owners] == ["医政医管和药政股", "规划财务与信息股"]


@pytest.mark.skipif(sys.platform != "linux", reason="names elsewhere are text")
def test_names_that_are_no_text_are_taken_and_shown_as_far_as_they_can_be(
    cli: Cli, ledger: Path, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe2024.txt")
    path.write_text(PLAN.replace("工作要点", "方案"), encoding="utf-8")
    assert cli("import", path, "--ledger", ledger).code == 0
    assert cli("attach", path, "--ledger", ledger, "--task", "2-01").code == 0
    assert len(tasks_of(cli, ledger)) == 6
    odd = "\udcff"
    calls: tuple[tuple[object, ...], ...] = (
        ("list", "--ledger", ledger, "--search", odd),
        ("list", "--ledger", ledger, "--unit", odd),
        ("progress", "--ledger", ledger, "--task", odd, "--period", "2024-05", "--text", "x"),
        ("init", tmp_path / "新", "--name", odd),
    )
    for words in calls:
        answer = cli(*words)
        assert (answer.code, len(answer.lines)) == (2, 1)
        assert "意外" not in answer.err


def test_an_import_follows_the_answers_of_earlier_reviews(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    with open_session(ledger) as session, session.ledger.write() as work:
        work.describe("test", "回答")
        learned.keep(work, [LearnedAnswer("deadline", "#月前", "+1:end")])
    plan = tmp_path / "新计划.txt"
    plan.write_text("2024年示例县卫生工作要点\n一、改造用房。10月前完成。（县医院负责）\n", encoding="utf-8")
    assert cli("import", plan, "--ledger", ledger).code == 0
    with open_session(ledger) as session, session.ledger.read() as reading_session:
        found = [one for one in reading_session.of(Deadline).find() if one.raw == "10月前"]
        assert [(str(one.current_due), one.needs_answer) for one in found] == [("2024-10-31", False)]
        assert found[0].reason.endswith("按以前的回答")
