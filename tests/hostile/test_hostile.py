"""A part of the corpus in every run of the suite: read, or refused by one sentence, and always the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers import ReadLimits, read_document
from ledger_app.intake.understand import propose
from ledger_app.messages import describe
from tests.hostile.good import LINES, good_files
from tests.hostile.makers import Case, attacks, corpus, damaged
from tests.hostile.verdict import FAILED, READ, REFUSED, fault_of_refusal, judge

ROOT = Path(__file__).resolve().parents[2]
SMALL = frozenset(
    {"docx", "xlsx", "ods", "ofd", "pdf", "doc", "xls", "rtf", "html", "mht", "txt", "csv", "gbk.txt", "xml.xls"}
)
SPECIAL = {
    "docx entity_laughs", "docx entity_outside", "docx bomb_80_mb", "docx size_said_small", "docx encrypted_entries",
    "docx styles_in_a_circle", "docx list_links_in_a_circle", "docx xml_depth_100000",
    "docx number_upperRoman_2147483647",
    "xlsx merge_whole_sheet", "xlsx strings_said_endless", "ods blanks_1000000000", "ofd page_is_the_document",
    "pdf tree_itself", "pdf xref_of_itself", "pdf password", "doc sectors_in_a_circle",
    "xls sectors_in_a_circle", "doc encrypted_package",
    "xls extent_0_4294967295_0_65535", "html charset_bz2", "html depth_100000", "rtf groups_deep", "mht boundary_empty",
    "txt surrogates_utf8", "txt line_of_owners_closed", "txt figures_out_of_range", "csv quote_open",
}  # fmt: skip


def test_every_format_is_damaged_from_a_file_that_can_be_read(tmp_path: Path) -> None:
    for name, (suffix, data) in good_files().items():
        path = tmp_path / f"{name}{suffix}"
        path.write_bytes(data)
        if suffix != ".png":
            assert judge(path).outcome == READ, name


def test_the_corpus_is_large_and_the_same_for_the_same_seed() -> None:
    first, second = ([(case.format, case.kind, case.name) for case in corpus(2000, 5)] for _ in range(2))
    assert first == second
    assert len(first) == 2000
    assert [case.make() for case in damaged(40, 5)] == [case.make() for case in damaged(40, 5)]


def test_damaged_files_are_read_or_refused_by_one_sentence(tmp_path: Path) -> None:
    outcomes = set()
    for number, case in enumerate(damaged(150, 20240601, formats=SMALL)):
        folder = tmp_path / str(number)
        folder.mkdir()
        verdict = judge(case.write(folder))
        assert verdict.outcome != FAILED, f"{number} {case.format} {case.kind}: {verdict.detail}"
        outcomes.add(verdict.outcome)
    assert outcomes == {READ, REFUSED}


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=name) for case in attacks() if (name := f"{case.format} {case.kind[7:]}") in SPECIAL],
)
def test_hostile_files_are_read_or_refused_by_one_sentence(case: Case, tmp_path: Path) -> None:
    verdict = judge(case.write(tmp_path))
    assert verdict.outcome != FAILED, verdict.detail


def test_every_special_attack_exists() -> None:
    assert {f"{case.format} {case.kind[7:]}" for case in attacks()} >= SPECIAL


def test_the_command_names_each_bad_file_in_one_line_and_reads_the_good_one(tmp_path: Path) -> None:
    bad, good, worse = tmp_path / "坏.docx", tmp_path / "好.txt", tmp_path / "两行\n名.xlsx"
    bad.write_bytes(good_files()["docx"][1][:900])
    good.write_text("\n".join(LINES), encoding="utf-8")
    worse.write_bytes(b"PK\x03\x04" + bytes(50))
    command = [sys.executable, "-m", "ledger_app", "extract", str(bad), str(good), str(worse), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert len(said) == 2, said
    assert "坏.docx" in said[0]
    assert "名.xlsx" in said[1]
    (found,) = json.loads(done.stdout)
    assert found["file"] == "好.txt"
    assert len(found["plans"][0]["items"]) == 4


def test_nothing_hostile_lies_on_the_disk_either(tmp_path: Path) -> None:
    circle = tmp_path / "圈.docx"
    circle.symlink_to(circle)
    (tmp_path / "夹.docx").mkdir()
    for path in (
        circle,
        tmp_path / "夹.docx",
        tmp_path / ("长" * 300 + ".docx"),
        tmp_path / "a\0b.docx",
        Path("/dev/zero"),
    ):
        with pytest.raises(UnreadableFileError) as caught:
            read_document(path)
        assert fault_of_refusal(caught.value, path.name) == ""


def test_a_text_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text("一、完成任务。\n" * 1000, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as caught:
        read_document(path, limits=ReadLimits(characters=5000))
    assert caught.value.code == "INT-115"


def test_fields_of_an_endless_item_are_read_in_its_beginning_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    words = "（一）完成任务，6月底前完成。" + "加强领导，" * 5000 + "9月底前验收。（责任单位：县医院）"
    path.write_text(f"2024年工作要点\n一、任务\n{words}\n", encoding="utf-8")
    proposal = propose(read_document(path))
    (item,) = proposal.plans[0].items
    assert [one.date for one in item.deadlines] == ["2024-06-30"]
    assert item.text.endswith("县医院）")
    assert "INT-211" in {finding.code for finding in proposal.findings}


@pytest.mark.parametrize("fault", [MemoryError, RecursionError])
def test_a_file_too_much_for_the_pc_is_called_so(
    fault: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(source: object) -> None:
        raise fault

    monkeypatch.setattr("ledger_app.intake.readers.txt.read", give_up)
    path = tmp_path / "要点.txt"
    path.write_text("一、任务", encoding="utf-8")
    with pytest.raises(UnreadableFileError) as caught:
        read_document(path)
    assert caught.value.code == "INT-115"
    assert "要点.txt" in describe(caught.value)
