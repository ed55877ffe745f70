from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from ledger_app.bootstrap import open_session
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.unit import Unit
from ledger_app.services import owners, units
from ledger_app.services.export import ListExport, list_sheet
from tests.cli.conftest import Cli


@pytest.fixture
def known(ledger: Path) -> Path:
    """Return the ledger with one owner matched to the roster."""
    with open_session(ledger) as session, session.ledger.write() as work:
        unit = units.add(work, Unit(0, "", "青禾县人民医院", "县医院")).unit
        owners.claim_name(work, "县人民医院", [unit.id])
    return ledger


def codes(cli: Cli, ledger: Path, *options: str) -> list[str]:
    answer = cli("list", "--ledger", ledger, "--json", *options)
    assert answer.code == 0
    return [task["code"] for task in json.loads(answer.out)]


def test_a_task_says_where_it_comes_from_and_how_it_stands(cli: Cli, known: Path) -> None:
    answer = cli("list", "--ledger", known, "--json", "--as-of", "2024-07-10")
    first = json.loads(answer.out)[0]
    assert answer.err == ""
    assert {key: first[key] for key in ("code", "no", "title", "path", "due", "due_raw", "plan", "plan_year")} == {
        "code": "1-01",
        "no": "（一）",
        "title": "建设胸痛中心",
        "path": ["一、提升服务能力"],
        "due": "2024-06-30",
        "due_raw": "6月底前",
        "plan": "2024年青禾县卫生健康工作要点",
        "plan_year": 2024,
    }
    assert first["owners"] == [
        {"name": "县人民医院", "role": "lead", "unit": "青禾县人民医院"},
        {"name": "县急救中心", "role": "cooperate", "unit": None},
    ]
    assert (first["light"], first["state"], first["overdue_days"], first["percent"]) == ("red", "overdue", 10, None)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["1-01", "1-02", "1-03"]),
        (("--light", "red"), ["1-01", "1-02", "1-03"]),
        (("--light", "not_started"), ["1-02"]),
        (("--light", "逾期"), ["1-01", "1-03"]),
        (("--light", "green"), []),
        (("--due-before", "2024-07-01"), ["1-01", "1-03"]),
        (("--due-before", "2024-06-30"), ["1-03"]),
        (("--unit", "县医院"), ["1-01"]),
        (("--unit", "县人民医院"), ["1-01"]),
        (("--search", "村卫生室"), ["1-02"]),
        (("--search", "村卫生室", "--unit", "县医院"), []),
    ],
)
def test_options_choose(options: tuple[str, ...], expected: list[str], cli: Cli, known: Path) -> None:
    assert codes(cli, known, *options, "--as-of", "2024-07-10") == expected


def test_the_chosen_tasks_are_written_as_the_window_writes_them(cli: Cli, known: Path, tmp_path: Path) -> None:
    import openpyxl

    out = tmp_path / "县医院.xlsx"
    answer = cli("list", "--ledger", known, "--unit", "县医院", "--xlsx", out, "--as-of", "2024-07-10")
    assert (answer.code, answer.out, len(answer.lines)) == (0, "", 1)
    assert "县医院.xlsx" in answer.err
    assert "截至 2024-07-10" in answer.err
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "建设胸痛中心" in texts
    assert not any("村卫生室" in text for text in texts)
    assert any("县医院" in text for text in texts[:2]), "the title says what was chosen"
    assert sheet.freeze_panes is not None
    with open_session(known, read_only=True) as session:
        wanted = ListExport(TaskQuery(dt.date(2024, 7, 10)), "", task_ids=frozenset({1}))
        heads = [column.heading for column in list_sheet(session.ledger, wanted).columns]
    assert [text for text in texts if text in heads][: len(heads)] == heads


def test_a_list_can_be_written_as_csv_and_not_beside_json(cli: Cli, known: Path, tmp_path: Path) -> None:
    out = tmp_path / "全部.csv"
    assert cli("list", "--ledger", known, "--xlsx", out).code == 0
    assert "建设胸痛中心" in out.read_text("utf-8-sig")
    assert cli("list", "--ledger", known, "--xlsx", tmp_path / "没有的文件夹" / "a.xlsx").code == 2
    with pytest.raises(SystemExit):
        cli("list", "--ledger", known, "--xlsx", out, "--json")


def test_the_day_decides_the_light(cli: Cli, known: Path) -> None:
    assert codes(cli, known, "--light", "overdue", "--as-of", "2024-03-01") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--light", "purple"), "状态“purple”无法识别"),
        (("--unit", "月球医院"), "单位名册里没有“月球医院”"),
    ],
)
def test_words_that_mean_nothing_are_said(options: tuple[str, ...], said: str, cli: Cli, known: Path) -> None:
    answer = cli("list", "--ledger", known, *options)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_the_plain_form_is_a_table(cli: Cli, known: Path) -> None:
    answer = cli("list", "--ledger", known, "--as-of", "2024-07-10")
    lines = answer.out.splitlines()
    assert lines[0].split() == ["编号", "状态", "完成时限", "进度", "牵头单位", "任务"]
    assert lines[1].split() == ["1-01", "▲逾期", "2024-06-30", "—", "县医院", "建设胸痛中心"]
    assert answer.err == "共 3 项任务，截至 2024-07-10。\n"


def test_an_empty_ledger_lists_nothing(cli: Cli, tmp_path: Path) -> None:
    cli("init", tmp_path / "空台账")
    assert cli("list", "--ledger", tmp_path / "空台账", "--json").out.strip() == "[]"
    assert cli("list", "--ledger", tmp_path / "空台账").out == ""
