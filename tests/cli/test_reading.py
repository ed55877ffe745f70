from __future__ import annotations

import itertools
import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


def test_one_file_is_one_object(cli: Cli, plan: Path) -> None:
    answer = cli("extract", plan, "--json")
    found = json.loads(answer.out)
    assert answer.code == 0
    assert (found["file"], found["format"]) == ("工作要点.txt", "txt")
    (one,) = found["plans"]
    assert (one["title"], one["plan_year"]) == ("2024年青禾县卫生健康工作要点", 2024)
    first = one["items"][0]
    assert (first["no"], first["title"], first["kind"], first["path"]) == (
        "（一）",
        "建设胸痛中心",
        "task",
        ["一、提升服务能力"],
    )
    assert {"name": "县人民医院", "role": "lead"} in [
        {"name": owner["name"], "role": owner["role"]} for owner in first["owners"]
    ]
    assert first["deadlines"][0]["date"] == "2024-06-30"


def test_several_files_are_an_array_without_the_bad_ones(cli: Cli, plan: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    answer = cli("extract", empty, plan, "--json")
    assert answer.code == 2
    assert [found["file"] for found in json.loads(answer.out)] == ["工作要点.txt"]
    assert len(answer.lines) == 1
    assert "空.docx" in answer.err


def a_bad_file(kind: str, folder: Path) -> Path:
    path = folder / f"坏文件.{kind}"
    contents = {
        "docx": b"PK\x03\x04 cut off",
        "xlsx": b"",
        "pdf": b"%PDF-1.4\nnothing",
        "exe": b"MZ\x90\x00" + bytes(100),
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    path.write_bytes(contents[kind])
    return path


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "exe", "doc"])
def test_a_bad_file_gets_one_line_and_nothing_else(kind: str, cli: Cli, tmp_path: Path) -> None:
    path = a_bad_file(kind, tmp_path)
    answer = cli("extract", path, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.lines) == 1
    assert path.name in answer.err


def test_an_absent_file_and_a_folder_are_named(cli: Cli, tmp_path: Path) -> None:
    answer = cli("extract", tmp_path / "没有.docx", tmp_path, "--json")
    assert (answer.code, len(answer.lines)) == (2, 2)
    assert "没有.docx" in answer.lines[0]


def test_the_plain_form_shows_tasks_owners_and_dates(cli: Cli, plan: Path) -> None:
    answer = cli("extract", plan)
    assert "（一） 建设胸痛中心｜县人民医院、县急救中心｜6月底前" in answer.out
    assert "2024年度" in answer.out


def test_the_year_may_be_given(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text("工作方案\n一、重点任务\n（一）开展培训。年底前完成。\n", encoding="utf-8")
    found = json.loads(cli("extract", path, "--json", "--year", "2025").out)
    assert found["plans"][0]["items"][0]["deadlines"][0]["date"] == "2025-12-31"


@pytest.mark.parametrize(
    "name", ["带 空格.txt", "😀.txt", "-短横.txt", "引号'.txt", pytest.param('引"号.txt', marks=posix_only)]
)
def test_odd_names_are_read(name: str, cli: Cli, plan: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(plan.read_bytes())
    answer = cli("extract", path, "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["file"] == name


@posix_only
def test_a_name_that_is_no_text_is_shown_without_a_fault(cli: Cli, plan: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb2\xe2.txt"))
    path.write_bytes(plan.read_bytes())
    assert cli("extract", path, "--json").code == 0


def test_a_file_that_takes_too_long_to_understand_gets_one_line(
    cli: Cli, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_hour_each_look = itertools.count(0, 3600)
    monkeypatch.setattr("ledger_app.intake.pace.monotonic", lambda: float(next(an_hour_each_look)))
    answer = cli("extract", plan, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.lines) == 1
    assert "理解内容的时间超过 120 秒" in answer.err
