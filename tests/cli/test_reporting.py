from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.bootstrap import open_session
from ledger_app.domain.supervision import Snapshot
from ledger_app.reports.model import ReportTable
from ledger_app.reports.model_json import model_from_json
from tests.cli.conftest import Cli


def snapshots(ledger: Path) -> list[str]:
    with open_session(ledger, read_only=True) as session, session.ledger.read() as reading:
        return [snapshot.number for snapshot in reading.of(Snapshot).find()]


@pytest.mark.parametrize(
    ("kind", "period", "number"),
    [
        ("monthly", "2024-06", "2024-06-月报-01"),
        ("quarterly", "2024-Q2", "2024-Q2-季报-01"),
        ("half-year", "2024-H1", "2024-H1-半年报-01"),
        ("ledger", "2024-06", "2024-06-台账-01"),
    ],
)
def test_a_report_is_written_and_numbered(
    kind: str, period: str, number: str, cli: Cli, ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "报表.pdf"
    answer = cli("report", "--ledger", ledger, "--kind", kind, "--period", period, "--out", out)
    assert (answer.code, answer.out.strip()) == (0, str(out))
    assert out.read_bytes().startswith(b"%PDF-")
    assert snapshots(ledger) == [number]
    assert f"已生成 {number}" in answer.err
    assert "统计截止 2024-06-30" in answer.err


def test_the_cutoff_and_the_unit_may_be_said(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("--kind", "ledger", "--period", "2024-06", "--as-of", "2024-06-20", "--out", tmp_path / "x.pdf")
    assert "统计截止 2024-06-20" in cli("report", "--ledger", ledger, *words).err
    answer = cli("report", "--ledger", ledger, *words, "--unit", "月球医院")
    assert (answer.code, len(answer.lines)) == (2, 1)


@pytest.mark.parametrize(
    ("period", "said"), [("2024-13", "期间“2024-13”不对"), ("2024-Q2", "月报写成 2024-06"), ("2099-01", "晚于今天")]
)
def test_a_period_that_cannot_be_is_refused(period: str, said: str, cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("--kind", "monthly", "--period", period, "--out", tmp_path / "x.pdf")
    answer = cli("report", "--ledger", ledger, *words)
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert said in answer.err
    assert not (tmp_path / "x.pdf").exists()


def test_a_place_that_cannot_be_written_costs_no_number(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "没有" / "x.pdf", tmp_path):
        answer = cli("report", "--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", out)
        assert (answer.code, len(answer.lines)) == (2, 1)
        assert "写不进去" in answer.err
    assert snapshots(ledger) == []


def test_an_old_file_is_replaced_whole(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")
    words = ("report", "--ledger", ledger, "--kind", "ledger", "--period", "2024-06", "--out", out)
    assert cli(*words).code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_slips_are_issued_printed_and_written_one_by_one(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "督办单.pdf"
    words = ("report", "--ledger", ledger, "--kind", "slip", "--period", "2024-06", "--task", "1-01")
    answer = cli(*words, "--issued", "2024-07-03", "--each", "--out", out)
    assert answer.code == 0
    one = tmp_path / "督办单 卫督〔2024〕1号.pdf"
    assert answer.out.splitlines() == [str(out), str(one)]
    assert one.read_bytes().startswith(b"%PDF-")
    assert cli(*words, "--slip", "卫督〔2024〕1号", "--out", out).code == 0
    answer = cli(*words, "--slip", "卫督〔2024〕9号", "--out", out)
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert "卫督〔2024〕9号" in answer.err


def test_a_correction_is_asked_for_by_the_number_of_the_old_report(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("report", "--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", tmp_path / "x.pdf")
    assert cli(*words).code == 0
    answer = cli(*words, "--corrects", "2024-06-月报-01")
    assert (answer.code, snapshots(ledger)) == (0, ["2024-06-月报-01", "2024-06-月报-02"])
    answer = cli(*words, "--corrects", "2024-06-月报-77")
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert "没有留存过编号为“2024-06-月报-77”的报表" in answer.err
    answer = cli(*words, "--compare-with", "2024-06-月报-01")
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert snapshots(ledger)[2:] == []


def test_a_bulletin_with_chosen_annexes_is_written(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("--kind", "monthly", "--period", "2024-06", "--form", "bulletin", "--annex", "units", "--issue", "8")
    answer = cli("report", "--ledger", ledger, *words, "--out", tmp_path / "简报.pdf")
    assert answer.code == 0
    with open_session(ledger, read_only=True) as session, session.ledger.read() as reading:
        (snapshot,) = reading.of(Snapshot).find()
    assert snapshot.issue.endswith("-8")
    model = model_from_json(snapshot.model)
    assert (model.form, [annex.label for annex in model.annexes]) == ("bulletin", ["附件"])


def test_columns_and_sheet_of_a_ledger_table_may_be_said(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("--kind", "ledger", "--period", "2024-06", "--paper", "A3", "--portrait", "--out", tmp_path / "台账.pdf")
    assert cli("report", "--ledger", ledger, *words, "--columns", "任务，时限、状态").code == 0
    with open_session(ledger, read_only=True) as session, session.ledger.read() as reading:
        (snapshot,) = reading.of(Snapshot).find()
    (table,) = model_from_json(snapshot.model).body
    assert isinstance(table, ReportTable)
    assert [column.title for column in table.columns] == ["序号", "任务", "时限", "状态"]
    for wrong, said in ((("--columns", "月亮"), "没有叫“月亮”的列"), (("--view", "没有这个"), "没有这个")):
        answer = cli("report", "--ledger", ledger, *words, *wrong)
        assert (answer.code, len(answer.lines)) == (2, 1)
        assert said in answer.err


def test_a_kept_report_is_taken_out_again_by_its_number(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("report", "--ledger", ledger, "--kind", "ledger", "--period", "2024-06", "--out", tmp_path / "x.pdf")
    assert cli(*words).code == 0
    answer = cli("reprint", "--ledger", ledger, "2024-06-台账-01", "--out", tmp_path / "y.pdf")
    assert (answer.code, answer.out.strip()) == (0, str(tmp_path / "y.pdf"))
    assert (tmp_path / "y.pdf").read_bytes() == (tmp_path / "x.pdf").read_bytes()
    answer = cli("reprint", "--ledger", ledger, "催办2024-001", "--out", tmp_path / "z.pdf")
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert "没有编号为“催办2024-001”的" in answer.err
    assert not (tmp_path / "z.pdf").exists()


def test_a_template_is_named_by_command(cli: Cli, ledger: Path, tmp_path: Path) -> None:
    words = ("report", "--ledger", ledger, "--kind", "monthly", "--period", "2024-06", "--out", tmp_path / "x.pdf")
    assert cli(*words, "--wording", "内置").code == 0
    answer = cli(*words, "--wording", "没有的")
    assert answer.code == 2
    assert "没有名为“没有的”的文字模板" in answer.err
